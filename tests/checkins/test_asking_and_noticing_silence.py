"""The ladder of one check-in, from the first message to a case."""

from datetime import date, timedelta

import pytest

from checkins.model import CheckinState, Rung
from escalation.model import Outcome, Reason, Urgency
from messaging.channel import Refusal, Refused
from residents import service as residents
from residents.model import ChannelName, Device, LifeState, StaffRole, Tier
from signals.model import SignalKind
from tasks.model import Result, TaskKind, TaskState
from tests.runtime.neighbourhood import Neighbourhood


def test_message_reminder_missed_case(everywhere: Neighbourhood) -> None:
    here = everywhere
    her, neighbour = here.resident(), here.helper()
    asked = here.asked(her)
    assert [one.rung for one in asked.steps] == [Rung.MESSAGE, Rung.REMINDER]
    assert here.templates(her, "sent")[0].startswith("checkin.ask.")
    assert here.checkin(her).asked
    here.wait(timedelta(minutes=45))
    assert here.templates(her, "sent")[1:] == ["checkin.remind"]
    here.wait_until(asked.deadline - timedelta(seconds=1))
    assert here.checkin(her).is_open
    assert here.case(her) is None
    here.wait_until(asked.deadline)
    assert here.checkin(her).state is CheckinState.MISSED
    case = here.open_case(her)
    assert (case.urgency, case.reasons) == (Urgency.DANGER, (Reason.MISSED_CHECKIN_HIGH_TIER,))
    assert here.templates(neighbour, "sent") == ["task.offer"]


def test_fine_ends_the_ladder_and_thanks_on_the_card(here: Neighbourhood) -> None:
    her = here.resident()
    asked = here.asked(her)
    here.presses(her, "f")
    here.wait_until(asked.deadline + timedelta(hours=1))
    answered = here.checkin(her)
    assert (answered.state, answered.answered_on) == (CheckinState.FINE, ChannelName.TELEGRAM)
    assert answered.answered_rung is Rung.MESSAGE
    assert here.templates(her, "sent")[1:] == ["checkin.answered.fine"]
    assert here.telegram.sent[-1][1].edits == "1"  # type: ignore[union-attr]
    assert here.case(her) is None


def test_not_asked_is_raised_like_a_silence_and_counted_apart(here: Neighbourhood) -> None:
    her = here.resident()
    here.telegram.answers.extend([Refused(Refusal.LATER, "busy", timedelta(hours=1))] * 9)
    asked = here.asked(her)
    here.wait_until(asked.deadline)
    assert here.checkin(her).state is CheckinState.NOT_ASKED
    assert here.open_case(her).reasons == (Reason.NOT_ASKED,)
    assert {row.state for row in here.outbox(her)} == {"withdrawn"}


def test_a_late_answer_closes_the_case_and_is_thanked_for(everywhere: Neighbourhood) -> None:
    here = everywhere
    her, neighbour = here.resident(), here.helper()
    here.wait_until(here.asked(her).deadline)
    task = here.task(her)
    here.presses(her, "f")
    here.settle()
    late = here.checkin(her)
    assert late.state is CheckinState.MISSED
    assert late.answered_at is not None
    assert here.cases()[0].outcome is Outcome.ANSWERED
    assert here.fresh(task).state is TaskState.WITHDRAWN
    assert "checkin.thanks.late" in here.templates(her, "sent")
    assert here.templates(neighbour, "sent") == ["task.offer", "task.withdrawn.well"]


def test_an_old_card_answers_todays_question(here: Neighbourhood) -> None:
    her = here.resident()
    yesterday = here.asked(her)
    here.presses(her, "f")
    here.settle()
    today = here.asked(her)
    assert today.id != yesterday.id
    here.presses(her, "f", yesterday.id)
    here.settle()
    assert here.checkin(her).state is CheckinState.FINE


def test_another_ones_card_answers_nothing_of_hers(here: Neighbourhood) -> None:
    her, other = here.resident(), here.resident(name="이영자")
    here.asked(her)
    theirs = here.asked(other) if here.slot_of(other) > here.now() else here.checkin(other)
    here.wait_until(max(theirs.deadline, here.checkin(her).deadline))
    here.presses(other, "f", here.checkin(her).id)
    here.settle()
    assert here.checkin(her).answered_at is None


def test_help_after_fine_wins(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    here.staff()
    here.asked(her)
    here.presses(her, "f")
    here.settle()
    here.presses(her, "h")
    here.settle()
    assert here.checkin(her).state is CheckinState.HELP
    assert here.open_case(her).needs_a_person
    assert {"checkin.answered.help", "reply.help"} <= set(here.templates(her, "sent"))
    here.presses(her, "f")
    here.settle()
    assert here.checkin(her).state is CheckinState.HELP
    assert here.case(her) is not None


def test_unclear_is_asked_once_more_then_goes_to_a_person(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    here.staff()
    here.asked(her)
    here.writes(her, "오늘 장날이라 시장 왔다")
    here.settle()
    assert here.checkin(her).state is CheckinState.CLARIFYING
    assert here.templates(her, "sent")[-1] == "reply.unclear.ask"
    assert here.case(her) is None
    here.wait(timedelta(minutes=5))
    here.writes(her, "날이 꾸무리하네")
    here.settle()
    assert here.checkin(her).state is CheckinState.UNCLEAR
    assert here.open_case(her).reasons == (Reason.UNCLEAR_ANSWER,)
    assert here.task(her).new.kind is TaskKind.AFTER_UNCLEAR


def test_what_comes_in_one_breath_is_one_answer(here: Neighbourhood) -> None:
    her = here.resident()
    here.asked(her)
    here.sends(her, "photo")
    here.sends(her, "photo")
    here.settle()
    here.wait(timedelta(seconds=30))
    here.sends(her, "photo")
    here.settle()
    assert here.checkin(her).state is CheckinState.CLARIFYING
    here.presses(her, "f")
    here.settle()
    assert here.checkin(her).state is CheckinState.FINE


def test_no_answer_to_the_question_is_a_persons_matter(here: Neighbourhood) -> None:
    her = here.resident()
    here.asked(her)
    here.writes(her, "글쎄")
    here.wait(timedelta(minutes=60))
    assert here.checkin(her).state is CheckinState.UNCLEAR
    assert here.case(her) is not None


def test_stop_ends_the_channel_with_one_kind_line_and_opens_a_talk(here: Neighbourhood) -> None:
    her = here.resident(tier=Tier.LOW)
    officer = here.staff()
    here.settle()
    here.writes(her, "그만 보내 주세요")
    here.settle()
    assert here.templates(her, "sent") == ["reply.stop"]
    assert here.task(her).new.kind is TaskKind.TALK_AFTER_STOP
    assert here.templates(officer) == []  # the office is not open yet
    here.wait(timedelta(hours=1))
    assert here.templates(officer) == ["staff.offer"]
    here.writes(her, "그만 보내라니까")
    here.settle()
    assert len(here.open_tasks(her)) == 1
    with here.database.read() as uow:
        assert ChannelName.TELEGRAM in residents.closed_channels(uow, her)


def test_a_lost_channel_moves_on_at_once_to_a_person_once(everywhere: Neighbourhood) -> None:
    here = everywhere
    her, neighbour = here.resident(), here.helper()
    here.asked(her)
    for _ in range(2):
        here.record(her, SignalKind.CHANNEL_LOST, channel="telegram", why="blocked")
    here.settle()
    checks = [t for t in here.tasks_about(her) if t.new.kind is TaskKind.PERSON_CHECK]
    assert [one.state for one in checks] == [TaskState.OFFERED]
    assert [one.rung for one in here.checkin(her).steps] == [Rung.MESSAGE, Rung.PERSON]
    here.answers(neighbour, "a", checks[0])
    here.settle()
    here.reports(neighbour, Result.SEEN_WELL, here.fresh(checks[0]))
    here.settle()
    found = here.checkin(her)
    assert (found.state, found.answered_on) == (CheckinState.FINE, ChannelName.PERSON)


def test_a_lost_channel_that_is_no_step_changes_nothing(here: Neighbourhood) -> None:
    her = here.resident()
    before = here.asked(her)
    here.record(her, SignalKind.CHANNEL_LOST, channel="sms", why="bad_address")
    here.settle()
    assert here.checkin(her).steps == before.steps


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (Result.SPOKEN_WELL, CheckinState.FINE),
        (Result.NEEDS_HELP, CheckinState.HELP),
        (Result.DANGER, CheckinState.HELP),
        (Result.NO_ANSWER, CheckinState.MISSED),
        (Result.AWAY, CheckinState.ABSENT),
    ],
)
def test_a_person_asks_who_has_no_device(
    here: Neighbourhood, result: Result, state: CheckinState
) -> None:
    neighbour = here.helper()
    her = here.resident(
        telegram=False, phones=(), devices=frozenset({Device.NONE}), named_checker=neighbour
    )
    here.asked(her)
    task = here.task(her)
    assert task.new.kind is TaskKind.PERSON_CHECK
    here.answers(neighbour, "a", task)
    here.settle()
    assert here.checkin(her).asked
    here.reports(neighbour, result, here.fresh(task))
    here.settle()
    assert here.checkin(her).state is state
    assert (here.case(her) is None) is (state in {CheckinState.FINE, CheckinState.ABSENT})
    with here.database.read() as uow:
        assert residents.is_away(uow, her) is (state is CheckinState.ABSENT)


def test_a_neighbour_whose_papers_ran_out_is_not_sent(here: Neighbourhood) -> None:
    neighbour = here.helper(appointed_until=date(2026, 3, 2))
    her = here.resident(
        telegram=False, phones=(), devices=frozenset({Device.NONE}), named_checker=neighbour
    )
    here.asked(her)
    assert here.templates(neighbour) == []
    assert here.checkin(her).state is CheckinState.NOT_ASKED


def test_nobody_to_ask_in_person_is_raised_at_once(here: Neighbourhood) -> None:
    her = here.resident(telegram=False, phones=(), devices=frozenset({Device.NONE}))
    here.asked(her)
    assert here.checkin(her).state is CheckinState.NOT_ASKED
    assert here.open_case(her).reasons == (Reason.NOT_ASKED,)


def test_after_a_standstill_she_gets_one_message_only(here: Neighbourhood) -> None:
    her = here.resident()
    here.settle()
    slot = here.slot_of(her)
    here.clock.set(slot + timedelta(minutes=100))
    here.settle()
    asked = here.checkin(her)
    assert asked.slot_at == slot
    assert [name.rpartition(".")[0] for name in here.templates(her)] == ["checkin.ask"]
    here.wait_until(asked.deadline)
    assert here.checkin(her).state is CheckinState.MISSED


def test_after_a_long_standstill_it_was_not_asked(here: Neighbourhood) -> None:
    her = here.resident()
    here.settle()
    here.clock.set(here.slot_of(her) + timedelta(days=3))
    here.settle()
    assert here.checkin(her).state is CheckinState.NOT_ASKED
    assert here.outbox(her) == []
    assert here.case(her) is not None


def test_whoever_is_paused_is_left_in_peace(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    asked = here.asked(her)
    with here.database.write() as uow:
        residents.set_state(uow, her, LifeState.PAUSED)
    here.wait_until(asked.deadline + timedelta(days=2))
    assert here.checkin(her).state is CheckinState.WITHDRAWN
    assert here.case(her) is None
    assert len(here.templates(her)) == 1


def test_somebody_erased_leaves_nothing_that_is_due(everywhere: Neighbourhood) -> None:
    here = everywhere
    her, officer = here.resident(), here.staff(StaffRole.LEAD)
    here.asked(her)
    here.writes(her, "글쎄")
    here.settle()
    here.writes(her, "또 글쎄")
    with here.database.write() as uow:
        residents.erase(uow, her)
    here.settle()
    assert here.checkin(her).state is CheckinState.WITHDRAWN
    assert here.next_moment() is None
    assert here.templates(officer) == []
