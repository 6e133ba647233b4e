"""Practising: a question now, of which no answer and no silence is news of her."""

from datetime import timedelta

import pytest

from checkins import service, store
from checkins.model import Checkin, CheckinState, Occasion
from checkins.service import CannotPractiseError, Obstacle
from locales.model import Language
from locales.texts import say
from messaging.channel import Call, Card, Refusal, Refused, Sms
from reports.figures import figures
from residents import service as residents
from residents.model import ChannelName, Device, LifeState, Ref
from signals.model import SignalKind
from tasks.model import TaskKind
from tests.runtime.neighbourhood import TUESDAY, FakeChannel, Neighbourhood

MINUTE = timedelta(minutes=1)
SMS, CALL = ChannelName.SMS, ChannelName.CALL


@pytest.fixture
def wired(here: Neighbourhood) -> Neighbourhood:
    channels = {
        ChannelName.TELEGRAM: here.telegram,
        SMS: FakeChannel(SMS),
        CALL: FakeChannel(CALL),
    }
    made = Neighbourhood(here.database, here.clock, channels=channels)
    made.telegram = here.telegram
    return made


def practise(here: Neighbourhood, her: Ref, on: ChannelName | None = None) -> Checkin:
    here.settle()
    with here.database.write() as uow:
        begun = service.practise(uow, here.means, her, on)
    here.settle()
    return now_is(here, begun)


def now_is(here: Neighbourhood, practice: Checkin) -> Checkin:
    with here.database.read() as uow:
        found = store.get(uow, practice.id)
    assert found is not None
    return found


def on_the_page(here: Neighbourhood, her: Ref, practice: Checkin, verb: str) -> None:
    here.record(her, SignalKind.REPLY, channel="sms", form="page", checkin=practice.id,
                version=1, key="1", verb=verb)  # fmt: skip
    here.settle()


def devices(here: Neighbourhood, her: Ref) -> frozenset[Device]:
    with here.database.read() as uow:
        return residents.outline(uow, her).devices


# ---------------------------------------------------------------------------- what she is sent


@pytest.mark.parametrize("language", list(Language))
def test_a_card_says_that_it_is_a_practice(wired: Neighbourhood, language: Language) -> None:
    her = wired.resident(language=language)
    practise(wired, her)
    ((_, card),) = wired.telegram.sent
    assert isinstance(card, Card)
    assert card.text == say("checkin.ask.practice", language, name="김순자")
    pressed = [button.data for row in card.rows for button in row]
    assert [(data or "").partition(":")[0] for data in pressed] == ["p", "p"]


@pytest.mark.parametrize("language", list(Language))
def test_a_text_brings_the_link_she_practises_with(
    wired: Neighbourhood, language: Language
) -> None:
    her = wired.resident(language=language)
    practice = practise(wired, her, SMS)
    ((_, text),) = wired.channels[SMS].sent
    assert isinstance(text, Sms)
    who, link = text.text.split("\n")
    assert link == f"https://city.test/a/{practice.id}"
    assert who.removesuffix(" 054-420-6114") in {
        *("김천시 연습입니다", "Gimcheon: practice", "Gimcheon: tap thu"),
        "金泉市 연습/Practice",
    }
    assert wired.telegram.sent == []


def test_without_telegram_a_call_is_practised(wired: Neighbourhood) -> None:
    her = wired.resident(telegram=False, devices=frozenset({Device.LANDLINE}))
    practise(wired, her)
    ((_, call),) = wired.channels[CALL].sent
    assert isinstance(call, Call)
    (row,) = wired.outbox(her)
    assert row.content["because"] == "call.because.practice"


@pytest.mark.parametrize(
    ("changes", "on", "obstacle"),
    [
        ({"state": LifeState.CONSENTED}, None, Obstacle.NOT_ACTIVE),
        ({"devices": frozenset({Device.NONE})}, SMS, Obstacle.NO_CHANNEL),
        ({}, ChannelName.PERSON, Obstacle.NO_CHANNEL),
        ({"telegram": False}, ChannelName.TELEGRAM, Obstacle.NO_CHANNEL),
    ],
)
def test_who_cannot_practise(
    wired: Neighbourhood, changes: dict[str, object], on: ChannelName | None, obstacle: Obstacle
) -> None:
    her = wired.resident(**changes)  # type: ignore[arg-type]
    with pytest.raises(CannotPractiseError) as caught:
        practise(wired, her, on)
    assert caught.value.obstacle is obstacle
    assert str(caught.value)


def test_nobody_practises_while_she_is_asked(wired: Neighbourhood) -> None:
    her = wired.resident()
    wired.asked(her)
    with pytest.raises(CannotPractiseError) as caught:
        practise(wired, her)
    assert caught.value.obstacle is Obstacle.BEING_ASKED


# ------------------------------------------------------------------------- what comes of it


def test_a_button_ends_the_practice_and_says_nothing_else(wired: Neighbourhood) -> None:
    her = wired.resident()
    practice = practise(wired, her)
    wired.presses(her, "p", practice.id)
    wired.settle()
    assert now_is(wired, practice).state is CheckinState.FINE
    _, shown = wired.telegram.sent[-1]
    assert isinstance(shown, Card)
    assert (shown.text, shown.rows) == (say("reply.practised", Language.ko), ())
    assert wired.cases() == []
    assert devices(wired, her) == frozenset({Device.SMARTPHONE_TELEGRAM, Device.MOBILE})


def test_silence_is_no_news(wired: Neighbourhood) -> None:
    her = wired.resident()
    practice = practise(wired, her)
    wired.wait_until(practice.deadline + MINUTE)
    assert now_is(wired, practice).state is CheckinState.MISSED
    assert (wired.cases(), wired.tasks_about(her)) == ([], [])


def test_a_practice_that_cannot_be_sent_sends_nobody(wired: Neighbourhood) -> None:
    wired.telegram.answers.append(Refused(Refusal.UNREACHABLE, "blocked"))
    her = wired.resident()
    practice = practise(wired, her)
    wired.wait_until(practice.deadline + MINUTE)
    assert [task.new.kind for task in wired.tasks_about(her)] == [TaskKind.DATA_QUALITY]
    assert wired.cases() == []


def test_a_practice_is_in_no_figure(wired: Neighbourhood) -> None:
    her = wired.resident()
    practice = practise(wired, her)
    wired.presses(her, "p", practice.id)
    wired.settle()
    with wired.database.read() as uow:
        counted = figures(uow, TUESDAY - timedelta(days=1))
    assert (counted.asked, counted.answered, counted.asking) == (0, {}, 0)


def test_an_answer_by_link_shows_that_she_can_use_links(wired: Neighbourhood) -> None:
    her = wired.resident()
    practice = practise(wired, her, SMS)
    on_the_page(wired, her, practice, "p")
    assert now_is(wired, practice).answered_on is SMS
    assert Device.PRACTISED_LINKS in devices(wired, her)


def test_from_then_on_the_notice_of_a_call_brings_the_link(wired: Neighbourhood) -> None:
    her = wired.resident()
    on_the_page(wired, her, practise(wired, her, SMS), "p")
    asked = wired.asked(her)
    wired.wait_until(asked.slot_at + 75 * MINUTE)
    _, text = wired.channels[SMS].sent[-1]
    assert isinstance(text, Sms)
    assert text.text.endswith(f"\nhttps://city.test/a/{asked.id}")


def test_everybody_elses_text_has_no_link(wired: Neighbourhood) -> None:
    her = wired.resident()
    asked = wired.asked(her)
    wired.wait_until(asked.slot_at + 75 * MINUTE)
    ((_, text),) = wired.channels[SMS].sent
    assert isinstance(text, Sms)
    assert "http" not in text.text
    assert all("link" not in row.content for row in wired.outbox(her))


# --------------------------------------------------------------------- what is meant all the same


@pytest.mark.parametrize("words", ["가슴이 너무 아파요", "좀 도와주세요"])
def test_words_are_never_practice(wired: Neighbourhood, words: str) -> None:
    her = wired.resident()
    practice = practise(wired, her)
    wired.writes(her, words)
    wired.settle()
    assert wired.case(her) is not None
    assert now_is(wired, practice).state is CheckinState.WITHDRAWN


def test_a_typed_yes_is_practised_too(wired: Neighbourhood) -> None:
    her = wired.resident()
    practice = practise(wired, her)
    wired.writes(her, "네 잘 지내요")
    wired.settle()
    assert now_is(wired, practice).state is CheckinState.FINE


def test_pressing_again_while_she_learns_asks_nothing(wired: Neighbourhood) -> None:
    her = wired.resident()
    practice = practise(wired, her)
    for _ in range(3):
        wired.presses(her, "p", practice.id)
        wired.settle()
    assert len(wired.telegram.sent) == 2
    assert wired.cases() == []


def test_an_old_practice_button_asks_how_she_is(wired: Neighbourhood) -> None:
    """Hours later she may mean it: she is asked, with buttons that count."""
    her = wired.resident()
    practice = practise(wired, her)
    wired.wait_until(practice.deadline + MINUTE)
    wired.presses(her, "p", practice.id)
    wired.settle()
    _, question = wired.telegram.sent[-1]
    assert isinstance(question, Card)
    assert question.text == say("reply.unclear.ask", Language.ko)
    assert wired.checkin(her).state is CheckinState.CLARIFYING


def test_the_real_question_ends_a_practice(wired: Neighbourhood) -> None:
    her = wired.resident()
    wired.settle()
    wired.wait_until(wired.slot_of(her) - MINUTE)
    practice = practise(wired, her)
    wired.wait_until(wired.now() + 2 * MINUTE)
    assert now_is(wired, practice).state is CheckinState.WITHDRAWN
    asked = wired.checkin(her)
    assert (asked.occasion, asked.state) == (Occasion.PLANNED, CheckinState.ASKING)


def test_a_miss_before_the_practice_is_still_answered_late(wired: Neighbourhood) -> None:
    her = wired.resident()
    missed = wired.asked(her)
    wired.wait_until(missed.deadline + MINUTE)
    practise(wired, her)
    wired.presses(her, "f", missed.id)
    wired.settle()
    assert now_is(wired, missed).answered_at is not None
