"""Templates become SMS: 90 bytes, only what Korean phones show. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from locales.formats import short_moment
from locales.model import Language
from locales.sms import first_that_fits, plain_vietnamese, sms_language
from locales.texts import placeholders, say
from messaging.channel import Sms
from messaging.render.filling import worded
from residents.districts import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from messaging.render.reader import Reader

FAMILY = "sms."
"""Texts of no other family may leave as an SMS: these are measured, in every language."""
SHORTER = ".short"
"""A template's second wording, for long names."""


def short_text(template: str, values: Mapping[str, Any], reader: Reader) -> Sms:
    """Render `template`, or its shorter wording when the first does not fit.

    `values["district"]` is a district's code and becomes `{team}`. Raises ValueError when no
    wording fits or the template was not written for an SMS, `locales.texts.MissingTextError` for
    an absent text or value.
    """
    if not template.startswith(FAMILY):
        message = f"{template} was not written for an SMS: post one whose name begins {FAMILY}"
        raise ValueError(message)
    return Sms(first_that_fits(_wordings(template, values, reader)))


def _wordings(template: str, values: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    for key in (template, template + SHORTER):
        wanted = placeholders(key, reader.language)
        words = {name: _shown(name, values, reader) for name in wanted if name in _known(values)}
        yield plain_vietnamese(say(key, reader.language, **words))


def _known(values: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(values) | {"name", "team"}


def _shown(name: str, values: Mapping[str, Any], reader: Reader) -> str:
    language = sms_language(reader.language)
    if name == "name":
        return reader.name
    if name == "team":
        district = BY_CODE[values["district"]]
        return district.ko if language is Language.ko else district.en

    def moment_of(at: str) -> str:
        return short_moment(datetime.fromisoformat(at), reader.now, reader.zone, language)

    return worded(values[name], reader, moment_of, language)
