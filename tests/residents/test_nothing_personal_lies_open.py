"""What identifies a person is unreadable in the database file."""

import json
from pathlib import Path

from sqlalchemy import text

from foundation.database import Database
from foundation.keyring import KeyRing
from residents import service
from residents.model import ChannelName, NewContact, parse_phone
from tests.residents.people import grandmother, officer, village_head
from tests.support.database import fresh_url, open_database

PERSONAL = {
    "name": "김순자",
    "address": "감천로 12길 34",
    "notes": "오후에 병원에 가심",
    "birth year": "1941",
    "mobile": "21235678",
    "landline": "4206114",
    "chat": "987654321",
    "contact": "이영희",
    "relation": "조카며느리",
    "contact's phone": "33334444",
    "helper": "박이장",
    "organisation": "통장협의회",
    "helper's phone": "55556666",
    "officer": "최담당",
    "officer's phone": "77778888",
    "external key": "GC-2026-0042",
    "PIN": "13579",
}


def fill(database: Database) -> str:
    """Register everybody with all of PERSONAL; returns the token of a link."""
    with database.write() as uow:
        one = grandmother(
            uow,
            name=PERSONAL["name"],
            address=PERSONAL["address"],
            notes=PERSONAL["notes"],
            phones=(parse_phone("010-2123-5678"), parse_phone("054-420-6114")),
            external_key=PERSONAL["external key"],
        )
        service.set_telegram_chat(uow, one.ref, PERSONAL["chat"])
        phone = parse_phone("010-3333-4444")
        service.add_contact(uow, one.id, NewContact("이영희", PERSONAL["relation"], phone))
        helper = village_head(
            uow, phone=parse_phone("010-5555-6666"), organisation=PERSONAL["organisation"]
        )
        service.set_pin(uow, helper.id, PERSONAL["PIN"])
        staff = officer(uow, "최담당", phone=parse_phone("010-7777-8888"))
        service.mark_channel(uow, one.ref, ChannelName.SMS, usable=False, reason="stop")
        service.log_access(uow, staff.ref, one.ref, "resident.view")
        return service.issue_link(uow, helper.ref)


def test_the_file_holds_no_name_number_or_word(tmp_path: Path) -> None:
    url = fresh_url(tmp_path)
    database = open_database(url)
    token = fill(database)
    with database.read() as uow:
        everybody = service.residents_in(uow, ["jijwa-dong"])
    assert (everybody[0].name, everybody[0].notes) == (PERSONAL["name"], PERSONAL["notes"])
    database.close()
    file = Path(url.removeprefix("sqlite:///"))
    held = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    assert b"jijwa-dong" in held
    assert token.encode() not in held
    for what, word in PERSONAL.items():
        for written in (word.encode(), word.encode("utf-16-le"), json.dumps(word)[1:-1].encode()):
            assert written not in held, what


def test_no_column_of_either_database_holds_a_personal_word(database: Database) -> None:
    fill(database)
    with database.read() as uow:
        connection = uow.session.connection()
        tables = connection.dialect.get_table_names(connection)
        held = [
            str(value)
            for table in tables
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608
            for value in row
        ]
    assert any("jijwa-dong" in value for value in held)
    for what, word in PERSONAL.items():
        assert not any(word in value for value in held), what


def test_a_blind_index_is_of_no_use_without_the_key_ring(sqlite_database: Database) -> None:
    fill(sqlite_database)
    with sqlite_database.read() as uow:
        rows = uow.session.connection().execute(text("SELECT kind, blind FROM address_index"))
        known = {(kind, blind) for kind, blind in rows}
    other = KeyRing.generate()
    assert ("phone", KeyRing.demo_ring().blind("phone", "+821021235678")) in known
    assert ("phone", other.blind("phone", "+821021235678")) not in known
