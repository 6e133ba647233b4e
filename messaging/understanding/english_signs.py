"""What English says of dangers, needs and the rest; a line's end separates like `|`."""

from __future__ import annotations

from signals.model import Cause, Meaning

DANGERS = {
    Cause.SELF_HARM: r"""
(?:want|wanna|wish) (?:to |i could |i was |i were |be )?(?:just )?(?:to )?(?:die|dead)\b
(?:wanted|going|gonna) (?:to |i could |i was |i were |be )?(?:just )?(?:to )?(?:die|dead)\b
(?:want|wanna|wish) (?:to |i could |i was |i were |be )?(?:just )?(?:to )?(?:end it)\b
(?:wanted|going|gonna) (?:to |i could |i was |i were |be )?(?:just )?(?:to )?(?:end it)\b
(?:want|wanna|wish) (?:to |i could )?(?:just )?(?:to )?(?:end my life|disappear forever)\b
(?:want|wanna|wish) (?:i was |i were |be )(?:just )?(?:to )?(?:end my life|disappear forever)\b
(?:wanted|going|gonna) (?:to |i could )?(?:just )?(?:to )?(?:end my life|disappear forever)\b
(?:wanted|going|gonna) (?:i was |i were |be )(?:just )?(?:to )?(?:end my life|disappear forever)\b
(?:decided|ready|rather) (?:to |i could |i was |i were |be )?(?:just )?(?:to )?(?:die|dead)\b
(?:decided|ready|rather) (?:to |i could |i was |i were |be )?(?:just )?(?:to )?(?:end it)\b
(?:decided|ready|rather) (?:to |i could )?(?:just )?(?:to )?(?:end my life|disappear forever)\b
(?:decided|ready|rather) (?:i was |i were |be )(?:just )?(?:to )?(?:end my life)\b
(?:decided|ready|rather) (?:i was |i were |be )(?:just )?(?:to )?(?:disappear forever)\b
(?:like|prefer|hope|prepared) (?:to |i could |i was |i were |be )?(?:just )?(?:to )?(?:die|dead)\b
(?:like|prefer|hope|prepared) (?:to |i could |i was |i were |be )?(?:just )?(?:to )?(?:end it)\b
(?:like|prefer|hope|prepared) (?:to |i could )?(?:just )?(?:to )?(?:end my life)\b
(?:like|prefer|hope|prepared) (?:to |i could )?(?:just )?(?:to )?(?:disappear forever)\b
(?:like|prefer|hope|prepared) (?:i was |i were |be )(?:just )?(?:to )?(?:end my life)\b
(?:like|prefer|hope|prepared) (?:i was |i were |be )(?:just )?(?:to )?(?:disappear forever)\b
kill(?:ing)? myself|suicid|take my (?:own )?life|end (?:my|this) life|end it all|ending it all
end everything
(?:don'?t|do not) (?:really )?(?:want|wanna|wish) (?:to )?(?:live|be alive|wake up)\b
(?:not|no longer) (?:really )?(?:want|wanna|wish) (?:to )?(?:live|be alive|wake up)\b
(?:don'?t|do not) (?:really )?(?:want|wanna|wish) (?:to )?(?:go on|exist|be here anymore)\b
(?:not|no longer) (?:really )?(?:want|wanna|wish) (?:to )?(?:go on|exist|be here anymore)\b
not want to live|tired of (?:living|life)
no (?:reason|point|will) (?:to|in|of) (?:live|living|going on|life)|life is(?:n't| not) worth
not worth living|can'?t go on|better off (?:without me|if i|dead)|if i (?:was|were) (?:dead|gone)
hang myself|hanging myself|rope ready|the rope|slit my|cut my wrist|hurt(?:ing)? myself
harm(?:ing)? myself|jump(?:ing)? (?:off|from|in front)|overdos|drank (?:pesticide|poison)
(?:took|taken|swallowed) (?:all |a (?:whole )?bottle).{0,20}(?:pill|sleeping|medicine|tablet|meds)
(?:took|taken|swallowed) (?:too many|a lot).{0,20}(?:pill|sleeping|medicine|tablet|meds)
(?:saved up|saving up|ate|take) (?:all |a (?:whole )?bottle).{0,20}(?:pill|sleeping)
(?:saved up|saving up|ate|take) (?:all |a (?:whole )?bottle).{0,20}(?:medicine|tablet|meds)
(?:saved up|saving up|ate|take) (?:too many|a lot).{0,20}(?:pill|sleeping|medicine|tablet|meds)
(?:took|taken|swallowed) (?:the whole|so many|\d+|lots).{0,20}(?:pill|sleeping)
(?:took|taken|swallowed) (?:the whole|so many|\d+|lots).{0,20}(?:medicine|tablet|meds)
(?:saved up|saving up|ate|take) (?:the whole|so many|\d+|lots).{0,20}(?:pill|sleeping)
(?:saved up|saving up|ate|take) (?:the whole|so many|\d+|lots).{0,20}(?:medicine|tablet|meds)
all (?:of )?my (?:sleeping )?pills|suicide note|goodbye (?:letter|note|forever|everyone)
farewell (?:letter|note)|give my things|wish i (?:was|were) (?:dead|never born)
join my (?:late |dead )?(?:husband|wife)
(?:look after|take care of) my (?:cat|dog|kids).{0,20}(?:gone|tonight|goodbye|when i)
(?:look after|take care of) my (?:children|daughter|son).{0,20}(?:gone|tonight|goodbye|when i)
this is (?:my )?goodbye|rather be dead
""",
    Cause.VIOLENCE: r"""
(?:hit|hits|hitting|beat|beats) (?:me|us|his wife|her)\b
(?:hit|hits|hitting|beat|beats) (?:his|him|my (?:mother|wife|face|mom|mum)|old)\b
(?:beating|punch\w*|slap\w*|kick\w*|chok\w*) (?:me|us|his wife|her)\b
(?:beating|punch\w*|slap\w*|kick\w*|chok\w*) (?:his|him|my (?:mother|wife|face|mom|mum)|old)\b
(?:strangl\w*|attack\w*|stab\w*|abus\w*|hurt(?:s|ing)?) (?:me|us|his wife|her)\b
(?:strangl\w*|attack\w*) (?:his|him|my (?:mother|wife|face|mom|mum)|old)\b
(?:stab\w*|abus\w*|hurt(?:s|ing)?) (?:his|him|my (?:mother|wife|face|mom|mum)|old)\b
(?:threaten\w*|rap(?:ed|ing)|assault\w*) (?:me|us|his wife|her)\b
(?:threaten\w*|rap(?:ed|ing)|assault\w*) (?:his|him|my (?:mother|wife|face|mom|mum)|old)\b
(?:push(?:ed|es)|grabb\w*|burn(?:s|ed)) (?:me|us|his wife|her)\b
(?:push(?:ed|es)|grabb\w*|burn(?:s|ed)) (?:his|him|my (?:mother|wife|face|mom|mum)|old)\b
(?:husband|son|wife)(?: is| keeps| just| was| always|'s)? (?:hit|hits|hitting)\b(?! the road| it)
(?:husband|son|wife)(?: is| keeps| just)? (?:beat|beats|beating)\b(?! the road| it)
(?:husband|son|wife)(?: was| always|'s) (?:beat|beats|beating)\b(?! the road| it)
(?:daughter|boyfriend|brother)(?: is| keeps| just)? (?:hit|hits|hitting)\b(?! the road| it)
(?:daughter|boyfriend|brother)(?: was| always|'s) (?:hit|hits|hitting)\b(?! the road| it)
(?:daughter|boyfriend|brother)(?: is| keeps| just)? (?:beat|beats|beating)\b(?! the road| it)
(?:daughter|boyfriend|brother)(?: was| always|'s) (?:beat|beats|beating)\b(?! the road| it)
(?:man|neighbou?r|caregiver)(?: is| keeps| just)? (?:hit|hits|hitting)\b(?! the road| it)
(?:man|neighbou?r|caregiver)(?: was| always|'s) (?:hit|hits|hitting)\b(?! the road| it)
(?:man|neighbou?r|caregiver)(?: is| keeps| just)? (?:beat|beats|beating)\b(?! the road| it)
(?:man|neighbou?r|caregiver)(?: was| always|'s) (?:beat|beats|beating)\b(?! the road| it)
(?:carer|he|she|they)(?: is| keeps| just| was| always|'s)? (?:hit|hits|hitting)\b(?! the road| it)
(?:carer|he|she|they)(?: is| keeps| just)? (?:beat|beats|beating)\b(?! the road| it)
(?:carer|he|she|they)(?: was| always|'s) (?:beat|beats|beating)\b(?! the road| it)
(?:husband|son|wife)(?: is| keeps| just)? (?:punch\w*|slap\w*|chok\w*)\b(?! the road| it)
(?:husband|son|wife)(?: was| always|'s) (?:punch\w*|slap\w*|chok\w*)\b(?! the road| it)
(?:daughter)(?: is| keeps| just)? (?:punch\w*|slap\w*|chok\w*)\b(?! the road| it)
(?:boyfriend|brother)(?: is| keeps| just)? (?:punch\w*|slap\w*|chok\w*)\b(?! the road| it)
(?:daughter|boyfriend|brother)(?: was| always|'s) (?:punch\w*|slap\w*|chok\w*)\b(?! the road| it)
(?:husband|son|wife)(?: is| keeps| just)? (?:threaten\w*|stab\w*|violent)\b(?! the road| it)
(?:husband|son|wife)(?: was| always|'s) (?:threaten\w*|stab\w*|violent)\b(?! the road| it)
(?:daughter|boyfriend|brother)(?: is| keeps| just)? (?:threaten\w*)\b(?! the road| it)
(?:daughter|boyfriend|brother)(?: is| keeps| just)? (?:stab\w*|violent)\b(?! the road| it)
(?:daughter|boyfriend|brother)(?: was| always|'s) (?:threaten\w*)\b(?! the road| it)
(?:daughter|boyfriend|brother)(?: was| always|'s) (?:stab\w*|violent)\b(?! the road| it)
(?:man|neighbou?r|caregiver)(?: is| keeps| just)? (?:punch\w*|slap\w*|chok\w*)\b(?! the road| it)
(?:man|neighbou?r|caregiver)(?: was| always|'s) (?:punch\w*|slap\w*|chok\w*)\b(?! the road| it)
(?:carer|he|she|they)(?: is| keeps| just)? (?:punch\w*|slap\w*|chok\w*)\b(?! the road| it)
(?:carer|he|she|they)(?: was| always|'s) (?:punch\w*|slap\w*|chok\w*)\b(?! the road| it)
(?:man|neighbou?r|caregiver)(?: is| keeps| just)? (?:threaten\w*)\b(?! the road| it)
(?:man|neighbou?r|caregiver)(?: is| keeps| just)? (?:stab\w*|violent)\b(?! the road| it)
(?:man|neighbou?r|caregiver)(?: was| always|'s) (?:threaten\w*|stab\w*|violent)\b(?! the road| it)
(?:carer|he|she|they)(?: is| keeps| just)? (?:threaten\w*|stab\w*|violent)\b(?! the road| it)
(?:carer|he|she|they)(?: was| always|'s) (?:threaten\w*|stab\w*|violent)\b(?! the road| it)
domestic violence|being (?:beaten|abused|attacked|held|robbed)|beaten up
been (?:beaten|hit|attacked|robbed|stabbed|assaulted)|\b(?:kill|murder|shoot|stab) (?:me|us)\b
going to kill|gonna kill|with a (?:knife|gun|weapon)|has a (?:knife|gun)|holding a (?:knife|gun)
a knife|break(?:ing)? in(?:to)?\b|broke in(?:to)?\b|burglar|intruder|robber
stranger (?:in|is|at|trying)
someone (?:is )?(?:in my (?:house|home|room)|trying to (?:get|come|break) in|following me|banging)
banging on my door|lock(?:ed|s) me (?:in|up)|locked me|won'?t let me (?:out|leave|go)
took my (?:keys|phone|passport).{0,30}|call (?:the )?police|send (?:the )?police|\b112\b
police please|rape
""",
    Cause.FIRE: r"""
on fire|(?:there is)(?: is| has| caught| on)? (?:fire)\b(?! ?place| ?man| alarm| drill| ?works)
(?:there is)(?: is| has)? (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:there is)(?: caught| on) (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:there's|theres)(?: is| has| caught| on)? (?:fire)\b(?! ?place| ?man| alarm| drill| ?works)
(?:there's|theres)(?: is| has)? (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:there's|theres)(?: caught| on) (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:house|kitchen|a|big)(?: is| has| caught| on)? (?:fire)\b(?! ?place| ?man| alarm| drill| ?works)
(?:house|kitchen)(?: is| has)? (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:a|big)(?: is| has)? (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:house|kitchen)(?: caught| on) (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:a|big)(?: caught| on) (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:my|home)(?: is| has| caught| on)? (?:fire)\b(?! ?place| ?man| alarm| drill| ?works)
(?:my|home)(?: is| has)? (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:my|home)(?: caught| on) (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:room|apartment)(?: is| has| caught| on)? (?:fire)\b(?! ?place| ?man| alarm| drill| ?works)
(?:room|apartment)(?: is| has)? (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:room|apartment)(?: caught| on) (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:building|stove)(?: is| has| caught| on)? (?:fire)\b(?! ?place| ?man| alarm| drill| ?works)
(?:building|stove)(?: is| has)? (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:building|stove)(?: caught| on) (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:blanket|curtain)(?: is| has| caught| on)? (?:fire)\b(?! ?place| ?man| alarm| drill| ?works)
(?:blanket|curtain)(?: is| has)? (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
(?:blanket|curtain)(?: caught| on) (?:burning|in flames)\b(?! ?place| ?man| alarm| drill| ?works)
^fire\b|\bfire fire|caught fire|flames|burning (?:smell|down|up)
smell (?:of )?(?:gas|smoke|burning)|smells? (?:like )?(?:gas|smoke|burning)
gas (?:leak\w*|smell|is leaking|odou?r)|leaking gas
smoke (?:everywhere|coming|in|is|all|fill\w*|from)
(?:full of|filled with|black|thick|see|so much) smoke|carbon monoxide|explosion|exploded|sparks
fire (?:department|brigade|truck)|call (?:the )?fire
""",
    Cause.FALL: r"""
\b(?:i |i've |ive |just |have )(?:just |have )?(?:fell|fallen)\b(?! asleep| in love| behind)
\b(?:i |i've |ive |just |have )(?:had |has |badly )(?:fell|fallen)\b(?! asleep| in love| behind)
\b(?:i |i've )(?:just |have )?(?:slipped|tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:ive |just |have )(?:just |have )?(?:slipped|tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:i |i've )(?:had |has |badly )(?:slipped|tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:ive |just |have )(?:had |has |badly )(?:slipped)\b(?! asleep| in love| behind)
\b(?:ive |just |have )(?:had |has |badly )(?:tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:she |he |mom |mum |mother )(?:just |have )?(?:fell|fallen)\b(?! asleep| in love| behind)
\b(?:she |he |mom |mum |mother )(?:had |has |badly )(?:fell|fallen)\b(?! asleep| in love| behind)
\b(?:she |he )(?:just |have )?(?:slipped|tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:mom |mum |mother )(?:just |have )?(?:slipped|tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:she |he )(?:had |has |badly )(?:slipped|tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:mom |mum |mother )(?:had |has |badly )(?:slipped)\b(?! asleep| in love| behind)
\b(?:mom |mum |mother )(?:had |has |badly )(?:tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:father |dad )(?:just |have |had |has |badly )?(?:fell|fallen)\b(?! asleep| in love| behind)
\b(?:wife |husband |lady )(?:just |have )?(?:fell|fallen)\b(?! asleep| in love| behind)
\b(?:wife |husband |lady )(?:had |has |badly )(?:fell|fallen)\b(?! asleep| in love| behind)
\b(?:father |dad )(?:just |have )?(?:slipped|tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:father |dad )(?:had |has |badly )(?:slipped|tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:wife |husband |lady )(?:just |have )?(?:slipped)\b(?! asleep| in love| behind)
\b(?:wife |husband |lady )(?:just |have )?(?:tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:wife |husband |lady )(?:had |has |badly )(?:slipped)\b(?! asleep| in love| behind)
\b(?:wife |husband |lady )(?:had |has |badly )(?:tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:man |neighbou?r |grandma )(?:just |have )?(?:fell|fallen)\b(?! asleep| in love| behind)
\b(?:man |neighbou?r |grandma )(?:had |has |badly )(?:fell|fallen)\b(?! asleep| in love| behind)
\b(?:man )(?:just |have )?(?:slipped|tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:neighbou?r |grandma )(?:just |have )?(?:slipped)\b(?! asleep| in love| behind)
\b(?:neighbou?r |grandma )(?:just |have )?(?:tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:man )(?:had |has |badly )(?:slipped|tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:neighbou?r |grandma )(?:had |has |badly )(?:slipped)\b(?! asleep| in love| behind)
\b(?:neighbou?r |grandma )(?:had |has |badly )(?:tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:grandpa |badly |also )(?:just |have )?(?:fell|fallen)\b(?! asleep| in love| behind)
\b(?:grandpa |badly |also )(?:had |has |badly )(?:fell|fallen)\b(?! asleep| in love| behind)
\b(?:grandpa |badly |also )(?:just |have )?(?:slipped)\b(?! asleep| in love| behind)
\b(?:grandpa |badly |also )(?:just |have )?(?:tripped|tumbled)\b(?! asleep| in love| behind)
\b(?:grandpa |badly |also )(?:had |has |badly )(?:slipped)\b(?! asleep| in love| behind)
\b(?:grandpa |badly |also )(?:had |has |badly )(?:tripped|tumbled)\b(?! asleep| in love| behind)
^(?:fell|slipped|tripped|fallen)\b(?! asleep| in love)
\bfell (?:down|off|of|over|from|in the|on|out|and|hard|backwards)\b
(?:can'?t|cannot|can not) (?:get (?:back )?up|stand(?: up)?|get off the floor|rise)\b
(?:cant|couldn'?t|unable to|not able to) (?:get (?:back )?up|stand(?: up)?)\b
(?:cant|couldn'?t|unable to|not able to) (?:get off the floor|rise)\b
(?:lying|stuck|laying|been) on the (?:\w+ )?floor
on the (?:kitchen |bathroom |bedroom )?floor (?:since|and|for|can)
(?:broke|broken|fractured) (?:my|a|an|her|his)?\s*(?:hip|leg|arm|wrist|ankle|bone|rib|neck|back)
(?:hip|leg|arm|wrist|ankle|neck) is broken|(?:hip|leg|legs) (?:won'?t|wont|can'?t|doesn'?t) move
hit my head|cracked my head
""",
    Cause.MEDICAL: r"""
(?:can'?t|cannot|can not|cant) (?:really |even )?breath(?:e|ing)?\b
(?:couldn'?t|hard to|difficult to|trouble) (?:really |even )?breath(?:e|ing)?\b
(?:difficulty|struggling to|unable to|not) (?:really |even )?breath(?:e|ing)?\b
(?:isn'?t|isnt|barely|stopped|hardly) (?:really |even )?breath(?:e|ing)?\b
short(?:ness)? of breath|out of breath|chok(?:ing|ed)|suffocat|gasping|breathless
breathing is (?:hard|difficult)
(?:chest|heart)(?: \w+){0,3} (?:pain\w*|hurt\w*|tight\w*|pressure|crush\w*)
(?:chest|heart)(?: \w+){0,3} (?:ach\w*|squeez\w*|attack|stopped|racing|pounding)
(?:pain|tightness)(?: \w+){0,2} (?:in|on) (?:my|the|his|her) (?:chest|heart)
(?:pressure|hurting|tight)(?: \w+){0,2} (?:in|on) (?:my|the|his|her) (?:chest|heart)|heart attack
cardiac|stroke\b(?! of luck)
(?:face|arm|leg|side|body|hand)(?: \w+){0,3} (?:numb|droop\w*|paralys\w*|paralyz\w*|limp)
(?:numb|droop\w*) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:face|arm|leg|side)
(?:numb|droop\w*) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:body|left|right|hand)
(?:paralys\w*) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:face|arm|leg|side)
(?:paralyz\w*|can'?t move) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:face|arm|leg|side)
(?:paralys\w*) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:body|left|right|hand)
(?:paralyz\w*|can'?t move) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:body|left|right|hand)
(?:cannot move) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:face|arm|leg|side)
(?:cant move|can'?t lift) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:face|arm|leg|side)
(?:cannot move) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:body|left|right|hand)
(?:cant move|can'?t lift) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:body|left|right|hand)
(?:cant lift) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:face|arm|leg|side)
(?:can'?t feel|cant feel) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:face|arm|leg|side)
(?:cant lift) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:body|left|right|hand)
(?:can'?t feel|cant feel) (?:on |in )?(?:my|the|his|her|one|half)? ?(?:body|left|right|hand)
\bcan'?t move\b|cannot move|cant move\b|slurr|can'?t speak|cannot speak|cant speak
lost (?:my )?(?:vision|sight|speech)|suddenly (?:can'?t|cant|cannot|blind|dizzy|weak|numb)
can'?t see (?:anything|suddenly)|unconscious|collaps|passed out|fainted|fainting|faint\b
won'?t wake|wont wake|not waking|doesn'?t wake|not responding|unresponsive|no pulse|seizure
convuls|lips are blue|turning blue|barely conscious|losing consciousness|black(?:ed|ing) out
bleed(?:ing|s)? (?:badly|a lot|heavily|out|won|and|from|so|has|everywhere|non)
won'?t stop bleeding|lots of blood|so much blood|blood everywhere|losing blood
(?:started|is|am|i'm|im|still|keeps|been|nose|head) bleeding|vomit\w* blood|cough\w* (?:up )?blood
throwing up blood|blood in my|bleeding\b|\b119\b|\b911\b|ambulance|emergency|paramedic
call a doctor now|save me|\bsos\b
(?:i'm|im|i am|he'?s|she'?s|is) dying\b(?! to| of (?:laugh|bored|hung)| for)
i(?:'m going| am going|'m gonna| think i'm going| will) to die|gonna die|going to die|overdose
poison|swallowed|wrong (?:pills|medicine|medication|dose)|double dose|too much insulin
blood sugar is (?:very |too )?(?:low|3|4\d)\b|allergic|bitten by|snake|stung|electrocut
electric shock|burn(?:ed|t) (?:my|badly)|scald|car accident|hit by a car|run over|heat ?stroke
drown|help me now|severe pain|unbearable|worst (?:headache|pain)|spinning and|stiff and
""",
}
NEEDS = {
    Meaning.DECEASED: r"""
passed away|\bdied\b(?! of laugh| laugh)|has passed
(?:he is|she is|he's|she's|they are|mom is) (?:dead|deceased|gone forever|no longer with us)\b
(?:mum is|mother is|father is) (?:dead|deceased|gone forever|no longer with us)\b
(?:dad is|husband is|wife is) (?:dead|deceased|gone forever|no longer with us)\b|no longer with us
funeral (?:was|is|of)|deceased|buried (?:him|her|mom|mum)|death of (?:my|our)
lost (?:our|her|him) (?:mother|father|last)
""",
    Meaning.HELP: r"""
\bhelp\b|need (?:a |some |to see |to talk)
\bneed (?:you|someone|somebody|assistance|medicine|food|rice|money|doctor|support)
(?:please|pls|plz|can you) (?:please )?(?:call|phone|ring|come|visit|send|bring|check|contact|fix)
(?:could you|can someone) (?:please )?(?:call|phone|ring|come|visit)
(?:could someone|someone|somebody) (?:please )?(?:call|phone|ring|come|visit)
(?:could you|can someone) (?:please )?(?:send|bring|check|contact|fix)
(?:could someone|someone|somebody) (?:please )?(?:send|bring|check|contact|fix)|call me|phone me
ring me|come over|come (?:and )?see me|send (?:someone|somebody|the|a)\b|come (?:by|help|here)
not (?:so |very |feeling |really |doing |too |that |at all )*(?:ok|okay|okey|well|good)\b
not (?:so |very |feeling |really |doing |too |that |at all )*(?:fine|great|alright|right|better)\b
(?:don'?t|dont) feel (?:so |very |too |that )?(?:ok|well|good|fine|right|great)
(?:doesn'?t|do not|didn'?t) feel (?:so |very |too |that )?(?:ok|well|good|fine|right|great)
isn'?t (?:ok|well|good|fine)|feel(?:ing)? (?:\w+ )?(?:bad|sick|ill|down|terrible|awful)\b
feel(?:ing)? (?:\w+ )?(?:weak|unwell|dizzy|lonely|sad|low|depressed)\b
feel(?:ing)? (?:\w+ )?(?:horrible|lousy|miserable|nauseous|rough|worse)\b
feel(?:ing)? (?:\w+ )?(?:poorly|faint|blue|tired|homesick|anxious|hopeless)\b|unwell
\bsick\b(?! of (?:this|these|your|getting))|\bill\b|terrible|awful|miserable|homesick|nausea
nauseous|vomit|throwing up|dizzy|fever|\bcough|\bflu\b|bad cold|a cold\b|have cold|sore|\bache
\baches|aching|\w+ache\b|\bpain|\bhurt|hurts|killing me|swollen|stiff|injured|infect|diarrh
constipat|weak\b|exhausted|can'?t sleep|cannot sleep|cant sleep|couldn'?t sleep|no sleep|insomnia
worse\b|lonely|alone\b(?! time)|nobody (?:to|comes|visits|calls|cares)
no one (?:to|comes|visits|calls|cares)|sad\b|depress|crying|\bcry\b|miss my|scared
afraid(?! not| so)|worried|anxious|hopeless|struggling|hard time|tough time|desperate|stress
(?:ran|run|running|run) out
out of (?:food|rice|medicine|money|gas|oil|meds|insulin|pills|heating|water)
no (?:food|rice|money|heat|heating|water|electricity|power|medicine|one to)
nothing (?:to eat|in the fridge|left to eat)|starving|hungry|haven'?t eaten|not eaten|can'?t eat
cant eat|can'?t (?:afford|pay|cook|walk|go|get out|read|hear|see|leave|work|shower)
cant (?:afford|pay|cook|walk|go|get out|read|hear|see|leave|lift)
cannot (?:afford|pay|cook|walk|go|get out|read|hear|see|leave)|unable to (?:walk|go|cook|eat)
broken|broke down|doesn'?t work|not working|stopped working|won'?t (?:turn on|start)|is dead\b
freezing|(?:so|too|very) cold|cold in (?:here|my)|leak|\bevict|\brent\b|debt|\bbills?\b|scam
stolen|lost my (?:wallet|keys|money|way|phone|card)|i'm lost|wheelchair|^2\b|\bnumber (?:2|two)\b
\boption 2|\btwo please|^two$|no,? (?:i'm|im|i am) not
""",
    Meaning.STOP: r"""
^stop\b|\bstop (?:text|send|messag|call|contact|writ|ask|it|this|these|bother)|please stop
unsubscribe|opt ?out
(?:don'?t|dont|do not|never) (?:text|message|send|call)(?: \w+)* (?:anymore|any more|again|me)
(?:don'?t|dont|do not|never) (?:contact|write|ask|bother)(?: \w+)* (?:anymore|any more|again|me)
remove (?:me|my)|take me off|leave me alone|no more (?:messages|texts|calls|questions)|delete my
not (?:want|wish) (?:to get |to receive )?(?:this|these|any|your)
don'?t want (?:to get |to receive |any |these |this |your )|cancel (?:this|my|the)
quit (?:texting|sending|asking)
""",
    Meaning.WRONG_PERSON: r"""
wrong (?:number|person|guy|recipient|phone)
(?:i am|i'm|im|this is) not (?:mrs|mr|ms|miss|him|her|she|he|the person|[a-z]+ (?:kim|park|lee))\b
no (?:\w+ )?(?:by that name|here by)|nobody (?:called|named|by)
(?:my|this) (?:new )?number (?:is new|now|is mine)|got (?:this|the) (?:phone |new )?number
new (?:number|owner)|don'?t know (?:him|her|this person|who that|any)
this is a (?:restaurant|shop|company|business|hotel|school|office|store)|not a private phone
this is (?:her|his) (?:daughter|son|husband|wife|neighbou?r|grandson|granddaughter|nurse|carer)\b
""",
    Meaning.ABSENT: r"""
not (?:at )?home|not in (?:gimcheon|korea|town)|away (?:from|until|till|this|for|next|on|in)\b
i'm away|im away|out of (?:town|korea|the country|the city)
(?:on|in) (?:a |my )?(?:holiday|vacation|trip|hospital|travel)|in the hospital|at the hospital
hospitali[sz]ed|nursing home|traveling|travelling|visiting (?:my|a|family|relatives|friends)
staying (?:at|with|in)|(?:at|with|in) my (?:son|daughter|sister|brother|friend|mother)(?:'?s)?\b
(?:at|with|in) my (?:children|kids|niece|aunt|family|cousin)(?:'?s)?\b
(?:went|gone|flew) (?:to|back)
back (?:in|on|next|home on|home next|from)\b.{0,20}(?:week|month|day|january|february)
back (?:in|on|next|home on|home next|from)\b.{0,20}(?:march|april|may|june|july)
back (?:in|on|next|home on|home next|from)\b.{0,20}(?:august|september|october|november|december)
back (?:in|on|next|home on|home next|from)\b.{0,20}(?:\d|two|jeju|busan|seoul)
(?:return|returning|come back|coming back|home again|be back|be home)\b|house is empty
until (?:sunday|monday|tuesday|wednesday|thursday|friday|saturday|next|the)
till (?:sunday|monday|tuesday|wednesday|thursday|friday|saturday|next)
""",
    Meaning.LATER: r"""
\blater\b|\bbusy\b|not now|can'?t (?:talk|speak|answer|reply|text|chat)|cant (?:talk|answer|reply)
in a meeting|driving
at (?:work|church|prayer|mass|the doctor)\b.{0,20}(?:answer|reply|call|text|talk|later|back)
(?:ask|call|text|message|write|try|contact|ring)(?: me)? (?:again|back|tomorrow|tonight)
(?:ask|call|text|message|write|try|contact|ring)(?: me)? (?:in (?:an?|\d+|the|half|two|a)|after)
(?:ask|call|text|message|write|try|contact|ring)(?: me)? (?:this (?:evening|afternoon)|when)
(?:will|i'll|ill) (?:answer|reply|respond|text|call|write|get back)
in (?:an|half an|one|two|\d) hours?|give me a (?:minute|moment|sec)|one moment|hold on
talk (?:soon|tomorrow|tonight)
""",
}
