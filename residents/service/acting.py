"""Which employees act: for a district, for somebody away, and while the offices are closed."""

from datetime import datetime

from foundation.unit_of_work import UnitOfWork
from residents import consent, decide
from residents.districts import BY_CODE
from residents.model import Allowed, Denied, Kind, Purpose, Ref, Staff, StaffRole, ref_of
from residents.service import agreeing, lookup
from residents.store import staff as staff_store


def officers_of(uow: UnitOfWork, district: str, at: datetime | None = None) -> tuple[Staff, ...]:
    """Who acts for a district at `at`: its officers, or the deputies of those away, else leads."""
    everybody = staff_store.everybody(uow)
    return decide.acting_officers(
        [one for one in everybody if one.role is StaffRole.OFFICER and district in one.districts],
        {one.ref: one for one in everybody},
        [one for one in everybody if one.role is StaffRole.LEAD],
        at or uow.now,
    )


def stands_in_for(uow: UnitOfWork, her: Staff, at: datetime) -> Staff | None:
    """Who acts for one employee who is away at `at`: her deputy or the next one, else a lead."""
    everybody = {one.ref: one for one in staff_store.everybody(uow)}
    team = [one for one in everybody.values() if one.role is StaffRole.LEAD]
    acting = decide.acting_officers([her], everybody, team, at)
    return next((one for one in acting if one.ref != her.ref), None)


def deputies_of(uow: UnitOfWork, district: str, at: datetime | None = None) -> tuple[Staff, ...]:
    """Who is there at `at` to stand in for a district's officers, beside those who act anyway."""
    moment = at or uow.now
    everybody = {one.ref: one for one in staff_store.everybody(uow)}
    acting = officers_of(uow, district, moment)
    named = {
        one.deputy
        for one in everybody.values()
        if one.role is StaffRole.OFFICER and district in one.districts and one.deputy is not None
    }
    deputies = (everybody[ref] for ref in sorted(named) if ref in everybody)
    return tuple(
        one for one in deputies if one.active and not one.is_away(moment) and one not in acting
    )


def leads(uow: UnitOfWork, at: datetime | None = None) -> tuple[Staff, ...]:
    """The team leads, or the deputies of those away; all of them when nobody is left."""
    everybody = staff_store.everybody(uow)
    team = [one for one in everybody if one.role is StaffRole.LEAD]
    return decide.acting_officers(team, {one.ref: one for one in everybody}, team, at or uow.now)


def on_duty(uow: UnitOfWork, at: datetime | None = None) -> tuple[Staff, ...]:
    """Employees on the duty roster who are not away at `at`, by id. A desk is none of them."""
    moment = at or uow.now
    there = (one for one in staff_store.on_duty(uow) if not one.is_away(moment))
    return tuple(one for one in there if one.role is not StaffRole.DESK)


def night_cover(uow: UnitOfWork, resident: Ref, at: datetime | None = None) -> tuple[Staff, ...]:
    """Who acts for a resident while the offices are closed; nobody is a possible answer.

    The duty roster, else the night desks, if she agreed to be looked after by them.
    """
    roster = on_duty(uow, at)
    if roster or not night_desks(uow, at):
        return roster
    agreed = agreeing.consent_allows(uow, resident, Purpose.NIGHT, at)
    return night_desks(uow, at) if isinstance(agreed, Allowed) else ()


def staff_may_know(
    uow: UnitOfWork, who: Ref, resident: Ref, *, acting_since: datetime | None = None
) -> bool:
    """Whether an employee may see a resident's name and address: a desk by her consent only.

    Raises UnknownPersonError.
    """
    if not is_desk(uow, who):
        return True
    agreed = agreeing.consent_allows(uow, resident, Purpose.NIGHT, acting_since=acting_since)
    return isinstance(agreed, Allowed)


def is_desk(uow: UnitOfWork, who: Ref) -> bool:
    """Whether this is a night desk. False for everybody else, helpers as well."""
    found = lookup.staff_by_id(uow, [who]) if who.startswith(f"{Kind.STAFF}:") else {}
    return any(one.role is StaffRole.DESK for one in found.values())


def without_night_consent(uow: UnitOfWork, at: datetime | None = None) -> int:
    """How many active residents have not agreed to be looked after by a night desk."""
    moment, after, count = at or uow.now, None, 0
    while page := lookup.active_ids(uow, after):
        refs = [ref_of(Kind.RESIDENT, one) for one in page]
        known = agreeing.consents_of_all(uow, refs, [Purpose.NIGHT]).values()
        agreed = (consent.allows(one, Purpose.NIGHT, moment) for one in known)
        count += sum(isinstance(one, Denied) for one in agreed)
        after = page[-1]
    return count


def night_desks(uow: UnitOfWork, at: datetime | None = None) -> tuple[Staff, ...]:
    """The desks that are staffed at night, by id."""
    moment = at or uow.now
    desks = (one for one in staff_store.everybody(uow) if one.role is StaffRole.DESK)
    return tuple(one for one in desks if one.active and not one.is_away(moment))


def coverage_gaps(uow: UnitOfWork) -> dict[str, frozenset[str]]:
    """Districts that lack an `officer` or a `deputy`; there should be none."""
    return decide.coverage_gaps(staff_store.everybody(uow), BY_CODE)
