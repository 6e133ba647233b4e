"""The promises, each looked for in what was seen. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from benchmarks.chaos.seen import Acknowledged, Delivery, Posted, Seen, Task
from messaging.model import OPEN_STATES, AfterUnknown, OutboxState
from messaging.store import IN_BUNDLE
from residents.model import ChannelName
from signals.model import SignalKind, Source
from tasks.model import TaskState

ANSWERS = frozenset(
    {
        SignalKind.REPLY,
        SignalKind.OFFER_ANSWERED,
        SignalKind.RESULT_GIVEN,
        SignalKind.CONTACT_ANSWERED,
    }
)
"""What was said in a call tells more than that it ended."""
TAKEN_BACK = "task.taken_back"
"""The message by which somebody learns that a task is not hers any more: it may be taken again."""


@dataclass
class Finding:
    """What one check counted, and where a promise was not kept."""

    title: str
    counts: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def count(self, what: str, wrong: list[str], promise: str) -> None:
        """Count what must not be; each of it breaks the promise."""
        self.counts[what] = len(wrong)
        self.broken += [f"{promise}: {one}" for one in wrong]


def nothing_is_lost(seen: Seen) -> Finding:
    """Whatever was acknowledged is in the inbox, or known of the message that it is about."""
    finding = Finding("webhooks")
    names = {(fact.source, fact.source_id) for fact in seen.facts}
    replied = {
        fact.source_id.partition(":")[0]
        for fact in seen.facts
        if fact.kind in ANSWERS and fact.source == Source.TWILIO
    }
    over = {row.id for row in seen.outbox if row.state not in OPEN_STATES}

    def found(one: Acknowledged) -> bool:
        by_name = any((one.source, name) in names for name in one.facts)
        by_message = not one.facts and one.of in over
        return by_name or by_message or one.replies_of in replied

    lost = [f"{one.source} {one.facts or one.of}" for one in seen.acknowledged if not found(one)]
    finding.counts["acknowledged"] = len(seen.acknowledged)
    finding.counts["found"] = len(seen.acknowledged) - len(lost)
    finding.count("lost", lost, "acknowledged and lost")
    return finding


def nothing_counts_twice(seen: Seen) -> Finding:
    """A fact is there once, every consumer has it, and a reply is understood once."""
    finding = Finding("facts", {"recorded": len(seen.facts)})
    names = Counter((fact.source, fact.source_id) for fact in seen.facts)
    doubled = [f"{source} {name}" for (source, name), times in names.items() if times > 1]
    finding.count("recorded twice", doubled, "recorded twice")
    said = Counter(fact.source_id for fact in seen.facts if fact.kind == SignalKind.SAID)
    replies = [
        fact
        for fact in seen.facts
        if fact.kind == SignalKind.REPLY
        and fact.subject.startswith("resident:")
        and not (fact.pending or fact.undecided)
    ]
    wrong = [f"{fact.id}, {said[fact.id]} times" for fact in replies if said[fact.id] != 1]
    finding.counts["replies understood"] = len(replies)
    finding.count("understood not once", wrong, "not understood exactly once")
    missed = [f"{fact.kind} {fact.id} by {fact.missed_by}" for fact in seen.facts if fact.missed_by]
    finding.count("closed unheard", missed, "closed and not heard")
    return finding


def nobody_accepts_twice(seen: Seen) -> Finding:
    """A task is one person's at a time: in the inbox, among its offers and on the phones.

    A card that is left with its question, since nobody knows that it arrived, is only counted.
    """
    finding = Finding("tasks", {"opened": len(seen.tasks)})
    accepted = Counter(
        fact.task for fact in seen.facts if fact.kind == SignalKind.TASK_ACCEPTED and fact.task
    )
    taken_back = Counter(
        row.dedupe_key.split(":")[1] for row in seen.outbox if row.template == TAKEN_BACK
    )
    finding.counts["accepted"] = accepted.total()
    finding.counts["taken back"] = taken_back.total()
    finding.counts["pressed by several"] = len(_raced(seen))
    offered = {one.id for one in seen.tasks if one.state == TaskState.OFFERED}
    finding.counts["cards left that offer them"] = sum(
        task not in offered for task in seen.offers_shown
    )
    twice = [task for task, times in accepted.items() if times > 1 + taken_back[task]]
    finding.count("accepted twice", twice, "accepted twice")
    shared = [one.id for one in seen.tasks if not _is_one_persons(one)]
    finding.count("not one person's", shared, "not one person's")
    told = [
        f"{task}, version {version}"
        for (task, version), chats in seen.mine.items()
        if len(chats) > 1
    ]
    finding.count("told to two that it is theirs", told, "two were told that it is theirs")
    return finding


def _is_one_persons(task: Task) -> bool:
    holder = (task.accepted_by,) if task.state == TaskState.ACCEPTED else ()
    return task.holders == holder


def _raced(seen: Seen) -> set[str]:
    """Tasks for which several people pressed accept."""
    pressed: dict[str, set[str]] = {}
    for fact in seen.facts:
        if fact.kind == SignalKind.OFFER_ANSWERED and fact.verb == "a" and fact.task and fact.by:
            pressed.setdefault(fact.task, set()).add(fact.by)
    return {task for task, people in pressed.items() if len(people) > 1}


def every_message_ends(seen: Seen) -> Finding:
    """Nothing is forgotten in the outbox, and what is said to be sent has reached a provider."""
    states = Counter(row.state for row in seen.outbox)
    finding = Finding("messages", {state.value: states[state] for state in OutboxState})
    late = [f"{row.id} ({row.template}) is {row.state}" for row in seen.outbox if row.late]
    finding.count("open beyond their time", late, "message forgotten")
    taken = {(one.channel, one.provider_id) for one in seen.deliveries}
    unreal = [
        f"{row.id} ({row.template})"
        for row in seen.outbox
        if row.provider_id is not None
        and (row.channel, row.provider_id.removeprefix(IN_BUNDLE)) not in taken
    ]
    finding.count("said to be sent, and not", unreal, "said to be sent, and not")
    return finding


def doubts_are_resolved(seen: Seen) -> Finding:
    """What became of messages that a dead process left with an unknown outcome. Counts only."""
    finding = Finding("outcome unknown", {"all": len(seen.unknown)})
    for row in seen.outbox:
        if row.id in seen.unknown:
            what = f"{row.after_unknown}: {_resolved(row)}"
            finding.counts[what] = finding.counts.get(what, 0) + 1
    return finding


def _resolved(row: Posted) -> str:
    match row.state:
        case OutboxState.SENT:
            return "sent again" if row.attempts > 1 else "found to be sent"
        case state if state in OPEN_STATES:
            return "still open"
        case state:
            return state


def nothing_arrives_twice(seen: Seen) -> Finding:
    """Only what may be repeated arrives again, and never more often than it was attempted."""
    finding = Finding("delivered", {"all": len(seen.deliveries)})
    again = list(_delivered_again(seen))
    for kind in AfterUnknown:
        finding.counts[f"twice ({kind})"] = sum(row.after_unknown == kind for row in again)
    finding.broken += [
        f"delivered twice although {row.after_unknown}: {row.id} ({row.template})"
        for row in again
        if row.after_unknown != AfterUnknown.RESEND
    ]
    tried = Counter[str]()
    for row in seen.outbox:
        tried[row.to] += row.attempts if row.channel == ChannelName.TELEGRAM else 0
    often = [f"{ref}, {n} for {tried[ref]}" for ref, n in seen.shown_to.items() if n > tried[ref]]
    finding.count("beyond the attempts", often, "more messages than attempts")
    return finding


def _delivered_again(seen: Seen) -> Iterator[Posted]:
    """The message of each delivery beyond its first.

    Twilio carries our id. On Telegram what no row claims was repeated, if a row claims its twin:
    the same words in the same chat.
    """
    rows = {row.id: row for row in seen.outbox}
    ours = Counter(one.outbox_id for one in seen.deliveries if one.outbox_id in rows)
    for outbox_id, times in ours.items():
        yield from [rows[outbox_id or ""]] * (times - 1)
    cards = [one for one in seen.deliveries if one.channel == ChannelName.TELEGRAM]
    by_place = {(row.chat, row.provider_id): row for row in seen.outbox}
    twins = {
        (card.to, card.text): row
        for card in cards
        if (row := by_place.get(_place(card))) is not None
    }
    for card in cards:
        if _place(card) not in by_place and (row := twins.get((card.to, card.text))) is not None:
            yield row


def _place(card: Delivery) -> tuple[str, str]:
    return (card.to, card.provider_id)


def cases_are_whole(seen: Seen) -> Finding:
    """A case is what its facts say, one of a resident is open, and somebody will look at it."""
    open_cases = [case for case in seen.cases if case.is_open]
    finding = Finding("cases", {"opened": len(seen.cases), "open": len(open_cases)})
    several = [who for who, n in Counter(case.resident for case in open_cases).items() if n > 1]
    finding.count("two open of one resident", several, "two open cases")
    unlike = [case.id for case in seen.cases if case.row != case.folded]
    finding.count("not what their facts say", unlike, "case is not what its facts say")
    waiting = {case.resident for case in open_cases} | {*seen.open_checkins}
    waiting |= {
        one.resident for one in seen.tasks if one.state in {TaskState.OFFERED, TaskState.ACCEPTED}
    }
    forgotten = sorted(who for who in waiting if seen.moments.get(who) is None)
    finding.counts["subjects with something open"] = len(waiting)
    finding.count("without a next moment", forgotten, "open without a next moment")
    return finding


def nothing_is_left(seen: Seen) -> Finding:
    """The service has come to rest: nothing waits to be heard, nothing was set aside or is late."""
    finding = Finding("left behind")
    pending = [f"{fact.kind} {fact.id}" for fact in seen.facts if fact.pending]
    finding.count("facts not handled", pending, "fact not handled")
    for what, number in (
        ("set aside", seen.quarantined),
        ("spooled", seen.spooled),
        ("spool files damaged", seen.spool_damaged),
        ("late, by the auditor", sum(seen.overdue.values())),
    ):
        finding.counts[what] = number
        finding.broken += [f"left behind: {number} {what}"] if number else []
    return finding


CHECKS: tuple[Callable[[Seen], Finding], ...] = (
    nothing_is_lost,
    nothing_counts_twice,
    nobody_accepts_twice,
    every_message_ends,
    doubts_are_resolved,
    nothing_arrives_twice,
    cases_are_whole,
    nothing_is_left,
)


def findings(seen: Seen) -> list[Finding]:
    """What every check found."""
    return [check(seen) for check in CHECKS]
