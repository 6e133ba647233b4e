"""English: words that say that she is well.

In the spelling of `english.spelled`. The notation is that of `expressions`.
"""

from __future__ import annotations

from messaging.understanding.english_groups import GROUPS

_ADVERBS = r"""
so|very|really|pretty|quite|all|doing|feeling|just|still|always|much|perfectly|absolutely|totally
truly|actually|also|too|now|keeping|being|even|going|in|completely|both|extremely|super|mostly
today
generally|here|fairly|already|getting|been|a lot|well and|fine and|happy and|good and|alive and
safe and|healthy and|ok and|warm and|full and|fit and|keeping well and|this morning|again|back to
"""
_STATE = r"""
fine|okay|ok|alright|all right|good|well|great|excellent|perfect|healthy|happy|wonderful|fantastic
amazing|awesome|lovely|safe|better|recovered|cheerful|content|comfortable|normal|grand|splendid
tip ?top(?: shape)?|dandy|peachy|chipper|top form
good (?:health|spirits|shape|form|mood|hands|condition)
great (?:health|spirits|shape|form|mood)|not bad|not too bad|strong|blessed|relaxed|super|brilliant
fit
right as rain|as right as rain|(?:as )?fit as a (?:fiddle|flea)|hunky ?dory|marvell?ous|terrific|
    thriving
ticking over|ticking along|bright and breezy|in the pink|right enough|all clear|stronger|
    happy as can be|happy as a \w+|in fine fettle|
    pottering (?:about|along)
nothing to (?:report|grumble about|complain about)|smashing|a ?okay|bonny|as well as can be|alive|
    over the moon
on top of the world
kicking|energetic|refreshed|at peace|peaceful|well rested|full of (?:energy|beans)|cozy|cosy|snug
enjoying (?:myself|life|my|the)|having (?:a (?:good|great|lovely|nice|wonderful|fun|ball)|fun)
doing (?:fine|well|good|great|ok|okay)
"""
_I = "i am|we are|i feel|we feel|i have been|i keep|we both are|i am and"
WORDS = {**GROUPS, "adverbs": _ADVERBS, "state": _STATE, "i": _I}
FINE = r"""
\b(?:<i>|i do|we do|me is|am)(?: <adverbs>)* (?:<state>)\b(?! (?:to|with|for|that|at|about|if|when|
    than|as|because|but|because|enough|dining|until|only|except|unless|not|news|person|friend|man|
    woman|girl|boy|mother|student|worker|in (?:math|english)|luck|looking|idea)\b)
(?:<i>) (?:<state>) (?:for my age|for an old \w+|with (?:my|the) (?:family|dog|cat)|at home|
    as (?:usual|always|ever)|enough|with the lord|to be alive)
\b(?:i|we)(?: have| also| just| already| both| all)* (?:ate|eat|eaten|slept|sleep|
    rested)(?: and (?:ate|eat|slept|sleep|rested))?(?: already)?(?: <adverbs>)* (?:well|good|great|
    soundly|fine|like an? (?:\w+))
(?:slept|sleep|sleeping|ate|eating|eat)(?: so| very| really)? (?:well|good|great|soundly|fine|
    like an? (?:baby|log|king|queen|rock|top|child|wolf|horse|bird|pig|lion))
ate(?: so| very)? (?:well|a full|a big|two bowls|everything|all)
(?:ate|eat|eating) and (?:slept|sleep|sleeping)(?: so| very)? (?:well|good|fine)
(?:^|i am |we are |am )(?:not|neither) (?:sick|ill|hurt|in pain|injured|hungry|lonely|sad|unwell|
    in danger)(?: or \w+| at all| today| any ?more)*
(?:not|nothing)(?: too| so)? bad (?:at all|here|thanks|today)|^(?:not|nothing) (?:too )?bad$|
    ^(?:as )?fit as a (?:fiddle|flea)|^(?:pretty|all|doing|feeling) good$
(?:no|not) complaints?|cannot complain|could not be better|cannot be better
never (?:felt |been )?better
nothing (?:hurts|wrong|is wrong|to worry|bad|aches|is hurting|to complain|serious)
(?:do not|not to|no need to|please do not)(?: you)? worry(?: about (?:me|us))?(?=$|[ #]*(?:$|too|
    please|so|thanks|thank|dear|sir|maam|anymore|any more|at all))
no worries(?: here| about me)?$|alive and (?:kicking|well)
still (?:alive|kicking|going strong|here and well|breathing|dancing|standing|ticking|smiling|
    going)\b
    (?! (?:to|on|with|heavily|hard|fast|at|through))|not dead yet
everything (?:here )?is(?: <adverbs>)* (?:ok|okay|fine|good|alright|all right|well|great|normal|
    perfect|under control|in order)
all (?:is )?(?:well|good|fine|ok|okay)\b(?! (?:things|that|people|movies)\b)
(?:number|press|option|choose|pressing) (?:1|one)\b
^1\b(?= ?$|[ ,.!]+(?:i|fine|ok|good|please|thanks|yes|all))
(?:i|we) (?:do not|did not) (?:need|have)(?: any)? (?:help|anything|problems?|complaints?|pain|
    trouble|issues?)
no need (?:for help|to (?:send|come|visit|call|help))\b(?!.{0,20} (?:tomorrow|any ?more|next|again|
    tonight))|do not need (?:any )?(?:help|anything)
(?:no|without)(?: any)? (?:problems?|issues|trouble)(?: at all| here| today)*$|need nothing
(?:pain|fever|cough|cold|headache|swelling|dizziness|flu|it|ache)(?:'s)?(?: is| has| are)?(?: all
    | now| completely| already)* (?:gone|healed|better|cured|over|stopped|passed|finish(?:ed)?|
    behind (?:me|us))\b
\b(?:it|everything|my \w+) is(?: all| much| now)* (?:fine|ok|okay|good|better|
    alright)(?: again)? (?:now|today|again)\b
(?:fully|completely|already|now|has|have|all) (?:recovered|healed|cured)
(?:much|lots|lot|way|feeling|getting|feel|far|bit|little) better\b(?! (?:than (?:me|you|the)|if|
    when|off|place))
(?:getting|moving|up and) (?:about|around)(?: \w+)? (?:nicely|well|fine|again)
no news is good news|nothing to (?:report|grumble about|complain about)
back to normal|back on my feet|on the mend
(?:i am|we are) (?:all )?(?:enjoying|having fun|having a (?:good|great|lovely|nice|wonderful|ball)|
    celebrating|laughing)
^(?:so |but |and )?now (?:i am |i feel |so |very |all |only |much )*<state>$
had a (?:good|great|lovely|nice|wonderful) (?:sleep|night|time|day|rest|nap|walk|appetite)
good appetite|enjoying (?:myself|life)
having (?:a (?:good|great|lovely|nice|wonderful) (?:time|day)|fun)
"""
WELL = r"""
\b(?:(?!happy (?:birthday|new|for|anniversary|holidays?|easter|chuseok|to|with|mother)|
    good (?:morning|night|evening|afternoon|bye|luck|day to|to see|to hear|idea|
    question))(?:<state>)|as usual|same as (?:usual|always)|yes|yep|yeah|yup|no (?:problems?|
    issues?|complaints?|pain|worries)|healed|all gone|1|one|okay lang)\b(?! (?:to|with|for|that|at|
    about|if|when|than|because|until|unless|idea|luck|news|weather|days|game|job|food|meal|rain|
    wine|soup|film|movie|music|book
    |song|view|place|price|service|shop|trip|show|photo|picture|work|point|one|things?|stuff|
    weekend|program
    |drama|team|cake|coffee|tea|flowers|park|birthday|exam|grades|school|teacher|doctor|people|girl|
    boy)\b)
"""
