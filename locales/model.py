"""The languages people are spoken to in."""

from enum import StrEnum


class Language(StrEnum):
    """Named as Babel names its locales."""

    ko = "ko"
    en = "en"
    vi = "vi"
    zh_Hans = "zh_Hans"  # noqa: N815 - Babel's own spelling
