"""How far back in the order declining puts somebody: never further than without a reason."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.decide import COUNTS, declines_weigh
from tasks.model import DeclineReason

DECLINED = st.dictionaries(st.sampled_from([None, *DeclineReason]), st.integers(1, 9))


def test_every_reason_counts_something_or_nothing() -> None:
    assert COUNTS == {
        None: 2,
        DeclineReason.UNWELL: 2,
        DeclineReason.NOT_NOW: 1,
        DeclineReason.TOO_FAR: 0,
        DeclineReason.SOMEBODY_ELSE: 0,
        DeclineReason.AWAY: 0,
    }


@given(DECLINED)
def test_a_reason_never_costs_more_than_none(declined: dict[DeclineReason | None, int]) -> None:
    assert 0 <= declines_weigh(declined) <= declines_weigh({None: sum(declined.values())})


@given(DECLINED, st.sampled_from([None, *DeclineReason]))
def test_declining_once_more_never_brings_forward(
    declined: dict[DeclineReason | None, int], why: DeclineReason | None
) -> None:
    more = {**declined, why: declined.get(why, 0) + 1}
    assert declines_weigh(more) >= declines_weigh(declined)
