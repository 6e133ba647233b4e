"""Names as long as they come in each language, for whatever must fit."""

from collections.abc import Mapping

from locales.model import Language

LONGEST_NAMES: Mapping[Language, str] = {
    Language.ko: "남궁하늘빛나래",
    Language.en: "Maria Clara de los Santos",
    Language.vi: "Công Tằng Tôn Nữ Thị Huyền Trang",
    Language.zh_Hans: "欧阳诗涵",
}
"""Korea registers at most five syllables beside the family name, of which two is the most common
long form; Vietnam's longest are those of the old royal clan."""
