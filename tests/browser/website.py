"""A city whose `anbu web` runs as a process, with check-ins that a test puts into its database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from checkins import policy as checkin_policy
from checkins import store
from checkins.model import Checkin, CheckinState
from foundation.clock import ManualClock, RealClock
from foundation.database import Database
from foundation.ids import Ids
from foundation.keyring import KeyRing
from locales.model import Language
from phone.links import page_url
from residents import service as residents
from residents.model import Resident
from signals import service as signals
from signals.model import Signal, SignalKind
from tests.residents.people import grandmother
from tests.runtime_process.child import anbu, free_port

PHONE = "054-420-6114"
SINCE = timedelta(hours=1)


class Website:
    """The pages of one city."""

    def __init__(self, folder: Path, schema: bytes) -> None:
        self.folder = folder
        self.clock = ManualClock(RealClock().now().replace(microsecond=0))
        file, ring_file = folder / "anbu.db", folder / "keyring.json"
        file.write_bytes(schema)
        ring = KeyRing.generate()
        ring.save(ring_file)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._variables = {
            "DATABASE_URL": f"sqlite:///{file}",
            "KEY_RING_FILE": str(ring_file),
            "SPOOL_DIR": str(folder / "spool"),
            "PORT": str(port),
            "PUBLIC_BASE_URL": self.url,
            "CITY_PHONE": PHONE,
        }
        self.database = Database(
            self._variables["DATABASE_URL"],
            clock=self.clock,
            ids=Ids(self.clock),
            keyring=ring,
        )

    @contextmanager
    def open(self) -> Iterator[None]:
        """Run `anbu web`: pages are served, and no worker changes what a test has put there."""
        with anbu("web", self._variables, self.folder) as child:
            child.until("listening")
            yield
        self.database.close()

    def resident(self, language: Language = Language.ko) -> Resident:
        with self.database.write() as uow:
            her = grandmother(uow)
            return residents.change_resident(uow, her.ref, language=language)

    def page(self, her: Resident, **changes: object) -> str:
        """The address of the page of a check-in of hers, a question unless `changes` differ."""
        now = self.clock.now()
        with self.database.write() as uow:
            checkin = Checkin(
                id=uow.ids.new(),
                resident_id=her.id,
                slot_at=now,
                steps=(),
                policy=checkin_policy.shipped().ladder,
                next_step=0,
                sent=frozenset({0}),
                state=CheckinState.ASKING,
                deadline=now + SINCE,
                due_at=now + SINCE,
            )
            store.save(uow, replace(checkin, **changes))  # type: ignore[arg-type]
            return page_url(uow, self.url, checkin.id)

    def replies(self, her: Resident) -> list[Signal]:
        with self.database.read() as uow:
            pending = signals.pending(uow, her.ref)
        return [one for one in pending if one.kind is SignalKind.REPLY]

    @contextmanager
    def broken(self) -> Iterator[None]:
        """The database does not answer what the page asks."""
        self._rename("answer_page", "answer_page_away")
        try:
            yield
        finally:
            self._rename("answer_page_away", "answer_page")

    def _rename(self, old: str, new: str) -> None:
        with self.database.write() as uow:
            uow.session.connection().exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")
