"""English: words that say that somebody harms herself, or is harmed by others.

In the spelling of `english.spelled`. The notation is that of `expressions`.
"""

from __future__ import annotations

from signals.model import Cause

HARM = {
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
    fifty) (?:of )?(?:my |the |her |his )?(?:\w+ )?<pills>
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
(?:who|whoever|person who|one who|people who) finds? (?:me|my body)
(?:stepp?ing|walking|running|throwing myself|lying down|lie down|step|stand|
    standing) (?:out )?(?:in front of
    |under|before|on) (?:the|a) (?:train|bus|car|truck|tracks|rails|railway)
(?:lit|lighting|light|burn|burned|burning)(?: up)? (?:the |some |a )?(?:charcoal|briquettes?|
    coals?)(?! (?:for|to cook|grill|barbecue|in the (?:garden|yard|grill)))\b.{0,30}(?:room|window|
    door|sorry|car|bath|inside|goodbye)
(?:shut|sealed|closed|taped)(?: up)?(?: all)? the (?:windows?|door)s?.{0,30}(?:charcoal|briquette|
    gas|coal)
i (?:have )?cut (?:my (?:arms?|wrists?|legs?|skin)|myself)\b(?! (?:shaving|cooking|peeling|chopping|
    on|by|with paper))(?: again| deep\w*| last night| on purpose)+
(?:i will|will all|will) (?:all )?be (?:over|gone|dead) (?:tonight|soon|tomorrow|by (?:morning|
    tomorrow|then))\b
(?:will be|going to be|am|i will) (?:dead )?tonight.{0,20} pills
(?:not|no longer)(?: \w+){0,2} (?:feel like|enjoy|see the point (?:of|in)) (?:living|being alive)
what is the point\b.{0,60}(?:without me|living|of (?:it all|living|life|going on))
(?:everyone|everybody|they|family|children|kids|world|people|you)(?: \w+){0,4} (?:happier|relieved|
    easier
    |better off)(?: \w+){0,2} (?:without me|if i (?:was|were|am|died)|when i am (?:gone|dead))
(?:will not be (?:any ?body|any ?one))(?: left| here| there)? (?:to answer|to reply)
(?:ready|time)(?: for me)? to (?:go|leave|depart) (?:now|this world|forever|to him|to her|from this)
(?:leaving|leave) (?:this|the) world|had enough of (?:life|living|this life|it all|everything)
(?:tonight|today|tomorrow) (?:is|will be) (?:my |the )?(?:last|end|final)\b(?! (?:class|lesson|
    episode|day of|game|match|of))
(?:nobody|no one)(?: \w+)? (?:needs|wants|would miss|will miss) me\b(?! (?:to|for|today|at))
(?:go to sleep|sleep|close my eyes)(?: \w+)? (?:for good|for ever|forever|and not|and never)
(?:do not|cannot|not|never|no longer) see (?:why|a reason|any reason|any point|much point|no point|
    no reason)(?: \w+){0,4} (?:go on|
    going on|live|living|carry
    on|continue|carrying on|bother|keep)
(?:on|over|at|climb\w*) the (?:\w+ )?(?:bridge|balcony|roof|cliff) (?:rail\w*|edge|wall|side)
standing on (?:the |a )?(?:edge|ledge|railing|chair with|bridge)
(?:pills|tablets)(?: \w+){0,3} (?:counted|crushed|ready|piled|in a glass)|tell my \w+ (?:i am sorry|
    i love|sorry|goodbye)
(?:follow|following|go after|go to|join) (?:him|her|my (?:husband|wife))\b(?! (?:on|to the|back|
    home|around|in (?:the|daegu)))
(?:life|it) is not worth (?:it|living|anything)
(?:will not|not going to|never|not)(?: be)? (?:hear|see|hearing|seeing)(?: \w+)? (?:from |
    of )?me (?:again|any ?more|after)
""",
    Cause.VIOLENCE: r"""
<who>(?: <aux>)*(?: [\w']+){0,3} (?:grabbed|groped|fondled|squeezed|slashed|stabbed|shoved|slapped|
    punched|kicked|choked|beat
    |strangled|whipped|burned|scalded)(?: \w+){0,2} (?:me|my (?:<limb>|face|head|breasts?|chest|
    bottom|hair|throat|mother|kids?|belly))\b
(?:cut|slash|break|smash|burn|ruin|carve|scar|bash) (?:up )?my (?:face|legs|arms|head|teeth|neck|
    throat|bones|skull)\b
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
lock(?:ed|s|ing)? (?:me|us)(?: \w+)? (?:in|inside|up|out|here)|locked me
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
hands? (?:a?round|on|at|to|about) my (?:neck|throat)
(?:locked|bolted|chained|padlocked)(?: \w+){0,3} (?:from|on) (?:the )?outside
(?:has|have|got|with|holding|holds|pulled|waving)(?: \w+)? (?:blade|cleaver|crowbar|razor|hatchet
    |broken bottle|pistol|rifle|stick and)\b
(?:trying|rattling|forcing|jemmying|prising|prying|picking|unscrewing|scratching at|
    turning) (?:at )?
    (?:my|the|our) (?:\w+ )?(?:window|door|lock|handle|latch|gate|shutter|knob)\b(?! (?:myself|
    again but|repair))
(?:man|men|stranger|somebody|someone|guy|drunk|neighbou?r|upstairs|downstairs|ex)(?: \w+){0,3}
     (?:came|got|walked|forced|pushed|barged|burst|climbed|entered)(?: \w+){0,3} (?:into )?(?:my|
    our)
     (?:flat|house|home|room|place|apartment|kitchen|yard)\b
(?:he|they|man|men|stranger|guy|drunk)(?: \w+){0,6} (?:will not|refuses to) (?:leave|go)(?: away)?$
(?:finish|get|do|have|skin|gut) me (?:off|for this|if i (?:tell|call|leave|go|say|do not))
(?:shout\w*|scream\w*|yell\w*|says?|said|threat\w*)(?: \w+){0,4} (?:finish|end|get rid of|burn) me\b
(?:he|she|they)(?: \w+)? (?:hurts?|hurting|beats?|hits?|slaps?|punches|kicks) (?:me|us)\b
(?:he|she|they|husband|wife|son)(?: \w+)? (?:reads?|checks?|watches|takes|took|broke|
    smashed) (?:all )?
    my (?:phone|messages|texts)\b.{0,40}(?:hurt|hit|beat|scared|afraid|help)
(?:lays?|laid|raises?|raised) (?:a |his |her )?hands? (?:on|to|at|against) (?:me|us)
(?:pulls?|pulled|dragged|drags|yanked|grabbed) (?:me )?(?:by )?(?:my|the) hair
(?:says?|said|threat\w*|swears?|swore|warn\w*|promis\w*)(?: \w+){0,3} if (?:i|we)\b.{0,40}(?:kill|
    cut|hurt|hit|beat|
    burn|harm|break|stab|shoot|send me home|throw me out)
if (?:i|we) (?:leave|tell|call|say|speak|go|talk|run|scream|refuse|do not)\b.{0,30}(?:he|she|they|
    husband|son|
    boss)(?: \w+){0,2} (?:kill|cut|hurt|hit|beat|burn|harm|break|stab|shoot)
""",
}
