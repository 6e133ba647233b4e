"""The whole way in: a hand on a phone, the town's Bot API, our webhook, the inbox."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError

from bot.channel import TelegramChannel
from bot.edge import TelegramEdge
from bot.polling import PollingLine
from bot.supervisor import Supervisor, WebhookLine
from bot.toast import Toaster
from foundation.clock import ManualClock
from foundation.database import Database
from foundation.keyring import KeyRing
from foundation.spool import Spool
from foundation.unit_of_work import UnitOfWork
from messaging.channel import Button, Card, Sent
from residents import service as residents
from residents.model import NewResident, Redeemed, Tier, parse_phone
from signals import service as signals
from signals.intake import Inbound, Intake
from signals.model import Ref, Signal, SignalKind, Source
from tests.bot.telegram_world import PUBLIC, SECRET, TelegramWorld
from town.servers.faults import Mishap
from town.servers.telegram import Toast

pytestmark = pytest.mark.anyio

CHAT = 11
FINE = Card("밤새 편안하셨어요?", ((Button("잘 지내요", data="f:C1:1"),),))


class Post:
    """The service's side: an intake over a database that can be taken away."""

    def __init__(self, database: Database, clock: ManualClock, folder: Path) -> None:
        self.database = database
        self.spool = Spool(folder, KeyRing.demo_ring(), "web", clock=clock)
        self.away = False
        self.pokes = 0
        edge = TelegramEdge(lambda _uow, _task: None)

        def receive(uow: UnitOfWork, inbound: Inbound) -> None:
            if self.away:
                raise OperationalError("statement", {}, Exception("database is locked"))
            edge.receive(uow, inbound)

        self.intake = Intake(database, self.spool, {Source.TELEGRAM: receive}, self._poke)
        with database.write() as uow:
            new = NewResident(
                "김순자", 1941, Tier.MEDIUM, "jijwa-dong", phones=(parse_phone("010-1234-5678"),)
            )
            self.resident: Ref = residents.add_resident(uow, new).ref
            self.token = residents.issue_link(uow, self.resident)

    def facts(self, subject: Ref | None = None) -> list[Signal]:
        with self.database.read() as uow:
            return signals.pending(uow, subject or self.resident)

    def enrol(self) -> None:
        with self.database.write() as uow:
            residents.set_telegram_chat(uow, self.resident, str(CHAT))

    def _poke(self) -> None:
        self.pokes += 1


@pytest.fixture
def post(database: Database, clock: ManualClock, tmp_path: Path) -> Post:
    return Post(database, clock, tmp_path / "spool")


async def open_webhook(world: TelegramWorld, post: Post) -> None:
    world.serve(post.intake, Toaster(world.bot))
    line = WebhookLine(world.bot, PUBLIC, SecretStr(SECRET), world.clock)
    assert await Supervisor(world.bot, line, world.clock).bring_up()


async def asked(world: TelegramWorld) -> int:
    await world.api.press_start(CHAT)
    sent = await TelegramChannel(world.bot).send(str(CHAT), FINE, "attempt-1")
    assert isinstance(sent, Sent)
    return int(sent.provider_id)


async def test_a_pressed_button_becomes_one_fact(world: TelegramWorld, post: Post) -> None:
    await open_webhook(world, post)
    post.enrol()
    message_id = await asked(world)
    world.api.mishaps.push(Mishap(copies=2), kind="callback_query")
    await world.api.press(CHAT, message_id, "f:C1:1")
    await world.schedule.run()
    pressed = [fact for fact in post.facts() if fact.data["form"] == "button"]
    assert [fact.data["checkin"] for fact in pressed] == ["C1"]
    assert [type(shown) for shown in world.api.history(CHAT)].count(Toast) == 1
    assert post.pokes >= 2


async def test_an_enrolment_link_brings_token_and_chat(world: TelegramWorld, post: Post) -> None:
    await open_webhook(world, post)
    await world.api.press_start(CHAT, post.token)
    with post.database.write() as uow:
        address = f"address:{uow.vault.blind('telegram', str(CHAT))}"
        (opened,) = signals.pending(uow, address)
        assert opened.kind is SignalKind.LINK_OPENED
        assert opened.words == f'{{"token": "{post.token}", "chat": "{CHAT}"}}'
        assert isinstance(residents.redeem_link(uow, post.token, str(CHAT)), Redeemed)
    await world.api.say(CHAT, "고맙습니다")
    (said,) = post.facts()
    assert (said.kind, said.words) == (SignalKind.REPLY, "고맙습니다")


async def test_stopping_the_bot_and_letting_it_in_again(world: TelegramWorld, post: Post) -> None:
    await open_webhook(world, post)
    post.enrol()
    await world.api.press_start(CHAT)
    await world.api.block(CHAT)
    await world.api.unblock(CHAT)
    kinds = [fact.kind for fact in post.facts()]
    assert kinds.count(SignalKind.CHANNEL_LOST) == kinds.count(SignalKind.CHANNEL_RESTORED) == 1


async def test_an_answer_survives_a_database_that_is_away(world: TelegramWorld, post: Post) -> None:
    await open_webhook(world, post)
    post.enrol()
    message_id = await asked(world)
    before = len(post.facts())
    post.away = True
    await world.api.press(CHAT, message_id, "f:C1:1")
    assert world.api.counts.updates_pending == 0  # acknowledged: it is on disk
    assert len(post.facts()) == before
    post.away = False
    assert post.intake.drain() == 1
    assert post.facts()[-1].data["verb"] == "f"
    assert post.intake.drain() == 0


async def test_polling_records_the_same_facts(world: TelegramWorld, post: Post) -> None:
    post.enrol()
    line = PollingLine(world.bot, post.intake, Toaster(world.bot), world.clock)
    assert await Supervisor(world.bot, line, world.clock).bring_up()
    message_id = await asked(world)
    await line.tend()
    await world.api.press(CHAT, message_id, "f:C1:1")
    await line.tend()
    forms = [fact.data["form"] for fact in post.facts()]
    assert forms == ["command", "button"]
    assert isinstance(world.api.history(CHAT)[-1], Toast)
