"""A case that ended well is opened again by more of the same, for some hours."""

from dataclasses import replace
from datetime import timedelta

from escalation import store
from escalation.model import Case, FactKind, Outcome, Reason, Urgency
from escalation.policy import shipped as cases
from locales.model import Language
from locales.texts import say
from residents.model import Tier
from signals.model import Ref, SignalKind
from tasks.model import Audience, Result
from tests.runtime.neighbourhood import Neighbourhood

SOON = timedelta(hours=3)


def quiet_and_found_well(here: Neighbourhood, helper: Ref, result: Result) -> tuple[Ref, Case]:
    """Her home was too quiet, and somebody has told how she is."""
    her = here.resident(tier=Tier.LOW)
    here.settle()
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    case = here.open_case(her)
    here.answers(helper, "a", here.task(her))
    here.settle()
    here.reports(helper, result, here.task(her))
    here.settle()
    assert here.case(her) is None
    return her, case


def test_more_of_the_same_opens_it_again(everywhere: Neighbourhood) -> None:
    here = everywhere
    helper = here.helper()
    her, case = quiet_and_found_well(here, helper, Result.SEEN_WELL)
    here.wait(SOON)
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    again = here.open_case(her)
    assert again.id == case.id
    assert (again.opened_at, again.reopened_at) == (case.opened_at, here.now())
    assert again.known.plug_quiet
    assert [each.id for each in here.cases()] == [case.id]
    (task,) = here.open_tasks(her)
    assert task.opened_at == here.now()
    with here.database.read() as uow:
        facts = [fact.kind for fact in store.facts_of(uow, case.id)]
        assert store.get(uow, case.id) == again
    assert facts[-3:] == [FactKind.CLOSED, FactKind.REOPENED, FactKind.TASK_OPENED]


def test_what_was_known_before_is_settled(here: Neighbourhood) -> None:
    """One silent visit before and one after it are not two in a row."""
    helper, officer = here.helper(), here.staff(duty=True)
    her = here.resident(tier=Tier.LOW)
    here.settle()
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    for by, result in ((helper, Result.NO_ANSWER), (officer, Result.SEEN_WELL)):
        (task,) = [
            one
            for one in here.open_tasks(her)
            if by == helper or one.new.rounds[0].audience is Audience.OFFICERS
        ]
        here.answers(by, "a", task)
        here.settle()
        here.reports(by, result, task)
        here.settle()
    assert here.case(her) is None
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    again = here.open_case(her)
    assert again.known.silent_visits == 0
    assert again.urgency is Urgency.DANGER
    assert Reason.SECOND_SILENT_VISIT in again.reasons


def test_after_its_hours_it_is_another_case(here: Neighbourhood) -> None:
    her, case = quiet_and_found_well(here, here.helper(), Result.SEEN_WELL)
    within = cases()[case.urgency].reopen_within
    here.clock.set(here.now() + within)
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    assert here.open_case(her).id != case.id


def test_something_else_is_another_case(here: Neighbourhood) -> None:
    her, case = quiet_and_found_well(here, here.helper(), Result.SEEN_WELL)
    here.presses(her, "h", "none")
    here.settle()
    assert here.open_case(her).id != case.id


def test_a_case_that_did_not_end_well_stays_closed(here: Neighbourhood) -> None:
    her, case = quiet_and_found_well(here, here.staff(duty=True), Result.HANDED_OVER)
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    assert here.open_case(her).id != case.id


def test_the_hours_are_those_that_were_copied(everywhere: Neighbourhood) -> None:
    here = everywhere
    her, case = quiet_and_found_well(here, here.helper(), Result.SEEN_WELL)
    never = {each: replace(one, reopen_within=timedelta()) for each, one in cases().items()}
    here.escalation._policies = never
    here.wait(SOON)
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    assert here.open_case(her).id == case.id


def test_her_own_word_ends_it_a_second_time(here: Neighbourhood) -> None:
    her, case = quiet_and_found_well(here, here.helper(), Result.SEEN_WELL)
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    here.writes(her, "잘 지내고 있어요")
    here.settle()
    assert here.case(her) is None
    with here.database.read() as uow:
        ended = store.get(uow, case.id)
    assert ended is not None
    assert ended.outcome is Outcome.ANSWERED


def test_the_timeline_says_so() -> None:
    assert say("case.fact.reopened", Language.ko) == "살핌을 다시 시작함"
    assert say("case.fact.reopened", Language.en) == "Reopened"
