"""A home's routine without the times when nobody was at home. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from plugs.routine import today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugs.routine.arrays import Bools
    from plugs.routine.signs import Signs
    from plugs.routine.today import Routine


def learn(channels: Sequence[Signs], weekend: Bools, away: Bools) -> Routine:
    """What the days before the last one have shown of whoever was at home.

    `away`: slots in which nobody was. Their silence is no long silence at home; what is learnt
    from it can bring an alarm forward and never puts one off.
    """
    everything = today.learn(channels, weekend)
    if not away.any():
        return everything
    at_home = today.learn([replace(one, known=one.known & ~away) for one in channels], weekend)
    return sharper(everything, at_home) if at_home.relied_on else everything


def sharper(everything: Routine, at_home: Routine) -> Routine:
    """Of two routines of one home what makes a silence more unusual."""
    weekday, weekend = np.maximum(everything.expects, at_home.expects).tolist()
    return replace(
        everything,
        expects=(tuple(weekday), tuple(weekend)),
        hours=min(everything.hours, at_home.hours),
        missed=min(everything.missed, at_home.missed),
        longest=min(everything.longest, at_home.longest),
        relied_on=True,
    )
