"""Why there is work, and what an official reads to 119, 112 or the centre for mental health.

The program rings none of them, and never says that it has (docs/care.md 3).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from escalation import service as escalation
from escalation.manual import Situation, situation_of, told_in
from escalation.model import FactKind, Recipient, Urgency
from locales.formats import moment
from locales.texts import say
from plugs.service import (
    advice,
    in_words,
    note_in_words,
    silences_since,
    standing_notes,
)
from residents import service as residents
from residents.districts import district
from tasks.model import is_staff
from vendors.service import alarms_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escalation.model import Case
    from foundation.city import City
    from foundation.unit_of_work import UnitOfWork
    from locales.model import Language
    from residents.model import Resident
    from signals.model import Ref
    from tasks.disclosure import AtHand
    from tasks.told import Shown, Visited

SAID_BEFORE = timedelta(days=1)
"""What led to a case may have been said so long before it was opened."""
OF_CASES = "case:"
MENTAL_HEALTH_CRISIS = "1577-0199"
"""Day and night, in the whole country: docs/manual/4-wish-to-die.md."""
HELD_BACK = {
    Situation.WISH_TO_DIE: "page.calls.held_back.self_harm",
    Situation.VIOLENCE: "page.calls.held_back.violence",
}
"""Whom the official must not tell, in these situations."""


@dataclass(frozen=True, slots=True)
class Calls:
    """`numbers` to ring with what each is called, and `lines` to read out.

    `to` is whom it may then be said that she told, `told` says when whom it was told already;
    `held_back` whom it must not be told.
    """

    numbers: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    to: tuple[Recipient, ...]
    told: tuple[str, ...]
    held_back: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody on a page, beside who she is and where.

    Officials read why there is work, and whom they may ring; `notes` is what whoever visits may
    ask about.
    """

    why: tuple[str, ...] = ()
    calls: Calls | None = None
    notes: tuple[str, ...] = ()


def known_on(uow: UnitOfWork, shown: Shown, city: City, language: Language) -> dict[str, Known]:
    """By task, what is known of the people on a page; of their cases only for officials."""
    return {
        one.task_id: replace(
            _of_case(uow, one, city, language) if is_staff(shown.by) else Known(),
            notes=tuple(_notes(uow, one, shown, city, language)) if shown.ladder else (),
        )
        for one in shown.people
    }


def record(uow: UnitOfWork, at: AtHand, to: Recipient, language: Language) -> None:
    """She says that she told somebody outside; nothing for work that is of no open case."""
    case = _case(uow, at.task.new.origin)
    if case is None or not case.is_open or not is_staff(at.person):
        return
    why = say("page.calls.why", language, reasons=_reasons(case, language))
    escalation.disclose(uow, case, at.person, to, why)


def _of_case(uow: UnitOfWork, one: Visited, city: City, language: Language) -> Known:
    case = _case(uow, one.origin)
    if case is None:
        return Known()
    return Known(
        why=tuple(_why(uow, case, city, language)),
        calls=_calls(uow, case, city, language) if _is_grave(case) else None,
    )


def _notes(
    uow: UnitOfWork, one: Visited, shown: Shown, city: City, language: Language
) -> Iterator[str]:
    """What may be asked about at her door; only officials read figures."""
    for note in standing_notes(uow, one.resident):
        yield advice(note, language)
        if is_staff(shown.by):
            yield note_in_words(note, uow.now, city.zone, language)


def _case(uow: UnitOfWork, origin: Ref) -> Case | None:
    if not origin.startswith(OF_CASES):
        return None
    return escalation.case_of(uow, origin.removeprefix(OF_CASES))


def _why(uow: UnitOfWork, case: Case, city: City, language: Language) -> Iterator[str]:
    """The reasons of a case, what her plugs tell of her home, and what other services say."""
    for reason in case.reasons:
        yield say(f"case.reason.{reason}", language)
    for silence in silences_since(uow, case.resident, case.since - SAID_BEFORE)[-1:]:
        yield in_words(silence, uow.now, city.zone, language)
    since = case.since - SAID_BEFORE
    yield from alarms_in_words(uow, case.resident, since, city.zone, language)


def _is_grave(case: Case) -> bool:
    return case.urgency is Urgency.EMERGENCY or case.is_discreet or case.known.danger_seen


def _calls(uow: UnitOfWork, case: Case, city: City, language: Language) -> Calls:
    situation = situation_of(case.reasons)
    to = told_in(situation)
    her = residents.resident(uow, case.resident.partition(":")[2])
    held_back = HELD_BACK.get(situation)
    return Calls(
        numbers=tuple(number for one in to for number in _numbers(one, city, language)),
        lines=tuple(_lines(uow, case, her, city, language)),
        to=to,
        told=tuple(_told(uow, case, city, language)),
        held_back="" if held_back is None else say(held_back, language),
    )


def _numbers(to: Recipient, city: City, language: Language) -> Iterator[tuple[str, str]]:
    if to is not Recipient.MENTAL_HEALTH:
        yield to.value, to.value
        return
    if centre := city.mental_health_phone:
        yield centre, f"{say(f'page.calls.to.{to}', language)} {centre}"
    yield MENTAL_HEALTH_CRISIS, f"{say('page.calls.crisis', language)} {MENTAL_HEALTH_CRISIS}"


def _lines(
    uow: UnitOfWork, case: Case, her: Resident, city: City, language: Language
) -> Iterator[str]:
    team = district(her.district).ko
    yield say("page.calls.we", language, city=city.name, district=team)
    age = uow.now.astimezone(city.zone).year - her.birth_year
    yield say("page.calls.her", language, address=her.address, name=her.name, age=age)
    alone = "alone" if her.lives_alone else "not_alone"
    yield say(f"page.calls.{alone}", language)
    since = moment(case.since, uow.now, city.zone, language)
    yield say("page.calls.since", language, when=since, reasons=_reasons(case, language))
    for phone in her.phones[:1]:
        yield say("page.calls.phone", language, phone=phone.shown)
    if her.notes:
        yield say("page.calls.notes", language, notes=her.notes)
    if situation_of(case.reasons) is Situation.VIOLENCE:
        yield say("page.calls.quietly", language)


def _reasons(case: Case, language: Language) -> str:
    return ", ".join(say(f"case.reason.{one}", language) for one in case.reasons)


def _told(uow: UnitOfWork, case: Case, city: City, language: Language) -> Iterator[str]:
    for fact in escalation.timeline(uow, case.id):
        if fact.kind is FactKind.DISCLOSED:
            when = moment(fact.at, uow.now, city.zone, language)
            to = say(f"page.calls.to.{fact.data['to']}", language)
            yield say("page.calls.told", language, when=when, to=to)
