"""Faults are planted into a service, or into its rows, and a checker is asked what it finds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from foundation.unit_of_work import UnitOfWork
from messaging import service as messaging
from messaging.model import AfterUnknown, Message
from residents.model import ChannelName
from runtime.demo.stage import START
from runtime.wiring import Service
from tests.simulation.chance import CALM, Plan
from tests.simulation.fleet import Sabotage
from tests.simulation.judge import Checker
from tests.simulation.world import World, intact, world

SILENT = replace(CALM, residents=2, diligence=0.0, all_daily=True)
"""Nobody answers: what a missed check-in sets going is seen within a day."""
NINE, NOON, AFTERNOON, EVENING = (timedelta(hours=hours) for hours in (2, 5, 8, 12))
"""From seven in the morning on."""

Tamper = Callable[[UnitOfWork], None]


async def findings(
    folder: Path,
    checker: Checker,
    *,
    plan: Plan = CALM,
    sabotage: Sabotage = intact,
    until: timedelta = NINE,
    tamper: Tamper = lambda _uow: None,
) -> list[str]:
    """What `checker` finds in a run with this fault in it."""
    async with world(plan, folder, sabotage) as played:
        await played.run(START + until)
        with played.database.write() as uow:
            tamper(uow)
        return list(checker(played, played.clock.now()))


def escalation_sleeps(service: Service) -> None:
    """Everything is marked as handled, and nothing is done about it."""
    idle: Any = service.escalation
    idle.handle = lambda _uow, _signal: None


def watches_no_task(service: Service) -> None:
    """Whatever is due for a task, nobody does it and nobody says that it is due."""
    idle: Any = service.tasks
    idle.act = lambda _uow, _subject: None
    idle.next_due = lambda _uow, _subject: None


def nobody_answers_offers(played: World) -> None:
    town: Any = played.town
    town._offer = lambda *_what: None


def somebody(played: World) -> str:
    one = next(one for one in played.cast.residents if one.chat_id is not None)
    return played.enrolled.refs[one.key]


def post_to_somebody(played: World, after_unknown: AfterUnknown) -> None:
    with played.database.write() as uow:
        messaging.post(
            uow,
            Message(
                to=somebody(played),
                channel=ChannelName.TELEGRAM,
                template="reply.noted",
                dedupe_key=uow.ids.new(),
                due_at=uow.now,
                expires_at=uow.now + timedelta(hours=1),
                after_unknown=after_unknown,
            ),
        )
