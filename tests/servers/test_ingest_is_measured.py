"""`python -m benchmarks.ingest`, small: everything published is there once, and is paid for."""

from pathlib import Path

import pytest

from benchmarks.ingest.__main__ import READINGS_EACH, alone, into, lines
from tests.support.database import fresh_url

pytestmark = pytest.mark.timeout(180)

FEW_PLUGS, FEW = 3, 40


def test_the_listener_is_measured_beside_paho(tmp_path: Path) -> None:
    bare = alone(FEW_PLUGS, FEW, tmp_path)
    listener = into(fresh_url(tmp_path), FEW_PLUGS, FEW, tmp_path)
    told = lines(listener, bare)
    assert READINGS_EACH == 2
    assert listener.seconds > 0
    assert bare.seconds > 0
    assert set(listener.gauge.cpu_seconds) == {"publisher", "broker", "receiver"}
    assert told["of what paho takes alone"].endswith("%")
