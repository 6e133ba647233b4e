"""The cards by which people see a task. They never say whom it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from messaging import service as messaging
from messaging.model import Message, Priority
from residents import service as residents
from residents.districts import district
from residents.model import ChannelName
from tasks import contacts
from tasks.model import (
    APPOINTMENTS,
    DeclineReason,
    Result,
    TaskKind,
    is_contact,
    is_staff,
)

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from tasks.model import Task

STALE_AFTER = timedelta(hours=12)
"""A card that could not be shown for so long is not shown any more."""
OF_THEIR_OWN = {
    TaskKind.DECEASED_CHECK: "deceased",
    TaskKind.END_CHECK: "end",
    TaskKind.DECISION: "decision",
    TaskKind.NOT_WATCHED: "not_watched",
    **dict.fromkeys(APPOINTMENTS, "appointment"),
    TaskKind.HELPERS_WORDS: "words",
    TaskKind.HAZARD_CHECK: "hazard",
    TaskKind.POWER_CUT: "power_cut",
}
"""Kinds of work with results of their own."""
REMINDERS = frozenset(
    {"task.remind.both", "staff.remind.both"}
    | {"task.remind", "staff.remind", "task.back.now", "staff.back.now"}
    | {f"staff.remind.{kind}" for kind in OF_THEIR_OWN.values()}
)
"""They come beside the card, which stays as it is."""
DANGERS = frozenset({"task.danger", "staff.danger"})


def show(  # noqa: PLR0913 - what is shown to whom, and how it arrives
    uow: UnitOfWork,
    task: Task,
    to: Ref,
    template: str,
    *,
    edit_only: bool = False,
    page: str | None = None,
    priority: Priority = Priority.NEXT,
    anew: bool = False,
) -> None:
    """Show `template` on this person's card of the task, in place of what it showed before.

    `anew`: also where the same was meant to change a card that she did not have.
    """
    shown = _message(uow, task, to, template, page)
    is_pressing = template in DANGERS or (task.new.emergency and not edit_only)
    messaging.post(
        uow,
        replace(
            shown,
            dedupe_key=f"{shown.dedupe_key}:anew" if anew else shown.dedupe_key,
            priority=Priority.EMERGENCY if is_pressing else priority,
            edit_only=edit_only,
        ),
    )


def show_again(
    uow: UnitOfWork, task: Task, to: Ref, template: str, *, because: str, page: str | None = None
) -> None:
    """Show on her card, if she has one, what it may have shown before; once for each `because`."""
    shown = _message(uow, task, to, template, page)
    key = f"{shown.dedupe_key}:{because}"
    messaging.post(uow, replace(shown, dedupe_key=key, edit_only=True))


def show_anew(
    uow: UnitOfWork, task: Task, to: Ref, template: str, *, because: str, page: str | None = None
) -> None:
    """Show it at the end of her chat, once for each `because`; the older card stays as it is."""
    shown = _message(uow, task, to, template, page)
    key = f"{shown.dedupe_key}:{because}"
    values = {**shown.values, "anew": True}
    messaging.post(uow, replace(shown, dedupe_key=key, values=values, priority=Priority.ANSWER))


def _message(uow: UnitOfWork, task: Task, to: Ref, template: str, page: str | None) -> Message:
    values = facts(task) if page is None else {**facts(task), "page": page}
    if is_staff(to) and task.is_about_resident:
        values |= {"hazards": [*residents.standing_hazards(uow, task.new.resident)]}
    return Message(
        to=to,
        channel=ChannelName.TELEGRAM,
        template=template,
        dedupe_key=f"task:{task.id}:{to}:{task.version}:{template}",
        due_at=uow.now,
        expires_at=uow.now + STALE_AFTER,
        values=values,
        priority=Priority.NEXT,
        card=None if template in REMINDERS else card_of(task, to),
    )


def facts(task: Task) -> dict[str, Any]:
    """What any text may say of a task, and what its buttons carry. Nothing of whom it is about."""
    return {"district": district(task.new.district).ko, **words_of(task)}


def words_of(task: Task) -> dict[str, Any]:
    """What a text about a task may say: its code, its kind, how soon; never whom, nor why."""
    return {
        "code": task.code,
        "kind": f"@task.kind.{task.new.kind}",
        "when": _when(task),
        "due": {"at": (task.do_by or task.due_at).isoformat()},
        "press": [task.id, task.version],
        "back": {"at": (task.back_at or task.due_at).isoformat()},
        **task.new.tells,
    }


def _when(task: Task) -> str | dict[str, str]:
    set_moment = task.new.do_by
    return f"@{task.new.when}" if set_moment is None else {"until": set_moment.isoformat()}


def offer_template(to: Ref) -> str:
    """Officers are asked in their own words. How urgent it is stays on the console."""
    if is_contact(to):
        return contacts.ASKS
    return _for(to, "offer")


def work_template(task: Task, to: Ref, step: str) -> str:
    """The card of somebody who has the task, with its results: `step` is mine or remind."""
    if task.new.kind is TaskKind.DEBRIEF:
        return f"task.{step}"
    if task.result is Result.DANGER and step == "mine":
        return _for(to, "danger")
    if task.back_at is not None:
        return _for(to, "back" if step == "mine" else "back.now")
    ending = OF_THEIR_OWN.get(task.new.kind) if is_staff(to) else None
    return _for(to, step if ending is None else f"{step}.{ending}")


def for_both(to: Ref, step: str) -> str:
    """The card of who visits several people behind one door: `step` is mine or remind."""
    return _for(to, f"{step}.both")


def declined_template(to: Ref, why: DeclineReason | None) -> str:
    """The card of somebody who declined; a helper is asked for her reason, and then thanked."""
    if is_staff(to):
        return "staff.declined"
    if why is None:
        return "task.declined"
    return "task.declined.unwell" if why is DeclineReason.UNWELL else "task.declined.noted"


def result_template(to: Ref, result: Result) -> str:
    """The card once there is a result: thanks, or what is to be done at once."""
    if is_contact(to):
        return contacts.THANKS[result]
    return _for(to, "danger") if result is Result.DANGER else "task.done"


def _for(to: Ref, step: str) -> str:
    return f"staff.{step}" if is_staff(to) else f"task.{step}"


def offer(uow: UnitOfWork, task: Task, to: Ref, *, beside: bool = False) -> None:
    """Ask this person. Officers are asked in their own words.

    `beside`: somebody else is asked too. Every task reaches one before any reaches a second.
    """
    show(uow, task, to, offer_template(to), priority=_of_offer(task, beside=beside))


def answer(uow: UnitOfWork, task: Task, to: Ref, template: str, page: str | None = None) -> None:
    """Show what she pressed for; whoever read the offer among others gets a card of its own."""
    if messaging.is_shown(uow, card_of(task, to)):
        show(uow, task, to, template, page=page, edit_only=True)
    else:
        show(uow, task, to, template, page=page, priority=Priority.ANSWER, anew=True)


def card_of(task: Task, to: Ref) -> str:
    """What her messages about this task are one card by."""
    return f"task:{task.id}:{to}"


def _of_offer(task: Task, *, beside: bool) -> Priority:
    """By how urgent the work is, and one step later where somebody is asked already."""
    if task.new.kind is TaskKind.CALL_BACK or task.new.urgency == "danger":
        return Priority.FIRST if beside else Priority.HELP
    presses = task.new.urgency == "caution" and not beside
    return Priority.FIRST if presses else Priority.LATER
