"""The city that tests play in."""

from zoneinfo import ZoneInfo

from foundation.city import PLACEHOLDER_PHONE, City

SEOUL = ZoneInfo("Asia/Seoul")
GIMCHEON = City("김천시", SEOUL, PLACEHOLDER_PHONE)
