"""Answers on the page behind the link in a text, for residents who practised links."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from checkins.model import Checkin, CheckinState, Occasion
from foundation.unit_of_work import UnitOfWork
from messaging.render.buttons import Verb
from phone.links import checkin_behind
from residents import service as residents
from residents.model import ChannelName, Resident, UnknownPersonError
from signals import service as signals
from signals.intake import Inbound
from signals.model import Draft, SignalKind, Source

OPEN_FOR = timedelta(hours=48)
"""How long after the end of a check-in its page still asks; an answer is then still hers."""

CheckinOf: TypeAlias = Callable[[UnitOfWork, str], Checkin | None]
"""One check-in by its id."""


class Choice(StrEnum):
    """A button of the page; the values are those of the telephone's keys."""

    FINE = "1"
    HELP = "2"
    CALL_ME = "0"
    SOMEBODY_ELSE = "3"


@dataclass(frozen=True, slots=True)
class Words:
    """What she wrote into the field."""

    text: str = field(repr=False)


Said: TypeAlias = Choice | Words


class Shows(StrEnum):
    """What the page is, when somebody looks at it."""

    QUESTION = "question"
    PRACTICE = "practice"
    PRACTISED = "practised"
    ANSWERED = "answered"
    TOO_OLD = "too_old"


_VERBS = {Choice.FINE: Verb.FINE, Choice.HELP: Verb.HELP}


def shows(checkin: Checkin, resident: Resident, now: datetime) -> Shows:
    """What there is to see. Whoever is not asked any more is told where to ring."""
    over = now > checkin.deadline + OPEN_FOR or checkin.state is CheckinState.WITHDRAWN
    if over or resident.deceased:
        return Shows.TOO_OLD
    if checkin.answered_at is not None:
        return Shows.PRACTISED if checkin.is_practice(now) else Shows.ANSWERED
    if checkin.occasion is not Occasion.PRACTICE:
        return Shows.QUESTION
    return Shows.PRACTICE if checkin.is_practice(now) else Shows.TOO_OLD


def inbound(page: int, said: Said, now: datetime) -> Inbound:
    """What she sent as a fact from outside.

    The same again counts once in a minute, so that a double click is one answer: pressed later
    it is meant anew, since what she asked for may be settled by then, or have been practice.
    """
    match said:
        case Words(text):
            body, name = {"words": text}, hashlib.sha256(text.encode()).hexdigest()[:32]
        case choice:
            body, name = {"choice": choice.value}, choice.value
    raw = json.dumps({"page": page, **body}).encode()
    return Inbound(Source.ANSWER_PAGE, f"{page}:{name}:{now:%Y%m%d%H%M}", raw, now)


class AnswerPageEdge:
    """The edge for `Source.ANSWER_PAGE`. The token was checked at the door."""

    def __init__(self, checkin_of: CheckinOf) -> None:
        self._checkin_of = checkin_of

    def receive(self, uow: UnitOfWork, inbound: Inbound) -> None:
        """Record whose answer it is. Never raises for its content."""
        said = json.loads(inbound.body)
        checkin = checkin_of_page(uow, said["page"], self._checkin_of)
        if checkin is None or resident_of(uow, checkin) is None:
            signals.record(uow, _unreadable(uow, inbound))
            return
        choice = Choice(said["choice"]) if "choice" in said else None
        signals.record(
            uow,
            Draft(
                kind=SignalKind.REPLY,
                source=inbound.source,
                source_id=inbound.source_id,
                subject=f"resident:{checkin.resident_id}",
                occurred_at=inbound.received_at,
                data={
                    "channel": ChannelName.SMS.value,  # it brought the link
                    "form": "page",
                    "checkin": checkin.id,
                    "version": checkin.next_step,
                    **({} if choice is None else _pressed(checkin, choice, inbound.received_at)),
                },
                words=said.get("words"),
            ),
        )


def checkin_of_page(uow: UnitOfWork, page: int, checkin_of: CheckinOf) -> Checkin | None:
    """The check-in that a page asks for."""
    checkin_id = checkin_behind(uow, page)
    return None if checkin_id is None else checkin_of(uow, checkin_id)


def resident_of(uow: UnitOfWork, checkin: Checkin) -> Resident | None:
    """Whose page it is; None when she was erased."""
    try:
        return residents.resident(uow, checkin.resident_id)
    except UnknownPersonError:
        return None


def _pressed(checkin: Checkin, choice: Choice, at: datetime) -> dict[str, Any]:
    """The data of a telephone's key. While she practises, no button says how she is."""
    verb = Verb.PRACTISE if checkin.is_practice(at) else _VERBS.get(choice)
    return {"key": choice.value, **({} if verb is None else {"verb": verb.value})}


def _unreadable(uow: UnitOfWork, inbound: Inbound) -> Draft:
    return Draft(
        kind=SignalKind.UNREADABLE,
        source=inbound.source,
        source_id=inbound.source_id,
        subject=f"address:{uow.vault.blind('checkin', inbound.source_id)}",
        occurred_at=inbound.received_at,
        data={"channel": ChannelName.SMS.value, "reason": "unknown_checkin"},
        words=inbound.body.decode("utf-8", "replace"),
    )
