"""The checkers of what people are owed find what they must."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from checkins.service import Sources
from checkins.tables import CheckinRow
from escalation import decide
from escalation.model import Evidence
from escalation.tables import CaseRow, FactRow
from foundation.unit_of_work import UnitOfWork
from messaging.model import AfterUnknown
from plugs.ear import Ear
from plugs.service import Tally
from plugs.tables import DeviceRow, HealthRow, StandsForRow, StateRow, WatchRow
from residents import service as residents
from residents.model import ChannelName, Purpose
from residents.service import reaching
from residents.store import addresses
from residents.tables import ResidentRow
from runtime.demo.stage import START
from runtime.wiring import Service
from signals import agenda
from signals.tables import SignalRow
from tests.simulation.chance import CALM
from tests.simulation.checkers import (
    audited,
    closed,
    copied,
    dark,
    discreet,
    emergencies,
    recorded,
    sent,
    silences,
    watched,
)
from tests.simulation.planted import (
    AFTERNOON,
    EVENING,
    NINE,
    NOON,
    SILENT,
    Tamper,
    findings,
    nobody_answers_offers,
    post_to_somebody,
    somebody,
    watches_no_task,
)
from tests.simulation.world import World, world

pytestmark = pytest.mark.anyio

Happens: TypeAlias = Callable[[UnitOfWork, str], None]
WITH_PLUGS = replace(CALM, residents=6, all_daily=True)

# -------------------------------------------------------------------- what plugs say is recorded


async def test_a_reading_that_is_not_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ear, "handle", lambda _self, _messages: Tally())
    lines = await findings(tmp_path, recorded.check, plan=WITH_PLUGS)
    assert any("was acknowledged and is not recorded" in line for line in lines)


# ------------------------------------------------------------------ rule 5: silence that counts


def never_closes(uow: UnitOfWork) -> None:
    uow.session.execute(
        update(CheckinRow).values(state="asking", deadline=uow.now - timedelta(hours=1))
    )


def misses_untold(uow: UnitOfWork) -> None:
    uow.session.execute(
        update(SignalRow).where(col(SignalRow.kind) == "checkin_missed").values(source_id="lost")
    )


def fine_without_a_word(uow: UnitOfWork) -> None:
    uow.session.execute(update(CheckinRow).values(state="fine", answered_at=None))


@pytest.mark.parametrize(
    ("tamper", "finding"),
    [
        (never_closes, "and nobody drew a conclusion"),
        (misses_untold, ":missed and nobody was told"),
        (fine_without_a_word, "is fine without an answer"),
    ],
)
async def test_a_silence_that_nobody_tells(tmp_path: Path, tamper: Tamper, finding: str) -> None:
    lines = await findings(
        tmp_path, silences.check, plan=replace(SILENT, residents=1), until=EVENING, tamper=tamper
    )
    assert any(finding in line for line in lines)


async def test_a_home_that_is_silent_too_long(tmp_path: Path) -> None:
    def since_the_day_before_yesterday(uow: UnitOfWork) -> None:
        one = uow.session.exec(select(ResidentRow.id))
        watch = WatchRow(
            resident=f"resident:{one.first()}",
            household="household:1",
            device_id="1",
            life_at=uow.now - timedelta(hours=51),
        )
        uow.session.add(watch)
        uow.session.flush()

    lines = await findings(tmp_path, silences.check, tamper=since_the_day_before_yesterday)
    assert any("is silent since" in line for line in lines)


async def test_a_plug_that_is_lost_and_nobody_knows(tmp_path: Path) -> None:
    def loses_a_plug(uow: UnitOfWork) -> None:
        her = uow.session.exec(select(ResidentRow)).first()
        assert her is not None
        kettle = DeviceRow(
            id="1",
            family="tasmota",
            topic="kettle",
            household=f"household:{her.household_id}",
            appliance="kettle",
            room="kitchen",
            installed_at=uow.now,
            added_at=uow.now,
        )
        uow.session.add(kettle)
        uow.session.flush()
        uow.session.add(StandsForRow(device_id="1", resident=f"resident:{her.id}"))
        uow.session.add(
            StateRow(device_id="1", heard_at=uow.now, interval_seconds=600, detector={})
        )
        uow.session.add(HealthRow(device_id="1", missed_since=uow.now))
        uow.session.flush()

    lines = await findings(tmp_path, dark.check, tamper=loses_a_plug)
    assert any("is lost since" in line for line in lines)


# --------------------------------------------------------------------------- rule 6: emergencies


async def says(played: World, words: str) -> None:
    one = next(one for one in played.cast.residents if one.chat_id is not None)
    await played.telegram.say(one.chat_id or 0, words)
    await played.run(played.clock.now() + timedelta(seconds=30))


async def test_an_emergency_that_nobody_is_asked_about(tmp_path: Path) -> None:
    async with world(CALM, tmp_path, watches_no_task) as played:
        nobody_answers_offers(played)
        await played.run(START + NINE)
        await says(played, "살려주세요 숨을 못 쉬겠어요")
        assert not list(emergencies.check(played, played.clock.now()))
        await played.run(START + NOON)
        lines = list(emergencies.check(played, played.clock.now()))
    assert any("is an emergency and since" in line for line in lines)


# -------------------------------------------------------------------------- rule 7: discretion


async def test_a_volunteer_who_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide, "is_for_officials", lambda _case: False)
    monkeypatch.setattr(decide, "needs_the_nearest", lambda _case: True)
    async with world(CALM, tmp_path) as played:
        await played.run(START + NINE)
        await says(played, "죽고 싶어요")
        lines = list(discreet.check(played, played.clock.now()))
    assert any("which is discreet" in line for line in lines)


async def test_words_that_make_nothing_discreet(tmp_path: Path) -> None:
    def forget_why(uow: UnitOfWork) -> None:
        uow.session.execute(update(FactRow).values(data={"known": {"asked_for_help": True}}))

    async with world(CALM, tmp_path) as played:
        await played.run(START + NINE)
        await says(played, "남편이 저를 때려요")
        assert not list(discreet.check(played, played.clock.now()))
        played.read_all_anew()
        with played.database.write() as uow:
            forget_why(uow)
        lines = list(discreet.check(played, played.clock.now()))
    assert any("no case is discreet for it" in line for line in lines)


# ---------------------------------------------------------------------- rule 8: copied policies


async def test_a_policy_that_changes_under_a_case(tmp_path: Path) -> None:
    async with world(replace(SILENT, residents=1), tmp_path) as played:
        nobody_answers_offers(played)
        await played.run(START + AFTERNOON)
        assert not list(copied.check(played, played.clock.now()))
        with played.database.write() as uow:
            uow.session.execute(update(CaseRow).values(policy={"rounds": [], "repeat": {}}))
        lines = list(copied.check(played, played.clock.now()))
    assert any("case" in line and "has another policy than it had" in line for line in lines)


async def test_a_policy_that_changes_under_a_question(tmp_path: Path) -> None:
    async with world(replace(SILENT, residents=1), tmp_path) as played:
        await played.run(START + NINE + timedelta(minutes=90))
        assert not list(copied.check(played, played.clock.now()))
        with played.database.write() as uow:
            uow.session.execute(update(CheckinRow).values(policy={}))
        lines = list(copied.check(played, played.clock.now()))
    assert any("checkin" in line and "has another policy than it had" in line for line in lines)


# ------------------------------------------------------------------- rule 9: who may end a case


async def test_fine_after_a_call_for_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Evidence, "only_a_person_closes", False)
    async with world(CALM, tmp_path) as played:
        nobody_answers_offers(played)
        await played.run(START + NINE)
        await says(played, "도와주세요")
        await says(played, "괜찮아요")
        lines = list(closed.check(played, played.clock.now()))
    assert any("was ended by her own words though it knew" in line for line in lines)


# -------------------------------------------------------------------------- rule 10: the auditor


def agenda_forgets(uow: UnitOfWork) -> None:
    for row in uow.session.connection().exec_driver_sql("SELECT subject FROM agenda").all():
        agenda.plan(uow, row.subject, None)


def sees_nothing(service: Service) -> None:
    blind: Any = service.auditor
    seen = type(blind.look())
    blind.look = lambda: seen(service.surroundings.clock.now(), {"tasks": 0}, goes_on=True)


async def test_an_auditor_who_sees_nothing(tmp_path: Path) -> None:
    lines = await late_work(tmp_path, sees_nothing)
    assert any("are late at" in line and "auditor does not say so" in line for line in lines)


async def test_an_auditor_who_sees_what_a_worker_left_behind(tmp_path: Path) -> None:
    assert await late_work(tmp_path, lambda _service: None) == []


async def test_an_auditor_who_sees_ghosts(tmp_path: Path) -> None:
    def sees_ghosts(service: Service) -> None:
        wrong: Any = service.auditor
        seen = type(wrong.look())
        wrong.look = lambda: seen(service.surroundings.clock.now(), {"tasks": 3}, goes_on=True)

    lines = await findings(tmp_path, audited.check, sabotage=sees_ghosts)
    assert any("the auditor says that tasks are late" in line for line in lines)


async def late_work(folder: Path, sabotage: Any) -> list[str]:
    """What the checker says once the agenda was lost while somebody is being asked."""
    async with world(replace(SILENT, residents=1), folder, sabotage) as played:
        await played.run(START + NINE + timedelta(minutes=70))
        with played.database.write() as uow:
            agenda_forgets(uow)
        await played.run(START + EVENING)
        return list(audited.check(played, played.clock.now()))


# ------------------------------------------------------------------- rule 11: nobody unwatched


async def nothing_tells_of_her(folder: Path) -> list[str]:
    """What the checker says a good day after the last thing was lost that would tell of her."""
    async with world(replace(CALM, days=3), folder) as played:
        await played.run(START + NOON)
        assert not list(watched.check(played, played.clock.now()))
        with played.database.write() as uow:
            for purpose in (Purpose.OVERSEAS_TELEGRAM, Purpose.OVERSEAS_TWILIO):
                ref = somebody(played)
                residents.withdraw_consent(uow, ref, purpose, ref, ChannelName.PERSON)
        await played.run(START + AFTERNOON)
        assert not list(watched.check(played, played.clock.now()))
        await played.run(START + timedelta(days=2) + EVENING)
        return list(watched.check(played, played.clock.now()))


async def test_nobody_looks_for_a_way_to_hear_from_her(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sources, "act", lambda *_what: None)
    lines = await nothing_tells_of_her(tmp_path)
    assert any("nothing would tell of" in line and "nobody looks" in line for line in lines)


async def test_somebody_looks_for_a_way_to_hear_from_her(tmp_path: Path) -> None:
    assert await nothing_tells_of_her(tmp_path) == []


async def her_death_is_told(folder: Path) -> list[str]:
    """What the checker says hours after a death was told and the work for it was lost."""
    async with world(replace(CALM, days=2), folder) as played:
        await played.run(START + NOON)
        her = somebody(played)
        with played.database.write() as uow:
            residents.mark_deceased(uow, her, her)
            agenda.bring_forward(uow, her, uow.now)
        lines: list[str] = []
        for later in (1, 3):
            await played.run(START + NOON + timedelta(hours=later))
            lines = list(watched.check_deaths(played, played.clock.now()))
        return lines


async def test_nobody_is_asked_whether_she_has_died(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sources, "act", lambda *_what: None)
    (line,) = await her_death_is_told(tmp_path)
    assert "nobody is asked whether it is so" in line


async def test_somebody_is_asked_whether_she_has_died(tmp_path: Path) -> None:
    assert await her_death_is_told(tmp_path) == []


# ------------------------------------------------------------------- who may be written to at all


def withdraws(uow: UnitOfWork, ref: str) -> None:
    purpose = Purpose.OVERSEAS_TELEGRAM
    residents.withdraw_consent(uow, ref, purpose, ref, ChannelName.PERSON)


def closes(uow: UnitOfWork, ref: str) -> None:
    addresses.close_channel(uow, ref, ChannelName.TELEGRAM, "stop")


@pytest.mark.parametrize(
    ("happens", "finding"),
    [(withdraws, "without consent to overseas_telegram"), (closes, "on a channel that was closed")],
)
async def test_a_message_to_somebody_who_does_not_wish_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, happens: Happens, finding: str
) -> None:
    reach_all = residents.reach_all

    def asks_nobody(uow: UnitOfWork, asked: Any, at: Any) -> Any:
        return reach_all(uow, [replace(one, last_word=True) for one in asked], at)

    monkeypatch.setattr(residents, "reach_all", asks_nobody)
    monkeypatch.setattr(reaching, "_denied", lambda *_what: None)
    async with world(CALM, tmp_path) as played:
        await played.run(START + NINE)
        with played.database.write() as uow:
            happens(uow, somebody(played))
        await played.run(START + NINE + timedelta(minutes=1))
        post_to_somebody(played, AfterUnknown.RESEND)
        await played.run(START + NINE + timedelta(minutes=2))
        lines = list(sent.check(played, played.clock.now()))
    assert any(finding in line for line in lines)
