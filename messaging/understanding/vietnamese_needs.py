"""Vietnamese: needs, what else a reply may say, and what only sounds like a sign.

Without marks (`vietnamese.unmarked`); a `z` ends a word whose marks say that it is not the
danger it looks like. The notation is that of `expressions`.
"""

from __future__ import annotations

from signals.model import Meaning

NEEDS = {
    Meaning.DECEASED: r"""
(?:chi|anh|co|ong|ba|cu|bac) ay (?:vua |moi |da |cung )*(?:mat|qua doiz?|chet) (?:roi|hom|tuan|
    thang)
(?:nguoi thue|chu nha|chu so|chu may|nguoi o|nguoi gia)(?: \w+){0,4} (?:da |vua |moi )?(?:mat|
    qua doiz?|chet)(?= (?:roi|hom|tuan|thang)|$)
(?:ba|ong|me|bo|cha|ma|tia|co|chu|bac|cu|ngoai|noi|bo toi|me toi|bac \w+|ba (?!nha|xa)\w+|
    ong (?!nha|xa)\w+|co \w+|cu \w+)(?: (?:toi|em|e|minh|tui|noi|ngoai|cu|lan|ay|chau|chong|vo|ta|
    gia|nha em|sau|tu|ba|bay|hai|nam))*(?: (?:vua|moi|da|cung|dot ngot|
    khong may))* (?:mat\b(?! (?:ngu|dien|tien|vi|nuoc|dien thoai|dt|do|xe|cai|chia|cam giac|y thuc|
    mau|tich|ket noi|mang|viec|thoi gian|mua|me|long|matz|lien lac|hung|ngon))|qua doiz?|
    tu tran(?! (?:xuong|nha))|
    quy tien|khong con nua|chet\b(?! (?:met|doi|cuoi|nong|lanh|khiep|mat|di duoc|roi quen))|
    ra di(?: roi| mai| hom| thanh)|ve voi (?:chua|troi|phat|ong ba|to tien)|khong qua khoi|di roi|
    tat tho|len thien dang|hy sinh)
qua doiz?|tu tran(?! (?:xuong|nha))|quy tien|dam tang (?:cua )?(?:ba|me|ong|bo|bac)
(?:moi |vua |da )(?:chon cat|dua tang|hoa tang|mai tang|dua dam)|chon cat|dua tang
khong con (?:tren doiz?|nua|song)|ve voi (?:chua|ong ba|to tien)
mat (?:roi|hom|tuan|thang|nam|luc|sang|toi|dem) ?(?:qua|nay|kia|truoc|ngoai|chu nhat|thu \w+|mung|
    \d+)(?= |$)
""",
    Meaning.HELP: r"""
can tu van|tien coc|chu nha(?: \w+){0,4} khong tra
khong (?:doiz?|xa|bat|mo|dong|khoa|sac) (?:nuoc )?duoc|khong biet goi ai|tay (?:\w+ )?run
(?:bat|duoi|doi|ep|bao)(?: \w+){0,3} (?:don (?:di|ra|nha)|ra khoi nha)|tro chung|trai gio|nho giot|
    nuoc(?: \w+){0,3} (?:tran|mai)(?: nha)? xuong
(?:ong|ba) (?:nha|xa) (?:toi|em|minh|tui)(?: \w+)? (?:mat|qua doiz?|di roi|chet)\b(?! (?:ngu|dien|
    tien|vi|nuoc))
(?:chong|vo|anh trai|chi gai|em trai|em gai|em|anh|chi|con trai|con gai|con(?! (?:meo|cho|ga|heo|
    bo|trau|chim|vit|tho|ca|cun|chuot))|banz? than|banz? gai|banz? trai|banz?|hang xom|chau|
    dua con|ong xa|ba xa|nguoi yeu)(?: \w+){0,5}?(?: vua| moi| da| cung| bi)* (?:mat\b(?! (?:ngu|
    dien|tien|vi|nuoc|dien thoai|dt|do|xe|cai|chia|mua|long|cam|lien|hung))|qua doiz?|
    tu tran(?! (?:xuong|nha))|
    chet\b(?! (?:met|doi|cuoi|nong|lanh|khiep|mat|di duoc|me))|khong qua khoi|mat vi|ra di mai)
kho o\b(?! (?:khong|cho))|giup|can (?:nguoi|ho tro|gap|bac si|thuoc|an|tien|gao|ai do|noi chuyen|
    mua|kham|duoc)|ho tro
cuu tro|goi (?:dien|cho (?:toi|em|e|minh|bac|co|chi|chu|ba|ong|me)|dt|lai cho|lai)|cho nguoi (?:den|
    toi|qua)
(?:ai|co ai|nguoi|co|cac co|chi|cac chi)(?: \w+){0,3} (?:den|qua|ghe|toi) (?:nha|tham|gap|giup|voi|
    choi|xem|dua)
(?:den|qua|ghe) (?:tham|gap|giup|dua|xem) (?:toi|em|e|toi voi|minh|ho)|sua (?:giup|ho)
(?:nho|nhờ|xin|lam on) (?:chi|anh|em|co|chu|ai|nguoi|cac co|gium|giup|cho)\b(?! (?:xoa|dung|nhan|
    goi sau|so|loi))
gium|muon (?:duoc )?gap|cho muon|dua (?:toi|em|di) (?:di )?(?:kham|benh vien|vien)
co ai (?:\w+ ){0,3}(?:khong|cho|giup|den)|ai cho
<no> (?:duoc |thay |he |cam thay )*(?:khoe|on|tot|de chiu|thoai mai|ngu duoc|an duoc|ngon|yen|
    noi an|manh|vui)\b(?! (?:khong|cung khong|lam phien|bang))
<no> (?:\w+ )?(?:ngu|lam|di|doc|xach|nau|nghe|thay|nhin|an|uong|lam gi|mac|tam|tu|chiu|mo|khoa|ve|
    mua|ra|len|xuong|hieu|tra|dong|song)(?: \w+){0,2} (?:duoc|noi|vao|troi|ra|kip)\b
(?:an|uong|ngu|nuot|di|nhai|tieu)(?: \w+)? (?:khong|chang|ko) (?:duoc|noi|ngon|vao|yen|troi|ra|sau|
    vung)
chua khoe|mat mo|matz mo|khong vao|khong (?:doc|nghe|hieu|ngu|an)\b(?! (?:dien thoai|may|an|trom))
bo (?:an|bua)|chua (?:\w+ )?(?:an (?:gi|com)(?= (?:tu|may|hai|2|ca|vi|do))|duoc an)
khong (?:them|muon|thiet) (?:an|noi|lam|gap|day|ra|di|nau|tam)
met|nguoi moi|moi (?:nhu|ca nguoi|ra roi)|benh\b(?! vien| nhan)|\bom\b(?! (?:con|chau|nhau))|
    bi om|sot
\bho\b(?! tro|a|c|ly)|cam cum|cam lanh|cam roi|bi cam|so mui|nghet mui
dau\b(?! (?:bep|hu|xanh|tuong|phong|do|nam|tien|mua|thang|tuan|long|tay|phu|an|goi dau|nam|co|biet|
    duoc|phai|toi|vao|nua|phong|giuong|hang|ky|ca))
nhuc|moi (?:lung|chan|tay|goi(?! (?:video|dien|ve|cho|lai|con|me))|vai|het)|nhoi\b|chong matz?
hoa matz?|choang|xay xam|lang tai|buon non|non\b(?! (?:nuoc|song|tre|la|bo))
\boi\b(?= (?:mua|ra|het|thuc an))|tieu chay|dau bung|tao bon|kiet|day bung|kho tieu
sung\b(?! (?:suong|may man))|viem|nhiem|bi thuong|tray|tray xuoc|xay xat|bam timz?|ngua|noi man
lo loet|phong(?= (?:rop|nuoc|da|chan|tay|lua))|nut ne|phu|tri\b|gut|khop|thoai hoa|loang|te tay|
    te chan|te bi|te buot|run tay|te nhe
nga nhe|chuot rut|vet thuong|nhiem trung|dau hong|mat tieng|khan tieng
mat (?:\w+ )?ngu|kho (?:\w+ )?ngu|(?:thuc|trang) (?:trang|dem|den sang|toi sang)|chan an|kho chiu
yeu (?:lam|qua|nguoi|di|han|roi|chan|om)|co don|mot minh(?! (?:duoc|cung|van|khoe|thoai mai|tu do))
hiu quanh|lui thui|trong (?:trai|vang|qua)|quanh que|buon\b(?! (?:cuoi|ban|ngu|gi|chuyen|lam an))
khoc\b(?! (?:vi (?:vui|mung|cuoi)))|nuoc mat
nho (?:nha|que|con|chong|vo|me|bo|chau|ong|ba|gia dinh)|so (?:lam|qua|hai|khong dam|bi|chet)
hoang (?:so|loan)|lo (?:lang|qua|lam|so|cho|khong)|tram cam|stress|ap luc|tuyet vong|bat luc
vo dung|te nhat|kho (?:qua|lam|so|khan|tam)|kho khan
khong biet (?:lam sao|phai lam|keu ai|nho ai|noi voi ai|tam su|hoi ai)
lam sao\b(?= (?:day|bay gio|gio|mua|de (?:song|tra|ve)|di|duoc|ma|toi))|phai lam sao|phai lam gi|
    tui than|tui cuc
cuc (?:qua|kho)|xau ho|bi bo roi|ly hon|ly di|phan boi|ngoai tinh|chan (?:qua|nan|chuong|lam)
be tac|suy sup|dau long|dau kho|toi than
khong ai (?:hoi|tham|noi chuyen|quan tam|den|can|thuong|lo|cho|biet|goi|giup|cham|o cung|nau)
khong (?:con |co )?ai (?:de |ben canh|noi chuyen|giup|than|quen|cham|o)
(?:het|khong co|khong con|thieu|can|sap het|can|chang con|chua co|cat|bi cat|
    mat) (?:\w+ )?(?:insulin|bim|ta lot|gao|
    tien|thuoc|do an|com|nuoc|dien|gas|sua|chan|thuc an|gi an|gi de an|dau|than|nuoc nong|bao hiem|
    luong|viec|ta|ga)\b(?! (?:gi|het|bac|can|de lam|mui))
(?:thuoc|gao|tien|gas|do an|dau|com)(?: \w+){0,4} (?:het|can|khong con|het roi|het sach|het tu|
    het nhan)\b
tien (?:nha|thue|dien|nuoc|tro|vien phi|no)|chua (?:\w+ )?(?:tra|co|nhan|lanh) luong
luong (?:\w+ )?(?:chua|khong|cham|bi)(?: tra| co)?
(?:bi |chu )?(?:quyt|no|giam|cham|khong tra) luong|that nghiep|mat viec|bi duoi
no (?:tien|nan|nhieu|ngan hang)|noz\b|doi (?:qua|lam|bung|khat|meo|la|run|roi)|\bdoi\b$
nhin (?:doi|an)|an mi (?:song|goi qua ngay|tom (?:hoai|mai))
lanh (?:qua|lam|cong|buot|ngat|run|tê|khong|nhu|cam cam|thau)|ret (?:qua|run|lam|cong|khong)
nong (?:qua|lam|khong)|co ro|run (?:cam cap|lap cap|qua)
(?:hong|hu|be|vo|nut|ket|tac|nghet|ri|dot|thung|gay|rot|ro|chay|chet may|tat|cup|ngung|khong chay|
    khong len|khong am|khong hoat dong|khong nong|liet|khong vao|bi cat|dong bang) (?:roi|mat|qua|
    het|tu|hai|may|mai|luon|bep|nuoc|dien|cua|ong|bon|tivi|khoa)
(?:may|quat|ong|bep|bon cau|toilet|tuz? lanh|lo suoi|noi hoi|dien thoai|den|mai nha|mai|cua|tran|
    khoa|xe lan|may tro thinh|kinh|rang gia|gay|bon|voi|ti vi|noi com|chan dien|nuoc|lo|
    he thong suoi|may giat|internet|wifi|dien|kinh|cong|cau chi|boiler|
    nong lanh)(?: \w+){0,3} (?:hong|hu\b|be\b|vo\b|ri\b|ro ri|nghet|tac|dot\b|bi cat|cup|
    khong (?:chay|len|am|hoat dong|nong|vao|mo|sang|nghe)|dong bang|ngap|tran|gay|chet|ket|cat|
    ro\b)
bi (?:hong|hu|ro|ri|dot|ngap|cup|tac|nghet|lua|mat (?:cap|trom|tien)|trom|lac|ket|duoi|bo|met|gut|
    di ung|te bi|chuot rut|soi|tieu duong nang|ho|sot|dau|nhuc|ung thu|thoai hoa|gai|suy|ngua|say|
    stress|te tay)\b
ro (?:ri )?nuoc|nha (?:\w+ )?dot\b(?: het| khap| tum lum| qua)*(?: roi)?|dot nha|dot mai|ngap
mat (?:dien|nuoc|tien|vi|cap|trom|dien thoai|giay to|chia khoa|viec|nha)|cup (?:dien|nuoc)
khong (?:hoat dong|chay duoc)|lua dao|luaf|bi lua|lac duong
^2\b(?! (?:con|dua|nguoi|me con|vo chong|ngay|hom|tuan|tieng|ba|lan|vong|bat|to|chen|cai|gio))
^(?:so |phim |bam |chon )(?:2|hai)\b|\bso (?:2|hai)$|^hai$|khong di (?:duoc|noi|cho|lai|dau duoc)
di (?:lai )?(?:kho|khong duoc|khong noi|khap khieng|phai chong)|ung thu|suy than
tieu duong(?= (?:nang|len|cao))
""",
    Meaning.STOP: r"""
(?:rut|roi|ra) khoi (?:\w+ )?(?:chuong trinh|danh sach|dich vu|nhom)|(?:khong|thoi|ngung|
    dung) tham gia\b
(?:dung|ngung|thoi|khoi|xin dung|khong can|khong|dung co|bot) (?:\w+ )?(?:nhan|gui|goi|lien lac|
    hoi|lam phien|nt|nhan tin|hoi tham|phien|quay ray|goi dien)(?: \w+){0,5} nua
(?:dung|ngung|xin dung) (?:nhan|gui|lien lac|hoi|lam phien|nt|nhan tin|hoi tham|
    quay ray)\b(?! (?:len|lo|nham|lau))
dung (?:goi)(?: \w+){0,3} nua|(?:ngung|thoi) (?:gui|nhan|nhan tin|hoi)|thoi khoi (?:hoi|nhan|gui)
khoi (?:hoi tham|nhan tin|phai hoi|gui)|dung lai$|dung lai di
khong (?:muon|can|thich|co nhu cau|dong y) (?:\w+ )?(?:nhan|duoc hoi|bi hoi|hoi|lien lac|tin nhan|
    dich vu|lam phien)(?: \w+){0,3}(?: nua| nay)?
khong nhan (?:tin )?nua|huy (?:\w+ )?(?:dang ky|nhan|dich vu|tin)
xoa (?:\w+ ){0,2}(?:so|ten|thong tin|khoi)
(?:phien|buc|kho chiu) (?:qua|lam)(?: \w+){0,4} (?:hoi|nhan|gui)|phien qua|lam phien|quay ray|bo so
chan (?:so|luon)|\bstop\b|(?:rut|bo) (?:ten|so)|thoi (?:di )?dung
toi khong (?:thich|muon)(?: nua)?$|toi khong tham gia|het muon nhan|unsubscribe|tu choi nhan
khong can nua
""",
    Meaning.WRONG_PERSON: r"""
(?:so|sim|may) nay khong (?:con|phai) (?:\w+ )?cua
(?:o day|nha nay|nha toi|so nay|cho nay) (?:lam gi )?(?:khong|chang) (?:co|phai|quen) (?:ai|ba|ong|
    co|nguoi|chi|anh)\b
so nay (?:la )?(?:toi |minh |em |e |tui )?(?:moi|vua)
nham (?:so|nguoi|roi|may|sdt)|sai so|sai nguoi|lon so|lon nguoi|lon roi|so nham|nhamz
khong phai (?:la )?(?:ba|ong|co|anh|chi|nha|nguoi|so|chu|bac|toi|may|dien thoai|cua|
    chinh chu)\b(?! (?:lo|om|khoe))
khong (?:co|con) ai (?:ten|o day)|khong ai ten
khong quen (?:ai|ba|ong|co)?\b(?= ?(?:ten|nguoi nay|ba nay|ong nay|ai|$))
khong co (?:nguoi|ai) (?:nao )?ten|khong biet (?:ba|ong|co|nguoi|ai) (?:nay|do|ten|la ai|ma)
so (?:nay )?(?:la )?(?:cua )?(?:toi |minh |em |e |tui )?(?:moi|vua) (?:mua|doi|dung|lam|xai)
(?:sim|so) moi|doi so|doi chu|so nay (?:gio|bay gio|la cua|khong phai)
day la (?:quan|cua hang|cong ty|nha hang|tiem|tram|truong|khach san|xuong|so (?:cong ty|moi|khac))
(?:toi|em|e|minh|con|chau|tui|day|anh|chi)(?: \w+)? la (?:con (?:gai|trai|dau|re|ruot)|chau|
    hang xom|vo|chong|ban|dong nghiep|em gai|em trai|chi gai|anh trai|nguoi (?:cham|quen|nha|khac|
    thue|o cung|giup)|chu nha|con|em|chi|me|dieu duong|y ta|nhan vien)(?: (?:cua |cu |nha )?(?:ba|
    ong|co|bac|chu|cu|chi|anh|ay|nha|\w+))?
(?:me|ba|bac|co|ong|bo|chi|anh|vo|chong|ay|noi|ngoai)(?: \w+){0,2} (?:de quen|bo quen|quen|de lai|
    cho|dua|de) (?:may|dien thoai|dt)
(?:khong mang|khong cam|khong dem|quen mang) (?:theo )?(?:dien thoai|may|dt)
(?:cam|giu|nhat duoc|nghe|xai|dung) (?:ho |gium |nho )?(?:dien thoai|may|dt) (?:nay|cua|ho|gium|
    giup|nho)
nghe may (?:ho|gium|thay)|tra loi (?:ho|gium|thay|dum)|nhat duoc|may nay cua
""",
    Meaning.ABSENT: r"""
(?:khong|di|chang|het|dang khong) (?:co )?(?:ai )?(?:o )?nha\b(?! (?:ve sinh|tho|nao|cua|tam|hang))
vang nha|xa nha|khong o (?:nha|day|han|gimcheon|que)
di (?:du lich|choi xa|cong tac|nghi|tham|nghi mat|xa|vang|bien|chua xa|hanh huong|
    nuoc ngoai)\b(?! (?:hang xom|vuon))
du lich
(?:ve|qua|sang|len|xuong|di|ra|bay ve|o|tai|toi|den|bay|dang o|ghe) (?:tham )?(?:viet nam|vn|nuoc|
    que|tham|ha noi|seoul|busan|daegu|jeju|sai gon|hcm|nuoc ngoai|da nang|incheon|daejeon|gwangju|
    ulsan|suwon|hue|can tho|hai phong|nhat|my|uc|que ngoai|que noi|que chong|ben ngoai|nghe an|
    thanh hoa|ca mau|dong nai|pohang|gumi|yeosu|gangwon|sokcho)\b(?! (?:cung|cua|ngoai|moi|di lam|
    ngon|toi lam))
(?:o|dang o|qua|sang|den|len|ghe|ve|toi|xuong|den choi|ngu)(?: choi| tam)? (?:nha|voi|
    ben) (?:\w+ )?(?:con|em|chi|anh|ban|me|chau|ho hang|bac|co|di|cau|bo me|
    thong gia)\b(?! (?:dau len|uong|khoe))
o voi (?:con|em|chi|anh|chau)|namz? vien|nhap vien|vien duong lao|trong (?:benh )?vien
dang o (?:benh )?vien|ra vien|xuat vien|o (?:benh )?vien|mo (?:matz|mat|khop|tim|goi)(?= |$)
dieu tri noi tru
(?:moi|se|lai|thi|la|toi|sau|nua|nhat|hai|ba|tu|nam|sau|bay|tuan|thang|mai|\d+|mung \d+|cuoi tuan|
    cuoi thang|tet|ngay) (?:moi )?(?:ve|qua|sang|quay lai|tro lai|ve lai|tro ve|
    ve nha)\b(?! (?:hang xom|choi))
qua lai (?:han|day)|sang lai|quay lai han|nha (?:\w+ ){0,2}(?:khong co ai|khong ai|vang)
(?:den|toi) (?:het )?(?:tuan|thang|chu nhat|thu \w+|cuoi tuan|ngay|mung) (?:\w+ )?(?:moi )?(?:ve|
    ra|sang)
(?:may|\d+|hai|ba|vai) (?:ngay|tuan|thang|bua|hom) (?:nua )?(?:moi )?ve
""",
    Meaning.LATER: r"""
\d+ ?(?:h|gio|g)(?: \w+)? (?:toi |em |e |minh |chi |tui )?(?:tra loi|nhan|goi|rep|nt)\b
khong (?:cho|duoc) (?:xai|dung|cam) (?:dien thoai|dt)
ban (?:lam|qua|roi|viec|ti|chut|xiu|do|nau|don|tay)|dang ban|\btoi ban\b|^ban\b|gio ban
dang (?:\w+ )?(?:do tay|nau do|tam|ngu day)
(?:lat|chut|ti|tui|toi|xiu|tui nua)(?: nua| nay| mai| nha| nhe| e| em)* (?:toi |minh |em |e |tui |
    bac |chi |co |hay )?(?:hoi|nhan|goi|tra loi|lien lac|noi|rep|nt|nhan lai|goi lai|hoi lai|
    noi chuyen|tra|tra loi)\b(?! tham)
(?:chieu|sang|mai|sau|tieng|gio|toi|trua|phut|bua khac|hom khac|dem|tuan sau)(?: nua| nay| mai
    | sau)* (?:hay |thi |moi )?(?:toi |minh |em |e |tui |bac |chi |co )?(?:hay )?(?:hoi|nhan|goi|
    tra loi|lien lac|noi|rep|nt)(?: lai)?\b(?! tham)
de sau|luc khac|khi khac|hom khac|bua khac|de (?:lat|toi|mai|chieu)
(?:chut|lat|ti|xiu|tieng|phut|tui|gio) nua\b|(?:\d+|mot|hai|nua|vai) (?:tieng|phut|gio) nua
dang (?:\w+ )?(?:lam\b(?! gi)|hop|lai xe|di lam|co khach|trong le|hoc|ban|chayz? xe|nau com|an com|
    giai lao|o cho lam|cau nguyen|tam|ho p|lam viec|di duong|do tay|o nha tho|
    trong gio)\b(?! (?:khoe|vui|on|binh thuong))
(?:khong tien|khong ranh|chua ranh|khong co thoi gian|khong tien noi|chua tien)
gio khong (?:noi|tra|ranh|tien)
(?:hoi|goi|nhan|lien lac|nhan tin)(?: lai)? (?:sau|lan khac|ngay mai|toi nay)|nhan lai (?:sau|luc)
mai (?:hay )?(?:hoi|nhan|goi)|doiz? (?:ti|chut|lat|xiu|em|e|toi|mot)
cho (?:ti|chut|lat|xiu|mot chut)\b|(?<!vua )(?<!moi )(?<!da )(?:tan lam|tan ca|xong viec)
ranh (?:toi|em|e|minh) (?:nhan|goi|se|tra)|nhan lai nhe|ti nhan|khi nao ranh
""",
}
HARMLESS = r"""
(?:hoi |cung |co )?met(?: mot| ti| chut| xiu| teo)*(?= (?:ma|nhung|thoi|nhung ma) ?(?:vui|khoe|
    on)?)(?! ma (?:khong|cu|van))
bi dap (?:bo|pha|di)|ngu guc|linh cuu hoa|(?:nhuc dau|dauz? dauz?) vi (?:chon|nghi|tinh)|
    chayz? nuoc mieng|cau long
cuop(?: het| mat)? (?:hao quang|spotlight|trai tim|vai)|chayz? tuiz?|met (?:ghe |voi |cai )+(?:cai |
    ong|ba|nguoi|no)
them(?: \w+){1,4} muon (?:xiu|chet)|(?:ket xe|nong|buc|tuc|chan) phat (?:benh|dien|khung)|(?:mang|
    dem)(?: \w+){1,4} (?:toi |den )?giup nhe
khoi (?:can|phai) (?:\w+ ){0,3}(?:toi|den|lo|giup|tham|goi|qua)|phong cap cuu|khoa cap cuu
(?:(?<=dau )|(?<=met )|(?<=lanh )|(?<=nhuc )|(?<=buon ))(?:\w+ )?(?:muon chet|chet di duoc|
    gan chet|chet luon|thay me|chet mat)
(?:nong|doi|vui|buon cuoi|ngai|chan|ngon|thuong|them|banz?|nho|dep|no|so|ngua|cuoi|mac|ghet|cung|
    khat|kho|re|dat|kho chiu|tuc|oi|nang|yeuz)(?: \w+)? (?:muon chet|chet di duoc|gan chet|
    chet duoc|chet luon|thay me|chet mat|muon xiu|xiu luon|te ngua|den chet|chet thoi)
cuoi (?:\w+ )?(?:muon )?(?:chet|te|lan|dau|vo)(?: mat thoi| di duoc| mat| luon| ca bung| bung
    | ca ruot)*
(?:xe|duong|dong|lau|mac|hoi|ket|mung|me|yeu|yeuz|thich|buon ngu|xinh|dep|
    deo) (?:\w+ )?(?:muon chet|muon xiu)
chet me(?: chet met)?|chet met|nuoc(?: \w+)? chay(?: (?:xuong|lon|lan|to|vao|ra|lai lang))*
tu sang(?: som)?(?: toi| den)(?: gio| chieu| trua)|(?:giac|mach|ngon|ngu)(?: mot| \w+)? (?:toi|
    den) sang
cuop (?:mat )?(?:co hoi|loi|dien dan)|tien tro cap|phu (?:nu|huynh|kien|ho)|hoi phu nu
khong (?:\w+ )?(?:buon )?khong (?:vui|buon)|(?:khong|chang) (?:bi )?(?:dau|om|benh|met|
    nhuc)(?: (?:om|dau|met|benh|nhuc|yeu))+(?: gi)?(?: ca| het)?
^chet (?:roi|cha|that|me|toi roi)\b(?= (?:quen|lo|tre|tuong|minh quen|em quen|sao|lam mat)|$)
buon cuoi|buon ngu|chet cuoi|chet mat thoi
khong sao
khong (?:bi |thay |he |con |co |bi gi )*(?:sao|van de gi|van de|chuyen gi|gi dang lo|gi phai lo|
    gi(?! an| de an| nau| an)|trieu chung|di chung)(?: het| ca| dau)?
khong (?:bi |con |he |thay |co |duoc )*(?:om|dau|met|sot|ho|benh|buon|doi|lanh|lo|nga|te|
    chong matz?|
    so|co don|kho chiu|kho tho|nhuc(?! nhich)|mui gas|mui|cam|sung|stress|ngua|tuc nguc|dau nguc|
    chay mau|khoc|gi dau|thieu(?: \w+){0,2}|met moi|non|hong|hu)(?: (?:nguc|dau|bung|lung|chan|tay|
    goi|cho nao|gi|ai|dauz|moi|o dau|cho nao het))*(?: ca| het| nua| luon)*
khong (?:can|phai) (?:\w+ ){0,3}(?:giup|lo|goi|den|ho tro|lam|ai)(?: do| gi| duoc| dau)*
khong can(?= (?:gi|dau|thiet|$))
(?:dung|khoi|khong phai|khong|khong can) lo(?: lang| gi| cho(?: \w+)?| nghi)*|dung (?:buon|ngai|so)
yen tam|khong (?:co )?ai (?:danh(?! thuc)|chui|hai|lam|om|dau|bi|mat)(?: mang)?(?: gi)?(?: toi)?
chua chet(?: duoc)?|bep lua|lua am|nhom lua|an duoc(?:,)? ngu duoc|an ngon(?:,)? ngu ngon
do (?:dau|nhuc|met)(?: khop| lung| chan| goi)*|do (?:met|nhuc|ho|sot|hon|nhieu)
(?:het|khoi|bot|do|qua con|lanh) (?:dau|ho|sot|benh|mui|met|om|nhuc|cam|chong matz?|dauz|han benh|
    buon|sung)(?: bung| dau| roi| lung| han)*
kham (?:tim|benh|suc khoe)|do huyet ap|tap the duc|nau com
tho sua|nho (?:on |troi |chua |co chi |co )|cam on(?: \w+)?|dau (?:tien|nam|thang|tuan|gio)|ban be
\bban qua choi\b|co ban\b|ban (?:than|hang|ca phe|rau|cung|trai|gai)|bac si|benh vien(?= \w* ve)
benh nhan
uong (?:\w+ )?thuoc(?: deu| roi| het| day du| dung gio)?(?= ?(?:$|roi|deu|day|va|xong|dung))
uong nuoc|an thu|than thiet|dau tu|dau bep|bat dau|bong daz?|bong ban|bong chuyen|chay bo|
    (?<!dang )chay xe
chay bo|tim hieu|tim kiem|tim viec|tim nha|tim (?:duoc|thay|mua|so|nguoi|ra)|trai tim
ve tham (?:me|con) roi|nhe nhang
khong (?:\w+ )?(?:lam phien|phien)|xin loi(?: vi)? (?:da )?lam phien|thien tai|hong (?:hoc|nhan)
mat hang|mat na|mat troi|mat tien|mat me|mat xa
da (?:an|uong|ngu|dung|nau|khoe|ve|het|lam|di|xong|den|nhan|biet|co|tung|tam|hoc|thay)|dap xe
danh (?:bai|co|rang|bong|cau|may|van|thuc(?! (?:duoc|day|noi|tinh))|gia|dau|vay|rieng|phan|ca|
    tennis|trong|giay)(?: \w+)?
noz ne\b|tang qua|tu van(?! roi| cho xong)|nho nhung|lo xong
lo (?:lam|cho|viec|hang|dam|com nuoc) (?:an|chau|com|nha|xong)|ho hang|ho la|ong ho
benh vien (?:bao|noi|kham|ve|tra)
(?:bac si|ket qua|huyet ap|duong huyet|tim|kham)(?: \w+){0,8} (?:tot|on|binh thuong|on dinh|
    khong sao)(?: lam| qua| het)?
chet (?:may|pin|nguon)|het pin|sot ca chua|sot vang|ca kho|kho (?:ca|bo|qua di|roi)
non (?:song|nuoc)|buc anh|so (?:1|mot|dien thoai|nha)|so nay(?! (?:em|e|toi|minh|tui|moi|vua|gio|la|
    khong))
"""
