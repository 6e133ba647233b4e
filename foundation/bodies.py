"""Reading what somebody sends, as long as it is not too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

if TYPE_CHECKING:
    from starlette.requests import Request


_DIGITS = 15


async def body_of(request: Request, limit: int) -> bytes | None:
    """The body; None beyond `limit` bytes, announced or sent, or when the caller hangs up."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or len(announced) > _DIGITS or int(announced) > limit:
        return None
    received = bytearray()
    try:
        async for chunk in request.stream():
            received += chunk
            if len(received) > limit:
                return None
    except ClientDisconnect:
        return None
    return bytes(received)
