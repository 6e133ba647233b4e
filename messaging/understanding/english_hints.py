"""English: what is danger only together, often in two sentences: any two lines of a table.

In the spelling of `english.spelled`. The notation is that of `expressions`.
"""

from __future__ import annotations

from signals.model import Cause

HINTS = (
    (
        Cause.SELF_HARM,
        r"""
(?:papers|bank ?book|pass ?book|documents?|insurance|will|keys|letters?|note|funeral money|savings
    |photos?)(?: \w+){0,3} (?:on the table|in the drawer|on the bed|sorted|in order|arranged|under
    |for (?:my|the) (?:son|daughter|kids|children|family))\b|affairs in order
(?:house|room|everything) (?:is )?(?:all )?(?:cleaned|packed|settled|arranged|paid)\b
(?:have |had |already |i )(?:decided|made up my mind|made my (?:mind up|decision|peace))\b(?! (?:to|
    on
    |that|not|against|about|which|what|for))
(?:no need|do not|do not bother|nobody needs?|not necessary)(?: \w+){0,5} (?:tomorrow|next week
    |from tomorrow|after (?:today|tonight)|tonight)\b|thank (?:you|
    u)(?: all)?(?: so much)? for (?:everything
    |being|your kindness|all you|looking after)|you (?:have been|were|are) (?:so |very )?kind
    |sorry (?:for|about) (?:the|any|all the|this) (?:trouble|mess|bother)|forgive me
(?:going|walking|am|standing|sitting|up|here|edge)(?: \w+)? (?:to |at |on |by |of )?the (?:bridge|
    roof
    |rooftop|cliff|(?:train |railway )?tracks|ledge|railing|parapet|dam)\b|the water is (?:so |
    very )?
    (?:deep|black|dark|calling)
(?:give|keep|have|take) (?:the|my) (?:dog|cat|birds?|parrot|plants|ring|fish)\b
not(?: think)?(?: \w+){0,2} come (?:down|back)(?: again| up| the stairs)?\b|will not (?:matter|hurt)
     (?:any ?more|soon)|(?:it|all|everything) will (?:soon )?be (?:quiet|over|finished|peaceful)\b
    |will be tonight\b
(?:have|got|enough|with|saved)(?: \w+){0,2} <pills>\b(?! (?:for (?:the|a|this|two|three|my)|on|
    in the
    |until|to last|delivered))
(?:tonight|soon|tomorrow|today) (?:i will|i am going to) (?:be with|join|go to him|go to her)\b
    |(?:be with|join|see) (?:him|her) (?:tonight|soon|again)\b
""",
    ),
    (
        Cause.FIRE,
        r"""
(?:burn(?:ed|t|ing)?|lit|bonfire|set fire to)(?: \w+){0,3} (?:leaves|rubbish|field|grass|stubble
    |garbage|trash|straw|weeds|brush|branches)\b
wind (?:took|got|blew|picked|carried|is blowing)|jumped|spread\w*|out of control|(?:at|to|near|
    reached)
     (?:my|the|our|his|her) (?:fence|shed|barn|house|roof|hill|hills|forest|trees|neighbou?rs?)\b
""",
    ),
    (
        Cause.FIRE,
        r"""
charcoal|briquettes?|coal (?:fire|stove)|generator|(?:gas|kerosene|paraffin) (?:heater|stove)|fumes
headache|head (?:is )?(?:splitting|spinning|pounding|throbbing)|dizz\w+|sleepy|drowsy|vomit\w*|
    nausea
    |nauseous|(?:feel|feels|felt) (?:sick|faint)
""",
    ),
    (
        Cause.MEDICAL,
        r"""
insulin|diabet\w+|blood sugar
trembl\w+|shak\w+|soaked|sweat\w*|confus\w+|faint\w*|blurr\w*|cannot see|drowsy
""",
    ),
    (
        Cause.MEDICAL,
        r"""
eyes (?:are |is )?(?:open|closed|shut|half)|snoring|gurgling|making (?:a )?(?:strange|funny|weird)
     (?:noise|sound)s?|lips
not (?:answer|respond|wake|react|move|talk|speak)\w*|no (?:answer|response|reaction)|nothing
""",
    ),
    (
        Cause.MEDICAL,
        r"""
(?:took|eaten|ate|swallowed|drank|drops|put)(?: [\w']+){0,5} (?:<pills>|drops|eyes)
candy|candies|sweets|(?:they|it) (?:was|were) (?:glue|bleach|the wrong|poison|somebody|not mine)
""",
    ),
    (
        Cause.MEDICAL,
        r"""
mushrooms?|puffer ?fish|wild (?:herbs?|greens?|plants?|roots?)|berries
being sick|throw\w* up|vomit\w*|cramps?|moving|dizzy|numb|sweat\w*|seeing|see things
""",
    ),
    (
        Cause.VIOLENCE,
        r"""
(?:reads?|checks?|watches|took|takes|broke) my (?:phone|messages|texts)|cannot (?:talk|say|
    write) (?:much
    |long|now)|whisper\w*|do not (?:call|ring|reply)
(?:hurts?|hits?|beats?|afraid of|scared of) (?:me|him)|he is (?:drunk|angry|coming|outside|home|
    back)
    |locked|hiding
""",
    ),
)
