"""English: words that name an illness or an injury that cannot wait.

In the spelling of `english.spelled`. The notation is that of `expressions`.
"""

from __future__ import annotations

from signals.model import Cause

ILLNESS = {
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
(?:fish ?bone|bone|rice cake|food|meat|pill|candy|tablet) (?:is |got )?(?:stuck|lodged|wedged)|
    gagging|retching
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
(?:squeez\w*|pressure|tight\w*|pain\w*|aching?|band|belt|weight|brick|elephant|stone|fist|vi[cs]e|
    grip\w*|crush\w*|heavy)(?: \w+){0,4} (?:chest|breastbone|sternum|rib ?cage|breast bone)
(?:breastbone|sternum|chest|rib ?cage)(?: \w+){0,6} (?:sitting on|standing on|sat on|pressing|
    elephant|
    brick|stone|band|belt|vi[cs]e|cement|squashed|clamped|gripp\w+)
(?:down|into|through|along|up|in) (?:to )?(?:my|his|her|the) (?:left arm|jaw|left shoulder)
(?:jaw|shoulder|left arm|neck)(?: \w+){0,3} (?:ach\w*|pain\w*|hurts?)\b.{0,60}(?:sweat\w*|clammy|
    breath\w*)
(?:cold and |gone (?:all )?|all |grey and |pale and )(?:clammy|sweaty and grey)
(?:arms?|legs?|hands?|fingers|feet|side|mouth|tongue|body)(?: \w+){0,3} (?:obey\w*|
    stopped (?:working|listening|moving)|(?:will|does|do|would) not (?:work|move|obey|listen|lift|
    grip|hold|close|carry me|do what)|hangs?|flops?|dangl\w*|(?:like|made of) (?:lead|jelly|rubber|
    wood|a stranger's|someone else's))\b(?! (?:out|on the wall|around))
(?:words?|speech|sentences?|talking)(?: \w+){0,5} (?:soup|mush|muddled?|scrambled|backwards|
    porridge|
    gibberish|jumble|nonsense|slur)
(?:could not|cannot|no one|nobody)(?: \w+)? (?:understand|understands|make out)(?: a| any| one
    | what| the)*(?: thing| word| words)? (?:i|i am|he|she) (?:say|said|says|saying|was saying)
coffee grounds|(?:lot of|lots of|bright|all|only) red\b.{0,20}(?:toilet|bowl|pan|sheet|towel|pillow)
(?:toilet|bowl|pee|urine|stool|poo|water)(?: \w+){0,4} (?:bright red|dark red|black|
    red)\b(?! (?:tape|
    wine|tea|pepper))
(?:brought|bringing|throw\w*|threw|vomit\w*)(?: \w+)? (?:up )?(?:something |stuff )?(?:black|dark|
    red|
    brown)\b
(?:eyes?)(?: \w+){0,2} (?:rolling|rolled|rolling back|turned up|fixed|staring|half open|glassy)\b
(?:eyes open|snoring|gurgling|rattl\w+)\b.{0,40}(?:not (?:answer|respond|react|move|wake|hear)|
    nothing)
shak(?:e|ed|ing|en) (?:him|her|my \w+|shake)\b.{0,30}(?:nothing|not|no\b)
<cannot>(?: \w+)? (?:keep (?:him|her|me|myself|my \w+)? ?awake|stay awake|wake up properly)
(?:not|cannot|unable|has not|have not|no)(?: been able to| able to| a drop of| to)* ?(?:pass(?:ed)?
    (?:any )?(?:water|urine)|peed?|pee'd|urinated?|wee)\b.{0,30}(?:day|hours?|since|night|belly|
    swollen|yesterday)
(?:not|never|no)(?: \w+){0,3} (?:feel|felt|kick\w*|kicks|moved|movement)(?: \w+){0,3} (?:baby|since)
    \b.{0,20}(?:belly|pregnan\w*|womb|baby|kick\w*)
pregnan\w+\b.{0,60}(?:not (?:kick\w*|move\w*|felt)|stopped)|baby (?:has |did )?not (?:kick\w*|
    move\w*)
(?:arms?|legs?|body|hands?|he is|she is|limbs|all over)(?: \w+){0,2} (?:jerk\w*|twitching|thrashing|
    flailing|stiffen\w*|stiff as)
(?:half|part|one side|left side|right side) of (?:what i|my (?:sight|vision|view|eye)|everything|
    the (?:world|page|screen|room))
curtain (?:came|coming|come|has come|drawn|fell|over my)|curtain (?:\w+ )?(?:down|across|
    over)\b.{0,10}
    (?:eye|sight|vision)
(?:one|left|right|my|his|her) eye(?: \w+){0,4} (?:black\b(?! eye)|blind|sees? nothing|dark|went out|
    cannot see)
(?:went|gone|going|suddenly) blind\b(?! (?:date|spot))|see (?:the |white |my )?bone\b|to the bone\b
(?:shin|leg|arm|hand|thigh|belly|head|scalp|foot|knee|skull) is (?:wide |split |cut |laid )?open\b
(?:chain ?saw|axe|saw|sickle|grinder|blade|cutter|hatchet)(?: \w+)? (?:slipped|kicked back|
    went (?:into|through))
skin (?:\w+ )?(?:came|come|coming|hanging|fell|slid|peeled|gone|stuck|melt\w*)(?: \w+)? ?(?:away|
    off|
    with|to)?\b(?! (?:cream|care))
(?:oil|water|soup|kettle|tea|coffee|fat|stew|pot|pan|porridge|wok)(?: \w+){0,4} (?:went|spilled|
    spilt|
    poured|tipped|splashed|came|fell|upset)(?: \w+)? (?:over|on|onto|down)(?: all)?(?: over)?
    (?: my| me| his| her| the baby| both)+\b
(?:hit|caught|struck|knocked|clipped|run over|mown down|thrown)(?: \w+){0,3} by (?:a |an |the |
    some )?
    (?:\w+ )?(?:car|bus|truck|motorbike|motor ?cycle|moped|lorry|van|taxi|tractor|bike|scooter)\b
talk\w*(?: \w+){0,2} to (?:people|someone|somebody|things|his dead|
    her dead)(?: \w+){0,3}(?: not there
    | not here| not exist| died| dead)
(?:see|sees|seeing) (?:things|people|insects|spiders|snakes)(?: \w+){0,2} (?:not there|on the wall)
(?:burning|boiling|so|very|fire|stove)(?: \w+)? hot\b.{0,40}(?:talk\w*|nonsense|confus\w*|rambl\w*|
    jerk\w*|not (?:wake|answer|drink\w*))|hot (?:like|as) (?:a |an |the )?(?:stove|fire|oven|iron)
(?:swallow\w*|drank|drunk|ate|took)(?: \w+){1,6} (?:thinking|thought|believing) (?:it|they) (?:was|
    were)
mouth(?: \w+){0,2} (?:foam\w*|froth\w*)|froth\w*
(?:glue|acid|bleach|lime|chemicals?|cement|caustic|cleaner|detergent|wrong drops|
    super ?glue)(?: \w+){0,4}
     (?:in|into) (?:my|his|her|both) eyes?|drops in my eyes?\b.{0,30}(?:glue|wrong|burn\w*|cannot)
eyes?(?: \w+){0,2} (?:glued|stuck) (?:shut|together|closed)
breath\w*(?: \w+){0,3} (?:tight|noisy|whistl\w*|squeak\w*|rasp\w*|kettle|labou?red|ragged|rattl\w*|
    going short|will not come)
(?:whistle|whistling|kettle|accordion|steam engine|train|bellows)(?: \w+){0,2} (?:when|as|
    every time)
    (?: \w+)? (?:i|he|she) breathe?s?
inhaler(?: \w+){0,2} (?:empty|gone|finished|not (?:help\w*|work\w*)|does not|ran out|run out)
(?:bee|wasp|hornet|yellow jacket)s?(?: \w+)? (?:got|stung|attacked|nailed) (?:me|my|him|her)
(?:tongue|throat|lips?|face)(?: \w+){0,2} (?:fat|thick|bigger?|huge|balloon\w*|puff\w*|tight|
    closing)
    \b(?! (?:with|and beautiful))
voice (?:is |has )?(?:going|gone|disappear\w*)\b.{0,40}(?:tongue|throat|lips|after|ate|cake|nuts|
    sting)
(?:belly|stomach|abdomen|tummy)(?: \w+){0,3} (?:like a (?:drum|board|rock|stone|balloon)|tight as)
(?:black(?:ed|ing)?|blacked|go(?:es|ne|ing)?) (?:out )?(?:out|black)(?: when| every| twice| again|
     and)
keep (?:blacking out|fainting|passing out|collapsing)|went down (?:twice|again|like a)
woke(?: up)? (?:on|with) the (?:floor|ground|cat licking|dog licking)
(?:headache|head)(?: \w+){0,10} (?:like a (?:bang|thunder\w*|explosion|hammer blow)|neck (?:will|
    does)
     not bend|neck stiff)|neck (?:will|does) not bend|light hurts (?:my )?(?:eyes)?
(?:thrown|flung|knocked) (?:across|off|against)(?: \w+){0,3}\b.{0,20}(?:wire|shock|electric\w*|barn|
    room)|(?:bare|live) wire
(?:hiccups?|heart)(?: \w+){0,2} (?:skipping|skips|stumbl\w*|all over the place|thumping out)
<took>(?: my)? (?:husband|wife|mother|mom|father|son|daughter|neighbou?r|dog|cat|someone else|
    sister|brother)'s
    (?: \w+)? <pills>|<pills>(?: \w+){0,2} instead of (?:mine|my)
(?:everything|room|walls?|house|world)(?: \w+){0,2} (?:swimming|spinning|going round|
    upside down|moving|
    tilting|turning|melting)
talk\w*(?: \w+){0,2} to (?:the )?(?:walls?|ceiling|nobody|no one|curtains?|air|tv as if)
(?:spill|tip|pour|knock|splash|drop|upset)\w*(?: \w+){0,4} (?:boiling|hot|kettle|soup|oil|tea|
    coffee|pot|stew)
    (?: \w+){0,4} (?:on|over|down|onto) (?:my|me|myself|his|her|the baby)
(?:dogs?|cat|boar|bear|monkey|pig|horse)(?: \w+){0,4} (?:tore|ripped|mauled|chewed|sank|
    gnawed)(?: \w+){0,6} (?:my|me|his|her)
appendi\w+|doubled (?:over|up)|bent double|writhing|rolling (?:on the floor|about|around) (?:in|
    with|from)
(?:stomach|belly|tummy|side|back|groin)(?: \w+){0,3} (?:stabbing|knife|knives|torn|tearing|ripping)
(?:tearing|ripping|stabbing|knife-?like) pain|too weak to (?:crawl|stand|get|move|lift|speak|hold|
    open|sit)
(?:life|strength) (?:is )?(?:going|draining|ebbing|leaving|slipping)(?: out| away)?(?: of)? ?(?:me|
    my body)?\b
(?:went|gone|going) (?:stiff|limp|floppy|cold and still|grey|blue)|floppy\b(?! (?:hat|ears?|disk))
catch (?:my|his|her) (?:wind|breath)\b(?! (?:after|at the top))|crush\w* (?:feeling|pain|weight)
(?:face|mouth|cheek|eyelid|smile)(?: \w+){0,3} (?:slid|slipped|fell|sliding|slumped|dropped|
    lopsided|sagg\w*)(?: \w+){0,2}
    (?: side|down|one)\b|(?:he|she|i|husband|wife|mother|father)(?: \w+){0,2} (?:mumbl\w*|garbl\w*|
    slurs?)
(?:drank|drunk|drink|took|swallow\w*)(?: \w+){0,2} from (?:the|a) wrong|wrong bottle|drain cleaner
cannot (?:seem to |even )?(?:lift|raise|close|shut|open|move|use|feel) (?:my|his|her|that|this|one|
    the left|the right)
     (?:left |right |other )?(?:arm|leg|hand|eye|side|fingers|foot)\b
(?:pulse|heart ?beat|heart)(?: \w+){0,3} (?:all over the place|irregular\w*|erratic|thready|
    hammering|galloping|jumpy)
(?:terrible|awful|horrible|dreadful|sharp|stabbing|fierce|sudden|
    violent)(?: \w+)? pain(?: \w+){0,4} (?:ribs?|belly|
    stomach|abdomen|head|side|groin|tummy|gut)\b
(?:nobody|no one) can (?:wake|rouse)|(?:cannot|could not|can not) (?:rouse|be woken)
lost (?:half|part of|all|most of) (?:my |the |his |her )?(?:sight|vision|eyesight)
""",
}
