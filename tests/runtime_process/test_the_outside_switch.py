"""The outside switch is pinged while all is well, and in vain waited for as soon as it is not."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue

import httpx
import pytest
from sqlalchemy import update
from sqlmodel import col
from typing_extensions import override

from foundation.clock import RealClock
from foundation.database import Database
from foundation.ids import Ids
from foundation.keyring import KeyRing
from foundation.migrations import migrate
from messaging import service as messaging
from messaging.model import AfterUnknown, Message, OutboxState
from messaging.tables import OutboxRow
from residents import service as residents
from residents.model import ChannelName, NewStaff, StaffRole
from tests.residents.people import mobile
from tests.runtime_process.child import anbu, free_port

PATIENCE = 30.0


class Switch:
    """Counts the pings it gets."""

    def __init__(self) -> None:
        self.pings: Queue[None] = Queue()
        switch = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                switch.pings.put(None)
                self.send_response(204)
                self.end_headers()

            @override
            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/ping"

    def is_pinged(self) -> None:
        """Wait for a ping. Raises queue.Empty when none comes."""
        self.pings.get(timeout=PATIENCE)

    def heard(self) -> int:
        """How many pings came since it was asked last."""
        heard = 0
        with suppress(Empty):
            while True:
                self.pings.get_nowait()
                heard += 1
        return heard


@pytest.fixture
def switch() -> Iterator[Switch]:
    made = Switch()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@contextmanager
def beside(url: str, ring: Path) -> Iterator[Database]:
    """The service's database, opened from here."""
    clock = RealClock()
    database = Database(url, clock=clock, ids=Ids(clock), keyring=KeyRing.load(ring))
    yield database
    database.close()


def hide_a_message(database: Database) -> None:
    """A message that every worker takes for another one's, and that never leaves."""
    with database.write() as uow:
        lead = residents.add_staff(uow, NewStaff("팀장", StaffRole.LEAD, mobile()))
        messaging.post(
            uow,
            Message(
                to=lead.ref,
                channel=ChannelName.TELEGRAM,
                template="summary.weekly",
                dedupe_key="hidden",
                due_at=uow.now,
                expires_at=uow.now + timedelta(days=1),
                values={},
                after_unknown=AfterUnknown.HOLD,
            ),
        )
        uow.session.connection().execute(
            update(OutboxRow)
            .where(col(OutboxRow.dedupe_key) == "hidden")
            .values(
                state=OutboxState.CALLING,
                due_at=uow.now - timedelta(minutes=10),
                lease_until=uow.now + timedelta(days=1),
            )
        )


@pytest.mark.timeout(180)
def test_a_message_hidden_from_the_worker_turns_health_red_and_stops_the_pings(
    tmp_path: Path, switch: Switch
) -> None:
    url, ring, port = f"sqlite:///{tmp_path / 'anbu.db'}", tmp_path / "keyring.json", free_port()
    KeyRing.generate().save(ring)
    migrate(url)
    variables = {
        "DATABASE_URL": url,
        "KEY_RING_FILE": str(ring),
        "SPOOL_DIR": str(tmp_path / "spool"),
        "PORT": str(port),
        "HEARTBEAT_URL": switch.url,
        "AUDIT_SECONDS": "1",
    }
    with anbu("serve", variables, tmp_path) as child, beside(url, ring) as database:
        child.until("working")
        switch.is_pinged()
        assert httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200
        hide_a_message(database)
        child.until("late")
        told = httpx.get(f"http://127.0.0.1:{port}/health")
        assert (told.status_code, told.json()["late"]["messages"]) == (503, 1)
        switch.heard()
        for _ in range(3):
            child.until("late", once_more=True)
        assert switch.heard() == 0
        assert child.told_to_stop(PATIENCE) == 0, child.told
