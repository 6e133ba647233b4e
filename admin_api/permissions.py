"""Who may do what: by role, and for which districts. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from residents import decide
from residents.districts import DISTRICTS
from residents.model import Ref, Staff, StaffRole


class Permission(StrEnum):
    """One kind of thing that can be done."""

    SEE_RESIDENTS = "see_residents"
    OPEN_RESIDENTS = "open_residents"
    """See names, addresses and phones; each person opened is a line of the access log."""
    SEE_CASES = "see_cases"
    SEE_DISCREET = "see_discreet"
    """See that a case is about self-harm or violence (docs/care.md 3)."""
    SEE_TASKS = "see_tasks"
    DECIDE_CASES = "decide_cases"
    """Open a case, raise and close it, write down what she knows; read what residents said."""
    DO_TASKS = "do_tasks"
    """Accept tasks and give their results."""
    SEE_CHECKINS = "see_checkins"
    START_CAMPAIGNS = "start_campaigns"
    """Have everybody of her districts asked about heat, cold or a typhoon."""
    SEE_CONTACTS = "see_contacts"
    """See whom a person has to meet, and by when."""
    CHANGE_ASKING = "change_asking"
    """Say when and how a resident is asked, rung and spoken to, and that she is away; let her
    practise, and print the guide by which she joins."""
    SEE_STAFF = "see_staff"
    TAKE_LEAVE = "take_leave"
    """Say when she is away herself; a lead says it for anybody."""


ROLES: Mapping[StaffRole, frozenset[Permission]] = {
    StaffRole.OFFICER: frozenset(Permission),
    StaffRole.LEAD: frozenset(Permission),
    # The department looks after the service; people are looked after in their 읍면동.
    StaffRole.CITY: frozenset(Permission)
    - {
        Permission.SEE_DISCREET,
        Permission.DECIDE_CASES,
        Permission.DO_TASKS,
        Permission.START_CAMPAIGNS,
        Permission.CHANGE_ASKING,
    },
    # A telephone and a PIN: it has no account.
    StaffRole.DESK: frozenset(),
}
WHOLE_CITY = frozenset({StaffRole.LEAD, StaffRole.CITY})
ALL_DISTRICTS = frozenset(one.code for one in DISTRICTS)


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody who is signed in. `standing_in` are districts she has as a deputy right now."""

    ref: Ref
    name: str = field(repr=False)
    role: StaffRole
    districts: frozenset[str]
    standing_in: frozenset[str] = frozenset()

    def may(self, permission: Permission) -> bool:
        """Whether her role has the permission."""
        return permission in ROLES[self.role]

    @property
    def scope(self) -> frozenset[str]:
        """Every district whose people she may look after."""
        return self.districts | self.standing_in

    def sees(self, district: str) -> bool:
        """Whether a district is hers, for now or always."""
        return district in self.scope


def official(staff: Staff, everybody: Iterable[Staff], at: datetime) -> Official:
    """What `staff` may do at `at`, given who is away."""
    if staff.role in WHOLE_CITY:
        return Official(staff.ref, staff.name, staff.role, ALL_DISTRICTS)
    acting = _acting_for(staff, list(everybody), at)
    return Official(staff.ref, staff.name, staff.role, staff.districts, acting - staff.districts)


def _acting_for(staff: Staff, everybody: list[Staff], at: datetime) -> frozenset[str]:
    by_ref = {one.ref: one for one in everybody}
    officers = [one for one in everybody if one.role is StaffRole.OFFICER]
    return frozenset(
        code
        for code in ALL_DISTRICTS
        if staff
        in decide.acting_officers(
            [one for one in officers if code in one.districts], by_ref, (), at
        )
    )
