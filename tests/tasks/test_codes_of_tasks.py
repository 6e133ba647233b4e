"""A code is read out by people: no two tasks have the same one, however many there are."""

from collections.abc import Iterator

import pytest

from foundation.ids import Ids
from tasks import store
from tests.runtime.neighbourhood import Neighbourhood


def test_a_code_that_some_task_has_is_drawn_anew(
    everywhere: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = everywhere
    her = here.resident()
    here.helper()
    here.settle()
    here.writes(her, "좀 도와주세요")
    here.settle()
    taken = here.task(her).code
    drawn: Iterator[str] = iter([taken, taken, "NEW11", "NEW22"])
    monkeypatch.setattr(Ids, "code", lambda _self: next(drawn))
    with here.database.write() as uow:
        assert [store.fresh_code(uow), store.fresh_code(uow)] == ["NEW11", "NEW22"]
