"""The town's people are entered in the registry, as officers would enter them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from locales.model import Language
from plugs import service as plugs
from plugs.model import Appliance, Family, NewDevice, Room
from residents import service as residents
from residents.model import (
    Basis,
    ChannelName,
    Consent,
    Device,
    HelperRole,
    LifeState,
    NewHelper,
    NewResident,
    NewStaff,
    Paper,
    Purpose,
    StaffRole,
    Tier,
    parse_phone,
)
from town.homes import INSTALLED_BEFORE
from town.people.homes import SLOT, TV
from town.people.model import Owns

if TYPE_CHECKING:
    from foundation.database import Database
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from town.people.model import Cast, TownHelper, TownPlug, TownResident, TownStaff

AGREED = (
    Purpose.COLLECTION,
    Purpose.SENSITIVE,
    Purpose.HELPERS,
    Purpose.CALLS,
    Purpose.OVERSEAS_TELEGRAM,
    Purpose.OVERSEAS_TWILIO,
)
TEXT_VERSION = "demo-1"
DEVICES = {
    Owns.SMARTPHONE: frozenset({Device.SMARTPHONE_TELEGRAM, Device.MOBILE}),
    Owns.MOBILE: frozenset({Device.MOBILE}),
    Owns.LANDLINE: frozenset({Device.LANDLINE}),
    Owns.NOTHING: frozenset({Device.NONE}),
}
KEYS = {
    "tasmota": (Family.TASMOTA, "{}"),
    "zigbee": (Family.ZIGBEE2MQTT, "zigbee2mqtt/{}"),
    "shelly": (Family.SHELLY, "shellyplusplugs-{}"),
    "esphome": (Family.ESPHOME, "esp-{}"),
}
"""Of each make of the town's plugs, its family and what it is installed by."""
APPOINTED_FOR = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Who is who: the town's keys and the service's refs, and the links handed out on paper."""

    refs: dict[str, Ref]
    tokens: dict[int, str]
    devices: dict[str, str]
    """By the town's plug, the id of its device."""

    def key_of(self, ref: Ref) -> str:
        """The town's key of somebody in the registry."""
        return next(key for key, known in self.refs.items() if known == ref)


def enter(database: Database, cast: Cast, plugs_report_every: timedelta = SLOT) -> Enrolled:
    """Register everybody, with consents, and issue an enrolment link per smartphone."""
    refs: dict[str, Ref] = {}
    tokens: dict[int, str] = {}
    with database.write() as uow:
        for person in cast.staff:
            refs[person.key] = _enter_staff(uow, person)
        for helper in cast.helpers:
            refs[helper.key] = _enter_helper(uow, helper)
        officer = refs[cast.staff[0].key]
        for resident in cast.residents:
            refs[resident.key] = _enter_resident(uow, resident, officer)
        devices = {
            plug.plug_id: _install(uow, plug, refs[plug.resident], officer, plugs_report_every)
            for plug in cast.plugs
        }
        people: tuple[TownResident | TownHelper | TownStaff, ...]
        people = (*cast.residents, *cast.helpers, *cast.staff)
        for one in people:
            if one.chat_id is not None:
                tokens[one.chat_id] = residents.issue_link(uow, refs[one.key])
    return Enrolled(refs, tokens, devices)


def _enter_resident(uow: UnitOfWork, one: TownResident, officer: Ref) -> Ref:
    ref = residents.add_resident(
        uow,
        NewResident(
            name=one.name,
            birth_year=one.birth_year,
            tier=Tier(one.tier),
            district=one.district,
            address=one.address,
            phones=() if one.owns is Owns.NOTHING else (parse_phone(one.phone),),
            devices=DEVICES[one.owns],
            language=Language(one.language),
        ),
    ).ref
    for purpose in AGREED:
        residents.give_consent(uow, ref, _agreed(purpose, uow.now, officer))
    residents.set_state(uow, ref, LifeState.CONSENTED)
    residents.set_state(uow, ref, LifeState.ACTIVE)
    return ref


def _install(
    uow: UnitOfWork, one: TownPlug, resident: Ref, officer: Ref, interval: timedelta
) -> str:
    """The id of its device."""
    residents.give_consent(uow, resident, _agreed(Purpose.PLUG, uow.now, officer))
    family, key = KEYS[one.make]
    new = plugs.add_device(
        uow,
        NewDevice(
            family=family,
            topic=key.format(one.plug_id),
            household=f"household:{residents.outline(uow, resident).household_id}",
            appliance=Appliance(one.appliance),
            room=Room.KITCHEN if one.appliance != TV else Room.LIVING_ROOM,
            residents=(resident,),
            installed_at=uow.now - INSTALLED_BEFORE,
            interval=interval,
        ),
    )
    return new.id


def _agreed(purpose: Purpose, at: datetime, officer: Ref) -> Consent:
    return Consent(
        purpose=purpose,
        basis=Basis.CONSENT,
        given_at=at,
        withdrawn_at=None,
        text_version=TEXT_VERSION,
        channel=ChannelName.PERSON,
        taken_by=officer,
    )


def _enter_helper(uow: UnitOfWork, one: TownHelper) -> Ref:
    ref = residents.add_helper(
        uow,
        NewHelper(
            name=one.name,
            role=HelperRole(one.role),
            district=one.district,
            phone=parse_phone(one.phone),
            prefers=ChannelName.TELEGRAM,
            appointed_from=uow.now.date() - timedelta(days=1),
            appointed_until=uow.now.date() + APPOINTED_FOR,
            papers=frozenset(Paper),
        ),
    ).ref
    residents.set_pin(uow, ref, one.pin)
    return ref


def _enter_staff(uow: UnitOfWork, one: TownStaff) -> Ref:
    return residents.add_staff(
        uow,
        NewStaff(
            name=one.name,
            role=StaffRole(one.role),
            phone=parse_phone(one.phone),
            districts=frozenset(one.districts),
            duty=one.duty,
        ),
    ).ref
