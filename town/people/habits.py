"""What each of the town's people does when a message arrives. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from town.people.draws import draw, minutes

if TYPE_CHECKING:
    from town.people.cast import TownHelper, TownResident, TownStaff


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
    """A deed after so long. `words` is what is written with WRITE."""

    deed: Deed
    after: timedelta = timedelta()
    words: str = ""


SAYINGS_FINE = (
    "네",
    "괜찮아요",
    "잘 있습니다",
    "네 괜찮아요",
    "별일 없어요",
    "예",
    "ㄱㅊ",
    "건강합니다",
)
SAYINGS_UNCLEAR = (
    "오늘 장날이라 시장 왔다",
    "손주가 왔어요",
    "날이 꾸무리하네",
    "응?",
    "밥 묵었다",
)
SAYINGS_HELP = ("허리가 아파서 꼼짝을 못 하겠어요", "몸살이 났어요 아파요", "도와주이소")
SAYINGS_URGENT = ("숨이 차서 죽겠어요", "넘어졌는데 못 일어나겠어요")

REMINDER_HELPS = 0.6
"""The share of those who did not answer at first who do after a reminder."""


def resident_reacts(seed: int, who: TownResident, n: int, *, reminder: bool) -> Reaction:
    """Say what a well resident does with the `n`-th question."""
    chance = draw(seed, who.key, "reminder" if reminder else "question", n)
    ready = who.diligence * (REMINDER_HELPS if reminder else 1.0)
    if chance.random() > ready:
        return Reaction(Deed.NOTHING)
    after = timedelta(minutes=min(minutes(chance, 12.0, 0.9), 200.0))
    roll = chance.random()
    if roll < 0.86:
        return Reaction(Deed.PRESS_FINE, after)
    if roll < 0.93:
        return Reaction(Deed.WRITE, after, chance.choice(SAYINGS_FINE))
    if roll < 0.95:
        return Reaction(Deed.WRITE, after, chance.choice(SAYINGS_UNCLEAR))
    if roll < 0.96:
        return Reaction(Deed.STICKER, after)
    if roll < 0.98:
        return Reaction(Deed.PRESS_HELP, after)
    words = SAYINGS_HELP if roll < 0.993 else SAYINGS_URGENT
    return Reaction(Deed.WRITE, after, chance.choice(words))


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


def presses(seed: int, who: TownResident, n: int, asked_before: int) -> str:
    """The key she presses in the `n`-th call she answers; empty when she only listens."""
    chance = draw(seed, who.key, f"key-{asked_before}", n)
    keys = ("1", "2", "9", "0", "3", "")
    return chance.choices(keys, weights=(86, 3, 4, 1, 1, 5))[0]


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
    takes = who.role == "lead" or chance.random() < 0.93
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


class Found(StrEnum):
    """What somebody finds at the door, named as the button that says it."""

    WELL = "rw"
    ELSEWHERE = "re"
    NO_ANSWER = "rn"
    SPOKEN_WELL = "rp"
    DANGER = "rd"


def at_the_door(
    seed: int, resident: TownResident, n: int, *, lies_helpless: bool, second_visit: bool
) -> Found:
    """Say what a visitor finds. Signs of danger are sometimes seen only the second time."""
    chance = draw(seed, resident.key, "door", n)
    roll = chance.random()
    if lies_helpless:
        return Found.DANGER if second_visit or roll < 0.85 else Found.NO_ANSWER
    if roll < 0.85:
        return Found.WELL
    return Found.ELSEWHERE if roll < 0.95 else Found.NO_ANSWER


def on_the_phone(*, lies_helpless: bool) -> Found:
    """Say what an officer finds who rings, and goes there when nobody answers."""
    return Found.DANGER if lies_helpless else Found.SPOKEN_WELL


def within_working_hours(at: datetime) -> bool:
    """Whether a local time falls into an officer's working day."""
    return at.weekday() < 5 and 9 <= at.hour < 18
