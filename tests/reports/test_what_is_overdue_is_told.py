"""What no person has kept in time stands in the figures and in the lead's weekly message."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from care import store as contact_store
from checkins import store as plan_store
from locales.model import Language
from locales.texts import say
from messaging.render.cards import card
from messaging.render.reader import Reader
from reports.figures import figures
from residents.model import Tier
from tasks.model import Result
from tests.runtime.neighbourhood import Neighbourhood

READER = Reader(
    name="최팀장",
    language=Language.ko,
    now=datetime(2026, 3, 6, 7, tzinfo=UTC),
    zone=ZoneInfo("Asia/Seoul"),
)


def counted(here: Neighbourhood) -> Mapping[str, Any]:
    with here.database.read() as uow:
        return asdict(figures(uow, here.now() - timedelta(days=7)))


def test_overdue_contacts_and_visits_are_counted_apart(everywhere: Neighbourhood) -> None:
    here = everywhere
    for tier in (Tier.HIGH, Tier.MEDIUM, Tier.MEDIUM, Tier.LOW):
        here.resident(tier=tier, name=f"김 {tier} {here.now()}")
    here.settle()
    before = counted(here)
    assert (before["visits_overdue"], before["contacts_overdue"]) == (0, 0)
    here.clock.advance(timedelta(days=120))
    after = counted(here)
    assert (after["visits_overdue"], after["contacts_overdue"]) == (1, 2)


def test_work_that_had_weeks_is_no_long_wait_and_watches_nobody(here: Neighbourhood) -> None:
    officer, her = here.staff(), here.resident(tier=Tier.HIGH)
    here.settle()
    here.dispatch._actors = (here.tasks, here.contacts)
    identity = her.partition(":")[2]
    with here.database.write() as uow:
        contact = contact_store.of(uow, identity)
        plan_store.drop_plan(uow, identity)
    assert contact is not None
    here.wait_until(contact.schedule.asks_at)
    task = here.task(her)
    assert counted(here)["unwatched"] == 1
    here.answers(officer, "a", task)
    here.wait(timedelta(days=2))
    here.reports(officer, Result.SEEN_WELL, here.fresh(task))
    here.settle()
    told = counted(here)
    assert (told["visits"], told["worst_visit_seconds"]) == (1, 0)


@pytest.mark.parametrize("language", list(Language))
def test_the_lead_reads_how_many_and_what_to_do(here: Neighbourhood, language: Language) -> None:
    told = {**counted(here), "visits_overdue": 3, "contacts_overdue": 12}
    values = {"figures": told, "since": "2026-02-27", "until": "2026-03-06"}
    reader = replace(READER, language=language)
    text = card("summary.weekly", values, reader, edits=None).text
    for key, count in (
        ("summary.visits_overdue", 3),
        ("summary.contacts_overdue", 12),
        ("summary.todo.visits", 3),
        ("summary.todo.contacts", 12),
    ):
        assert f"- {say(key, language, count=count)}\n" in f"{text}\n"


def test_an_offer_says_until_when(here: Neighbourhood) -> None:
    values = {
        "district": "지좌동",
        "kind": "@task.kind.regular_visit",
        "when": {"until": "2026-03-12T18:00:00+09:00"},
        "code": "K7Q2M",
        "press": ["01JD3WYFK7Q2M8R5T9V1X4ZB6C", 1],
    }
    text = card("staff.offer", values, READER, edits=None).text
    assert text == "지좌동 · 정기 방문\n언제: 3월 12일 (목) 오후 6시까지\n번호: K7Q2M"
