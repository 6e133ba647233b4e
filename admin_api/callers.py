"""Who is on the other end of a request, as far as the network tells."""

import ipaddress
import re
from http.cookies import CookieError, SimpleCookie

from starlette.requests import HTTPConnection

UNKNOWN = "unknown"
_IPV6_HOME = 64
"""A household or phone has a whole network of this size to itself."""
_NOT_FOR_THE_LOG = re.compile(r"[^A-Za-z0-9_.:-]")
_PLACE_CHARS = 64


def place_of(connection: HTTPConnection) -> str:
    """The network address, as the access log takes it."""
    host = UNKNOWN if connection.client is None else connection.client.host
    return _NOT_FOR_THE_LOG.sub("", host)[:_PLACE_CHARS]


def caller_of(connection: HTTPConnection) -> str:
    """Whom to slow down: one IPv4 address, or one home's IPv6 network."""
    host = UNKNOWN if connection.client is None else connection.client.host
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return host
    return str(ipaddress.ip_network((address.packed, _IPV6_HOME), strict=False))


def cookie_of(connection: HTTPConnection, name: str) -> str | None:
    """The value of a cookie; None also when the header makes no sense."""
    try:
        found = SimpleCookie(connection.headers.get("cookie", "")).get(name)
    except CookieError:
        return None
    return None if found is None else found.value
