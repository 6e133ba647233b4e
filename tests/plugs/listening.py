"""Waiting for a listener, and speaking to it."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func
from sqlmodel import select

from plugs.listener import Listener
from plugs.tables import ReadingRow
from signals.model import SignalKind
from tests.plugs.plug_world import World
from town.servers.mqtt import Message, Publisher

SOON = 10.0
ACTIVE = SignalKind.PLUG_ACTIVE
Make = Callable[..., Listener]


def until(listener: Listener, condition: Callable[[], bool]) -> None:
    """Wait for something that no counter tells, by the listener's own polls."""
    for _ in range(2000):
        if condition():
            return
        listener._stopping.wait(0.005)
    raise AssertionError("it did not happen in time")


def is_catching_up(listener: Listener) -> bool:
    return listener._catching_up_since is not None


def started(listener: Listener) -> Listener:
    listener.start()
    until(listener, lambda: listener.health().connected)
    return listener


def switch(world: World, topic: str, *, on: bool) -> Message:
    world.clock.advance(timedelta(minutes=1))
    return Message(f"stat/{topic}/POWER", b"ON" if on else b"OFF")


def readings(world: World) -> int:
    with world.database.read() as uow:
        return uow.session.exec(select(func.count()).select_from(ReadingRow)).one()


def hears(listener: Listener, plugs: Publisher, *messages: Message) -> None:
    """Publish and wait until each is recorded."""
    for message in messages:
        wanted = listener.handled + 1
        plugs.publish(message)
        assert listener.wait_until_handled(wanted, SOON)
