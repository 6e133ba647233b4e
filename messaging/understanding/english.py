"""English, as short messages are written: small letters, no apostrophes, slips."""

from __future__ import annotations

import re

from messaging.understanding.english_signs import DANGERS, NEEDS
from messaging.understanding.foreign import Tongue, either, phrases, signs, words

HARMLESS = r"""
laugh\w* (?:to death|so hard|my head)|(?:laughed|laughing|bored|starving|dying) to death
dying (?:to|of laughter|for)|dead (?:tired|serious|line)|killing it|kill time|killed it
drop dead gorgeous|to die for|fell asleep|fall asleep|fell in love|fire ?place|fire ?works
fire ?man|fire ?fighter|fire alarm test|fire drill
fire in (?:the|my) (?:stove|heart|fireplace|oven|hearth)|you(?:'re| are)? (?:on fire|killing me)
that's sick|sick beat|heart ?warming|heart and soul|broke even|break a leg
burning (?:question|love|desire)|hit the (?:road|sack|gym|jackpot|nail)|hit me up
beat(?:s)? me\b(?! up)|stop by|stop worrying|nonstop|hurt(?:s)? no ?(?:one|body)|no pain no gain
not dead yet|not sick|not ill|still alive|alive and kicking|can'?t complain|cant complain
couldn'?t be better|could not be better|can'?t be better|never (?:felt |been )?better|don'?t worry
dont worry|no worries|no worry|not to worry|nothing to worry|don'?t be worried
no need (?:to|for)(?: \w+){0,3}|(?:don'?t|dont|do not) need (?:any |anything|help|to send)\w*
no (?:help|problems?|problm|pain\w*|fever|complaints?)\b
no (?:cough|issues?|trouble|need|gas smell|smoke|fire)\b
nothing (?:hurts|is wrong|wrong|bad|broken|aches)|thanks? for (?:the |your )?help\w*|helped
helpful
(?:heart|blood sugar|blood pressure|doctor)(?: \w+){0,8} (?:normal|perfect|fine|good|ok|great)
sorry for the late|late reply|nobody (?:hit|hurt|beat)\w*(?: me)?|headphones?|painting|paint\b
illustr\w*|hurtling|colder? weather|cold (?:noodles|water|coffee|beer|drink)
still (?:sick|ill) beat|help yourself|without help|broken english|lost weight|weekend|blood test
"""
FINE = r"""
\b(?:fine|ok|okay|okey|okie|alright|all ?right|all good|all well)\b
\b(?:all is well|very well|doing (?:well|good|great)|i'm well)\b
\b(?:im well|i am well|am well|well thanks|quite well)\b
\bgood\b(?! (?:to|morning|night|evening|afternoon|bye|luck))
\b(?:pretty good|great(?! to)|excellent|perfect|healthy|happy|wonderful|fantastic)\b
\b(?:lovely|safe|better now|much better)\b
\b(?:feeling better|recovered|no problems?|no problm|no issues)\b
\b(?:no complaints|no pain\w*|no fever|no worries|not bad|not sick|not ill|not dead|still alive)\b
\b(?:alive and kicking|couldn'?t be better|can'?t complain|cant complain)\b
\b(?:never (?:felt |been )?better|nothing (?:hurts|wrong|is wrong|to worry))\b
\b(?:nothing bad|don'?t worry|dont worry)\b
\b(?:number (?:1|one)|everything(?:'s| is)? (?:ok|fine|good|alright|well|normal))\b
\b(?:as usual|same as (?:usual|always))\b
\b(?:\byes\b|\byep\b|\byeah\b|all gone|slept (?:well|like))\b
\b(?:no need|do(?:n'?t| not) need (?:any )?(?:help|anything)|^1\b|good thx|cheerful)\b
\b(?:enjoying|celebrating|blessed|strong|tip ?top)\b
"""
BARE = phrases(
    """
yes|y|yep|yeah|yup|ya|ok|k|okay|okey|okie|oki|kk|fine|i'm fine|im fine|good|great|well|1|one
number 1|number one|all good|all well|sure|of course|yes yes|yes ok|ok ok|alive|still alive
always|yes i am|i am|i'm ok|im ok|i am ok|i am fine|yes please 1|👍 ok|option 1|o.k|o.k.
"""
)
_PLAIN = frozenset(
    words(
        """
i i'm im i've ive am is are was were be been the a an and or so to of in on at with for from by
it its it's this that my me we our you your he she his her they today now morning evening night
yesterday week day everyday always still just also too very really quite again all both
everything everyone here there thanks thank thx ty god lord jesus bless blessed teacher sir
madam dear friend hello hi hey good haha hahaha lol hehe yes no oh ok well ate eat eating had
have having did do doing done took take taking slept sleep walked walk walking went go going
came come watched watch watching tv drama read reading cooked cook cooking cleaned playing
played met talked working garden gardening church market park home house outside breakfast lunch
dinner meal rice soup noodles coffee tea medicine pills water fruit kimchi bread food weather
sunny nice warm cool cold? rain rainy husband wife son daughter kids children grandkids grandson
granddaughter family friends neighbour neighbor dog cat birthday holiday visiting? old age
eighty happy how about hope feel feeling fine great asking concern checking care message worry
sorry late reply see god's grace number one 1 please here's
"""
    )
)


def _is_plain(clause: str) -> bool:
    return all(word in _PLAIN for word in re.findall(r"[a-z']+", clause))


ENGLISH = Tongue(
    signs=signs(DANGERS, NEEDS, either),
    harmless=either(HARMLESS),
    fine=either(FINE),
    bare=BARE,
    clause_end=either(
        r"""
[.!;,\n:()]+|(?<=\?)|\s-\s
\b(?:but|however|though|although|only|except|yet|then|until suddenly|because)\b(?! once| for)
 and (?=i\b|my\b|now\b|then\b|it\b|the\b|he\b|she\b|says?\b)
"""
    ),
    denied=either(
        r"""
\b(?:no|not|never|without|nothing|nobody|neither|nor|do not|did not|have not) (?:\w+ ){0,2}$
\b(?:don|didn|doesn|isn|wasn|haven|hasn|won|can)'?t (?:\w+ ){0,2}$|any $
"""
    ),
    denied_after=either(
        r"""
^\s*(?:is|are|was)? ?(?:not needed|isn'?t needed|all gone|is gone|gone now|is over)\b
"""
    ),
    unreal=either(
        r"""
if i (?:fall|fell|get|need|feel)|almost|nearly
in (?:a|the) (?:movie|film|drama|dream|book|news|show)|on (?:tv|the news)|dreamed|dreamt|in case
what if|movie
""",
        whole_words=True,
    ),
    past=either(
        r"""
last (?:week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday|night)
yesterday|was|were|had|ago|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)
earlier|before|years ago|used to|when i was
""",
        whole_words=True,
    ),
    doubtful=either(
        r"""
no|not|n't|never|can't|cant|cannot|don't|dont|won't|only|but|though|however|lately|blood|knife
gone|lost|goodbye|farewell|forgive|pills|rope|alone|nobody|floor|strange|weird|wrong|tired|dead
die|kill|hit|worse|trouble|problem
""",
        whole_words=True,
    ),
    long_ago=either(
        r"""
last (?:month|year|week|summer|winter|spring)|(?:years?|months?|weeks?) ago|when i was|used to
"""
    ),
    plain=_is_plain,
)  # fmt: skip
