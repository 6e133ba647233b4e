"""How fast somebody is spoken to on the telephone, in percent of a voice's own pace."""

from typing import Final

SLOW: Final = 70
NORMAL: Final = 85
"""For everybody who did not wish for another: a synthetic voice's own pace is a reader's, and
most of those who are rung are older than seventy."""
FAST: Final = 100
SLOWEST: Final = 60
"""Words fall apart into syllables below this; Twilio's voices would go down to 20."""
FASTEST: Final = 120
RATES: Final = range(SLOWEST, FASTEST + 1)


class WrongRateError(ValueError):
    """Nobody can follow a voice at this pace."""

    def __init__(self, percent: int) -> None:
        super().__init__(f"A speaking rate is {SLOWEST} to {FASTEST} percent, not {percent}.")
        self.percent = percent


def checked_rate(percent: int) -> int:
    """The rate as it came. Raises WrongRateError."""
    if percent not in RATES:
        raise WrongRateError(percent)
    return percent
