import asyncio
from typing import Any

import httpx
import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.town.phone_under_test import (
    CITY,
    MOBILE,
    PUBLIC,
    LoopbackClient,
    World,
    world,
)
from tests.town.timeline import Timeline
from town.servers.faults import Fault
from town.servers.http import serve
from town.servers.twilio import Answer

pytestmark = pytest.mark.anyio


async def text(w: World) -> None:
    await w.client.messages.create_async(to=MOBILE, from_=CITY, body="글")


@pytest.mark.parametrize(
    ("fault", "status", "code", "done"),
    [
        (Fault.too_many(), 429, 20429, 0),
        (Fault.unauthorized(), 401, 20003, 0),
        (Fault.forbidden(), 403, 20403, 0),
        (Fault.server_error(), 500, 500, 0),
        (Fault.server_error(status=503, done=True), 503, 503, 1),
    ],
)
async def test_spoilt_answers(
    timeline: Timeline, fault: Fault, status: int, code: int, done: int
) -> None:
    async with world(timeline) as w:
        w.api.faults.push("messages.create", fault, address=MOBILE)
        with pytest.raises(TwilioRestException) as raised:
            await text(w)
        assert (raised.value.status, raised.value.code) == (status, code)
        assert len(w.api.messages) == done


@pytest.mark.parametrize("done", [False, True])
async def test_a_cut_connection_leaves_the_outcome_unknown(timeline: Timeline, done: bool) -> None:
    async with world(timeline) as w:
        w.api.faults.push("calls.create", Fault.cut(done=done))
        with pytest.raises(httpx.RemoteProtocolError):
            await w.call()
        found = await w.client.calls.list_async(to=MOBILE)
        assert len(found) == (1 if done else 0)


async def test_a_refused_request_can_be_spoilt_too(timeline: Timeline) -> None:
    async with world(timeline) as w:
        w.api.faults.push("calls.create", Fault.server_error(done=True))
        with pytest.raises(TwilioRestException) as raised:
            await w.call(to="112")
        assert raised.value.status == 500


async def test_wrong_credentials_and_unknown_resources(timeline: Timeline) -> None:
    async with world(timeline) as w:
        sid = w.settings.account_sid
        stranger = Client(sid, "wrong", http_client=w.asgi)
        with pytest.raises(TwilioRestException) as raised:
            await stranger.calls("CA1").fetch_async()
        assert (raised.value.status, raised.value.code) == (401, 20003)
        with pytest.raises(TwilioRestException) as raised:
            await w.client.api.v2010.accounts("AC" + "0" * 32).calls("CA1").fetch_async()
        assert (raised.value.status, raised.value.code) == (404, 20404)
        with pytest.raises(TwilioRestException) as raised:
            await w.client.calls("CA" + "0" * 32).fetch_async()
        assert (raised.value.status, raised.value.code) == (404, 20404)
        with pytest.raises(TwilioRestException) as raised:
            await w.client.recordings("RE1").fetch_async()
        assert (raised.value.status, raised.value.code) == (404, 20404)
        account = await w.client.api.v2010.accounts(sid).fetch_async()
        assert (account.sid, account.status) == (sid, "active")


async def test_the_librarys_own_client_over_loopback(timeline: Timeline) -> None:
    async with world(timeline) as w, serve(w.api.app) as served:
        w.answers("/voice", "<Response><Pause length='9'/></Response>")
        w.api.phone.on_ring = lambda _call: Answer()
        http = LoopbackClient(served.url)
        client: Any = Client(w.settings.account_sid, w.settings.auth_token, http_client=http)
        created = await asyncio.to_thread(
            client.calls.create,
            to=MOBILE,
            from_=CITY,
            url=f"{PUBLIC}/voice",
            status_callback=f"{PUBLIC}/status",
            status_callback_event=["initiated", "ringing", "answered", "completed"],
            machine_detection="Enable",
            async_amd="true",
            async_amd_status_callback=f"{PUBLIC}/amd",
        )
        await timeline.run(60)
        fetched = await asyncio.to_thread(client.calls(str(created.sid)).fetch)
        assert (fetched.status, fetched.answered_by) == ("completed", "human")
        (listed,) = await asyncio.to_thread(client.calls.list, to=MOBILE)
        assert listed.sid == created.sid
        w.api.faults.push("calls.create", Fault.cut(done=True))
        with pytest.raises(requests.exceptions.ConnectionError):
            await asyncio.to_thread(
                client.calls.create, to=MOBILE, from_=CITY, url=f"{PUBLIC}/voice"
            )
        assert len(w.api.calls) == 2
        assert http.session is not None
        http.session.close()
