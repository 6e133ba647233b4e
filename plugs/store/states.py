"""What a device's messages amount to, and the readings and slots that come of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_
from sqlmodel import col, select

from foundation.sql import Found, insert_new, insert_or_replace
from foundation.unit_of_work import UnitOfWork
from plugs.model import Kind, Meter, Reading, SlotPower, Tracked
from plugs.tables import ReadingRow, SlotRow, StateRow


def save(uow: UnitOfWork, tracked: Iterable[Tracked]) -> None:
    """What the messages amount to now."""
    rows = [values_of(one) for one in sorted(tracked, key=lambda one: one.device_id)]
    insert_or_replace(uow.session, StateRow, rows)


def add_readings(uow: UnitOfWork, readings: Sequence[Reading]) -> int:
    """Append readings; those known already are left out. Returns how many were new."""
    rows = [
        {
            "device_id": one.device_id,
            "at": one.at,
            "kind": one.kind.value,
            "value": one.value,
            "heard_at": one.heard_at,
        }
        for one in readings
    ]
    return insert_new(uow.session, ReadingRow, rows)


def add_slots(uow: UnitOfWork, slots: Sequence[SlotPower]) -> int:
    """Append slots; those known already are left out. Returns how many were new."""
    rows = [
        {
            "device_id": one.device_id,
            "at": one.at,
            "kind": one.kind.value,
            "watts": one.watts,
            "seconds": one.seconds,
            "coarse": one.coarse,
            "life": one.life,
        }
        for one in slots
    ]
    return insert_new(uow.session, SlotRow, rows)


def slots_within(
    uow: UnitOfWork,
    device_ids: Collection[str],
    spans: Sequence[tuple[datetime, datetime]],
) -> tuple[SlotPower, ...]:
    """The slots of some devices that began in any of the spans, in order."""
    at = col(SlotRow.at)
    rows = uow.session.exec(
        select(SlotRow)
        .where(
            col(SlotRow.device_id).in_(sorted(device_ids)),
            or_(*(and_(at >= since, at < until) for since, until in spans)),
        )
        .order_by(col(SlotRow.device_id), at, col(SlotRow.kind))
    )
    return tuple(
        SlotPower(
            row.device_id, row.at, Kind(row.kind), row.watts, row.seconds, row.coarse, row.life
        )
        for row in rows
    )


def tracked_of(device_id: str, row: Found) -> Tracked:
    """What a row holds of a device's messages, as the decider knows it."""
    detector: Mapping[str, Any] = row.detector
    return Tracked(
        device_id=device_id,
        heard_at=row.heard_at,
        interval=timedelta(seconds=row.interval_seconds),
        offline_at=row.offline_at,
        life_at=row.life_at,
        last_at=_moment(detector.get("last_at")),
        clock_ok=detector.get("clock_ok", False),
        relay_on=detector.get("relay_on"),
        relay_at=_moment(detector.get("relay_at")),
        meters={
            Kind(kind): Meter.from_json(meter) for kind, meter in detector.get("meters", {}).items()
        },
        jitter={Kind(kind): watts for kind, watts in detector.get("jitter", {}).items()},
        learned_on=detector.get("learned_on"),
        low_since=_moment(detector.get("low_since")),
    )


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def values_of(tracked: Tracked) -> dict[str, Any]:
    """The row of a device."""
    return {
        "device_id": tracked.device_id,
        "heard_at": tracked.heard_at,
        "interval_seconds": tracked.interval.total_seconds(),
        "offline_at": tracked.offline_at,
        "life_at": tracked.life_at,
        "detector": {
            "last_at": _written(tracked.last_at),
            "clock_ok": tracked.clock_ok,
            "relay_on": tracked.relay_on,
            "relay_at": _written(tracked.relay_at),
            "meters": {kind.value: meter.as_json() for kind, meter in tracked.meters.items()},
            "jitter": {kind.value: watts for kind, watts in tracked.jitter.items()},
            "learned_on": tracked.learned_on,
            "low_since": _written(tracked.low_since),
        },
    }
