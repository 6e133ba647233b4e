"""The chaos benchmark, for a moment: the service is killed once, in the middle of its work."""

from pathlib import Path

import pytest

from benchmarks.chaos.run import Plan, played

A_MOMENT = Plan(
    seed=1,
    residents=24,
    each_second=4.0,
    seconds=None,
    kills=1,
    lives_on=(1.0, 1.5),
    rest_seconds=3.0,
)


@pytest.mark.anyio
@pytest.mark.timeout(240)
async def test_nothing_is_lost_when_the_service_is_killed(tmp_path: Path) -> None:
    told = await played(A_MOMENT, tmp_path, f"sqlite:///{tmp_path / 'anbu.db'}", None)
    assert told.broken == []
    assert told.raised == []
    assert told.lives == {"serve 0": "killed 1 times, started 2 times"}
    counted = {finding.title: finding.counts for finding in told.found}
    assert counted["webhooks"]["acknowledged"] > 0
    assert counted["webhooks"]["found"] == counted["webhooks"]["acknowledged"]
