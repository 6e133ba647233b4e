"""What Twilio's errors mean: was it sent, and if not, who has to do something about it."""

from datetime import timedelta
from http import HTTPStatus

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException

from foundation.clock import ManualClock
from messaging.channel import Call, Outcome, Refusal, Refused, Unknown
from phone.addresses import Addresses
from phone.channels import CallChannel
from phone.outcomes import failed_call, outcome_of, table, undelivered
from tests.phone.phone_world import PUBLIC, account_behind, none_claimed

RING = Call("call.checkin", 25)


def refused(status: int, code: int | None = None) -> Outcome:
    return outcome_of(TwilioRestException(status, "/Calls.json", "no +821055550101", code))


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (httpx.ConnectError("refused"), Refused(Refusal.DOWN, "ConnectError")),
        (httpx.ConnectTimeout("slow"), Refused(Refusal.DOWN, "ConnectTimeout")),
        (httpx.PoolTimeout("busy"), Refused(Refusal.DOWN, "PoolTimeout")),
        (httpx.ProxyError("no"), Refused(Refusal.DOWN, "ProxyError")),
        (httpx.UnsupportedProtocol("ftp"), Refused(Refusal.DOWN, "UnsupportedProtocol")),
        (httpx.InvalidURL("no"), Refused(Refusal.DOWN, "InvalidURL")),
        (httpx.ReadTimeout("slow"), Unknown("ReadTimeout")),
        (httpx.WriteTimeout("slow"), Unknown("WriteTimeout")),
        (httpx.ReadError("cut"), Unknown("ReadError")),
        (httpx.WriteError("cut"), Unknown("WriteError")),
        (httpx.RemoteProtocolError("cut"), Unknown("RemoteProtocolError")),
        (ValueError("no JSON"), Unknown("ValueError")),
        (TwilioException("no idea"), Unknown("TwilioException")),
    ],
)
def test_a_broken_connection_is_unknown_unless_nothing_was_sent(
    error: Exception, outcome: Outcome
) -> None:
    """The library lets the connection's own errors through as they are."""
    assert outcome_of(error) == outcome


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (21211, Refusal.BAD_ADDRESS),
        (21614, Refusal.BAD_ADDRESS),
        (21612, Refusal.BAD_ADDRESS),
        (21610, Refusal.UNREACHABLE),
        (20003, Refusal.CONFIG),
        (21606, Refusal.CONFIG),
        (21659, Refusal.CONFIG),
        (21408, Refusal.CONFIG),
        (21215, Refusal.CONFIG),
        (21608, Refusal.CONFIG),
        (20429, Refusal.LATER),
        (20503, Refusal.LATER),
        (21602, Refusal.INVALID),
    ],
)
def test_a_known_code_decides(code: int, why: Refusal) -> None:
    for status in (400, 403, 503):
        assert refused(status, code) == Refused(why, str(code))


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, Refused(Refusal.INVALID, "99999")),
        (401, Refused(Refusal.CONFIG, "99999")),
        (403, Refused(Refusal.CONFIG, "99999")),
        (404, Refused(Refusal.CONFIG, "99999")),
        (408, Unknown("99999")),
        (422, Refused(Refusal.INVALID, "99999")),
        (429, Refused(Refusal.LATER, "99999")),
        (500, Unknown("99999")),
        (502, Unknown("99999")),
        (599, Unknown("99999")),
    ],
)
def test_an_unknown_code_leaves_it_to_the_status(status: int, outcome: Outcome) -> None:
    assert refused(status, 99999) == outcome


def test_the_newer_form_of_errors_is_understood() -> None:
    error = TwilioServiceException("about:blank", "Authenticate", 401, 20003)
    assert outcome_of(error) == Refused(Refusal.CONFIG, "20003")


@given(st.integers(100, 999), st.none() | st.integers(0, 99_999))
def test_every_answer_has_an_outcome_without_its_words(status: int, code: int | None) -> None:
    outcome = refused(status, code)
    assert isinstance(outcome, Refused | Unknown)
    assert outcome.detail.isdecimal()
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and isinstance(outcome, Refused):
        assert code in table()["refused"]


def test_the_table_is_whole() -> None:
    assert set(table()) == {"refused", "undelivered", "sip"}
    assert all(table().values())
    allowed = {Refusal.BAD_ADDRESS, Refusal.UNREACHABLE, Refusal.CONFIG}
    assert set(table()["undelivered"].values()) <= allowed
    assert set(table()["sip"].values()) == {Refusal.BAD_ADDRESS}


def test_a_phone_that_is_off_says_nothing_about_the_number() -> None:
    assert undelivered(30003) is None
    assert undelivered(30008) is None
    assert undelivered(None) is None
    assert undelivered(30006) is Refusal.BAD_ADDRESS


def test_a_busy_network_says_nothing_about_the_number() -> None:
    for sip_code in (None, 408, 480, 486, 487, 500, 503, 603):
        assert failed_call(sip_code) is None


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("7", timedelta(seconds=7)),
        ("Mon, 02 Mar 2026 00:01:00 GMT", timedelta(minutes=1)),
        ("Sun, 01 Mar 2026 00:01:00 GMT", timedelta()),
        ("soon", None),
        ("", None),
        ("-3", None),
        ("²", None),
    ],
)
async def test_it_waits_as_long_as_it_is_told(
    clock: ManualClock, header: str, wait: timedelta | None
) -> None:
    def later(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(429, headers=[(b"retry-after", header.encode())])

    channel = CallChannel(account_behind(later, clock), Addresses(PUBLIC), none_claimed)
    outcome = await channel.send("+821055550101", RING, "01KJNXGE0060Z63KE4QE3C69RG")
    assert outcome == Refused(Refusal.LATER, "429", wait)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(201, text="<html>"),
        httpx.Response(201, json={}),
        httpx.Response(201, text=""),
        httpx.Response(201, json=[]),
        httpx.Response(200, json={"sid": None}),
    ],
)
async def test_a_success_that_makes_no_sense_may_have_been_one(
    clock: ManualClock, answer: httpx.Response
) -> None:
    channel = CallChannel(
        account_behind(lambda _request: answer, clock), Addresses(PUBLIC), none_claimed
    )
    outcome = await channel.send("+821055550101", RING, "01KJNXGE0060Z63KE4QE3C69RG")
    assert isinstance(outcome, Unknown)
