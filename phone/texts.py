"""What a helper answers to a text that asks her: 1 or 2, with the code of the work or without."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from messaging.render.buttons import Verb
from messaging.render.reader import Reader
from messaging.render.texts import short_text
from phone.people import worker_at
from residents import service as residents
from residents.model import Kind
from tasks import service as tasks

if TYPE_CHECKING:
    from foundation.city import City
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from tasks.model import Task

ASKS_WHICH = "sms.work.which"
_ANSWER = re.compile(r"(?:(?P<code>[0-9A-Z]{5})\s*)?(?P<key>[12])(?:번)?[.]?")
_ALIKE = str.maketrans("OIL", "011")
"""Letters that people write for digits: codes have none of them."""
_VERBS = {"1": Verb.ACCEPT, "2": Verb.DECLINE}


def read(words: str) -> tuple[str | None, Verb] | None:
    """The code, if she wrote one, and her answer; None for anything else."""
    found = _ANSWER.fullmatch(words.strip().upper())
    if found is None:
        return None
    code = found["code"]
    return None if code is None else code.translate(_ALIKE), _VERBS[found["key"]]


def answered(uow: UnitOfWork, worker: Ref, words: str) -> tuple[Task, Verb] | None:
    """The work she answers for; None where her words, or which work she means, are not clear.

    With a code also work that another has by now: that she then hears.
    """
    said = read(words)
    if said is None:
        return None
    code, verb = said
    known = tasks.offered_to(uow, worker) if code is None else tasks.ever_offered(uow, worker, code)
    return (known[0], verb) if len(known) == 1 else None


def text_back(uow: UnitOfWork, number: str, words: str, city: City) -> str | None:
    """What is written back at once to a helper who was not understood; None: nothing is."""
    worker = worker_at(uow, number)
    if worker is None or not worker.startswith(f"{Kind.HELPER}:"):
        return None
    if answered(uow, worker, words) is not None:
        return None
    helper = residents.helper(uow, worker)
    values = {"city": city.name} if helper.language == "ko" else {}
    values |= {"district": helper.district, "phone": city.phone}
    reader = Reader(helper.language, helper.name, uow.now, city.zone)
    return short_text(ASKS_WHICH, values, reader).text
