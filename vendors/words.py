"""What became of messages, as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locales.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from locales.model import Language
    from vendors.model import FileReport


def outcome_words(report: FileReport, language: Language) -> Iterator[tuple[str, str, str]]:
    """Line, outcome and reason of each row, or the one reason why there is none."""
    if report.repeated:
        yield "", say("vendor.file.repeated", language), ""
    if report.problem is not None:
        yield "", say("vendor.file.refused", language), say(report.problem, language)
    for row in report.rows:
        fault = "" if row.fault is None else say(f"vendor.fault.{row.fault}", language)
        yield str(row.line), say(f"vendor.state.{row.state}", language), fault
