"""Each check of the chaos benchmark is silent about a whole service and names a planted fault."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from benchmarks.chaos.checks import (
    CHECKS,
    doubts_are_resolved,
    findings,
    nobody_accepts_twice,
    nothing_arrives_twice,
)
from benchmarks.chaos.providers import twilios
from benchmarks.chaos.seen import Acknowledged, CaseFile, Delivery, Fact, Posted, Seen, Task

HER = "resident:A"
NEIGHBOUR, OTHER = "helper:B", "helper:C"
SOON = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CALL = "CA" + "0" * 32
HELP = Fact("S1", "reply", "telegram", "1", HER)
UNDERSTOOD = Fact("S2", "said", "understanding", "S1", HER)
PRESSED = Fact("S3", "offer_answered", "telegram", "2", HER, task="T1", by=NEIGHBOUR, verb="a")
PRESSED_TOO = replace(PRESSED, id="S4", source_id="3", by=OTHER)
ACCEPTED = Fact("S5", "task_accepted", "tasks", "T1:2:x", HER, task="T1", by=NEIGHBOUR)
RECEIPT = Fact("S6", "receipt", "twilio", f"{CALL}:busy:1:receipt", HER)
KEY = Fact("S7", "reply", "twilio", f"{CALL}:key:1", HER)
SAID_BY_KEY = Fact("S8", "said", "understanding", "S7", HER)
CARD = Posted(
    "M1", NEIGHBOUR, "7", "telegram", "task.mine", "task:T1:h:2:x", "resend", "sent", 1, "70"
)
RING = Posted("M2", HER, "", "call", "call.ask", "checkin:1", "adopt", "sent", 1, CALL)
SUMMARY = Posted("M3", OTHER, "8", "telegram", "audit.late", "late:1", "hold", "sent", 1, "80")
HAS_IT = Task("T1", HER, "accepted", NEIGHBOUR, (NEIGHBOUR,))
CASE = CaseFile("K1", HER, is_open=True, row=(3, None), folded=(3, None))
WHOLE = Seen(
    acknowledged=[
        Acknowledged("telegram", ("1",)),
        Acknowledged("telegram", ("2",)),
        Acknowledged("telegram", ("3",)),
        Acknowledged("twilio", (f"{CALL}:busy:1:receipt", f"{CALL}:busy:1"), CALL, "M2"),
        Acknowledged("twilio", (), of="M2"),
        Acknowledged("twilio", (f"{CALL}:key:1",)),
    ],
    deliveries=[
        Delivery("telegram", "7", "70", text="맡으셨습니다"),
        Delivery("call", "+821020000002", CALL, "M2"),
        Delivery("telegram", "8", "80", text="늦은 일 2건"),
    ],
    mine={("T1", 2): {7}},
    shown_to={NEIGHBOUR: 1, OTHER: 1},
    facts=[HELP, UNDERSTOOD, PRESSED, PRESSED_TOO, ACCEPTED, RECEIPT, KEY, SAID_BY_KEY],
    outbox=[CARD, RING, SUMMARY],
    tasks=[HAS_IT],
    cases=[CASE],
    moments={HER: SOON},
)


def without(*facts: Fact) -> Seen:
    return replace(WHOLE, facts=[one for one in WHOLE.facts if one not in facts])


def besides(*facts: Fact) -> Seen:
    return replace(WHOLE, facts=[*WHOLE.facts, *facts])


def posted(*rows: Posted) -> Seen:
    return replace(
        WHOLE, outbox=[*rows, *(r for r in WHOLE.outbox if r.id not in {*map(_id, rows)})]
    )


def delivered(*more: Delivery) -> Seen:
    return replace(WHOLE, deliveries=[*WHOLE.deliveries, *more])


def _id(row: Posted) -> str:
    return row.id


FAULTS = {
    "acknowledged and lost: telegram ('2',)": without(PRESSED),
    f"acknowledged and lost: twilio ('{CALL}:key:1',)": without(KEY, SAID_BY_KEY),
    "acknowledged and lost: twilio M2": posted(replace(RING, state="calling")),
    "recorded twice: telegram 2": besides(replace(PRESSED, id="S9")),
    "not understood exactly once: S1, 0 times": without(UNDERSTOOD),
    "not understood exactly once: S1, 2 times": besides(replace(UNDERSTOOD, id="S9", source="x")),
    "closed and not heard: said S9 by ('escalation',)": besides(
        Fact("S9", "said", "understanding", "S0", HER, missed_by=("escalation",))
    ),
    "accepted twice: T1": besides(replace(ACCEPTED, id="S9", source_id="T1:3:y", by=OTHER)),
    "not one person's: T1": replace(WHOLE, tasks=[replace(HAS_IT, holders=(NEIGHBOUR, OTHER))]),
    "two were told that it is theirs: T1, version 2": replace(WHOLE, mine={("T1", 2): {7, 8}}),
    "message forgotten: M1 (task.mine) is queued": posted(replace(CARD, state="queued", late=True)),
    "said to be sent, and not: M1 (task.mine)": posted(replace(CARD, provider_id="71")),
    "delivered twice although adopt: M2 (call.ask)": delivered(
        Delivery("call", "+821020000002", "CA1", "M2")
    ),
    "delivered twice although hold: M3 (audit.late)": delivered(
        Delivery("telegram", "8", "81", text="늦은 일 2건")
    ),
    "more messages than attempts: helper:B, 2 for 1": replace(
        WHOLE, shown_to={NEIGHBOUR: 2, OTHER: 1}
    ),
    "two open cases: resident:A": replace(WHOLE, cases=[CASE, replace(CASE, id="K2")]),
    "case is not what its facts say: K1": replace(WHOLE, cases=[replace(CASE, folded=(4, None))]),
    "open without a next moment: resident:A": replace(WHOLE, moments={HER: None}),
    "open without a next moment: resident:Z": replace(WHOLE, open_checkins=["resident:Z"]),
    "fact not handled: offer_answered S9": besides(
        replace(PRESSED, id="S9", source_id="9", pending=True)
    ),
    "left behind: 1 set aside": replace(WHOLE, quarantined=1),
    "left behind: 2 spooled": replace(WHOLE, spooled=2),
    "left behind: 1 spool files damaged": replace(WHOLE, spool_damaged=1),
    "left behind: 3 late, by the auditor": replace(WHOLE, overdue={"tasks": 3}),
}


def broken(seen: Seen) -> list[str]:
    return [one for finding in findings(seen) for one in finding.broken]


def test_a_whole_service_is_left_alone() -> None:
    assert broken(WHOLE) == []


@pytest.mark.parametrize("named", FAULTS)
def test_a_planted_fault_is_named(named: str) -> None:
    assert named in broken(FAULTS[named])


def test_every_check_has_a_planted_fault() -> None:
    fired = {check for seen in FAULTS.values() for check in CHECKS if check(seen).broken}
    assert fired == {*CHECKS} - {doubts_are_resolved}


def test_a_task_that_was_taken_back_may_be_accepted_again() -> None:
    again = besides(replace(ACCEPTED, id="S9", source_id="T1:4:y", by=OTHER))
    told = Posted(
        "M4", OTHER, "8", "telegram", "task.taken_back", "task:T1:h:3:x", "resend", "sent", 1
    )
    assert broken(again) == ["accepted twice: T1"]
    assert broken(replace(again, outbox=[*again.outbox, told])) == []


def test_cards_left_with_their_question_are_counted() -> None:
    asked = Task("T2", HER, "offered")
    left = replace(WHOLE, tasks=[HAS_IT, asked], offers_shown=["T1", "T2"])
    assert nobody_accepts_twice(left).counts["cards left that offer them"] == 1
    assert broken(left) == []


def test_a_card_that_was_sent_again_may_arrive_twice() -> None:
    twice = replace(
        posted(replace(CARD, attempts=2)),
        deliveries=[*WHOLE.deliveries, Delivery("telegram", "7", "69", text="맡으셨습니다")],
        shown_to={NEIGHBOUR: 2, OTHER: 1},
    )
    assert broken(twice) == []
    assert nothing_arrives_twice(twice).counts["twice (resend)"] == 1


def test_what_became_of_doubts_is_counted() -> None:
    held = Posted("M5", HER, "", "telegram", "summary.weekly", "w", "hold", "held", 1)
    rows = [replace(CARD, attempts=2), RING, held]
    seen = replace(WHOLE, outbox=rows, unknown=frozenset({"M1", "M2", "M5"}))
    assert doubts_are_resolved(seen).counts == {
        "all": 3,
        "resend: sent again": 1,
        "adopt: found to be sent": 1,
        "hold: held": 1,
    }


@pytest.mark.parametrize(
    ("target", "form", "found_by"),
    [
        ("/twilio/inbound", f"CallSid={CALL}", Acknowledged("twilio", (f"{CALL}:rang",))),
        (
            "/twilio/call/key?n=2&q=1&a=r",
            f"CallSid={CALL}&Digits=1",
            Acknowledged("twilio", (f"{CALL}:key:2",)),
        ),
        ("/twilio/call/key?n=2&q=1&a=r", f"CallSid={CALL}&Digits=", None),
        (
            f"/twilio/call/status?ob={'0' * 26}",
            f"CallSid={CALL}&CallStatus=initiated&SequenceNumber=0",
            Acknowledged("twilio", (), of="0" * 26),
        ),
        (
            f"/twilio/call/status?ob={'0' * 26}",
            f"CallSid={CALL}&CallStatus=busy&SequenceNumber=1",
            Acknowledged("twilio", (f"{CALL}:busy:1:receipt", f"{CALL}:busy:1"), CALL, "0" * 26),
        ),
    ],
)
def test_what_must_be_found_of_a_request(
    target: str, form: str, found_by: Acknowledged | None
) -> None:
    assert twilios(target, form.encode()) == found_by
