"""The columns of each list and the words that may stand in them, as offices write them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from locales.model import Language
from residents.importing.sheet import SheetKind
from residents.model import (
    ChannelName,
    Device,
    HelperRole,
    LifeState,
    Purpose,
    StaffRole,
    Tier,
    speaking,
)

CONTACTS = 2
"""How many contacts one row can hold."""


@dataclass(frozen=True, slots=True)
class Column:
    """`header` is what the template says; `aliases` are understood too."""

    key: str
    header: str
    example: str = ""
    required: bool = False
    aliases: tuple[str, ...] = ()


def _contact_columns(number: int) -> tuple[Column, ...]:
    plain = number == 1
    return tuple(
        Column(
            f"contact{number}_{key}",
            f"보호자{number} {word}",
            example if plain else "",
            aliases=(f"보호자 {word}",) if plain else (),
        )
        for key, word, example in (
            ("name", "이름", "이영희"),
            ("relation", "관계", "딸"),
            ("phone", "전화", "010-2345-6789"),
            ("key", "열쇠", "X"),
        )
    )


CONSENT_COLUMNS: Mapping[Purpose, Column] = {
    Purpose.COLLECTION: Column("consent_collection", "동의(수집)", "O"),
    Purpose.SENSITIVE: Column("consent_sensitive", "동의(민감정보)", "O"),
    Purpose.HELPERS: Column("consent_helpers", "동의(봉사자 제공)", "O"),
    Purpose.CONTACTS: Column("consent_contacts", "동의(보호자 연락)", "O"),
    Purpose.PLUG: Column("consent_plug", "동의(플러그)", "X"),
    Purpose.CALLS: Column("consent_calls", "동의(자동전화)", "O"),
    Purpose.NIGHT: Column("consent_night", "동의(야간)", "X"),
    Purpose.OVERSEAS_TELEGRAM: Column("consent_telegram", "동의(국외 텔레그램)", "X"),
    Purpose.OVERSEAS_TWILIO: Column("consent_twilio", "동의(국외 트윌리오)", "O"),
    Purpose.SPEECH: Column("consent_speech", "동의(음성인식)", "X"),
}

_KEY = Column("key", "관리번호", "지좌-0001")
_NAME = Column("name", "이름", "김순자", required=True, aliases=("성명",))
_DISTRICT = Column("district", "읍면동", "지좌동", required=True)
_LANGUAGE = Column("language", "언어", "한국어")

COLUMNS: Mapping[SheetKind, tuple[Column, ...]] = {
    SheetKind.RESIDENTS: (
        _KEY,
        _NAME,
        Column("birth_year", "출생연도", "1941", required=True, aliases=("출생년도",)),
        _DISTRICT,
        Column("address", "주소", "김천시 감천로 12", aliases=("거주지",)),
        Column("household", "세대번호"),
        Column("others", "동거인수", "0"),
        Column("phone", "전화", "010-1234-5678", aliases=("전화1", "전화번호", "연락처")),
        Column("phone2", "전화2", "054-420-0000"),
        Column("tier", "위험단계", "중", required=True, aliases=("단계",)),
        _LANGUAGE,
        Column("speaking_rate", "말 빠르기", "보통", aliases=("전화 말 빠르기", "말속도")),
        Column("devices", "기기", "휴대전화, 집전화"),
        Column("state", "상태", "진행"),
        *CONSENT_COLUMNS.values(),
        Column("consent_day", "동의일", "2026-03-02"),
        Column("consent_text", "동의서판", "2026-1"),
        *(column for number in range(1, CONTACTS + 1) for column in _contact_columns(number)),
        Column("notes", "메모", aliases=("비고",)),
    ),
    SheetKind.HELPERS: (
        _KEY,
        _NAME,
        Column("role", "역할", "이통장", required=True, aliases=("구분", "직책")),
        _DISTRICT,
        Column("phone", "전화", "010-1234-5678", required=True, aliases=("전화번호", "연락처")),
        _LANGUAGE,
        Column("prefers", "연락방법", "전화"),
        Column("nights", "야간", "X"),
        Column("max_load", "최대인원", "3"),
        Column("organisation", "소속"),
        Column("appointed_from", "위촉일", "2026-01-01"),
        Column("appointed_until", "위촉만료일", "2027-12-31", aliases=("위촉만료",)),
        Column("oath", "서약", "O"),
        Column("training", "교육", "O"),
        Column("insurance", "보험", "O"),
    ),
    SheetKind.STAFF: (
        _KEY,
        _NAME,
        Column("role", "역할", "담당자", required=True, aliases=("구분", "직책")),
        Column("district", "읍면동", "지좌동, 대곡동"),
        Column("phone", "전화", "054-420-0000", required=True, aliases=("전화번호", "연락처")),
        Column("deputy", "대직자 관리번호", aliases=("대직자",)),
        Column("duty", "당직", "X"),
    ),
}

TIERS: Mapping[str, Tier] = {
    "고": Tier.HIGH,
    "중": Tier.MEDIUM,
    "저": Tier.LOW,
    "고위험": Tier.HIGH,
    "중위험": Tier.MEDIUM,
    "저위험": Tier.LOW,
}
LANGUAGES: Mapping[str, Language] = {
    "한국어": Language.ko,
    "영어": Language.en,
    "베트남어": Language.vi,
    "중국어": Language.zh_Hans,
    "ko": Language.ko,
    "en": Language.en,
    "vi": Language.vi,
    "zh": Language.zh_Hans,
    "zhhans": Language.zh_Hans,
}
SPEAKING_RATES: Mapping[str, int] = {
    "느리게": speaking.SLOW,
    "보통": speaking.NORMAL,
    "빠르게": speaking.FAST,
    "천천히": speaking.SLOW,
    "느림": speaking.SLOW,
    "빠름": speaking.FAST,
}
"""Or a percentage."""
DEVICES: Mapping[str, Device] = {
    "텔레그램": Device.SMARTPHONE_TELEGRAM,
    "휴대전화": Device.MOBILE,
    "집전화": Device.LANDLINE,
    "링크연습": Device.PRACTISED_LINKS,
    "없음": Device.NONE,
    "스마트폰": Device.SMARTPHONE_TELEGRAM,
    "휴대폰": Device.MOBILE,
    "핸드폰": Device.MOBILE,
    "유선전화": Device.LANDLINE,
}
STATES: Mapping[str, LifeState] = {
    "제안": LifeState.PROPOSED,
    "동의": LifeState.CONSENTED,
    "진행": LifeState.ACTIVE,
}
HELPER_ROLES: Mapping[str, HelperRole] = {
    "이통장": HelperRole.VILLAGE_HEAD,
    "행복기동대": HelperRole.HAPPINESS_CORPS,
    "명예사회복지공무원": HelperRole.HONORARY_OFFICER,
    "이장": HelperRole.VILLAGE_HEAD,
    "통장": HelperRole.VILLAGE_HEAD,
}
STAFF_ROLES: Mapping[str, StaffRole] = {
    "담당자": StaffRole.OFFICER,
    "팀장": StaffRole.LEAD,
    "시청": StaffRole.CITY,
    "당직실": StaffRole.DESK,
    "담당": StaffRole.OFFICER,
}
CHANNELS: Mapping[str, ChannelName] = {
    "전화": ChannelName.CALL,
    "문자": ChannelName.SMS,
    "텔레그램": ChannelName.TELEGRAM,
}
YES_NO: Mapping[str, bool] = {
    "O": True,
    "X": False,
    "○": True,
    "ㅇ": True,
    "×": False,
    "예": True,
    "아니오": False,
    "Y": True,
    "N": False,
    "동의": True,
    "미동의": False,
}
BY_STATUTE = "법령"
"""In a consent column: the use rests on a law."""

_SHAPE = re.compile(r"[\s_*·()\[\]/-]")


def bare(word: str) -> str:
    """A header or a word without what people vary: spaces, brackets, case."""
    return _SHAPE.sub("", unicodedata.normalize("NFKC", word)).casefold()


def by_header(kind: SheetKind) -> dict[str, Column]:
    """Columns of a list by every bare header that is understood."""
    return {
        bare(word): column for column in COLUMNS[kind] for word in (column.header, *column.aliases)
    }


def template(kind: SheetKind) -> str:
    """An empty list as CSV: the header and an example that is not imported.

    Begins with a byte order mark, by which spreadsheets know that it is UTF-8.
    """
    columns = COLUMNS[kind]
    example = [column.example for column in columns]
    example[0] = f"# {example[0]}"
    lines = ([column.header for column in columns], example)
    return "\ufeff" + "".join(",".join(map(_quoted, line)) + "\r\n" for line in lines)


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell
