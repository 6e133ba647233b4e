"""Readings that are numbered, so that each can be found again."""

from datetime import timedelta
from itertools import count, islice

from plugs.model import Family, Kind
from tests.servers.city import SEOUL, City, Key
from tests.servers.mosquitto import eventually
from town.servers.mqtt import Publisher, Reading, TasmotaPlug

HOMES = 4
OLDEST = timedelta(minutes=5)
"""A plug's own time is believed within ten minutes: what is left is for a slow machine."""
WATTS = 3600
WATT_HOURS_BEFORE = 1000


class Stream:
    """Plugs that report in turn, each once in a second of its own time: one watt-hour more.

    `publisher` sends again what the broker did not acknowledge.
    """

    def __init__(self, city: City, publisher: Publisher) -> None:
        self._city = city
        self._publisher = publisher
        self._start = city.now - OLDEST
        homes = []
        for number in range(HOMES):
            name = f"plug-{number}"
            plug = TasmotaPlug(name, SEOUL, self._start)
            plug.total_wh = number * WATT_HOURS_BEFORE
            homes.append((plug.total_wh, plug, city.install(Family.TASMOTA, name)))
        self._turns = ((second, *home) for second in count(1) for home in homes)
        self.published: dict[Key, float] = {}
        self.last = b""
        """The message published last; no other is the same."""

    def publish(self, reports: int) -> None:
        """So many more reports: of energy, power and relay each."""
        for second, before, plug, device in islice(self._turns, reports):
            at = self._start + timedelta(seconds=second)
            for message in plug.report(at, Reading(mean_watts=WATTS, seconds=1)):
                self._publisher.publish(message)
                self.last = message.payload
            said = {Kind.ENERGY: before + second, Kind.POWER: WATTS, Kind.RELAY: 1}
            self.published |= {(device.id, at, kind): value for kind, value in said.items()}

    def is_acknowledged(self) -> None:
        """Wait until the broker has taken everything."""
        eventually(lambda: self._publisher.acknowledged == self._publisher.published)

    def is_recorded(self) -> None:
        """Wait until everything published is in the database, and see that nothing else is."""
        eventually(lambda: len(self._city.readings()) >= len(self.published))
        assert self._city.readings() == self.published
        assert self._city.oddities() == {}
