"""Another service looks after one of the town's residents, too, and is alarmed for nothing.

She is well and out in the fields: her meter shows no use. Somebody looks after her all the same.
"""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from foundation.keyring import KeyRing
from town.servers.console import Console
from vendors import service as vendors
from vendors import signing

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from datetime import datetime

    import httpx

    from runtime.demo.registry import Enrolled
    from runtime.wiring import Service
    from town.people.model import Cast, TownResident
    from town.servers.timeline import Schedule

NAME = "deundeun"
NUMBER = "031-2345-678"
ALARMED, BACK = timedelta(days=2, hours=2, minutes=5), timedelta(days=2, hours=6)
"""After the demo's start: Wednesday at 9:05, and at noon."""


def whom_it_serves(cast: Cast) -> TownResident | None:
    """The first resident whom no plug watches, and who is at home and well all week."""
    away = {one.resident for one in cast.trips}
    others = away | {one.resident for one in cast.accidents} | {one.resident for one in cast.plugs}
    return next((one for one in cast.residents if one.key not in others), None)


def look_after(
    service: Service,
    cast: Cast,
    enrolled: Enrolled,
    client: httpx.AsyncClient,
    url: str,
    schedule: Schedule,
) -> None:
    """Set the vendor up as an operator does, and let it tell what it will."""
    her = whom_it_serves(cast)
    if her is None:
        return
    text = files("runtime.demo").joinpath("deundeun.toml").read_text(encoding="utf-8")
    with service.database.write() as uow:
        vendor = vendors.add_vendor(uow, NAME, text, "deundeun.toml")
        vendors.serve(uow, enrolled.refs[her.key], NAME, NUMBER, enrolled.refs[cast.staff[0].key])
    secret = signing.secret_of(KeyRing.demo_ring(), NAME, vendor.key)
    clock = service.surroundings.clock
    console = Console(f"{url}/vendors/{NAME}", secret, client, clock.now)
    starts = clock.now()
    _say(console, schedule, starts + ALARMED, "심각", "24시간 동안 전기 사용 변화 없음")
    _say(console, schedule, starts + BACK, "정상 복귀", "전기 사용 확인")


def _say(console: Console, schedule: Schedule, at: datetime, level: str, message: str) -> None:
    def tells() -> Awaitable[None]:
        return console.tells(NUMBER, level, message)

    schedule(at, tells, "other service")
