from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, insert, null, select
from sqlalchemy.exc import StatementError
from sqlmodel import SQLModel

from foundation.clock import NaiveTimeError
from foundation.database import Database, JsonType, UnitOfWork, UtcDateTime
from foundation.sql import insert_new
from foundation.vault import SubjectKey

NOTES = Table(
    "note",
    MetaData(),
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime),
    Column("data", JsonType),
)
INSTANTS = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - hypothesis wants it so
    max_value=datetime(2900, 1, 1),  # noqa: DTZ001 - same
    timezones=st.sampled_from([UTC, ZoneInfo("Asia/Seoul"), timezone(timedelta(hours=-3.5))]),
    allow_imaginary=False,
)


def keep(work: UnitOfWork, **values: Any) -> Any:
    """Store one row and return it as it comes back."""
    connection = work.session.connection()
    number = connection.execute(insert(NOTES).values(**values)).inserted_primary_key
    assert number is not None
    return connection.execute(select(NOTES).where(NOTES.c.id == number[0])).one()


@pytest.fixture(autouse=True)
def notes(database: Database) -> None:
    with database.write() as work:
        NOTES.create(work.session.connection())


def test_an_instant_comes_back_the_same_and_in_utc(database: Database) -> None:
    with database.write() as work:

        @given(INSTANTS)
        def check(at: datetime) -> None:
            back = keep(work, at=at).at
            assert back == at.astimezone(UTC)  # another zone's doubled hour equals nothing
            assert back.tzinfo is UTC

        check()


def test_instants_compare_in_the_database_as_they_do_here(database: Database) -> None:
    with database.write() as work:

        @given(INSTANTS, INSTANTS)
        def check(one: datetime, other: datetime) -> None:
            number = keep(work, at=one).id
            found = work.session.connection().execute(
                select(NOTES.c.id).where(NOTES.c.id == number, NOTES.c.at < other)
            )
            assert (found.first() is not None) == (one < other)

        check()


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 - what is refused
    with database.write() as work:
        with pytest.raises(StatementError) as caught:
            keep(work, at=naive)
        assert isinstance(caught.value.orig, NaiveTimeError)
        with pytest.raises(StatementError, match="no time zone"):
            work.session.connection().execute(select(NOTES).where(NOTES.c.at < naive))


def test_no_instant_is_none(database: Database) -> None:
    with database.write() as work:
        assert keep(work, at=None).at is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**50), 2**50) | st.text(
        st.characters(exclude_characters="\0", exclude_categories=["Cs"])
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=8,
)  # fmt: skip


def test_json_comes_back_the_same(database: Database) -> None:
    with database.write() as work:

        @given(JSON)
        def check(data: Any) -> None:
            assert keep(work, data=data).data == data

        check()


def test_no_json_is_null_and_not_the_word_null(database: Database) -> None:
    with database.write() as work:
        keep(work, data=None)
        nulls = select(NOTES.c.id).where(NOTES.c.data.is_(null()))
        assert len(work.session.connection().execute(nulls).all()) == 1


def test_the_metadata_names_every_constraint() -> None:
    assert set(SQLModel.metadata.naming_convention) == {"ix", "uq", "ck", "fk", "pk"}


def row(work: UnitOfWork, subject: str) -> dict[str, object]:
    return {
        "subject": subject,
        "ring_key_id": "k",
        "wrapped": b"w",
        "created_at": work.now,
        "destroyed_at": None,
    }


def test_insert_new_leaves_known_rows_alone_and_counts_the_others(database: Database) -> None:
    with database.write() as work:
        assert insert_new(work.session, SubjectKey, [row(work, "a"), row(work, "b")]) == 2
        assert insert_new(work.session, SubjectKey, [row(work, "b"), row(work, "c")]) == 1
        assert insert_new(work.session, SubjectKey, []) == 0


def test_insert_new_takes_more_rows_than_a_statement_may_bind(database: Database) -> None:
    with database.write() as work:
        rows = [row(work, f"resident:{number}") for number in range(7_000)]
        assert insert_new(work.session, SubjectKey, rows) == 7_000
        assert insert_new(work.session, SubjectKey, [*rows, row(work, "a")]) == 1
