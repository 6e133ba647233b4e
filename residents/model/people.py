"""Who is registered: residents, their contacts, and the people who look after them.

Personal fields stay out of every `repr`, and so out of logs and tracebacks.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from locales.model import Language
from residents.model import speaking
from residents.model.consents import ChannelName, Consent
from residents.model.phones import Phone
from signals.model import Ref


class Kind(StrEnum):
    """The first half of a ref."""

    RESIDENT = "resident"
    CONTACT = "contact"
    HELPER = "helper"
    STAFF = "staff"
    HOUSEHOLD = "household"


def ref_of(kind: Kind, id_or_ref: str) -> Ref:
    """`<kind>:<id>` for an id; a ref of that kind stays as it is. Raises ValueError for others."""
    head, colon, _ = id_or_ref.rpartition(":")
    if not colon:
        return f"{kind}:{id_or_ref}"
    if head != kind:
        message = f"{head!r} is no {kind}: give a {kind}'s id or ref."
        raise ValueError(message)
    return id_or_ref


def id_of(kind: Kind, id_or_ref: str) -> str:
    """The id alone. Raises ValueError for a ref of another kind."""
    return ref_of(kind, id_or_ref).rpartition(":")[2]


class Tier(StrEnum):
    """How closely a resident is looked after. Never leaves the console."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class LifeState(StrEnum):
    """Where a resident is on her way through the service."""

    PROPOSED = "proposed"
    CONSENTED = "consented"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class Device(StrEnum):
    """What a resident has and can use; `PRACTISED_LINKS`: she chose links and practised them."""

    SMARTPHONE_TELEGRAM = "smartphone_telegram"
    MOBILE = "mobile"
    LANDLINE = "landline"
    PRACTISED_LINKS = "practised_links"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a resident without opening anything sealed: for lists and counts.

    `lives_alone` is derived from the household: nobody else in it, registered or not, is alive.
    `deceased` is set by the first report of a death, before an officer confirms it.
    """

    id: str
    ref: Ref
    tier: Tier
    language: Language
    district: str
    devices: frozenset[Device]
    household_id: str
    lives_alone: bool
    named_checker: Ref | None
    state: LifeState
    deceased: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """The residents of these districts (codes) and tiers."""

    districts: frozenset[str]
    tiers: frozenset[Tier]


class Placed(NamedTuple):
    """A resident's id, with what makes her one of a scope."""

    id: str
    district: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident with her personal data. `phones` are in the order in which they are tried.

    `speaking_rate` is how fast calls are spoken, in percent of a voice's own pace.
    """

    id: str
    ref: Ref
    name: str = field(repr=False)
    birth_year: int = field(repr=False)
    tier: Tier
    language: Language
    district: str
    address: str = field(repr=False)
    phones: tuple[Phone, ...]
    telegram_chat: str | None = field(repr=False)
    devices: frozenset[Device]
    household_id: str
    lives_alone: bool
    named_checker: Ref | None
    state: LifeState
    deceased: bool
    notes: str = field(default="", repr=False)
    speaking_rate: int = speaking.NORMAL


@dataclass(frozen=True, slots=True)
class NewResident:
    """A resident about to be registered. Without `household_id` she gets a household of her own.

    `others` counts people in that new household who are not registered. `external_key` is the
    city's own number for her, by which imports find her again. A state past `proposed` needs a
    basis for collection among the `consents`.
    """

    name: str = field(repr=False)
    birth_year: int = field(repr=False)
    tier: Tier
    district: str
    address: str = field(default="", repr=False)
    phones: tuple[Phone, ...] = ()
    language: Language = Language.ko
    devices: frozenset[Device] = frozenset()
    household_id: str | None = None
    others: int = 0
    named_checker: Ref | None = None
    state: LifeState = LifeState.PROPOSED
    notes: str = field(default="", repr=False)
    external_key: str | None = None
    consents: tuple[Consent, ...] = ()
    speaking_rate: int = speaking.NORMAL


@dataclass(frozen=True, slots=True)
class Household:
    """People at one door. `others` live there without being registered."""

    id: str
    ref: Ref
    district: str
    others: int
    members: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ring about a resident: family, neighbour, landlord. A data subject of her own.

    `told_at`: when she learnt who gave her number (due 30 days after `added_at`);
    `refused_at`: when she asked not to be contacted.
    """

    id: str
    ref: Ref
    resident: Ref
    order: int
    name: str = field(repr=False)
    relation: str = field(repr=False)
    phone: Phone
    keyholder: bool
    added_at: datetime
    told_at: datetime | None = None
    refused_at: datetime | None = None
    telegram_chat: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class NewContact:
    """A contact about to be added, last in the order. A keyholder has agreed to it in writing."""

    name: str = field(repr=False)
    relation: str = field(repr=False)
    phone: Phone
    keyholder: bool = False


class HelperRole(StrEnum):
    """Neighbours who help, by the office they were appointed to."""

    VILLAGE_HEAD = "village_head"
    HAPPINESS_CORPS = "happiness_corps"
    HONORARY_OFFICER = "honorary_officer"


class Paper(StrEnum):
    """What must be on file before a helper's first task, besides a running appointment."""

    OATH = "oath"
    TRAINING = "training"
    INSURANCE = "insurance"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperOutline:
    """What is known of a helper without opening anything sealed: whether she may be asked.

    `nights`: she agreed to be asked at night, in an emergency only. `appointed_until` is the last
    day of the appointment. `max_load`: open tasks at a time. While she is away nothing is offered
    to her.
    """

    id: str
    ref: Ref
    role: HelperRole
    district: str
    language: Language
    active: bool
    nights: bool
    max_load: int = 3
    prefers: ChannelName = ChannelName.CALL
    appointed_from: date | None = None
    appointed_until: date | None
    papers: frozenset[Paper] = frozenset()
    away_from: datetime | None = None
    away_until: datetime | None = None

    def is_away(self, at: datetime) -> bool:
        """Whether nothing is to be asked of her at `at`: out of town, or at rest."""
        return _is_within(at, self.away_from, self.away_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper(HelperOutline):
    """A helper."""

    name: str = field(repr=False)
    phone: Phone
    telegram_chat: str | None = field(repr=False)
    pin_hash: str | None
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class NewHelper:
    """A helper about to be registered."""

    name: str = field(repr=False)
    role: HelperRole
    district: str
    phone: Phone
    language: Language = Language.ko
    nights: bool = False
    max_load: int = 3
    prefers: ChannelName = ChannelName.CALL
    appointed_from: date | None = None
    appointed_until: date | None = None
    organisation: str = ""
    papers: frozenset[Paper] = frozenset()
    external_key: str | None = None


class StaffRole(StrEnum):
    """Officers of a 읍면동, the team lead, the city's department, the night desk (당직실).

    A desk is a telephone and a PIN, whoever sits there; it has no account.
    """

    OFFICER = "officer"
    LEAD = "lead"
    CITY = "city"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Staff:
    """A city employee. While she is away her deputy stands in for her.

    `away_until` None with `away_from` set: away until further notice.
    """

    id: str
    ref: Ref
    name: str = field(repr=False)
    role: StaffRole
    districts: frozenset[str]
    phone: Phone
    telegram_chat: str | None = field(repr=False)
    deputy: Ref | None
    duty: bool = False
    active: bool = True
    away_from: datetime | None = None
    away_until: datetime | None = None

    def is_away(self, at: datetime) -> bool:
        """Whether her deputy stands in at `at`."""
        return _is_within(at, self.away_from, self.away_until)


@dataclass(frozen=True, slots=True)
class NewStaff:
    """An employee about to be registered."""

    name: str = field(repr=False)
    role: StaffRole
    phone: Phone
    districts: frozenset[str] = frozenset()
    deputy: Ref | None = None
    duty: bool = False
    external_key: str | None = None


def _is_within(at: datetime, since: datetime | None, until: datetime | None) -> bool:
    """Whether `at` lies in a time away; without an end it lasts until further notice."""
    return since is not None and since <= at and (until is None or at < until)
