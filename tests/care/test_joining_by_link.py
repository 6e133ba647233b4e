"""Pressing Start: on one's own link, on an old one, on a foreign one, on none."""

from datetime import timedelta

import pytest

from residents import service as residents
from residents.model import ChannelName, LifeState, Phone, StaffRole, parse_phone
from signals.model import Ref, SignalKind
from tests.runtime.neighbourhood import Neighbourhood


def link(here: Neighbourhood, ref: Ref) -> str:
    with here.database.write() as uow:
        return residents.issue_link(uow, ref)


def chat_of(here: Neighbourhood, ref: Ref) -> str | None:
    with here.database.read() as uow:
        return residents.address_of(uow, ref, ChannelName.TELEGRAM)


def heard(here: Neighbourhood, chat: str) -> int:
    return sum(address == chat for address, _ in here.telegram.sent)


@pytest.mark.parametrize("who", ["resident", "helper", "staff"])
def test_everybody_is_welcomed_in_her_own_words(everywhere: Neighbourhood, who: str) -> None:
    here = everywhere
    ref = {
        "resident": lambda: here.resident(telegram=False),
        "helper": lambda: here.helper(telegram=False),
        "staff": lambda: here.staff(StaffRole.LEAD),
    }[who]()
    here.opens_link("77", link(here, ref))
    here.settle()
    assert chat_of(here, ref) == "77"
    welcome = "enrol.welcome" if who == "resident" else f"enrol.welcome.{who}"
    assert here.templates(ref, "sent") == [welcome]
    assert heard(here, "77") == 1


def test_a_link_is_good_once(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident(telegram=False)
    token = link(here, her)
    here.opens_link("77", token)
    here.settle()
    again = here.opens_link("77", token)
    stranger = here.opens_link("78", token)
    here.settle()
    assert chat_of(here, her) == "77"
    assert here.templates(again, "sent") == here.templates(stranger, "sent") == ["enrol.used"]
    assert (heard(here, "77"), heard(here, "78")) == (2, 1)


def test_two_who_press_at_the_same_moment_are_one_and_a_stranger(
    everywhere: Neighbourhood,
) -> None:
    here = everywhere
    her = here.resident(telegram=False)
    token = link(here, her)
    chats = ["77", "78"]
    subjects = [here.opens_link(chat, token) for chat in chats]
    here.settle()
    owner = chat_of(here, her)
    assert owner in chats
    lost = subjects[1 - chats.index(owner)]
    assert here.templates(lost, "sent") == ["enrol.used"]


@pytest.mark.parametrize(
    ("token", "template"),
    [(None, "enrol.hello"), ("A" * 22, "enrol.unknown"), ("", "enrol.unknown")],
)
def test_without_a_good_link_she_is_told_kindly(
    here: Neighbourhood, token: str | None, template: str
) -> None:
    subject = here.opens_link("77", token)
    here.settle()
    assert here.templates(subject, "sent") == [template]
    assert heard(here, "77") == 1


def test_an_old_link_says_so(here: Neighbourhood) -> None:
    her = here.resident(telegram=False)
    token = link(here, her)
    here.clock.advance(timedelta(days=8))
    subject = here.opens_link("77", token)
    here.settle()
    assert here.templates(subject, "sent") == ["enrol.expired"]
    assert chat_of(here, her) is None


def test_the_chat_of_one_does_not_become_anothers(here: Neighbourhood) -> None:
    her, other = here.resident(telegram=False), here.resident(telegram=False, name="이영자")
    here.opens_link("77", link(here, her))
    here.settle()
    subject = here.opens_link("77", link(here, other))
    here.settle()
    assert here.templates(subject, "sent") == ["enrol.used"]
    assert (chat_of(here, her), chat_of(here, other)) == ("77", None)


def test_from_then_on_she_is_asked_there(here: Neighbourhood) -> None:
    her = here.resident(telegram=False, phones=())
    here.opens_link("77", link(here, her))
    here.asked(her)
    assert here.templates(her, "sent")[1].startswith("checkin.ask.")


def test_blocked_and_come_back(everywhere: Neighbourhood) -> None:
    here = everywhere
    helper = here.helper()
    for kind, reachable in ((SignalKind.CHANNEL_LOST, False), (SignalKind.CHANNEL_RESTORED, True)):
        here.record(helper, kind, channel="telegram", why="my_chat_member")
        here.settle()
        assert (chat_of(here, helper) is not None) is reachable


def test_whoever_is_not_yet_active_is_welcomed_and_not_asked(here: Neighbourhood) -> None:
    her = here.resident(telegram=False, state=LifeState.CONSENTED)
    here.opens_link("77", link(here, her))
    here.wait(timedelta(days=3))
    assert here.templates(her) == ["enrol.welcome"]


# ---------------------------------------------------------------- channels that were lost

FIRST, SECOND = parse_phone("010-5555-0401"), parse_phone("010-5555-0402")


def lose(here: Neighbourhood, her: Ref, channel: ChannelName, why: str, number: Phone) -> None:
    here.record(her, SignalKind.CHANNEL_LOST, number.e164, channel=channel.value, why=why)
    here.settle()


def number_for(here: Neighbourhood, her: Ref, channel: ChannelName) -> str | None:
    with here.database.read() as uow:
        return residents.address_of(uow, her, channel)


def test_a_dead_number_leaves_her_other_one(everywhere: Neighbourhood) -> None:
    her = everywhere.resident(phones=(FIRST, SECOND))
    lose(everywhere, her, ChannelName.CALL, "bad_address", FIRST)
    assert number_for(everywhere, her, ChannelName.CALL) == SECOND.e164


def test_a_number_that_takes_no_texts_still_rings(here: Neighbourhood) -> None:
    her = here.resident(phones=(FIRST,))
    lose(here, her, ChannelName.SMS, "bad_address", FIRST)
    assert number_for(here, her, ChannelName.SMS) is None
    assert number_for(here, her, ChannelName.CALL) == FIRST.e164


@pytest.mark.parametrize("channel", [ChannelName.SMS, ChannelName.CALL])
def test_the_loss_of_a_number_that_was_corrected_meanwhile_is_old_news(
    here: Neighbourhood, channel: ChannelName
) -> None:
    her = here.resident(phones=(SECOND,))
    lose(here, her, channel, "bad_address", FIRST)
    assert number_for(here, her, channel) == SECOND.e164
