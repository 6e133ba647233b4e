"""The town's people: what they say and mean, how they answer, what is found at their doors."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from locales.model import Language
from messaging.understanding.words import understand
from runtime.demo.heard import Hearing
from signals.model import Meaning
from town.people import habits
from town.people.cast import make_cast
from town.people.habits import Deed, Found, PickUp, Plight
from town.people.homes import TV, Still, mean_watts, uses_on
from town.people.model import HIGH, Accident, Answers, Cast, Owns, Trip
from town.people.sayings import LANGUAGES, Intent, every_saying
from town.truth import Truth

START = datetime(2026, 9, 7, tzinfo=UTC)
SAYINGS = list(every_saying())
CAST = make_cast(1, ("jijwa-dong", "apo-eup"), 400, START, 7)
ASKED = range(400)


def test_there_are_many_sayings_and_each_means_one_thing() -> None:
    meant: dict[tuple[str, str], Intent] = {}
    for language, saying in SAYINGS:
        assert meant.setdefault((language, saying.words), saying.intent) is saying.intent
    assert len({words for _, words in meant}) >= 120
    assert len(meant) == len(SAYINGS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_said_in_every_language(language: str) -> None:
    assert set(LANGUAGES[language]) == set(Intent)
    assert all(LANGUAGES[language].values())


def test_no_call_for_help_of_the_town_is_taken_for_anything_that_sends_nobody() -> None:
    for language, saying in SAYINGS:
        understood = understand(saying.words, Language(language)).meaning
        assert not Hearing(saying.words, saying.intent, understood).is_dangerous, saying


@pytest.mark.parametrize(
    ("meant", "understood", "as_meant", "dangerous"),
    [
        (Intent.FINE, Meaning.OK, True, False),
        (Intent.FINE, Meaning.URGENT, False, False),
        (Intent.CHAT, Meaning.UNCLEAR, True, False),
        (Intent.CHAT, Meaning.OK, False, False),
        (Intent.HELP, Meaning.URGENT, False, False),
        (Intent.HELP, Meaning.UNCLEAR, False, False),
        (Intent.HELP, Meaning.OK, False, True),
        (Intent.URGENT, Meaning.LATER, False, True),
        (Intent.URGENT, Meaning.ABSENT, False, True),
        (Intent.URGENT, None, False, True),
        (Intent.FINE, None, False, False),
    ],
)
def test_only_a_call_for_help_that_sends_nobody_is_dangerous(
    meant: Intent, understood: Meaning | None, *, as_meant: bool, dangerous: bool
) -> None:
    hearing = Hearing("…", meant, understood)
    assert (hearing.as_meant, hearing.is_dangerous) == (as_meant, dangerous)


def test_people_own_different_things_and_a_landline_is_at_home() -> None:
    owned = Counter(one.owns for one in CAST.residents)
    assert set(owned) == set(Owns)
    for one in CAST.residents:
        assert (one.chat_id is not None) == (one.owns is Owns.SMARTPHONE)
        assert one.phone.startswith("054-" if one.owns is Owns.LANDLINE else "010-")


def test_people_grew_up_with_different_languages_and_answer_in_them() -> None:
    assert {one.language for one in CAST.residents} == set(LANGUAGES)
    for one in CAST.residents:
        hers = {words for by_intent in LANGUAGES[one.language].values() for words in by_intent}
        said = habits.resident_reacts(1, one, 0, reminder=False, away=False).saying
        assert said is None or said.words in hers


def deeds(answers: Answers, *, away: bool = False) -> Counter[Deed]:
    who = replace(CAST.residents[0], answers=answers, diligence=1.0)
    return Counter(habits.resident_reacts(1, who, n, reminder=False, away=away).deed for n in ASKED)


def test_some_always_press_some_always_write_some_switch() -> None:
    presses = {Deed.PRESS_FINE, Deed.PRESS_HELP}
    writes = {Deed.WRITE, Deed.STICKER}
    assert set(deeds(Answers.PRESSES)) <= presses
    assert set(deeds(Answers.WRITES)) <= writes
    switches = deeds(Answers.SWITCHES)
    assert sum(switches[one] for one in presses) > len(ASKED) / 3
    assert sum(switches[one] for one in writes) > len(ASKED) / 3


def intents(*, away: bool) -> Counter[Intent]:
    who = replace(CAST.residents[0], answers=Answers.WRITES, diligence=1.0)
    said = [habits.resident_reacts(1, who, n, reminder=False, away=away).saying for n in ASKED]
    return Counter(one.intent for one in said if one is not None)


def test_who_is_away_says_so_and_nobody_else_does() -> None:
    assert intents(away=False)[Intent.AWAY] == 0
    away = intents(away=True)
    assert away.most_common(1)[0][0] is Intent.AWAY


def test_who_is_asked_once_more_answers_clearly_or_not_at_all() -> None:
    who = replace(CAST.residents[0], answers=Answers.SWITCHES)
    for n in ASKED:
        again = habits.resident_says_again(1, who, n)
        assert again.deed in {Deed.NOTHING, Deed.PRESS_FINE, Deed.WRITE}
        assert again.saying is None or again.saying.intent is Intent.FINE


def test_one_more_question_to_one_person_moves_nobody_else() -> None:
    one, other = CAST.residents[:2]
    before = habits.resident_reacts(1, other, 0, reminder=False, away=False)
    habits.resident_reacts(1, one, 0, reminder=False, away=False)
    assert habits.resident_reacts(1, other, 0, reminder=False, away=False) == before


def test_nobody_who_has_an_accident_is_away_and_all_come_back() -> None:
    struck = {one.resident for one in CAST.accidents}
    assert CAST.trips
    assert struck.isdisjoint(one.resident for one in CAST.trips)
    assert all(timedelta(days=1) <= one.returns - one.leaves <= timedelta(days=4)
               for one in CAST.trips)  # fmt: skip


class Clock:
    """Any moment after the start."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def moment() -> Clock:
    return Clock()


HER = CAST.residents[0].key
TRIP = Trip(HER, START + timedelta(hours=1), START + timedelta(hours=30))


def truth(moment: Clock, *trips: Trip) -> Truth:
    return Truth(Cast(CAST.residents, (), (), (), trips), moment.now)


def test_a_trip_begins_and_ends(moment: Clock) -> None:
    true = truth(moment, TRIP)
    assert true.plight(HER) is Plight.WELL
    moment.at = TRIP.leaves
    assert (true.plight(HER), true.left_at(HER)) == (Plight.AWAY, TRIP.leaves)
    moment.at = TRIP.returns
    assert (true.plight(HER), true.left_at(HER)) == (Plight.WELL, None)


def test_a_call_for_help_stands_until_the_office_has_seen_to_it(moment: Clock) -> None:
    true = truth(moment)
    true.needs_help(HER, urgent=False)
    true.needs_help(HER, urgent=True)
    assert true.plight(HER) is Plight.IN_DANGER
    moment.at += timedelta(minutes=20)
    true.seen(HER, Found.DANGER, by_office=False)
    moment.at += timedelta(minutes=20)
    assert true.plight(HER) is Plight.IN_DANGER
    true.seen(HER, Found.HANDED_OVER, by_office=True)
    assert true.plight(HER) is Plight.IN_HOSPITAL
    assert not true.can_answer(HER)
    (call,) = true.calls_for_help
    assert call.waited == timedelta(minutes=20)
    assert not true.false_alarms


def test_who_was_helped_by_the_office_is_well_again(moment: Clock) -> None:
    true = truth(moment)
    true.needs_help(HER, urgent=False)
    true.seen(HER, Found.HELPED, by_office=True)
    assert true.plight(HER) is Plight.WELL


def test_nobody_falls_at_home_who_is_in_hospital(moment: Clock) -> None:
    true = truth(moment)
    true.needs_help(HER, urgent=True)
    true.seen(HER, Found.HANDED_OVER, by_office=True)
    true.befalls(Accident(HER, START))
    assert not true.helpless


def test_who_lies_helpless_is_found_when_the_signs_are_seen(moment: Clock) -> None:
    true = truth(moment)
    true.befalls(Accident(HER, START))
    moment.at = TRIP.leaves
    assert true.plight(HER) is Plight.HELPLESS
    true.seen(HER, Found.NO_ANSWER, by_office=False)
    assert HER not in true.found
    true.seen(HER, Found.DANGER, by_office=False)
    assert true.found[HER] == TRIP.leaves
    assert (true.plight(HER), true.left_at(HER)) == (Plight.HELPLESS, None)
    true.seen(HER, Found.HANDED_OVER, by_office=True)
    assert (true.plight(HER), true.left_at(HER)) == (Plight.IN_HOSPITAL, TRIP.leaves)


def test_a_visit_that_finds_all_well_is_counted_and_one_that_finds_her_away_is_not(
    moment: Clock,
) -> None:
    true = truth(moment, TRIP)
    true.seen(HER, Found.WELL, by_office=False)
    moment.at = TRIP.leaves
    true.seen(HER, Found.AWAY, by_office=False)
    assert true.false_alarms == [HER]


@pytest.mark.parametrize(
    ("plight", "door", "office"),
    [
        (Plight.AWAY, Found.AWAY, Found.SPOKEN_WELL),
        (Plight.IN_HOSPITAL, Found.AWAY, Found.AWAY),
        (Plight.NEEDS_HELP, Found.NEEDS_HELP, Found.HELPED),
        (Plight.IN_DANGER, Found.DANGER, Found.HANDED_OVER),
    ],
)
def test_what_is_the_matter_is_seen_at_the_door_and_seen_to_by_the_office(
    plight: Plight, door: Found, office: Found
) -> None:
    her = CAST.residents[0]
    found = {habits.at_the_door(1, her, n, plight=plight, second_visit=False) for n in range(50)}
    assert found == {door}
    assert habits.seen_to(plight) is office


def test_who_leaves_switches_off_and_who_falls_does_not() -> None:
    use = uses_on(1, HER, TV, START.date())[0]
    middle = use.since + (use.until - use.since) / 2
    before, after = use.since + timedelta(minutes=5), use.until + timedelta(hours=1)
    left, fallen = Still(middle, left_on=False), Still(middle, left_on=True)
    assert mean_watts(1, HER, TV, before, left) == mean_watts(1, HER, TV, before, None) > 50
    assert mean_watts(1, HER, TV, after, left) == mean_watts(1, HER, TV, after, None) < 1
    for days in range(5):
        assert mean_watts(1, HER, TV, after + timedelta(days=days), fallen) > 50
    evening = use.until.replace(hour=19, minute=30)
    assert mean_watts(1, HER, TV, evening, left) < 1 < mean_watts(1, HER, TV, evening, None)


def test_those_who_are_asked_every_day_go_on_trips_first() -> None:
    tiers = {one.key: one.tier for one in CAST.residents}
    assert {tiers[one.resident] for one in CAST.trips} == {HIGH}


def test_most_of_those_who_do_the_work_pick_up_and_some_telephones_only_record() -> None:
    officer = CAST.staff[0]
    deeds = Counter(habits.worker_picks_up(1, officer, n) for n in ASKED)
    assert 0.7 < deeds[PickUp.ANSWERS] / len(ASKED) < 0.9
    assert deeds[PickUp.VOICEMAIL] > 0
    assert deeds[PickUp.NOBODY] > 0


def test_leads_take_all_work_by_telephone_and_helpers_as_much_as_by_card() -> None:
    lead, helper = CAST.staff[-1], CAST.helpers[0]
    assert {habits.worker_presses(1, lead, n) for n in ASKED} == {"1"}
    pressed = Counter(habits.worker_presses(1, helper, n) for n in ASKED)
    assert set(pressed) == {"1", "2"}
    assert abs(pressed["1"] / len(ASKED) - helper.reliability) < 0.1


def test_the_days_of_one_who_is_well_lie_later_since_a_week_before() -> None:
    turned = CAST.turned
    assert turned is not None
    assert turned.resident not in {
        *(one.resident for one in CAST.accidents),
        *(one.resident for one in CAST.trips),
        *(one.resident for one in CAST.pulled_out),
    }
    before, after = turned.since - timedelta(minutes=10), turned.since
    assert after == START.replace(tzinfo=None) - timedelta(days=7)
    assert turned.as_before(turned.resident, before) == before
    assert turned.as_before(turned.resident, after) == after - timedelta(hours=7)
    assert turned.as_before("somebody else", after) == after
