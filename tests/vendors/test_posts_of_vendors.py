"""What a vendor posts: let in when it is signed, recorded first, counted when it is not genuine."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import make_url

from foundation import limits
from foundation.engines import make_engine
from signals.model import Source
from tests.vendors.maps import NAME
from tests.vendors.vendor_world import VendorWorld, post
from vendors import service as vendors
from vendors import signing, store
from vendors.model import Fault, State
from vendors.signing import HEADER

pytestmark = pytest.mark.anyio


async def test_repeated_within_its_time_it_is_there_once(city: VendorWorld) -> None:
    her = city.her()
    body = json.dumps(post()).encode()
    headers = city.signed(body)
    assert [await city.posts(body, headers) for _ in range(3)] == [202] * 3
    city.clock.advance(timedelta(minutes=4))
    assert await city.posts(body) == 202  # and signed anew by the vendor
    await city.works()
    assert len([one for one in city.heard(her) if one.source is Source.VENDORS]) == 1


@pytest.mark.parametrize("late", [timedelta(minutes=6), timedelta(minutes=-6), timedelta(hours=9)])
async def test_a_replay_and_a_wrong_clock_are_not_let_in(
    city: VendorWorld, late: timedelta
) -> None:
    her = city.her()
    body = json.dumps(post()).encode()
    secret = signing.secret_of(city.service.surroundings.keyring, NAME, 1)
    headers = {HEADER: signing.written(secret, 1, city.clock.now() - late, body)}
    assert await city.posts(body, headers) == 401
    await city.works()
    assert city.heard(her) == []
    assert city.refused() == {NAME: 1}


def forged(city: VendorWorld, body: bytes) -> list[dict[str, str]]:
    genuine = city.signed(body)[HEADER]
    at, key, mac = genuine.split(",")
    return [
        {},
        {HEADER: ""},
        {HEADER: "v1=00"},
        {HEADER: f"{at},{key},v1={'0' * 64}"},
        {HEADER: f"{at},k=2,{mac}"},
        {HEADER: f"t={int(at[2:]) + 1},{key},{mac}"},
        {HEADER: f"t={'9' * 10},{key},{mac}"},
        {HEADER: f"t={'9' * 400},{key},{mac}"},
        {HEADER: genuine.upper()},
        {HEADER: f"{genuine},{mac}"},
    ]


async def test_what_is_not_genuine_is_counted_and_nothing_of_it_read(city: VendorWorld) -> None:
    her = city.her()
    body = json.dumps(post()).encode()
    wrong = forged(city, body)
    for headers in wrong:
        assert await city.posts(body, headers) == 401, headers
        city.clock.advance(timedelta(seconds=2))
    assert await city.posts(post(), city.signed(body + b" ")) == 401
    await city.works()
    assert (city.heard(her), city.waiting()) == ([], [])
    assert city.refused() == {NAME: len(wrong) + 1}


async def test_a_flood_of_wrong_posts_writes_once_a_second(
    city: VendorWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    count = store.count_refused

    def counted(*known: Any) -> None:
        written.append(known[-1])
        count(*known)

    monkeypatch.setattr("vendors.webhook.store.count_refused", counted)
    for _ in range(5):
        await city.posts(b"{}", {})
    city.clock.advance(timedelta(seconds=2))
    await city.posts(b"{}", {})
    assert written == [1, 5]
    assert city.refused() == {NAME: 6}


@pytest.mark.parametrize("name", ["other", "Deundeun", "a" * 101, "%2e%2e"])
async def test_nobody_posts_for_a_vendor_that_does_not_exist(city: VendorWorld, name: str) -> None:
    body = json.dumps(post()).encode()
    assert await city.posts(body, city.signed(body, name=name), name) in {401, 404}
    assert await city.posts(body, city.signed(body), name) in {401, 404}
    assert city.waiting() == []


async def test_a_body_that_is_too_large_is_not_read_to_its_end(city: VendorWorld) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b" " * 65_536

    assert await city.posts(endless(), city.signed(b"")) == 413
    assert sent * 65_536 <= limits.INBOUND_BODY_BYTES + 2 * 65_536
    big = b" " * (limits.INBOUND_BODY_BYTES + 1)
    assert await city.posts(big) == 413


async def test_an_unsigned_body_is_not_even_read(city: VendorWorld) -> None:
    read: list[str] = []

    async def body() -> AsyncIterator[bytes]:
        read.append("begun")
        yield b"{}"

    assert await city.posts(body(), {}) == 401
    assert read == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"\xff\xff\xff", Fault.NOT_TEXT),
        (b"", Fault.NOT_JSON),
        (b"[" * 90_000, Fault.NOT_JSON),
        (b'{"contract": {"no": "\\ud800"}}', Fault.NO_NUMBER),
        (b'[{"level": 1}, 2]', Fault.NO_EVENTS),
        (json.dumps(post("불명")).encode(), Fault.STRANGE_WHAT),
        (json.dumps(post(number="410101-2345678")).encode(), Fault.RESIDENT_NUMBER),
    ],
)
async def test_what_is_genuine_and_no_message_waits_for_an_official(
    city: VendorWorld, body: bytes, fault: Fault
) -> None:
    city.her()
    assert await city.posts(body) == 202
    assert await city.posts(body) == 202
    (waits,) = city.waiting()
    assert (waits.state, waits.fault) == (State.UNREADABLE, fault)
    assert "410101" not in (waits.words or "")


async def test_korean_of_an_old_server_is_heard(city: VendorWorld) -> None:
    her = city.her()
    body = json.dumps(post(), ensure_ascii=False).encode("cp949")
    assert await city.posts(body) == 202
    (alarm,) = city.heard(her)
    assert alarm.words == "심각 · 24시간 없음"


async def test_a_new_secret_leaves_a_week_to_change(city: VendorWorld) -> None:
    with city.service.database.write() as uow:
        assert vendors.change_secret(uow, NAME).key == 2
    assert await city.posts(b"{}", city.signed(b"{}", key=1)) == 202
    assert await city.posts(b"{}", city.signed(b"{}", key=2)) == 202
    city.clock.advance(timedelta(days=7))
    assert await city.posts(b"{}", city.signed(b"{}", key=1)) == 401
    with city.service.database.write() as uow:
        vendors.end_vendor(uow, NAME)
    assert await city.posts(b"{}", city.signed(b"{}", key=2)) == 401


@pytest.fixture
def gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database refuses at once what it cannot do."""
    monkeypatch.setattr(limits, "INTAKE_DATABASE_SECONDS", 0.1)
    monkeypatch.setattr(limits, "SQLITE_BUSY_SECONDS", 0)
    monkeypatch.setattr(limits, "LOCK_WAIT_SECONDS", 0.01)


async def test_while_the_database_is_away_it_waits_in_the_spool(
    gives_up: None, city: VendorWorld, database_url: str
) -> None:
    her = city.her()
    engine = make_engine(database_url, pooled=False)
    with engine.begin() as connection:  # on SQLite nobody else writes
        if make_url(database_url).get_backend_name() != "sqlite":
            locks = "LOCK TABLE vendor, vendor_event IN ACCESS EXCLUSIVE MODE"
            connection.exec_driver_sql(locks)
        assert await city.posts(post()) == 202
        assert await city.posts(post(), {HEADER: f"t=1,v1={'0' * 64}"}) == 401
        assert city.service.intake.spooled() == 1
    await city.works()
    assert (city.service.intake.spooled(), city.case(her) is not None) == (0, True)


async def test_a_replaced_secret_does_not_get_in_by_the_spool(city: VendorWorld) -> None:
    her = city.her()
    body = json.dumps(post()).encode()
    fact = vendors.inbound(NAME, 7, body, city.clock.now())
    with city.service.database.write() as uow:
        vendors.VendorEdge.receive(uow, fact)
    (waits,) = city.waiting()
    assert (waits.fault, city.heard(her)) == (Fault.OLD_SECRET, [])


async def test_when_nothing_takes_it_the_vendor_hears_so(
    city: VendorWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(city.service.intake, "_record", full)
    monkeypatch.setattr(city.service.intake._spool, "append", full)
    assert await city.posts(post()) == 503
