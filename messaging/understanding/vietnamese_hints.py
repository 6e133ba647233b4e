"""Vietnamese: what is danger only together, often in two sentences: any two lines of a table.

Without marks (`vietnamese.unmarked`). The notation is that of `expressions`.
"""

from __future__ import annotations

from signals.model import Cause

HINTS = (
    (
        Cause.SELF_HARM,
        r"""
(?:giay to|so tiet kiem|so do|so ngan hang|di vat|chia khoa|vang|tien)(?: \w+){0,4} (?:san|
    tren banz?|
    trong (?:tu|ngan keo|hoc)|duoi goi|de lai|cho (?:con|cac con))|don dep (?:nha cua )?xong het
(?:da |toi |em )?quyet(?: dinh)? roi|nghi ky roi|nghi thong roi
(?:mai|ngay mai|tuan sau|tu mai)(?: \w+){0,2} (?:khoi|dung|khong can|khong phai|dung co) (?:\w+ )?
    (?:nhan|goi|gui|hoi|den)|(?:khoi|dung|khong can) (?:nhan|goi|gui|hoi|den)(?: \w+){0,3} (?:mai|
    ngay mai|tuan sau)|cam on (?:\w+ ){1,4}(?:da |vi )?(?:tot|thuong|lo|cham soc|
    quan tam)(?: \w+)? (?:toi|
    em|minh|ba|bac|chau|voi)|cam on (?:\w+ )?vi tat ca|xin loi (?:moi nguoi|cac con|con|ca nha)|
    nhan (?:\w+ ){1,5}xin loi
(?:dang )?(?:dung|ngoi|o) (?:\w+ )?(?:tren |giua |o )?(?:\w+ )?(?:cau|san thuong|lan can|noc nha|
    mai nha|
    bo vuc|duong ray|mep)\b
(?:song|nuoc|gio)(?: \w+){0,2} (?:sau|manh|lon|chay manh|den ngom|chay xiet)
(?:nho|gui|cho)(?: \w+){0,3} nuoi (?:giup |ho )?(?:con meo|con cho|cho|meo|dan ga)
(?:khong con|se khong con|chang con|khong) ai (?:\w+ )?(?:tra loi|o day|nhan|bat may)|
    khong xuong nua
    |khong ve nua|moi chuyen se xong|het dau kho
(?:co|du|gom|de)(?: \w+){0,2} thuoc(?: ngu)? (?:roi|san|du)|thuoc(?: \w+){0,2} (?:dem|xep|gom|
    du) (?:\w+ )?(?:roi|xong|san)
(?:toi nay|dem nay|mai|sap)(?: \w+){0,2} (?:di )?(?:gap|theo|voi|ve voi) (?:ong|ba|chong|vo|anh|me|
    bo)(?: nha| xa| ay| toi| no| em)?
""",
    ),
    (
        Cause.FIRE,
        r"""
(?:dot|suoi|u|nuong|cham)(?: \w+){0,2} (?:than|lo than|bep than)|lo than|bep than|may phat dien
dau dau|nhuc dau|chong matz?|buon non|lu du|buon ngu|choang|ngat|non oi
""",
    ),
    (
        Cause.MEDICAL,
        r"""
insulin|tieu duong|duong huyet
tay(?: \w+)? run|matz(?: \w+)? mo|mo (?:ca )?matz|run(?: \w+)? (?:ray|tay|bat|nguoi|lap cap)|mo hoi|
    lo mo|xay xam|choang|ngat|mo matz
""",
    ),
)
