"""The town's other service signs as vendors are told to, without a line of ours."""

import json
from datetime import UTC, datetime

import httpx
import pytest

from town.servers.console import Console, NotTakenError
from vendors import signing

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 9, 9, 0, 5, tzinfo=UTC)
SECRET = "5ec212c7e55f675ce279976d1445b72c"


def console(status: int, seen: list[httpx.Request]) -> Console:
    def answers(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(status)

    client = httpx.AsyncClient(transport=httpx.MockTransport(answers))
    return Console("http://city/vendors/deundeun", SECRET, client, lambda: NOW)


async def test_what_it_posts_is_genuine_and_fresh() -> None:
    seen: list[httpx.Request] = []
    await console(202, seen).tells("031-2345-678", "심각", "24시간 없음")
    (request,) = seen
    signature = signing.read(request.headers[signing.HEADER])
    assert signature is not None
    assert signature.is_fresh(NOW)
    assert signing.is_genuine(signature, SECRET, request.content)
    (event,) = json.loads(request.content)["data"]["items"]
    assert (event["level"], event["contract"]) == ("심각", {"no": "031-2345-678"})


async def test_what_the_city_does_not_take_is_not_passed_over() -> None:
    with pytest.raises(NotTakenError, match="401"):
        await console(401, []).tells("031", "심각", "")
