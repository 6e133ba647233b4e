"""An official prints the guide for a resident's first lesson."""

from collections.abc import Iterator
from http import HTTPStatus

import httpx
import pypdfium2
import pytest

from admin_api import pins
from foundation.database import Database
from residents import service as residents
from residents.model import Device, LifeState, Resident
from tasks.model import TaskKind
from tests.admin_api.office import (
    NAME,
    PIN,
    accept,
    add_resident,
    add_staff,
    open_task,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
def her(database: Database) -> Resident:
    with database.write() as uow:
        she = add_resident(uow)
        devices = frozenset({Device.SMARTPHONE_TELEGRAM, Device.MOBILE})
        return residents.change_resident(uow, she.ref, devices=devices)


@pytest.fixture
def pages() -> Iterator[list[pypdfium2.PdfDocument]]:
    opened: list[pypdfium2.PdfDocument] = []
    yield opened
    for document in opened:
        document.close()


async def test_it_is_a_pdf_and_a_line_of_the_access_log(
    officer: httpx.AsyncClient,
    her: Resident,
    database: Database,
    pages: list[pypdfium2.PdfDocument],
) -> None:
    answer = await officer.get(f"/residents/{her.id}/guide")
    assert answer.status_code == HTTPStatus.OK
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="guide-{her.id}.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    pages.append(pypdfium2.PdfDocument(answer.content))
    text = pages[0][0].get_textpage().get_text_range()
    assert f"{NAME} 님께 드리는 안부 인사 안내" in text
    with database.read() as uow:
        (line,) = residents.accesses_to(uow, her.ref, uow.now)
    assert line.what == "api.guide_opened"


async def test_who_is_not_taken_on_has_none(
    officer: httpx.AsyncClient, her: Resident, database: Database
) -> None:
    with database.write() as uow:
        residents.set_state(uow, her.ref, LifeState.ENDED)
    answer = await officer.get(f"/residents/{her.id}/guide")
    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.CONFLICT, "not-taken-on")
    with database.read() as uow:
        assert residents.accesses_to(uow, her.ref, uow.now) == ()


async def test_it_is_for_officials_of_her_district(
    officer: httpx.AsyncClient, database: Database
) -> None:
    with database.write() as uow:
        other = add_resident(uow, district="daegok-dong")
    answer = await officer.get(f"/residents/{other.id}/guide")
    assert answer.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(("kind", "linked"), [(TaskKind.LESSON, True), (TaskKind.SURVEY, False)])
async def test_the_page_of_a_lesson_leads_to_it(
    phone: httpx.AsyncClient, her: Resident, database: Database, kind: TaskKind, linked: bool
) -> None:
    with database.write() as uow:
        staff = add_staff(uow)
        pins.set_pin(uow, staff.ref, PIN)
        path = accept(uow, her, open_task(uow, her, kind=kind), staff.ref).path
    page = await phone.post(path, data={"pin": PIN})
    assert (f'href="/api/v1/residents/{her.id}/guide"' in page.text) is linked
    assert ("첫 안내자료 내려받기" in page.text) is linked
