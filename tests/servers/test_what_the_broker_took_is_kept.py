"""What Mosquitto acknowledged to a plug is recorded once, whoever of us dies meanwhile."""

import asyncio
from pathlib import Path

import pytest

from benchmarks.chaos import server
from foundation.migrations import migrate
from tests.servers.city import DIES_WITHIN, City, freeze, kill, thaw
from tests.servers.mosquitto import Mosquitto, eventually
from tests.servers.stream import Stream
from town.servers.mqtt import Publisher

pytestmark = pytest.mark.timeout(180)

SOME = 150


def test_a_broker_that_starts_again_loses_nothing(
    broker: Mosquitto, city: City, stream: Stream
) -> None:
    with city.service() as service:
        stream.publish(SOME)
        broker.terminate()
        stream.publish(SOME)
        broker.start()
        stream.is_recorded()
        # Now the broker has acknowledged what we cannot have acknowledged to it.
        freeze(service)
        stream.publish(SOME)
        stream.is_acknowledged()
        broker.terminate()
        stream.publish(SOME)
        broker.start()
        thaw(service)
        stream.is_acknowledged()
        stream.is_recorded()


def test_a_service_killed_in_mid_stream_is_told_again(
    broker: Mosquitto, city: City, stream: Stream
) -> None:
    with city.service() as service:
        stream.publish(SOME)
        eventually(lambda: len(city.readings()) > 0)
        # While another writer has the database, what is heard is not recorded.
        with city.database.write():
            recorded = len(city.readings())
            stream.publish(SOME)
            stream.is_acknowledged()
            kill(service)
    assert 0 < recorded == len(city.readings()) < len(stream.published)
    stream.publish(SOME)
    stream.is_acknowledged()
    with city.service():
        stream.is_recorded()


@pytest.mark.parametrize("power_fails", [False, True])
def test_a_broker_that_starts_again_keeps_what_came_while_nobody_listened(
    broker: Mosquitto, city: City, stream: Stream, power_fails: bool
) -> None:
    with city.service() as service:
        assert service.told_to_stop(DIES_WITHIN) == 0, service.told
    stream.publish(SOME)
    stream.is_acknowledged()
    if power_fails:
        eventually(lambda: broker.has_stored(stream.last))
        broker.kill()
    else:
        broker.terminate()
    broker.start()
    with city.service():
        stream.is_recorded()


def test_listener_broker_and_database_die_in_turn(
    tmp_path: Path, schema: bytes, broker: Mosquitto
) -> None:
    """On PostgreSQL, all of them as when the power fails, while the plugs go on."""
    with server.running() as database, Publisher(broker.port) as publisher:
        migrate(database.url)
        city = City(tmp_path, schema, broker.url, {"DATABASE_URL": database.url})
        stream = Stream(city, publisher)
        with city.service() as service:
            stream.publish(SOME)
            eventually(lambda: len(city.readings()) > 0)
            asyncio.run(database.stop("immediate"))
            stream.publish(SOME)
            stream.is_acknowledged()
            asyncio.run(database.start())
            stream.publish(SOME)
            stream.is_recorded()
            freeze(service)
            stream.publish(SOME)
            stream.is_acknowledged()
            eventually(lambda: broker.has_stored(stream.last))
            broker.kill()
            stream.publish(SOME)
            broker.start()
            thaw(service)
            stream.publish(SOME)
            kill(service)
        stream.publish(SOME)
        stream.is_acknowledged()
        with city.service():
            stream.is_recorded()
        city.database.close()
