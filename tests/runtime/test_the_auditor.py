"""The watcher is watched: what the worker forgot is found, put back, and told to the leads."""

from datetime import timedelta

from checkins import store as checkin_store
from checkins.service import Sources
from escalation import service as escalation
from residents import service as residents
from residents.model import StaffRole
from runtime.auditor import GRACE, UNWATCHED_FOR, Auditor
from runtime.dispatch import Dispatch
from signals import agenda
from signals.model import Ref, SignalKind
from tasks import service as tasks
from tasks.model import TaskKind
from tests.runtime.neighbourhood import Neighbourhood


def forget(here: Neighbourhood, subject: Ref) -> None:
    """What a faulty worker might do: be done with somebody about whom much is open."""
    with here.database.write() as uow:
        agenda.plan(uow, subject, None)


def steps(here: Neighbourhood, resident: Ref) -> int:
    """How many lines her open case has."""
    with here.database.read() as uow:
        return len(escalation.timeline(uow, here.open_case(resident).id))


def news(here: Neighbourhood, lead: Ref) -> int:
    """How often the lead was told that something was late."""
    return here.templates(lead).count("audit.late")


def pass_time(here: Neighbourhood, by: timedelta) -> None:
    """Time passes and the worker works, which moment by moment would not end here."""
    here.clock.set(here.now() + by)
    here.settle()


def test_whoever_the_agenda_forgot_is_looked_at_again(here: Neighbourhood) -> None:
    her = here.resident()
    here.staff()
    auditor = Auditor(here.database)
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    before = steps(here, her)
    forget(here, her)
    pass_time(here, timedelta(hours=2))
    assert steps(here, her) == before
    look = auditor.round()
    assert look.late is not None
    assert (look.clean, look.late["cases"]) == (False, 1)
    here.settle()
    assert steps(here, her) > before
    assert auditor.round().clean


def test_a_fact_nobody_took_up_is_taken_up(here: Neighbourhood) -> None:
    her = here.resident()
    here.settle()
    here.record(her, SignalKind.PLUG_QUIET)
    forget(here, her)
    here.settle()
    assert here.case(her) is None
    pass_time(here, GRACE + timedelta(minutes=1))
    Auditor(here.database).round()
    here.settle()
    assert here.case(her) is not None


def test_the_leads_read_of_late_work_once_an_hour(here: Neighbourhood) -> None:
    her, lead = here.resident(), here.staff(StaffRole.LEAD)
    auditor = Auditor(here.database)
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    forget(here, her)
    pass_time(here, timedelta(hours=2))
    for _ in range(3):
        auditor.round()
    assert news(here, lead) == 1
    pass_time(here, timedelta(hours=1))
    forget(here, her)
    pass_time(here, timedelta(hours=1))
    auditor.round()
    assert news(here, lead) == 2


def test_nothing_late_is_nothing_told(here: Neighbourhood) -> None:
    her, lead = here.resident(), here.staff(StaffRole.LEAD)
    here.asked(her)
    assert Auditor(here.database).round().clean
    assert news(here, lead) == 0


def test_who_does_not_go_on_is_not_clean(here: Neighbourhood) -> None:
    here.resident()
    here.settle()
    auditor = Auditor(here.database)
    assert (auditor.look(goes_on=True).clean, auditor.look(goes_on=False).clean) == (True, False)


def test_whom_nobody_watches_is_late_once_a_plan_should_have_come(here: Neighbourhood) -> None:
    her = here.resident()
    here.settle()
    auditor = Auditor(here.database)
    with here.database.write() as uow:
        checkin_store.drop_plan(uow, her.partition(":")[2])
    assert auditor.round().clean  # the next round over all residents may still find her
    here.clock.set(here.now() + UNWATCHED_FOR)
    look = auditor.round()
    assert look.late is not None
    assert (look.clean, look.late["unwatched"]) == (False, 1)
    with here.database.write() as uow:
        agenda.bring_forward(uow, her, uow.now)
    here.settle()
    assert auditor.round().clean


def test_a_death_that_nobody_is_asked_to_confirm_is_found(here: Neighbourhood) -> None:
    """Like somebody whom nobody watches: it is late after a while, and put back."""
    her = here.resident()
    here.staff()
    here.settle()
    auditor = Auditor(here.database)
    with here.database.write() as uow:
        residents.mark_deceased(uow, her, "staff:1")
        agenda.plan(uow, her, None)
    assert auditor.round().clean
    here.clock.set(here.now() + UNWATCHED_FOR)
    look = auditor.round()
    assert look.late is not None
    assert (look.clean, look.late["unwatched"]) == (False, 1)
    here.dispatch = Dispatch(here.database, here.consumers, (Sources(here.means), *here.actors))
    here.settle()
    with here.database.read() as uow:
        asked = [one.new.kind for one in tasks.open_about(uow, her)]
    assert asked == [TaskKind.DECEASED_CHECK]
    assert auditor.round().clean


def test_a_spool_that_is_not_emptied_is_late(here: Neighbourhood) -> None:
    here.resident()
    here.settle()
    came_at = here.now()
    auditor = Auditor(here.database, spooled_since=lambda: came_at)
    assert auditor.round().clean
    here.clock.set(came_at + GRACE + timedelta(seconds=1))
    look = auditor.look()
    assert look.late is not None
    assert (look.clean, look.late["spool"]) == (False, 1)
