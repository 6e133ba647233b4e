"""Several workers and edges at once, each in its own thread with its own connections."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial

import pytest

from foundation.clock import ManualClock
from foundation.database import Database
from signals import agenda
from signals import service as signals
from signals.model import SignalKind
from signals.store import of_subject
from tasks.model import NewTask, OfferState, TaskKind, TaskState
from tests.runtime.neighbourhood import TUESDAY, Neighbourhood
from tests.support.database import open_database
from tests.support.postgres import PostgresServer
from tests.tasks.work import EVERYBODY, TEN, a_visit, offers

WORKERS = 4


@pytest.fixture
def shared(postgres: PostgresServer) -> Iterator[str]:
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture
def here(shared: str, clock: ManualClock) -> Iterator[Neighbourhood]:
    database = open_database(shared, clock, inline=True)
    yield Neighbourhood(database, clock)
    database.close()


def at_once(jobs: Sequence[Callable[[], None]]) -> list[BaseException]:
    """Run the jobs in threads that begin together; what any of them raised."""
    gate, raised = threading.Barrier(len(jobs)), list[BaseException]()

    def run(job: Callable[[], None]) -> None:
        gate.wait()
        try:
            job()
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            raised.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def worker(url: str, clock: ManualClock, stack: ExitStack, seed: int) -> Neighbourhood:
    database = open_database(url, clock, seed=seed, inline=True)
    stack.callback(database.close)
    made = Neighbourhood(database, clock)
    made._numbers = iter(range(seed * 10_000, seed * 20_000))  # type: ignore[assignment]
    return made


def until_idle(one: Neighbourhood) -> None:
    """Take turns as long as anything is due that nobody else has."""
    idle = 0
    while idle < 3:
        idle = 0 if one.dispatch.run() else idle + 1


def is_settled(database: Database, subject: str) -> bool:
    with database.read() as uow:
        moment = agenda.next_moment(uow)
        return signals.pending(uow, subject) == [] and (moment is None or moment > uow.now)


def test_fifty_presses_from_many_edges_and_workers_have_one_winner(
    here: Neighbourhood, shared: str, clock: ManualClock
) -> None:
    her = here.resident()
    people = [here.helper() for _ in range(10)]
    task = a_visit(here, her, EVERYBODY)
    with ExitStack() as stack:
        crew = [worker(shared, clock, stack, seed) for seed in range(2, 2 + WORKERS)]

        def presses(one: Neighbourhood, which: int) -> None:
            for number in range(50):
                if number % WORKERS == which:
                    one.answers(people[number % 10], "a", task)
                    one.dispatch.run()
            until_idle(one)

        raised = at_once([partial(presses, one, number) for number, one in enumerate(crew)])
    assert raised == []
    here.settle()
    assert is_settled(here.database, her)
    states = [one.state for one in offers(here, task).values()]
    assert states.count(OfferState.ACCEPTED) == 1
    assert set(states) == {OfferState.ACCEPTED, OfferState.CLOSED}
    with here.database.read() as uow:
        told = of_subject(uow, her, [SignalKind.TASK_ACCEPTED], TUESDAY)
    assert [one.data["by"] for one in told] == [here.fresh(task).accepted_by]
    shown = [here.templates(who, "sent")[-1] for who in people]
    assert sorted(shown) == ["task.mine", *["task.taken"] * 9]


def test_officials_commands_beside_a_worker_have_one_winner_and_no_deadlock(
    here: Neighbourhood, shared: str, clock: ManualClock
) -> None:
    her = here.resident()
    people = [here.helper() for _ in range(8)]
    officers = [here.staff() for _ in range(8)]
    task = a_visit(here, her, EVERYBODY)
    won: list[str] = []
    with ExitStack() as stack:
        crew = [worker(shared, clock, stack, seed) for seed in range(2, 18)]

        def command(one: Neighbourhood, by: str) -> None:
            with one.database.write() as uow:
                if one.tasks.accept(uow, task, by) is not None:
                    won.append(by)

        def press(one: Neighbourhood, by: str) -> None:
            one.answers(by, "a", task)
            until_idle(one)

        jobs = [partial(command, one, by) for one, by in zip(crew[:8], officers, strict=True)]
        jobs += [partial(press, one, by) for one, by in zip(crew[8:], people, strict=True)]
        raised = at_once(jobs)
    assert raised == []
    here.settle()
    taken = here.fresh(task)
    assert taken.state is TaskState.ACCEPTED
    assert won == [taken.accepted_by] or (won == [] and taken.accepted_by in people)
    with here.database.read() as uow:
        assert len(of_subject(uow, her, [SignalKind.TASK_ACCEPTED], TUESDAY)) == 1


def test_every_fact_is_handled_once_by_somebody(
    here: Neighbourhood, shared: str, clock: ManualClock
) -> None:
    people = [here.resident(name=f"이영자{number}") for number in range(12)]
    here.settle()
    for who in people:
        here.writes(who, "도와주세요")
    with ExitStack() as stack:
        crew = [worker(shared, clock, stack, seed) for seed in range(2, 2 + WORKERS)]
        raised = at_once([partial(until_idle, one) for one in crew])
    assert raised == []
    assert all(is_settled(here.database, who) for who in people)
    assert sorted(case.resident for case in here.cases()) == sorted(people)
    with here.database.read() as uow:
        assert signals.quarantined(uow) == 0
        for who in people:
            assert len(of_subject(uow, who, [SignalKind.SAID], TUESDAY)) == 1


def test_two_senders_send_each_message_once(
    here: Neighbourhood, shared: str, clock: ManualClock
) -> None:
    her = here.resident()
    people = [here.helper() for _ in range(30)]
    with ExitStack() as stack:
        crew = [worker(shared, clock, stack, seed) for seed in range(2, 2 + WORKERS)]
        with here.database.write() as uow:
            here.tasks.open(
                uow,
                NewTask(TaskKind.WELFARE_VISIT, her, "case:x", "jijwa-dong", (EVERYBODY,), TEN),
            )
        raised = at_once([one.settle for one in crew])
    assert raised == []
    sent = [address for one in crew for address, _ in one.telegram.sent]
    assert len(sent) == len(set(sent)) == len(people)
    assert {row.state for row in here.outbox()} == {"sent"}
