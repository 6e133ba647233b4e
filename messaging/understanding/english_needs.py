"""English: needs, and what else a reply may say.

In the spelling of `english.spelled`. The notation is that of `expressions`.
"""

from __future__ import annotations

from signals.model import Meaning

NEEDS = {
    Meaning.DECEASED: r"""
(?:mother|mom|mama|father|dad|daddy|papa|grandm\w+|grandp\w+|granny|nan|aunt|auntie|aunty|uncle|he|
    she|they|(?:mr|mrs|ms|miss)\.? ?\w+|resident|lola|lolo|nanay|tatay|(?:old |the )?(?:lady|man|
    woman|gentleman|tenant|granny)(?: (?:in|from|at|next|who|of)(?: \w+){1,4}?)?|
    owner)(?: \w+)?(?: has| have| had| is| was| sadly| already| peacefully| unfortunately
    | just)* (?:passed(?: away| on)?|died|dead|deceased|gone forever|no longer with us|left us|
    no more|expired|departed|buried|cremated|gone to (?:heaven|god|the lord|be with)|
    with the lord now|in heaven)\b(?! (?:of laugh\w*|laughing|the|by|through|me|exam|test|battery|
    tired|serious|out|over|asleep|down|when i was|(?:\w+ )?years ago|(?:in|during) the \w*war|
    when i was|(?:back )?in (?:19|
    20)[01]\d)\b)
(?:she|he) (?:left us|is gone|is no more|went to heaven|is with god|is at peace)|no longer with us
(?:buried|cremated|lost)(?: our| my)? (?:him|her|mom|mother|dad|father|mama|papa|grandm\w+|
    grandp\w+)\b(?! (?:phone|way|keys|temper|wallet)\b)
deceased\b|death of (?:my|our) (?:mother|father|mom|dad)
(?:mother|father|mom|dad|her|his|mama|papa|grandm\w+|grandp\w+)(?:'s)? (?:funeral|burial|wake|
    cremation) (?:was|is|will|has)
^funeral (?:was|is)|(?:his|her) body\b.{0,30}(?:home|sent|buried)|lost (?:our|my) (?:mother|father)
""",
    Meaning.HELP: r"""
\bhelp\b(?! (?:your|him|her|them|people|others|out with the|with the (?:harvest|kimchi)))
need (?:you|someone|somebody|anyone|assistance|medicines?|food|rice|money|doctor|support|help|
    a (?:doctor|ride|lift|hand|hospital|nurse|friend|visit|call)|to (?:see|talk|go to)|
    some (?:food|help|money|medicine|rice|one)|company|more medicine|repair\w*|new (?:glasses|
    medicine))
<ask>(?: please| kindly| just| maybe| also)* (?:call|phone|ring|come|visit|send|bring|check|
    contact|fix|drive|take me|look|buy|pick|carry|repair|translate|read|explain|help|
    drop)\b(?! (?:me )?(?:back|later|again|tomorrow|tonight|off|this))
(?:call|phone|ring) me\b(?! (?:back|later|again|tomorrow|tonight|old|by|when you|in|at|this|after|
    names|if)\b)
(?:call|ring|phone) me back\b(?! (?:later|tomorrow|tonight|this|in|after|at)\b)
come (?:over|and see me|see me|by|help|here|visit me|check)\b
send (?:someone|somebody|the|a|help|food|that)\b(?! (?:message|text|photo|picture|video)\b)
bring me|come to my (?:house|home)
(?:like|love|want|wish) (?:someone|somebody|a person|anyone) to (?:talk|come|visit|call|listen|
    hear)
(?:like|love|want) to (?:hear a voice|talk to (?:someone|somebody|a person))
(?:grateful|appreciate|nice|glad|lovely|kind|happy|good|love it)(?: it)? if (?:one of you|you|
    someone|
    somebody|any ?one|a nurse|a doctor|the \w+) (?:could|would|can|will|came|come)
(?:drop|pop|look|stop|call|swing) (?:in|by|round|around)(?: on me| to see me| some ?time)?$
(?:any ?one|any ?body|some ?one|some ?body)(?: there)? (?:who|that|to)(?: could| can| would|
     might)? (?:change|fix|help|look|come|drive|take|
    carry|mend|read|explain|bring|lift|talk|show)
(?:tell|ask) (?:the|my|a) (?:doctor|nurse|chemist|pharmacist)\b(?! (?:said|told))
(?:pills?|tablets|medicine)(?: \w+){0,2} not agree|water(?: \w+){0,2} (?:coming|dripping|pouring|
    running|leaking|seeping) (?:through|from|down|in)
(?:cannot|not)(?: \w+){0,2} (?:make (?:head|sense)|understand (?:this|the|my) (?:bill|letter|form|
    paper|contract|notice))
(?:need|want|like) (?:some |your |legal )?advice|keeps? my deposit
could do with (?:some|a|someone|somebody|help|company)
(?:not|never|neither|hardly|nowhere near)(?: <very>)* (?:ok|okay|okey|well|good|fine|great|alright|
    right|better|comfortable|happy|myself|healthy|safe|too good)\b(?! (?:for|at|to|with|as|enough|
    news|idea|that|about|because|if|movie|game|deal|one)\b)
(?:bad|terrible|awful|horrible|rough|tough|hard|miserable|lousy|dreadful|sad|difficult|worst|
    painful) (?:day|night|week|time|month|days|nights|weeks|state|shape|way|year)\b(?! ?room)
feel(?:ing|s)?(?: \w+){0,2} (?:bad|sick|ill|down|terrible|awful|weak|unwell|dizzy|lonely|sad|low|
    depressed|horrible|lousy|miserable|nauseous|rough|worse|poorly|faint|blue|tired|homesick|
    anxious|hopeless|woozy|empty|useless|worthless|lost|numb|nervous|scared|off|queer|funny|
    strange|heavy|cold|feverish|alone|exhausted|helpless|guilty|stressed|ashamed|unsafe|upset|hurt|
    overwhelmed|trapped|like (?:crying|a burden|nobody|nothing|shit|crap|rubbish|hell|death))\b
under the weather
<part>(?: \w+){0,3} (?:hurts?|hurting|aches?|aching|killing me|swollen|swelled|swells|puff\w*|
    balloon\w*|stiff|sore|painful|infected|
    bruised|sprained|itch\w*|murder|giving me|bad|worse|weak|gone|stuck|shak\w+|trembl\w+|burn\w*|
    throb\w*|pain\w*|cramp\w*|tired|yellow|red)\b
(?:head|stomach|tummy|belly|tooth|teeth|ear|throat|joints?|bones?|gums?|kidney|bladder|body|
    everything|muscles?|skin|nose|toe|heel|prostate|womb|gut|lungs?|toes)(?: \w+){0,3} (?:hurts?|
    hurting|aches?|aching|killing|sore|painful|pain\w*|infected|upset|swollen|cramp\w*|bad|burn\w*|
    throb\w*|spinning|itch\w*|heavy|splitting|pounding)\b
\w+ache\b|\bach(?:e|es|ing|y)\b|\bpains?\b|painful
\bhurts?\b(?! (?:no|any ?one|your|his feelings)\b)|it hurts|killing me|vomit\w*|throwing up
threw up|thrown up|nausea\w*|dizz\w+|fever\w*|cough\w*|\bflu\b
(?:bad|a|have|got|caught|head|heavy) cold\b(?! (?:noodles?|water|coffee|beer|drink)\b)|diarrh\w*
constipat\w*|infect\w+|\bcovid\b|pneumonia|rash\b|itch\w+|cramps?\b|arthritis|gout|migraine
insomnia|inflam\w+|swollen|swelling|ulcer|runny (?:nose|tummy)|stomach (?:bug|upset)|the runs\b
shivers|chills
(?:<cannot>|have not|has not|not been able to|did not|hard to|difficult to|trouble|not|no|barely|
    little)(?: been able to| really| even| get| much| any| to| been| properly| well)* (?:sleep\w*|
    slept|sleep a wink|eat\w*|eaten|keep (?:food|anything|water|it) down|cook\w*|walk|go (?:out|
    down|up|to)|get (?:out|down|to the|up (?:the|to)|dressed|there|home)|afford|pay|read|hear|see|
    leave|shower|bathe|wash|lift|carry|climb|bend|reach|work|drink|swallow|chew|concentrate|
    stop crying|cope|manage|pee|poop|urinate|remember|fly home|understand|contact|reach|find|drive|
    open|get warm|feel my|move|hold|do anything|make it)\b(?! (?:to be|complain|wait|believe|
    a thing about|fast|today because i am (?:busy|out)|english))
(?:can ?not|cannot|could not|do not|did not) sleep
(?:not|lost|without|little|any|hardly)(?: \w+){0,3} appetite|appetite (?:is |has )?(?:gone|poor|bad)
no (?:sleep|appetite|strength|energy|power|one to|food|rice|money|heat|heating|hot water|water|
    electricity|medicine|gas|insurance|job|work|salary|family|friends|visitors|strength left|
    one (?:comes|visits|calls|cares|talks|to talk)|body (?:comes|visits|calls|cares|to)|
    way to (?:get|go|pay)|phone|light|internet|signal|blanket|coal|oil|wood|meat|signal)\b
(?:my )?(?:son|daughter|kids|children|family|grandchildren) (?:never|hardly|rarely|does not|
    do not)(?: ever)?
     (?:calls?|visits?|comes?|rings?|phones?|writes?)(?= ?(?:$|me|any ?more|here))
(?:no one|nobody)(?: has| have| ever)* (?:called|visited|come|came|rung|rang|asked|knocked|spoken)
(?:pension|salary|allowance|benefit|money|wages?)(?: \w+)? (?:did|has|have|is|
    was)(?: not)? (?:come|arrive\w*|late|stopped|paid|cut)
nobody (?:to|comes|visits|calls|cares|helps|knows|talks|listens|came|here|has|loves|wants)
(?:not|no) (?:one|a|single)(?: living| single)? (?:soul|person|call|visitor)|not (?:one|a) soul
without (?:food|heating|heat|water|electricity|power|money|medicine|gas)
worse\b(?! (?:than you|movie|film)\b)|lonely|loneliness|lonesome
(?:all|so|always|feel|being|be|am|live|eat|eating|sit|sitting|here|home|and|living|
    left) alone\b(?! time)
sadness|depress(?:ed|ion|ing)\b|crying
\bcr(?:y|ied|ies)\b(?! (?:laughing|with laughter|of (?:joy|happiness)|happy|for joy))|weep\w*
tears\b(?! of (?:joy|laughter))
miss (?:my|him|her|them|home|the (?:kids|children|family|philippines|sea))\b(?! bus| train)
missing (?:my|him|her|home)|heart ?(?:broken|break|ache)\w*|griev\w+|grief|mourn\w*|scared
frightened|terrified|afraid(?! not| so| i (?:will )?(?:miss|am not))
worried(?! about (?:you|nothing))|worr(?:y|ies) (?:about (?:money|my|the|him|her)|so much|all)
anxi\w+|panic\w*|hopeless|worthless|useless\b|struggl\w+|desperate|stress(?:ed|ful|ing)?\b
burnt? out|nightmares?|homesick|bor(?:ed|edom) (?:to death|alone|and lonely)|falling apart
breaking down|mental\w* (?:health|tired|exhausted)|cannot cope|hate (?:my life|myself|living)
bull(?:y|ied|ying)|divorc\w+|cheat(?:ed|ing) on me
(?:ran|run|running|runs|all) out(?: of (?:food|rice|medicine|money|gas|oil|pills|insulin|heating|
    water|milk|kimchi|coal|fuel|tablets|my|pads|inhaler))?\b(?! (?:of (?:the|here|time|battery|
    ideas|patience|breath|toilet)|the|to|from))
(?:out of|short of|short on|low on|without|no more)(?: my| the)?(?: \w+){0,2} <pills>
(?:out of|short of|short on|low on|little|left without) (?:food|rice|medicine|money|gas|oil|
    insulin|pills|heating|water|tablets|cash|fuel)
<pills>(?: \w+){0,2} (?:finished|gone|ran out|run out|are out|is out|used up|lost|empty|all gone)
(?:ears?|head)(?: \w+){0,2} (?:ring|rings|ringing|buzzing)(?! (?:the|me|you|up)\b)|
    ringing in (?:my|the) ears?
(?:rice|food|gas|money|oil|insulin|fuel|coal)(?: \w+){0,2} (?:finish(?:ed|ing)?|gone|ran out|
    run out|is out|used up|empty)
nothing (?:to eat|in the fridge|left|to cook|left to eat)
(?:fridge|cupboard|pantry|rice bin|purse|wallet|stomach)(?: \w+)? empty
empty (?:fridge|stomach|cupboard)|starv(?:ing|ed)|hungry|hunger
(?:boiler|heater|heating|fridge|refrigerator|freezer|phone|tv|telly|toilet|tap|faucet|pipe|pipes|
    roof|lock|door|window|light|lights|lamp|stove|oven|washing machine|washer|machine|
    hearing ?aids?|glasses|dentures?|walker|wheelchair|stick|cane|bed|stairs|drain|sink|ceiling|
    aircon|air con|air ?conditioner|ac|fan|electric blanket|blanket|microwave|cooker|rice cooker|
    elevator|lift|water|electricity|electric|power|gas|internet|shower|bath|bulb|remote|tablet|
    kettle|pump|heat|radiator|floor|ondol|floor heating|wall)(?:'s)?(?: \w+){0,4} (?:broken|broke|
    broke down|broken down|dead\b|died|not work\w*|does not work|stopped|blocked|leak\w*|leaks|
    frozen|froze|burst|off\b|cut|cut off|out\b|will not|packed (?:in|up)|gave up|given up|
    on the blink|bust|had it|gone|clogged|smashed|cracked|
    faulty|failed|blinking|kaput|conked|flood\w*|acting up|not on|cold|disconnected|stuck|jammed|
    moldy|collapsed)
(?:does|do|will|would) not (?:flush|drain|ring|charge|heat|lock)
broke(?:n)? down|does not work|not working|stopped working
will not (?:turn on|start|light|switch|open|close|flush|go on)|leak(?:s|ing|ed)?\b|flood\w*
burst pipe|drip\w*|(?:cut|cutting|turn\w*|shut|shutting|disconnect\w*) (?:off )?(?:the |my |
    our )?(?:electric\w*|power|
    gas|water|phone|heat\w*)\b(?! (?:when|before|at night|to save))
(?:gave|given|told|sent|transferred)(?: \w+){0,3} (?:account(?! of)|card|bank|password|pin|
    savings)(?: \w+)?
     (?:number|details|code|book|money)?\b
power (?:cut|outage)|black ?out\b
(?:mold|mould|cockroach\w*|rats?|bedbugs|bed bugs) (?:in|on|everywhere|all)|freezing
(?:so|too|very|really|bitterly) cold\b(?! (?:outside|noodle|water|beer|out)\b)
cold (?:in (?:here|my|the (?:house|room))|all night|at night|house|room|floor)
(?:too|so|unbearably|very) hot (?:in|to sleep|inside|here|and no|at night)
\d+ degrees (?:in|inside)
evict\w*|(?:wants?|want|told|throw\w*|kick\w*|asked) (?:me|us) (?:to (?:leave|move)|out)\b|(?:must|
    have to|has to) move out
(?:pay|owe|behind on|afford|cannot|late) (?:the |my )?(?:rent|bills?|debt)
rent (?:is|due|late|unpaid)|in debt|debts?\b
(?:bills?|rent)(?: \w+)? (?:unpaid|overdue|too high|to pay)|scam\w*|fraud\w*|cheated
(?:phone|voice) phishing|stolen|stole (?:my|from|our|all|everything)|robbed
lost my (?:wallet|keys|money|way|phone|card|job|glasses|dentures|husband|wife|house|home|bag|purse|
    passport|id|appetite|mind|son|daughter|dog|cat|hearing)
i am lost
(?:did not|not|never|has not|have not|does not|do not)(?: \w+)? (?:paid|pay) (?:us|me|my|our|
    salary|wages?)
unpaid (?:wages?|salary|bill)|wheelchair|kicked (?:me |us )?out|homeless
nowhere to (?:go|live|sleep)|expired visa|overstay\w*|fired (?:me|from)
^2\b(?! (?:cats?|dogs?|days?|hours?|more|weeks?|months?|kids|times|eggs|o|pm|am)\b)
\bnumber (?:2|two)\b|\boption (?:2|two)|\btwo please
^(?:two|press(?:ed)? (?:2|two)|i (?:press|choose|pick) (?:2|two))$|\bno,? (?:i am|am) not$
^(?:but |and |no )*i am not$|nothing is (?:fine|ok|okay|good|right|going well)
not going (?:well|good|great)
(?:gash|wound|blister|cut my (?:finger|hand|foot|thumb)|burn(?:t|ed) (?:my )?(?:finger|hand|thumb)|
    sprain\w*|(?:stepped|sat) on (?:a )?(?:nail|glass))\w*
(?:my|our|his|her)(?: \w+){0,2} (?:<kin>|friend|neighbou?r|best friend|
    roommate)(?:'s)?(?: \w+)?(?: has| have| had| just| is| was| sadly| already| suddenly)* (?:died|
    passed(?: away| on)?|is dead|was killed|gone forever|dead)\b(?! laughing|the exam)
(?:husband|wife|brother|sister|son|daughter|friend|neighbou?r|child|baby|best friend|nephew|niece|
    hubby|partner|spouse|cousin|twin)(?:'s)?(?: \w+)?(?: has| have| had| just| is| was| sadly
    | already| suddenly)* (?:died|passed(?: away| on)?|is dead|left me|left us|gone|dead|funeral|
    burial|wake|killed)\b(?! (?:laughing|the|to|out|for|home|shopping|fishing|by|back)\b)
(?:buried|lost|since i lost)(?: my)? (?:husband|wife|brother|sister|son|daughter|friend|
    best friend|child|baby|partner)
widow\w*
weight (?:going|is going|dropping|loss)|lost (?:\d+|too much|so much) (?:kilos?|kg|weight)
(?:toilet|stairs|shopping|shower|bath|life|everything|breath\w*|walking|living|cooking|
    cleaning)(?: \w+)? (?:is|are|gets|has become|becoming)(?: \w+)? (?:difficult|hard|too much|
    a struggle|impossible)
(?:giving|gives|given) me (?:murder|gyp|grief|trouble|hell|bother|problems)|acting up again
playing up|(?:no|not any) improvement|not getting better
not (?:sleeping|eating|coping|managing|improving|healing)
(?:have|has|got|there is|big|another|with) (?:a |some )?(?:problems?|trouble)\b(?! solv)
something (?:is )?wrong with (?:my|me)|(?:surgery|operation) (?:hurt|went wrong|wound)|relapse\w*
cancer\b|tumou?r|diagnos\w+|(?:so|very|really|too|always|extremely|dead|just) tired
exhaust(?:ed|ion)|no will|keep (?:fighting|arguing)
(?:fight|fighting|argue|arguing) (?:with|every|all the|a lot|so much)
do not know (?:what|how) to (?:do|cope|manage|live|go on)|(?:throw|throwing|kick) me out
do not want to (?:eat|do anything|get up|talk|see anyone)|can ?not take (?:it|this)
(?:^|am|are|i was|she is|he is|<kin> is|feel|been|getting|got|getting very|so|very|bit|little|
    still|really|and|too|all|always|also|just|almost|i) (?:sick|ill|unwell|poorly|dizzy|giddy|
    light ?headed|wobbly|unsteady|nauseous|
    weak|lonely|sad|depressed|anxious|miserable|homesick|exhausted|hungry|starving|scared|
    frightened|hopeless|desperate|worried|stressed|swollen|sore|stiff|injured|hurt|heartbroken|
    bedridden|broke(?! (?:my|the|a|it|up|down|his|her|two|both|one|some)\b)|cold|freezing|deaf|
    blind|confused|worse|drained|thirsty|constipated|feverish|itchy|shaky|restless|bored|upset|
    tired|lost|wheezy|alone|grieving|jobless|unemployed|ashamed|painful|useless|
    worthless)\b(?! (?:of (?:this|these|your|getting|the (?:same|message)|his|her|hearing)|beat|
    noodles?|water|coffee|beer|drinks?|outside|weather|today outside|but (?:not )?(?:for|about)|
    time|jokes?|movie|song|story|winter|people))
""",
    Meaning.STOP: r"""
^(?:please |pls |just )?stop(?: please| it| this| now| na| thanks| thank you| already| these
    | here)*$
\bstop (?:text\w*|send\w*|messag\w*|call\w*|contact\w*|writ\w*|ask\w*|it|this|these|bother\w*|
    harass\w*|spam\w*|your|checking)
please stop\b(?! by)
unsubscribe\w*|opt(?:ing)? ?(?:me )?out
(?:do not|never|not)(?: \w+)?(?: to)? (?:text|message|send|call|contact|write|ask|bother|disturb|
    check on|check up on|ring|phone)(?: \w+){0,4} (?:any ?more|any longer|again|ever)
(?:do not|never) (?:text|message|contact|write to|bother|disturb) me\b
(?:do not|never) send (?:me|this|these|any)
(?:remove|delete|erase|take|cross|strike|scratch) (?:me|my (?:number|name|phone|contact|data|
    details))\b(?: \w+)?
take me off|leave me (?:alone|be|in peace)
no more (?:messages?|texts?|calls?|questions?|of (?:this|these)|checking|alerts)
never (?:asked|signed up|applied|registered|agreed) (?:for|to) (?:any of )?(?:this|these|it|your|
    such)
(?:do not|not|no longer|never)(?: really)? (?:want|wish|like|need|care for|care to)(?: to)?(?: get
    | receive| have| be| see)?(?: to)?(?: any| any more| more| these| this| your| such| daily| of
    | those| the| more of)+ ?(?:messages?|texts?|calls?|checks?|questions?|it|this|thing|things|
    service|sms|notifications?|messaged|asked|contacted|checked|these)\b
cancel (?:this|my|the|these) (?:service|subscription|message|messages|check|checks|sms|texts?)?
quit (?:texting|sending|asking|bothering|messaging|calling)
(?:switch|turn) (?:this|it|these)(?: \w+)? off
(?:no need|you do not need|not necessary) to (?:message|text|ask|check|send|contact|write|
    call)(?: \w+){0,3} (?:every ?day|any ?more|again|daily|all the time)
enough (?:of|with) (?:this|these|your)
(?:end|discontinue|deactivate) (?:this|these|the) (?:service|messages?)
block(?:ing|ed)? (?:you|this number)|i am blocking|not interested\b(?! in (?:the|eating|food|life))
sick of (?:this|these|your)
tired of (?:this|these|your) (?:message|text|question|call|sms|check)\w*
annoy\w+ (?:message|text|sms|question)\w*
do not want to be (?:asked|contacted|messaged|checked|bothered|texted)
""",
    Meaning.WRONG_PERSON: r"""
wrong (?:number|person|guy|fellow|man|woman|chap|house|line|recipient|phone|one|contact|lady|
    address)|mistaken (?:number|person)
(?:i am|this is|it is|we are) not (?:the |an? )?(?:mrs|mr|ms|miss|him|her|she|he|person|owner|
    grandma|grandmother|one you|halmoni|senior|old|[a-z]+ (?:kim|park|lee|choi|jung|garcia|santos|
    cruz|reyes))\b(?! (?:good|ok|well|home|able|problem|at)\b)
(?:no|not any|any) ?(?:\w+ )?(?:by|with|of) (?:that|this) name
(?:no|not) (?:\w+ )?(?:here by|live here|lives here|living here)|nobody (?:called|named|by)
no one (?:called|named|by)|there is no \w+ (?:here|at this)|does not (?:live|stay) here
(?:my|this|the) (?:new )?(?:number|sim|phone number|phone)(?: is)?(?: new| now mine| mine
    | was someone|is from)
got (?:this|the|a) (?:phone |new |sim |mobile )*(?:number|sim|card) (?:last|in|from|yesterday|this|
    recently|today|a|just|few|two|new)
bought this (?:number|sim|phone)|new (?:number|owner|user)|(?:changed|change) (?:my |the )?number
do not know (?:him|her|this person|who that|who this is for|any(?:one|body)?|that person|
    who (?:she|he) is)\b(?! here| in)
who is (?:mrs|mr|ms|miss)\b
you (?:have|got|want|are looking for) (?:the wrong|someone else|another)
not (?:my|his|her) (?:name|number)\b|not your (?:grand\w+|mother|father|mom|dad|aunt|uncle|friend)\b
(?:check|look at) (?:your|the) number
no (?:mrs|mr|ms|miss) \w+ (?:here|lives|at)
this is (?:a|the)(?: \w+)? (?:restaurant|shop|company|business|hotel|school|office|store|clinic|
    factory|
    salon|church|bakery|pharmacy|farm|bank)
not a private (?:phone|number)|new (?:tenant|lodger|renter)|(?:lady|man|owner|woman|she|he|they|
    tenant)(?: \w+){0,2} (?:moved (?:out|away)|no longer lives)
someone else(?:'s)? (?:phone|number)
(?:this is|i am|it is|speaking is)(?: only| just)?(?: her| his| the| their| a| mrs \w+| mr \w+
    | grandma| the resident)(?:'s)? (?:daughter|son|husband|wife|neighbou?r|grandson|granddaughter|
    nurse|carer|caregiver|coworker|co worker|friend|niece|nephew|sister|brother|landlord|landlady|
    boss|colleague|housemate|roommate|care worker|helper|social worker|grandchild|grandkid|
    (?:daughter|son|mother) in law)\b
\b(?:her|his|the owner's) (?:daughter|son|husband|wife|grandson|granddaughter|niece|
    nephew)(?: here| speaking| replying| writing| typing)
(?:daughter|son|grandson|granddaughter|husband|niece|nephew) (?:here|speaking|replying|writing)
(?:she|he|mom|mother|mama|grandm\w+|dad|father|grandp\w+|owner)(?: \w+)? (?:left|forgot|lost|lent|
    gave)(?: me| us)?(?: her| his| the| this)? (?:phone|cellphone|mobile|cell|handphone|number)
(?:found|picked up|answering|holding|using|have) (?:this|her|his|the|mom's|grandma's) (?:phone|
    cellphone|mobile)
i am (?:only |just )?(?:answering|replying|writing) (?:for|on)
""",
    Meaning.ABSENT: r"""
(?:not|will not be|am not)(?: at)? home\b
not in (?:gimcheon|korea|town|the country|my house|the house)
(?:am|be|going|is|going to be) away\b(?! with)
away (?:from (?:home|korea|gimcheon)|until|till|this|for (?:a|the|two|three|\d)|next|on|in)\b
out of (?:town|korea|the country|the city|gimcheon)
(?:on|in|for|at)(?: a| my| the)?(?: \w+)? ?(?:holiday|vacation|trip|hospital|tour|pilgrimage|
    cruise|retreat|honeymoon|rehab|nursing home|care home|sanatorium|clinic)\b(?! (?:parking|bill|
    letter|appointment|food|because|too far|fee|bag|room is)\b)
admitted (?:me )?(?:to|in|into)|got admitted|hospitali[sz]ed|ward\b
(?:discharged?|home|out|back|released) (?:on|in|by|this|next|after)? ?(?:saturday|sunday|monday|
    tuesday|wednesday|thursday|friday|tomorrow|\d+|two|three|next)
nursing home|travel(?:l?ing|s) (?:to|in|with|until|abroad|around|from|for|now|this|till)
visiting (?:my|a|family|relatives|friends|the (?:kids|family))|abroad\b|overseas\b
(?:staying|stay|living|sleeping|camping|am|i am|be|been|gone|went|moved|resting|recovering|flying|
    fly|flew|going|travel\w*|leaving|left)(?: now| still| currently| over| up| down| back| away
    | out)*(?: at| with| in| to| for)+(?: my| our| the| a)?(?: \w+)? (?:son|daughter|sister|
    brother|friend|mother|children|kids|niece|aunt|uncle|family|cousin|in ?laws|parents|
    grandchildren|grandson|nephew|relatives)(?:'?s)?(?: house| home| place| apartment
    | family)?\b(?! (?:wedding|birthday|funeral|photo)\b)
(?:went|gone|flew|flying|fly|traveling|travelling|off|going|leaving|moved|going back|will go|^in|
    am in|stay in|staying in|am now in|now in|back in|home in)(?: to| for| back to| home to
    | to the| tonight| tomorrow)* (?:manila|cebu|davao|philippines|vietnam|hanoi|china|beijing|
    japan|tokyo|osaka|seoul|busan|daegu|incheon|daejeon|gwangju|jeju|ulsan|suwon|usa|america|
    canada|vancouver|toronto|australia|thailand|nepal|cambodia|mongolia|uzbekistan|indonesia|india|
    london|england|germany|hawaii|los angeles|la|new york|iloilo|quezon|baguio|sokcho|gangneung|
    yeosu|jeonju|pohang|gyeongju|andong|gumi)\b(?! (?:movie|food|is|was|restaurant)\b)
(?:(?<!my )(?<!the )back|return|returning|come back|coming back|home again|be back|be home|
    coming home|come home|discharged|fly back)(?: home| to korea| here| again| in| on| after| from
    | by| until| till| only| around)*\b.{0,12}(?:weeks?|months?|days\b|january|february|march|
    april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|
    thursday|friday|saturday|sunday|\d+(?:st|nd|rd|th)|jeju|busan|seoul|next|tomorrow|spring|
    summer|weekend|christmas|new year|chuseok|seollal)\b
house is empty|(?:nobody|no one) (?:is )?(?:at )?home
(?:until|till|til) (?:the )?(?:sunday|monday|tuesday|wednesday|thursday|friday|saturday|next|
    end of|\d+(?:st|nd|rd|th)|\w+day)
for (?:the next )?(?:two|three|four|five|ten|several|\d+|a few|a couple of) (?:days|weeks|
    months) (?:in|at|with|away)
(?:cataract|knee|hip|eye|heart) (?:surgery|operation)(?: \w+){0,3} (?:tomorrow|on|next|hospital)
(?:going|go|getting|check(?:ing|ed)?) (?:in )?(?:into|in|to) (?:the )?hospital (?:tomorrow|on|
    for (?:a|surgery|an|my|two|three|\d)|next|today for|until)
feeding her (?:cats?|dogs?)|watering her plants
""",
    Meaning.LATER: r"""
\blater\b(?! (?:in|that|life)\b)|\bbusy\b(?! (?:day|week|life|body) (?:but|and))|not now
cannot (?:talk|speak|answer|reply|text|chat|type|write)\b
(?:no|not) (?:free|time|available|convenient|a good time)\b(?! to (?:eat|sleep|be))
in (?:a|the) (?:meeting|middle of(?! (?:my call|the (?:night|road|lake|town)|nowhere|town))|class|
    car|bus|shower|cinema|mass)|driving\b(?! me)|^wait
(?:wait|hang on|hold on|one moment|one sec|just a (?:sec|minute|moment)|give me (?:an?|five|ten|
    half an
    |two|\d+) (?:minutes?|moment|sec|second|hours?|mins?))
(?:a|one|two|five|ten|\d+) (?:minutes?|mins?|moment|sec) (?:please|pls)|brb
(?:at|in) (?:work|church|prayer|mass|the doctor|temple|class|school|service|the clinic|the market|
    the field)\b.{0,30}(?:answer|reply|call|text|talk|later|back|after|write|message|finish|break)
(?:ask|call|text|message|write|try|contact|ring|phone|check|reply)(?: me)?(?: back)? (?:again|back|
    tomorrow|tonight|in (?:an?|\d+|the|half|two|a|one)|after|this (?:evening|afternoon)|
    when(?! you)|at \d+|around|once)\b
(?:will|i will|going to|let me|can)(?: \w+)? (?:answer|reply|respond|text|call|write|get back|
    message|ring|tell you)(?: \w+){0,2} (?:later|after|when|tonight|tomorrow|soon|in|back|at|once|
    then|you)
(?:break ?time|lunch ?break|after (?:work|lunch|dinner|mass|church|class|the (?:meeting|service|
    bath)|shift)|at \d+)(?: \w+){0,3} (?:i )?(?:reply|answer|call|text|respond|write|message)
in (?:an|half an|one|two|\d) hours?|talk (?:soon|tomorrow|tonight)
(?:my )?hands (?:are |in )?(?:full|dough|wet|dirty|busy)
(?:at|on) (?:work|duty|shift) (?:now|right now|po|until|till)
^(?:i am )?(?:at work|working|on duty|in class|praying)(?: now| right now| po| still)*$
(?:have|got) (?:guests?|visitors?|company)(?: now| over| here| today)
middle of (?:something|cooking|dinner|a|my(?! call)|lunch|work)|get back to you
""",
}
