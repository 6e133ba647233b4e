"""Vietnamese, with its marks or without: every pattern is written without and sees none."""

from __future__ import annotations

import re
import unicodedata

from messaging.understanding.foreign import Tongue, either, phrases, signs, words
from signals.model import Cause, Meaning

_NO = "(?:khong|ko|k|kg|hong|hok|chang|cha|chua|khg|kh|dung|deo)"
_SHORT = (
    (re.compile(r"\bđâu\b"), ""),
    (re.compile(r"\bdc\b|\bdk\b|\bđc\b"), "duoc"),
    (re.compile(r"\bko\b|\bk\b|\bkg\b|\bhok\b|\bkhg\b|\bkh\b"), "khong"),
    (re.compile(r"\bbt\b"), "binh thuong"),
    (re.compile(r"\bhnay\b"), "hom nay"),
    (re.compile(r"\bdau dau\b"), "nhuc dau"),
    (re.compile(r"\b(khong|chang|cha) ((?:\w+ ){0,4}\w+) dau\b(?! (?:ca|het|gi|cho))"), r"\1 \2"),
)

DANGERS = {
    Cause.SELF_HARM: r"""
muon chet|chet (?:cho|di cho|quach) (?:xong|roi|khoe)|chet cho xong|khong (?:muon|thiet) song
het muon song|song (?:chi|lam gi)(?: cho)? (?:kho|gi)|tu tu\b(?! di| thoi| se| tra| lam)|tu sat
tu van|ket lieu|(?:chuan bi|mua|co) (?:san )?(?:soi )?day(?: thung)? (?:roi|san)|san day roi
treo co|nhay (?:lau|song|cau)|uong thuoc (?:tru sau|sau|doc)|thuoc tru sau
(?:gom|uong|nuot).{0,12}thuoc ngu|thuoc ngu.{0,20}(?:het|ca|nhieu)|thu tuyet menh|di chuc
cat (?:co )?tay tu|khong con muon|vinh biet|giai thoat
song khong (?:con )?(?:y nghia|noi|duoc nua)|uong het cho xong|chan song
di theo (?:ong|ba|chong|vo) (?:ay|nha toi)
""",
    Cause.VIOLENCE: r"""
(?:danh|dam|tat|bop co|dap|da|chem)(?: dap)? (?:toi|tui|minh|em|chau)\b
(?:danh|dam|tat|bop co|dap|da|chem)(?: dap)? (?:ba|me|con|vo|toi chay mau|nguoi)\b
(?:giet|dam|hanh ha|bao hanh)(?: dap)? (?:toi|tui|minh|em|chau|ba|me|con|vo|toi chay mau|nguoi)\b
(?:de doa|doa giet|xo|bat nat)(?: dap)? (?:toi|tui|minh|em|chau|ba|me|con|vo|toi chay mau|nguoi)\b
bi (?:\w+ )?(?:danh|dam|tat|chem|hanh ha|bao hanh|de doa|hiep|cuop|nhot|giam|khoa)\b|bao luc
danh dap|(?:co|cam|lay|xach) dao|con dao|dot nhap|pha cua|dap cua|ke trom|an trom|cuop|xam hai
hiep dam|nhot|khoa (?:toi|cua nhot)|lay mat chia khoa|goi (?:canh sat|cong an)
bao (?:canh sat|cong an)|canh sat|\b112\b|nguoi la (?:vao|dap|pha|theo)|danh nhau|dang danh
""",
    Cause.FIRE: r"""
chay nha|nha chay|chay (?:bep|phong|roi|lon|to|can)|dang chay|boc chay|bi chay|hoa hoan|cuu hoa
chua chay|(?:mui|ro|ri|xi|thoat) (?:khi )?(?:gas|ga)\b|gas (?:ro|xi|nong nac)|ro ri (?:khi )?ga
khoi (?:day|nhieu|den|mu mit|boc|khap|nghi ngut)|day khoi|mui khet|bi no|phat no|chap dien|khi co
""",
    Cause.FALL: r"""
(?:bi )?(?:te|nga|vap|truot)\b(?! nuoc| ngua)(?: (?:xuong|nga|chan|lan|cau|dap|gay))?
gay (?:chan|tay|xuong|co|suon|hong)|(?:chan|tay|xuong|hong) (?:bi )?gay
khong (?:\w+ )?(?:dung|day|ngoi|nhuc nhich|cu dong|di chuyen)(?: day| len)? (?:duoc|noi)
khong day (?:duoc|noi)|khong nhuc nhich|nam (?:duoi|tren) (?:san|dat|nen)|lan cau thang|dap dau
""",
    Cause.MEDICAL: r"""
kho tho|khong tho (?:duoc|noi)|tho khong (?:duoc|noi|ra)|ngat tho|nghet tho|tuc nguc
(?:nguc|tim)(?: \w+){0,3} (?:dau|that|tuc|nhoi|dap manh|nghen)|dau (?:\w+ ){0,2}(?:nguc|tim)\b
that nguc|nhoi mau|dau tim|dot quy|tai bien|meo mieng|mieng meo|liet|te (?:nua|mot ben|liet|cung)
khong (?:nhac|nang|cu dong|noi) (?:len )?(?:duoc|noi|len)|tay .{0,20}khong nhac
noi khong (?:duoc|ra)|khong noi duoc|bat tinh|ngat xiu|ngat\b|xiu\b|hon me|mat y thuc
goi khong (?:day|tinh|tra loi|thua)|khong tinh|co giat|dong kinh|sui bot|chay mau|ra mau
mau (?:chay|khong|ra)|ho ra mau|non ra mau|oi ra mau|cam mau|xuat huyet
cuu (?:toi|tui|voi|me|em|mang|ba|ong|con|giup)|\bcuu$|\b119\b|\b115\b|cap cuu|xe cuu thuong
sap chet|dang chet|chet mat(?! thoi)|hap hoi|nguy kich|ngo doc|uong nham|uong lon|hoc xuong
mac (?:nghen|co)|bi bong|dien giat|tai nan|xe (?:dung|tong|can)|ran can|cho can|sot cao|sot 4
tut (?:duong|huyet ap)|duong huyet (?:thap|tut)|huyet ap (?:200|190|cao qua|tut)|mat khong thay
tu nhien khong thay|dau (?:du doi|quan quai)
""",
}
NEEDS = {
    Meaning.DECEASED: r"""
qua doi|da mat\b(?! dien| ngu)|mat (?:roi|hom|tuan|thang|nam|tuan truoc|hom qua)
(?:ba|ong|me|bo)(?: \w+)? (?:vua |moi |da )?mat\b(?! ngu| dien| tien| vi| dien thoai)
(?:cha|ma|co|chu|bac)(?: \w+)? (?:vua |moi |da )?mat\b(?! ngu| dien| tien| vi| dien thoai)|tu tran
chet roi|dam tang|dam ma|chon cat|khong con nua|ve voi chua|quy tien
""",
    Meaning.HELP: r"""
giup|can (?:nguoi|ho tro|gap|bac si|thuoc|an|tien|gao)|ho tro|cuu tro
goi (?:dien|lai|cho toi|cho em|cho minh|dt)|cho nguoi den|den (?:nha|tham|gap|giup)
sua (?:giup|ho)|nho (?:chi|anh|em|co|chu|ai|nguoi)|muon (?:duoc )?gap|cho muon
khong (?:duoc )?(?:khoe|on|tot|vui|de chiu|thoai mai|ngu duoc|an duoc)\b
khong (?:duoc )?(?:ngu|lam duoc|di duoc|doc duoc|xach|nau|nghe|thay|nhin)\b|khong .{0,12}noi\b
chua khoe|met|mo?i\b(?= nguoi)|benh|\bom\b|\bbi om|sot|\bho\b(?! tro|a|c)|cam cum|cam lanh|cam roi
bi cam|dau\b(?! bep| hu| xanh| tuong| phong| do| nam| tien| mua| thang| tuan| long)|nhuc
moi (?:lung|chan|tay|goi)|\bnhoi\b|chong mat|hoa mat|buon non|non|\boi mua|tieu chay|dau bung
sung\b|viem|bi thuong|mat ngu|kho ngu|chan an|kho chiu|yeu (?:lam|qua|nguoi|di)|co don
buon\b(?! cuoi| ban| ngu)|khoc|nho (?:nha|que|con|chong|vo)|so (?:lam|qua|hai)
lo (?:lang|qua|lam|so)|tram cam|stress|tuyet vong|kho (?:qua|lam|so)|khong biet lam sao|lam sao\b
(?:het|khong co|khong con|thieu|can) (?:\w+ )?(?:gao|tien|thuoc|do an|com|nuoc)
(?:het|khong co|khong con|thieu|can) (?:\w+ )?(?:dien|gas|sua|chan|thuc an|gi an)
doi (?:qua|lam|bung|khat|meo)|\bdoi\b$|lanh (?:qua|lam|cong|buot|ngat)|ret (?:qua|run)|nong qua
hong (?:roi|mat|qua)|bi hong|hu (?:roi|mat)|bi hu\b|ro (?:ri )?nuoc|bi ro\b
mat (?:dien|nuoc|tien|vi)|cup (?:dien|nuoc)|khong (?:hoat dong|chay)|no (?:tien|nan)
tien (?:nha|thue|dien)|lua dao|bi lua|lac duong|^2\b|so (?:2|hai)\b|khong di (?:duoc|noi|cho)
""",
    Meaning.STOP: r"""
dung (?:nhan|gui|goi|lien lac|hoi|lam phien|nt)|(?:ngung|dung|thoi) (?:gui|nhan|lai|di|goi)
dung lai|khong (?:muon|can) (?:nhan|duoc hoi)|khong nhan (?:tin )?nua|huy (?:dang ky|nhan|dich vu)
xoa so|phien qua|lam phien|bo so|chan so|\bstop\b|dung .{0,10}nua
""",
    Meaning.WRONG_PERSON: r"""
nham (?:so|nguoi|roi|may)|sai so|lon so|so nham
khong phai (?:la )?(?:ba|ong|co|anh|chi|nha|nguoi|so|chu|bac|toi)|khong co ai ten|khong quen
so (?:nay )?(?:toi |minh |em )?moi (?:mua|doi|dung)|doi so
day la (?:quan|cua hang|cong ty|nha hang|tiem)|toi la con (?:gai|trai)
toi la (?:hang xom|con dau|chau cua)
""",
    Meaning.ABSENT: r"""
(?:khong|ko|di|chang) (?:co )?(?:o )?nha\b(?! ve sinh)|vang nha
di (?:du lich|choi xa|cong tac|nghi|tham)|du lich|ve (?:viet nam|vn|nuoc|que|tham)
o (?:nha|voi|ben) (?:\w+ )?(?:con|em|chi|anh|ban|me|chau)|o voi (?:con|em|chi|anh|chau)|nam vien
nhap vien|vien duong lao|trong benh vien
(?:dang )?o (?:ha noi|viet nam|seoul|busan|daegu|jeju|sai gon|vn|hcm|nuoc ngoai|que|da nang)
len seoul|(?:moi|se|lai) (?:ve|qua|sang|quay lai|tro lai)\b|qua lai|sang lai
""",
    Meaning.LATER: r"""
ban (?:lam|qua|roi|viec)|dang ban|\btoi ban\b|bay gio ban
(?:lat|chut|ti|tui|toi)(?: nua| nay| mai)? (?:toi |minh |em )?(?:hoi|nhan|goi)
(?:lat|chut|ti|tui|toi)(?: nua| nay| mai)? (?:toi |minh |em )?(?:tra loi|lien lac|noi|rep)
(?:chieu|sang|mai|sau|tieng|gio)(?: nua| nay| mai)? (?:toi |minh |em )?(?:hoi|nhan|goi)
(?:chieu|sang|mai)(?: nua| nay| mai)? (?:toi |minh |em )?(?:tra loi|lien lac|noi|rep)
(?:sau|tieng|gio)(?: nua| nay| mai)? (?:toi |minh |em )?(?:tra loi|lien lac|noi|rep)|de sau
luc khac|khi khac|chut nua|lat nua|ti nua|(?:tieng|phut|gio) nua
dang (?:lam|hop|lai xe|di lam|co khach|trong le|hoc|ban)|khong tien|gio khong|hoi lai|goi lai sau
nhan lai sau|mai hoi|ngay mai
""",
}
HARMLESS = r"""
(?:dau|met|lanh|nong|doi|vui|buon cuoi|ngai|chan)(?: \w+)? muon chet
cuoi (?:muon )?(?:chet|te|lan)(?: mat thoi| di duoc| mat| luon)?|met chet di duoc(?=$ha)|khong sao
chang sao|dau co sao|khong van de|khong co (?:van de|gi|chuyen gi)|chang co gi
khong (?:bi )?(?:om|dau|met|sot|ho|benh|buon|doi|lanh)(?: (?:cho nao|gi|dau|ai))?(?: ca| het)?
khong (?:bi )?(?:lo|nga|te|chong mat)(?: (?:cho nao|gi|dau|ai))?(?: ca| het)?
khong (?:bi )?(?:so|co don|kho chiu|kho tho|nhuc)(?: (?:cho nao|gi|dau|ai))?(?: ca| het)?
khong (?:can|phai) (?:\w+ ){0,3}(?:giup|lo|goi|den|ho tro)(?: do)?(?: gi)?|khong can|dung lo
khoi lo|khong phai lo|khong lo|yen tam|khong ai (?:danh|chui|hai|lam)(?: mang)?(?: gi)?(?: toi)?
chua chet(?: duoc)?|bep lua|lua am|an duoc(?:,)? ngu duoc|do dau
het (?:dau|ho|sot|benh|mui|met|om)(?: han)?|kham (?:tim|benh)|do huyet ap|tap the duc|nau com
tho sua|nho (?:on |troi |chua |co chi )|cam on(?: \w+)?|dau tien|dau nam|ban be|\bban qua\b
co ban\b|bac si|benh vien(?= \w* ve)|ban than|uong thuoc(?: deu| roi| het)?
"""
FINE = r"""
\b(?:khoe|(?<!cam )on|tot(?! voi)|khong sao|chang sao|binh thuong|binh an|khong co gi)\b
\b(?:khong co van de|khong van de|khong (?:bi )?(?:dau|om|met|buon|sot|nga|benh|lo)|vui)\b
\b(?:van song|chua chet|yen tam|dung lo|chang co gi)\b
\b(?:dinh|ngon|an duoc|ngu duoc|ngu ngon|an ngon|deu on|ok|oke)\b
\b(?:okie|vang|da khoe|het (?:dau|benh|om|ho|sot))\b
\b(?:khoi (?:benh|roi|han)|khong can|so (?:1|mot)|^1|het mui)\b
"""
BARE = phrases(
    """
vang|da|da vang|uh|u|ok|oke|okie|ok a|co|khoe|toi khoe|on|toi on|tot|1|so 1|khoe a|da khoe
em khoe|khong sao|binh thuong|dung|dung roi|phai|van khoe|minh khoe|minh on|em on|van on
khoe lam|tot lam|u khoe|mot|so mot|duoc|yes
"""
)
_PLAIN = frozenset(
    words(
        """
toi tui minh em e chi anh co chu bac chau con ba ong me bo cha chong vo gia dinh nha ban be hang
xom nguoi hom nay sang trua chieu qua dem bay gio moi ngay tuan thang roi van da dang vua xong
thi la va voi o tai trong ngoai di ve den lai ra vao len xuong an uong ngu nau com pho chao canh
nuoc thuoc tra banh trai cay rau thit cho sieu cong vien tho chua xem phim tivi nghe nhac tap
the duc vong dao choi lam viec don dep tuoi hoa troi nang am mat mua nhe a oi vang uh um haha
hihi cam on nhieu rat deu ca het thay hai mot duoc noi chuyen dien thoai goi hoi tham quan tam
chuc suc khoe binh giong nhu khi thuong cung nua ok oke 1 so si kham benh huyet ap bao luc truoc
nen han sinh nhat nao day nhi cua khong sao dau lo thu gi phai
"""
    )
)


def unmarked(text: str) -> str:
    """`text` without the marks of Vietnamese, short forms written out."""
    for pattern, right in _SHORT[:1]:
        text = pattern.sub(right, text)
    plain = unicodedata.normalize("NFD", text.replace("đ", "d"))
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Mn")
    for pattern, right in _SHORT[1:]:
        plain = pattern.sub(right, plain)
    return plain


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(line for line in words.splitlines() if line) + r")\b")


def _is_plain(clause: str) -> bool:
    return all(word in _PLAIN for word in re.findall(r"[a-z]+", clause))


VIETNAMESE = Tongue(
    signs=signs(DANGERS, NEEDS, _compiled),
    harmless=_compiled(HARMLESS),
    fine=_compiled(FINE),
    bare=BARE,
    clause_end=either(
        r"""
[.!;,\n:]+|(?<=\?)|\b(?:nhung|tuy nhien|chi co dieu|nhung ma|chi la|roi tu nhien)\b
"""
    ),
    denied=re.compile(rf"\b{_NO} (?:bi |co |con |he |phai |thay |dinh |muon )*$|\bhet $"),
    denied_after=re.compile(r"^\s*(?:da )?(?:het|khoi) (?:roi|han)"),
    unreal=either(
        r"""
neu|suyt|trong phim|xem phim|tren tivi|nam mo|gia su|tin tuc|thoi su
""",
        whole_words=True,
    ),
    past=either(
        r"""
hom qua|hom truoc|tuan truoc|thang truoc|nam ngoai|nam truoc|toi qua|hoi truoc|luc truoc
ngay xua|thu (?:hai|ba|tu|nam|sau|bay)
""",
        whole_words=True,
    ),
    doubtful=either(
        r"""
khong|chet|thuoc|dau|buon|kho|mau|dao|lua|cuu|mot minh|so|nhot|gas|khoi|vinh biet|mat|het|te|met
""",
        whole_words=True,
    ),
    long_ago=re.compile(r"nam ngoai|nam truoc|thang truoc|tuan truoc|ngay xua|hoi (?:nho|tre)"),
    plain=_is_plain,
)  # fmt: skip
