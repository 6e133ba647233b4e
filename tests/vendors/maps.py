"""Maps of made-up vendors, like those that cities write."""

DEUNDEUN = """\
title = "든든e살핌"
events = "data.items"

[fields]
number = ["contract.no", "계약번호"]
what = ["level", "구분"]
at = ["at", "발생일시"]
id = ["event_id", "관리번호"]
words = ["level", "message", "내용"]

[time]
zone = "Asia/Seoul"
formats = ["%Y-%m-%d %H:%M", "epoch_ms"]

[what]
"심각" = "alarm"
"주의" = "alarm"
"정상 복귀" = "back"
"SOS" = "emergency"
"통신 두절" = "fault"
"통화 완료" = "contact"
"시험" = "test"
"관심" = "noted"
"""
NAME = "deundeun"
