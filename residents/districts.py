"""The 읍면동 of the city: 1 읍, 14 면, 7 동 of Gimcheon."""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class DistrictKind(StrEnum):
    """What the last syllable of a district's name says."""

    EUP = "eup"
    MYEON = "myeon"
    DONG = "dong"


@dataclass(frozen=True, slots=True)
class District:
    """`code` is what rows and URLs hold; `ko` and `en` are what people read."""

    code: str
    ko: str
    en: str
    kind: DistrictKind


def _district(ko: str, en: str) -> District:
    return District(code=en.lower(), ko=ko, en=en, kind=DistrictKind(en.rpartition("-")[2]))


DISTRICTS: tuple[District, ...] = (
    _district("아포읍", "Apo-eup"),
    _district("농소면", "Nongso-myeon"),
    _district("남면", "Nam-myeon"),
    _district("개령면", "Gaeryeong-myeon"),
    _district("감문면", "Gammun-myeon"),
    _district("어모면", "Eomo-myeon"),
    _district("봉산면", "Bongsan-myeon"),
    _district("대항면", "Daehang-myeon"),
    _district("감천면", "Gamcheon-myeon"),
    _district("조마면", "Joma-myeon"),
    _district("구성면", "Guseong-myeon"),
    _district("지례면", "Jirye-myeon"),
    _district("부항면", "Buhang-myeon"),
    _district("대덕면", "Daedeok-myeon"),
    _district("증산면", "Jeungsan-myeon"),
    _district("자산동", "Jasan-dong"),
    _district("평화남산동", "Pyeonghwanamsan-dong"),
    _district("양금동", "Yanggeum-dong"),
    _district("대신동", "Daesin-dong"),
    _district("대곡동", "Daegok-dong"),
    _district("지좌동", "Jijwa-dong"),
    _district("율곡동", "Yulgok-dong"),
)

BY_CODE: dict[str, District] = {district.code: district for district in DISTRICTS}
_BY_WORD: dict[str, District] = {
    word.casefold(): district
    for district in DISTRICTS
    for word in (district.code, district.ko, district.en, district.en.replace("-", ""))
}


class UnknownDistrictError(ValueError):
    """There is no district of this code or name."""

    def __init__(self, words: str) -> None:
        close = get_close_matches(_bare(words), _BY_WORD, n=1, cutoff=0.5)
        meant = f"did you mean {_BY_WORD[close[0]].ko}?" if close else "name one of its 읍면동."
        super().__init__(f"{words!r} is no district of the city: {meant}")
        self.words = words


def district(code: str) -> District:
    """The district with this code. Raises UnknownDistrictError."""
    found = BY_CODE.get(code)
    if found is None:
        raise UnknownDistrictError(code)
    return found


def find(words: str) -> District | None:
    """The district that people mean: its code or a name, with or without the city before it."""
    return _BY_WORD.get(_bare(words))


def named(words: str) -> District:
    """The district that people mean. Raises UnknownDistrictError, which says what comes close."""
    found = find(words)
    if found is None:
        raise UnknownDistrictError(words)
    return found


def _bare(words: str) -> str:
    bare = "".join(words.split()).casefold()
    return bare.removeprefix("경상북도").removeprefix("경북").removeprefix("김천시")
