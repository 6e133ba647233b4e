"""Vietnamese, with its marks or without: every pattern is written without and sees none."""

from __future__ import annotations

import re
import unicodedata

from locales.model import Language
from messaging.understanding.expressions import either
from messaging.understanding.foreign import Tongue, hints, phrases, words
from messaging.understanding.signs import signs
from messaging.understanding.vietnamese_dangers import DANGERS, GROUPS
from messaging.understanding.vietnamese_hints import HINTS
from messaging.understanding.vietnamese_needs import HARMLESS, NEEDS

_SHORT = {
    short: long
    for line in """
dc=duoc|dk=duoc|đc=duoc|đk=duoc|ddc=duoc|ko=khong|k=khong|kg=khong|hok=khong|khg=khong|kh=khong
hong=hong
hk=khong|hem=khong|hổng=khong|hông=khong|khum=khong|kog=khong|bt=binh thuong|bth=binh thuong
hnay=hom nay
hn=hom nay|hqua=hom qua|e=em|r=roi|rui=roi|rùi=roi|bh=bay gio|bgio=bay gio|ng=nguoi|mn=moi nguoi
vs=voi
trc=truoc|cx=cung|cug=cung|cg=cung|lm=lam|đt=dien thoai|dt=dien thoai|bv=benh vien|bs=bac si|vk=vo
ck=chong
nt=nhan tin|tks=cam on|thanks=cam on|thank=cam on|lun=luon|wa=qua|wá=qua|quá=qua|j=gi|jờ=gio|h=gio
v=vay
z=vay|vậy=vay|dz=vay|zui=vui|vây=vay|a=a|ah=a|đâu=|tui=toi|mik=minh|mk=minh|iu=yeuz|nhìu=nhieu
nhiu=nhieu
bít=biet|bik=biet|gd=gia dinh|sk=suc khoe|hs=hoc sinh|sdt=so|cs=co|nhg=nhung|nhưg=nhung|đag=dang
dag=dang
hog=khong|hum=hom|bác sỉ=bac si|khoẽ=khoe|phẻ=khoe|phe=khoe|chẳng=khong|chả=khong|chang=khong
đá=daj|dạ=vang|dạa=vang|tự vẫn=tu sat
""".replace("\n", "|").strip("|").split("|")
    for short, long in [line.split("=")]
}  # fmt: skip
_HARMLESS_TWINS = frozenset(
    words(
        """
đầu dầu dâu đậu dấu đấu chạy chay mắt mặt mát mật tệ tế ngà tìm tím thơ thợ thọ thổ đám dám đắp
đáp màu mẫu đời đổi đôi đợi đối yêu bông bóng lúa lừa bạn bàn bán họ hò hộ ôm nằm nấm nắm ngựa buôn
tủ gầy khối ngắt xíu phụ
"""
    )
)
_WORD = re.compile(r"\w+")
_NEVER = re.compile(r"\b(khong|chang|cha) ((?:\w+ ){0,4}\w+) dau\b(?! (?:ca|het|gi|cho))")
_HEADACHE = re.compile(r"\bdau dau\b")

_STATE = r"""
khoe|khoe re|khoan khoai|nhe nhang|nhe nhom|hang hai|khoan khoe|khoe khoan|minh man|khoe manh|
    manh khoe|manh|(?<!cam )on|on dinh|on ca|tot|tot dep|khong sao|chang sao
binh thuong|binh an|binh yen
vui|vui ve|vui khoe|yen on|an toan|thoai mai|de chiu|phan khoi|hanh phuc|suong|suong qua|sung suc
tuyet voi|tuyet|ngon lanh
yeu doi|tinh tao|minh man|phay phay|khoe nhu trau|am no|day du|no say|song tot|on het|on thoa
hoi phuc|vo su|binh an vo su|khoe han|khoi(?= (?:roi|han|benh|hoan toan|het)|$)|khoi han
"""
_SELF = r"""
toi|minh|em|e|bac|ba|ong|co|chu|con|chau|me|bo|chi|anh|moi nguoi|ca nha|ca hai|nha toi|nha em
nha minh|vo chong|hai me con|gia dinh
suc khoe|nguoi|moi thu|moi chuyen|tat ca|tinh than|me con|hai vo chong|ong ba|ba gia|gia nay|cau|di
huyet ap|than the|cuoc song
"""
_VERY = r"""
van|cung|rat|thi|hoan toan|deu|con|dang|da|bay gio|gio|hom nay|thay|cam thay|nay|moi|lai|luon|cu
qua|hoi|kha|song|that|tam|nha|o day
nay thi|gio thi|noi chung|cuc ky|sieu|vo cung|toi|em|noi|ngoai|gia|tu nhien|hien tai|hien|sang nay
toan|rat la|la|duoc|khoe|on|vui|dao nay
"""
_END = r"""
lam|qua|re|han|roi|ma|luon|nhe|nha|a|day|het|ca|do|thoi|ne|nhu \w+|manh|hon|nhieu|tro lai|cam on|em
chi|co|anh|chau|con|oi|ban|bac|haha|hihi|va|,|$
"""
_WORDS = {**GROUPS, "state": _STATE, "self": _SELF, "very": _VERY, "end": _END}
FINE = r"""
\b(?:<self>)(?: <very>)* (?:<state>)\b(?= <end>| ?$)
\b(?:van|rat|deu|hoan toan|cung|da|nen|gio|nay)(?: <very>)* (?:khoe|on|binh an|binh thuong|
    manh khoe|vui khoe|khoe re|khong sao)\b(?! (?:khong|chu|hon|voi|cho|ma sao))
\b(?:khong (?:co )?sao(?: ca| dau| het| a| nhe| em| chi)*)(?=$| ?(?:cam on|em|chi|co|dung|bac|toi|
    a|nha|nhe|het|ca|,))
\b(?:khong (?:co )?(?:van de|chuyen) gi)|khong co (?:van de|gi (?:phai|dang) lo|gi dau|chuyen)
khong (?:can|phai) lo
(?:dung|khoi) lo(?: lang)?(?: cho (?:toi|em|minh|bac|chi|e|ba|co|con))?(?= ?(?:$|nha|nhe|a|gi|em|
    chi|co|chau|con|nua))
chua bao gio (?:\w+ )?khoe (?:nhu|bang|the)|(?:van|con) (?:con )?(?:day|cuoi|song)(?: \w+)?$|
    (?:gio|nay|da|deu|thi|cung|dau|sot|ho|met|benh) (?:khoi|lanh|het) roi
ngay cang (?:khoe|tot|do)|khoe khoe|yen tam|khong can (?:gi|giup|ai|den|lo)|chua chet
\b(?:an (?:duoc|ngon|khoe|tot|no|het)(?: (?:com|mieng|bat|\d|hai|mot|to))?(?:,| va| cung
    | )* ?(?:ngu (?:duoc|ngon|tot|khoe|say|ki|ngon giac))?|ngu (?:ngon|tot|khoe|say|duoc|ngon giac|
    ki|mot mach))\b(?! (?:khong|giup|ho))
khoe (?:nhu (?:trau|voi|vam)|re|manh|han|roi|lai)
\b(?:da |duoc |vua )?(?:khoi|lanh|het) (?:benh|han|sot|ho|dau|cam|om|chong mat|dau bung|dau dau|
    nhuc|sung|dauz|met)\b(?: han| roi)*
(?:binh phuc|hoi phuc)(?: roi| han| hoan toan)?|do (?:nhieu|han|roi|hon)(?: nhieu| roi)*
thay (?:trong )?(?:nguoi )?(?:khoe|vui|thoai mai|de chiu|nhe|khoan khoai)(?: \w+){0,2}$
(?:thay )?(?:nguoi )?(?:khoe|tot) (?:hon|len)(?: nhieu| roi| hom)?|\bso (?:1|mot)\b
^1\b(?! (?:minh|con|nguoi|ngay|tuan|thang|vien|lan|ti|chut|chan|tay))|^(?:phim|chon|bam) (?:1|mot)
khong (?:bi |con |he |thay |co )*(?:dau|om|met|buon|sot|nga|benh|kho chiu|kho tho|chong mat|
    nhuc(?! nhich)|ho|doi|lanh|te|co don|thieu(?: \w+)?)(?: (?:nguc|dau|bung|lung|chan|tay|goi|
    cho nao|gi|dauz|dau ca|o dau|dau het))*(?: o)?(?: ca| het| nua| luon| a| gi)*\b(?! (?:duoc|noi|
    nao cung|khong))
"""
WELL = r"""
\b(?:<state>|ok|okie|oke|vang|yes|da vang|dinh|deu|do roi|het roi|bt|nhu cu|nhu thuong)\b
"""
BARE = phrases(
    """
vang|da|da vang|uh|u|ok|oke|okie|oki|ok a|da ok|co|khoe|toi khoe|on|toi on|tot|1|so 1|khoe a
da khoe|da on
em khoe|khong sao|dung|dung roi|phai|van khoe|minh khoe|minh on|em on|van on|um|ừ|u khoe|da co
ok em|ok chi|ok co
khoe lam|on het|tot het|khoe het|tot lam
mot|so mot|duoc|yes|khoe nhe|khoe nha|on a|da tot|khoe em|khoe chi|van tot
da khong sao|khoe ma
"""
)
NODS = frozenset(words("tot tuyet vang da uh u um ok oke okie oki co duoc phai dung yes 1 mot"))
_CLOSE = frozenset(
    words(
        """
toi minh em e chi anh co chu bac chau con ba ong me bo cac ban oi a nhe nha nay gio bay hom day
van cung rat thi la va ma ca deu het lam qua luon thoi roi nhieu cam on da vang u um uh ok hihi
haha hehe hi chao do hoi tham quan tam lo dung cho o sang trua chieu toi troi phat chua nho ne nhi
nghe thay cam thay that su du van dang moi voi nguoi nha gia dinh moi thu chuyen noi chung ngay
nao hai vo chong nua cuc ky sieu khoe on tot vui manh binh thuong nhu cu re biet them no nhi gi
"""
    )
)
_PLAIN = _CLOSE | frozenset(
    words(
        """
tui cha be hang xom trua qua dem tuan thang vua xong tai trong ngoai di ve den lai ra vao len
xuong an uong ngu nau com pho chao canh nuoc thuoc tra banh trai cay rau thit cho sieu cong vien
tho xem phim tivi nghe nhac tap the duc vong dao choi viec don dep tuoi hoa nang am mua hai mot ba
bon nam sau bay tam chin muoi duoc noi chuyen dien thoai goi chuc suc khoe khi giong truoc nen han
sinh nhat so si kham huyet ap bao luc khong sao dau thu phai video hat ho tieng hoc lop khen
kimchi kim chi muoi cuoi hoi danh bai co may kyungrodang nha van hoa trung tam to bat chen het cay
dua gan xa som buoi tivi radio bong sinh duong chuan bi tan ca nuong giac da doi nho co trong keo
vac xong nhe nhang troi nhe nhom ngoai hien cam thay rat mot it di dang xe dap mat me thoai mai
giup dep ngon xoi mon cong ty tang ca luong nghi vuon ruong hai nho tao hong dau tay cat toc giat
quan ao tam rua ve sinh chua le cau nguyen kinh thanh phat bieu mui hop vong quanh lang bo nguoi
ta cuoi tuan lanh may lanh day du doi song dong vui gap nhau tro nang mua tuyet roi tien lai xe
bus di bo may phut gio tieng dong ho deu dan thich yeuz dau dauz tet tu thit ca tom sua cafe ca
phe nuong
"""
    )
)


def unmarked(text: str) -> str:
    """`text` without the marks of Vietnamese, short forms written out.

    A word whose marks say that it is not the danger its letters may spell ends with a `z`.
    """
    plain = _WORD.sub(lambda found: _plain(found[0]), text.replace("từ từ", "thong thả"))
    plain = _HEADACHE.sub("nhuc dau", plain)
    plain = re.sub(r" +", " ", plain).strip(" ")
    return _NEVER.sub(r"\1 \2", plain) if text.isascii() else plain


def _plain(word: str) -> str:
    if word in _SHORT:
        return _SHORT[word]
    if word.isascii():
        return word
    signs = unicodedata.normalize("NFD", word.replace("đ", "d"))
    plain = "".join(sign for sign in signs if unicodedata.category(sign) != "Mn")
    return f"{plain}z" if word in _HARMLESS_TWINS else plain


def _same(text: str) -> str:
    return text


def _unknown(clause: str) -> int:
    return sum(word.rstrip("z") not in _PLAIN for word in re.findall(r"[a-z]+", clause))


def _compiled(text: str) -> re.Pattern[str]:
    return either(text, GROUPS, whole_words=True)


VIETNAMESE = Tongue(
    language=Language.vi,
    brief=12,
    signs=signs(DANGERS, NEEDS, GROUPS, whole_words=True),
    hints=hints(HINTS, _compiled),
    spelled=_same,
    harmless=_compiled(HARMLESS),
    fine=either(FINE, _WORDS),
    well=either(WELL, _WORDS),
    unmeant=either(
        r"""
neu|chuc|mong|hy vong|hi vong|uoc gi|uoc|gia ma|gia nhu|co|khong|chua|chang|bao la|noi la|noi rang
bao|tuong|tuong la|gia vo|xin|cau|cho|de cho|de|thay(?! (?:trong )?(?:nguoi|khoe|minh|vui|
    thoai mai))|nhin|trong co ve|co ve|hinh nhu|lam sao
the nao|sao|phai|muon|khong biet|may ra|khi nao|bao gio|hoi truoc|ngay xua|truoc day
""",
        whole_words=True,
    ),
    asked=either(
        r"""
\b(?:khong|chua|ha|nhi|the nao|sao|bao nhieu|o dau|may gio|phai khong|duoc khong|khong vay|chu|hu|
    ai)(?: (?:a|vay|nhi|em|chi|co|anh|ban|bac|chau|the|day|do|oi|con|ong|ba|ta))*$
^(?:co phai|sao|tai sao|vi sao|bao gio|khi nao|ai\b|cai gi|lam sao|the nao|may gio)
"""
    ),
    others=either(
        r"""
^(?:chong|vo(?! chong)|ong xa|ba xa|anh trai|chi gai|em trai|em gai|cai|phim|mon|quan|gia|thoi tiet|
    com|hang|
    san pham|thang|no|ho|anh ay|co ay|chi ay|ong ay|ba ay|ban toi|ban em|con meo|con cho|truyen|
    sach|bai hat|nhac|dich vu|shop|khach san|dien thoai|may|xe|nha hang|do an|canh|trai|rau|
    ca\b(?! nha| hai)|nha nuoc|chinh phu|hang xom|giao vien|thay|lop|cong viec|kinh te|doi bong|
    tran|chuyen di|cho nay|trang|con (?:trai|gai|dau|re)|chau noi|chau ngoai|cac con|be|dua)
""",
        whole_words=True,
    ),
    bare=BARE,
    nods=NODS,
    clause_end=either(
        r"""
[.!;,\n:…()]+(?!\d)|(?<=\?)|\s-+\s
(?<!gia)\s(?=(?:nhung|nhung ma|tuy nhien|chi co dieu|chi la|chi toi|moi toi|co dieu|roi tu nhien|
    tu nhien|con bay gio|con gio|nen la|vi|ma)\b(?! (?:toi|khong|cung|lai)\b ?(?:khoe|on)))
"""
    ),
    denied=either(
        r"""
(?:khong|chang|chua|(?<!bong )(?<!tu )(?<!khi )dung|het|khoi|qua con)(?: (?:bi|co|con|he|phai|
    thay|dinh|muon|gi|ai|duoc|cam thay|nghi|nghi den|so|mui|dau|dam|o|trieu chung|hay|them|bao gio|
    lam|cho|ai bi))*
""",
        whole_words=True,
        ending=True,
    ),
    denied_after=either(
        r"""
^\s*(?:\w+ ){0,3}(?:da )?(?:(?:het|khoi|lanh|do|hoi phuc|on|khoe)(?: lai| han)? (?:roi|han|lau roi|
    nhieu|hoan toan)|lanh tu lau|tu lau roi|da sua|da khoi|hoi nho|may nam truoc)
"""
    ),
    unreal=either(
        r"""
neu\b.*|(?:suyt|suyt nua|xuyt)(?: \w+){0,2}|lo la\b.*|namz? mo\b.*|mo thay\b.*|chiem bao\b.*
gia su\b.*|uoc(?: gi)?(?: \w+){0,2}|bao gio(?: moi)?(?: \w+)?|lo (?:bi|se)|so (?:bi|se|minh|
    minh bi)|so|coi chung|can than(?: keo)?|keo|tranh|phong
de phong|phong tranh|nghe noi\b.*|nghe dau\b.*|hoi (?:nho|tre|xua)\b.*|ngay xua\b.*|nhu|nhu bi
nhu muon|tuong|tuong la|tuong nhu
con (?:meo|cho|ga|heo|bo|trau|chim|vit|tho|ca)(?: nha (?:toi|em|minh|tui))?(?: (?!toi|em|minh|tui|
    me|ba|ong|chau)\w+){0,4}
^(?:may tinh|co phieu|doi tuyen|binh hoa|cai ghe|nhan vat|dien vien|ca si|mon|bai|de thi|
    cau hoi)(?: (?!toi|em|minh|tui|me|ba|ong|chau)\w+){0,3}
""",
        whole_words=True,
        ending=True,
    ),
    fiction=either(
        r"""
(?:trong|tren|xem|coi|o|theo) (?:\w+ )?(?:phim|tivi|ti vi|tv|thoi su|bao|tin tuc|truyen|mang|
    youtube|face|facebook|fb|game|dai|radio|sach|vtv|bo phim|kich|tin)\b
^(?:phim|truyen|bo phim|tap phim)\b|namz? mo|chiem bao|mo thay|giac mo|thoi su|tin tuc noi
""",
        whole_words=True,
    ),
    past=either(
        r"""
hom qua|hom truoc|hom kia|tuan truoc|thang truoc|nam ngoai|nam truoc|toi qua|dem qua|hoi truoc
luc truoc|dot truoc|may hom truoc|bua truoc|bua no|hom no|hoi sang|luc nay|sang nay|ngay xua
thu (?:hai|ba|tu|nam|sau|bay)|chu nhat|may bua truoc|may ngay truoc
""",
        whole_words=True,
    ),
    lasts=either(
        r"""
tu|van|(?:den|toi|cho den) (?:gio|nay|bay gio)|suot|hoai|khong .*(?:duoc|noi)|chua
""",
        whole_words=True,
    ),
    long_ago=either(
        r"""
(?<!tu )nam ngoai(?! (?:duong|san|cua|hien|vuon|troi))|(?<!tu )nam truoc|(?<!tu )thang truoc
(?<!tu )tuan truoc|ngay xua|hoi (?:nho|tre|con tre|con nho|xua)|nam \d{4}|\d+ nam truoc
may nam truoc|ngay truoc|thoi tre|hoi con
""",
        whole_words=True,
    ),
    doubtful=either(
        r"""
tam biet|vinh vien|mai mai|cuoi cung|lan cuoi|giay to|quyet|khong|chet|thuoc|dau|buon|kho|mau|dao|
    lua|cuu|mot minh|so|nhot|gas|khoi|vinh biet|mat|het|te|met
chua|nhung|chi toi|moi toi|co dieu|that ra|thuc ra|bao la|noi la|gia vo|nhin|chan|tay|nguc|tim|bung
lung|dau|mo|tho|mieng|mieng|nguoi la|canh sat|tien|no|benh|vien|yeu|run|lanh|nong|nga|truot|ngat
xiu|sung|den|do|tim|vang|khoc|thieu|ket|hong|hu|bi|ro|khoa|doa|danh|chui|la mang|tuy|chang|khoi
dung|sao|chiu|le ra|dang le|nhot|ruou|say|lam sao|giau|im lang|te nhat|xau|toi te|met|chan|vo|gay
nuot|nghen|ngua|mo hoi|giup|can
""",
        whole_words=True,
    ),
    turning=re.compile(r"\b(?:nhung|nhung ma|tuy|con|ma|nen|tuy nhien)\b"),
    bereaved=either(
        r"""
chong|vo|(?:anh|em|chi) (?:trai|gai|ruot|ho)|con (?:trai|gai|dau|re)|ban than|ban|banz|hang xom
ong (?:nha|xa)|ba xa|nguoi yeu|chau (?:toi|noi|ngoai)
""",
        whole_words=True,
    ),
    soft=re.compile(r"(?:goi|giup|gium|nho|xin)\b.*"),
    herself=re.compile(r"\b(?:toi|em|minh|nha)\b"),
    unknown=_unknown,
    bearable=3,
)  # fmt: skip
