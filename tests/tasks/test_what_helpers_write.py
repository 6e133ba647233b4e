"""Nothing that a helper writes is lost: the office reads what the bot does not know."""

from datetime import timedelta

import pytest

from locales.model import Language
from messaging.channel import Card
from residents.model import StaffRole
from signals import service as signals
from signals.model import Draft, Ref, SignalKind, Source
from tasks.model import RESULT_OF, Result, Task, TaskKind, TaskState
from tests.runtime.neighbourhood import Neighbourhood
from tests.tasks.work import HELPERS, a_visit, offers

OFFICE_OPENS = timedelta(hours=1)
"""After the morning's eight o'clock."""
DANGERS = ("옆집 할머니가 넘어지셨어요", "연기가 나요", "할머니가 돌아가신 것 같아요", "도와주세요")
FOR_A_PERSON = ("할머니가 안경을 찾으세요", "할머니 잘 계세요", "몇 시까지 가면 되나요?", "/etwas")


def writes(here: Neighbourhood, who: Ref, words: str | None, form: str = "words") -> None:
    here.record(who, SignalKind.WORKER_WROTE, words, channel="telegram", form=form)
    here.settle()


def to_read(here: Neighbourhood, helper: Ref) -> list[Task]:
    """What a person has to read of hers."""
    found = here.open_tasks(helper)
    assert {one.new.kind for one in found} <= {TaskKind.HELPERS_WORDS}
    return found


@pytest.mark.parametrize("words", DANGERS)
def test_danger_is_told_at_once_and_until_somebody_takes_it(
    everywhere: Neighbourhood, words: str
) -> None:
    here = everywhere
    neighbour, officer, lead = here.helper(), here.staff(duty=True), here.staff(StaffRole.LEAD)
    writes(here, neighbour, words)
    assert here.templates(neighbour) == ["helper.words.danger"]
    (task,) = to_read(here, neighbour)
    assert set(offers(here, task)) == {officer}
    assert task.new.emergency
    here.wait(timedelta(minutes=50))
    assert set(offers(here, task)) == {officer, lead}
    again = here.fresh(task)
    assert again.state is TaskState.OFFERED
    for each in (officer, lead):
        assert here.templates(each).count("staff.offer") == 3
    here.answers(lead, "a", again)
    here.settle()
    here.reports(lead, Result.HELPED, here.fresh(task))
    here.settle()
    assert here.fresh(task).state is TaskState.DONE
    assert to_read(here, neighbour) == []


@pytest.mark.parametrize("words", FOR_A_PERSON)
def test_other_words_are_read_when_the_office_opens(here: Neighbourhood, words: str) -> None:
    neighbour, officer = here.helper(), here.staff()
    writes(here, neighbour, words)
    assert here.templates(neighbour) == ["helper.words"]
    (task,) = to_read(here, neighbour)
    assert offers(here, task) == {}
    here.wait(OFFICE_OPENS)
    assert set(offers(here, task)) == {officer}
    assert not here.fresh(task).new.emergency


@pytest.mark.parametrize("form", ["photo", "voice", "location", "other"])
def test_pictures_and_voices_are_for_a_person_too(here: Neighbourhood, form: str) -> None:
    neighbour = here.helper()
    writes(here, neighbour, None, form)
    assert len(to_read(here, neighbour)) == 1
    assert here.templates(neighbour) == ["helper.words"]


def test_a_sticker_asks_for_nothing(here: Neighbourhood) -> None:
    neighbour = here.helper()
    writes(here, neighbour, None, "sticker")
    assert to_read(here, neighbour) == []
    assert here.outbox(neighbour) == []


def test_one_reads_all_of_it_and_danger_is_not_kept_waiting(here: Neighbourhood) -> None:
    neighbour = here.helper()
    for words in FOR_A_PERSON:
        writes(here, neighbour, words)
    assert len(to_read(here, neighbour)) == 1
    for words in DANGERS:
        writes(here, neighbour, words)
    assert [one.new.emergency for one in to_read(here, neighbour)] == [False, True]


def test_what_comes_after_somebody_has_begun_to_read_is_work_again(here: Neighbourhood) -> None:
    neighbour, officer = here.helper(), here.staff(duty=True)
    writes(here, neighbour, DANGERS[0])
    (task,) = to_read(here, neighbour)
    here.answers(officer, "a", task)
    here.settle()
    writes(here, neighbour, DANGERS[1])
    assert len(to_read(here, neighbour)) == 2


def test_her_words_end_no_watch_over_a_resident(here: Neighbourhood) -> None:
    """They may be of anybody: a person says of whom, and no case or task of hers changes."""
    neighbour = here.helper()
    here.staff(duty=True)
    task = a_visit(here, here.resident(), HELPERS)
    here.answers(neighbour, "a", task)
    here.settle()
    before = here.fresh(task)
    writes(here, neighbour, "할머니 잘 계세요")
    writes(here, neighbour, "할머니가 쓰러져 계세요")
    assert here.fresh(task) == before


@pytest.mark.parametrize("result", sorted(set(RESULT_OF.values()) - {Result.HELPED}))
def test_it_ends_once_somebody_has_rung_her_and_not_otherwise(
    here: Neighbourhood, result: Result
) -> None:
    neighbour, officer = here.helper(), here.staff(duty=True)
    writes(here, neighbour, DANGERS[0])
    (task,) = to_read(here, neighbour)
    here.answers(officer, "a", task)
    here.settle()
    here.reports(officer, result, here.fresh(task))
    here.settle()
    assert here.fresh(task).state is TaskState.ACCEPTED


@pytest.mark.parametrize("words", ["/help", "살려 주세요", "오늘 회의가 몇 시죠?"])
def test_an_officer_reads_that_nobody_reads_it(here: Neighbourhood, words: str) -> None:
    officer = here.staff()
    writes(here, officer, words)
    assert here.templates(officer) == ["staff.help"]
    assert here.open_tasks(officer) == []


def test_words_that_fail_reach_a_person_all_the_same(here: Neighbourhood) -> None:
    neighbour = here.helper()
    with here.database.write() as uow:
        signals.record(
            uow,
            Draft(
                kind=SignalKind.SET_ASIDE,
                source=Source.RUNTIME,
                source_id="S1:chat",
                subject=neighbour,
                occurred_at=uow.now,
                data={"signal": "S1", "kind": SignalKind.WORKER_WROTE, "consumer": "chat"},
            ),
        )
    here.settle()
    (task,) = to_read(here, neighbour)
    assert task.new.emergency


def test_while_nobody_is_there_to_read_it_waits(here: Neighbourhood) -> None:
    neighbour = here.helper()
    writes(here, neighbour, DANGERS[0])
    (task,) = to_read(here, neighbour)
    assert offers(here, task) == {}
    here.wait(timedelta(hours=1))
    officer = here.staff()
    here.wait(timedelta(minutes=20))
    assert set(offers(here, task)) == {officer}


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Grandma fell and cannot get up", Language.en),
        ("Bà cụ bị ngã không dậy được", Language.vi),
        ("奶奶摔倒了起不来", Language.zh_Hans),
    ],
)
def test_what_is_grave_is_grave_in_every_language(
    here: Neighbourhood, words: str, language: Language
) -> None:
    neighbour = here.helper(language=language)
    writes(here, neighbour, words)
    assert here.templates(neighbour) == ["helper.words.danger"]


def test_the_list_holds_what_fits_and_says_how_much_more_there_is(here: Neighbourhood) -> None:
    neighbour = here.helper(max_load=99)
    for _ in range(22):
        a_visit(here, here.resident(telegram=False), HELPERS)
    writes(here, neighbour, "할 일")
    (shown,) = [row for row in here.outbox(neighbour) if row.template == "helper.list"]
    assert len(shown.content["offered"]) == 20
    assert shown.content["more"] == 2
    (card,) = [
        card
        for _, card in here.telegram.sent
        if isinstance(card, Card) and "그 밖에 2건이 더 있습니다." in card.text
    ]
    assert [len(row) for row in card.rows] == [2] * 10
