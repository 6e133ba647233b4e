"""What goes into a messenger identifies nobody but its own reader."""

from collections.abc import Iterable, Iterator

from tests.scenarios.people import Person

NEVER = ("사망", "고독사", "위험군", "고위험", "취약계층", "독거노인", "미응답", "관제", "감시")


def strangers_data(cast: Iterable[Person]) -> Iterator[str]:
    """A line for each message that holds somebody else's name, address or number."""
    people = list(cast)
    for reader in people:
        texts = reader.phone.everything if reader.has_phone else []
        for text in texts:
            for word in NEVER:
                if word in text:
                    yield f"{reader.name} reads {word!r}: {text}"
            for other in people:
                if other is not reader and any(trace in text for trace in _traces(other)):
                    yield f"{reader.name} reads of {other.name}: {text}"


def _traces(person: Person) -> Iterator[str]:
    """Whatever would let a reader recognise her: full and given name, address, number."""
    yield person.name
    yield person.name[1:]
    digits = "".join(digit for digit in person.number if digit.isdigit())
    yield from (person.number, digits, digits[-8:])
    if person.address:
        yield from (person.address, person.address.rpartition(" ")[2])
