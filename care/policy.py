"""The policy of human contact: read once, refused with line and reason when it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator

from care.model import ContactKind, ContactPolicy, Pace
from foundation import policy_files
from foundation.policy_files import Strict

if TYPE_CHECKING:
    from pathlib import Path


class _Pace(Strict):
    days_apart: Annotated[int, Field(ge=14, le=92)]
    ask_days_before: Annotated[int, Field(ge=3, le=28)]
    again_after_days: Annotated[int, Field(ge=1, le=14)]
    days_after_return: Annotated[int, Field(ge=1, le=14)]

    @model_validator(mode="after")
    def _asks_after_the_last_meeting(self) -> Self:
        if 2 * self.ask_days_before > self.days_apart:
            message = "ask_days_before is at most half of days_apart"
            raise ValueError(message)
        return self

    def pace(self) -> Pace:
        return Pace(
            days_apart=self.days_apart,
            ask_days_before=self.ask_days_before,
            again_after_days=self.again_after_days,
            days_after_return=self.days_after_return,
        )


class _Quarterly(_Pace):
    days_apart: Annotated[int, Field(ge=28, le=120)]
    days_before_quarter_ends: Annotated[int, Field(ge=0, le=28)]


class _File(Strict):
    quarterly_contact: _Quarterly
    regular_visit: _Pace

    def policy(self) -> ContactPolicy:
        return ContactPolicy(
            paces={
                ContactKind.QUARTERLY_CONTACT: self.quarterly_contact.pace(),
                ContactKind.REGULAR_VISIT: self.regular_visit.pace(),
            },
            days_before_quarter_ends=self.quarterly_contact.days_before_quarter_ends,
        )


def shipped() -> ContactPolicy:
    """The policy that Anbu comes with."""
    return policy_files.shipped(_File, "care").policy()


def read(path: Path) -> ContactPolicy:
    """A city's own policy. Raises `policy_files.PolicyError`."""
    return policy_files.read(_File, path).policy()


def parse(text: str, name: str) -> ContactPolicy:
    """Read policy TOML. Raises `policy_files.PolicyError`."""
    return policy_files.parse(_File, text, name).policy()
