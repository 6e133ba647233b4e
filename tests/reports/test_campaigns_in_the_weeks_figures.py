"""A campaign's questions are questions; the lead reads that there was one."""

from dataclasses import asdict
from datetime import timedelta

from checkins.model import CampaignKind
from locales.model import Language
from locales.texts import say
from messaging.render.reader import Reader
from messaging.render.summary import summary_text
from reports.figures import Figures, figures
from residents.model import Scope, Tier
from tests.runtime.neighbourhood import CITY, DISTRICT, TUESDAY, Neighbourhood

THREE = TUESDAY.replace(hour=15)


def figures_of(here: Neighbourhood) -> Figures:
    with here.database.read() as uow:
        return figures(uow, TUESDAY)


def read_by_the_lead(counted: Figures, language: Language) -> str:
    reader = Reader(language=language, name="최팀장", now=THREE, zone=CITY.zone)
    content = {"figures": asdict(counted), "since": "2026-02-27", "until": "2026-03-06"}
    return summary_text(content, reader)


def test_its_questions_are_counted_once_and_so_is_the_campaign(everywhere: Neighbourhood) -> None:
    here = everywhere
    well, silent = here.resident(tier=Tier.MEDIUM), here.resident(tier=Tier.LOW)
    here.wait_until(THREE)
    before = figures_of(here)
    assert before.campaigns == 0
    with here.database.write() as uow:
        scope = Scope(frozenset({DISTRICT}), frozenset(Tier))
        here.campaigns.start(uow, CampaignKind.HEAT, scope, "staff:1")
    here.wait(timedelta(hours=1))
    here.presses(well, "f")
    here.wait_until(here.checkin(silent).deadline)
    after = figures_of(here)
    assert after.campaigns == 1
    assert after.asked == before.asked + 2
    assert sum(after.answered.values()) == sum(before.answered.values()) + 1
    assert after.missed == before.missed + 1
    assert after.asking == before.asking
    for language in Language:
        told = say("summary.campaigns", language, count=1)
        assert told in read_by_the_lead(after, language)
        assert told not in read_by_the_lead(before, language)
