"""What both webhooks and pages need of a request."""

from __future__ import annotations

from typing import Protocol

from fastapi import Request

from locales.model import Language
from signals.intake import Inbound


class Takes(Protocol):
    """What `signals.intake.Intake` does for an edge."""

    async def take(self, inbound: Inbound) -> None:
        """Record the fact, or raise IntakeUnavailableError."""
        ...


def language_of(request: Request) -> Language:
    """What the reader's telephone is set to, else Korean: where nobody knows who reads."""
    first = request.headers.get("accept-language", "").partition(",")[0].strip().lower()
    primary = first.partition(";")[0].partition("-")[0]
    by_primary = {language.value.partition("_")[0]: language for language in Language}
    return by_primary.get(primary, Language.ko)
