"""People are entered in the registry, as officers would enter them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import (
    AbsenceKind,
    AbsenceSource,
    Basis,
    ChannelName,
    Consent,
    Device,
    HelperRole,
    LifeState,
    NewAbsence,
    NewContact,
    NewHelper,
    NewResident,
    NewStaff,
    Paper,
    Purpose,
    StaffRole,
    Tier,
    parse_phone,
)
from signals.model import Ref

DISTRICT = "jijwa-dong"
AGREED = (
    Purpose.COLLECTION,
    Purpose.SENSITIVE,
    Purpose.HELPERS,
    Purpose.OVERSEAS_TELEGRAM,
)


@dataclass(frozen=True)
class Known:
    """Somebody as the registry has her."""

    ref: Ref
    number: str
    address: str = ""


class Casting:
    """Gives everybody a number nobody else has."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._numbers = count(4101)

    def resident(
        self,
        name: str,
        *,
        tier: Tier = Tier.HIGH,
        telegram: bool = True,
        helpers: bool = True,
        also: Collection[Purpose] = (),
        lives_with: Ref | None = None,
        address: str = "",
        landline: bool = False,
    ) -> Known:
        """`telegram` False: she has a telephone and nothing else. `helpers`: may know of her.

        `address` is only for whom somebody `lives_with`; others each have their own.

        `also` is what she agreed to besides, such as being called.
        """
        number = self._number(landline=landline)
        address = address or f"본리 {number[-3:]}-7"
        agreed = [one for one in (*AGREED, *also) if helpers or one is not Purpose.HELPERS]
        with self._database.write() as uow:
            consents = tuple(
                Consent(one, Basis.CONSENT, uow.now, None, "story-1", ChannelName.PERSON, "staff:1")
                for one in agreed
            )
            new = NewResident(
                name=name,
                birth_year=1941,
                tier=tier,
                district=DISTRICT,
                address=address,
                phones=(parse_phone(number),),
                devices=frozenset({Device.SMARTPHONE_TELEGRAM if telegram else Device.LANDLINE}),
                state=LifeState.ACTIVE,
                consents=consents,
                household_id=_household(uow, lives_with),
            )
            return Known(residents.add_resident(uow, new).ref, number, address)

    def helper(self, name: str, pin: str) -> Known:
        number = self._number()
        with self._database.write() as uow:
            today = uow.now.date()
            new = NewHelper(
                name=name,
                role=HelperRole.VILLAGE_HEAD,
                district=DISTRICT,
                phone=parse_phone(number),
                appointed_from=today - timedelta(days=1),
                appointed_until=today + timedelta(days=365),
                papers=frozenset(Paper),
            )
            ref = residents.add_helper(uow, new).ref
            residents.set_pin(uow, ref, pin)
        return Known(ref, number)

    def officer(self, name: str, *, duty: bool) -> Known:
        return self._staff(name, StaffRole.OFFICER, frozenset({DISTRICT}), duty=duty)

    def lead(self, name: str, *, duty: bool) -> Known:
        return self._staff(name, StaffRole.LEAD, frozenset(), duty=duty)

    def night_desk(self, name: str) -> Known:
        return self._staff(name, StaffRole.DESK, frozenset(), duty=False)

    def names_neighbour(self, resident: Ref, helper: Ref) -> None:
        with self._database.write() as uow:
            residents.change_resident(uow, resident, named_checker=helper)

    def notes_absence(self, resident: Ref, kind: AbsenceKind, until: datetime) -> None:
        """An officer notes that she is away, as `POST /residents/{id}/absences` does."""
        with self._database.write() as uow:
            new = NewAbsence(kind, AbsenceSource.OFFICER, uow.now, until, "staff:1")
            residents.add_absence(uow, resident, new)

    def contact(self, resident: Ref, name: str, relation: str) -> Known:
        number = self._number()
        with self._database.write() as uow:
            new = NewContact(name, relation, parse_phone(number))
            return Known(residents.add_contact(uow, resident, new).ref, number)

    def link(self, ref: Ref) -> str:
        """The token of the link on her paper."""
        with self._database.write() as uow:
            return residents.issue_link(uow, ref)

    def _staff(self, name: str, role: StaffRole, districts: frozenset[str], *, duty: bool) -> Known:
        number = self._number()
        with self._database.write() as uow:
            new = NewStaff(
                name=name, role=role, phone=parse_phone(number), districts=districts, duty=duty
            )
            return Known(residents.add_staff(uow, new).ref, number)

    def _number(self, *, landline: bool = False) -> str:
        return f"{'054-431' if landline else '010-5512'}-{next(self._numbers)}"


def _household(uow: UnitOfWork, of: Ref | None) -> str | None:
    return None if of is None else residents.outline(uow, of).household_id
