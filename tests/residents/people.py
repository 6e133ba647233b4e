"""The cast of these tests: made-up people of Gimcheon."""

from datetime import UTC, date, datetime
from itertools import count

from foundation.unit_of_work import UnitOfWork
from residents import service
from residents.model import (
    Basis,
    ChannelName,
    Consent,
    Device,
    Helper,
    HelperRole,
    LifeState,
    NewHelper,
    NewResident,
    NewStaff,
    Paper,
    Phone,
    Purpose,
    Resident,
    Staff,
    StaffRole,
    Tier,
    parse_phone,
)

LAST_YEAR = datetime(2025, 6, 1, tzinfo=UTC)
_numbers = count(1)


def mobile() -> Phone:
    """A mobile number that nobody else in this run has."""
    number = 7_000_0000 + next(_numbers)
    return parse_phone(f"010-{number // 10_000}-{number % 10_000:04d}")


def consent(purpose: Purpose, basis: Basis = Basis.CONSENT) -> Consent:
    return Consent(
        purpose=purpose,
        basis=basis,
        given_at=LAST_YEAR,
        withdrawn_at=None,
        text_version="2025-1",
        channel=ChannelName.PERSON,
        taken_by="staff:kim",
    )


ALL_CONSENTS = tuple(consent(purpose) for purpose in Purpose)


def grandmother(uow: UnitOfWork, **other: object) -> Resident:
    """An active resident who agreed to everything."""
    given: dict[str, object] = {
        "name": "김순자",
        "birth_year": 1941,
        "tier": Tier.MEDIUM,
        "district": "jijwa-dong",
        "address": "김천시 지좌동 감천로 12, 101호",
        "phones": (mobile(),),
        "devices": frozenset({Device.MOBILE}),
        "state": LifeState.ACTIVE,
        "consents": ALL_CONSENTS,
    }
    return service.add_resident(uow, NewResident(**given | other))  # type: ignore[arg-type]


def village_head(uow: UnitOfWork, **other: object) -> Helper:
    """A helper with everything on file."""
    given: dict[str, object] = {
        "name": "박이장",
        "role": HelperRole.VILLAGE_HEAD,
        "district": "jijwa-dong",
        "phone": mobile(),
        "appointed_from": date(2025, 1, 1),
        "appointed_until": date(2026, 12, 31),
        "papers": frozenset(Paper),
    }
    return service.add_helper(uow, NewHelper(**given | other))  # type: ignore[arg-type]


def officer(uow: UnitOfWork, name: str, **other: object) -> Staff:
    """An officer of Jijwa-dong."""
    given: dict[str, object] = {
        "name": name,
        "role": StaffRole.OFFICER,
        "phone": mobile(),
        "districts": frozenset({"jijwa-dong"}),
    }
    return service.add_staff(uow, NewStaff(**given | other))  # type: ignore[arg-type]
