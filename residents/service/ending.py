"""Deaths, and the erasing of a person."""

from foundation.unit_of_work import UnitOfWork
from residents.model import Kind, LifeState, Ref, UnknownPersonError, WrongStateError, id_of, ref_of
from residents.service.attention import look_again
from residents.service.reaching import DECEASED
from residents.store import addresses, identities
from residents.store import contacts as contact_store
from residents.store import residents as resident_store
from residents.store.addresses import AddressKind
from residents.tables import ResidentRow


def mark_deceased(uow: UnitOfWork, ref: Ref, reported_by: Ref) -> tuple[Ref, ...]:
    """Somebody reports a death: from this moment nothing is sent to her or to her numbers.

    Returns the other residents who share a number with her. They are not rung there either and
    need a person, until an officer opens the number for them (`mark_channel` with the address)
    or corrects the report. A second report changes nothing. Raises UnknownPersonError.
    """
    row = resident_store.locked_row(uow, id_of(Kind.RESIDENT, ref))
    if row.deceased_at is None:
        row.deceased_at, row.deceased_by, row.changed_at = uow.now, reported_by, uow.now
        uow.session.flush()
    blinds, sharing = _sharing(uow, row)
    addresses.mark(uow, AddressKind.PHONE, blinds, sharing, DECEASED)
    return tuple(other for other in sharing if other != _ref(row))


def confirm_death(uow: UnitOfWork, ref: Ref, by: Ref) -> None:
    """An officer confirms a reported death: she is no longer of her household.

    Raises WrongStateError when no death was reported, UnknownPersonError.
    """
    row = resident_store.locked_row(uow, id_of(Kind.RESIDENT, ref))
    if row.deceased_at is None:
        message = f"No death of {_ref(row)} was reported: report it first."
        raise WrongStateError(message)
    if row.death_confirmed_at is None:
        row.death_confirmed_at, row.death_confirmed_by = uow.now, by
    row.state, row.changed_at = LifeState.ENDED.value, uow.now
    uow.session.flush()


def correct_death(uow: UnitOfWork, ref: Ref) -> None:
    """The report was wrong: she and those who share her numbers can be reached as before.

    A number of somebody else who died stays closed. Raises WrongStateError when the death was
    confirmed, UnknownPersonError.
    """
    row = resident_store.locked_row(uow, id_of(Kind.RESIDENT, ref))
    if row.death_confirmed_at is not None:
        message = f"The death of {_ref(row)} was confirmed: register her anew."
        raise WrongStateError(message)
    row.deceased_at = row.deceased_by = None
    row.changed_at = uow.now
    uow.session.flush()
    look_again(uow, _ref(row))
    for blind in _phone_blinds(uow, row):
        sharing = addresses.residents_among(addresses.refs_at(uow, AddressKind.PHONE, [blind]))
        found = resident_store.outlines(uow, [id_of(Kind.RESIDENT, each) for each in sharing])
        if not any(outline.deceased for outline in found.values()):
            addresses.mark(uow, AddressKind.PHONE, [blind], sharing, None)


def take_back_report(uow: UnitOfWork, ref: Ref) -> bool:
    """An official says that she lives: a death that was reported and not confirmed was wrong.

    False when none was. Raises UnknownPersonError.
    """
    row = resident_store.locked_row(uow, id_of(Kind.RESIDENT, ref))
    if row.deceased_at is None or row.death_confirmed_at is not None:
        return False
    correct_death(uow, ref)
    return True


def erase(uow: UnitOfWork, ref: Ref) -> None:
    """Destroy what is known of a resident and of her contacts; ids, kinds and times stay.

    Idempotent. Raises UnknownPersonError for somebody who was never registered.
    """
    row = uow.session.get(ResidentRow, id_of(Kind.RESIDENT, ref), with_for_update=True)
    if row is None:
        raise UnknownPersonError(ref)
    contacts = [ref_of(Kind.CONTACT, each) for each in contact_store.ids_of(uow, row.id)]
    for each in (*contacts, _ref(row)):
        uow.vault.destroy(each)
        addresses.forget(uow, each)
        identities.forget(uow, each)
    if row.erased_at is None:
        row.sealed, row.erased_at, row.changed_at = None, uow.now, uow.now
        row.state = LifeState.ENDED.value
    uow.session.flush()


def _sharing(uow: UnitOfWork, row: ResidentRow) -> tuple[tuple[str, ...], tuple[Ref, ...]]:
    blinds = _phone_blinds(uow, row)
    return blinds, addresses.residents_among(addresses.refs_at(uow, AddressKind.PHONE, blinds))


def _phone_blinds(uow: UnitOfWork, row: ResidentRow) -> tuple[str, ...]:
    phones = resident_store.personal_of(uow, row).phones
    return tuple(addresses.blind(uow, AddressKind.PHONE, e164) for e164 in phones)


def _ref(row: ResidentRow) -> Ref:
    return ref_of(Kind.RESIDENT, row.id)
