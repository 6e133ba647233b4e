"""What another service decided, as news of a case."""

from datetime import UTC, datetime, timedelta

from escalation.decide import ending, news_of
from escalation.model import Case, Evidence, Urgency
from residents.model import Tier
from signals.model import Signal, SignalKind, Source

NOON = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
MISSED = Evidence(tier=Tier.HIGH, missed_checkin=True)


def told_by_a_vendor(kind: SignalKind, at: datetime, **data: object) -> Signal:
    known = {"alone": True, **data}
    return Signal("1", kind, Source.VENDORS, "1", "resident:1", at, at, known)


def test_what_another_service_tells_of_life_counts_from_when_the_case_is_open() -> None:
    known = Case("case", "resident:1", NOON, Urgency.DANGER, (), MISSED)
    before, after = NOON - timedelta(hours=1), NOON + timedelta(hours=1)
    for kind in (SignalKind.VENDOR_CONTACT, SignalKind.VENDOR_BACK):
        assert news_of(told_by_a_vendor(kind, after), known) == {"alive_since": True}
        assert news_of(told_by_a_vendor(kind, before), known) == {}
        assert news_of(told_by_a_vendor(kind, after), None) == {}
        assert ending(known, told_by_a_vendor(kind, after)) is None
    others = told_by_a_vendor(SignalKind.VENDOR_BACK, after, alone=False)
    assert news_of(others, known) == {}


def test_an_alarm_of_another_service_undoes_what_was_heard_before() -> None:
    alarm = told_by_a_vendor(SignalKind.VENDOR_ALARM, NOON, grave=False)
    assert news_of(alarm, None) == {"vendor_alarm": True, "alive_since": False}
    grave = told_by_a_vendor(SignalKind.VENDOR_ALARM, NOON, grave=True)
    assert news_of(grave, None) == {"vendor_emergency": True}
