"""Groups of English words that the tables of patterns name: `<kin>`, `<limb>`."""

from __future__ import annotations

GROUPS = {
    "kin": r"""
husband|wife|hubby|spouse|partner|mother|mom|mama|nanay|father|dad|daddy|papa|son|daughter|brother
sister|nephew|niece|uncle|aunt|auntie|cousin|grandm\w+|grandp\w+|granny|grandfather|grandson
granddaughter|grandchild|granny|nan|child|kid|baby|boy|girl|(?:son|daughter|mother|father) in law
""",
    "near": r"""
neighbou?rs?|friend|roommate|housemate|flatmate|lady|man|woman|guy|gentleman|guest|caregiver|carer
helper|nurse|landlord|landlady|boss|employer|manager|coworker|boyfriend|girlfriend|ex|stranger
old man|old woman|someone|somebody|people|they|he|she|guys|men|drunk
""",
    "who": r"(?:<kin>|<near>)(?: next door| upstairs| downstairs| in law| across the \w+)?",
    "aux": r"""
is|are|was|were|am|be|has|have|had|just|keeps?|kept|always|will|been|being|got|gets?|still|again
suddenly|really|almost always|then|now|also|badly|often|started|tries|trying|tried|wants|to|did
even
going to|threatens|threatened|drunk and|who|that|already
""",
    "limb": r"""
arms?|legs?|hands?|foot|feet|fingers?|wrist|ankle|hip|knees?|shoulder|elbow|thigh|ribs?|back|neck
collar ?bone|bones?|skull|pelvis|spine|tailbone
""",
    "storey": r"""
(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|top|ground|upper|lower|same|next
which|\d+(?:st|nd|rd|th))\b
""",
    "part": r"""
<limb>|toes?|hips|face|mouth|lips?|side|body|eyes?|eyelids?|tongue|speech|vision|jaw|cheek|half|
    everything
""",
    "cannot": r"""
cannot|can not|could not|can hardly|can barely|can no longer|could hardly|could barely|not able to
unable to|will not|does not|do not|did not|is not able to|cannot even|cannot really|hardly|barely
""",
    "pills": r"""
pills?|tablets?|sleeping|sleepers|medicines?|medications?|tabs|capsules?|drugs|valium|zolpidem
paracetamol|tylenol|insulin|stilnox|painkillers?|vitamins
""",
    "took": r"took|taken|swallowed|take|taking|ate|eaten|drank|had|swallow|drunk|popped|downed",
    "toxin": r"""
bleach|pesticides?|weed ?killer|insecticide|herbicide|rat poison|poison|detergent|antifreeze
paraquat
cleaning (?:liquid|fluid|product)|drain cleaner|lye|gasoline|kerosene|paint thinner|mercury|caustic
""",
    "attacked": r"""
hits?|hitting|hitted|beat|beats|beaten|beating|punch(?:ed|es|ing)?|slap(?:ped|s|ping)?
kick(?:ed|s|ing)?
chok(?:ed|es|ing)|strangl(?:ed|es|ing)|attack(?:ed|s|ing)?|stab(?:bed|s|bing)?|assault(?:ed|s|ing)?
rap(?:e|ed|es|ing)|molest(?:ed|s|ing)?|abus(?:ed|es|ing)|threaten(?:ed|s|ing)?|shov(?:ed|es|ing)
push(?:ed|es|ing)|grab(?:bed|s|bing)?|drag(?:ged|s|ging)?|bit|bites|robb(?:ed|ing)|mugg(?:ed|ing)
twist(?:ed|s|ing)?|spat|spits|thump(?:ed|s|ing)?|whack(?:ed|s|ing)?|pinned|jabb(?:ed|s|ing)?
clobber(?:ed|s|ing)?|batter(?:ed|s|ing)?|belt(?:ed|s)|scratch(?:ed|es)|pinch(?:ed|es|ing)?
tied|whipp?(?:ed|s|ing)?|smack(?:ed|s|ing)?|thrash(?:ed|es|ing)?|hurts|hurting|shoot
murder(?:ing)?|burn(?:ed|s|ing)?|lock(?:ed|s)|touch(?:ed|es)|throttl(?:ed|es|ing)
""",
    "victim": r"""
me|us
(?:my|his|her|the|our|their) (?:own |old |little |poor )?(?:<kin>|face|head|arms?|hair|wrists?|kids|
    children|
    neighbou?r)
him|her(?! \w+ing)|old (?:man|woman|lady)|somebody|each other
""",
    "home": r"""
house|kitchen|home|room|bedroom|apartment|flat|building|stove|blanket|curtains?|roof|living room
barn|shed|greenhouse|balcony|bathroom|garage|heater|oven|outlet|socket|mattress|sofa|bed|door
hallway
boiler|boiler room|stairs|stairwell|corridor|basement|floor below|fryer|pan|field|grass|microwave
wall
toaster|fridge|wiring|wires?|neighbou?r(?:'?s)?(?: house)?|charger|battery|plug
""",
    "very": r"""
so|very|really|too|that|all|at all|feeling|feel|doing|quite|entirely|exactly|particularly
especially
totally|fully|even|always|much
""",
    "ask": r"""
please|can you|could you|can someone|could someone|can somebody|could somebody|someone|somebody
can anyone|could anyone|will you|would you|can u|could u|may you|i want you to|want someone to
""",
}
