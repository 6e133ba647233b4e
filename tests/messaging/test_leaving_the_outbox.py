"""Which messages leave, in which order, how fast, as what; and which do not."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, update

from foundation.clock import ManualClock, SteppedClock
from messaging import service
from messaging.channel import Card, Refusal, Refused
from messaging.model import Priority
from messaging.pacing import MINUTE, MOST
from messaging.sender import BATCH
from residents import service as residents
from residents.model import ChannelName
from residents.tables import ResidentRow
from signals.model import SignalKind
from tests.messaging.post import HOUR, post, recorded, row, run, states
from tests.runtime.neighbourhood import DISTRICT, TUESDAY, FakeChannel, Neighbourhood
from tests.support.database import fresh_url, open_database

SECOND = timedelta(seconds=1)


def cards(here: Neighbourhood) -> list[Card]:
    return [one for _, one in here.telegram.sent if isinstance(one, Card)]


def test_the_same_key_is_one_message(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    post(here, her)
    post(here, her, template="reply.ok")
    here.settle()
    post(here, her)
    here.settle()
    assert [one.template for one in here.outbox(her)] == ["reply.noted"]
    assert len(here.telegram.sent) == 1


def test_a_later_message_of_a_card_replaces_what_nobody_began_to_send(
    everywhere: Neighbourhood,
) -> None:
    here = everywhere
    her = here.resident()
    post(here, her, "first", card="card")
    post(here, her, "second", card="card")
    post(here, her, "other", card="other card")
    here.settle()
    assert states(here) == {"first": "superseded", "second": "sent", "other": "sent"}
    post(here, her, "third", card="card", template="reply.ok")
    here.settle()
    assert cards(here)[-1].edits == row(here, "second").provider_id


def test_edit_only_without_anything_to_edit_is_not_sent(everywhere: Neighbourhood) -> None:
    here = everywhere
    post(here, here.resident(), card="card", edit_only=True)
    here.settle()
    assert (row(here).state, row(here).failure) == ("superseded", "nothing_to_edit")
    assert here.telegram.sent == []


def test_an_edit_waits_for_the_message_it_edits(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    post(here, her, "first", card="card")
    with here.database.write() as uow:
        from messaging import store
        from messaging.model import OutboxState

        until = uow.now + timedelta(seconds=30)
        store.change(
            uow, row(here, "first").id, OutboxState.CALLING, lease_until=until, called_at=uow.now
        )
    here.clock.advance(10 * SECOND)
    post(here, her, "second", card="card", edit_only=True)
    assert run(here.sender).handled == 0
    with here.database.write() as uow:
        service.adopt(uow, row(here, "first").id, "7")
    run(here.sender)
    assert cards(here)[0].edits == "7"


def test_one_message_a_second_to_one_person(everywhere: Neighbourhood) -> None:
    here = everywhere
    her, other = here.resident(), here.resident(name="이영자")
    for number in range(3):
        post(here, her, f"hers {number}")
    post(here, other, "other")
    began = here.now()
    ran = run(here.sender)
    assert (ran.handled, ran.held_back) == (2, began + SECOND)
    here.settle()
    assert here.now() - began == 2 * SECOND
    called = sorted(one.called_at or began for one in here.outbox(her))
    assert [at - began for at in called] == [timedelta(0), SECOND, 2 * SECOND]


def test_a_channel_takes_so_many_a_second_the_pressing_first(here: Neighbourhood) -> None:
    helpers = [here.helper() for _ in range(12)]
    priorities = [Priority.NEWS, Priority.NEXT, Priority.FIRST, Priority.EMERGENCY]
    for number, who in enumerate(helpers):
        post(here, who, str(number), priority=priorities[number % 4])
    here.sender = here.new_sender(per_second=5)
    began = here.now()
    ran = run(here.sender)
    assert ran.held_back == began + SECOND
    left = [one for one in here.outbox() if one.state == "sent"]
    assert len(left) == 5
    assert sorted(one.priority for one in left) == 3 * [Priority.EMERGENCY] + 2 * [Priority.FIRST]
    here.settle()
    assert here.now() - began == 2 * SECOND
    assert set(states(here).values()) == {"sent"}


def test_a_clock_set_back_holds_nobody_up(tmp_path: Path) -> None:
    clock = ManualClock(TUESDAY)
    stepped = SteppedClock(clock)
    database = open_database(fresh_url(tmp_path), stepped, inline=True)
    here = Neighbourhood(database, clock)
    her = here.resident()
    post(here, her, "before")
    run(here.sender)
    stepped.step(-HOUR)
    post(here, her, "after", due_at=stepped.now())
    assert run(here.sender).handled == 1
    database.close()


def test_what_is_too_late_is_not_sent_and_reported(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    post(here, her, origin="checkin:c:0", expires_at=here.now() + SECOND)
    here.clock.advance(SECOND)
    here.settle()
    assert (row(here).state, here.telegram.sent) == ("expired", [])
    assert [one.data["report"] for one in recorded(here, her, SignalKind.RECEIPT)] == ["expired"]


def test_what_has_no_words_fails_alone(everywhere: Neighbourhood) -> None:
    here = everywhere
    post(here, here.resident(), "no text", template="no.such.text")
    post(here, here.resident(name="이영자"), "no value", template="reply.help")
    post(here, here.resident(name="박영자"), "no buttons", template="reply.unclear.ask")
    post(here, here.resident(name="최영자"), "bad press", template="reply.unclear.ask",
         values={"press": None})  # fmt: skip
    post(here, here.resident(name="정영자"), "good")
    here.settle()
    assert states(here) == {
        "no text": "failed",
        "no value": "failed",
        "no buttons": "failed",
        "bad press": "failed",
        "good": "sent",
    }


def test_a_person_who_cannot_be_opened_holds_nobody_up(here: Neighbourhood) -> None:
    her = here.resident()
    post(here, her, "damaged")
    post(here, here.resident(name="이영자"), "good")
    with here.database.write() as uow:
        uow.session.exec(
            update(ResidentRow)
            .where(col(ResidentRow.id) == her.partition(":")[2])
            .values(sealed=b"\x01" + bytes(40))
        )
    run(here.sender)
    assert states(here) == {"damaged": "failed", "good": "sent"}


def test_nothing_leaves_for_the_dead_but_the_last_word(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    post(here, her, "before")
    with here.database.write() as uow:
        residents.mark_deceased(uow, her, reported_by="staff:1")
        service.withdraw(uow, to=her)
    post(here, her, "after", origin="checkin:c:0")
    post(here, her, "last", template="reply.deceased")
    here.settle()
    assert states(here) == {"before": "withdrawn", "after": "withdrawn", "last": "sent"}
    assert row(here, "after").failure == "deceased"


def test_a_stranger_is_answered_while_her_message_is_fresh(everywhere: Neighbourhood) -> None:
    here = everywhere
    stranger = here.opens_link("77", None)
    here.settle()
    assert here.telegram.sent[0][0] == "77"
    assert here.templates(stranger, "sent") == ["enrol.hello"]
    here.clock.advance(2 * HOUR)
    post(here, stranger, "late")
    post(here, "address:nobody", "nobody")
    here.settle()
    assert {states(here)["late"], states(here)["nobody"]} == {"withdrawn"}


def test_a_channel_that_is_not_set_up_fails_at_once(here: Neighbourhood) -> None:
    her = here.resident()
    post(here, her, channel=ChannelName.SMS, origin="checkin:c:0", template="sms.notice")
    here.settle()
    assert (row(here).state, row(here).failure) == ("failed", "no_such_channel")
    assert [one.data["report"] for one in recorded(here, her, SignalKind.RECEIPT)] == ["failed"]


@pytest.mark.parametrize("why", [Refusal.UNREACHABLE, Refusal.BAD_ADDRESS])
def test_a_lost_channel_is_a_fact_and_nothing_more_is_tried(
    everywhere: Neighbourhood, why: Refusal
) -> None:
    here = everywhere
    her = here.helper()
    here.telegram.answers.append(Refused(why, "gone"))
    post(here, her, "first")
    here.settle()
    here.clock.advance(MINUTE)
    post(here, her, "second")
    here.settle()
    assert states(here) == {"first": "failed", "second": "withdrawn"}
    assert [one.data["why"] for one in recorded(here, her, SignalKind.CHANNEL_LOST)] == [why]
    with here.database.read() as uow:
        assert not residents.is_reachable(uow, her)


def test_a_helper_who_left_gets_nothing(here: Neighbourhood) -> None:
    her = here.helper()
    with here.database.write() as uow:
        residents.change_helper(uow, her, active=False)
    post(here, her)
    here.settle()
    assert row(here).state == "withdrawn"


def test_sms_and_cards_are_rendered_for_their_channel(here: Neighbourhood) -> None:
    texts = FakeChannel(ChannelName.SMS)
    here.channels[ChannelName.SMS] = texts
    here.sender = here.new_sender()
    her = here.resident()
    when = {"at": (here.now() + HOUR).isoformat()}
    post(here, her, channel=ChannelName.SMS, template="sms.notice",
         values={"district": DISTRICT, "when": when})  # fmt: skip
    here.settle()
    assert row(here).state == "sent"
    assert "054-420-6114" in texts.sent[0][1].text  # type: ignore[union-attr]


@pytest.mark.parametrize("many", [BATCH - 1, BATCH, 3 * BATCH, 4 * BATCH])
def test_whoever_has_very_many_waiting_holds_up_nobody(here: Neighbourhood, many: int) -> None:
    crowded, her = here.staff(), here.resident()
    for number in range(many):
        post(here, crowded, f"crowd {number:04d}")
    post(here, her, "hers")
    run(here.sender)
    assert states(here)["hers"] == "sent"
    sent = [key for key, state in states(here).items() if state == "sent"]
    assert len(sent) == MOST + 1
    assert len(here.telegram.sent) == 2
