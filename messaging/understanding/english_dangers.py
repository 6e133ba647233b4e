"""English: words that name a danger, by cause.

In the spelling of `english.spelled`. The notation is that of `expressions`.
"""

from __future__ import annotations

from messaging.understanding.english_harm import HARM
from messaging.understanding.english_illness import ILLNESS
from signals.model import Cause

DANGERS = {
    **HARM,
    Cause.FIRE: r"""
(?:<home>|there|it|everything|my \w+|the \w+|something|car|next door)(?: <aux>)* (?:on fire|
    burning(?! (?:wood|incense|hot|candle|with|sensation|pain|in my|out)|s)|in flames|ablaze|
    alight|caught fire|catching fire|catch fire|exploded|exploding|smoking(?! area|hot)|sparking|
    burning down|full of smoke)\b
on fire\b|caught fire|catching fire
(?:there is|there was|see|a|big|huge|the|small|started a|have)(?: \w+)? fire (?:in|at|on|is|
    spread\w*|next|from|under|near|outside|everywhere|started|here|coming|broke|upstairs|
    downstairs|now)\b
there is (?:a |now a |big |now )*fire\b(?! ?place| ?man| alarm| drill| ?works)
^(?:help )?(?:a )?fire\b(?! ?(?:place|man|alarm|drill|works|side|wood|fly|flies))|fire fire\b
house fire|flames\b|fire in (?:my|the) (?:house|home|kitchen|room|building|flat|apartment)
(?:smell|smells|smelling|smelled|smelt)(?: \w+){0,3} (?:of )?(?:gas|smoke|burning|burnt plastic|
    burning plastic)
(?:gas|smoke|burning|burnt|strong gas) (?:smell|odou?r|stench)
(?:gas|propane|lpg)(?: \w+){0,2} (?:leak\w*|hissing|escaping|coming out|on all night|left on|open)
leak\w* gas|gas leak\w*|gas everywhere|gas poison\w*
smoke (?:everywhere|coming|in|is|all|fill\w*|from(?! (?:the |a )?(?:barbecue|bbq|grill|incense|
    chimney|factory|cigarette|campfire))|pouring|under|so|cannot|black|out)\b
(?:full of|filled with|filling with|black|thick|see|so much|lots of|lot of|white|there is) smoke
choking on (?:the )?smoke
carbon monoxide|\bco (?:alarm|detector|poison\w*)
(?:fire|smoke|gas) (?:alarm|detector)(?: \w+){0,2} (?:ringing|going|beeping|screaming|sounding|
    went off|blaring|goes)
explosion|exploded|sparks
(?:fire|smoke) (?:department|brigade|truck|engine|fighters?|service)|call (?:the )?fire
(?:charcoal|briquette|coal)\w* (?:in|inside)(?: \w+)? (?:room|house|bedroom).{0,30}(?:headache|
    dizzy|sick|sleepy|vomit)
(?:wildfire|forest fire|brush fire|bush fire)
(?:fire|flames|it) (?:is |has )?(?:spread|spreading|spreads|reached|reaching|coming (?:closer|near|
    toward\w*))
cannot put (?:it|the fire|this fire) out|(?:water|blanket|extinguisher) .{0,20}still burning
(?:orange|red|strange) (?:light|glow)\b.{0,30}(?:attic|roof|kitchen|window|barn|crackl\w*|smoke)
(?:hear|hears|and|it|something) crackl\w+\b(?! (?:fire ?place|snow|radio))
(?:rotten|bad) eggs? (?:smell|odou?r|stink|stench)|(?:smell|smells|stinks?)(?: \w+)? (?:of |like )?
    (?:rotten eggs?|petrol|gasoline|propane|something burning|fumes)
(?:stove|gas|pipe|bottle|valve|cylinder|hob|cooker|smell)(?: \w+){0,4} hiss\w*
hiss\w*(?: \w+){0,4} (?:stove|gas|pipe|valve|cylinder)
(?:alarm|detector)(?: \w+){0,3} co\b
(?:fire|flames?|wind|sparks?|it)(?: \w+){0,2} (?:jumped|leapt|leaped|crept|got away|spreading|
    spread|
    took (?:it|the fire)|blown|racing)(?: \w+){0,3} (?:shed|barn|house|fence|roof|hill|forest|woods|
    field|neighbou?rs?|trees|greenhouse|me)\b
(?:pan|oil|fat|grease|toast|chip pan|curtain\w*|towel)(?: \w+){0,2} (?:went up|flared up|lit up|
    caught|burst into)\b
(?:cupboard|cabinet|curtains?|wall|shelf|sofa|bed|rug|carpet|bin|hay|straw)(?: \w+){0,2} (?:alight|
    ablaze|smou?ldering|burning|glowing)
(?:heater|stove|boiler|charcoal|briquette|generator)(?: \w+){0,8} (?:sleepy|drowsy|dizzy|headache)
(?:wires?|socket|outlet|plug|fuse box|meter)(?: \w+){0,4} (?:popping|buzzing|sizzl\w+|melt\w*|
    spark\w*|smok\w+|hot to touch)
smou?lder\w*
left (?:the )?gas (?:on|open|running)|gas (?:was |is |has been )?left on|forgot (?:to (?:turn|
    shut) off )?the gas
""",
    Cause.FALL: r"""
(?:had|have had|took|taken|having|suffered)(?: \w+)? (?:fall|tumble|spill)\b
(?:bad|nasty|hard|heavy|serious) fall\b|went down (?:hard|like|on|the|face|in|head)
(?:knocked|thrown) (?:me|him|her|us|my \w+) (?:down|over|to the (?:ground|floor))
(?:was|were|got|been|am|is|gets) (?:knocked|thrown) (?:down|over|to the (?:ground|floor))
(?:legs?|knees?|hip)(?: \w+)? (?:gave|give|given|gives) (?:out|way)|popped out
slid off the (?:bed|chair|toilet|sofa)
(?:cannot|can not|could not|unable to|not able to|can hardly|can barely|will not be able to|
    struggling to|still not|cannot seem to)(?: to)? (?:get(?: myself)?(?: back)? up|stand(?=$|
    [^a-z ]
    | (?:up|on|any ?more|and|because|or|without|alone|by|at all|now|straight|properly|upright|
    since|after|for|from|to|unaided|again|i|my (?:legs?|feet|foot|own))\b)|straighten|
    get off (?:the|this) (?:floor|ground)|
    rise|stand straight|move (?:from|off)|get out of (?:the )?(?:bath|tub|bathtub|ditch|
    hole))\b(?! (?:the|
    this|him|her|it) (?:noise|heat|smell|man|woman))
(?:lying|laying|lie|stuck|been|still|am|sitting|stay\w*|left|trapped|crawl\w*)(?: here| down
    | all night| myself| stuck)* (?:on|in|at|under|between|behind|inside|below)(?: the| a| my
    | our)?(?: (?!<storey>)\w+)? (?:floor|ground|bathroom floor|tiles|ditch|bathtub|tub|stairs|
    bottom of the stairs|tractor|wardrobe|cupboard|bed and|wall|toilet and|snow|hole|well|canal|
    lift|elevator)\b
on the (?:(?!<storey>)\w+ )?floor (?:since|and|for|can|now|all|here|help|i|unable|from)
^on the (?:(?!<storey>)\w+ )?floor
(?:stuck|trapped|pinned) (?:under|between|behind|beneath)
(?:broke|broken|fractured|cracked|snapped|dislocated|shattered|twisted and broke)(?: my| a| an
    | her| his| the| both| some| two)*(?: left| right| old)? <limb>\b
<limb>(?: \w+){0,3} (?:broken|fractured|snapped|dislocated|bent (?:wrong|the wrong|funny|strange)|
    wrong (?:way|angle|direction)|(?:will|does|can|would|do) ?not move|cannot move|sticking out)\b
bone (?:is |has )?(?:pushing|out|through|sticking|showing|visible|poking|came)\b
heard (?:a |the )?(?:big |loud )?(?:thud|scream\w*)
(?:heard|felt) (?:a |the |my |it )?(?:\w+ )?(?:crack|snap|pop)\b
(?:hit|hurt|banged|cracked|bumped|knocked|smashed|struck|split|busted)(?: my| his| her
    | the)? (?:head|skull|forehead)\b(?! of)
head (?:hit|struck) the
(?:tractor|rotavator|cultivator|wheelchair|scooter|bike|motorcycle|bicycle|cart|
    ladder)(?: \w+){0,2} (?:tipped|overturned|rolled|flipped|fell|toppled|collapsed|crush\w*|
    on top of)
(?:fell|fall|drop\w*) (?:off|from|down) (?:the|a|my) (?:ladder|stairs|roof|tree|chair|bed|bike|
    horse|truck|tractor|steps)
went (?:over|flying|sprawling|head over heels|headfirst|head first|crashing) (?:on|off|in|down|over|
    by|at|backwards?|onto)\b(?! (?:to|the (?:list|papers|plan|details|homework|budget)))
went over (?:on|backwards)|went from under me|came from under me|took a header
<cannot>(?: \w+)? (?:put|bear|take|stand) (?:any |my |full |the )?weight
<cannot>(?: \w+)? (?:straighten|lift) (?:up|myself|me)\b
(?:slid|slipped|rolled|tumbled|toppled|came) (?:right )?(?:out of|off|from) (?:the |my )?
    (?:wheelchair|bed|chair|toilet|sofa|couch|bench|stool|seat|roof|truck|scooter)
(?:nobody|no one)(?: \w+){0,2} to (?:lift|pick|pull|help) me(?: up)?\b(?= ?(?:$|up|off|from|out))
(?:cow|bull|ox|horse|goat|pig|boar|ram|calf|donkey|deer)(?: \w+)? (?:knocked|butted|kicked|gored|
    charged|trod|trampled|threw|crushed|tossed|stepped)\b(?= (?:me|my|on|over|him|her|into))
(?:knocked|bowled|swept|thrown|threw|flattened) (?:me|him|her|us|my \w+) (?:flat|off my feet|
    off (?:the|
    my)|
    to the|over|down)\b
(?:wedged|jammed|pinned|trapped|stuck)(?: \w+)? (?:between|under|beneath|behind|underneath|by)\b
<limb>(?: \w+){0,3} (?:scream\w*|(?:points?|pointing|bent|facing|turned)(?: the| in a| at a| a
    | the other)? ?(?:\w+ )?(?:way|angle|direction|backwards)|shape of a fork|out of (?:joint|
    place))
at the (?:bottom|foot) of (?:the |my )?(?:\w+ )?(?:stairs|steps|ladder|stairwell)\b(?! (?:there|
    is a|
    are))
(?:toppled|keeled|fell|went down|collapsed|slipped)(?: \w+){0,2} (?:shower|bath|bathroom|kitchen|
    yard|stairs|garden)
missed (?:the|a|my)(?: \w+)? (?:step|stair|rung|kerb|curb|chair)\b
(?:<limb>|toes?)(?: \w+){0,3} (?:sideways|backwards|flopping|dangling|twisted round|the wrong shape|
    out of shape)
(?:lying|laying|lie|lain|sitting|stuck|been)(?: \w+)? (?:in|on|by) (?:the|my) (?:yard|garden|road|
    street|field|path|
    driveway|hall|corridor|kitchen|bathroom|shed|barn|porch|doorway|toilet)(?: \w+)? (?:since|
    all night|for hours|
    cannot|and cannot|unable|hours)
<cannot>(?: \w+)? (?:crawl|reach the (?:door|phone|bell)|get to the (?:door|phone))
(?:\bi|<who>|<aux>|^|and|then|also|when|because)(?: <aux>)* (?:fell|fallen|slipped|slip|tripped|
    tumbled|toppled|fall)(?: <aux>)*(?: (?:down|off|of|over|from|in|on|out|and|hard|backwards?|
    forward|again|today|yesterday|this|last|out|outside|inside|at|into|through|while|when|coming|
    going|getting|bad|badly|very|near|to the|my|onto|just))+\b(?! (?:love|asleep|sleep|mind)\b)
(?:\bi|<kin>|he|she|lady|man|woman|neighbou?r|friend|^just|^)(?: (?:have|has|had|just|also|again|
    suddenly|badly))* ?\b(?:fell|fallen|slipped|tripped|tumbled|falled)\b(?! asleep| in love
    | behind| for| ill| sick| apart| out with| short| my mind| in line| silent| over my words
    | into (?:a )?(?:deep )?sleep| back asleep| pregnant| in place)
""",
    **ILLNESS,
}
