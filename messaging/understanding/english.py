"""English, as short messages are written: small letters, no apostrophes, slips."""

from __future__ import annotations

import re

from locales.model import Language
from messaging.understanding.english_dangers import DANGERS
from messaging.understanding.english_fine import FINE, WELL, WORDS
from messaging.understanding.english_groups import GROUPS
from messaging.understanding.english_harmless import HARMLESS
from messaging.understanding.english_hints import HINTS
from messaging.understanding.english_needs import NEEDS
from messaging.understanding.expressions import either
from messaging.understanding.foreign import Tongue, hints, phrases, words
from messaging.understanding.signs import signs

_SHORT = {
    short: long
    for line in """
i'm=i am|im=i am|i've=i have|ive=i have|i'll=i will|i'd=i would|he's=he is|hes=he is|she's=she is
shes=she is|it's=it is|its=it is|that's=that is|thats=that is|there's=there is|theres=there is
they're=they are|theyre=they are|we're=we are|we've=we have|we'll=we will|you're=you are
youre=you are
he'll=he will|she'll=she will|they'll=they will|it'll=it will|everything's=everything is
what's=what is|all's=all is
who's=who is|how's=how is|where's=where is|u=you|ur=your|r=are|pls=please|plz=please|plss=please
pleasee=please|thx=thanks|ty=thanks|tnx=thanks|tks=thanks|thanx=thanks|cant=cannot|can't=cannot
couldnt=could not|dont=do not|didnt=did not|doesnt=does not|isnt=is not|arent=are not|wasnt=was not
wont=will not|won't=will not|havent=have not|hasnt=has not|wouldnt=would not|aint=am not
ain't=am not
werent=were not|hadnt=had not|shouldnt=should not|gonna=going to|wanna=want to|gotta=got to
tmrw=tomorrow|tmr=tomorrow|tomorow=tomorrow|tommorow=tomorrow|2moro=tomorrow|nite=night
2nite=tonight
tonite=tonight|2day=today|b4=before|meds=medicine|med=medicine|mum=mom|mam=mom|mummy=mom|mommy=mom
sumone=someone|some1=someone|alot=a lot|breth=breathe|brethe=breathe|breeth=breathe
breathin=breathing
swalow=swallow|plese=please|hart=heart|dizy=dizzy|dizzi=dizzy|falled=fell|knive=knife|helpp=help
finee=fine|okk=ok|yess=yes|okayy=okay|goodd=good|okey=ok|okie=ok|oki=ok|oke=ok|o.k=ok
neighbour=neighbor
neighbours=neighbors|hosp=hospital|dr=doctor|doc=doctor|bc=because|cuz=because|cos=because
coz=because
w/=with|w=with|wk=week|wks=weeks|hr=hour|hrs=hours|min=minutes|mins=minutes|bp=blood pressure
abt=about
ppl=people|rly=really|rlly=really|smoe=some|teh=the|adn=and|yr=year|yrs=years|msg=message|txt=text
bcoz=because|becoz=because|hv=have|wat=what|ok2=ok|goin=going|nothin=nothing|feelin=feeling
doin=doing
somethin=something|hurtin=hurting|bleedin=bleeding|ther=there|hav=have|fel=fell|ambulence=ambulance
ambulanse=ambulance|ambulans=ambulance|emergancy=emergency|burnin=burning
cud=could|wud=would|shud=should|hapy=happy|happi=happy|gud=good|gd=good|grt=great|gr8=great
wel=well
""".replace("\n", "|").strip("|").split("|")
    for short, long in [line.split("=")]
}  # fmt: skip
_OFTEN_MISSPELT = words(
    """
breathe breathing bleeding ambulance hospital bathroom kitchen unconscious collapsed stomach
medicine poison burning police emergency suicide swallowed headache pressure stroke throat slipped
lonely hungry feeling everything anymore myself husband
"""
)
_TYPOS = {
    word[:place] + rest: word
    for word in _OFTEN_MISSPELT
    for place in range(1, len(word))
    for rest in (
        word[place + 1 :],
        word[place] + word[place:],
        word[place : place + 2][::-1] + word[place + 2 :],
    )
    if word[:place] + rest not in {"breath", "sipped", "stoke", "collapse", "feeing"}
}
_WORD = re.compile(r"[a-z']+(?:\.k)?|\b2day|\b2nite|\b2moro|\bb4|\bgr8")
_NEGATED = re.compile(r"^([a-z]+)n't$")

BARE = phrases(
    """
yes|y|yep|yeah|yup|ya|ok|okay|fine|i am fine|good|great|well|1|one|very well|very good|very fine
number 1|number one|all good|all well|sure|of course|yes yes|yes ok|ok ok|alive|still alive|oo|opo
always|yes i am|i am|i am ok|i am fine|yes please 1|👍 ok|option 1|o.k.|yes sir|yes maam|ok po
yes po
"""
)
NODS = frozenset(
    words(
        """
yes y yep yeah yup ya ok okay k sure oo opo 1 one perfect great excellent wonderful fantastic
awesome lovely brilliant
"""
    )
)
_CLOSE = frozenset(
    words(
        """
i am me is are was be been the a an and so to of on at with for by it this that my we our you your
us today now morning evening afternoon night everyday day days always still just also too very
really quite again all both everything everyone here there thanks thank you god lord jesus bless
blessed teacher sir madam maam ma'am mam dear love darling honey friend hello hi hey yes no oh ok
ah well haha hahaha hehe lol how hope do doing feel feeling keep keeping asking checking concern
care message much lot lots many same usual as ever home please number one 1 po naman lang ako
salamat opo up down yup yep happy and healthy team city hall service have has having had it's
folks guys then everyday daily for kind kindness remembering always up on
"""
    )
)
_PLAIN = _CLOSE | frozenset(
    words(
        """
were or in but from he his her she they yesterday week month year ate eat eating did done took
take taking slept sleep sleeping walked walk walking went go going gone come came coming watched
watch watching tv drama kdrama read reading cooked cook cooking cleaned cleaning clean playing
play played met meet talked talking talk working work worked garden gardening church market park
house outside breakfast lunch dinner supper meal rice soup noodles coffee tea medicine pills
vitamins water fruit kimchi bread food weather sunny nice warm cool rain rainy snow sun husband
wife son daughter kids children grandkids grandson granddaughter grandchildren family friends
friend neighbor neighbors dog cat birthday holiday old age eighty how about worry sorry late reply
see god's grace here's senior center centre hall class korean lesson lessons singing sing sang
song choir practice dancing dance dancing exercise yoga bus shopping shop bought made make making
knitting flowers plants watering washing laundry ironing cards game games video called call phone
early finished finish finishes start new job farm strawberry boss kind back just ready visiting
visited visitor visit together laughing laughed smiling smile heating heater works working full
belly stomach# bowl bowls plate two three five seven eight nine ten hours hour minutes oclock
o'clock bed woke wake up waking first fishing hiking hill hike picnic ktv wifi pm am adobo pancit
chicken fish pork egg eggs toast porridge ginger radio newspaper internet room apartment doctor
checked checkup check says said normal sister brother mom dad mother father cousin baby him them
who what more than best good great long short little big bit nap sitting sit enjoying enjoy
enjoyed fun joy joyful after before while listening music prayed praying pray prayer mass bible
sunday monday tuesday wednesday thursday friday saturday weekend spring summer autumn fall# winter
beautiful delicious yummy tasty sweet fresh air bench friends' village town neighbor's news report
indeed nicely marvellous grandchildren neighbours birds feed fed porridge cereal biscuits cake pie
sandwich beans potatoes cabbage carrots fruits melon watermelon plums pears berries rose roses
tulips seeds weeds yard porch balcony bench river lake sea beach path mountain bridge walk
strolled stroll hoover hoovered swept mopped dusted tidied tidy ironed hung hanging peeled baked
baking bake fried frying boiled steamed roast roasted stew curry dumplings pasta salad cheese milk
juice wine chess puzzle puzzles crossword bingo quilt quilting sewing knit knitted crochet
painting drawing letters photo photos pictures film movie episode match football baseball game
program programme bath shower hair haircut hairdresser barber blanket slippers coat hat scarf
boots window windows sunshine breeze blossom blossoms leaves bright clear mild misty quiet
peaceful lovely grand pleasant golden wonderful glorious nap rested resting relaxed relaxing
pottering puttering busy club group volunteer volunteers class choir band lesson teacher pastor
priest monk temple service fellowship bus train taxi ride trip picnic party wedding anniversary
holiday christmas easter lunar chuseok visitors guest guests aunt uncle niece nephew grandpa
grandma granddad granny twins puppy kitten hens chickens raining windy cloudy cow goat bees honey
plenty enough half quarter dozen couple few another each other lots every peppers chilli apples
grapes persimmons harvest onions garlic field
"""
    )
)
_TITLE = re.compile(r"\b(mrs|mr|ms|dr)\.")
_PART = either(
    r"""
ambulance|attack|because|bleeding|breathe|breath|broken|call|cannot|cant|chest|die|doctor|dont|down
everything|fell|fine|fire|food|get|good|head|heart|help|hurts|hurt|house|kill|leak|leg|gas|feel
myself|need|not|okay|pain|please|pls|police|send|sick|smell|smoke|stand|stop|thank|the|very|want
well|with|and|now|are|you|am|im|me|my|no|ok|so|to|up|is|it|i
"""
)
_RUN_TOGETHER = re.compile(rf"(?:{_PART.pattern}){{2,}}")
_STEM = re.compile(r"[a-z][a-z']*")


def spelled(text: str) -> str:
    """`text` with short forms written out, "not" apart, and frequent slips mended."""
    text = _TITLE.sub(r"\1", text.replace("can not", "cannot"))
    return _WORD.sub(lambda found: _right(found[0]), text)


def _right(word: str) -> str:
    if word in _SHORT:
        return _SHORT[word]
    if negated := _NEGATED.match(word):
        return f"{negated[1]} not"
    if _RUN_TOGETHER.fullmatch(word) and word not in _PLAIN:
        return " ".join(_SHORT.get(part, part) for part in _PART.findall(word))
    return _TYPOS.get(word, word)


def _unknown(clause: str) -> int:
    return sum(word not in _PLAIN for word in _STEM.findall(clause))


def _compiled(text: str) -> re.Pattern[str]:
    return either(text, GROUPS, whole_words=True)


ENGLISH = Tongue(
    language=Language.en,
    brief=12,
    signs=signs(DANGERS, NEEDS, GROUPS, whole_words=True),
    hints=hints(HINTS, _compiled),
    spelled=spelled,
    harmless=_compiled(HARMLESS),
    fine=either(FINE, WORDS),
    well=either(WELL, WORDS),
    unmeant=either(
        r"""
if|unless|hope|hopes|hoping|wish|wishes|wishing|would|could|should|might|maybe|perhaps|used to|once
was|were|will be|pretend\w*|say|saying|tell|told|telling|thinks|thought|not sure|cannot say|want to
wants to|think|supposed|until|when|not|never|no longer|hardly|cannot|seem|to be|trying to|try to
make|makes|as long as|asked|ask|before|had been|till
""",
        whole_words=True,
    ),
    asked=either(
        r"""
^(?:and |so |but |hello |hi |hey |ok |well )*(?:are|is|was|were|do|does|did|can|could|would|will|
    have|has|should|how|what|where|who|whom|why|which|whose|may|shall|am)\b(?! (?:ok|fine|good|
    well|doing|feeling|not|also)\b)
"""
    ),
    others=either(
        r"""
^so (?:that )?(?:no one|nobody|they|you|he|she)\b
^(?:and |but |so |because |yes |oh |well |today |now |also )*(?!it (?:is|has)(?: \w+){0,2} (?:gone|
    over|better|healed|passed|cured|(?:fine|ok|okay|good|alright) (?:now|again)))(?:he|she|they|
    you|it|this|that|these|those|there|weather|food|movie|people)\b
^(?:and |but |so |because |yes |oh |well |today |now |also )*(?:my|the|our|his|her|your|their|a|an|
    some|every|most)\s(?!<part>|health|appetite|blood|sleep|mood|fever|pain|cough|cold|flu|
    swelling|headache|knee|body|life|day)\w+
""",
        GROUPS,
    ),
    bare=BARE,
    nods=NODS,
    clause_end=either(
        r"""
[.!;,\n:()…]+(?!\d)|(?<=\?)|\s-+\s
\s(?=(?:but|however|though|although|only my|only i|except|yet i|because|then|until suddenly|so i|
    so my|which|since i|while)\b(?! once))
\s(?=and (?:i|my|now|then|it|the|he|she|there|also|everything|says?|we|cannot)\b)
(?<=fine|good|well|okay)\s(?=i |my |we )|(?<= ok)\s(?=i |my |we )
"""
    ),
    denied=either(
        r"""
\b(?:(?<!said )(?<!say )(?<!says )no|not|never|without|nothing|neither|nor|nobody|none)(?: (?:any|
    more|real|big|serious|bad|been|have|had|having|feel|feeling|in|a|an|the|really|so|much|even|
    longer|at all|getting|get|got|experienc\w+|signs? of|yet|one|single|of|see|seen|smell|going to|
    gone|been to|planning to|trying to|want to|wanting to|be|become|think\w* (?:of|about)|
    contemplat\w+|tried|consider\w*|such|very|too|that|actually|ever|there is|there was|very much|
    have any|suffering from|like|wish to))*\s$
\b(?:no|not|without|never)\b[^.,]{1,40}\b(?:or|nor)(?: any| a| the| to)?\s$|any $|instead of $
rather than $
"""
    ),
    denied_after=either(
        r"""
^ (?:squad|drill|test)\b
^(?:'s| is| are| was| were| has| have)(?: all| been| now| completely| already)* (?:not needed|gone|
    over|stopped|healed|cured|better|fixed|repaired|put out|under control|arrested|finish(?:ed)?|
    passed|behind (?:me|us))\b(?! (?:again|and (?:came|back)|out))
^ (?:all gone|gone now|gone away|gone (?:since|already|completely)|healed|fixed now|years ago|
    finish(?:ed)? already)\b
"""
    ),
    unreal=either(
        r"""
if(?: (?:i|you|we|someone|anyone|somebody|anything|the|there|something|one)\b.*)?|in case\b.*$
what if\b.*$|(?:almost|nearly)(?: \w+){0,2}|(?:could|might|can|would) have
(?:afraid|scared|fear|fearful|terrified|worry|worried|worrying|careful|frightened) (?:of|about|not|
    i might|that i might|i may|i will)(?: \w+){0,3}
dreamed\b.*$|dreamt\b.*$
(?:had|have|in) (?:a |my )?(?:strange |bad |weird |funny )?(?:dream|nightmare)s?\b.*$|lest
so (?:that )?i do not|in order not to|not to|how to|prevent\w*(?: \w+)?|avoid\w*(?: \w+)?|as if
history of|used to|(?:symptoms?|causes?|meaning|risk|chance) of(?: an?)?
how (?:can|do|could|to)\b.*
(?:book|class|lecture|article|documentary|talk|podcast|training|lesson|seminar|program) (?:about|
    on|of)
pretend\w*(?: to)?|imagin\w+.*$
^(?:and |but |so )?(?:my |the |our |a |his |her |that |this |their )?(?:\w+ )?(?:dog|cat|puppy|
    kitten|bird|chicken|hen|goat|pig|hamster|fish|plant|tree|pot|phone|computer|laptop|car|cup|
    vase|fence|cow|calf|sheep|horse|price|prices|stocks?|team|government|economy|rabbit|rooster|
    parrot|tomatoes|tv|clock|radio|show|character|hero|actor|actress|villain|spider|mouse|mosquito|
    cockroach|flies|bug)(?:s|es)?(?: (?!i|me|us|on|onto|at|bit|attacked|knocked)\w+){0,3}
in (?:korea|america|china|japan|ukraine|the (?:city|village|army|war)) (?:\w+ ){0,3}
""",
        whole_words=True,
        ending=True,
    ),
    fiction=either(
        r"""
(?:in|on|from|at|of|watching|about)(?: a| the| that| this| my| last night's
    | yesterday's)?(?: \w+)? (?:movie|film|drama|kdrama|k-drama|show|series|novel|book|news|radio|
    tv|television|episode|story|game|youtube|song|bible|comic|opera|documentary)s?\b(?! my
    | i | and my| and i | when i| while)
(?:movie|film|drama|episode|novel|news|show|newspaper)(?: \w+){0,3} (?:said|says|where|when the|
    about|showed|show|the (?:man|woman|hero|husband|wife|guy))
(?:hero|heroine|villain|character|actor|actress) (?:in|was|is|dies|died|got|gets|fell)
i (?:dreamed|dreamt)
"""
    ),
    past=either(
        r"""
last (?:week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday|night)
yesterday|was|were|had|ago|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|earlier
before|used to|when i was
in (?:january|february|march|april|may|june|july|august|september|october|november|december)
the other (?:day|night|week)|other day
""",
        whole_words=True,
    ),
    lasts=either(
        r"""
since|still|cannot|keeps?|(?:until|till|til|up to) now|all (?:day|night|week)|not able
""",
        whole_words=True,
    ),
    long_ago=either(
        r"""
(?<!since )last (?:month|year|summer|winter|spring|autumn)
(?:years?|months?|weeks?|decades?) (?:ago|back)
(?:as|was|were) (?:a )?(?:young|child|kid|girl|boy|little|in (?:school|my twenties))|when i was
used to|(?<!since )in (?:19|20)\d\d
(?<!since )in (?:january|february|march|april|may|june|july|august|september|october|november|
    december)
long (?:time )?ago|during the war|once (?:upon|when)|back in
""",
        whole_words=True,
    ),
    doubtful=either(
        r"""
no|not|never|cannot|only|but|though|however|lately|blood|knife|except|although|yet|gone|lost
goodbye|farewell|forever|bridge|roof|decided|papers|forgive|pills?|rope|alone|nobody|nothing|floor|
    strange|weird|wrong|tired|dead|die
dying|death|kill\w*|hit|worse|worst|trouble|problems?|fire|smoke|gas|police|hospital|bad|badly|hard
hate|stopped|without|help|need|broke|broken|cold|hot|money|pay|owe|afraid|scared|sad|cry\w*
bruis\w*|fell|fall|slip\w*|stuck|lock\w*|strange|swollen|turn\w* \w+|black|blue|yellow|funny|less
hardly|barely|old \w+ died|wish|want|if|unless|would|worried|heavy|weak\w*|numb\w*|shak\w+|sweat\w*
medicine|medication|tablets?|drunk|hurt\w*|pain\w*|sick\w*|ill|miss|missing|leak\w*|empty|cut
took my|throw\w*|burn\w*|bit|bite\w*|wait|truth|honest\w*|actually|supposed|pretend\w*|hide|hiding
secret|quiet|lonely|nowhere|heart|chest|head|arms?|legs?|foot|feet|eyes?|stomach|belly|throat|skin
lungs?|back (?:is|hurts|pain)|hands?|knees?|face|mouth|fever|cough\w*|dizz\w*|breath\w*|sleepless
insomnia|letter|will not|does not|too much|so much|drink\w*
""",
        whole_words=True,
    ),
    turning=re.compile(r"\b(?:but|however|though|although|yet|only|so)\b"),
    bereaved=either(
        r"""
husband|wife|hubby|spouse|partner|brother|sister|son|daughter|friend|neighbou?r|child|baby|nephew
niece|cousin|boyfriend|girlfriend|roommate|colleague|classmate|dog|cat
""",
        whole_words=True,
    ),
    soft=either(
        r"""
(?:call|ring|phone|text) me.*|<ask>.*|help|come by
""",
        GROUPS,
    ),
    herself=re.compile(r"\b(?:i|me|my|we|our|us|myself)\b"),
    unknown=_unknown,
    bearable=4,
)  # fmt: skip
