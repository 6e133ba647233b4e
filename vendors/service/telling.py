"""What vendors told of a resident, in their own words, for officials alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locales.formats import moment
from locales.texts import say
from signals import service as signals
from signals.model import SignalKind
from vendors import store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from foundation.unit_of_work import UnitOfWork
    from locales.model import Language
    from signals.model import Ref

ALARMS_SHOWN = 3


def alarms_in_words(
    uow: UnitOfWork, resident: Ref, since: datetime, zone: tzinfo, language: Language
) -> Iterator[str]:
    """A line for each of their newest alarms from a moment on: who, when and what."""
    found = signals.since(uow, resident, [SignalKind.VENDOR_ALARM], since)
    for alarm in found[-ALARMS_SHOWN:]:
        vendor = store.vendor(uow, alarm.data["vendor"])
        when = moment(alarm.occurred_at, uow.now, zone, language)
        title = alarm.data["vendor"] if vendor is None else vendor.title
        yield say("page.vendor.said", language, title=title, when=when, words=alarm.words or "")
