"""How urgent a case is: every rule looks at all the evidence and names its own reason. Pure.

The most urgent finding wins. Fresh life lowers silence by one step; it never lowers anything
that only a person may close.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from escalation.model import Evidence, Reason, Urgency
from residents.model import Tier
from signals.model import Cause

if TYPE_CHECKING:
    from collections.abc import Callable

OF_CAUSE = {
    Cause.MEDICAL: Reason.URGENT_MEDICAL,
    Cause.FALL: Reason.URGENT_FALL,
    Cause.FIRE: Reason.URGENT_FIRE,
    Cause.SELF_HARM: Reason.URGENT_SELF_HARM,
    Cause.VIOLENCE: Reason.URGENT_VIOLENCE,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule makes of the evidence."""

    urgency: Urgency
    reason: Reason


def said_urgent(known: Evidence) -> Finding | None:
    """Words that name a danger."""
    if known.cause is None:
        return None
    return Finding(Urgency.EMERGENCY, OF_CAUSE[known.cause])


def danger_at_the_door(known: Evidence) -> Finding | None:
    """Somebody at the door saw signs of danger."""
    return Finding(Urgency.EMERGENCY, Reason.DANGER_SEEN) if known.danger_seen else None


def silence_at_the_door(known: Evidence) -> Finding | None:
    """Nobody opened: once is dangerous, twice or with a quiet plug an emergency."""
    if known.silent_visits > 1 or (known.silent_visits and known.home_is_silent):
        return Finding(Urgency.EMERGENCY, Reason.SECOND_SILENT_VISIT)
    return Finding(Urgency.DANGER, Reason.SILENT_VISIT) if known.silent_visits else None


def vendor_emergency(known: Evidence) -> Finding | None:
    """Another service was called for help."""
    if not known.vendor_emergency:
        return None
    return Finding(Urgency.EMERGENCY, Reason.VENDOR_EMERGENCY)


def asked_for_help(known: Evidence) -> Finding | None:
    """She pressed help or said so."""
    return Finding(Urgency.DANGER, Reason.ASKED_FOR_HELP) if known.asked_for_help else None


def contact_worried(known: Evidence) -> Finding | None:
    """Somebody who knows her wants her to be visited."""
    return Finding(Urgency.DANGER, Reason.CONTACT_WORRIED) if known.worry_told else None


def needs_help(known: Evidence) -> Finding | None:
    """A visitor found that she needs something."""
    return Finding(Urgency.CAUTION, Reason.NEEDS_HELP_SEEN) if known.needs_help_seen else None


def two_sources_silent(known: Evidence) -> Finding | None:
    """Neither she nor her home gives a sign."""
    if known.missed_checkin and known.home_is_silent:
        return Finding(Urgency.EMERGENCY, Reason.TWO_SOURCES_SILENT)
    return None


def quiet_home_unanswered(known: Evidence) -> Finding | None:
    """Her home was unusually still, she was asked for that, and did not answer."""
    if not known.quiet_home:
        return None
    return Finding(Urgency.DANGER, Reason.QUIET_HOME_UNANSWERED)


def left_on_unanswered(known: Evidence) -> Finding | None:
    """Something hot was left on in her home, she was asked about that, and did not answer."""
    return Finding(Urgency.CAUTION, Reason.LEFT_ON_UNANSWERED) if known.left_on else None


def missed_checkin(known: Evidence) -> Finding | None:
    """She was asked and did not answer: the tier says how much that means."""
    if not known.missed_checkin:
        return None
    match known.tier:
        case Tier.HIGH:
            return Finding(Urgency.DANGER, Reason.MISSED_CHECKIN_HIGH_TIER)
        case Tier.MEDIUM:
            return Finding(Urgency.CAUTION, Reason.MISSED_CHECKIN)
        case Tier.LOW:
            return Finding(Urgency.WATCH, Reason.MISSED_CHECKIN_LOW_TIER)


def plug_quiet(known: Evidence) -> Finding | None:
    """Her home has been still for as long as her tier allows."""
    return Finding(Urgency.DANGER, Reason.PLUG_QUIET) if known.plug_quiet else None


def vendor_alarm(known: Evidence) -> Finding | None:
    """Another service is alarmed: decided elsewhere, and acted on like our own plug's silence."""
    return Finding(Urgency.DANGER, Reason.VENDOR_ALARM) if known.vendor_alarm else None


def not_asked(known: Evidence) -> Finding | None:
    """We failed to ask: nobody knows how she is."""
    if not known.not_asked:
        return None
    urgency = Urgency.CAUTION if known.tier is Tier.HIGH else Urgency.WATCH
    return Finding(urgency, Reason.NOT_ASKED)


def unclear(known: Evidence) -> Finding | None:
    """She is alive, but nobody understood what she said."""
    return Finding(Urgency.WATCH, Reason.UNCLEAR_ANSWER) if known.unclear else None


def office_task_unanswered(known: Evidence) -> Finding | None:
    """Work about her that no officer took."""
    if not known.office_task_unanswered:
        return None
    return Finding(Urgency.WATCH, Reason.OFFICE_TASK_UNANSWERED)


def raised_by_officer(known: Evidence) -> Finding | None:
    """An official knows more than the program."""
    if not known.raised_to:
        return None
    return Finding(Urgency(known.raised_to), Reason.RAISED_BY_OFFICER)


RULES: tuple[Callable[[Evidence], Finding | None], ...] = (
    said_urgent,
    danger_at_the_door,
    vendor_emergency,
    silence_at_the_door,
    two_sources_silent,
    asked_for_help,
    quiet_home_unanswered,
    left_on_unanswered,
    missed_checkin,
    plug_quiet,
    vendor_alarm,
    contact_worried,
    needs_help,
    not_asked,
    raised_by_officer,
    unclear,
    office_task_unanswered,
)
"""Equal urgencies keep this order: the first of them gives the reason."""

SILENCE = frozenset(
    {
        Reason.MISSED_CHECKIN,
        Reason.MISSED_CHECKIN_HIGH_TIER,
        Reason.MISSED_CHECKIN_LOW_TIER,
        Reason.QUIET_HOME_UNANSWERED,
        Reason.LEFT_ON_UNANSWERED,
        Reason.NOT_ASKED,
        Reason.PLUG_QUIET,
        Reason.VENDOR_ALARM,
        Reason.TWO_SOURCES_SILENT,
    }
)


def weigh(known: Evidence) -> Finding | None:
    """Return the most urgent finding, or None when nothing is amiss."""
    findings = [finding for rule in RULES if (finding := rule(known)) is not None]
    if known.alive_since:
        findings = [_lowered(finding) for finding in findings]
    return max(findings, key=lambda finding: finding.urgency, default=None)


def _lowered(finding: Finding) -> Finding:
    """One step less urgent when it is about silence only."""
    if finding.reason not in SILENCE:
        return finding
    return Finding(Urgency(max(finding.urgency - 1, Urgency.WATCH)), Reason.ALIVE_SINCE)
