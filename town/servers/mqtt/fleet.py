"""All plugs of the town, and where their messages go."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import TypeAlias

from town.servers.mqtt.plugs import Message, Plug, Reading, Usage
from town.servers.timeline import Now, Schedule

Outlet: TypeAlias = Callable[[Message], None]
"""Takes a plug's message: a broker's publisher, or a listener's handler without a broker."""

GONE_UNNOTICED = timedelta(seconds=45)
"""One and a half keep-alives: how long a broker waits before it speaks a plug's last will."""


class PlugFleet:
    """Makes the town's plugs speak.

    Raises (all methods):
        KeyError: there is no such plug.
    """

    def __init__(self, now: Now, schedule: Schedule, outlet: Outlet) -> None:
        self._now = now
        self._schedule = schedule
        self._outlet = outlet
        self._plugs: dict[str, Plug] = {}
        self._last: dict[str, list[Message]] = {}
        self._silent: set[str] = set()
        self.spoken = 0

    def add(self, plug: Plug) -> None:
        """A plug is plugged in and comes online.

        Raises:
            ValueError: its id is in use.
        """
        if plug.plug_id in self._plugs:
            raise ValueError(f"There is a plug {plug.plug_id!r} already.")
        self._plugs[plug.plug_id] = plug
        self._speak(plug.connect(online=True))

    def plug(self, plug_id: str) -> Plug:
        return self._plugs[plug_id]

    def report(self, plug_id: str, reading: Reading) -> None:
        """The periodic report of one plug, now. Nothing while it is unplugged."""
        plug = self._plugs[plug_id]
        if plug_id in self._silent:
            return
        self._last[plug_id] = plug.report(self._now(), reading)
        self._speak(self._last[plug_id])

    def repeat(self, plug_id: str) -> None:
        """The last report once more, to the byte."""
        self._speak(self._last[plug_id])

    def follow(self, plug_id: str, usage: Usage) -> None:
        """Plan a report at the end of each slot; slots that are over are left out."""
        now = self._now()
        for at, reading in usage.readings():
            if at >= now:
                report = partial(self._report_later, plug_id, reading)
                self._schedule(at, report, f"plug {plug_id} reports")

    async def _report_later(self, plug_id: str, reading: Reading) -> None:
        self.report(plug_id, reading)

    def switch(self, plug_id: str, *, on: bool) -> None:
        """Somebody presses the button on the plug."""
        plug = self._plugs[plug_id]
        if plug_id not in self._silent:
            self._speak(plug.switch(on=on))

    def pull_out(self, plug_id: str) -> None:
        """The plug loses power: it says nothing more; its last will follows a little later."""
        plug = self._plugs[plug_id]
        self._silent.add(plug_id)

        async def last_will() -> None:
            if plug_id in self._silent:
                self._speak(plug.connect(online=False))

        self._schedule(self._now() + GONE_UNNOTICED, last_will, f"plug {plug_id} is gone")

    def put_back(self, plug_id: str) -> None:
        """The plug has power again."""
        plug = self._plugs[plug_id]
        self._silent.discard(plug_id)
        self._speak(plug.connect(online=True))

    def say(self, message: Message) -> None:
        """Any other message: a bridge's state, or garbage."""
        self._speak([message])

    def _speak(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.spoken += 1
            self._outlet(message)
