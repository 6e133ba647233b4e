import threading
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from foundation.clock import ManualClock
from foundation.database import Database, UnitOfWork
from foundation.ids import seeded
from foundation.keyring import KeyRing, RingKeyMissingError
from foundation.vault import DataKeyCache, KeyDestroyed, SubjectKey, Tampered, Vault
from tests.support.database import open_database

WHO = "resident:1"


def seal(database: Database, plain: str = "김순자", who: str = WHO, field: str = "name") -> bytes:
    with database.write() as work:
        return work.vault.seal(who, field, plain)


def key_row(work: UnitOfWork, who: str = WHO) -> SubjectKey:
    return work.session.exec(select(SubjectKey).where(col(SubjectKey.subject) == who)).one()


def with_ring(database_url: str, clock: ManualClock, ring: KeyRing) -> Database:
    return Database(database_url, clock=clock, ids=seeded(clock, 1), keyring=ring, durable=False)


def test_what_was_sealed_opens_in_another_unit_of_work(database: Database) -> None:
    sealed = seal(database)
    with database.read() as work:
        assert work.vault.open(WHO, "name", sealed) == "김순자"


def test_any_text_comes_back(database: Database) -> None:
    with database.write() as work:

        @given(st.text(), st.text(min_size=1), st.text())
        def check(plain: str, who: str, field: str) -> None:
            subject = who.replace("\0", "0")
            assert work.vault.open(subject, field, work.vault.seal(subject, field, plain)) == plain

        check()


def test_the_same_words_never_look_the_same(database: Database) -> None:
    assert seal(database) != seal(database)


def test_plain_words_are_in_no_sealed_value(database: Database) -> None:
    assert "김순자".encode() not in seal(database)


def test_every_changed_bit_is_noticed(database: Database) -> None:
    sealed = seal(database)
    with database.read() as work:
        for position in range(len(sealed) * 8):
            changed = bytearray(sealed)
            changed[position // 8] ^= 1 << position % 8
            with pytest.raises(Tampered):
                work.vault.open(WHO, "name", bytes(changed))


def test_every_cut_is_noticed(database: Database) -> None:
    sealed = seal(database)
    with database.read() as work:
        for length in range(len(sealed)):
            with pytest.raises(Tampered, match="'name' of resident:1"):
                work.vault.open(WHO, "name", sealed[:length])


def test_a_value_cannot_be_moved_to_another_field_or_person(database: Database) -> None:
    sealed = seal(database)
    seal(database, who="resident:2")
    with database.read() as work:
        for who, field in [(WHO, "phone"), ("resident:2", "name"), ("resident:3", "name")]:
            with pytest.raises(Tampered):
                work.vault.open(who, field, sealed)


def test_subject_and_field_cannot_be_shifted_into_each_other(database: Database) -> None:
    with database.write() as work:
        sealed = work.vault.seal("a", "bc", "x")
        work.vault.seal("ab", "c", "x")
        with pytest.raises(Tampered):
            work.vault.open("ab", "c", sealed)


def test_each_subject_has_its_own_key(database: Database) -> None:
    seal(database)
    seal(database, who="resident:2")
    with database.read() as work:
        first, second = key_row(work), key_row(work, "resident:2")
        keys = [
            KeyRing.demo_ring().unwrap(row.ring_key_id, row.wrapped or b"", row.subject.encode())
            for row in (first, second)
        ]
        assert keys[0] != keys[1]


def test_a_subject_keeps_its_key(database: Database) -> None:
    first = seal(database)
    second = seal(database, "두 번째")
    with database.read() as work:
        assert work.vault.open(WHO, "name", first) == "김순자"
        assert work.vault.open(WHO, "name", second) == "두 번째"


# ---------------------------------------------------------------------------- destruction


def test_a_destroyed_key_opens_nothing_and_seals_nothing(database: Database) -> None:
    sealed = seal(database)
    with database.write() as work:
        work.vault.destroy(WHO)
        with pytest.raises(KeyDestroyed, match=WHO):
            work.vault.open(WHO, "name", sealed)
        with pytest.raises(KeyDestroyed):
            work.vault.seal(WHO, "name", "again")
    with database.write() as work:
        with pytest.raises(KeyDestroyed):
            work.vault.open(WHO, "name", sealed)
        with pytest.raises(KeyDestroyed):
            work.vault.seal(WHO, "name", "again")
        assert work.vault.destroyed(WHO)


def test_a_tombstone_without_key_material_stays(database: Database, clock: ManualClock) -> None:
    seal(database)
    made_at = clock.now()
    clock.advance(timedelta(days=1))
    with database.write() as work:
        work.vault.destroy(WHO)
    with database.read() as work:
        row = key_row(work)
        assert (row.wrapped, row.created_at, row.destroyed_at) == (None, made_at, clock.now())


def test_destruction_is_idempotent_and_keeps_its_first_time(
    database: Database, clock: ManualClock
) -> None:
    for _ in range(2):
        with database.write() as work:
            work.vault.destroy(WHO)
        clock.advance(timedelta(days=1))
    with database.read() as work:
        assert key_row(work).destroyed_at == clock.now() - timedelta(days=2)


def test_destroying_an_unknown_subject_forbids_a_key_for_ever(database: Database) -> None:
    with database.write() as work:
        work.vault.destroy(WHO)
    with database.write() as work, pytest.raises(KeyDestroyed):
        work.vault.seal(WHO, "name", "x")


def test_a_destruction_that_was_rolled_back_destroyed_nothing(database: Database) -> None:
    sealed = seal(database)

    def destroy_and_fail() -> None:
        with database.write() as work:
            work.vault.destroy(WHO)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        destroy_and_fail()
    with database.read() as work:
        assert work.vault.open(WHO, "name", sealed) == "김순자"
        assert not work.vault.destroyed(WHO)


def test_a_key_destroyed_by_another_process_is_not_used_from_memory(
    database: Database, database_url: str, clock: ManualClock
) -> None:
    sealed = seal(database)
    with database.read() as work:
        work.vault.open(WHO, "name", sealed)
    other = open_database(database_url, clock)
    with other.write() as work:
        work.vault.destroy(WHO)
    other.close()
    with database.read() as work, pytest.raises(KeyDestroyed):
        work.vault.open(WHO, "name", sealed)


def test_others_are_not_touched_by_a_destruction(database: Database) -> None:
    sealed = seal(database, who="resident:2")
    with database.write() as work:
        work.vault.destroy(WHO)
    with database.read() as work:
        assert work.vault.open("resident:2", "name", sealed) == "김순자"


# ------------------------------------------------------------------------- many at a time


def test_two_first_uses_at_once_end_with_one_key(database: Database, database_url: str) -> None:
    sealed: list[bytes] = []
    other = open_database(database_url)
    second = threading.Thread(target=lambda: sealed.append(seal(other, "둘")))
    with database.write() as work:
        sealed.append(work.vault.seal(WHO, "name", "하나"))
        second.start()
    second.join()
    other.close()
    with database.read() as work:
        assert [work.vault.open(WHO, "name", value) for value in sealed] == ["하나", "둘"]


def test_a_destruction_waits_for_whoever_makes_the_key(
    database: Database, database_url: str
) -> None:
    other = open_database(database_url)

    def destroy() -> None:
        with other.write() as work:
            work.vault.destroy(WHO)

    destroyer = threading.Thread(target=destroy)
    with database.write() as work:
        sealed = work.vault.seal(WHO, "name", "x")
        destroyer.start()
    destroyer.join()
    other.close()
    with database.read() as work, pytest.raises(KeyDestroyed):
        work.vault.open(WHO, "name", sealed)


def test_loading_many_subjects_first_saves_their_statements(database: Database) -> None:
    subjects = [f"resident:{number}" for number in range(1_200)]
    with database.write() as work:
        sealed = {who: work.vault.seal(who, "name", who) for who in subjects[:50]}
    with database.read() as work:
        work.vault.load([*subjects, WHO])
        # No statement is possible any more.
        work.session.close()
        work.session.bind = None
        assert all(work.vault.open(who, "name", sealed[who]) == who for who in sealed)


# ---------------------------------------------------------------------------- rotation


def test_rotation_rewraps_every_living_key_and_what_was_sealed_still_opens(
    database: Database, database_url: str, clock: ManualClock
) -> None:
    sealed = {f"resident:{n}": seal(database, who=f"resident:{n}") for n in range(5)}
    with database.write() as work:
        work.vault.destroy("resident:0")
    rotated = with_ring(database_url, clock, KeyRing.demo_ring().rotate())
    counts = []
    for _ in range(3):
        with rotated.write() as work:
            counts.append(work.vault.rewrap(3))
    assert counts == [3, 1, 0]
    with rotated.read() as work:
        for who in [f"resident:{n}" for n in range(1, 5)]:
            assert work.vault.open(who, "name", sealed[who]) == "김순자"
            assert key_row(work, who).ring_key_id != "demo"
        assert work.vault.destroyed("resident:0")
    rotated.close()


def test_a_ring_without_the_key_says_which_file_is_needed(
    database: Database, database_url: str, clock: ManualClock
) -> None:
    sealed = seal(database)
    other = with_ring(database_url, clock, KeyRing.generate())
    with other.read() as work, pytest.raises(RingKeyMissingError, match="'demo'"):
        work.vault.open(WHO, "name", sealed)
    other.close()


# ------------------------------------------------------------------------------ the cache


def test_the_cache_forgets_what_was_unused_for_longest() -> None:
    cache = DataKeyCache(capacity=2)
    for who in ("a", "b"):
        cache.put(who, b"w", who.encode())
    assert cache.get("a", b"w") == b"a"
    cache.put("c", b"w", b"c")
    assert [cache.get(who, b"w") for who in ("a", "b", "c")] == [b"a", None, b"c"]
    assert len(cache) == 2


def test_the_cache_knows_a_key_only_by_what_it_was_unwrapped_from() -> None:
    cache = DataKeyCache()
    cache.put("a", b"old", b"key")
    assert cache.get("a", b"new") is None
    cache.forget("a", b"old")
    assert cache.get("a", b"old") is None


def test_destroying_empties_the_cache_of_the_key(sqlite_database: Database) -> None:
    sealed = seal(sqlite_database)
    cache = DataKeyCache()
    with sqlite_database.write() as work:
        vault = Vault(work.session, KeyRing.demo_ring(), work.now, cache)
        vault.open(WHO, "name", sealed)
        assert len(cache) == 1
        vault.destroy(WHO)
        assert len(cache) == 0


def test_the_vault_s_fingerprint_is_the_ring_s(sqlite_database: Database) -> None:
    with sqlite_database.read() as work:
        assert work.vault.blind("phone", "1") == KeyRing.demo_ring().blind("phone", "1")
