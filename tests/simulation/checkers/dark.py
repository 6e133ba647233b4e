"""No device that is lost is hidden: it is in an open outage, or a fault of it was told."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import col, select

from plugs.tables import (
    AffectedRow,
    DeviceRow,
    HealthRow,
    OutageRow,
    StandsForRow,
    StateRow,
)
from residents.tables import ResidentRow
from signals.tables import SignalRow
from tests.simulation.world import World

FAULT = "device_fault"


def check(world: World, now: datetime) -> Iterator[str]:
    """Look at every device of which nothing came since its loss was noticed."""
    with world.database.read() as uow:
        lost = uow.session.exec(
            select(DeviceRow.id, DeviceRow.household, HealthRow.missed_since)
            .join(HealthRow, col(HealthRow.device_id) == col(DeviceRow.id))
            .join(StateRow, col(StateRow.device_id) == col(DeviceRow.id))
            .join(StandsForRow, col(StandsForRow.device_id) == col(DeviceRow.id))
            .join(ResidentRow, "resident:" + col(ResidentRow.id) == col(StandsForRow.resident))
            .where(
                col(ResidentRow.state) == "active",
                col(ResidentRow.deceased_at).is_(None),
                col(DeviceRow.removed_at).is_(None),
                col(HealthRow.missed_since) >= col(StateRow.heard_at),
            )
        ).all()
        if not lost:
            return
        homes = uow.session.exec(
            select(AffectedRow)
            .join(OutageRow, col(OutageRow.id) == col(AffectedRow.outage_id))
            .where(col(OutageRow.closed_at).is_(None), col(AffectedRow.left).is_(None))
        ).all()
        inside = {device for one in homes for device in one.devices}
        faults = uow.session.exec(select(SignalRow).where(SignalRow.kind == FAULT)).all()
        told = {(device, one.occurred_at) for one in faults for device in one.data["devices"]}
    for device, household, since in lost:
        fault = any(each == device and since is not None and at >= since for each, at in told)
        if device not in inside and not fault:
            yield f"device {device} of {household} is lost since {since} by {now}, and nobody knows"
