"""Telegram may be dead, slow or hostile: the process lives, and /health can tell."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs
from telegram.error import RetryAfter

from bot.polling import PollingLine
from bot.supervisor import (
    LONGEST_PAUSE_SECONDS,
    WEBHOOK_CHECK_SECONDS,
    LineState,
    Supervisor,
    WebhookLine,
    pause_seconds,
)
from bot.webhook import PATH
from foundation.clock import ManualClock
from foundation.seams import Crash
from signals.intake import IntakeUnavailableError
from tests.bot.telegram_world import (
    NOW,
    PUBLIC,
    SECRET,
    TOKEN,
    Kept,
    TelegramWorld,
    Toasted,
    answering,
    until,
)
from town.servers import faults

pytestmark = pytest.mark.anyio


def webhook_line(world: TelegramWorld) -> WebhookLine:
    return WebhookLine(world.bot, PUBLIC, SecretStr(SECRET), world.clock)


class Script:
    """A line whose steps a test writes: None succeeds, an exception is raised."""

    def __init__(self, *steps: Exception | None) -> None:
        self.steps = list(steps)
        self.opened = 0
        self.tended = 0
        self.idle = asyncio.Event()

    async def open(self) -> None:
        self.opened += 1
        self._next()

    async def tend(self) -> None:
        self.tended += 1
        if not self.steps:
            await self.idle.wait()
        self._next()

    def _next(self) -> None:
        step = self.steps.pop(0) if self.steps else None
        if step is not None:
            raise step


class Running:
    """A supervisor in its background task, on a clock that a test moves."""

    def __init__(self, supervisor: Supervisor, clock: ManualClock) -> None:
        self.supervisor = supervisor
        self.clock = clock
        self.task = asyncio.create_task(supervisor.run())

    @property
    def state(self) -> LineState:
        return self.supervisor.health.state

    async def asleep_for(self) -> timedelta:
        await until(lambda: self.clock.next_wake() is not None or self.task.done())
        assert not self.task.done()
        wake = self.clock.next_wake()
        assert wake is not None
        return wake - self.clock.now()

    async def sleep_over(self) -> None:
        pause = await self.asleep_for()
        self.clock.advance(pause)
        await until(lambda: self.clock.next_wake() != self.clock.now())

    async def stop(self) -> None:
        self.task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await self.task


async def run(world: TelegramWorld, supervisor: Supervisor) -> Running:
    return Running(supervisor, world.clock)


async def test_the_webhook_is_set_with_secret_and_kinds(world: TelegramWorld) -> None:
    supervisor = Supervisor(world.bot, webhook_line(world), world.clock)
    assert supervisor.health.state is LineState.STARTING
    assert await supervisor.bring_up()
    assert (supervisor.health.state, supervisor.health.since) == (LineState.UP, NOW)
    assert supervisor.health.last_error is None
    info = await world.bot.get_webhook_info()
    assert info.url == PUBLIC + PATH
    assert set(info.allowed_updates) == {"message", "callback_query", "my_chat_member"}
    kept = Kept()
    world.serve(kept, Toasted())
    await world.api.press_start(7)
    assert len(kept.facts) == 1  # let in: the secret is the one Telegram was given


async def test_what_waited_is_not_dropped_when_the_webhook_is_set(world: TelegramWorld) -> None:
    kept = Kept()
    world.serve(kept, Toasted())
    await world.api.press_start(7)
    await Supervisor(world.bot, webhook_line(world), world.clock).bring_up()
    await world.schedule.run()
    assert len(kept.facts) == 1


async def test_a_dead_telegram_is_reported_and_tried_again(world: TelegramWorld) -> None:
    world.api.faults.push("getMe", faults.Fault.cut(), times=3)
    running = await run(world, Supervisor(world.bot, webhook_line(world), world.clock))
    pauses = []
    for _ in range(3):
        pauses.append((await running.asleep_for()).total_seconds())
        health = running.supervisor.health
        assert (health.state, health.since) == (LineState.DOWN, NOW)
        assert health.last_error == "NetworkError:RemoteProtocolError"
        await running.sleep_over()
    await until(lambda: running.state is LineState.UP)
    assert pauses == [1, 2, 4]
    assert running.supervisor.health.since == NOW + timedelta(seconds=7)
    assert running.supervisor.health.last_error == "NetworkError:RemoteProtocolError"
    await running.stop()


@pytest.mark.parametrize(
    "fault",
    [
        faults.Fault.unauthorized(),
        faults.Fault.server_error(status=502),
        faults.Fault.too_many(1),
        faults.Fault.forbidden(),
        faults.Fault.cut(),
    ],
)
@pytest.mark.parametrize("method", ["getMe", "setWebhook"])
async def test_no_answer_of_telegrams_leaves_the_supervisor(
    world: TelegramWorld, method: str, fault: faults.Fault
) -> None:
    world.api.faults.push(method, fault)
    supervisor = Supervisor(world.bot, webhook_line(world), world.clock)
    assert not await supervisor.bring_up()
    assert supervisor.health.state is LineState.DOWN
    assert await supervisor.bring_up()


@pytest.mark.parametrize(
    "answer", [httpx.Response(200, json={"ok": True, "result": {}}), httpx.Response(200, text="?")]
)
async def test_an_answer_that_makes_no_sense_does_not_leave_it_either(
    answer: httpx.Response,
) -> None:
    bot, clock = answering(lambda _request: answer), ManualClock(NOW)
    line = WebhookLine(bot, PUBLIC, SecretStr(SECRET), clock)
    assert not await Supervisor(bot, line, clock).bring_up()
    await bot.disconnect()


async def test_a_rejected_token_is_in_neither_health_nor_log(world: TelegramWorld) -> None:
    """The library quotes the token in the text of its own error."""
    world.api.faults.push("getMe", faults.Fault.unauthorized())
    supervisor = Supervisor(world.bot, webhook_line(world), world.clock)
    with capture_logs() as logs:
        assert not await supervisor.bring_up()
    assert supervisor.health.last_error == "InvalidToken"
    assert logs == [{"event": "telegram_down", "error": "InvalidToken", "log_level": "warning"}]
    assert TOKEN not in repr(supervisor.health) + repr(logs)


async def test_a_webhook_that_somebody_took_away_is_set_again(world: TelegramWorld) -> None:
    running = await run(world, Supervisor(world.bot, webhook_line(world), world.clock))
    assert (await running.asleep_for()).total_seconds() == WEBHOOK_CHECK_SECONDS
    await world.bot.delete_webhook()
    await running.sleep_over()
    await running.asleep_for()
    assert (await world.bot.get_webhook_info()).url == PUBLIC + PATH
    assert running.state is LineState.UP
    await running.stop()


async def test_a_webhook_that_stands_is_left_alone(world: TelegramWorld) -> None:
    running = await run(world, Supervisor(world.bot, webhook_line(world), world.clock))
    await running.asleep_for()
    world.api.faults.push("setWebhook", faults.Fault.unauthorized())
    await running.sleep_over()
    await running.asleep_for()
    assert running.state is LineState.UP
    assert world.api.faults.left == 1
    await running.stop()


async def test_a_telegram_that_dies_later_is_noticed(world: TelegramWorld) -> None:
    running = await run(world, Supervisor(world.bot, webhook_line(world), world.clock))
    await running.asleep_for()
    world.api.faults.push("*", faults.Fault.cut(), times=2)
    await running.sleep_over()
    assert (await running.asleep_for()).total_seconds() == 1
    assert running.state is LineState.DOWN
    assert running.supervisor.health.since == world.clock.now()
    await running.sleep_over()
    assert (await running.asleep_for()).total_seconds() == 2
    await running.sleep_over()
    await until(lambda: running.state is LineState.UP)
    await running.stop()


async def test_a_line_that_opens_but_never_works_is_not_hammered(world: TelegramWorld) -> None:
    """Two pollers take the line from each other: each waits longer every time."""
    broken = RuntimeError("terminated by other getUpdates request")
    line = Script(*[None, broken] * 4)
    running = await run(world, Supervisor(world.bot, line, world.clock))
    pauses = []
    for _ in range(4):
        pauses.append((await running.asleep_for()).total_seconds())
        await running.sleep_over()
    assert pauses == [1, 2, 4, 8]
    await running.stop()


async def test_a_line_that_worked_starts_over_with_a_short_pause(world: TelegramWorld) -> None:
    broken = RuntimeError("cut")
    line = Script(broken, broken, None, None, broken)
    running = await run(world, Supervisor(world.bot, line, world.clock))
    pauses = []
    for _ in range(3):
        pauses.append((await running.asleep_for()).total_seconds())
        await running.sleep_over()
    assert pauses == [1, 2, 1]
    await running.stop()


async def test_polling_goes_on_after_the_intake_was_away(world: TelegramWorld) -> None:
    kept = Kept()
    kept.failures.append(IntakeUnavailableError())
    line = PollingLine(world.bot, kept, Toasted(), world.clock)
    await world.api.press_start(7)
    running = await run(world, Supervisor(world.bot, line, world.clock))
    await running.asleep_for()
    assert running.supervisor.health.last_error == "IntakeUnavailableError"
    await running.sleep_over()
    await until(lambda: running.state is LineState.UP and len(kept.facts) == 1)
    await running.stop()


async def test_the_rest_of_the_process_goes_on_while_telegram_is_down(
    world: TelegramWorld,
) -> None:
    world.api.faults.push("*", faults.Fault.cut(), times=1_000)
    running = await run(world, Supervisor(world.bot, webhook_line(world), world.clock))
    done = []

    async def other_part() -> None:
        await world.clock.sleep(30)
        done.append(True)

    other = asyncio.create_task(other_part())
    for _ in range(6):
        await running.sleep_over()
    await until(lambda: bool(done))
    assert running.state is LineState.DOWN
    await other
    await running.stop()


@pytest.mark.parametrize("end", [Crash("after_commit"), asyncio.CancelledError()])
async def test_the_end_of_the_process_is_not_survived(
    world: TelegramWorld, end: BaseException
) -> None:
    class Ends:
        async def open(self) -> None:
            raise end

        async def tend(self) -> None: ...

    with pytest.raises(type(end)):
        await Supervisor(world.bot, Ends(), world.clock).run()


def test_pauses_grow_to_a_limit_and_never_undercut_telegrams_own() -> None:
    broken = RuntimeError()
    pauses = [pause_seconds(failures, broken) for failures in range(12)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (1, LONGEST_PAUSE_SECONDS)
    assert pause_seconds(10_000, broken) == LONGEST_PAUSE_SECONDS
    assert pause_seconds(0, RetryAfter(timedelta(seconds=90))) == 90
    assert pause_seconds(20, RetryAfter(timedelta(seconds=90))) == LONGEST_PAUSE_SECONDS
