"""Answers on the page behind the link in a text, for residents who practised links.

Its address holds the check-in's id and a keyed fingerprint of it: the outbox never knows the
address, and nobody can make one up.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from checkins.model import Checkin, CheckinState
from foundation.keyring import KeyRing
from foundation.unit_of_work import UnitOfWork
from messaging.render.buttons import Verb
from residents import service as residents
from residents.model import ChannelName, Resident, UnknownPersonError
from signals import service as signals
from signals.intake import Inbound
from signals.model import Draft, SignalKind, Source

PATH = "/a"
PURPOSE = "answer-page"
OPEN_FOR = timedelta(hours=48)
"""How long after the end of a check-in its page still asks; an answer is then still hers."""
_MAC_CHARS = 22
_TOKEN = re.compile(rf"([0-9A-HJKMNP-TV-Z]{{26}})\.([0-9a-f]{{{_MAC_CHARS}}})")

CheckinOf: TypeAlias = Callable[[UnitOfWork, str], Checkin | None]
"""One check-in by its id."""


class Choice(StrEnum):
    """A button of the page; the values are those of the telephone's keys."""

    FINE = "1"
    HELP = "2"
    CALL_ME = "0"
    SOMEBODY_ELSE = "3"


class Shows(StrEnum):
    """What the page is, when somebody looks at it."""

    QUESTION = "question"
    ANSWERED = "answered"
    TOO_OLD = "too_old"


_VERBS = {Choice.FINE: Verb.FINE, Choice.HELP: Verb.HELP}


def page_url(uow: UnitOfWork, base_url: str, checkin_id: str) -> str:
    """The address of a check-in's page, for the moment in which a text is sent."""
    return f"{base_url}{PATH}/{checkin_id}.{uow.vault.blind(PURPOSE, checkin_id)[:_MAC_CHARS]}"


def checkin_in(token: str, keyring: KeyRing) -> str | None:
    """The check-in of a token that we made, else None. Reads nothing."""
    parts = _TOKEN.fullmatch(token)
    if parts is None:
        return None
    mac = keyring.blind(PURPOSE, parts[1])[:_MAC_CHARS]
    return parts[1] if hmac.compare_digest(mac, parts[2]) else None


def shows(checkin: Checkin, resident: Resident, now: datetime) -> Shows:
    """What there is to see. Whoever is not asked any more is told where to ring."""
    over = now > checkin.deadline + OPEN_FOR or checkin.state is CheckinState.WITHDRAWN
    if over or resident.deceased:
        return Shows.TOO_OLD
    answered = checkin.answered_at is not None
    return Shows.ANSWERED if answered else Shows.QUESTION


def inbound(checkin_id: str, choice: Choice, now: datetime) -> Inbound:
    """A press as a fact from outside. Each button counts once; help still counts after fine."""
    body = json.dumps({"checkin": checkin_id, "choice": choice.value}).encode()
    return Inbound(Source.ANSWER_PAGE, f"{checkin_id}:{choice.value}", body, now)


class AnswerPageEdge:
    """The edge for `Source.ANSWER_PAGE`. The token was checked at the door."""

    def __init__(self, checkin_of: CheckinOf) -> None:
        self._checkin_of = checkin_of

    def receive(self, uow: UnitOfWork, inbound: Inbound) -> None:
        """Record whose answer it is. Never raises for its content."""
        said = json.loads(inbound.body)
        checkin = self._checkin_of(uow, said["checkin"])
        if checkin is None or resident_of(uow, checkin) is None:
            signals.record(uow, _unreadable(uow, inbound))
            return
        signals.record(
            uow,
            Draft(
                kind=SignalKind.REPLY,
                source=inbound.source,
                source_id=inbound.source_id,
                subject=f"resident:{checkin.resident_id}",
                occurred_at=inbound.received_at,
                data=_meaning(checkin, Choice(said["choice"])),
            ),
        )


def resident_of(uow: UnitOfWork, checkin: Checkin) -> Resident | None:
    """Whose page it is; None when she was erased."""
    try:
        return residents.resident(uow, checkin.resident_id)
    except UnknownPersonError:
        return None


def _meaning(checkin: Checkin, choice: Choice) -> dict[str, Any]:
    """The data of a telephone's key, on the channel that brought the link."""
    verb = _VERBS.get(choice)
    return {
        "channel": ChannelName.SMS.value,
        "form": "page",
        "checkin": checkin.id,
        "version": checkin.next_step,
        "key": choice.value,
        **({} if verb is None else {"verb": verb.value}),
    }


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
