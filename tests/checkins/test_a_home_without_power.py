"""Why she is asked when nothing is heard of her home."""

from datetime import timedelta

import pytest

from checkins.model import Occasion
from residents.model import Tier
from signals.model import Ref, SignalKind
from tests.runtime.neighbourhood import Neighbourhood


def asked_and_well(here: Neighbourhood, tier: Tier) -> Ref:
    her = here.resident(tier=tier)
    here.asked(her)
    here.wait(timedelta(minutes=5))
    here.presses(her, "f")
    here.settle()
    return her


@pytest.mark.parametrize(
    ("cause", "occasion"),
    [
        ("home", Occasion.POWER_CUT),  # alone, but with all of its plugs
        ("unplugged", Occasion.DEVICE_FAULT),
        ("silent", Occasion.DEVICE_FAULT),
    ],
)
def test_a_plug_that_came_out_is_no_power_cut(
    here: Neighbourhood, cause: str, occasion: Occasion
) -> None:
    her = asked_and_well(here, Tier.MEDIUM)
    here.record(her, SignalKind.DEVICE_FAULT, device="device:1", cause=cause)
    here.settle()
    assert here.checkin(her).occasion is occasion


def test_whoever_was_asked_because_of_her_plug_is_not_asked_again(here: Neighbourhood) -> None:
    her = asked_and_well(here, Tier.MEDIUM)
    here.record(her, SignalKind.POWER_CUT, asked=True)
    here.settle()
    assert here.checkin(her).occasion is Occasion.PLANNED


@pytest.mark.parametrize(("tier", "minutes"), [(Tier.HIGH, 0), (Tier.MEDIUM, 10), (Tier.LOW, 20)])
def test_whom_it_endangers_most_is_asked_first(
    here: Neighbourhood, tier: Tier, minutes: int
) -> None:
    her = asked_and_well(here, tier)
    told_at = here.now()
    here.record(her, SignalKind.POWER_CUT, asked=False)
    here.settle()
    asked = here.checkin(her)
    assert asked.occasion is Occasion.POWER_CUT
    assert (asked.slot_at - told_at) // timedelta(minutes=1) == minutes
