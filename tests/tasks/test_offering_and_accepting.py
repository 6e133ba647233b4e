"""Rounds of offers: who gets one, who gets the task, and what the others see."""

from datetime import timedelta

from messaging.channel import Card
from residents import service as residents
from residents.model import ChannelName, StaffRole
from signals.model import SignalKind
from tasks.model import OfferState, Result, TaskState
from tests.runtime.neighbourhood import Neighbourhood
from tests.tasks.work import EVERYBODY, HELPERS, LEADS, OFFICERS, TEN, a_visit, offers, told


def test_the_first_to_accept_has_it_and_the_others_see_so(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    first, second, third = (here.helper() for _ in range(3))
    task = a_visit(here, her)
    here.answers(second, "a", task)
    here.answers(first, "a", task)
    here.settle()
    taken = here.fresh(task)
    assert (taken.state, taken.accepted_by) == (TaskState.ACCEPTED, second)
    assert here.templates(second, "sent") == ["task.offer", "task.mine"]
    assert here.templates(first, "sent") == ["task.offer", "task.taken"]
    assert here.templates(third, "sent") == ["task.offer", "task.taken"]
    assert [one.data["by"] for one in told(here, her, SignalKind.TASK_ACCEPTED)] == [second]


def test_a_card_never_says_whom_it_is_about_before_or_after(here: Neighbourhood) -> None:
    her, neighbour = here.resident(), here.helper()
    task = a_visit(here, her)
    here.answers(neighbour, "a", task)
    here.settle()
    texts = [one.text for _, one in here.telegram.sent if isinstance(one, Card)]
    assert len(texts) == 2
    assert not any(word in text for text in texts for word in ("순자", "감천로", "010"))
    mine = here.telegram.sent[-1][1]
    assert isinstance(mine, Card)
    assert mine.rows[0][0].url is not None


def test_the_card_names_the_moment_until_which_she_has_time(here: Neighbourhood) -> None:
    her, neighbour = here.resident(), here.helper()
    task = a_visit(here, her)
    here.answers(neighbour, "a", task)
    here.settle()
    taken = here.fresh(task)
    assert taken.do_by == (taken.accepted_at or task.opened_at) + timedelta(minutes=60)
    (mine,) = [row for row in here.outbox(neighbour) if row.template == "task.mine"]
    assert mine.content["due"] == {"at": taken.do_by.isoformat()}


def test_fifty_presses_at_once_have_one_winner(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    people = [here.helper() for _ in range(5)]
    task = a_visit(here, her, EVERYBODY)
    for number in range(50):
        here.answers(people[number % 5], "a", task)
    here.settle()
    winners = [one for one in offers(here, task).values() if one.state is OfferState.ACCEPTED]
    assert [one.to for one in winners] == [people[0]]
    assert len(told(here, her, SignalKind.TASK_ACCEPTED)) == 1
    shown = {who: here.templates(who, "sent") for who in people}
    assert shown.pop(people[0]) == ["task.offer", "task.mine"]
    assert set(map(tuple, shown.values())) == {("task.offer", "task.taken")}


def test_a_press_of_somebody_who_was_not_asked_changes_nothing(here: Neighbourhood) -> None:
    her, asked, officer = here.resident(), here.helper(), here.staff()
    task = a_visit(here, her)
    stranger = here.helper()
    for verb in ("a", "d"):
        here.answers(stranger, verb, task)
        here.answers(officer, verb, task)
    here.reports(stranger, Result.SEEN_WELL, task)
    here.reports(asked, Result.SEEN_WELL, task)
    here.settle()
    assert here.fresh(task) == task
    assert told(here, her) == []
    assert here.templates(stranger, "sent") == here.templates(officer, "sent") == []


def test_a_task_that_does_not_exist_is_nobodys(here: Neighbourhood) -> None:
    her, neighbour = here.resident(), here.helper()
    here.record(her, SignalKind.OFFER_ANSWERED, task="0" * 26, verb="a", version=1, by=neighbour)
    here.settle()
    assert here.outbox() == []


def test_doubled_presses_are_harmless(everywhere: Neighbourhood) -> None:
    here = everywhere
    her, first, second = here.resident(), here.helper(), here.helper()
    task = a_visit(here, her)
    for verb, who in (("d", second), ("d", second), ("a", first), ("a", first), ("d", first)):
        here.answers(who, verb, task)
        here.settle()
    assert here.fresh(task).accepted_by == first
    assert here.templates(first, "sent") == ["task.offer", "task.mine"]
    assert here.templates(second, "sent")[:2] == ["task.offer", "task.declined"]


def test_when_all_decline_the_next_round_begins_at_once(here: Neighbourhood) -> None:
    her, lead = here.resident(), here.staff(StaffRole.LEAD)
    people = [here.helper(), here.helper()]
    task = a_visit(here, her, HELPERS, LEADS)
    here.answers(people[0], "d", task)
    here.settle()
    assert here.fresh(task).round_index == 0
    here.answers(people[1], "d", task)
    here.settle()
    assert here.fresh(task).round_index == 1
    assert here.templates(lead, "sent") == ["staff.offer"]


def test_declines_of_this_round_do_not_wait_for_the_last_one(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    silent = here.helper()
    lead = here.staff(StaffRole.LEAD)
    task = a_visit(here, her, HELPERS, EVERYBODY, LEADS)
    with here.database.write() as uow:
        residents.mark_channel(uow, silent, ChannelName.TELEGRAM, usable=False, reason="blocked")
    fresh = [here.helper(), here.helper()]
    here.wait(TEN)
    second = here.fresh(task)
    assert second.round_index == 1
    assert offers(here, task)[silent].state is OfferState.OPEN
    for who in fresh:
        here.answers(who, "d", second)
    here.settle()
    assert here.fresh(task).round_index == 2
    assert here.templates(lead, "sent") == ["staff.offer"]


def test_a_round_with_nobody_in_it_is_passed_over(here: Neighbourhood) -> None:
    her, lead = here.resident(), here.staff(StaffRole.LEAD)
    task = a_visit(here, her, HELPERS, HELPERS, LEADS)
    assert (task.round_index, task.state) == (2, TaskState.OFFERED)
    assert here.templates(lead, "sent") == ["staff.offer"]


def test_nobody_at_all_is_told_at_once(here: Neighbourhood) -> None:
    her = here.resident()
    task = a_visit(here, her, HELPERS, OFFICERS, LEADS)
    assert task.state is TaskState.UNANSWERED
    assert len(told(here, her, SignalKind.TASK_UNANSWERED)) == 1


def test_each_further_offer_rings_anew_and_is_edited_later(here: Neighbourhood) -> None:
    her, neighbour = here.resident(), here.helper()
    task = a_visit(here, her, HELPERS, HELPERS)
    here.wait(TEN)
    assert here.templates(neighbour, "sent") == ["task.offer", "task.offer"]
    cards = [one for _, one in here.telegram.sent if isinstance(one, Card)]
    assert [one.edits for one in cards] == [None, None]
    here.answers(neighbour, "a", here.fresh(task))
    here.settle()
    mine = here.telegram.sent[-1][1]
    assert isinstance(mine, Card)
    assert mine.edits == "2"  # the newest of her cards


def test_the_same_rounds_again_do_not_make_the_task_longer(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    here.staff(StaffRole.LEAD)
    task = a_visit(here, her, HELPERS, LEADS)
    for _ in range(5):
        here.wait(TEN)
        unanswered = here.fresh(task)
        assert unanswered.state is TaskState.UNANSWERED
        with here.database.write() as uow:
            here.tasks.go_on(uow, unanswered, [LEADS])
    again = here.fresh(task)
    assert again.new.rounds == (HELPERS, LEADS)
    assert (again.state, again.round_index) == (TaskState.OFFERED, 1)


def test_a_task_may_wait_for_its_first_round(here: Neighbourhood) -> None:
    her, neighbour = here.resident(), here.helper()
    pattern = a_visit(here, her).new
    with here.database.write() as uow:
        task = here.tasks.open(uow, pattern, here.now() + TEN)
    here.settle()
    assert len(here.templates(neighbour, "sent")) == 1
    assert here.fresh(task).is_open
    here.wait(TEN)
    assert here.fresh(task).round_index == 0
    assert len(here.templates(neighbour, "sent")) == 2
