"""The data behind a button: written and read in this one place.

Telegram allows 64 bytes, and what comes back is client input: the service checks actor, state
and version again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_BYTES = 64


class Verb(StrEnum):
    """What a press asks for."""

    FINE = "f"
    HELP = "h"
    PRACTISE = "p"
    """Either button of a question that she practises with."""
    ACCEPT = "a"
    DECLINE = "d"
    SEEN_WELL = "rw"
    SEEN_ELSEWHERE = "re"
    AWAY = "ra"
    NO_ANSWER = "rn"
    DANGER = "rd"
    SPOKEN_WELL = "rp"
    NEEDS_HELP = "rh"
    HELPED = "rc"
    HANDED_OVER = "r9"
    DIED = "rx"
    VISIT_TODAY = "rv"
    ON_DUTY = "ro"
    PLAN_MADE = "rm"
    PERSON_CALLS = "ri"
    CARE_ENDED = "rz"
    TURNED_BACK = "rt"
    """She did not go in: it was dangerous for her."""
    BACK_IN_30 = "b30"
    BACK_IN_60 = "b60"
    BACK_IN_120 = "b120"
    """She is out, and back in so many minutes."""
    CONTACT_WELL = "cw"
    CONTACT_UNREACHED = "cu"
    CONTACT_WORRIED = "cp"
    CONTACT_REFUSES = "cx"
    """She does not want to be asked, now or ever."""
    NOT_YET = "rl"
    """She will say how it went when she is rung again; no result."""
    IN_TOWN = "ty"
    OUT_OF_TOWN = "tn"
    SHOW = "s"
    """Her card of a task, at the end of the chat."""
    NOT_NOW = "dn"
    TOO_FAR = "df"
    UNWELL = "du"
    SOMEBODY_ELSE = "de"
    KEEP = "kk"
    GIVE_BACK = "kb"
    AWAY_TODAY = "wt"
    AWAY_TOMORROW = "wm"
    AWAY_WEEK = "ww"
    AWAY_OPEN = "wo"
    """Until she says that she is back."""
    BACK = "wb"


CHECKIN_VERBS = frozenset({Verb.FINE, Verb.HELP, Verb.PRACTISE})
REASON_VERBS = frozenset({Verb.NOT_NOW, Verb.TOO_FAR, Verb.UNWELL, Verb.SOMEBODY_ELSE})
"""Why she declined: a second press, for which nothing waits."""
OFFER_VERBS = REASON_VERBS | {Verb.ACCEPT, Verb.DECLINE, Verb.SHOW, Verb.KEEP, Verb.GIVE_BACK}
TOWN_VERBS = frozenset({Verb.IN_TOWN, Verb.OUT_OF_TOWN})
CONTACT_VERBS = frozenset(
    {Verb.CONTACT_WELL, Verb.CONTACT_UNREACHED, Verb.CONTACT_WORRIED, Verb.CONTACT_REFUSES}
)
BACK_VERBS = frozenset({Verb.BACK_IN_30, Verb.BACK_IN_60, Verb.BACK_IN_120})
AWAY_VERBS = frozenset(
    {Verb.AWAY_TODAY, Verb.AWAY_TOMORROW, Verb.AWAY_WEEK, Verb.AWAY_OPEN, Verb.BACK}
)
RESULT_VERBS = frozenset(Verb).difference(
    CHECKIN_VERBS, OFFER_VERBS, TOWN_VERBS, CONTACT_VERBS, BACK_VERBS, AWAY_VERBS, {Verb.NOT_YET}
)


@dataclass(frozen=True, slots=True)
class Press:
    """A button press: verb, what it is about, and the version its card showed.

    `target` is the id of a check-in or task, or a day as 20260214: the first of a festival, or the
    one on which she was asked until when she is away.
    """

    verb: Verb
    target: str
    version: int


def encode(press: Press) -> str:
    """`verb:target:version`. Raises ValueError beyond 64 bytes."""
    data = f"{press.verb}:{press.target}:{press.version}"
    if len(data.encode()) > MAX_BYTES:
        message = f"callback data of {len(data.encode())} bytes; Telegram takes {MAX_BYTES}"
        raise ValueError(message)
    return data


def decode(data: str) -> Press | None:
    """The press behind `data`, or None when it is not one of ours."""
    verb, _, rest = data.partition(":")
    target, _, version = rest.rpartition(":")
    known = verb in set(Verb) and data.isascii() and len(data) <= MAX_BYTES
    if not known or not target.isalnum() or not version.isdigit():
        return None
    return Press(Verb(verb), target, int(version))
