"""English: what only sounds like a sign.

In the spelling of `english.spelled`. The notation is that of `expressions`.
"""

from __future__ import annotations

HARMLESS = r"""
works? (?:in|at) the emergency
(?:to be|was|is|as|became) an? (?:paramedic|policeman|police officer|fire ?fighter|nurse|
    doctor)(?: (?:in|at|on) (?:the |an )?emergency(?: \w+)?)?
choking under pressure|(?:threw|throws?|throwing) (?:a|the) (?:party|ball|fit|tantrum)
rather die than|(?:happy|glad|love|here) to help|fine (?:dining|dust|print|line|art)
(?:so |too )?funny.{0,20} (?:breathe|die|dying)|laugh\w*.{0,25} breathe|cannot wait|waiting for
(?:kill|die) (?:to|for)\b(?! me)
(?:team|band|player|season|sales|career|performance)(?: \w+)? (?:is|are|was|were) on fire
laugh\w* (?:to death|so hard|my (?:head|ass)|until \w+ \w+)
(?:died|dying|die|dead|cried|crying|cry)(?: of| from| with)? (?:laugh\w*|laughter|cute\w*|
    embarrass\w*)
(?:bored|starving|dying|scared|worried|tickled|love \w+|loves \w+|sick|freezing) to death
dying (?:to|for|of curiosity)|dead (?:tired|serious|line|ringer|easy)|(?:is|are|am|was) killing it
kill(?:ing)? time|killed it
drop dead gorgeous|to die for|(?:fell|fall|falling|fallen) (?:back )?(?:asleep|in love|behind|for)
fire ?place\w*|fire ?works?
fire ?(?:man|men|fighter\w*|fly|flies|wood|side|engine toy)
(?:fire|smoke) (?:alarm|detector) (?:test|battery|check\w*)|fire drill|fire station
(?:smoke|fire|gas) alarm (?:battery|works|is fine)|change the smoke alarm
fire in (?:the|my) (?:stove|heart|fireplace|oven|hearth|belly|wood ?stove)
(?:you|sale|camp ?|open ?|you are|she is|he is|team is) ?on fire today
you(?: are)? (?:on fire|killing me)|under fire|hired and fired
that is sick\b|sick beat|heart ?warming|heart and soul|sang my heart out|broke even|break a leg
broke the (?:ice|news|record|bank)|sweet ?heart|by heart|heart of|dear heart|heart(?:y|ily|felt)
half heart\w*|my heart (?:goes out|is (?:full|happy|warm|with|at peace))
heart (?:check\w*|is (?:good|fine|strong|normal|ok))
burning (?:question|love|desire|hot|incense|wood|candles?)
(?:burn|burning|burned) (?:calories|wood|incense|candles?|the (?:rice|toast|food|soup|pot|pan|fish|
    garlic|onions))
hit the (?:road|sack|gym|jackpot|nail|hay|market)|hit me up|hit song\w*|a hit\b
(?:that|it|this|what|^)(?:'?s)? ?beats me\b(?! up)|beats me (?:how|why|at|in)
(?:is|are|was) killing me (?:with|lol|haha)
tired from (?:gardening|walking|playing|working|dancing|work|laughing|the walk|exercise)
reading about|heart attack when i saw|stop by|stop worrying|non ?stop|stopped by
hurts? no ?(?:one|body)|no pain,? no gain|bus stop|full stop|last stop|stop (?:sign|light)
never stop|stop at|stopped raining
not dead yet|not (?:sick|ill|dead|tired|sad|lonely|alone|hungry|worried|scared|cold|hurt|in pain)
still alive|alive and kicking|cannot complain|could not (?:be|feel) (?:better|happier)
cannot be better|never (?:felt |been )?better
(?:do not|not to|no need to|never)(?: you)? (?:be )?worr(?:y|ied)(?: about (?:me|us|it|anything))?
no worr(?:y|ies)|nothing to worry
no need (?:to|for)(?: \w+){0,3}|(?:do not|did not) need (?:any |anything|help|to send|a |the )\w*
no (?:help|one|body) (?:needed|required)|not need (?:any |a )?help
no(?: more| longer)? (?:help|problems?|problm|pain\w*|fever|complaints?|cough|cold|issues?|trouble|
    need|gas smell|smoke|fire|chest pain|headaches?|dizziness|symptoms?|worries|aches?|blood|
    bleeding|injur\w+|falls?|accidents?|danger|stress|swelling)\b
nothing (?:hurts|is wrong|wrong|bad|broken|aches|serious|terrible|urgent|is hurting)
thanks? (?:you )?(?:so much |a lot )?for (?:the |your |all the |all your )?(?:help\w*|worry\w*|
    concern\w*|call\w*)
help(?:ed|ing|s)\b|helpful|helper|can i help
help (?:your|you|him|her|them|my|with the|out (?:at|with))
sorry (?:for|about) the late|late reply|nobody (?:hit|hurt|beat|died|fell)\w*(?: me)?|headphones?
paint\w*|illustr\w*|hurtling
cold(?:er)? (?:weather|noodles|water|coffee|beer|drink|front|season|soup|buckwheat)|cold outside
cold but
(?:(?:bad|nasty|head|heavy|my|the|that|a) )*(?:cold|cough|flu|fever|headache|sore throat|swelling|
    pain|rash|dizziness|infection|trouble|ache)(?: last \w+)?(?: has| is| had)(?: all| now|
     completely
    | nearly| quite| finally)* (?:cleared(?: up)?|gone|passed|better|healed|over|disappeared|
    settled)
(?:no news is good|good) news|nothing to (?:report|grumble|complain|fear|tell)|must not grumble
(?:no|not) (?:a |any )?(?:moans?|grumbles?|aches?|news|worries|grievances|troubles?)\b(?! (?:from|
    since))
(?:breathe|breath|dying|dead|kill\w*|die|died|crying)\b.{0,30}\b(?:lol|lmao|rofl|ha ?ha\w*|hehe)
(?:cannot|could not) breathe in (?:this|the|that|these|my) (?:traffic|crowd|jeans|dress|bus|subway|
    metro|train|queue)
bleed(?:s|ing)? (?:blue|red|green|orange|purple|maroon)\b(?! blood)|(?:phone|remote|laptop) battery
(?:phone|remote|battery|laptop|watch)(?: \w+)? died|(?:should|can|may|must|do|
    shall) i(?: just)? stop
(?:could|can) eat a (?:horse|cow)|(?:so|very) hungry i could
(?:cannot|could not) move (?:the|this|that|my) (?:sofa|couch|wardrobe|table|piano|fridge|box|desk)
heart (?:is |was )?(?:beating|racing|pounding|jump\w*|flutter\w*|skip\w*)(?: \w+){0,4} (?:in love|
    excited|happy|when i (?:see|saw|met))|so in love
burgl\w+ (?:next door|in the (?:news|village|neighbou?rhood)|at the (?:shop|bank))
(?:just |only )?(?:a )?(?:little|bit) tired (?:from|after|but)\b
slipped (?:me|him|her|us|away|out of|my mind|a|into (?:my|his|her) (?:pyjamas|shoes|slippers|
    dress))\b
(?:film|movie|song|view|beauty|scenery|dance|dancers?|show|concert|singer|
    sunset)(?: \w+){0,3} breathless
(?:beat|beats|beaten|thrashed|hammered|killed|slaughtered|murdered|destroyed|smashed) (?:us|them|me|
    him
    |her)(?: all)? (?:(?:one|two|three|four|five|six|\d+) (?:nil|zero|love|to \w+)|\d+ ?[-:]|
    in (?:the|a)
     (?:game|final|match|race)|by (?:a|one|two|three|\d))
(?:he|she|it|that|this|they|what|such|boss|neighbou?r)(?: is| are)?(?: such| a| real)* pain in the
     (?:neck|butt|ass|backside|bum)
help (?:each other|one another|others|people)|choking back|hits (?:me|
    you)(?: right)? in the (?:heart|feels)
(?:song|smell|news|truth|it) (?:just )?hit me
(?:could|can|would|will) you bring the \w+ (?:next time|tomorrow|along)
(?:fell|fall|fallen|falling) out with|(?:nurse|doctor|works?|working|job|volunteer\w*) (?:in|at|
    on) (?:the |an )?(?:emergency|hospital)(?: \w+)?
(?:would|could) kill for|slayed me|dying of thirst(?! i)
suicid\w+ (?:prevention|hotline|squad|rates?|awareness)
my (?:\w+ )?\w+ (?:died|passed(?: away)?|was killed) (?:when i was|in the (?:\w+ )?war|(?:ten|
    twenty|thirty|
    forty|fifty|many|\d\d) years ago)
stop bleeding gums|(?:how (?:can|do|to)|what) .{0,10}stop bleeding
help yourself|without (?:any )?(?:help|pain|problems?|trouble|the stick)|broken (?:english|korean)
lost weight|week ?ends?|blood tests?
(?:blood sugar|blood pressure|sugar|pressure|ecg|test|scan|x ?ray|results?|doctor|
    check ?up)(?: \w+){0,8} (?:normal|perfect|fine|good|ok|okay|great|stable|clear)
(?:feels?|felt|feeling|tastes?|look(?:s|ing)?) (?:like )?heaven|poker face|face ?book|face ?time
face mask|face to face|arm ?chair|back (?:in time|then|home|yard|to (?:work|normal))
on the other hand|hand ?made|second hand|by hand|hand(?:y|s up)|handful|leg of lamb
side dish(?:es)?|foot ?ball|head (?:office|start|of)|over(?: the)? head
(?:cabbage|robbery|price\w*|daylight robbery)(?: \w+)? robbery|daylight robbery
rob(?:bed)? (?:the|a) bank|painting|bittersweet|bit of|a bit|bit by bit|every bit|bite to eat
grab (?:a|some) (?:bite|coffee|lunch|food|beer)|kick(?:ed)? (?:off|back|the ball|start)|kick out of
shot (?:of|glass)|flu shots?|(?:heat|hot) enough to kill \w+ \w+|hot enough to \w+|crying out loud
for crying|tired but happy|good tired|run(?:ning)? late
out of (?:the )?(?:office|question|stock|date|control|curiosity)
miss(?:ed)? (?:the|my) (?:bus|train|call|stop)|miss universe
emergency (?:contact|fund|number|kit|exit|alert|text)|(?:police|fire) (?:station|box|academy)
policeman's|alone time|not alone|leave alone|let alone|(?:stand|stands|stood) alone
accident insurance|break ?fast|break time|breaking bad|weak(?:er)? signal|sick (?:leave|day|pay)
die ?hard|diet|dice
<pills> (?:on time|every morning|as usual|already|regularly|after breakfast|too)
(?:took|take|taken|taking|had) (?:all |already )?(?:my |the )?(?:morning |evening |
    daily )?(?:<pills>|blood pressure (?:<pills>))(?: on time| already| today| as usual| after \w+
    | this morning| too| and| every \w+)*$
"""
