"""From what the broker sends to the database, and back with the acknowledgement."""

import queue
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from itertools import groupby
from operator import attrgetter
from typing import Any, ParamSpec

import structlog
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.subscribeoptions import SubscribeOptions

from foundation import limits
from foundation.city import City
from foundation.clock import Clock
from foundation.database import Database
from plugs.decoders import digest_of
from plugs.ear import DatabaseAwayError, Ear
from plugs.line import TOPICS, Health, Line
from plugs.listener.connection import client_of, keep_connected, wire_of
from plugs.listener.wire import Wire
from plugs.model import Message, Oddity, Oddness
from plugs.service import Tally

log = structlog.get_logger()

WANTED_EVERY = timedelta(seconds=15)
"""How soon a device of another family is listened to once it is installed."""
LINGER_SECONDS = 0.25
LINGERS = 25
"""It is looked so often in that time whether they became more."""
MANY = 50
RETRY_SECONDS = 1.0
CAUGHT_UP_POLLS = 4
CATCHING_UP_AT_MOST = timedelta(seconds=60)
_AT_LEAST_ONCE = 1
_IF_SUBSCRIPTION_IS_NEW = 1

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class _Item:
    """A message on its way to the database, and where to acknowledge it.

    A number means this message on its own connection only.
    """

    heard: Message | Oddity
    mid: int
    qos: int
    wire: Wire


def _guarded(callback: Callable[P, None]) -> Callable[P, None]:
    """An exception in a callback would end paho's thread without anybody noticing."""

    @wraps(callback)
    def call(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - whatever it is, the thread must go on
            log.error("listener_callback_failed", error=type(error).__name__)

    return call


class Listener:
    """Hears the plugs of one broker.

    `linger_seconds` is how long a batch waits for company.
    `start` returns at once, also when the broker is away: it is tried until it answers. Without
    `start`, `handle` takes messages from whoever has them.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        city: City,
        line: Line,
        *,
        poke: Callable[[], None] = lambda: None,
        linger_seconds: float = LINGER_SECONDS,
    ) -> None:
        self._linger_seconds = linger_seconds
        self._clock = clock
        self._line = line
        self._ear = Ear(database, city, poke)
        self._queue: queue.Queue[_Item] = queue.Queue(limits.MQTT_BATCH_MESSAGES)
        self._stopping = threading.Event()
        self._leaving = threading.Event()
        self._lock = threading.RLock()
        self._handled_more = threading.Condition()
        self._client: Client | None = None
        self._network: threading.Thread | None = None
        self._recorder: threading.Thread | None = None
        self._wire: Wire | None = None
        self._hears = threading.Event()
        self._opened = False
        self._catching_up_since: datetime | None = None
        self._idle_polls = 0
        self._heard_at: datetime | None = None
        self._topics = TOPICS
        self._asked_at: datetime | None = None
        self.received = 0
        self.handled = 0

    # For whoever runs it

    def start(self) -> None:
        """Begin to connect and to record."""
        self._stopping.clear()
        self._leaving.clear()
        with suppress(DatabaseAwayError):
            self._ask_what_is_wanted()
        self._connect()
        self._recorder = threading.Thread(target=self._run, name="plugs-recorder", daemon=True)
        self._recorder.start()

    def stop(self) -> None:
        """Record what is here already, and leave; the broker keeps the rest for the next start."""
        self._stopping.set()
        if self._recorder is not None:
            self._recorder.join()
        self._leaving.set()
        if self._network is not None:
            self._network.join()
        self._client = self._recorder = self._network = None

    def handle(self, messages: Sequence[Message]) -> Tally:
        """Record a batch now, in this thread. Raises DatabaseAwayError."""
        self.received += len(messages)
        tally = self._ear.handle(messages)
        self._count(len(messages))
        return tally

    def health(self) -> Health:
        """Whether it hears and records."""
        threads = (self._network, self._recorder)
        return Health(
            connected=self._hears.is_set(),
            alive=all(thread is not None and thread.is_alive() for thread in threads),
            received=self.received,
            handled=self.handled,
            heard_at=self._heard_at,
        )

    def wait_until_connected(self, timeout_seconds: float) -> None:
        """Wait until the broker sends us what we asked for. Raises TimeoutError."""
        if not self._hears.wait(timeout_seconds):
            message = "The broker does not take us: look at its address, user and password."
            raise TimeoutError(message)

    def wait_until_handled(self, count: int, timeout_seconds: float) -> bool:
        """Wait until `count` messages in all were recorded; False when they were not in time."""
        with self._handled_more:
            return self._handled_more.wait_for(lambda: self.handled >= count, timeout_seconds)

    # The network thread

    def _connect(self) -> None:
        client = self._client = client_of(self._line)
        client.on_connect = _guarded(self._on_connect)
        client.on_subscribe = _guarded(self._on_subscribe)
        client.on_disconnect = _guarded(self._on_disconnect)
        client.on_message = _guarded(self._on_message)
        told = (client, self._hears, self._leaving)
        self._network = threading.Thread(
            target=keep_connected, args=told, name="plugs-network", daemon=True
        )
        self._network.start()

    def _on_connect(
        self, client: Client, _userdata: object, flags: Any, reason: Any, _props: object
    ) -> None:
        if reason.is_failure:
            log.error("broker_refused", reason=str(reason).replace(" ", "_"))
            return
        with self._lock:
            self._wire = wire_of(client)
            self._opened = True
            # The broker kept the session: what it sends first may be hours old.
            self._catching_up_since = self._clock.now() if flags.session_present else None
            self._idle_polls = 0
            self._subscribe(client, self._topics)

    def _subscribe(self, client: Client, topics: Collection[str]) -> None:
        options = SubscribeOptions(qos=_AT_LEAST_ONCE, retainHandling=_IF_SUBSCRIPTION_IS_NEW)
        client.subscribe([(self._line.subscription(topic), options) for topic in sorted(topics)])

    def _on_subscribe(
        self, _client: Client, _userdata: object, _mid: int, reasons: Any, _props: object
    ) -> None:
        refused = sum(1 for reason in reasons if reason.is_failure)
        if refused:
            log.error("subscription_refused", count=refused)
            return
        self._hears.set()
        log.info("broker_connected")

    def _on_disconnect(
        self, _client: Client, _userdata: object, _flags: Any, reason: Any, _props: object
    ) -> None:
        self._hears.clear()
        log.info("broker_disconnected", reason=str(reason).replace(" ", "_"))

    def _on_message(self, _client: Client, _userdata: object, message: MQTTMessage) -> None:
        now = self._clock.now()
        self._heard_at = now
        late = message.dup or self._catching_up_since is not None
        assert self._wire is not None  # noqa: S101 - it brought the message
        item = _Item(_heard(message, now, late=late), message.mid, message.qos, self._wire)
        self.received += 1
        # A full queue stops the reading; the broker keeps the rest.
        while not self._stopping.is_set():
            with suppress(queue.Full):
                self._queue.put(item, timeout=LINGER_SECONDS)
                return

    # The recording thread

    def _run(self) -> None:
        while not (self._stopping.is_set() and self._queue.empty()):
            try:
                self._round()
            except Exception:
                log.exception("recorder_failed")
                self._stopping.wait(RETRY_SECONDS)

    def _round(self) -> None:
        self._watch_network()
        if self._opened and self._kept_trying(self._ear.opened):
            self._opened = False
        self._keep_asking()
        batch = self._next_batch()
        self._note_pause(idle=not batch)
        if batch and self._kept_trying(lambda: self._record(batch)):
            self._acknowledge(batch)
            self._count(len(batch))

    def _record(self, batch: Sequence[_Item]) -> None:
        tally = self._ear.handle([one.heard for one in batch])
        if tally.learnt:
            self._asked_at = None

    def _keep_asking(self) -> None:
        """Devices are installed and removed while we listen."""
        asked = self._asked_at
        if asked is None or self._clock.now() - asked >= WANTED_EVERY:
            with suppress(DatabaseAwayError):
                self._ask_what_is_wanted()

    def _ask_what_is_wanted(self) -> None:
        """Listen to what devices that are installed now need. Raises DatabaseAwayError."""
        self._asked_at = self._clock.now()
        wanted = TOPICS | self._ear.wanted()
        with self._lock:
            new, old = wanted - self._topics, self._topics - wanted
            self._topics = wanted
            if self._client is not None and self._client.is_connected():
                if new:
                    self._subscribe(self._client, new)
                if old:
                    self._client.unsubscribe([self._line.subscription(one) for one in sorted(old)])

    def _next_batch(self) -> list[_Item]:
        """What has come, after a short while in which more may."""
        try:
            batch = [self._queue.get(timeout=LINGER_SECONDS)]
        except queue.Empty:
            return []
        self._wait_for_company()
        with suppress(queue.Empty):
            while len(batch) < limits.MQTT_BATCH_MESSAGES:
                batch.append(self._queue.get_nowait())
        return batch

    def _wait_for_company(self) -> None:
        """A few messages wait a while for others; many only as long as they become more."""
        for _ in range(LINGERS):
            waiting = self._queue.qsize()
            if waiting + 1 >= limits.MQTT_BATCH_MESSAGES or self._stopping.wait(
                self._linger_seconds / LINGERS
            ):
                return
            if self._queue.qsize() == waiting >= MANY:
                return

    def _note_pause(self, *, idle: bool) -> None:
        """Once nothing comes for a moment, what comes next is new."""
        with self._lock:
            self._idle_polls = self._idle_polls + 1 if idle else 0
            since = self._catching_up_since
            if since is not None and (
                self._idle_polls >= CAUGHT_UP_POLLS
                or self._clock.now() - since >= CATCHING_UP_AT_MOST
            ):
                self._catching_up_since = None

    def _kept_trying(self, work: Callable[[], object]) -> bool:
        """Do it as soon as the database takes it; False when we are to stop before."""
        while True:
            try:
                work()
                return True
            except DatabaseAwayError as error:
                log.warning("readings_wait", error=type(error.__cause__).__name__)
            if self._stopping.wait(RETRY_SECONDS):
                return False

    def _acknowledge(self, batch: Sequence[_Item]) -> None:
        """Tell the broker. What came by a connection that has ended comes again."""
        for wire, items in groupby(batch, key=attrgetter("wire")):
            wire.acknowledge([item.mid for item in items if item.qos])

    def _watch_network(self) -> None:
        """A dead network thread says nothing: paho would go on to call itself connected."""
        network = self._network
        if network is None or network.is_alive() or self._stopping.is_set():
            return
        log.error("network_thread_died")
        old, self._network = self._client, None
        if old is not None:
            with suppress(Exception):
                old.disconnect()
        self._hears.clear()
        self._connect()

    def _count(self, handled: int) -> None:
        with self._handled_more:
            self.handled += handled
            self._handled_more.notify_all()


def _heard(message: MQTTMessage, now: datetime, *, late: bool) -> Message | Oddity:
    if len(message.payload) > limits.MQTT_PAYLOAD_BYTES:
        return Oddity(Oddness.TOO_LARGE, digest_of(message.payload), now)
    payload = bytes(message.payload)
    try:
        topic = message.topic
    except UnicodeDecodeError:
        return Oddity(Oddness.BAD_TOPIC, digest_of(payload), now)
    return Message(topic, payload, now, retained=message.retain, late=late)
