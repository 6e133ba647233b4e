"""A vendor's message by its map: who, what and when. Never raises for what somebody sent. Pure."""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from residents.model.wording import without_resident_numbers
from vendors.mapping import folded, found
from vendors.model import ALARMS, NUMBER_CHARS, Fault, How, Told, Unread, What

if TYPE_CHECKING:
    from vendors.mapping import FieldMap

EVENTS = 500
"""Of one body; more are not sent at a time by anybody who sends them as they happen."""
WORDS_CHARS, RAW_CHARS = 1_000, 8_000
CLOCKS_DIFFER = timedelta(minutes=10)
OLD_AFTER = timedelta(days=3)
"""What a file tells of earlier days is history: nobody is sent to a door for it."""
_KEY_CHARS = 32
_SEPARATORS = frozenset(" -\u2010\u2011\u2012\u2013\u2014._/")
_EPOCH = {"epoch": 1, "epoch_ms": 1_000}


def events_of(
    body: bytes, by: FieldMap, received_at: datetime, *, live: bool = True
) -> list[Told | Unread]:
    """The messages of a body that a vendor posted. `live` as for `event_of`."""
    text = _text(body)
    if text is None:
        return [_unread(body.decode("utf-8", "replace"), Fault.NOT_TEXT)]
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return [_unread(text, Fault.NOT_JSON)]
    events = _listed(content, by.events)
    if not events or not all(isinstance(one, Mapping) for one in events):
        return [_unread(text, Fault.NO_EVENTS)]
    if len(events) > EVENTS:
        return [_unread(text, Fault.TOO_MANY)]
    return [event_of(one, by, received_at, live=live) for one in events]


def event_of(
    fields: Mapping[str, Any], by: FieldMap, received_at: datetime, *, live: bool = True
) -> Told | Unread:
    """One message, from a JSON object or from the row of a list by its headings.

    `live`: it comes as it happens. Then an alarm never waits for a moment that can be read.
    """
    whole = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    number = _number(fields, by)
    what = _what(fields, by)
    at = _moment(fields, by, received_at)
    if live and what in ALARMS and isinstance(at, Fault):
        at = received_at
    for one in (number, what, at):
        if isinstance(one, Fault):
            return _unread(whole, one, fields)
    assert isinstance(what, What)  # noqa: S101 - else it was returned above
    assert isinstance(at, datetime)  # noqa: S101 - same
    named = _first(fields, by.id)
    own = whole if named is None else f"{named}|{what}"
    return Told(
        key=digest(own),
        number=str(number),
        what=what,
        at=min(at, received_at),
        words=_words(fields, by) or readable(whole)[:WORDS_CHARS],
    )


def is_old(told: Told, how: How, now: datetime) -> bool:
    """Whether it is history of a file rather than news."""
    return how is How.FILE and now - told.at > OLD_AFTER


def is_pressing(what: What | None) -> bool:
    """Whether somebody may be in danger while nobody knows whose message it is."""
    return what is None or what in ALARMS


def normal(number: str) -> str:
    """A number as it is compared: people write it with and without hyphens."""
    plain = unicodedata.normalize("NFKC", number)
    return "".join(char for char in plain if _counts(char)).upper()


def _counts(char: str) -> bool:
    return char not in _SEPARATORS and not unicodedata.category(char).startswith("C")


def digest(text: str) -> str:
    """A name for a message that has none."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_CHARS]


def readable(text: str) -> str:
    """A vendor's words as they may be kept: without control characters and 주민등록번호."""
    clean = "".join(
        char if unicodedata.category(char) not in {"Cc", "Cs"} or char == "\n" else " "
        for char in text
    )
    return without_resident_numbers(unicodedata.normalize("NFC", clean))


def _text(body: bytes) -> str | None:
    for codec in ("utf-8-sig", "cp949"):
        try:
            text = body.decode(codec)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


def _listed(content: Any, place: str) -> Sequence[Any]:
    here = found(content, place) if place and isinstance(content, Mapping) else None
    here = content if here is None else here
    if isinstance(here, Mapping):
        return [here]
    return here if isinstance(here, list) else []


def _unread(raw: str, fault: Fault, fields: Mapping[str, Any] | None = None) -> Unread:
    kept = raw if fields is None else json.dumps(_masked(fields), ensure_ascii=False)
    return Unread(digest(raw), fault, readable(kept)[:RAW_CHARS])


def _masked(value: Any) -> Any:
    """The same with nobody's 주민등록번호 in it, and still JSON."""
    match value:
        case Mapping():
            return {readable(str(key)): _masked(one) for key, one in value.items()}
        case list():
            return [_masked(one) for one in value]
        case str():
            return readable(value)
        case int() if without_resident_numbers(str(value)) != str(value):
            return without_resident_numbers(str(value))
        case _:
            return value


def _first(fields: Mapping[str, Any], places: Sequence[str]) -> str | None:
    """The first place that is filled, as text."""
    for place in places:
        text = _shown(found(fields, place))
        if text:
            return text
    return None


def _shown(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int():
            return str(value).strip()
        case float() if math.isfinite(value):
            return str(int(value)) if value.is_integer() else str(value)
        case _:
            return ""


def _number(fields: Mapping[str, Any], by: FieldMap) -> str | Fault:
    written = _first(fields, by.number)
    number = "" if written is None else normal(written)
    if not number or len(number) > NUMBER_CHARS:
        return Fault.NO_NUMBER
    if without_resident_numbers(number) != number:
        return Fault.RESIDENT_NUMBER
    return number


def _what(fields: Mapping[str, Any], by: FieldMap) -> What | Fault:
    written = _first(fields, by.what)
    if written is None:
        return Fault.NO_WHAT
    return by.means.get(folded(written), Fault.STRANGE_WHAT)


def _moment(fields: Mapping[str, Any], by: FieldMap, received_at: datetime) -> datetime | Fault:
    written = _first(fields, by.at)
    if written is None:
        return Fault.NO_TIME
    at = _read(written, by)
    if at is None or at > received_at + CLOCKS_DIFFER:
        return Fault.STRANGE_TIME
    return at


def _read(written: str, by: FieldMap) -> datetime | None:
    """By the map's own formats, then as ISO 8601. Without an offset it is the map's zone."""
    for form in by.formats:
        try:
            at = _by_format(written, form)
        except (ValueError, OverflowError, OSError):
            continue
        return _placed(at, by)
    try:
        return _placed(datetime.fromisoformat(written), by)
    except (ValueError, OverflowError):
        return None


def _by_format(written: str, form: str) -> datetime:
    if form in _EPOCH:
        return datetime.fromtimestamp(float(written) / _EPOCH[form], UTC)
    return datetime.strptime(written, form)  # noqa: DTZ007 - the map's zone is set next


def _placed(at: datetime, by: FieldMap) -> datetime | None:
    aware = at if at.tzinfo is not None else at.replace(tzinfo=by.zone)
    try:
        return aware.astimezone(UTC)
    except OverflowError:
        return None


def _words(fields: Mapping[str, Any], by: FieldMap) -> str:
    said = (_shown(found(fields, place)) for place in by.words)
    return readable(" · ".join(one for one in said if one))[:WORDS_CHARS]
