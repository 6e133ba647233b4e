"""The policy file: read once, refused with line and reason when it does not fit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from escalation.model import LONGEST_REOPENING_HOURS, Policy, Urgency
from foundation import policy_files
from foundation.policy_files import Strict
from tasks.model import Audience, Round

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class _Round(Strict):
    to: Literal["helpers", "officers", "leads"]
    count: Annotated[int, Field(ge=1, le=20)]
    minutes: Annotated[int, Field(ge=1, le=24 * 60)]

    def round(self) -> Round:
        return Round(Audience(self.to), self.count, timedelta(minutes=self.minutes))


class _Repeat(_Round):
    to: Literal["officers", "leads"]  # for ever: not to volunteers, who sleep and may not know all


class _Contacts(Strict):
    count: Annotated[int, Field(ge=0, le=5)]
    minutes: Annotated[int, Field(ge=5, le=120)]

    def rounds(self) -> tuple[Round, ...]:
        """One after the other, each with her time to ring the resident herself."""
        return (Round(Audience.CONTACTS, 1, timedelta(minutes=self.minutes)),) * self.count


class _Policy(Strict):
    when: Literal["now", "today", "tomorrow"]
    do_within_minutes: Annotated[int, Field(ge=5, le=24 * 60)]
    rounds: Annotated[tuple[_Round, ...], Field(min_length=1)]
    repeat: _Repeat
    reopen_within_hours: Annotated[int, Field(ge=0, le=LONGEST_REOPENING_HOURS)] = 24
    contacts: _Contacts = _Contacts(count=2, minutes=15)

    def policy(self) -> Policy:
        return Policy(
            rounds=tuple(one.round() for one in self.rounds),
            repeat=self.repeat.round(),
            do_within=timedelta(minutes=self.do_within_minutes),
            when=f"task.when.{self.when}",
            reopen_within=timedelta(hours=self.reopen_within_hours),
            contacts=self.contacts.rounds(),
        )


class _Pressing(_Policy):
    when: Literal["now", "today"]  # what is pressing never waits over a night or a weekend


class _File(Strict):
    watch: _Policy
    caution: _Policy
    danger: _Pressing
    emergency: _Pressing

    def policies(self) -> Mapping[Urgency, Policy]:
        return {
            Urgency.WATCH: self.watch.policy(),
            Urgency.CAUTION: self.caution.policy(),
            Urgency.DANGER: self.danger.policy(),
            Urgency.EMERGENCY: self.emergency.policy(),
        }


def shipped() -> Mapping[Urgency, Policy]:
    """The policy that Anbu comes with."""
    return policy_files.shipped(_File, "escalation").policies()


def read(path: Path) -> Mapping[Urgency, Policy]:
    """A city's own policy. Raises `policy_files.PolicyError`."""
    return policy_files.read(_File, path).policies()


def parse(text: str, name: str) -> Mapping[Urgency, Policy]:
    """Read policy TOML. Raises `policy_files.PolicyError`."""
    return policy_files.parse(_File, text, name).policies()
