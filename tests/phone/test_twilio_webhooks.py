"""The door for Twilio: signed by one of our tokens over what really came, or not at all."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import AsyncIterator
from urllib.parse import quote, urlencode

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from foundation import limits
from phone.signature import Signatures
from phone.webhooks import router
from signals.intake import Inbound, IntakeUnavailableError
from signals.model import SignalKind
from tests.phone.phone_world import CHECKIN, PUBLIC, PhoneWorld, only
from town.servers.twilio import SIGNATURE_HEADER, signature

pytestmark = pytest.mark.anyio

SID = "CA" + "a" * 32
TEXT_SID = "SM" + "b" * 32
SETTINGS_HEADER = "X-Twilio-Webhooks-Signature-Settings"
TOKEN = "town" * 8
OTHER_TOKEN = "a-second-token-while-it-is-replaced"
Fields = dict[str, str]


class Kept:
    """An intake that keeps what it is given, or fails."""

    def __init__(self, *, fails: bool = False) -> None:
        self.facts: list[Inbound] = []
        self.fails = fails

    async def take(self, inbound: Inbound) -> None:
        if self.fails:
            raise IntakeUnavailableError
        self.facts.append(inbound)


def door(world: PhoneWorld, kept: Kept, *tokens: str | None, base: str = PUBLIC) -> FastAPI:
    web = FastAPI()
    secrets = [None if token is None else SecretStr(token) for token in tokens]
    web.include_router(router(kept, world.desk, Signatures(base, secrets), base, world.clock))
    return web


async def post(
    web: FastAPI,
    target: str,
    content: bytes,
    headers: Fields,
    *,
    host: str = "http://10.0.0.7:8000",
) -> httpx.Response:
    """As a proxy in front of us passes it on: another scheme, host and port."""
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url=host) as client:
        return await client.post(target, content=content, headers=form | headers)


def signed(target: str, fields: Fields, token: str = TOKEN, base: str = PUBLIC) -> Fields:
    return {SIGNATURE_HEADER: signature(token, base + target, fields)}


def key_press(**fields: str) -> Fields:
    return {"CallSid": SID, "From": "+12025550142", "To": "+821055550101", "Digits": "1"} | fields


STATUS = "/twilio/call/status?ob=" + CHECKIN
ENDED = key_press(CallStatus="completed", SequenceNumber="3")


# ------------------------------------------------------------------------------ signatures


@pytest.mark.parametrize("token", [TOKEN, OTHER_TOKEN])
async def test_either_token_opens_the_door(world: PhoneWorld, token: str) -> None:
    kept = Kept()
    web = door(world, kept, TOKEN, OTHER_TOKEN)
    answer = await post(web, STATUS, urlencode(ENDED).encode(), signed(STATUS, ENDED, token))
    assert answer.status_code == 204
    assert answer.content == b""
    assert only(kept.facts).source_id == f"{SID}:completed:3"


@pytest.mark.parametrize(
    "target",
    ["/twilio/call", "/twilio/call/key?n=1", STATUS, "/twilio/sms/status", "/twilio/inbound",
     "/twilio/fallback"],
)  # fmt: skip
@pytest.mark.parametrize("headers", [{}, {SIGNATURE_HEADER: "bm8="}, {SIGNATURE_HEADER: "é"}])
async def test_unsigned_and_wrongly_signed_requests_are_refused(
    world: PhoneWorld, target: str, headers: Fields
) -> None:
    kept = Kept()
    raw = {name: value.encode("latin-1") for name, value in headers.items()}
    web = door(world, kept, TOKEN)
    answer = await post(web, target, urlencode(ENDED).encode(), raw)  # type: ignore[arg-type]
    assert answer.status_code == 403
    assert kept.facts == []


@pytest.mark.parametrize("tokens", [(), (None,), ("",), (None, "")])
async def test_without_a_token_nothing_is_genuine(
    world: PhoneWorld, tokens: tuple[str | None, ...]
) -> None:
    """The empty key would sign anybody's request."""
    kept = Kept()
    headers = signed(STATUS, ENDED, "")
    web = door(world, kept, *tokens)
    assert (await post(web, STATUS, urlencode(ENDED).encode(), headers)).status_code == 403
    assert kept.facts == []


async def test_korean_empty_and_repeated_values_are_signed_as_they_came(
    world: PhoneWorld,
) -> None:
    kept = Kept()
    sent = [
        *ENDED.items(),
        ("FromCity", "김천"),
        ("FromZip", ""),
        ("X", "b"),
        ("X", "a"),
        ("X", "b"),
    ]
    # As Twilio's documentation has it: names sorted, of each the different values sorted.
    parts = sorted({(name, value) for name, value in sent})
    text = PUBLIC + STATUS + "".join(name + value for name, value in parts)
    mac = b64encode(hmac.new(TOKEN.encode(), text.encode(), hashlib.sha1).digest()).decode()
    answer = await post(
        door(world, kept, TOKEN), STATUS, urlencode(sent).encode(), {SIGNATURE_HEADER: mac}
    )
    assert answer.status_code == 204
    only(kept.facts)


async def test_the_path_is_signed_as_it_was_called(world: PhoneWorld) -> None:
    """Decoding and encoding again gives another address, and so another signature."""
    kept = Kept()
    target = "/twilio/call/%73tatus?ob=" + CHECKIN + "&name=" + quote("순자") + "&x=%2f+"
    answer = await post(
        door(world, kept, TOKEN), target, urlencode(ENDED).encode(), signed(target, ENDED)
    )
    assert answer.status_code == 204


@pytest.mark.parametrize("base", ["https://anbu.example", "https://gimcheon.example:8443/anbu"])
async def test_the_public_address_counts_not_the_one_behind_the_proxy(
    world: PhoneWorld, base: str
) -> None:
    kept = Kept()
    web = door(world, kept, TOKEN, base=base)
    headers = signed(STATUS, ENDED, base=base)
    assert (await post(web, STATUS, urlencode(ENDED).encode(), headers)).status_code == 204
    private = signed(STATUS, ENDED, base="http://10.0.0.7:8000")
    assert (await post(web, STATUS, urlencode(ENDED).encode(), private)).status_code == 403


@pytest.mark.parametrize("changed", ["ob=01KJV0000000000000000000C2", "ob=", ""])
async def test_what_we_wrote_into_the_address_cannot_be_changed(
    world: PhoneWorld, changed: str
) -> None:
    target = f"/twilio/call/status?{changed}"
    answer = await post(
        door(world, Kept(), TOKEN), target, urlencode(ENDED).encode(), signed(STATUS, ENDED)
    )
    assert answer.status_code == 403


async def test_a_changed_key_is_noticed(world: PhoneWorld) -> None:
    target = "/twilio/call/key?n=1&q=1&a=r&l=ko"
    pressed = urlencode(key_press(Digits="1")).encode()
    headers = signed(target, key_press(Digits="2"))
    assert (await post(door(world, Kept(), TOKEN), target, pressed, headers)).status_code == 403


@pytest.mark.parametrize(
    ("algorithm", "digest", "status"),
    [("HMAC_SHA256", "sha256", 204), ("HMAC_SHA1", "sha1", 204),
     ("HMAC_SHA256", "sha1", 403), ("HMAC_MD5", "md5", 403)],
)  # fmt: skip
async def test_the_algorithm_is_the_one_that_the_header_names(
    world: PhoneWorld, algorithm: str, digest: str, status: int
) -> None:
    text = PUBLIC + STATUS + "".join(name + ENDED[name] for name in sorted(ENDED))
    mac = hmac.new(TOKEN.encode(), text.encode(), digest).digest()
    headers = {
        SIGNATURE_HEADER: b64encode(mac).decode(),
        SETTINGS_HEADER: f"key=webhooks_sharedkey_1,algorithm={algorithm}",
    }
    web = door(world, Kept(), TOKEN)
    answer = await post(web, STATUS, urlencode(ENDED).encode(), headers)
    assert answer.status_code == status


# ------------------------------------------------------------------------- size and failure


async def test_a_body_beyond_the_limit_is_not_read_to_its_end(world: PhoneWorld) -> None:
    kept = Kept()
    large = b"Digits=1&x=" + b"0" * limits.INBOUND_BODY_BYTES
    answer = await post(door(world, kept, TOKEN), STATUS, large, {SIGNATURE_HEADER: "bm8="})
    assert answer.status_code == 413


async def test_an_announced_length_that_is_no_number_is_refused(world: PhoneWorld) -> None:
    headers = {SIGNATURE_HEADER: "bm8=", "Content-Length": "many"}
    assert (await post(door(world, Kept(), TOKEN), STATUS, b"x=1", headers)).status_code == 413


async def test_an_unsigned_body_is_not_even_read(world: PhoneWorld) -> None:
    read: list[bytes] = []

    async def body() -> AsyncIterator[bytes]:
        read.append(b"x")
        yield b"x=1"

    web = door(world, Kept(), TOKEN)
    transport = httpx.ASGITransport(web)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as client:
        assert (await client.post(STATUS, content=body())).status_code == 403
    assert read == []


async def test_more_fields_than_anybody_sends_are_refused(world: PhoneWorld) -> None:
    fields = {f"x{number}": "1" for number in range(300)}
    web = door(world, Kept(), TOKEN)
    answer = await post(web, STATUS, urlencode(fields).encode(), signed(STATUS, fields))
    assert answer.status_code == 403


async def test_a_status_that_nothing_takes_is_a_503(world: PhoneWorld) -> None:
    web = door(world, Kept(fails=True), TOKEN)
    answer = await post(web, STATUS, urlencode(ENDED).encode(), signed(STATUS, ENDED))
    assert answer.status_code == 503


@pytest.mark.parametrize(
    "target",
    ["/twilio/call?ob=" + CHECKIN, "/twilio/inbound", "/twilio/fallback",
     "/twilio/call/key?n=1&q=1&a=r&l=ko"],
)  # fmt: skip
async def test_a_call_gets_words_even_when_nothing_takes_the_fact(
    world: PhoneWorld, target: str
) -> None:
    web = door(world, Kept(fails=True), TOKEN)
    pressed = key_press()
    answer = await post(web, target, urlencode(pressed).encode(), signed(target, pressed))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert "공오사, 사이공, 육일일사" in answer.text
    assert "Gather" not in answer.text


async def test_the_number_is_said_in_the_language_of_the_call(world: PhoneWorld) -> None:
    target = "/twilio/call/key?n=1&q=1&a=r&l=vi"
    web = door(world, Kept(fails=True), TOKEN)
    pressed = key_press()
    answer = await post(web, target, urlencode(pressed).encode(), signed(target, pressed))
    assert 'language="vi-VN"' in answer.text


# ----------------------------------------------------------------------------- repetitions


async def test_a_repeated_key_press_gets_the_same_words_and_is_one_fact(
    world: PhoneWorld,
) -> None:
    """Twilio repeats a request once when the connection broke: it may have arrived before."""
    her = world.resident()
    outbox_id = world.post(her.ref)
    target = f"/twilio/call/key?ob={outbox_id}&n=1&q=1&a=r&l=ko"
    pressed = key_press()
    content, headers = urlencode(pressed).encode(), signed(target, pressed)
    first = await post(world.web, target, content, headers)
    again = await post(world.web, target, content, headers)
    assert first.content == again.content
    assert only(world.facts()).kind is SignalKind.REPLY


async def test_silence_is_no_fact(world: PhoneWorld) -> None:
    kept = Kept()
    target = "/twilio/call/key?n=1&q=1&a=r&l=ko"
    silent = key_press(Digits="")
    web = door(world, kept, TOKEN)
    answer = await post(web, target, urlencode(silent).encode(), signed(target, silent))
    assert "천천히 하셔도 괜찮습니다" in answer.text
    assert kept.facts == []


async def test_the_raw_request_is_kept_with_the_time_it_came(world: PhoneWorld) -> None:
    kept = Kept()
    content = urlencode(ENDED).encode()
    await post(door(world, kept, TOKEN), STATUS, content, signed(STATUS, ENDED))
    fact = only(kept.facts)
    assert fact.body == STATUS.encode() + b"\n" + content
    assert fact.received_at == world.clock.now()
