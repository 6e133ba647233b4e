"""English: words that name a danger, by cause.

In the spelling of `english.spelled`. The notation is that of `expressions`.
"""

from __future__ import annotations

from signals.model import Cause

DANGERS = {
    Cause.SELF_HARM: r"""
(?:want|wanted|wish|wished|going|decided|ready|rather|like|prefer|prepared|plan|planning|hope|
    hoping)(?: to| i could| i was| i were| i am| that i)?(?: just| only
    | really)?(?: to)? (?:die\b(?! (?:at|in) (?:home|peace))|be dead|dead\b|end it|end (?:my|
    this) life|disappear forever|kill myself|be gone forever|end everything|sleep forever|
    sleep and (?:never|not) wake)
(?:let me|just|should|might as well|better|better to|want to just) die\b
(?:kill|killing|killed|hang|hanging|hurt|hurting|harm|harming|drown|drowning|shoot|poison|cut|
    cutting) myself
hurting on purpose|suicid\w+|(?:take|taking|took|end|ending|finish) (?:my own|my|this|own) life
(?:end|ending|finish) (?:it all|everything|it tonight|it today|it now|myself)|end it\b(?! with)
(?:do not|not|no longer|cannot|never)(?: really| even)? (?:want|wish|care)(?: to)?(?: to)? (?:live|
    be alive|wake up|go on|exist|be here|be around|keep going|live like this|continue|carry on|
    be in this world|wake)\b
(?:not want|no wish) to live|tired of (?:living|life|being alive|this life)
fed up with (?:life|living)
no (?:reason|point|will|need|use|purpose|meaning) (?:to|in|of|for) (?:me to )?(?:live|living|
    going on|life|carrying on|being alive|go on|carry on|keep going)
(?:not|never|cannot)(?: \w+){0,2} (?:a |any |the |much |one )?(?:reason|point|purpose|meaning|
    sense) (?:to|in|of|for) (?:live|living|life|go on|going on|being alive|me to live|keep going|
    carry on)
(?:will|going to) be gone\b(?! (?:for|to|until|till|on|next|a|two|all|from|in)\b)
do not look for me|about to jump|hanging from the|nothing (?:left )?(?:to|worth) liv\w+ for
life (?:is|has) (?:not worth|no meaning|meaningless|pointless|over)
not worth living
cannot (?:go on|do this any ?more|take (?:it|this|life) any ?more|live (?:like this|any ?more|
    without (?:him|her)))
(?:better|easier|happier)(?: off)? (?:without me|if i|when i am gone|dead)
if i (?:was|were|am) (?:dead|gone)
(?:rope|noose)(?: is)? (?:ready|around|tied|in|on)|the rope\b|noose
(?:slit|slash|slashed|cut) my (?:wrists?|arms?|throat|veins)
(?:jump|jumping|leap|throw myself)(?: off| from| in front| into| down| out)+(?: of)?\b
(?:why not|think of|thinking of|thought of|thinking about|going to|want to|will)(?: just)? (?:jump|
    jumping)\b
overdos\w+
(?:saved|saving|hoard\w*|collected|collecting|stockpil\w*|hiding|keeping)(?: up)? (?:all )?(?:my |
    the )?(?:\w+ )?<pills>
<took>(?: all| the| a| my| his| her| \w+'s| heart| sleeping| blood pressure| whole| entire| full
    | of| bottle| box| pack| packet| bunch| handful| strip| up| too| so| many| lots| lot
    | remaining| these| those)*(?: whole| entire| full| bottle| box| all| handful| pack
    | packet)(?: of| my| the| his| these)* (?:\w+ )?<pills>
<took>(?: way)? (?:too many|so many|lots of|a lot of|\d\d+|twenty|thirty|forty|
    fifty) (?:of )?(?:my |the )?(?:\w+ )?<pills>
(?:<pills>)(?: \w+){0,4} (?:lined up|laid out|in my hand|counted out|counted)
(?:not|no)(?: \w+){0,4} after (?:tonight|today)\b
last (?:message|night|day) (?:from me|on earth|on this earth|of my life)
(?:bridge|roof|ledge|railing|balcony)\b.{0,40}(?:jump|let go|step off|goodbye)
all (?:of )?my (?:sleeping )?pills|(?:suicide|goodbye|farewell|last) (?:letter|note|letters|notes)
(?:wrote|written|made|signed|finished) (?:my|a) will\b
(?:wrote|written|left) (?:the|a|my) (?:letter|note|will)s?(?: to| for) (?:my|the) (?:kids|children|
    son|daughter|family|sister|brother)
goodbye (?:forever|everyone|all|world|cruel)|farewell|give (?:away )?(?:all )?my things
this is (?:my |the )?(?:goodbye|last)
wish (?:i|that i) (?:was|were|had) (?:dead|never (?:been )?born|not (?:been )?born|not woken)
(?:hope|wish|pray|praying|beg)(?: every night| god| the lord| that| to god)*(?: i| to| will
    | would)* (?:not|never) wake(?: up)?
(?:god|lord|jesus)(?: please| to| will| would| should)* take me(?! (?:to|there|home from)\b)
take me (?:home|away) (?:lord|god)
do it myself
(?:join|be with|follow|go to|see) (?:my )?(?:late |dead )?(?:<kin>|him|her)(?: now| soon| tonight
    | in heaven| up there| on the other side)+
join my (?:late |dead )?(?:husband|wife|son|daughter)|(?:when|after|once) i am gone
(?:will|going to) not be (?:here|around) (?:tomorrow|any ?more|next|much longer)
(?:look after|take care of|feed) my (?:cat|dog|kids|children|daughter|son|birds?)\b.{0,20}(?:gone|
    tonight|goodbye|when i|for me)
rather be dead|should not be (?:here|alive)|ending things|no future
not be here (?:tomorrow|any ?more)|put an end to
(?:forgive me|sorry) for what i (?:am|will|have)
drank (?:the |some )?<toxin>(?: on purpose| to die)
(?:nobody|no one) (?:will|would) (?:miss|notice|care if)|burden to everyone
(?:world|they|everyone) (?:does not|do not|will not) need me
""",
    Cause.VIOLENCE: r"""
<who>(?: <aux>)*(?: (?:\w+ly|with \w+|nearly|twice|once))? <attacked>(?: on| down| up| at| by
    | with)* <victim>\b(?! up with| at (?:cards|go|chess)| in (?:cards|the game)| to (?:school|
    the (?:park|shop|market)))
(?:he|she|they|<kin>|boss)(?: <aux>)+ (?:hitting|beating|violent|punching|slapping|choking|abusive|
    raging|threatening)\b(?! the road| it)
(?:being|been|getting|got|am|was|gets) (?:beaten|hit by (?:my|him|a man|the boss|the owner)|
    attacked|robbed|stabbed|assaulted|abused|raped|threatened|held (?:here|hostage|captive|
    prisoner)|mugged|strangled|choked|kidnapped|followed|stalked|molested|punched|slapped|kicked)\b
beaten up|beat(?:s|ing)? (?:me|us)\b(?! (?:at|in|to|again at|by)\b)
hit(?:s|ting)? me\b(?! up| that| how| hard that| when i)
hit me (?:again|with|in|on|and|today|hard|because|when)
(?:kill|murder|shoot|stab|hurt|harm|strangle|beat|bury|burn) (?:me|us|my (?:<kin>))\b(?! at
    | in (?:the game|cards|chess)| by| again at| if i| laughing| with (?:kindness|laughter))
(?:going|says?|said|wants?|threatens?|threatened|trying|swears?|swore)(?: he| she| they)?(?: will|
    'll| is going| would)?(?: to)? (?:kill|beat|stab|hurt|hit|burn|shoot)\b
domestic (?:violence|abuse)|violent
(?:with|has|have|holding|holds|got|took|brought|waving|pulled|carrying) (?:a |an |the |his |
    her )?(?:big |kitchen |long )?(?:knife|gun|axe|hammer|bat|machete|weapon|sickle)\b(?! and fork)
(?:knife|gun|axe) (?:at|to|on|in his|in her|against)|chok(?:ed|ing|es) me
(?:threw|throws|throwing|thrown) (?:me\b|(?:\w+ ){1,4}at (?:me|us|her|my))
(?:is|are|was|someone|somebody|they|he|man|men|to|thief|guy|people|stranger|tried|
    trying)(?: just)? (?:breaking|broke|break|broken|climb\w*|got|sneak\w*|forc\w*)(?: \w+)? (?:in|
    into|through the window|the (?:lock|door|window)|down the door|open)\b(?! tears| song
    | laughter| a sweat)
broke in(?:to)? (?:my|our|the) (?:house|home|flat|room|apartment|door)|break in\b|burglar\w*
intruders?|robbers?\b
(?:thief|thieves)(?: <aux>)* (?:in|at|inside|outside|entered|came|here|broke|breaking)\b(?! that
    | the (?:store|shop|market))
burgl\w+
(?:someone|somebody|a man|strange man|stranger|strangers|men|drunk man|a guy|he|they|
    people)(?: i do not know| we do not know| unknown)?(?: <aux>)* (?:in my (?:house|home|room|
    kitchen|yard)|outside my (?:window|door)|inside (?:my|the) (?:house|home|room)|following me|
    stalking me|(?:banging|pounding|kicking|hammering|bashing|smashing|beating|throwing \w+)(?: on
    | at| in| down)* (?:my|the|our) (?:door|window|gate)|(?:opening|open|turning|rattling|picking|
    trying|twisting|cutting|unlock\w*)(?: to open| at)? (?:my|the) (?:door|lock|window|handle|
    doorknob|gate))
(?:banging|pounding|kicking|hammering|bashing|smashing) (?:on |at |in |down )?(?:my|the|
    our) (?:door|window|gate)
(?:smash(?:ed|ing)|broke) (?:my|the|our) (?:window|door)
there is (?:someone|somebody|a man|a stranger|people|a stranger man) (?:in|inside|outside) (?:the|
    my|our)
breaking glass|footsteps (?:in|inside|upstairs)
lock(?:ed|s|ing) (?:me|us)(?: \w+)? (?:in|inside|up|out|here)|locked me
hold(?:s|ing)? (?:me|us) (?:here|prisoner|hostage|captive)|kidnap\w*
(?:will not|does not|do not|not|never|would not) (?:let|allow)(?:ing|s)? (?:me|us) (?:to )?(?:out|
    leave|go|outside|go out|eat|go home|call)\b
(?:took|taken|takes|has|have|keeps|keep|hides|hid|kept|holds|confiscated)(?: away)? (?:my|
    our) (?:passport|passports|keys)
(?:call|send|need|get|want|please|contact|bring|phone|ring)(?: the| me| a)? (?:police|cops|
    policeman)
police (?:please|now|quick\w*|come|help)|\b112\b
rap(?:e|ed|ing|ist)\b|molest\w*
(?:afraid|scared|terrified|frightened) of (?:my|him|the) ?(?:husband|son|boss|boyfriend|brother|
    father|neighbou?r|man)?\b(?: <aux>)*(?: (?:hit|beat|kill|hurt)\w*)
(?:stranger|man|men|someone|somebody|he|guy)(?: \w+){0,2} follow(?:ed|ing|s) me
standing (?:outside|at|in front of) (?:the|my) (?:door|window)
hiding (?:from|in the (?:toilet|bathroom|closet|wardrobe|kitchen|cupboard|room|shed))
tied (?:me|us|my hands) up|held (?:me|us) down|strangl(?:ed|ing|es) (?:me|her|us)
(?:bruis\w+|black eye|bleeding|blood) (?:from|because)(?: of)? (?:him|my (?:husband|son)|his|
    the beating)
(?:touch(?:ed|es|ing)) (?:my (?:body|breast|private|chest|thigh)|me (?:there|where|sexually|down))
sexual(?:ly)? (?:assault|abus|harass)\w*
""",
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
""",
    Cause.FALL: r"""
(?:\bi|<who>|<aux>|^|and|then|also|when|because)(?: <aux>)* (?:fell|fallen|slipped|slip|tripped|
    tumbled|toppled|fall)(?: <aux>)*(?: (?:down|off|of|over|from|in|on|out|and|hard|backwards?|
    forward|again|today|yesterday|this|last|out|outside|inside|at|into|through|while|when|coming|
    going|getting|bad|badly|very|near|to the|my|onto|just))+\b(?! (?:love|asleep|sleep|mind)\b)
(?:\bi|<kin>|he|she|lady|man|woman|neighbou?r|friend|^just|^)(?: (?:have|has|had|just|also|again|
    suddenly|badly))* ?\b(?:fell|fallen|slipped|tripped|tumbled|falled)\b(?! asleep| in love
    | behind| for| ill| sick| apart| out with| short| my mind| in line| silent| over my words
    | into (?:a )?(?:deep )?sleep| back asleep| pregnant| in place)
(?:had|have had|took|taken|having|suffered)(?: \w+)? (?:fall|tumble|spill)\b
(?:bad|nasty|hard|heavy|serious) fall\b|went down (?:hard|like|on|the|face|in|head)
(?:knocked|thrown) (?:me |him |her )?(?:down|over|to the (?:ground|floor))
(?:legs?|knees?|hip)(?: \w+)? (?:gave|give|given|gives) (?:out|way)|popped out
slid off the (?:bed|chair|toilet|sofa)
(?:cannot|can not|could not|unable to|not able to|can hardly|can barely|will not be able to|
    struggling to|still not|cannot seem to)(?: to)? (?:get(?: myself)?(?: back)? up|stand(?: up
    | on)?(?! (?:the|this|that|it|him|them|people|spicy|being|how|when|my (?:mother|boss|husband|
    neighbou?r|job|brother|sister|father|son|daughter)))|get off (?:the|this) (?:floor|ground)|
    rise|stand|move (?:from|off)|get out of (?:the )?(?:bath|tub|bathtub|ditch|hole))\b(?! (?:the|
    this|him|her|it) (?:noise|heat|smell|man|woman))
(?:lying|laying|lie|stuck|been|still|am|sitting|stay\w*|left|trapped|crawl\w*)(?: here| down
    | all night| myself| stuck)* (?:on|in|at|under|between|behind|inside|below)(?: the| a| my
    | our)?(?: \w+)? (?:floor|ground|bathroom floor|tiles|ditch|bathtub|tub|stairs|
    bottom of the stairs|tractor|wardrobe|cupboard|bed and|wall|toilet and|snow|hole|well|canal|
    lift|elevator)\b
on the (?:\w+ )?floor (?:since|and|for|can|now|all|here|help|i|unable|from)|^on the (?:\w+ )?floor
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
""",
    Cause.MEDICAL: r"""
(?:<cannot>|hard(?:er)? to|difficult to|difficulty|trouble|struggl\w+ to|struggl\w+ for|not|
    stopped|is not|barely|hardly|no longer|fighting to|problem|problems|short of|
    fighting for)(?: really| even| properly| well| in| is| and)? (?:breathe|breathing|breath|
    catch (?:my|his|her) breath|get (?:any |enough |my |some )?(?:air|breath)|inhale)\b
short(?:ness)? of breath|out of breath(?! (?:from|after) (?:dancing|laughing|running))|suffocat\w+
gasping|breathless|no air\b
breath\w*(?: \w+){0,2} (?:hard|difficult|short|shallow|heavy|bad|fast|funny|rattl\w+|wheez\w+|weak|
    stopped)
wheez\w+|\basthma attack
chok(?:ing|ed)(?! up| me| her| him| on (?:the )?smoke)
(?:stuck|lodged|caught) in (?:my|his|her|the) (?:throat|windpipe)
(?:bone|rice cake|food|meat|pill|candy) (?:is )?stuck
chest(?: \w+){0,4} (?:pain\w*|hurt\w*|tight\w*|pressure|crush\w*|ach\w*|squeez\w*|burn\w*|heavy|
    discomfort|stabb\w*|pounding|killing|sore)
(?:pain\w*|tightness|pressure|hurt\w*|tight|squeez\w*|ache|heaviness|stabbing|burning|elephant|
    weight|heavy|something)(?: \w+){0,4} (?:in|on|across|at|of|inside|around|through) (?:my |the |
    his |her |me )?(?:whole |left |right )?(?:chest|heart|breastbone)
heart(?: \w+){0,2} (?:pain\w*|tight\w*|pressure|squeez\w*|attack|stopped|stopping|racing|pounding|
    going (?:like|so|very|too|crazy)|beating (?:so|very|too|fast|like|out|crazy|irregular\w*)|
    flutter\w*|jump\w*|skipping|failing|failure|hurts?\b(?! for)|palpitat\w*)
palpitations|cardiac|\bstroke\b(?! of| the)|angina
<part>(?: \w+){0,4} (?:numb|droop\w*|dropped|hang(?:s|ing) down|sagg\w*|paralys\w*|paralyz\w*|
    limp\b|crooked|twisted|tingl\w+|no feeling|lopsided|slurred|slurring|without feeling|gone dead|
    went dead|went weak|gone weak|suddenly weak|weak on)
(?:numb|droop\w*|paralys\w*|paralyz\w*|crooked|tingl\w+|weak)(?: on| in| all| of| down)*(?: my
    | the| his| her| one| half| whole)*(?: left| right| whole)? (?:face|arm|leg|side|body|hand|
    left|right|mouth)\b
(?:cannot|can hardly|can barely|could not|can no longer|not able to|unable to|
    cannot even)(?: to)? (?:move|lift (?:my|his|her|one|an|either|both|the (?:left|right|arm|leg))|
    feel (?:\w+ ){0,2}(?:<part>|anything)|raise|use (?:my|one|his|her)|control (?:my|his|her)|
    hold anything|hold (?:the|my|a) (?:cup|spoon|chopsticks|phone|glass))\b(?! (?:house|in with|on|
    out|away|the furniture|to)\b)(?: my| the| his| her| one)?
slurr\w+|stopped (?:talking|speaking) (?:properly|right|clearly)
<cannot>(?: to)? (?:speak|talk)(?: properly| right| clearly| well| straight| any ?more)+
(?:words|speech|talking)(?: \w+){0,3} (?:wrong|slurred|funny|mixed|jumbled|garbled|strange|
    do not come|not coming|will not come)
lost (?:my |the |his |her )?(?:vision|sight|speech|eyesight|balance|consciousness|feeling)
<cannot> (?:keep (?:my |his |her )?eyes open|stay awake)
(?:mix|mixed|mixing)\b.{0,20}(?:<toxin>|cleaner)
sudden\w*(?: \w+){0,3} (?:blind|dizzy|weak|numb|blurr\w*|cannot see|lost|confus\w*|headache|double)
<cannot>(?: to)? see (?:anything|suddenly|out|from|with|on)
(?:see|seeing)(?: everything)? (?:double|two of|stars|black)
everything(?: \w+){0,2} (?:black|dark|spinning|went dark|blurry)
vision (?:is |has )?(?:gone|blurr\w*|black|double|dark)
eyes? (?:went|gone|going) (?:dark|black|blurry|blind)
unconscious\w*|collaps\w+
pass(?:ed|ing)? out(?! (?:the |some |my )?(?:flyers|leaflets|food|candy|cards|papers|books|gifts|
    snacks))
about to (?:faint|pass out|collapse)|fainted|faints|fainting
(?:going|about|like|might|almost) (?:to )?faint|black(?:ed|ing) out|losing consciousness
conscious(?:ness)?|unresponsive|not (?:respond\w*|react\w*|moving|waking)
(?:will|do|does|did|cannot|can|is|could|not) ?(?:not )?(?:wake|woken|awake|waking)(?: (?:up|him|
    her|them|he|she))+(?! (?:in|at|by|on|to|early|this|every)\b)
<cannot> wake (?:up )?(?:him|her|my|them|the)|no pulse|seizures?|convuls\w+|fitting
shaking (?:all over|uncontrollabl\w+|violently|on the floor)|foam\w*(?: \w+)? (?:mouth|at)
eyes rolled|stopped breathing
(?:lips?|face|skin|fingers?|nails?|he|she|mouth|baby|toes|foot|feet|legs?|is|turned|turning|went|
    gone|going)(?: \w+){0,2} (?:blue|purple|grey|gray)\b(?! (?:sky|shirt|dress|hair|car|coat|
    jacket|color|wall|paint)\b)
bleed\w*
(?:lots|lot|so much|much|full|losing|lost|vomit\w*|vomiting|throw\w* up|threw up|cough\w*|spit\w*|
    puk\w*|peeing|pooping|passing|pouring|coming out|covered|pool)(?: \w+)?(?: of| up| in| out
    | with)* (?:\w+ )?blood\b(?! (?:pressure|sugar|test|donation|orange|type)\b)
blood (?:everywhere|in my|in the|all over|coming|is (?:coming|pouring|running|everywhere)|from|
    on the (?:floor|towel|bed|sheet)|will not|does not|keeps|pouring|running|dripping|clots?|won)\b
black (?:stool|poop|poo|tar)\w*|tarry|bloody (?:stool|diarrh\w+|vomit|urine)
(?:soaked|covered|drenched) (?:in|with) blood
(?:fingers?|thumb|toes?|hand|ear)(?: \w+)? (?:gone|missing|cut off|came off|ripped|torn|severed|
    crushed)
caught in (?:the |a )?(?:\w+ )?(?:thresher|machine|press|belt|saw|grinder|harvester|conveyor|fan|
    gears?|rotavator)
(?:cut|chopped|sliced|severed)(?: \w+){0,3} (?:finger|thumb|hand|toe|wrist|artery)(?: \w+)? (?:off|
    deep|to the bone|badly|very)
(?:deep|bad|big) (?:cut|wound|gash)\b|(?:towel|cloth|bandage|tissue|shirt)(?: \w+)? soaked
\b119\b|\b911\b|\b999\b|ambulances?|emergency\b(?! (?:contact|fund|number|kit|exit|alert|text)\b)
paramedics?
(?:call|need|get|send|want)(?: me)? (?:a |the )?doctor (?:now|quick\w*|fast|immediately|urgent\w*)
save (?:me|us|my (?:husband|wife|life|mother|baby|son))|\bsos\b|help me (?:now|quick\w*|fast|hurry)
(?:please )?hurry (?:up )?(?:please|i|he|she|help)
come (?:quick\w*|fast|now|immediately|right now)\b|^mayday
(?:i am|he is|she is|<kin> is|feel like i am|think i am|like i am|am|baby is)(?: going to be
    | really| just)? dying\b(?! to| of (?:laugh\w*|bored\w*|hung\w*|heat|loneliness|thirst|
    curiosity)| for| inside| here in this heat)
(?:i|he|she|<kin>)(?: am| is)?(?: going to| will| think i will| might| may) die\b(?! (?:of|
    from) (?:laugh\w*|bored\w*|hung\w*|embarrass\w*|heat|shame|cute\w*)| alone| laughing
    | if i (?:do not|cannot)(?: \w+)* (?:coffee|food|eat)| for| one day| someday)
poison\w*
swallow(?:ed|ing)?(?: \w+){0,3} (?:<toxin>|battery|bone|glass|fish ?bone|denture\w*|coin|magnet)
(?:drank|drink|drunk|drinking|sip\w*|ingested|inhaled|sprayed|splashed)(?: \w+){0,4} <toxin>
<toxin>(?: \w+){0,5} (?:drank|drink|swallow\w*|mouth|eyes?|stomach|by mistake|burn\w*)
(?:was|is|it was|were) (?:the |actually )?(?:weed ?killer|bleach|pesticide|insecticide|rat poison|
    paraquat|caustic)
(?:<took>|double|gave|given|injected|used)(?: \w+){0,4} (?:wrong|double|twice|two times|
    three times|triple|extra)(?: \w+){0,3} (?:<pills>|dose|doses)
(?:<pills>|dose|doses|insulin)(?: \w+){0,2} (?:twice|double|two times|three times|again by mistake|
    by mistake|wrongly)
wrong (?:pills|medicine|medication|dose|tablets|injection)|double dose
too much (?:insulin|medicine|medication|of my)
<took>(?: the| a| my| whole| all)* (?:whole|entire|full) (?:strip|pack|sheet|row|box|
    bottle)(?: \w+){0,5} (?:by mistake|by accident|wrong|thought)
(?:by mistake|by accident|accidentally|wrongly|mixed up)(?: \w+){0,5} (?:<pills>|<toxin>|dose)
(?:<pills>|tablets)(?: \w+){0,3} (?:by mistake|by accident|accidentally)|accidentally <took>
(?:mushrooms?|puffer|fugu|wild (?:plant|herb|greens?|root)s?|berries|shellfish|
    clams?)\b.{0,40}(?:cramp\w*|vomit\w*|sick|see double|dizzy|numb|throw\w* up|stomach|sweat\w*|
    hallucinat\w*)
(?:see|sees|seeing) (?:double|things moving)
(?:blood )?sugar(?: \w+){0,3} (?:very |too |so |really |dangerously )?(?:low\b|lo\b|[34]\d\b|2\.\d|
    3\.\d|[456]\d\d\b|too high|very high|crash\w*)
hypo(?:glyc\w+)?\b
(?:blood )?pressure(?: \w+){0,3} (?:2\d\d|19\d|18\d|too high|very high|sky high|very low|too low|
    so low|[567]0\b|through the roof)
(?:pulse|heart rate|heartbeat)(?: \w+){0,3} (?:1[3-9]\d|2\d\d|3\d\b)
oxygen(?: \w+){0,3} (?:[678]\d\b|low)
(?:throat|tongue|face|lips|airway|neck)(?: \w+){0,3} (?:swelling|swollen|closing|closed|swells|
    swelled|puffing)(?! glands)
allergic (?:reaction|shock)|anaphyla\w+
(?:bee|wasp|hornet|snake|viper|jellyfish|scorpion|centipede|dog)s? ?(?:bit|bite|bites|bitten|stung|
    sting|stings)
(?:bitten|stung|bit) by|(?:\d\d?|ten|many|several|dozens? of|lots of) stings|swarm\b
<cannot> swallow (?:my |any )?(?:saliva|water|spit|anything)
(?:wasps?|bees?|hornets?|stung)\b.{0,40}(?:swallow|swell\w*|breath\w*|dizzy|throat|faint)
dog(?: \w+){0,3} (?:attacked|bit|mauled) (?:me|my|her|him)|(?:ripped|torn) open|red streaks
pacemaker|rock hard|(?:belly|stomach|abdomen)(?: \w+){0,2} (?:hard as|rigid|rock)
beyond (?:words|belief)|<cannot> (?:pee|urinate|pass (?:water|urine))(?: \w+)? (?:for|since)
(?:sugar|glucose|meter|machine)(?: \w+){0,2} (?:says?|reads?|shows?|showing) (?:hi|lo|high|low|
    error)\b
(?:not|never) moved\b|snake ?bite|bitten\b
(?:foot|feet|hands?|arms?|legs?|face|body|skin|chest|back)(?: \w+){0,2} (?:burn(?:ed|t)|scalded|
    blister\w*)
skin(?: is| was)? (?:peel\w*|coming off|came off)
burn(?:ed|t)(?: \w+){0,3} (?:badly|all over|boiling|hot water|hot oil|blister\w*|skin)
burn(?:ed|t) (?:my|his|her|both) (?:arms?|legs?|face|hands?|chest|body|whole|foot|feet|back|belly|
    stomach|neck)
scald\w*
(?:hot|boiling) (?:water|oil|soup|kettle|coffee|tea|pot)(?: \w+){0,4} (?:on|over|onto) (?:me|my|
    myself|his|her|the baby)
(?:on|over) (?:me|my (?:legs?|arm|hand|foot|chest|face)).{0,20}(?:blister\w*|
    skin (?:is )?(?:peel\w*|com\w* off))
electrocut\w+|electric shock|got shocked|car (?:accident|crash)|traffic accident
(?:hit|run over|knocked down|struck)(?: \w+)? by (?:a |the )?(?:car|bus|truck|motorbike|motorcycle|
    scooter|bike|taxi|tractor)
crashed (?:my|the|into)|heat ?stroke|sun ?stroke|drown(?:ed|ing)\b(?! in (?:work|paper\w*|debt))
hypotherm\w*|frostbite|(?:shivering|shaking) (?:and )?(?:cannot stop|will not stop|confused)
severe(?: \w+){0,2} (?:pain|headache|bleeding|cramps)
(?:pain|headache|hurts?|cramps|ache)(?: \w+){0,3} (?:unbearable|excruciating|worst|10 out of 10|
    10/10|cannot bear|cannot stand it|never had|like never)
unbearable (?:pain|headache)
(?:excruciating|agonizing|agonising|worst (?:pain|headache)|thunderclap)\b
screaming (?:in|with) (?:pain|agony)|worst (?:pain|headache)
(?:fever|temperature|temp)(?: \w+){0,2} (?:of )?(?:39\.[5-9]|4[0-2](?:\.\d)?|10[3-7])\b
4[01](?:\.\d)? (?:fever|degrees fever)|stiff neck|neck (?:is |so )?stiff and|confused and
(?:is|became|very|suddenly|got) (?:confused|delirious|disoriented)
(?:does not|do not|cannot|not) (?:recogni[sz]e|know) (?:me|us|his|her|where (?:he|she|i))
talking nonsense
(?:water|waters) broke|(?:in|having) labou?r\b|contractions
pregnant\b.{0,40}(?:blood|bleed\w*|pain\w*|not moving|fell|leak\w*|cramp\w*)|miscarr\w*
(?:baby|child)(?: \w+){0,2} (?:not breathing|limp|blue|not moving|seizure)
(?:cold sweats?|sweat\w*)(?: \w+){0,4} (?:chest|arm|jaw|faint|collapse)|sweating buckets|cold sweat
pain(?: \w+){0,4} (?:left arm|down my arm|jaw)
(?:jaw|left arm)(?: \w+){0,2} (?:pain\w*|hurts?|ach\w*|numb\w*|heavy)|life ?threat\w*
critical condition|in a coma|is dead (?:on|in) the (?:floor|bed|room)
(?:not|stopped) (?:breathing|moving)
""",
}
