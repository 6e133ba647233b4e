import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.keyring import KeyRing, KeyRingError, RingKeyMissingError, UnwrapError

RING = KeyRing.demo_ring()


def test_a_saved_ring_comes_back(tmp_path: Path) -> None:
    ring = KeyRing.generate().rotate()
    ring.save(tmp_path / "ring.json")
    assert KeyRing.load(tmp_path / "ring.json") == ring


def test_only_the_owner_may_read_a_saved_ring(tmp_path: Path) -> None:
    RING.save(tmp_path / "ring.json")
    assert stat.S_IMODE((tmp_path / "ring.json").stat().st_mode) == 0o600


def test_saving_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "ring.json"
    RING.save(file)
    before = file.read_bytes()
    with pytest.raises(KeyRingError, match="not overwritten"):
        KeyRing.generate().save(file)
    assert file.read_bytes() == before


def test_a_rotated_ring_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "ring.json"
    old = KeyRing.generate()
    old.save(file)
    new = old.rotate()
    new.replace_file(file)
    assert KeyRing.load(file) == new
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_ring_that_lost_a_key_does_not_replace_the_file(tmp_path: Path) -> None:
    file = tmp_path / "ring.json"
    KeyRing.generate().save(file)
    before = file.read_bytes()
    with pytest.raises(KeyRingError, match="lacks"):
        KeyRing.generate().replace_file(file)
    assert file.read_bytes() == before


def test_rotation_keeps_old_keys_and_fingerprints() -> None:
    old = KeyRing.generate()
    key_id, wrapped = old.wrap(b"k" * 32, b"who")
    new = old.rotate()
    assert new.active != old.active
    assert new.unwrap(key_id, wrapped, b"who") == b"k" * 32
    assert new.blind("phone", "1") == old.blind("phone", "1")


def test_the_demo_ring_is_always_the_same_and_says_so(tmp_path: Path) -> None:
    assert KeyRing.demo_ring() == RING
    assert RING.demo
    assert not KeyRing.generate().demo
    RING.save(tmp_path / "ring.json")
    assert KeyRing.load(tmp_path / "ring.json").demo


def test_no_key_shows_in_a_repr() -> None:
    ring = KeyRing.generate()
    shown = f"{ring!r} {ring} {[ring]}"
    for key in (*ring.keys.values(), ring.index_key):
        assert key.hex() not in shown
        assert repr(key) not in shown
    assert ring.active in shown


GOOD = {"active": "a", "keys": {"a": "A" * 43 + "="}, "index_key": "A" * 43 + "=", "demo": False}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"active": "b"}, "active key 'b'"),
        ({"keys": {"a": "QUJD"}}, "3 bytes"),
        ({"index_key": "QUJD"}, "'index_key' has 3 bytes"),
        ({"keys": {"a": "!"}}, "malformed"),
        ({"keys": ["secret-in-the-file"]}, "malformed"),
        ({"index_key": None}, "malformed"),
    ],
)
def test_a_broken_file_is_named_without_its_content(
    change: dict[str, object], complaint: str, tmp_path: Path
) -> None:
    file = tmp_path / "ring.json"
    file.write_text(json.dumps(GOOD | change))
    with pytest.raises(KeyRingError, match=complaint) as caught:
        KeyRing.load(file)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_file_that_is_no_json_is_malformed(tmp_path: Path) -> None:
    (tmp_path / "ring.json").write_text("not json")
    with pytest.raises(KeyRingError, match="malformed"):
        KeyRing.load(tmp_path / "ring.json")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyRingError, match=r"none\.json cannot be read"):
        KeyRing.load(tmp_path / "none.json")


def test_a_wrapped_key_opens_only_for_whom_it_was_wrapped() -> None:
    key_id, wrapped = RING.wrap(b"k" * 32, b"resident:1")
    with pytest.raises(UnwrapError):
        RING.unwrap(key_id, wrapped, b"resident:2")
    with pytest.raises(UnwrapError):
        RING.unwrap(key_id, wrapped[:5], b"resident:1")
    with pytest.raises(RingKeyMissingError, match="put back the key ring file"):
        RING.unwrap("gone", wrapped, b"resident:1")


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_fingerprints_meet_only_for_equal_purpose_and_value(
    purpose: str, value: str, other_purpose: str, other_value: str
) -> None:
    same = RING.blind(purpose, value) == RING.blind(other_purpose, other_value)
    assert same == ((purpose, value) == (other_purpose, other_value))


def test_a_fingerprint_is_32_hex_digits_and_depends_on_the_ring() -> None:
    blind = RING.blind("phone", "010-0000-0000")
    assert len(bytes.fromhex(blind)) == 16
    assert blind != KeyRing.generate().blind("phone", "010-0000-0000")


def test_derived_keys_differ_by_purpose_and_ring_key() -> None:
    ring = KeyRing.generate().rotate()
    first, second = ring.keys
    derived = {ring.derive(first, "a"), ring.derive(first, "b"), ring.derive(second, "a")}
    assert len(derived) == 3
    assert ring.derive(first, "a") == ring.derive(first, "a")
    assert not derived & set(ring.keys.values())
