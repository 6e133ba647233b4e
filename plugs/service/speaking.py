"""Of whom a device may speak: who lives there, and agreed to it.

Asked anew for each batch: whoever moved away or withdrew is not read from that moment on.
"""

from collections.abc import Iterable, Mapping

from foundation.unit_of_work import UnitOfWork
from plugs.model import Device
from residents import service as residents
from residents.model import Kind, Outline, Purpose, Ref, ref_of


def spoken_of(uow: UnitOfWork, devices: Iterable[Device]) -> Mapping[str, tuple[Outline, ...]]:
    """By device, the residents it stands for who live in its home and agreed to be read."""
    known = tuple(devices)
    outlines = {each.ref: each for each in residents.outlines(uow, _stood_for(known)).values()}
    homes = {ref: ref_of(Kind.HOUSEHOLD, each.household_id) for ref, each in outlines.items()}
    return {
        device: tuple(outlines[ref] for ref in refs)
        for device, refs in _agreed(uow, known, homes).items()
    }


def may_be_read(uow: UnitOfWork, devices: Iterable[Device]) -> frozenset[str]:
    """The ids of the devices that `spoken_of` has anybody for, at less cost."""
    known = tuple(devices)
    found = _agreed(uow, known, residents.homes(uow, _stood_for(known)))
    return frozenset(device for device, refs in found.items() if refs)


def _stood_for(devices: Iterable[Device]) -> list[Ref]:
    return sorted({ref for device in devices for ref in device.residents})


def _agreed(
    uow: UnitOfWork, devices: Iterable[Device], homes: Mapping[Ref, Ref]
) -> Mapping[str, tuple[Ref, ...]]:
    agreed = residents.agreed(uow, homes, Purpose.PLUG)
    return {
        device.id: tuple(
            ref for ref in device.residents if ref in agreed and homes[ref] == device.household
        )
        for device in devices
    }
