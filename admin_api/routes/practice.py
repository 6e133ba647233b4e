"""Practising with a resident: she learns to answer, and nothing of it is reported."""

from typing import Any

from fastapi import APIRouter, Request, Response

from admin_api import commands
from admin_api.commands import Command
from admin_api.guard import path_of
from admin_api.permissions import Official
from admin_api.problems import Kind, ProblemError
from admin_api.routes.office import Office, Practises, outlines_of
from admin_api.routes.residents import ResidentId
from admin_api.routes.tasks import REPEATED, Key
from admin_api.shapes import PracticeIn, PracticeOut
from checkins.service import CannotPractiseError, Obstacle
from foundation.unit_of_work import UnitOfWork
from residents.model import Kind as PersonKind
from residents.model import Ref, ref_of

_PROBLEMS = {
    Obstacle.NOT_ACTIVE: Kind.NOT_ACTIVE,
    Obstacle.BEING_ASKED: Kind.BEING_ASKED,
    Obstacle.NO_CHANNEL: Kind.NO_CHANNEL,
}


def router(office: Office) -> APIRouter:
    """POST /residents/{id}/practice."""
    handlers = _Practice(office)
    routes = APIRouter(tags=["residents"])
    routes.post("/residents/{resident_id}/practice", summary="Ask her now, for practice")(
        handlers.start
    )
    return routes


class _Practice:
    def __init__(self, office: Office) -> None:
        self._office = office

    async def start(
        self,
        request: Request,
        response: Response,
        by: Practises,
        resident_id: ResidentId,
        wanted: PracticeIn,
        key: Key,
    ) -> PracticeOut:
        """One question on one channel, while somebody sits beside her."""
        command = Command(by.ref, key, path_of(request), wanted.model_dump(mode="json"))

        def work() -> commands.Answer:
            with self._office.database.write() as uow:
                uow.on_commit(self._office.poke)
                return commands.once(
                    uow, command, lambda: self._begin(uow, by, resident_id, wanted)
                )

        answer = await self._office.database.aio(work)
        if answer.repeated:
            response.headers[REPEATED] = "true"
        return PracticeOut.model_validate(answer.content)

    def _begin(
        self, uow: UnitOfWork, by: Official, resident_id: str, wanted: PracticeIn
    ) -> dict[str, Any]:
        ref: Ref = ref_of(PersonKind.RESIDENT, resident_id)
        if not outlines_of(uow, {ref}, by.scope):
            raise ProblemError(Kind.NOT_FOUND)
        try:
            practice = self._office.checkins.practise(uow, ref, wanted.on)
        except CannotPractiseError as error:
            raise ProblemError(_PROBLEMS[error.obstacle]) from error
        begun = PracticeOut(
            id=practice.id,
            resident=practice.resident_id,
            on=practice.steps[0].channel,
            deadline=practice.deadline,
        )
        return begun.model_dump(mode="json")
