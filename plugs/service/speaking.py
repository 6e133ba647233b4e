"""Of whom a device may speak: who lives there, and agreed to it."""

from collections.abc import Iterable, Mapping

from foundation.unit_of_work import UnitOfWork
from plugs.model import Device
from residents import service as residents
from residents.consent import allows
from residents.model import Allowed, Kind, Outline, Purpose, id_of


def spoken_of(uow: UnitOfWork, devices: Iterable[Device]) -> Mapping[str, tuple[Outline, ...]]:
    """By device, the residents it stands for who live in its home and agreed to be read.

    Asked anew for each batch: whoever moved away or withdrew is not read from that moment on.
    """
    known = tuple(devices)
    refs = sorted({ref for device in known for ref in device.residents})
    outlines = {each.ref: each for each in residents.outlines(uow, refs).values()}
    agreed = {
        ref
        for ref, consents in residents.consents_of_all(uow, list(outlines), [Purpose.PLUG]).items()
        if isinstance(allows(consents, Purpose.PLUG, uow.now), Allowed)
    }
    return {
        device.id: tuple(
            outlines[ref]
            for ref in device.residents
            if ref in agreed
            and outlines[ref].household_id == id_of(Kind.HOUSEHOLD, device.household)
        )
        for device in known
    }
