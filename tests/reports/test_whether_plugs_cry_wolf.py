"""The lead reads what alarms of plugs turned out to be, and where something may be changed."""

from dataclasses import asdict
from datetime import datetime, timedelta

import pytest

from care.plug_changes import PlugChanges
from foundation.unit_of_work import UnitOfWork
from locales.model import Language
from messaging.render.reader import Reader
from messaging.render.summary import summary_text
from plugs.model.alarms import Grade, Turned
from reports import alarms
from reports.figures import figures
from reports.weekly import SUBJECT, WeeklySummary
from residents.model import StaffRole
from signals import service as signals
from signals.model import Draft, Ref, SignalKind, Source
from tests.runtime.neighbourhood import CITY, TUESDAY, Neighbourhood

HOUR = timedelta(hours=1)
QUIET, UNUSUAL = SignalKind.PLUG_QUIET, SignalKind.PLUG_UNUSUAL


def told(uow: UnitOfWork, her: Ref, what: SignalKind, at: datetime, **data: object) -> None:
    source_id = f"{what}:{her}:{at.isoformat()}"
    signals.record(uow, Draft(what, Source.PLUGS, source_id, her, at, data))


def alarmed(
    here: Neighbourhood, her: Ref, at: datetime, result: str = "", what: SignalKind = QUIET
) -> None:
    found = {"kind": "welfare_visit", "result": result, "by": "staff:1", "origin": "case:1"}
    with here.database.write() as uow:
        told(uow, her, what, at, since=(at - 24 * HOUR).isoformat(), faulty=result == "")
        if result:
            told(uow, her, SignalKind.TASK_DONE, at + HOUR, **found)
        told(uow, her, SignalKind.PLUG_ACTIVE, at + 2 * HOUR, alone=True)


def lines(here: Neighbourhood, language: Language = Language.ko) -> list[str]:
    with here.database.read() as uow:
        counted = {
            **asdict(figures(uow, TUESDAY - 168 * HOUR)),
            "plugs_working": 1,
            "plug_outcomes": alarms.outcomes(uow, uow.now - alarms.FOUR_WEEKS),
            "plug_changes": 2,
        }
    reader = Reader(name="최팀장", language=language, now=here.now(), zone=CITY.zone)
    content = {"figures": counted, "since": "2026-02-27", "until": "2026-03-06"}
    return summary_text(content, reader).splitlines()


def test_the_lead_reads_how_many_alarms_were_needless(everywhere: Neighbourhood) -> None:
    here = everywhere
    one, two = here.resident(), here.resident(name="이영자")
    for number, result in enumerate(["seen_well", "seen_well", "away", "danger", ""]):
        alarmed(here, one, TUESDAY - 72 * HOUR * (number + 1), result)
    alarmed(here, two, TUESDAY - 48 * HOUR, "seen_well", UNUSUAL)
    alarmed(here, two, TUESDAY - 24 * HOUR * 30, "away")
    shown = lines(here)
    assert (
        "- 지난 4주에 찾아뵌 5번: 댁에 잘 계심 2, 댁을 비우심 1, 기기나 정전 1, "
        "도움이 필요하셨음 1, 아직 모름 0"
    ) in shown
    assert (
        "- 지난 4주에 조용해서 여쭌 1번: 댁에 잘 계심 1, 댁을 비우심 0, 기기나 정전 0, "
        "도움이 필요하셨음 0, 아직 모름 0"
    ) in shown
    assert "- 플러그 방법을 바꿀지 정하실 댁 2곳" in shown


@pytest.mark.parametrize("language", list(Language))
def test_of_a_month_without_alarms_nothing_is_said(here: Neighbourhood, language: Language) -> None:
    silent = lines(here, language)
    her = here.resident()
    alarmed(here, her, TUESDAY - 72 * HOUR, "away")
    assert len(lines(here, language)) == len(silent) + 1


def test_the_weeks_own_alarms_are_counted_by_what_they_were(here: Neighbourhood) -> None:
    her = here.resident()
    alarmed(here, her, TUESDAY - 72 * HOUR, "away")
    alarmed(here, her, TUESDAY - 24 * HOUR * 20, "seen_well")
    with here.database.read() as uow:
        counted = figures(uow, TUESDAY - 168 * HOUR).plug_turned
    assert counted == {**dict.fromkeys(Turned, 0), Turned.AWAY: 1}


def test_months_are_the_citys_own(here: Neighbourhood) -> None:
    her = here.resident()
    midnight = TUESDAY.replace(day=1, hour=0, minute=0)
    alarmed(here, her, midnight - HOUR / 2, "away")
    alarmed(here, here.resident(name="이영자"), midnight + HOUR / 2, "seen_well", UNUSUAL)
    with here.database.read() as uow:
        district = {"jijwa-dong"}
        newest, before = alarms.by_month(uow, 2, CITY.zone, district)
        assert alarms.by_month(uow, 1, CITY.zone, {"daegok-dong"})[0].outcomes == {
            grade: dict.fromkeys(Turned, 0) for grade in Grade
        }
    assert (newest.first.month, before.first.month) == (3, 2)
    assert newest.outcomes[Grade.SOFT][Turned.AT_HOME] == 1
    assert sum(newest.outcomes[Grade.HARD].values()) == 0
    assert before.outcomes[Grade.HARD][Turned.AWAY] == 1


def test_the_weekly_message_says_for_how_many_homes_something_is_to_be_decided(
    everywhere: Neighbourhood,
) -> None:
    here = everywhere
    lead, her = here.staff(StaffRole.LEAD), here.resident()
    for number in range(3):
        alarmed(here, her, TUESDAY - 72 * HOUR * (number + 1), "away")
    weekly = WeeklySummary(here.calendar, PlugChanges(here.means, CITY))
    friday = TUESDAY.replace(hour=16) + 72 * HOUR
    here.clock.set(friday)
    with here.database.write() as uow:
        weekly.act(uow, SUBJECT)
    [posted] = [row for row in here.outbox(lead) if row.template == "summary.weekly"]
    counted = posted.content["figures"]
    assert counted["plug_changes"] == 1
    assert counted["plug_outcomes"]["hard"]["away"] == 3
