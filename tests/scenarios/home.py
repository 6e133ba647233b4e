"""A plug in a story: what it reports, and what is done to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from foundation.city import PLACEHOLDER_PHONE, City
from plugs import ear
from plugs.model import Appliance, Family, NewDevice, Room
from plugs.model import Message as Heard
from plugs.service import add_device
from residents import service as residents
from residents.model import Basis, ChannelName, Consent, Purpose
from town.servers.mqtt import Message, PlugFleet, Reading, TasmotaPlug

if TYPE_CHECKING:
    from foundation.database import Database
    from signals.model import Ref
    from town.servers.timeline import Schedule

EVERY = timedelta(minutes=30)
LONG_AGO = timedelta(weeks=10)
KETTLE = Reading(mean_watts=200.0, seconds=EVERY.total_seconds())
LEFT_ON = Reading(mean_watts=900.0, seconds=EVERY.total_seconds())
NOTHING = Reading(mean_watts=0.0, seconds=EVERY.total_seconds())


class Kettle:
    """A kettle on a plug that reports every half hour, installed long ago."""

    def __init__(
        self, database: Database, resident: Ref, schedule: Schedule, zone: ZoneInfo, plug: str
    ) -> None:
        self._plug = plug
        self._database = database
        self._schedule = schedule
        self._ear = ear.Ear(database, City("김천시", zone, PLACEHOLDER_PHONE), lambda: None)
        self._boils = self._left_on = False
        self._install(resident)
        self._fleet = PlugFleet(database.now, schedule, self._hears)
        self._fleet.add(TasmotaPlug(plug, zone, database.now() - LONG_AGO))
        schedule(database.now() + EVERY, self._reports, "plug reports")

    def boils(self) -> None:
        """She puts the kettle on: the next report shows it."""
        self._boils = True

    def is_left_on(self) -> None:
        """It goes on heating until somebody switches it off."""
        self._left_on = True

    def is_put_off(self) -> None:
        """Somebody saw that it was on."""
        self._left_on = False

    def is_pulled_out(self) -> None:
        """Somebody needs the socket."""
        self._fleet.pull_out(self._plug)

    def is_put_back(self) -> None:
        """And puts it back."""
        self._fleet.put_back(self._plug)

    def _install(self, resident: Ref) -> None:
        with self._database.write() as uow:
            agreed = Consent(
                Purpose.PLUG, Basis.CONSENT, uow.now, None, "story-1", ChannelName.PERSON, "staff:1"
            )
            residents.give_consent(uow, resident, agreed)
            add_device(
                uow,
                NewDevice(
                    family=Family.TASMOTA,
                    topic=self._plug,
                    household=f"household:{residents.outline(uow, resident).household_id}",
                    appliance=Appliance.KETTLE,
                    room=Room.KITCHEN,
                    residents=(resident,),
                    installed_at=uow.now - LONG_AGO,
                    interval=EVERY,
                ),
            )

    async def _reports(self) -> None:
        used = LEFT_ON if self._left_on else KETTLE if self._boils else NOTHING
        self._fleet.report(self._plug, used)
        self._boils = False
        self._schedule(self._database.now() + EVERY, self._reports, "plug reports")

    def _hears(self, said: Message) -> None:
        heard = Heard(said.topic, said.payload, self._database.now(), retained=said.retain)
        self._ear.handle([heard])
