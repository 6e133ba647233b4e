"""A run is its seed: the same mishaps in the same order, down to every id."""

from pathlib import Path

import pytest

from tests.simulation.chance import Plan
from tests.simulation.world import world

SHORT = Plan(seed=7, days=1, residents=6)


def made(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


async def trace(plan: Plan, folder: Path) -> list[str]:
    async with world(plan, folder) as played:
        await played.run(played.until)
        await played.come_to_rest()
    return played.journal.lines


@pytest.mark.anyio
async def test_the_same_seed_gives_the_same_run(tmp_path: Path) -> None:
    first = await trace(SHORT, made(tmp_path, "first"))
    assert await trace(SHORT, made(tmp_path, "second")) == first
    assert any(" dies " in line for line in first)
