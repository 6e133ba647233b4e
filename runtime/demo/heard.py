"""What residents wrote, beside what the service understood."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signals import service as signals
from signals.model import Meaning, SignalKind
from town.people.sayings import CALLS_FOR_HELP, Intent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from town.chats import Written

UNDERSTOOD_AS: Mapping[Intent, Meaning] = {
    Intent.FINE: Meaning.OK,
    Intent.HELP: Meaning.HELP,
    Intent.URGENT: Meaning.URGENT,
    Intent.AWAY: Meaning.ABSENT,
    Intent.LATER: Meaning.LATER,
    Intent.STOP: Meaning.STOP,
    Intent.SOMEBODY_ELSE: Meaning.WRONG_PERSON,
    Intent.CHAT: Meaning.UNCLEAR,
}
SENDS_NOBODY = frozenset({Meaning.OK, Meaning.ABSENT, Meaning.LATER})
"""Who asks for help and is heard to say this stays alone."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """One written reply. `understood` is None when the service never heard of it."""

    words: str
    meant: Intent
    understood: Meaning | None

    @property
    def as_meant(self) -> bool:
        """Whether it was understood."""
        return self.understood is UNDERSTOOD_AS[self.meant]

    @property
    def is_dangerous(self) -> bool:
        """Whether she asked for help, and is believed to need none."""
        unheard = self.understood is None or self.understood in SENDS_NOBODY
        return self.meant in CALLS_FOR_HELP and unheard


def hearings(
    uow: UnitOfWork, written: Iterable[Written], refs: Mapping[str, Ref], since: datetime
) -> tuple[Hearing, ...]:
    """What became of everything written since a moment, in the order in which it was written."""
    meanings: dict[str, dict[str, list[Meaning]]] = {}
    found = []
    for one in written:
        if one.resident not in meanings:
            meanings[one.resident] = _meanings(uow, refs[one.resident], since)
        heard = meanings[one.resident][one.saying.words]
        understood = heard.pop(0) if heard else None
        found.append(Hearing(one.saying.words, one.saying.intent, understood))
    return tuple(found)


def _meanings(uow: UnitOfWork, ref: Ref, since: datetime) -> dict[str, list[Meaning]]:
    """By her words, what they were understood to say, in order."""
    facts = signals.since(uow, ref, (SignalKind.REPLY, SignalKind.SAID), since)
    meant = {one.source_id: one.data["meaning"] for one in facts if one.kind is SignalKind.SAID}
    found: dict[str, list[Meaning]] = defaultdict(list)
    for one in facts:
        if one.words is not None and one.id in meant:
            found[one.words].append(Meaning(meant[one.id]))
    return found
