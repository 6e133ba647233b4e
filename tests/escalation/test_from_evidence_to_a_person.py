"""Cases on a real database: opened, weighed, offered, repeated and closed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from escalation import policy as policies
from escalation import store
from escalation.model import Case, FactKind, Outcome, Reason, Urgency
from escalation.tables import CaseRow
from residents import service as residents
from residents.model import AbsenceKind, StaffRole, Tier
from signals.model import Cause, Ref, SignalKind
from tasks.model import Audience, Result, TaskKind, TaskState
from tests.runtime.neighbourhood import Neighbourhood, without_helpers

NINE = timedelta(hours=1)
SECRETS = {Cause.SELF_HARM: "살기 싫어요", Cause.VIOLENCE: "아들이 때려요"}


def missed(here: Neighbourhood, **other: Any) -> Ref:
    """A resident whose case has just been opened because she did not answer."""
    her = here.resident(**other)
    here.wait_until(here.asked(her).deadline)
    assert here.case(her) is not None
    return her


def facts(here: Neighbourhood, case: Case) -> list[FactKind]:
    with here.database.read() as uow:
        return [fact.kind for fact in store.facts_of(uow, case.id)]


def test_the_row_says_what_the_facts_fold_to(everywhere: Neighbourhood) -> None:
    here = everywhere
    first, second, officer = here.helper(), here.helper(), here.staff()
    her = missed(here, tier=Tier.MEDIUM)
    here.answers(first, "a", here.task(her))
    here.settle()
    here.reports(first, Result.NO_ANSWER, here.task(her))
    here.settle()
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    for task in here.open_tasks(her):
        here.answers(officer, "a", task)
        here.answers(second, "a", task)
    here.settle()
    here.reports(officer, Result.SEEN_WELL, here.open_tasks(her)[0])
    here.reports(officer, Result.SEEN_WELL, here.open_tasks(her)[-1])
    here.settle()
    (case,) = here.cases()
    with here.database.read() as uow:
        row = uow.session.exec(select(CaseRow)).one()
        assert store.get(uow, case.id) == case
    assert (row.urgency, row.outcome, row.closed_at) == (
        case.urgency,
        case.outcome,
        case.closed_at,
    )
    assert case.outcome is Outcome.WELL
    assert case.known.silent_visits == 1
    assert here.open_tasks(her) == []


def test_one_resident_has_one_open_case_which_has_its_next_moment(
    everywhere: Neighbourhood,
) -> None:
    here = everywhere
    case = here.open_case(missed(here))
    with here.database.read() as uow:
        row = uow.session.exec(select(CaseRow)).one()
        found = store.open_of(uow, case.resident)
    assert found is not None
    again = dict(row.model_dump(), id="another")
    with pytest.raises(IntegrityError), here.database.write() as uow:
        uow.session.add(CaseRow(**again))
    with pytest.raises(IntegrityError), here.database.write() as uow:
        uow.session.add(CaseRow(**{**again, "resident": "resident:other", "due_at": None}))


def test_nobody_at_all_is_asked_for_ever_and_time_passes(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = missed(here)
    opened = here.now()
    here.wait(timedelta(hours=3))
    kinds = facts(here, here.open_case(her))
    assert kinds.count(FactKind.ROUNDS_REPEATED) == 13  # at once, then every quarter of an hour
    assert len(here.tasks_about(her)) == 1
    assert here.now() - opened == timedelta(hours=3)
    lead = here.staff(StaffRole.LEAD)
    here.wait(timedelta(minutes=15))
    here.answers(lead, "a", here.task(her))
    here.settle()
    assert here.task(her).accepted_by == lead


def test_leads_who_are_silent_are_rung_again_and_again(here: Neighbourhood) -> None:
    lead = here.staff(StaffRole.LEAD)
    here.escalation._policies = without_helpers(policies.shipped())
    missed(here)
    here.wait(timedelta(hours=1))
    assert here.templates(lead, "sent") == ["staff.offer"] * 5


def test_the_policy_of_its_opening_holds(here: Neighbourhood) -> None:
    her = missed(here)
    edited = {
        urgency: policies.parse(_POLICY, "edited.toml")[urgency] for urgency in policies.shipped()
    }
    later = Neighbourhood(here.database, here.clock, cases=edited)
    later._numbers = here._numbers
    before = facts(here, here.open_case(her)).count(FactKind.ROUNDS_REPEATED)
    later.wait(timedelta(minutes=30))
    assert facts(here, here.open_case(her)).count(FactKind.ROUNDS_REPEATED) == before + 2
    other = later.resident(name="이영자")
    later.record(other, SignalKind.PLUG_QUIET)
    later.settle()
    assert {one.audience for one in later.tasks_about(other)[0].new.rounds} == {Audience.LEADS}


_POLICY = "\n".join(
    f"""
[{urgency}]
when = "now"
do_within_minutes = 5
rounds = [{{ to = "leads", count = 1, minutes = 1 }}]
repeat = {{ to = "leads", count = 1, minutes = 1 }}
"""
    for urgency in ("watch", "caution", "danger", "emergency")
)


def test_a_case_that_rises_is_offered_anew_more_urgently(here: Neighbourhood) -> None:
    first, officer = here.helper(), here.staff()
    her = missed(here, tier=Tier.LOW)
    asked = here.task(her)
    assert here.open_case(her).urgency is Urgency.WATCH
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    risen = here.open_case(her)
    assert (risen.urgency, risen.reasons[-1]) == (Urgency.EMERGENCY, Reason.TWO_SOURCES_SILENT)
    assert here.fresh(asked).state is TaskState.WITHDRAWN
    officials, nearest = sorted(here.open_tasks(her), key=lambda t: len(t.new.rounds[0].audience))
    assert {one.new.emergency for one in (officials, nearest)} == {True}
    assert here.templates(officer, "sent") == ["staff.offer"]
    assert here.templates(first, "sent").count("task.offer") == 2


def test_whoever_is_on_her_way_goes_on_when_a_case_rises(here: Neighbourhood) -> None:
    first = here.helper()
    here.staff()
    her = missed(here, tier=Tier.LOW)
    task = here.task(her)
    here.answers(first, "a", task)
    here.settle()
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    assert here.fresh(task).state is TaskState.ACCEPTED
    here.reports(first, Result.DANGER, task)
    here.settle()
    assert here.open_case(her).known.danger_seen
    assert "task.danger" in here.templates(first, "sent")


def test_a_secret_told_in_an_emergency_calls_the_helpers_back(here: Neighbourhood) -> None:
    first = here.helper()
    here.staff()
    her = missed(here)
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    assert here.open_case(her).urgency is Urgency.EMERGENCY
    here.writes(her, SECRETS[Cause.SELF_HARM])
    here.settle()
    asked = [one.new.rounds for one in here.open_tasks(her)]
    assert all(one.audience is not Audience.HELPERS for rounds in asked for one in rounds)
    assert here.outbox(first)[-1].template == "task.withdrawn"


@pytest.mark.parametrize("cause", list(SECRETS))
def test_self_harm_and_violence_never_reach_a_helper(here: Neighbourhood, cause: Cause) -> None:
    helpers = [here.helper() for _ in range(3)]
    lead, officer = here.staff(StaffRole.LEAD), here.staff()
    her = missed(here, named_checker=helpers[0])
    task = here.task(her)
    here.answers(helpers[0], "a", task)
    here.settle()
    known = {who: here.templates(who) for who in helpers}
    here.writes(her, SECRETS[cause])
    here.settle()
    case = here.open_case(her)
    assert (case.urgency, case.is_discreet, case.known.cause) == (Urgency.EMERGENCY, True, cause)
    assert here.fresh(task).state is TaskState.WITHDRAWN
    here.wait(timedelta(hours=2))
    assert all(
        one.audience is not Audience.HELPERS for t in here.open_tasks(her) for one in t.new.rounds
    )
    news = [here.templates(who)[len(known[who]) :] for who in helpers]
    assert news == [["task.withdrawn"], [], []]
    assert "staff.offer" in here.templates(officer) + here.templates(lead)
    assert f"reply.urgent.{cause}" in here.templates(her, "sent")


def test_help_needs_a_person_also_when_something_else_is_more_urgent(
    here: Neighbourhood,
) -> None:
    neighbour = here.helper()
    her = missed(here)
    here.record(her, SignalKind.PLUG_QUIET)
    here.presses(her, "h")
    here.settle()
    here.presses(her, "f")
    here.settle()
    case = here.open_case(her)
    assert Reason.ASKED_FOR_HELP not in case.reasons  # two silent sources weigh more
    assert case.needs_a_person
    here.answers(neighbour, "a", here.open_tasks(her)[0])
    here.answers(neighbour, "a", here.open_tasks(her)[-1])
    here.settle()
    mine = next(one for one in here.open_tasks(her) if one.accepted_by == neighbour)
    here.reports(neighbour, Result.SEEN_WELL, mine)
    here.settle()
    assert here.cases()[0].outcome is Outcome.WELL


def test_danger_at_the_door_goes_to_an_officer_who_rings_119(everywhere: Neighbourhood) -> None:
    here = everywhere
    first, officer = here.helper(), here.staff()
    her = missed(here)
    here.answers(first, "a", here.task(her))
    here.settle()
    here.reports(first, Result.DANGER, here.task(her))
    here.settle()
    case = here.open_case(her)
    assert (case.urgency, case.is_open) == (Urgency.EMERGENCY, True)
    task = next(t for t in here.open_tasks(her) if t.new.kind is TaskKind.WELFARE_VISIT)
    assert task.new.rounds[0].audience is Audience.OFFICERS
    here.answers(officer, "a", task)
    here.settle()
    for _ in range(2):  # a finger that slips
        here.reports(officer, Result.DANGER, task)
        here.settle()
    assert here.open_case(her).is_open
    here.reports(officer, Result.HANDED_OVER, task)
    here.settle()
    (closed,) = here.cases()
    assert closed.outcome is Outcome.HANDED_OVER
    assert [task.new.kind for task in here.open_tasks(her)] == [TaskKind.DEBRIEF]
    with here.database.read() as uow:
        absence = residents.absence_of(uow, her)
    assert absence is not None
    assert absence.kind is AbsenceKind.HOSPITAL
    asked = len(here.templates(her))
    here.wait(timedelta(days=2))
    assert len(here.templates(her)) == asked


def test_nobody_official_is_rung_again_although_a_helper_goes(here: Neighbourhood) -> None:
    first, officer = here.helper(), here.staff()
    lead = here.staff(StaffRole.LEAD)
    her = here.resident(tier=Tier.LOW)
    here.wait(NINE)
    here.writes(her, "숨이 안 쉬어져요")
    here.settle()
    nearest = next(t for t in here.open_tasks(her) if len(t.new.rounds) == 1
                   and t.new.rounds[0].audience is Audience.HELPERS)  # fmt: skip
    here.answers(first, "a", nearest)
    here.wait(timedelta(minutes=11))
    assert here.templates(officer, "sent") == ["staff.offer"]
    assert here.templates(lead, "sent") == ["staff.offer"] * 2


def test_away_says_a_helper_then_an_officer_decides_at_once(here: Neighbourhood) -> None:
    first, second, officer = here.helper(), here.helper(), here.staff()
    her = missed(here)
    task = here.task(her)
    here.answers(first, "a", task)
    here.settle()
    here.reports(first, Result.AWAY, task)
    here.settle()
    assert here.templates(officer, "sent") == ["staff.offer"]
    assert here.templates(second, "sent") == ["task.offer", "task.taken"]
    here.answers(officer, "a", here.task(her))
    here.settle()
    with here.database.read() as uow:
        assert residents.absence_of(uow, her) is None  # a helper heard it; nobody decided yet
    here.reports(officer, Result.AWAY, here.task(her))
    here.settle()
    assert here.cases()[0].outcome is Outcome.AWAY
    with here.database.read() as uow:
        absence = residents.absence_of(uow, her)
    assert absence is not None
    assert absence.holds_until - absence.since == timedelta(days=3)


def test_needs_help_goes_to_an_officer_not_to_one_helper_after_another(
    here: Neighbourhood,
) -> None:
    first, officer = here.helper(), here.staff()
    her = missed(here, tier=Tier.LOW)
    here.answers(first, "a", here.task(her))
    here.settle()
    here.reports(first, Result.NEEDS_HELP, here.task(her))
    here.settle()
    again = here.task(her)
    assert again.new.kind is TaskKind.CALL_BACK
    assert here.templates(first, "sent").count("task.offer") == 1
    assert here.templates(officer, "sent") == ["staff.offer"]


def test_more_evidence_does_not_put_off_the_next_round(here: Neighbourhood) -> None:
    her = missed(here)
    for _ in range(12):
        here.wait(timedelta(minutes=10))
        here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    kinds = facts(here, here.open_case(her))
    assert kinds.count(FactKind.ROUNDS_REPEATED) >= 8


@pytest.mark.parametrize(
    ("home", "urgency"),
    [
        ({"alone": True}, Urgency.CAUTION),
        ({"alone": False}, Urgency.DANGER),
        ({"alone": True, "learning": True}, Urgency.DANGER),
    ],
)
def test_a_sign_of_life_of_her_home_lowers_a_case_where_it_must_be_hers(
    here: Neighbourhood, home: dict[str, Any], urgency: Urgency
) -> None:
    her = missed(here)
    here.record(her, SignalKind.PLUG_ACTIVE, **home)
    here.settle()
    assert here.open_case(her).urgency is urgency
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    assert here.open_case(her).urgency is Urgency.EMERGENCY


def test_a_kettle_says_nothing_while_a_helper_may_have_put_it_on(here: Neighbourhood) -> None:
    helper = here.helper()
    her = missed(here)
    here.answers(helper, "a", here.task(her))
    here.settle()
    here.record(her, SignalKind.PLUG_BACK, alone=True)
    here.settle()
    assert here.open_case(her).urgency is Urgency.DANGER


def test_a_sign_of_life_of_her_home_opens_and_closes_nothing(here: Neighbourhood) -> None:
    her = here.resident()
    here.settle()
    here.record(her, SignalKind.PLUG_ACTIVE, alone=True)
    here.settle()
    assert here.cases() == []
    here.writes(her, "도와주세요")
    here.settle()
    before = here.open_case(her).urgency
    here.record(her, SignalKind.PLUG_ACTIVE, alone=True)
    here.settle()
    assert here.open_case(her).urgency is before
