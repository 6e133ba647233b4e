"""Vietnamese: words that name a danger, by cause.

Without marks (`vietnamese.unmarked`); a `z` ends a word whose marks say that it is not the
danger it looks like. The notation is that of `expressions`.
"""

from __future__ import annotations

from signals.model import Cause

GROUPS = {
    "me": r"""
toi|tui|minh|em|e|chau|con|tao|to|ba|ong|bac|me|vo|vo toi|me toi|nguoi|hai me con|me con|ca nha
bo me|tre con|dau toi
""",
    "who": r"""
chong|vo|con trai|con gai|con dau|con re|con|me|ma|bo|cha|tia|ba|ong|anh|chi|em|no|hang xom|sep|chu
thang \w+
ong chu|ba chu|chu nha|co \w+|cu|bac|cau|di|mo|thim|duong|ban|nguoi yeu|nguoi la|ai do|dua \w+
tui no|may nguoi|ho|chau|lao|ga|ke
""",
    "no": r"khong(?: the)?|chang|cha|chua|khoi|dung|deo|het|mat",
    "harm": r"""
danh|danh dap|dam|tat|bop co|dap|dap dau|daj|chem|giet|hanh ha|bao hanh|de doa|doa giet|doa|bat nat
xo|xo nga|day nga|nem
cuong hiep|hiep dam|hiep|nhot|troi|trói|siet co|tra tan|lam hai|hanh hung|rach|dot|xam hai|xam pham
sam so|so mo|cuop|tan cong
""",
    "poison": r"""
thuoc (?:tru sau|sau|diet co|diet chuot|chuot|bvtv|doc|tay|diet con trung|ran|xit)|ba chuot|ba tra
nuoc (?:tay|javel|rua bon cau|lau nha)|axit|xang|dau hoa|thuy ngan|hoa chat
""",
    "limb": r"""
chan|tay|xuong|co|suon|hong|vai|lung|dui|mat ca|dau goi|cot song|khop|goi|co tay|co chan|cang chan
xuong suon
""",
    "count": r"\d+|hai|ba|bon|nam|sau|bay|tam|chin|muoi|may|chuc|mot|nua|ca|nhieu|vai",
}
DANGERS = {
    Cause.SELF_HARM: r"""
muon (?:duoc )?chet|chet (?:cho|di cho|quach)(?: xong| roi| khoe| di| het)*
chet (?:con hon|con suong hon|di con hon|la het|la xong|cung duoc|luon cho)|tha chet|thaf chet
chet di(?: thoi| cho| con| roi)|dinh chet|tim (?:den )?cai chet
nghi (?:den|ve|toi) (?:cai chet|viec chet|chuyen chet)
<no> (?:con )?(?:muon|thiet|dang|ham) (?:\w+ )?(?:song|ton tai|tiep tuc song|thuc day nua|
    tinh day nua)
<no> (?:thiet|con thiet|con muon) gi nua|het (?:muon|thiet) song
song (?:chi|lam gi|de lam gi|khong bang chet|khong noi|khong duoc nua|nhu chet)(?: cho
    | nua)?(?: kho| gi)?
song (?:\w+ ){0,2}(?:khong|chang|het|vo) (?:con )?(?:y nghia|nghia ly|noi|duoc nua|bang chet|
    de lam gi)
song (?:\w+ ){0,2}vo nghia|chan (?:song|doiz?|cuoc song)|met moi voi cuoc (?:song|doiz?)
cuoc (?:song|doiz?) (?:\w+ ){0,2}(?:vo nghia|het y nghia)
tu tu\b(?! di| thoi| se| tra| lam| noi| an| uong| nao| roi| cung| het| khoi| hoi| tinh| da| nhe
    | ma| chut)
tu sat|tu ket lieu|ket lieu|tu van(?= (?:roi|cho xong|di cho))|quyen sinh|tim den cai chet
tu huy hoai|tu lam dau|hai ban than|lam hai ban than|tu hai
(?:chuan bi|mua|co|kiem|treo) (?:san )?(?:soi )?day(?: thung)? (?:roi|san|len)
san day(?: thung)? roi|soi day(?: thung)? (?:san|roi|treo)|treo co|that co
nhay (?:lau|cau|song|xuong (?:song|gieng|cau|lau|ho|bien|day|duoi)|tu (?:tren|lau|tang))|nhay xuong
lao (?:ra duong|vao xe|xuong)|dung (?:tren )?(?:\w+ )?(?:cau|san thuong|lan can|mep)\b.{0,25}nhay
(?:uong|nuot|an)(?: \w+){0,3} (?:thuoc (?:tru sau|sau|diet co|chuot|doc))\b(?! nham)(?= (?:cho|tu|
    chet|de chet|roi cho|tu van))
(?:gom|uong|nuot|tich|de danh|mua|giau|chuan bi|san|co)(?: \w+){0,4} thuoc ngu
thuoc ngu(?: \w+){0,4} (?:het|ca|nhieu|san|du|lo|vi|day|roi)
thuoc(?: \w+){0,3} (?:de danh du|gom du|tich du|de san|gom lai|chuan bi san)
uong het (?:ca )?(?:lo|vi|hop|cho)
uong (?:ca|nguyen|het) (?:lo|vi|chai|hop|nam|bich|dong)(?: \w+)? thuoc(?! (?:bo|ho cam))
dung (?:\w+ ){0,2}(?:tren |o )?(?:san thuong|thanh cau|lan can|noc nha)
dung (?:di )?timz? (?:toi|em|minh|e)\b
(?:toi|em|minh|e|tui) (?:se )ra di\b(?! (?:choi|cho|ngoai|lam|hoc|som|luc))
thu tuyet menh|di chuc|thu (?:de lai|vinh biet|cuoi)
viet (?:thu|la thu)(?: \w+){0,3} (?:de lai|vinh biet|cuoi|cho (?:con|cac con|gia dinh) roi)
vinh biet|tu biet|tam biet (?:moi nguoi|cuoc doiz?|the gian|coi doiz?|tat ca|cac con)
loi (?:cuoi|tran troi|vinh biet)|lan cuoi (?:\w+ )?(?:nhan|noi|viet|goi)
day la (?:tin nhan|loi) cuoi
(?:toi|em|e|minh|con|chau|tui)(?: (?:vua|moi|da|dang|muon|lai|tu|dinh|se|lay dao|cam dao))* (?:cat|
    rach|rach)(?: co)? (?:tay|mach mau|mach)\b
cat (?:co tay|mach)|(?<!can )rach (?:tay|co tay)|dam vao (?:tay|nguoi) minh|khong con muon
giai thoat|bien mat (?:mai|khoi|luon|cho xong|vinh vien)
ket thuc (?:tat ca|cuoc doiz?|het|moi thu|cuoc song|o day|cho xong|doi minh|noi dau)
(?:di|theo|gap) (?:theo )?(?:ong|ba|chong|vo|anh|me|bo)(?: ay| nha toi| nha| toi| no
    | xa)*(?: (?:luon|cho xong|di|roi|sang ben kia|duoi suoi vang|thoi|som|ve coi|tren troi))+
di theo (?:ong|ba|chong|vo) (?:ay|nha toi|toi)
(?:ngu|nham mat|di) (?:\w+ ){0,3}(?:khong|dung|chang) (?:bao gio )?(?:thuc|tinh|day) (?:day |
    lai )?nua
mong (?:\w+ ){0,3}(?:dung|khong|khoi) (?:thuc|tinh|day)
(?:dung|khong) (?:cho )?(?:\w+ )?(?:thuc day|tinh day|day) nua
(?:troi|chua|phat|xin)(?: \w+){0,3} (?:cho|rước|ruoc|bat|goi) (?:toi|em|e|con|minh|tui|ba|
    bac)(?: \w+)? (?:chet|di|di som|ve)
(?:khong co|thieu|vang) (?:toi|em|minh|e|tui)(?: \w+){0,4} (?:tot hon|nhe ganh|do kho|khoe hon|
    nhe hon|se tot)
(?:toi|em|minh|e) (?:la )?ganh nang(?: \w+){0,6} (?:chet|di|bien)
toi nay (?:toi|em|e|minh) (?:se )?di (?:luon|roi|xa|mai)|chet som|khong song noi
khong (?:the )?song (?:noi |duoc )?nua|khong chiu (?:noi|duoc) nua
(?:viet|de|lam)(?: \w+)? (?:thu|giay)(?: \w+){0,2} (?:tuyet menh|vinh biet|de lai)|
    dot than(?: \w+){0,4} (?:chet|
    dong cua|kin cua)
bien mat khoi|(?:khong|chang) muon (?:ton tai|thay ngay mai)|lao (?:dau )?(?:vao|xuong) (?:xe|tau|
    song|ho)
(?:song|doiz?)(?: \w+){0,3} (?:khong|chang) (?:bang|co) (?:chet|y nghia)
(?:song|ton tai)(?: tiep| nua| them)* de lam (?:gi|chi)\b|(?:doi|cuoc doiz?)(?: \w+)? vo nghia|
    khong ai can (?:toi|em|minh|tui)
muon (?:di )?theo(?: (?:ong|ba|chong|vo|anh|chi|me|bo)(?: ay| nha toi| nha| xa)?)?$|ngu luon|
    ngu (?:mot giac )?(?:mai mai|khong day|ngan thu)
mua (?:\w+ )?day (?:thung|du)(?! (?:phoi|cot|buoc))
nhay(?: \w+)? (?:ban cong|cua so|tang|lau)|(?:dao|keo|luoi lam)(?: \w+){0,3} (?:co tay|co hong|mach)
thu(?: \w+)? (?:viet|de lai)(?: \w+){0,5} (?:xong|het|roi)|viet thu(?: \w+){0,5} (?:xong|het roi)|
    sap (?:giai thoat|di xa)
ngu (?:mai|luon|mot giac|yen)(?: \w+)? (?:khong|dung|chang) (?:bao gio )?(?:day|tinh|thuc)|
    khong (?:nghe tin|gap lai|thay) (?:toi|em|minh) nua
""",
    Cause.VIOLENCE: r"""
(?:<who>|bi|dang|lai|doi|hay|vua|no|roi|se|muon|cu|bat|da|dinh|toan|cung|
    deu)(?: \w+){0,2} <harm>(?: \w+)? <me>\b(?! (?:thuc|gia|rang|bai|may|vi|ghen|roi|dien|giay|com|
    rieng|cung|an|uong|day))
(?:danh|danh dap|dam|tat|bop co|daj|chem|giet|hanh ha|bao hanh|de doa|doa giet|hanh hung|xam hai|
    cuong hiep|sam so|nhot|troi|siet co|bop co|xo nga|tan cong) <me>\b(?! (?:thuc|gia|rang|bai|
    may))
bi (?!may|xe|o to|oto|cua)(?:\w+ ){0,3}(?:danh(?! thuc| gia| rot| mat| cap| lua| roi| trong)|dam|
    tat|chem|hanh ha|bao hanh|de doa|doa giet|hiep|cuong hiep|cuop(?! (?:mat )?(?:co hoi|loi))|
    nhot|giam|giu lai|khoa trong|bop co|daj|hanh hung|xam hai|sam so|troi|bat coc|theo doi|
    truy sat|dap|rach mat|bat nhot|giam giu|bo doi)\b
bao luc(?! hoc duong| mang)|bao hanh|vu phu
danh dap|danh (?:\w+ )?(?:chay mau|bam|gay|sung|bat tinh|toi boi|dau lam|tim)
(?:co|cam|lay|xach|mang|rut|vac|tren tay) (?:con |cay )?(?:dao|sung|bua|gay|riu|kiem|keo)\b
dot nhap|pha (?:cua|khoa)|dap (?:cua|pha)|cay (?:cua|khoa)|pha cua|leo (?:vao|qua) (?:nha|cua so)
tro(?:m|n) (?:vao|dang)|ke trom|an trom|trom vao|co trom|cuop\b(?! (?:co|loi|mat thoi gian))
xam hai
(?:mo|cay|dap|pha|lac|van) (?:\w+ )?(?:cua|khoa|cua so)(?: \w+){0,3} (?:nha|phong|toi|
    em)\b(?= ?(?:.{0,20}(?:nguoi la|la mat|dan ong)))
hiep dam|cuong hiep|nhot|giam (?:toi|em|long)
khoa (?:trai )?(?:toi|em|cua nhot|cua (?:ngoai|khong cho)|trong (?:phong|nha|kho))
khong cho (?:\w+ )?(?:ra ngoai|ra khoi|di dau|ve nha|di ra|thoat|ve nuoc)(?! roi)
lay mat (?:chia khoa|ho chieu)|(?:giu|lay|tich thu|thu|cam) (?:mat )?(?:ho chieu|passport|giay to)
goi (?:\w+ )?(?:canh sat|cong an|113|112)|bao (?:canh sat|cong an|113|112)
(?:canh sat|cong an) (?:giup|oi|den nhanh|gap)|can (?:canh sat|cong an)|\b112\b|\b113\b
(?:nguoi la|la mat|dan ong|ai do|co nguoi|ke la|thang nao|may nguoi|co ai)(?: \w+){0,6} (?:vao nha|
    dap cua|pha cua|cay|theo (?:toi|em|sau|doi)|rinh|leo|trong nha|truoc cua|ngoai cua|lot vao|
    xong vao|dot nhap|mo cua|mo khoa|cua so|vao phong)
danh nhau|dang danh
(?:doi|doa|se|dinh|noi|bao)(?: \w+){0,3} (?:giet|chem|danh chet|dot nha|xu|dam)(?: \w+)?
tron (?:trong|duoi|vao) (?:nha ve sinh|toilet|tu|gam|phong tam|wc|phong|bep)|so no (?:danh|giet|ve)
no (?:danh|bop|dam|tat|daj|chem|giet|doa)\b
(?:so soang|so mo|cuong ep|ep|tat nuoc soi|tat axit|tat xang)(?: \w+)? (?:toi|em|minh|e|tui|
    vao (?:phong|nguoi)|
    quan he|ngu)|bi (?:\w+ ){0,2}(?:so soang|so mo|ep buoc|ep vao|cuong ep)
(?:ruot|duoi|ruot duoi) (?:danh |chem |theo )?(?:toi|em|minh|e|tui|me con)
(?:nem|quang|choi) (?:\w+ ){1,3}vao (?:toi|em|minh|mat|dau|nguoi)|(?:dot|xit)(?: \w+)? (?:xang|toc|
    tay) (?:toi|em)
(?:ban|tra) (?:toi|em)(?: \w+)? (?:vao|cho) (?:dong|quan|nha chua)
(?:ong|ba|dan ong|thang|nguoi|ke|ga|dua)(?: nao)? la(?: \w+){0,3} (?:trong|vao|ngoai|o|truoc|
    sau) (?:\w+ )?(?:bep|nha|phong|san|cua|vuon)
(?:noi|doa|bao|de)(?: \w+){0,6} (?:rach mat|giet|dot nha|cat co|tat axit|danh gay|chat tay)
rach mat\b(?! (?:bao|hang))
rach matz\b(?! (?:bao|hang))
(?:chia|gi|ke|giuong|dua)(?: \w+)? (?:sung|dao|keo|riu)\b
(?:dang|cu|lai|say|no|ho) (?:dang )?(?:daj|da|dap|dam|tong|huc) (?:\w+ )?cua
""",
    Cause.FIRE: r"""
chay nha|nha (?:\w+ ){0,3}(?:bi |dang |boc |sap )chay|nha chay
(?<!nguoi )chay (?:bep|phong|roi|lon|to|can nha|can|xuong|kho|chuong|rung|day dien|tui|nem|chan|
    rem|xe|den)\b(?! (?:bo|buom))
(?:dang|bi|boc|bat dau|sap|phat|o cam|o dien|day dien|bep|nem|chan dien|quat|may|xe|rem|tu dien|
    noi|chao)(?: \w+)? chay\b(?! (?:bo|xe|viec|di|ve|ra|vao|qua|den|an|lai|may|tot|tron|mau|nuoc|
    bang|deu|on|quang cao|tien|nhay|theo|the duc|duoc|am|em))
boc (?:chay|lua|khoi)|hoa hoan|cuu hoa|chua chay|dap lua|xe chua chay
lua(?: \w+){0,6} (?:ben|lan) (?:sang|qua|vao|toi|den)
lua (?:\w+ )?(?:chay|boc|lan|ben|lon|to|ngun ngut|bung|dang|khap|tran|cao|day|den|phut|cham)
(?:bat|bén|ben) lua|bien lua|chay lan|khong dap (?:\w+ )?(?:duoc|noi) lua
(?:mui|ro|ri|xi|thoat|nghe|ngui|hoi) (?:\w+ )?(?:khi )?(?:gas|ga)\b(?! (?:ran|nuong|xe))
(?:gas|khi gas|binh gas|ong gas|bep gas) (?:\w+ )?(?:ro|xi|ri|nong nac|thoat|bi ro|bi xi|ho|no)\b
ro ri (?:khi )?ga
khoi (?:\w+ )?(?:day|nhieu|den|mu mit|boc|khap|nghi ngut|um|trang xoa|cay|bay|toa|mit mu|qua|tran|
    ngap|lan|dac|kin)
(?:day|toan|ngat|nhieu|ngap|boc|ngop|bi|mui) khoi\b(?! (?:benh|lo|phai|om))
mui (?:khet|chay(?! mau)|nhua chay)|khet (?:let|qua|lam)|phat no
no (?:binh|bep|gas|tung|lon|lop|dien)\b|chap dien|chap mach|toe lua|tia lua
khi (?:doc|co2|co ga|carbon|than)|ngat khi|ngo doc khi
(?:dot|suoi|u|nuong)(?: \w+)? than(?: \w+){0,6} (?:dau dau|nhuc dau|chong matz?|buon non|kho tho|
    ngat)
bao (?:chay|khoi|khi)(?: \w+){0,2} (?:keu|reo|hu)
khoi(?: \w+){1,5} (?:boc|bay|day|tran|mu mit|nghi ngut|un un|vao nha|vao phong|nghet)\b
(?:mui|nghe mui) (?:trung thoi|xang|dau hoa|hoi la)(?: \w+){0,3} (?:bep|nha|bon|nong)
(?:xet|nhang|toe|nhay)(?: \w+)? (?:lua|tia lua)|(?:o cam|o dien|day dien|
    cau dao)(?: \w+){0,2} (?:xet|no|toe|
    bung|chay xem|boc)
lua(?: \w+){0,2} (?:to|do|rung ruc|phung phung|phung)\b(?! (?:tet|nuong))
(?:dot|chay)(?: \w+){0,3} (?:rom|ra|rac|co|dong)(?: \w+){0,6} (?:lan|gio|toi nha|sang nha|ben|
    vao nha)
quen (?:tat|khoa|dong|van) (?:\w+ )?gas|gas(?: \w+)? quen (?:tat|khoa)
""",
    Cause.FALL: r"""
(?:bi |vua |moi |lai |da |^)*(?:(?<!tay )(?<!trai )(?<!phai )(?<!chan )te|nga|vap te|truot te|
    truot nga|truot chan|truot|lon nhao|lon co|vap|rot xuong|rot tu|roi tu|roi xuong|rot(?= (?:lau|
    cay|giuong|gieng|cau|mai|thang|ho|muong|ruong))|
    ngaz khuyu|bo nhao|nga nhao|do xuong|nga quy|te quy)\b(?! (?:nuoc|ngua|nhe|qua(?: roi)?$|lam$|
    that|hai|bac|nhat|ra la|gia|tay chan|xu|sieu|tuyet|mua|chieu|an toan|phap|ba|tu|mot ben|nua|
    liet|cung|dai|buot|tay|buc|thi|mau|lung|rung|nuoc mat|mac|ve|bai|do an|kinh te|thuc te|lai|
    that su|gay go))(?: (?:xuong|nga|chan|lan|cau|dap|gay|xe|trong|o|tu|khong|chay|bat|roi|dau|vo|
    san|goi|qua|nhao|ngua|sap|ve|tren|duoi|cai|nam|ben|ngoai|xoai))?
gay (?:\w+ )?<limb>\b|<limb> (?:\w+ ){0,2}(?:bi )?gay\b
xuong (?:\w+ )?(?:loi|dam|nho|long|lo ra|vo|nut|gay)|loi xuong|trat (?:khop|hong|vai)
vo (?:xuong|dau|so)|chan thuong (?:so|dau)|lan (?:cau thang|xuong|cu|tu|long loc)
(?:dap|va|vo|u|chay mau|toac|be|u|bau|nut) (?:\w+ )?(?:dauz|dau|gay|tran|so|matz)(?: xuong| vao
    | roi|$)
(?:dauz|gay|tran) (?:\w+ )?(?:dap|va|vo|toac)|dap (?:gay|dau|dauz)
<no> (?:\w+ )?(?:dung|day|ngoi|nhuc nhich|cu dong|di chuyen|ngoi day|dung day|bo day|guong day|
    ngoc|trở minh|tro minh|xoay)(?: day| len| chan| tay)? (?:duoc|noi|len|day)
<no> day (?:duoc|noi)|<no> (?:nhuc nhich|cu dong)
(?:dung|day|ngoi|bo|nhuc nhich|cu dong)(?: day| len| dau)? (?:khong|chang|ko) (?:duoc|noi|len|dc|
    ra|day|xong)
(?:khong|chua) (?:ai )?(?:do|dinh|keo) (?:toi |em )?(?:day|len) (?:duoc|noi)
namz? (?:\w+ ){0,3}(?:duoi|tren|giua|o) (?:\w+ )?(?:san|dat|nen|duong|muong|ruong|ho|gieng|nha tam|
    cau thang|bep|bun)\b(?! (?:bong|choi|nha|ngu|khach|thuong|vuon))
namz? (?:mot cho|im mot cho|bep|sap|san|lan)
ket (?:\w+ )?(?:trong|duoi|giua) (?:\w+ )?(?:tuong|giuong|tu|gam|may|xe|thang may)
(?:de|chen|can|lat|do|roi|cuon)(?: len| vao| trung)? (?:chan|tay|nguoi|bung|nguc) (?:toi|em|e|minh)
xe (?:\w+ )?(?:lat|do|nga|lao) (?:xuong|vao|de)
(?:may cay|may keo|xe ba gac|cong nong|may) (?:\w+ )?(?:lat|do|de|cuon)
(?:ket|mac ket|bi de|de)(?: \w+)? (?:duoi|giua|sau|trong) (?:\w+ )?(?:tu|giuong|xe|may|tuong|cay|
    tui|cua|da)
(?:bo|trau|heo|ngua|de|cho)(?: \w+)? (?:huc|da|giam|keo|xo) (?:toi|em|ba|ong|nga|trung|vao)
<no> (?:le|bo|lết|loi|lat|tro|rut|gap|duoi)(?: \w+){0,3} (?:duoc|noi|ra)\b(?! (?:tien|ra vien))
(?:gap|treo|trat|lech)(?: \w+)? (?:mat ca|co chan|khop|hong)(?: \w+){0,4} (?:khong|nguoc|lech|kinh)
(?:hut chan|buoc hut|sut|tuot tay|lon cu|lon vong|nhao dau)
(?:hong|chan|tay|lung|xuong)(?: \w+){0,3} (?:nhoi kinh|dau thau|bien dang|veo|ngoac|ngược|nguoc ra|
    leo lech)
khong (?:\w+ )?(?:dung|day|ngoi|bo)(?: \w+){0,2} (?:noi|len|duoc) (?:nua|roi)|(?:dung|day|
    ngoi day) khong (?:len|noi|duoc)
ket (?:\w+ )?(?:trong|duoi|giua) (?:toilet|nha ve sinh|wc|nha tam|thang may|hang rao|cong)
te (?:tu|tren)(?: \w+){0,4} (?:xuong|cay|mai|thang|ghe|lau)|khong dung thang (?:duoc|noi|len)
""",
    Cause.MEDICAL: r"""
kho (?:\w+ )?tho|<no> tho (?:\w+ )?(?:duoc|noi|ra|noi nua)|<no> tho\b
tho (?:\w+ )?(?:khong|chang) (?:duoc|noi|ra|kip)
(?:ngat|nghet|hut|het|ngop|dut|tat|ngung|ngop) (?:\w+ )?(?:tho|hoi)\b(?! dai)
tho (?:doc|gap|kho khe|rit|hon hen|yeu|thoi thop|nang nhoc|khong deu|rat kho|kho|gap gap|
    khong ra hoi)
tuc (?:nguc|tho)|hen suyen|len con hen|tac tho|nghet tho|ngat (?:qua|lam)?(?= khong tho)
(?:nguc|tim|long nguc)(?: \w+){0,3} (?:dau|that|tuc|nhoi|dap manh|dap nhanh|dap loan|
    dap thinh thich|nghen|bop|nang triu|nang|de|thot|nhoi|loan nhip|ngung|dap|hoi hop|quan|buot|
    rat)\b(?! (?:deu|binh thuong|on|tot))
dau (?:\w+ ){0,2}(?:nguc|tim)\b
(?:that|tuc|nang|de|nghen|ep|bop|nhoi|nghet|quan|nhoi)(?: o| ben| vung| trong)* (?:nguc|tim)\b
nhoi mau|dau tim|dot quy|tai bien|suy tim|ngung tim|len con (?:dau )?tim|meo (?:mieng|matz|mat|mom)
(?:mieng|mom|matz|mat) (?:\w+ ){0,2}(?:meo|lech|xe|cung do)|lech (?:mieng|mat|matz)
liet\b(?! (?:si|ke|duong|vao))
te (?:nua|mot ben|liet|cung|dai|het|nguyen|ca) ?(?:\w+ )?(?:nguoi|ben|tay|chan|matz|mat|khong)?
(?:nua|mot ben) (?:nguoi|matz|mat|than|tay|chan)(?: \w+){0,3} (?:te|yeu|liet|cung|khong|
    mat cam giac)
(?:tay|chan|nguoi|ben trai|ben phai)(?: \w+){0,3} (?:te dai|te liet|te cung|bi liet|mat cam giac|
    khong co cam giac|khong cam giac|tu nhien yeu|dot nhien yeu|bung rung|yeu han|khong dieu khien)
mat cam giac
<no> (?:nhac|nang|gio|cam|nam|dua)(?: \w+){0,2} (?:duoc|noi|len)\b(?! tay nghe)
(?:tay|chan)(?: \w+){0,3} (?:khong|chang) (?:\w+ )?(?:nhac|nang|cu dong|gio|dua|cam|co|nhuc nhich)
noi (?:\w+ )?(?:khong|chang) (?:duoc|ra|tron|ro|ai hieu|thanh)|<no> noi (?:duoc|ra|noi|thanh)
noi (?:ngong|deo|lap|lam nham|lung tung|dot|nhiu|liu luoi|lo)\b|cung (?:luoi|ham)
luoi (?:cung|thut)|lu lan|me (?:sang|man)
khong (?:con )?(?:biet|nhan ra)(?: ai)? (?:gi nua|ai nua|nguoi than)
mat (?:phuong huong|thang bang dot ngot)
bat tinh|ngat xiu|ngat (?:di|mot|1|may|hai|2|ra|luon|roi|lim|xuong|trong|o|tai)\b
(?:bi|vua|moi|muon|sap|lai|suyt|da) ngat\b(?! (?:dien|nuoc|ket noi|mang))
(?:bi|vua|moi|muon|sap|lai|te|da|lan ra|ngat) xiu\b
xiu (?:di|mot|1|luon|roi|len|xuong|ra|trong|lan)\b(?! nua)|hon me|mat y thuc|bat dong
khong (?:con )?(?:phan ung|dong day|nhuc nhich|ti nh|tinh)
(?:goi|lay|keu|danh thuc)(?: \w+){0,3} (?:khong|chang) (?:\w+ )?(?:day|tinh|tra loi|thua|nghe|
    phan ung|nhuc nhich|mo mat)
khong tinh|co giat|giat (?:kinh phong|dung dung|lien tuc)|dong kinh|sui bot|tron matz|tron mat
(?:chay|ra|mat|tuon|phun|trao|non|oi|ho|oc|tieu|dai|di ngoai|khac|uot|dam|nhuom|day|toan|cam|nhieu|
    xuat|cau)(?: \w+){0,3} mau\b(?! (?:cam|sac|me|nhiem|mo|duong|len|xanh|do|lanh|hong|mui))
(?:chem|cua|cat|dam|cuon)(?: \w+)? (?:vao |phai |trung |dut )(?:chan|tay|nguoi|dau|bung)
mau (?:\w+ )?(?:xoi xa|lai lang|chay|khong|ra|phun|tuon|uot|nhieu|dam|lenh lang|day|tum lum|te tua|
    loang|tran|me)\b(?! (?:me|ra di))
xuat huyet|bang huyet|phan den|di ngoai (?:phan )?den|dut (?:\w+ )?(?:tay|ngon|gan|mach|lia)
cam (?:mai )?(?:khong|chang|hoai khong)(?: \w+)? (?:duoc|noi|cam)?
cuu (?:toi|tui|voi|me|em|e|mang|ba|ong|con|giup|chong|vo|chau|minh|cha|bo|nguoi)|\bcuu$
^cuu\b(?! (?:long|ve|thuong binh))|cap cuu|xe cuu thuong|cuu thuong|\b119\b|\b115\b|\bsos\b
(?:goi|den|toi) (?:\w+ ){0,2}bac si (?:gap|nhanh|ngay|lien)
(?:nhanh len|den ngay|toi ngay|gap lam)(?= (?:cuu|giup|toi|di|voi)|$)
(?:sap|dang|gan|chac|se|toi|em) chet (?:roi|mat roi|toi noi|den noi|o day|that)|sap chet|dang chet
gan chet(?! doi| met| nong)|chet den noi|khong (?:qua khoi|song noi)|hap hoi|nguy kich|thoi thop
nguy hiem (?:tinh mang|den tinh mang)|ngo doc|trung doc
(?:uong|an|nuot|lay|chich|tiem|cho)(?: \w+){0,3} (?:nham|lon|nhamz)\b(?! (?:nha|nguoi|duong|mon|
    bat))
(?:lo|nham|lon|quen)(?: \w+){0,2} (?:uong|nuot|an|chich)(?: \w+){0,4} (?:vien|thuoc|lieu|vi|lan)\b
(?:uong|nuot|chich|tiem)(?: \w+){0,3} (?:qua lieu|gap doi|hai lan|2 lan|lien)|qua lieu
(?:uong|nuot) (?:<count> )+vien|(?:uong|nuot|hit|dinh|van|ngui)(?: \w+){0,3} <poison>
<poison>(?: \w+){0,4} (?:uong|nuot|vao mat|vao matz|vao mieng|phong rop)
an (?:\w+ ){0,2}(?:namz?|ca noc|oc|ngheu|trung|do hu|so|hai san)\b.{0,50}(?:dau bung|non|mo|choang|
    te|mua|chong matz?|co giat|kho tho|ngua)
(?:hoc|mac|nghen|nghet|vuong)(?: \w+)? (?:xuong|com|banh|thit|ca|vien thuoc|rau gia|dom|trong co|
    o co)
(?:mac|nghen|nghet) (?:nghen|co|hong)|bi (?:nghen|sac|mac nghen|hoc)\b
(?:hong|co|luoi|moi|matz|mat)(?: \w+){0,3} (?:sung|nghen|phu|phong)(?: \w+){0,5} (?:kho|nuot|tho|
    khong)
(?:sung|phu) (?:hong|luoi|thanh quan)|soc (?:phan ve|thuoc)
di ung(?: \w+){0,4} (?:nang|kho tho|sung|nghen)
nuot (?:\w+ )?(?:nuoc bot )?(?:cung )?khong (?:duoc|noi|troi)
(?:bi|vua|moi|nuoc soi|dau|lua|hoi|canh|lam) ?(?:\w+ )?(?:bong|phong)(?! (?:da|chuyen|ro|choi|banh|
    hoa|bay|dien|ve sinh|kham|tro|ngu|khach|rop nhe))(?: \w+)? ?(?:nang|lua|nuoc soi|dau|ca|het|
    rop|tay|chan|mat|matz|nguoi|lung|nguc)
bong (?:nang|nuoc soi|lua|dau|ca|het)
(?:nuoc soi|dau soi|dau nong|canh nong|am nuoc)(?: \w+){0,3} (?:do|vang|tat|trung|len|vao)
dien giat|giat dien|tai nan (?:xe|giao thong|lao dong)|bi tai nan
(?:xe|o to|oto|xe tai|xe may|xe buyt|tau|bi)(?: \w+)? (?:dung|tong|can|dam|can qua|huc|quet|tung|
    trung)(?: phai)?(?: \w+)? (?:toi|em|e|me|ba|ong|con|chong|vo|chau|nguoi|ngat|gay|nga|te|roi|
    vao)
bi (?:xe|oto|o to) (?:tong|dung|can|dam|huc)
(?:ran|cho|bo cap|ret|khi|ong|ong vo ve|rit)(?: \w+)? (?:can|cam|can|chich|dot)\b(?! nhe)
bi (?:ran|cho|bo cap|ret|ong)(?: \w+)? (?:can|chich|dot)
sot (?:cao|(?:toi |len |den |gan )?(?:39[.,][5-9]|40|41|4[01][.,]\d))|co giat|hon me
(?:tut|ha) (?:duong|huyet ap)|duong huyet(?: \w+){0,3} (?:thap|tut|lo|cao qua|\d\d\d|[23])
huyet ap(?: \w+){0,3} (?:2\d\d|19\d|18\d|cao qua|cao lam|vot|tang vot|tut|thap qua|len cao|
    tang cao)
(?:toat|va|do|vat|mo hoi)(?: \w+){0,2} mo hoi(?: lanh| hot)?(?: \w+){0,4}(?:nguc|tim|ngat|xiu|lanh|
    run|choang|hot|toat)
mo hoi (?:lanh|hot|toat|va ra)|run (?:bat|lay bay)(?: \w+){0,3} (?:mo hoi|mo|ngat|xiu)
(?:matz|mat)(?: \w+){0,3} (?:khong thay|khong nhin thay|toi sam|mo han|mo het|mo di|mu|toi den|
    khong con thay|mo qua)(?: gi)?
(?:bong|dot nhien|tu nhien|tu dung|dot ngot|thinh linh)(?: \w+){0,3} (?:khong thay|khong nghe|
    khong noi|mu|meo|yeu|te|liet|ngat|mat|choang|toi sam|quay|chong matz?)
dau (?:\w+ ){0,2}(?:du doi|quan quai|khong chiu (?:noi|duoc)|kinh khung|nhu bua bo|nhu dao dam|
    vat va|lan lon|xe|thau troi|chet di song lai)\b
dauz? (?:\w+ )?(?:nhu )?(?:bua bo|muon no|vo ra|nhu no)
lan ra (?:tay|vai|sau lung|ham|canh tay|lung)
choang(?: vang)? (?:\w+ )?(?:muon (?:ngat|xiu)|ngat|xiu|khong|lam|qua|nga)|da (?:tim|xanh) tai
(?:moi|matz|mat|nguoi|da|tay) (?:\w+ )?(?:timz?|tim) (?:tai|ngat|bam|nguoi|den)|timz? tai
nguoi (?:\w+ )?lanh (?:ngat|toat|ngắt|ma|cung)|vo oi|chuyen da|cung (?:ca |nguyen )?bung
bung (?:\w+ )?cung|(?:non|oi) (?:lien tuc|khong ngung)|dau de
thai (?:\w+ ){0,3}(?:ra mau|dau|khong dap)
(?:co bau|mang thai|bau)(?: \w+){0,8} (?:ra mau|dau bung|ra huyet|mau|te|nga)|say thai|ra huyet
dong thai|sap sinh|suy ho hap|soc (?:nhiet|nang)|say nang|duoi nuoc|chet duoi
(?:non|oi|khac|ho|oc)(?: \w+){0,4} (?:den|mau|ba ca phe|do tuoi|cuc den)\b|ba ca phe
(?:chay|mau|tuon)(?: mau)?(?: cam)?(?: \w+){0,3} (?:khong|chang|mai khong|
    hoai khong) (?:\w+ )?(?:cam|ngung|dung|
    nin)(?: duoc)?\b
chay mau cam(?: \w+){0,3} (?:khong|hoai|mai|tieng)|(?:uot|tham|
    uot sung)(?: \w+)? (?:\w+ )(?:cai )?(?:khan|ao|ga)\b
(?:sot|nong)(?: \w+){0,3} (?:bon muoi|ba chin|40|41)|(?:chan tay|tay chan|nguoi)(?: \w+)? (?:giat|
    co|cung|co quap)
giat giat|vo oi|nuoc oi|oi (?:vo|ra roi)|(?:mang bau|bau|thai|mang thai)(?: \w+){0,6} (?:nuoc|oi|
    mau|khong dap|
    khong dong|dau bung|ra huyet|nga|te)
(?:da|thit)(?: \w+)? (?:lot|troc|tuot|phong|bong)(?: \w+)?(?: (?:ra|het|mang))\b
(?:nuoc|noi|am|chao|canh|dau|lau|xoong)(?: \w+){0,4} (?:do|vang|tat|ap|hat)(?: \w+)? (?:len|vao|
    xuong|trung) (?:dui|chan|
    tay|nguoi|mat|matz|bung|lung|toi|em|con|chau|minh)
(?:khong|chua|chang) (?:\w+ )?(?:di tieu|tieu|di dai|tieu tien|dai)(?: \w+){0,3}(?:cang|truong|to|
    cung|ngay|hom)
(?:bung)(?: \w+){0,2} (?:cang|cung|truong)(?: \w+)? (?:nhu|ngac|do|phinh)|bung cung
(?:dau|dauz)(?: \w+){0,4} (?:bua bo|nhu (?:vo|nut|no)|chua (?:bao gio|tung) (?:dau|bi))|
    co cung (?:do|ngac)
(?:tim|nguc)(?: \w+){0,3} (?:da|de|bop|that|ep|dap nhu|dap lung tung|dap cham|hut)|(?:nhu|
    co) (?:\w+ ){0,3}(?:tang
    da|hon da|voi|bao gao)(?: \w+){0,3} (?:nguc|len)|de tang da
(?:lan|dau)(?: \w+){0,2} (?:xuong|ra|sang|len) (?:canh tay|tay trai|ham|vai trai|co)
(?:chich|tiem|insulin)(?: \w+){0,4} (?:hai|2|gap doi|nham) (?:mui|lan|lieu)
(?:matz|mat)(?: trai| phai| toi| em| mot ben)*(?: \w+){0,3} (?:toi thui|den thui|den kit|
    khong thay gi|mu\b)
(?:mat|matz|moi|mieng)(?: \w+)? (?:tim|tai|trang bech|xam)(?: \w+)?\b(?! (?:mat|thich|xanh|hong|
    mau))
(?:goi|lay|keu)(?: \w+){0,4} (?:khong|chang) (?:\w+ )?(?:tra loi|ban gi|nhuc nhich|day|tinh)|
    matz mo trung|mo trung trung
trung trung|ngat lim|lim di|lo mo|guc (?:xuong|tren|truoc|trong|o)|me man|nam guc
(?:uong|an) lon(?: \w+){0,3} (?:thuoc|chai|lo|nuoc)|(?:te|run) (?:ran|ray|lay bay)
(?:gap|thang|ngay|duoi)(?: \w+)? (?:nguoi|lung)(?: \w+)? (?:khong|chang|ko) (?:noi|duoc|ra)|
    ruot thua|quan quai|lan lon
(?:lam |bi )?do (?:\w+ )?(?:am |noi |phich |chao )?(?:nuoc soi|nuoc nong|canh|chao|dau|
    tra nong)(?: \w+){0,2} (?:len|vao|xuong|trung)
(?:uong|an)(?: \w+)? thuoc (?:cua )?(?:chong|vo|me|ba|ong|con|bo|nguoi khac)|quay cuong
(?:noi|lam) nham|noi chuyen (?:voi|mot minh voi) (?:buc )?tuong|moi(?: \w+)? (?:xam|tai|tham|tim)
(?:cho|meo|heo|khi)(?: \w+){0,4} (?:can|cam|xe|giat)(?: \w+)? (?:rach|dut|mat|nat|toac)
(?:nhac|nang|gio|cu dong|nham|mo|co|dua)(?: \w+)? (?:khong|ko|chang) (?:len|noi|ra)\b|
    khong (?:nham|mo) (?:\w+ )?(?:matz )?(?:duoc|lai)
(?:matz|mat|mieng|mom)(?: \w+)? (?:xe|sup|chay xe|lech|meo)(?: \w+)? (?:mot ben|xuong|han|roi|qua)
(?:noi|giong)(?: \w+)? (?:lap bap|lam bam|u o|meo mo|khong ra hoi|lam nham|lu lo)|lap bap
(?:uong|an)(?: \w+)? nham (?:chai|lo|hop|goi|ly)|nuoc thong cong|thong cong
(?:nguc|suon|long nguc)(?: \w+)? (?:that|siet|bo|ep|nghen)(?: \w+)?|khong (?:lay|bat) duoc hoi|
    hut hoi
(?:sung|noi)(?: \w+)? cuc to|mau (?:nhieu|ra) lam|mau lam|cat (?:trung|phai|dut|
    vao)(?: \w+)? (?:tay|chan|ngon)
mach(?: \w+){0,2} (?:loan|lung tung|yeu|rat nhanh)|(?:tay|chan)(?: \w+)? nang (?:trich|triu)|li bi
uong(?: \w+)? (?:qua nhieu|nhieu qua)(?: \w+)? (?:thuoc|vien)|khong ai (?:danh thuc|goi|
    lay)(?: \w+)? (?:duoc|day|noi)
(?:dau|dauz?)(?: \w+)? (?:du doi|quan|thau troi|nhu xe)|(?:mat|mo)(?: \w+)? nua (?:tam nhin|
    con matz)
khong (?:con |co )?cam giac\b(?! (?:gi|ngon|vui))|dau (?:bung|dauz?|lung) (?:du|du doi|quan|
    khung khiep)\b|(?:tieu|dai)(?: \w+)? ra mau
""",
}
