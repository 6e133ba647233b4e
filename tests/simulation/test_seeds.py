"""A town against the production loop: crashes, stalls, spoilt answers, stray updates, two workers.

`make simulate SEEDS=200` plays many runs, `make simulate SEED=17` plays one again.
"""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.simulation.chance import Plan
from tests.simulation.judge import AT_THE_END, judge
from tests.simulation.played import SECONDS
from tests.simulation.world import world

EXPECTED = {"provider_not_asked"}
"""Errors that the run provokes: a provider that does not tell what it has."""


@pytest.mark.anyio
@pytest.mark.timeout(SECONDS)
async def test_no_rule_is_ever_broken(plan: Plan, tmp_path: Path) -> None:
    with capture_logs() as logs:
        async with world(plan, tmp_path) as played:
            await played.run(played.until, judge)
            await played.come_to_rest()
            played.read_all_anew()
            judge(played, played.clock.now(), AT_THE_END)
    errors = {line["event"] for line in logs if line["log_level"] == "error"}
    assert errors <= EXPECTED, plan.replay
    assert played.journal.calls, "nobody was asked anything"
