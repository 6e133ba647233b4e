"""Where vendors post what they tell. Checked, recorded, then 202; what it means comes after."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

import structlog
from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError

from foundation import limits
from foundation.bodies import body_of
from foundation.clock import Clock
from foundation.database import Database
from foundation.keyring import KeyRing
from signals.intake import Intake, IntakeUnavailableError
from vendors import signing, store
from vendors.service.inbox import inbound
from vendors.service.registry import NAME, takes_key

log = structlog.get_logger()

PATH = "/vendors/{vendor}"
NOBODY = "-"
"""Under this name posts are counted to vendors that do not exist."""
COUNTED_EVERY = timedelta(seconds=1)
"""A flood of wrong posts writes no more often than that."""


class Refused(StrEnum):
    """Why a post was not let in."""

    UNSIGNED = "unsigned"
    STALE = "stale"
    """Signed too long ago, or in the future: its clock is wrong, or it is sent again."""
    FORGED = "forged"
    TOO_LARGE = "too_large"
    NOT_KNOWN = "not_known"
    """No such vendor, or its secret was replaced."""


class Door:
    """Lets posts in one by one."""

    def __init__(self, intake: Intake, database: Database, keyring: KeyRing, clock: Clock) -> None:
        self._intake = intake
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._uncounted: Counter[tuple[str, str]] = Counter()
        self._counted_at: datetime | None = None

    async def take(self, request: Request, vendor: str) -> Response:
        """202: recorded; 401: not genuine; 413: too large; 503: try again, nothing took it."""
        checked = await self._checked(request, vendor)
        if isinstance(checked, Refused):
            await self._count(vendor, checked)
            too_large = checked is Refused.TOO_LARGE
            refused = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else HTTPStatus.UNAUTHORIZED
            return Response(status_code=refused)
        key, body = checked
        fact = inbound(vendor, key, body, self._clock.now())
        try:
            await self._intake.take(fact)
        except IntakeUnavailableError:
            log.exception("vendor_refused", source_id=fact.source_id)
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return Response(status_code=HTTPStatus.ACCEPTED)

    async def _checked(self, request: Request, vendor: str) -> tuple[int, bytes] | Refused:
        """The number of the secret and the body, of which nothing was understood yet.

        Nothing is read of a body whose header is missing, old or not ours.
        """
        signature = signing.read(request.headers.get(signing.HEADER, ""))
        if signature is None or not NAME.fullmatch(vendor):
            return Refused.UNSIGNED
        if not signature.is_fresh(self._clock.now()):
            return Refused.STALE
        body = await body_of(request, limits.INBOUND_BODY_BYTES)
        if body is None:
            return Refused.TOO_LARGE
        secret = signing.secret_of(self._keyring, vendor, signature.key)
        if not signing.is_genuine(signature, secret, body):
            return Refused.FORGED
        if await self._is_unknown(vendor, signature.key):
            return Refused.NOT_KNOWN
        return signature.key, body

    async def _is_unknown(self, vendor: str, key: int) -> bool:
        """Whether this secret is not in use. When the database does not say, its edge looks."""

        def look() -> bool:
            with self._database.read() as uow:
                return not takes_key(store.vendor(uow, vendor), key, uow.now)

        try:
            within = limits.INTAKE_DATABASE_SECONDS
            return await asyncio.wait_for(self._database.aio(look), within)
        except (SQLAlchemyError, TimeoutError) as error:
            log.warning("vendor_not_looked_up", error=type(error).__name__)
            return False

    async def _count(self, vendor: str, why: Refused) -> None:
        """Count it, with those before that were not written yet; never for what was sent."""
        log.warning("vendor_post_refused", reason=why)
        name = vendor if NAME.fullmatch(vendor) else NOBODY
        self._uncounted[name, why] += 1
        now = self._clock.now()
        if self._counted_at is not None and now - self._counted_at < COUNTED_EVERY:
            return
        self._counted_at, counted = now, self._uncounted
        self._uncounted = Counter()

        def write() -> None:
            with self._database.write() as uow:
                for (of, reason), times in sorted(counted.items()):
                    known = store.vendor(uow, of) is not None
                    store.count_refused(uow, of if known else NOBODY, reason, times)

        try:
            await asyncio.wait_for(self._database.aio(write), limits.INTAKE_DATABASE_SECONDS)
        except (SQLAlchemyError, TimeoutError) as error:
            self._uncounted += counted
            log.warning("vendor_refusals_not_counted", error=type(error).__name__)


def router(intake: Intake, database: Database, keyring: KeyRing, clock: Clock) -> APIRouter:
    """The route for vendors. Whoever does not sign gets 401."""
    door = Door(intake, database, keyring, clock)
    routes = APIRouter()

    @routes.post(PATH, include_in_schema=False)
    async def take(request: Request, vendor: str) -> Response:
        return await door.take(request, vendor)

    return routes
