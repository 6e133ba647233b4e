"""What each of the town's people does when a message arrives. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from town.people.draws import draw, minutes
from town.people.model import Answers, TownHelper
from town.people.sayings import Intent, Saying, found_words

if TYPE_CHECKING:
    import random

    from town.people.model import TownResident, TownStaff


class Deed(StrEnum):
    """What a person does with her phone, or at a door."""

    NOTHING = "nothing"
    PRESS_FINE = "press_fine"
    PRESS_HELP = "press_help"
    WRITE = "write"
    STICKER = "sticker"
    ACCEPT = "accept"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class Reaction:
    """A deed after so long. `saying` is what is written with WRITE."""

    deed: Deed
    after: timedelta = timedelta()
    saying: Saying | None = None


REMINDER_HELPS = 0.6
"""The share of those who did not answer at first who do after a reminder."""
ONCE_MORE_HELPS = 0.9
"""The share of those who answer once more when they were not understood, or had no time."""
WRITES_NOW = {Answers.PRESSES: 0.0, Answers.SWITCHES: 0.5, Answers.WRITES: 1.0}
"""How often somebody of these habits writes."""
TELLS_WHERE_SHE_IS = 0.85
"""How often somebody who writes says that she is away, rather than how she is."""
STICKERS = 0.02
WANTS_TO_SAY = {
    Intent.FINE: 800,
    Intent.CHAT: 85,
    Intent.LATER: 50,
    Intent.SOMEBODY_ELSE: 25,
    Intent.STOP: 10,
    Intent.HELP: 20,
    Intent.URGENT: 10,
}
"""What those who write at home want to say, in thousandths."""
PRESSES_HELP = 0.015


def resident_reacts(
    seed: int, who: TownResident, n: int, *, reminder: bool, away: bool
) -> Reaction:
    """Say what a resident who is not helpless does with the `n`-th question."""
    chance = draw(seed, who.key, "reminder" if reminder else "question", n)
    ready = who.diligence * (REMINDER_HELPS if reminder else 1.0)
    if chance.random() > ready:
        return Reaction(Deed.NOTHING)
    after = timedelta(minutes=min(minutes(chance, 12.0, 0.9), 200.0))
    if chance.random() >= WRITES_NOW[who.answers]:
        deed = Deed.PRESS_HELP if chance.random() < PRESSES_HELP else Deed.PRESS_FINE
        return Reaction(deed, after)
    if chance.random() < STICKERS:
        return Reaction(Deed.STICKER, after)
    return Reaction(Deed.WRITE, after, _wants_to_say(chance, who, away=away))


def _wants_to_say(chance: random.Random, who: TownResident, *, away: bool) -> Saying:
    if away and chance.random() < TELLS_WHERE_SHE_IS:
        return found_words(chance, who.language, Intent.AWAY)
    intent = chance.choices(list(WANTS_TO_SAY), weights=list(WANTS_TO_SAY.values()))[0]
    return found_words(chance, who.language, intent)


def resident_says_again(seed: int, who: TownResident, n: int) -> Reaction:
    """Say what she does when she is asked once more about the same: she is well, and says so."""
    chance = draw(seed, who.key, "once more", n)
    if chance.random() > ONCE_MORE_HELPS:
        return Reaction(Deed.NOTHING)
    after = timedelta(minutes=min(minutes(chance, 6.0, 0.7), 50.0))
    if chance.random() >= WRITES_NOW[who.answers]:
        return Reaction(Deed.PRESS_FINE, after)
    return Reaction(Deed.WRITE, after, found_words(chance, who.language, Intent.FINE))


class PickUp(StrEnum):
    """What happens when her telephone rings."""

    ANSWERS = "answers"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    NOBODY = "nobody"


ANSWERS_CALLS = 0.75
"""The share of the diligent who pick up: people are out, asleep or on the field."""


def picks_up(seed: int, who: TownResident, n: int) -> PickUp:
    """Say what a well resident's telephone does with the `n`-th call."""
    chance = draw(seed, who.key, "ring", n)
    if chance.random() < who.diligence * ANSWERS_CALLS:
        return PickUp.ANSWERS
    roll = chance.random()
    if roll < 0.1:
        return PickUp.BUSY
    return PickUp.VOICEMAIL if roll < 0.35 else PickUp.NOBODY


RINGS_BACK = 0.12
"""How often somebody rings the number that announced a call, or that she missed."""


def rings_back(seed: int, who: TownResident, n: int) -> timedelta | None:
    """After how long she rings back, told for the `n`-th time that we tried; None: she does not."""
    chance = draw(seed, who.key, "ring back", n)
    if chance.random() >= RINGS_BACK * who.diligence:
        return None
    return timedelta(minutes=min(minutes(chance, 8.0, 0.7), 60.0))


def presses(seed: int, who: TownResident, n: int, asked_before: int) -> str:
    """The key she presses in the `n`-th call she answers; empty when she only listens."""
    chance = draw(seed, who.key, f"key-{asked_before}", n)
    keys = ("1", "2", "9", "0", "3", "")
    return chance.choices(keys, weights=(88, 1, 4, 1, 1, 5))[0]


WORKERS_ANSWER = 0.8
"""The share of calls about work that helpers and officers take, whatever the hour."""
OFFICER_TAKES = 0.93


def worker_picks_up(seed: int, who: TownHelper | TownStaff, n: int) -> PickUp:
    """Say what the telephone of a helper or an officer does with the `n`-th call about work."""
    chance = draw(seed, who.key, "ring", n)
    if chance.random() < WORKERS_ANSWER:
        return PickUp.ANSWERS
    return PickUp.VOICEMAIL if chance.random() < 0.3 else PickUp.NOBODY


def worker_presses(seed: int, who: TownHelper | TownStaff, n: int) -> str:
    """The key she presses in the `n`-th call about work: she takes it, or leaves it to others."""
    chance = draw(seed, who.key, "key", n)
    if isinstance(who, TownHelper):
        takes = who.reliability
    else:
        takes = 1.0 if who.role == "lead" else OFFICER_TAKES
    return "1" if chance.random() < takes else "2"


def helper_reacts(seed: int, who: TownHelper, n: int) -> Reaction:
    """Say what a helper does with the `n`-th offer."""
    chance = draw(seed, who.key, "offer", n)
    after = timedelta(minutes=min(minutes(chance, 6.0), 60.0))
    roll = chance.random()
    if roll < who.reliability:
        return Reaction(Deed.ACCEPT, after)
    return Reaction(Deed.DECLINE if roll < who.reliability + 0.15 else Deed.NOTHING, after)


def staff_reacts(seed: int, who: TownStaff, n: int) -> Reaction:
    """Officers take nearly everything, leads everything, within minutes."""
    chance = draw(seed, who.key, "offer", n)
    after = timedelta(minutes=min(minutes(chance, 2.5, 0.5), 4.5))
    takes = who.role == "lead" or chance.random() < OFFICER_TAKES
    return Reaction(Deed.ACCEPT if takes else Deed.NOTHING, after)


FORGETS = 0.04
"""How often a helper accepts and then does not go: the service must take the task back."""


def sets_out(seed: int, who: TownHelper, n: int) -> timedelta | None:
    """How long a helper takes to the door after accepting, or None when she forgets."""
    chance = draw(seed, who.key, "visit", n)
    if chance.random() < FORGETS:
        return None
    return timedelta(minutes=min(minutes(chance, 16.0, 0.4), 27.0))


def officer_acts(seed: int, who: TownStaff, n: int) -> timedelta:
    """How long an officer takes to ring her, or to have gone there."""
    chance = draw(seed, who.key, "act", n)
    return timedelta(minutes=min(minutes(chance, 12.0, 0.4), 25.0))


class Plight(StrEnum):
    """How a resident really is."""

    WELL = "well"
    AWAY = "away"
    NEEDS_HELP = "needs_help"
    """She has said so, and nobody has seen to it yet."""
    IN_DANGER = "in_danger"
    """The same, and it is urgent."""
    HELPLESS = "helpless"
    """She can say nothing any more."""
    IN_HOSPITAL = "in_hospital"
    """The office handed her over to 119."""


class Found(StrEnum):
    """What somebody finds at the door, named as the button that says it."""

    WELL = "rw"
    ELSEWHERE = "re"
    AWAY = "ra"
    NO_ANSWER = "rn"
    SPOKEN_WELL = "rp"
    NEEDS_HELP = "rh"
    DANGER = "rd"
    HELPED = "rc"
    HANDED_OVER = "r9"


PLAIN_TO_SEE = {
    Plight.AWAY: Found.AWAY,
    Plight.IN_HOSPITAL: Found.AWAY,
    Plight.NEEDS_HELP: Found.NEEDS_HELP,
    Plight.IN_DANGER: Found.DANGER,
}
"""She opens and says so, or the neighbours know."""


def at_the_door(
    seed: int, resident: TownResident, n: int, *, plight: Plight, second_visit: bool
) -> Found:
    """Say what a visitor finds. Signs of danger are sometimes seen only the second time."""
    if plight in PLAIN_TO_SEE:
        return PLAIN_TO_SEE[plight]
    chance = draw(seed, resident.key, "door", n)
    roll = chance.random()
    if plight is Plight.HELPLESS:
        return Found.DANGER if second_visit or roll < 0.85 else Found.NO_ANSWER
    if roll < 0.85:
        return Found.WELL
    return Found.ELSEWHERE if roll < 0.95 else Found.NO_ANSWER


def seen_to(plight: Plight) -> Found:
    """Say what an officer has done who rang, and went there when nobody answered."""
    match plight:
        case Plight.HELPLESS | Plight.IN_DANGER:
            return Found.HANDED_OVER
        case Plight.NEEDS_HELP:
            return Found.HELPED
        case Plight.IN_HOSPITAL:
            return Found.AWAY
        case Plight.WELL | Plight.AWAY:
            return Found.SPOKEN_WELL
