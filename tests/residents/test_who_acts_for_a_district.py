"""Officers, deputies, leads and duty: a district is never without a person."""

from datetime import timedelta

from foundation.database import Database
from residents import service
from residents.districts import DISTRICTS
from residents.model import StaffRole
from tests.residents.people import grandmother, officer
from tests.support.database import MONDAY_MORNING

HOUR = timedelta(hours=1)


def test_the_deputy_stands_in_while_the_officer_is_away(database: Database) -> None:
    with database.write() as uow:
        deputy = officer(uow, "이대직", districts=frozenset({"nam-myeon"}))
        one = officer(uow, "김담당", deputy=deputy.ref)
        one = service.change_staff(
            uow, one.id, away_from=uow.now + HOUR, away_until=uow.now + 3 * HOUR
        )
        for hours, acting in ((0, one), (1, deputy), (2, deputy), (3, one)):
            at = MONDAY_MORNING + hours * HOUR
            assert service.officers_of(uow, "jijwa-dong", at) == (acting,)


def test_without_anybody_the_lead_acts(database: Database) -> None:
    with database.write() as uow:
        lead = officer(uow, "박팀장", role=StaffRole.LEAD, districts=frozenset())
        deputy = officer(uow, "이대직", districts=frozenset())
        assert service.officers_of(uow, "jijwa-dong") == (lead,)
        assert service.leads(uow) == (lead,)
        service.change_staff(uow, lead.id, deputy=deputy.ref, away_from=uow.now)
        assert service.leads(uow) == (deputy,)
        gone = service.change_staff(uow, deputy.id, active=False)
        assert service.leads(uow) == (service.staff(uow, lead.id),)
        assert gone in service.all_staff(uow)


def test_duty_is_a_flag_and_nobody_away_is_on_duty(database: Database) -> None:
    with database.write() as uow:
        one, other = officer(uow, "김담당", duty=True), officer(uow, "이담당")
        assert service.on_duty(uow) == (one,)
        other = service.change_staff(uow, other.id, duty=True)
        assert set(service.on_duty(uow)) == {one, other}
        service.change_staff(uow, one.id, away_from=uow.now)
        assert service.on_duty(uow) == (other,)
        assert set(service.on_duty(uow, uow.now - HOUR)) == {service.staff(uow, one.id), other}


def test_everything_moves_in_one_act(database: Database) -> None:
    with database.write() as uow:
        old, new = officer(uow, "김담당", duty=True), officer(uow, "최담당", districts=frozenset())
        third = officer(uow, "이담당", districts=frozenset({"nam-myeon"}), deputy=old.ref)
        service.change_staff(uow, new.id, deputy=old.ref, districts=frozenset({"apo-eup"}))
        resident = grandmother(uow, named_checker=old.ref)
        service.transfer_staff(uow, old.ref, new.id)
        old, new = service.staff(uow, old.id), service.staff(uow, new.id)
        assert (old.districts, old.duty) == (frozenset(), False)
        assert new.districts == {"apo-eup", "jijwa-dong"}
        assert new.duty
        assert new.deputy is None
        assert service.staff(uow, third.id).deputy == new.ref
        assert service.resident(uow, resident.id).named_checker == new.ref
        assert service.officers_of(uow, "jijwa-dong") == (new,)


def test_gaps_in_cover_are_shown(database: Database) -> None:
    with database.write() as uow:
        officer(uow, "김담당", deputy="staff:x", districts=frozenset(d.code for d in DISTRICTS[1:]))
        assert service.coverage_gaps(uow) == {DISTRICTS[0].code: {"officer", "deputy"}}
