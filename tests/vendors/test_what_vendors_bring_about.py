"""What follows from vendors' messages: cases, work for the office, and what waits for somebody."""

from datetime import timedelta

import pytest

from escalation.model import Reason, Urgency
from residents import service as residents
from residents.model import NewStaff, Resident, StaffRole
from signals import service as signals
from signals.model import Draft, SignalKind, Source
from tasks.service import open_about
from tests.admin_api.office import add_resident, add_staff, mobile
from tests.vendors.maps import DEUNDEUN, NAME
from tests.vendors.vendor_world import VendorWorld, post
from vendors import service as vendors
from vendors.model import Fault, What

pytestmark = pytest.mark.anyio


async def test_an_alarm_opens_a_case_marked_as_decided_elsewhere(city: VendorWorld) -> None:
    her = city.her()
    assert await city.posts(post()) == 202
    await city.works()
    case = city.case(her)
    assert case is not None
    assert (case.urgency, case.reasons) == (Urgency.DANGER, (Reason.VENDOR_ALARM,))
    (alarm,) = [one for one in city.heard(her) if one.source is Source.VENDORS]
    assert alarm.kind is SignalKind.VENDOR_ALARM
    assert alarm.words == "심각 · 24시간 없음"
    assert alarm.occurred_at == city.clock.now() - timedelta(minutes=50)
    assert alarm.data["by"] == f"vendor:{NAME}"


async def test_a_call_for_help_is_an_emergency_that_no_fine_ends(city: VendorWorld) -> None:
    her = city.her()
    await city.posts(post("SOS"))
    await city.works()
    case = city.case(her)
    assert case is not None
    assert (case.urgency, case.reasons) == (Urgency.EMERGENCY, (Reason.VENDOR_EMERGENCY,))
    assert case.needs_a_person


async def test_an_unknown_number_is_told_to_the_lead_until_somebody_says_whose_it_is(
    city: VendorWorld,
) -> None:
    with city.service.database.write() as uow:
        residents.add_staff(uow, NewStaff("최팀장", StaffRole.LEAD, mobile()))
    her = city.her(number=None)
    await city.posts(post())
    await city.works()
    assert city.told("vendor.waiting.pressing") == [{"count": 1, "pressing": 1}]
    city.clock.advance(timedelta(minutes=61))
    await city.works()
    assert len(city.told("vendor.waiting.pressing")) == 2
    with city.service.database.write() as uow:
        _, told = vendors.serve(uow, her.ref, NAME, "031-2345-678", "staff:1")
    assert told == 1
    await city.works()
    assert city.waiting() == []
    assert city.case(her) is not None
    city.clock.advance(timedelta(minutes=61))
    await city.works()
    assert len(city.told("vendor.waiting.pressing")) == 2


async def test_what_is_not_pressing_waits_for_the_office(city: VendorWorld) -> None:
    with city.service.database.write() as uow:
        residents.add_staff(uow, NewStaff("최팀장", StaffRole.LEAD, mobile()))
    await city.posts(post("통신 두절"))  # on a day off
    await city.works()
    assert city.told("vendor.waiting") == []
    city.clock.advance(timedelta(hours=24))
    await city.works()
    assert city.told("vendor.waiting") == [{"count": 1, "pressing": 0}]


async def test_two_who_share_a_number_are_both_looked_after_and_neither_was_spoken_with(
    city: VendorWorld,
) -> None:
    both = [city.her(), city.her(name="박영수")]
    await city.posts(post())
    await city.posts(post("통화 완료"))
    await city.works()
    assert all(city.case(one) is not None for one in both)
    (waits,) = city.waiting()
    assert (waits.what, waits.fault) == (What.CONTACT, Fault.SEVERAL)


async def test_who_is_not_looked_after_any_more_waits_for_an_official(city: VendorWorld) -> None:
    her = city.her()
    with city.service.database.write() as uow:
        residents.mark_deceased(uow, her.ref, reported_by="staff:1")
    await city.posts(post())
    (waits,) = city.waiting()
    assert waits.fault is Fault.NOT_SERVED
    assert city.heard(her) == []


async def test_a_test_and_other_news_ask_for_nothing(city: VendorWorld) -> None:
    her = city.her()
    for level in ("시험", "관심"):
        assert await city.posts(post(level)) == 202
    await city.works()
    assert (city.heard(her), city.waiting()) == ([], [])


async def test_her_fine_after_the_alarm_was_the_answer_to_it(city: VendorWorld) -> None:
    her = city.her()
    _says_fine(city, her)
    await city.posts(post(at="2026-03-02 08:50"))
    await city.posts(post("SOS", at="2026-03-02 08:51"))
    await city.works()
    case = city.case(her)
    assert case is not None
    assert case.reasons == (Reason.VENDOR_EMERGENCY,)


def _says_fine(city: VendorWorld, her: Resident) -> None:
    said = {"meaning": "ok", "channel": "telegram", "form": "button"}
    with city.service.database.write() as uow:
        draft = Draft(SignalKind.SAID, Source.UNDERSTANDING, "said:1", her.ref, uow.now, data=said)
        signals.record(uow, draft)


async def test_the_vendors_device_is_seen_to_and_she_is_asked(city: VendorWorld) -> None:
    her = city.her()
    with city.service.database.write() as uow:
        add_staff(uow)
    await city.posts(post("통신 두절"))
    await city.works()
    with city.service.database.read() as uow:
        kinds = [one.new.kind for one in open_about(uow, her.ref)]
    assert "device_repair" in kinds
    assert city.case(her) is None


async def test_a_better_map_reads_what_waited(city: VendorWorld) -> None:
    her = city.her()
    await city.posts(post("불명"))
    with city.service.database.write() as uow:
        text = DEUNDEUN.replace('"SOS" =', '"불명" = "alarm"\n"SOS" =')
        assert vendors.change_map(uow, NAME, text, "new.toml") == 1
    await city.works()
    assert (city.waiting(), city.case(her) is not None) == ([], True)


async def test_it_never_raises_for_a_resident_who_was_erased(city: VendorWorld) -> None:
    her = city.her()
    with city.service.database.write() as uow:
        residents.erase(uow, her.ref)
        other = add_resident(uow)
    await city.posts(post())
    (waits,) = city.waiting()
    assert waits.fault is Fault.NOBODY
    with city.service.database.write() as uow:
        vendors.give(uow, waits.id, residents.outline(uow, other.ref), "staff:1")
    await city.works()
    assert city.case(other) is not None


async def test_a_number_that_is_not_ours_waits_once(city: VendorWorld) -> None:
    await city.posts(post())
    await city.posts(post("통신 두절"))
    with city.service.database.write() as uow:
        vendors.settle(uow, vendors.waiting(uow)[0].id, "staff:1", ours=False)
    await city.posts(post(at="2026-03-02 08:30"))
    assert city.waiting() == []
    her = city.her()  # who moves in, and has the number now
    await city.posts(post(at="2026-03-02 08:40"))
    await city.works()
    assert city.case(her) is not None


async def test_only_alarms_wait_of_somebody_who_is_not_looked_after_any_more(
    city: VendorWorld,
) -> None:
    her = city.her()
    with city.service.database.write() as uow:
        residents.mark_deceased(uow, her.ref, reported_by="staff:1")
    for level in ("통화 완료", "정상 복귀", "통신 두절", "SOS"):
        await city.posts(post(level))
    assert [one.what for one in city.waiting()] == [What.EMERGENCY]


async def test_a_fault_that_is_told_every_hour_is_asked_about_once_a_day(
    city: VendorWorld,
) -> None:
    her = city.her()
    for minute in (10, 20, 30):
        await city.posts(post("통신 두절", at=f"2026-03-02 08:{minute}"))
    assert [one.kind for one in city.heard(her)] == [SignalKind.DEVICE_FAULT]
    city.clock.advance(timedelta(days=1, hours=1))
    await city.posts(post("통신 두절", at="2026-03-03 09:50"))
    assert len([one for one in city.heard(her) if one.source is Source.VENDORS]) == 2
