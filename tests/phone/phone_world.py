"""The town's Twilio with our own edge on both sides of it, on a clock that stands still."""

import heapq
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError
from sqlmodel import select
from typing_extensions import override

from foundation.city import City
from foundation.clock import ManualClock
from foundation.database import Database
from foundation.ids import seeded
from foundation.keyring import KeyRing
from foundation.settings import Settings
from foundation.spool import Spool
from foundation.unit_of_work import UnitOfWork
from locales.model import Language
from messaging import service as messaging
from messaging import store
from messaging.channel import Call, Outcome, Sent
from messaging.model import AfterUnknown, Message, OutboxState, Posted
from messaging.tables import OutboxRow
from phone.addresses import Addresses
from phone.channels import CallChannel, SmsChannel
from phone.client import TwilioAccount
from phone.desk import Desk
from phone.edge import TwilioEdge
from phone.outbox import claims_of
from phone.signature import Signatures
from phone.webhooks import router
from residents import service as residents
from residents.model import (
    Basis,
    ChannelName,
    Consent,
    Device,
    LifeState,
    NewResident,
    Purpose,
    Resident,
    Tier,
    parse_phone,
    speaking,
)
from signals import service as signals
from signals.intake import Intake
from signals.model import Cause, Meaning, Ref, Signal, SignalKind, Source
from signals.tables import SignalRow
from tests.support.database import MONDAY_MORNING, fresh_url
from town.servers.timeline import Action
from town.servers.twilio import (
    Answer,
    Heard,
    Incoming,
    Key,
    Reaction,
    Ring,
    Silence,
    TwilioApi,
    TwilioSettings,
)
from town.servers.twilio import Call as PlacedCall

PUBLIC = "https://anbu.example"
CITY_PHONE = "054-420-6114"
CHECKIN = "01KJV0000000000000000000C1"
CALL_BACK_IN = timedelta(minutes=30)
HER_NUMBER = "010-5555-0101"
HER_LANDLINE = "054-555-0102"


class Events:
    """What the town wants done later, in order."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self._count = 0
        self._waiting: list[tuple[Any, int, Action]] = []

    def schedule(self, at: Any, action: Action, _label: str) -> None:
        self._count += 1
        heapq.heappush(self._waiting, (max(at, self._clock.now()), self._count, action))

    async def run(self, **by: float) -> None:
        """Let everything happen that is due within this time (default: half an hour)."""
        until = self._clock.now() + timedelta(**by or {"minutes": 30})
        while self._waiting and self._waiting[0][0] <= until:
            at, _, action = heapq.heappop(self._waiting)
            self._clock.set(max(at, self._clock.now()))
            await action()
        self._clock.set(until)


class FailingDatabase(Database):
    """A database that can be away for a while."""

    away = False

    @override
    def write(self) -> Any:
        return _away() if self.away else super().write()

    @override
    def read(self) -> Any:
        return _away() if self.away else super().read()


def _away() -> NoReturn:
    raise OperationalError("SELECT 1", {}, Exception("the database is away"))


class PhoneWorld:
    """A city with one account, its webhooks, and the phones of the town."""

    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock(MONDAY_MORNING)
        self.events = Events(self.clock)
        self.database = _database(folder, self.clock)
        self.keyring = KeyRing.demo_ring()
        self.spool = Spool(folder / "spool", self.keyring, "test", clock=self.clock)
        self.edge = TwilioEdge(messaging)
        self.intake = Intake(
            self.database, self.spool, {Source.TWILIO: self.edge.receive}, lambda: None
        )
        self.town = TwilioSettings(
            incoming=Incoming(
                f"{PUBLIC}/twilio/inbound",
                f"{PUBLIC}/twilio/fallback",
                f"{PUBLIC}/twilio/call/status",
            )
        )
        self.web = FastAPI()
        self.to_service = httpx.AsyncClient(transport=httpx.ASGITransport(self.web))
        self.api = TwilioApi(self.clock.now, self.events.schedule, self.to_service, self.town)
        self.settings = settings_of(self.town)
        self.account = TwilioAccount(
            self.settings, self.clock, transport=httpx.ASGITransport(self.api.app)
        )
        claimed = claims_of(messaging, self.database)
        self.calls = CallChannel(self.account, Addresses(PUBLIC), claimed)
        self.texts = SmsChannel(self.account, Addresses(PUBLIC), claimed)
        self.city = City("김천시", self.settings.city().zone, CITY_PHONE)
        check_pin = residents.check_pin
        self.desk = Desk(self.database, messaging, call_back_at, check_pin, self.city, self.clock)
        self.web.include_router(
            router(self.intake, self.desk, Signatures.of(self.settings), PUBLIC, self.clock)
        )

    async def close(self) -> None:
        await self.account.close()
        await self.to_service.aclose()
        self.database.close()
        self.spool.close()

    # ------------------------------------------------------------------------- people

    def resident(
        self,
        number: str = HER_NUMBER,
        language: Language = Language.ko,
        name: str = "김순자",
        *,
        by_words: bool = False,
        speaking_rate: int = speaking.NORMAL,
    ) -> Resident:
        """She agreed to everything, to be understood when she speaks only with `by_words`."""
        agreed = set(Purpose) - (set() if by_words else {Purpose.SPEECH})
        with self.database.write() as uow:
            return residents.add_resident(
                uow,
                NewResident(
                    name=name,
                    birth_year=1941,
                    tier=Tier.MEDIUM,
                    district="jijwa-dong",
                    phones=(parse_phone(number),),
                    language=language,
                    devices=frozenset({Device.MOBILE, Device.LANDLINE}),
                    state=LifeState.ACTIVE,
                    consents=tuple(consent(purpose) for purpose in sorted(agreed)),
                    speaking_rate=speaking_rate,
                ),
            )

    # ------------------------------------------------------------------------- outbox

    def post(
        self, to: Ref, channel: ChannelName = ChannelName.CALL, key: str = "a", **other: Any
    ) -> str:
        """A message being sent to somebody at this moment; returns its id."""
        calls = channel is ChannelName.CALL
        given = {
            "template": "call.checkin" if calls else "sms.notice",
            "values": {"press": [CHECKIN, 3]},
            "origin": f"checkin:{CHECKIN}:3",
            **other,
        }
        with self.database.write() as uow:
            messaging.post(
                uow,
                Message(
                    to=to,
                    channel=channel,
                    dedupe_key=key,
                    due_at=uow.now,
                    expires_at=uow.now + timedelta(hours=2),
                    after_unknown=AfterUnknown.ADOPT,
                    **given,
                ),
            )
            row = uow.session.exec(select(OutboxRow).where(OutboxRow.dedupe_key == key)).one()
            store.change(uow, row.id, OutboxState.CALLING, called_at=uow.now)
            return str(row.id)

    def settled(self, outbox_id: str, outcome: Outcome) -> None:
        assert isinstance(outcome, Sent)
        with self.database.write() as uow:
            messaging.adopt(uow, outbox_id, outcome.provider_id)

    def posted(self, outbox_id: str) -> Posted:
        with self.database.read() as uow:
            found = messaging.find(uow, outbox_id)
        assert found is not None
        return found

    # -------------------------------------------------------------------------- calls

    async def ring(self, resident: Resident, key: str = "a") -> str:
        """Call her; returns the outbox id. What happens then is up to `events`."""
        outbox_id = self.post(resident.ref, key=key)
        number = resident.phones[0].e164
        outcome = await self.calls.send(number, Call("call.checkin", 25), outbox_id)
        self.settled(outbox_id, outcome)
        return outbox_id

    async def conversation(
        self, resident: Resident, *pressed: Reaction | str, ring: Ring | None = None
    ) -> PlacedCall:
        """One whole call to her, in which these keys are pressed."""
        self.api.phone.on_ring = lambda _call: ring or Answer()
        self.api.phone.on_prompt = keys(*pressed)
        await self.ring(resident, key=f"call {len(self.api.calls)}")
        await self.events.run()
        return self.api.calls[-1]

    async def ring_and_answer(self, resident: Resident) -> None:
        """One whole call to her, who picks up; `on_prompt` says what she does then."""
        self.api.phone.on_ring = lambda _call: Answer()
        await self.ring(resident)
        await self.events.run()

    def understood(self) -> list[tuple[Meaning, Cause | None]]:
        """What the replies so far mean to the service, each with its cause."""
        replies = [fact for fact in self.facts() if fact.kind is SignalKind.REPLY]
        with self.database.write() as uow:
            for reply in replies:
                messaging.Replies().handle(uow, reply)
            said = [
                fact
                for subject in sorted({reply.subject for reply in replies})
                for fact in signals.since(uow, subject, [SignalKind.SAID], MONDAY_MORNING)
            ]
        return [(Meaning(fact.data["meaning"]), fact.data["cause"]) for fact in said]

    def facts(self) -> list[Signal]:
        """Everything recorded, in canonical order; what the outbox reports is left out."""
        with self.database.read() as uow:
            subjects = uow.session.exec(select(SignalRow.subject).distinct()).all()
            found = [one for subject in subjects for one in signals.pending(uow, subject)]
        own = (Source.TWILIO, Source.ANSWER_PAGE)
        return sorted((one for one in found if one.source in own), key=lambda signal: signal.order)

    def replies(self) -> list[dict[str, Any]]:
        return [dict(fact.data) for fact in self.facts() if fact.kind == "reply"]


def consent(purpose: Purpose) -> Consent:
    return Consent(
        purpose=purpose,
        basis=Basis.CONSENT,
        given_at=MONDAY_MORNING - timedelta(days=100),
        withdrawn_at=None,
        text_version="2025-1",
        channel=ChannelName.PERSON,
        taken_by="staff:kim",
    )


def call_back_at(uow: UnitOfWork, _ref: Ref) -> Any:
    return uow.now + CALL_BACK_IN


def settings_of(town: TwilioSettings, **changes: Any) -> Settings:
    given: dict[str, Any] = {
        "twilio_account_sid": town.account_sid,
        "twilio_auth_token": SecretStr(town.auth_token),
        "twilio_api_base": "http://town",
        "twilio_voice_from": min(town.numbers),
        "twilio_sms_from": min(town.numbers),
        "public_base_url": PUBLIC,
        "city_phone": CITY_PHONE,
    }
    return Settings(**given | changes)


async def none_claimed(_attempt: str, _sids: Collection[str]) -> Collection[str]:
    return ()


def account_behind(
    answer: Callable[[httpx.Request], httpx.Response] | Callable[[httpx.Request], Awaitable[Any]],
    clock: ManualClock,
    **changes: Any,
) -> TwilioAccount:
    """An account whose requests are answered by a function, which may raise httpx's errors."""
    transport = httpx.MockTransport(answer)  # type: ignore[arg-type]
    return TwilioAccount(settings_of(TwilioSettings(), **changes), clock, transport=transport)


def keys(*pressed: Reaction | str) -> Callable[[PlacedCall, Heard], Reaction]:
    """Somebody who reacts to the questions of a call in this order, then no more."""
    waiting = list(pressed)

    def react(_call: PlacedCall, _heard: Heard) -> Reaction:
        reaction = waiting.pop(0) if waiting else Silence()
        return Key(reaction) if isinstance(reaction, str) else reaction

    return react


def words_in(call: PlacedCall) -> str:
    """All that was said in a call."""
    return " ".join(say.text for say in call.spoken)


def _database(folder: Path, clock: ManualClock) -> FailingDatabase:
    return FailingDatabase(
        fresh_url(folder),
        clock=clock,
        ids=seeded(clock, 1),
        keyring=KeyRing.demo_ring(),
        inline=True,
        durable=False,
    )


def only(items: Sequence[Any]) -> Any:
    (item,) = items
    return item
