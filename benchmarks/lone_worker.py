"""A worker as `anbu worker` runs it, with the demo's key ring: `python -m benchmarks.lone_worker`.

Its settings are in the environment. `--unlimited` lifts the providers' limits.
"""

from __future__ import annotations

import asyncio
import sys

from foundation import logs
from foundation.clock import RealClock
from foundation.ids import Ids
from foundation.keyring import KeyRing
from foundation.settings import Settings
from residents.model import ChannelName
from runtime import serve
from runtime.wiring import Surroundings, build

NO_LIMIT = 1_000_000


def main() -> None:
    """Work until told to stop."""
    settings, clock = Settings.load(), RealClock()
    logs.configure(settings.log_level, sys.stdout)
    service = build(settings, Surroundings(clock, Ids(clock), KeyRing.demo_ring()))
    if "--unlimited" in sys.argv:
        service.worker._sender._per_second = dict.fromkeys(ChannelName, NO_LIMIT)
    asyncio.run(serve._run(service, None, worker=True))


if __name__ == "__main__":
    main()
