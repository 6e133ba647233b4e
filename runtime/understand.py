"""`anbu understand`: what each line of a text means, as one JSON object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from messaging.understanding.words import language_of, understand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from locales.model import Language


class NotUtf8Error(ValueError):
    def __init__(self, number: int) -> None:
        super().__init__(f"Line {number} is not UTF-8. Convert it first: iconv -f CP949 -t UTF-8")


def understood(lines: Iterable[bytes], default: Language) -> Iterator[str]:
    """JSON objects, one for each of `lines`, blank ones too. Raises NotUtf8Error."""
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise NotUtf8Error(number) from None
        language = language_of(text, default)
        meant = understand(text, language)
        yield json.dumps(
            {
                "text": text,
                "meaning": meant.meaning,
                "cause": meant.cause,
                "language": language,
                "because": meant.because,
            },
            ensure_ascii=False,
        )
