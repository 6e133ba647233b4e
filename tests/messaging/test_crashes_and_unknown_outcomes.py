"""A worker may die, a provider may be silent, the database may be away: what is sent twice?"""

import sqlite3
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from foundation.seams import AFTER_SEND, BEFORE_SEND, QUIET, Crash
from foundation.unit_of_work import UnitOfWork
from messaging import service
from messaging.channel import Refusal, Refused, Sent, Unknown
from messaging.decide import Fate, Report
from messaging.model import AfterUnknown, OutboxState, Posted
from residents.model import ChannelName
from signals.model import SignalKind
from tests.messaging.post import (
    HOUR,
    AskedChannel,
    DiesAt,
    Meanwhile,
    post,
    recorded,
    row,
    run,
    states,
)
from tests.runtime.neighbourhood import Neighbourhood

MINUTE = timedelta(minutes=1)
CALL = {"template": "call.checkin", "after_unknown": AfterUnknown.ADOPT}


@pytest.mark.parametrize(("point", "sent_before"), [(BEFORE_SEND, 0), (AFTER_SEND, 1)])
def test_resend_comes_again_after_the_lease_and_two_minutes(
    everywhere: Neighbourhood, point: str, sent_before: int
) -> None:
    here = everywhere
    post(here, here.resident(), origin="checkin:c:0")
    with pytest.raises(Crash):
        run(here.new_sender(DiesAt(point)))
    assert row(here).state == "calling"
    here.wait(MINUTE - timedelta(seconds=1))
    assert row(here).state == "calling"
    here.wait(3 * MINUTE)
    assert row(here).state == "sent"
    assert len(here.telegram.sent) == sent_before + 1


@pytest.mark.parametrize("point", [BEFORE_SEND, AFTER_SEND])
def test_hold_is_never_sent_again(everywhere: Neighbourhood, point: str) -> None:
    here = everywhere
    her = here.resident()
    post(here, her, after_unknown=AfterUnknown.HOLD, origin="checkin:c:0")
    with pytest.raises(Crash):
        run(here.new_sender(DiesAt(point)))
    before = len(here.telegram.sent)
    here.wait(HOUR)
    assert row(here).state == "held"
    assert len(here.telegram.sent) == before
    assert [one.data["report"] for one in recorded(here, her, SignalKind.RECEIPT)] == ["failed"]


def test_what_was_leased_and_not_called_was_certainly_not_sent(everywhere: Neighbourhood) -> None:
    here = everywhere
    post(here, here.resident(), after_unknown=AfterUnknown.HOLD)
    here.sender._prepare()  # and then it died
    assert row(here).state == "leased"
    here.sender = here.new_sender()
    here.wait(MINUTE - timedelta(seconds=1))
    assert row(here).state == "leased"
    here.wait(timedelta(seconds=1))
    assert (row(here).state, len(here.telegram.sent)) == ("sent", 1)


@pytest.mark.parametrize("found", [Sent("CA1"), None])
def test_adopt_asks_the_provider(everywhere: Neighbourhood, found: Sent | None) -> None:
    here = everywhere
    phone = AskedChannel(ChannelName.CALL)
    phone.found = found
    phone.answers.append(Unknown("ReadTimeout"))
    here.channels[ChannelName.CALL] = phone
    here.sender = here.new_sender()
    post(here, here.resident(telegram=False), channel=ChannelName.CALL, **CALL)
    here.wait(MINUTE - timedelta(seconds=1))
    assert (row(here).state, phone.asked) == ("calling", 0)
    here.wait(2 * MINUTE)
    assert (row(here).state, phone.asked) == ("sent", 1)
    assert len(phone.sent) == (1 if found else 2)
    assert row(here).provider_id == ("CA1" if found else "2")


def test_a_provider_that_cannot_be_asked_is_asked_again_until_it_does_not_matter(
    here: Neighbourhood,
) -> None:
    phone = AskedChannel(ChannelName.CALL)
    phone.found = RuntimeError("away")
    phone.answers.append(Unknown("ReadTimeout"))
    here.channels[ChannelName.CALL] = phone
    here.sender = here.new_sender()
    her = here.resident(telegram=False)
    post(here, her, channel=ChannelName.CALL, origin="checkin:c:0", **CALL)
    here.wait(10 * MINUTE)
    assert 5 <= phone.asked <= 10
    here.wait(HOUR)
    assert (row(here).state, len(phone.sent)) == ("expired", 1)
    assert [one.data["report"] for one in recorded(here, her, SignalKind.RECEIPT)] == ["expired"]


def test_a_provider_that_never_says_so_does_not_fill_her_screen(here: Neighbourhood) -> None:
    here.telegram.answers.extend([Unknown("ReadTimeout")] * 100)
    post(here, here.helper(), expires_at=here.now() + 3 * HOUR)
    here.wait(3 * HOUR)
    assert row(here).state == "expired"
    assert len(here.telegram.sent) <= 9


def test_a_channel_that_raises_is_an_unknown_outcome_of_its_message_only(
    here: Neighbourhood,
) -> None:
    def broken() -> Sent:
        raise RuntimeError

    here.telegram.answers.append(broken)
    post(here, here.resident(), "first")
    post(here, here.resident(name="이영자"), "second")
    here.settle()
    assert sorted(states(here).values()) == ["queued", "sent"]


def test_outcomes_are_kept_while_the_database_is_away(
    here: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(here, here.resident())
    with monkeypatch.context() as patched:

        def away(_known: object) -> None:
            raise OperationalError("", {}, Exception())

        patched.setattr(here.sender, "_settle", away)
        with pytest.raises(OperationalError):
            run(here.sender)
    assert row(here).state == "calling"
    run(here.sender)
    assert (row(here).state, len(here.telegram.sent)) == ("sent", 1)


def test_one_that_cannot_be_settled_does_not_undo_the_others(
    everywhere: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = everywhere
    post(here, here.resident(), "poison")
    post(here, here.resident(name="이영자"), "good")
    settle_all = service.settle_all

    def fails(uow: UnitOfWork, known: Sequence[tuple[Posted, Fate, str | None]]) -> None:
        if any(posted.message.dedupe_key == "poison" for posted, _, _ in known):
            uow.session.connection().exec_driver_sql("SELECT nonsense")
        settle_all(uow, known)

    monkeypatch.setattr(service, "settle_all", fails)
    run(here.sender)
    assert states(here) == {"poison": "calling", "good": "sent"}


def test_what_the_database_does_not_take_stays_known(
    everywhere: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = everywhere
    post(here, here.resident(), "first")
    settle_all = service.settle_all

    def locked(_uow: UnitOfWork, known: Sequence[object]) -> None:
        if known:
            raise OperationalError("", {}, sqlite3.OperationalError("database is locked"))

    monkeypatch.setattr(service, "settle_all", locked)
    with pytest.raises(OperationalError):
        run(here.sender)
    monkeypatch.setattr(service, "settle_all", settle_all)
    here.clock.advance(2 * MINUTE)
    run(here.sender)
    assert states(here) == {"first": "sent"}
    assert len(here.telegram.sent) == 1


def test_a_call_that_cannot_be_begun_does_not_lose_the_others_outcomes(
    here: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(here, here.resident(), "held", after_unknown=AfterUnknown.HOLD)
    post(here, here.resident(name="이영자"), "other")

    def away(_outbox_id: str) -> bool:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(here.sender, "_begin_call", away)
    run(here.sender)
    assert states(here) == {"held": "leased", "other": "sent"}


def test_a_worker_that_comes_too_late_leaves_it_to_the_next(here: Neighbourhood) -> None:
    slow = Meanwhile()
    slow.what = lambda: here.clock.advance(2 * MINUTE)
    here.channels[ChannelName.TELEGRAM] = slow
    post(here, here.resident(), "first")
    post(here, here.resident(name="이영자"), "second")
    run(here.new_sender(QUIET))
    assert len(slow.sent) == 1
    assert sorted(states(here).values()) == ["calling", "sent"]


def test_what_turns_out_to_have_been_sent_is_not_sent_again(everywhere: Neighbourhood) -> None:
    here = everywhere
    keys = ("first", "second")
    for key, name in zip(keys, ("김순자", "이영자"), strict=True):
        post(here, here.resident(name=name), key)
    with pytest.raises(Crash):
        run(here.new_sender(DiesAt(BEFORE_SEND)))
    telegram = Meanwhile()
    here.channels[ChannelName.TELEGRAM] = telegram
    here.sender = here.new_sender()

    def turns_out() -> None:
        with here.database.write() as uow:
            for waits in (row(here, key) for key in keys if states(here)[key] == "leased"):
                service.adopt(uow, waits.id, "late")

    telegram.what = turns_out
    here.wait(4 * MINUTE)
    assert states(here) == dict.fromkeys(keys, "sent")
    assert len(telegram.sent) == 1


def test_a_callback_may_know_before_the_call_returns(here: Neighbourhood) -> None:
    her = here.resident()
    phone = Meanwhile()
    here.channels[ChannelName.TELEGRAM] = phone
    here.sender = here.new_sender()
    post(here, her, origin="checkin:c:0", after_unknown=AfterUnknown.ADOPT)

    def adopted() -> None:
        with here.database.write() as uow:
            service.adopt(uow, row(here).id, "CA1")

    phone.what = adopted
    phone.answers.append(Unknown("ReadTimeout"))
    here.settle()
    assert (row(here).state, row(here).provider_id) == ("sent", "CA1")
    assert len(recorded(here, her, SignalKind.RECEIPT)) == 1


def test_what_was_withdrawn_on_its_way_is_not_sent_again(everywhere: Neighbourhood) -> None:
    here = everywhere
    provider = Meanwhile()
    here.channels[ChannelName.TELEGRAM] = provider
    here.sender = here.new_sender()
    post(here, here.resident())

    def withdrawn() -> None:
        with here.database.write() as uow:
            service.withdraw(uow, keys=["key"])

    provider.what = withdrawn
    provider.answers.append(Refused(Refusal.LATER, "429"))
    here.wait(HOUR)
    assert (row(here).state, len(provider.sent)) == ("expired", 1)


def test_a_report_is_made_once_for_one_end(here: Neighbourhood) -> None:
    her = here.resident()
    post(here, her, origin="checkin:c:0")
    here.settle()
    with here.database.write() as uow:
        posted = service.find(uow, row(here).id)
        assert posted is not None
        service.settle(uow, posted, Fate(OutboxState.FAILED, report=Report.FAILED))
    assert [one.data["report"] for one in recorded(here, her, SignalKind.RECEIPT)] == ["sent"]
    assert row(here).state == "sent"
