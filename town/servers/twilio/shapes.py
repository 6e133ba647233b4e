"""Resources as JSON and as webhook parameters; lists with filters and pages."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Final, TypeAlias, TypeVar
from urllib.parse import urlencode

from town.servers.twilio.model import API_VERSION, Call, RestError, Sms

Json: TypeAlias = dict[str, Any]
Item = TypeVar("Item")

MAX_PAGE: Final = 1000
_ONE_SEGMENT: Final = 70
_PER_SEGMENT: Final = 67


def rfc2822(at: datetime | None) -> str | None:
    """A moment as the REST API writes it."""
    return None if at is None else format_datetime(at.astimezone(UTC))


def path_of(account_sid: str, rest: str) -> str:
    """`rest` below the account, as in `uri` fields."""
    return f"/{API_VERSION}/Accounts/{account_sid}/{rest}"


def segments(body: str) -> int:
    """SMS segments in UCS-2, which every Korean text is."""
    units = len(body.encode("utf-16-be")) // 2
    return 1 if units <= _ONE_SEGMENT else -(-units // _PER_SEGMENT)


def sms_json(account_sid: str, sms: Sms) -> Json:
    """A Message resource."""
    uri = path_of(account_sid, f"Messages/{sms.sid}.json")
    return {
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "body": sms.body,
        "date_created": rfc2822(sms.created_at),
        "date_sent": rfc2822(sms.sent_at),
        "date_updated": rfc2822(sms.updated_at),
        "direction": "outbound-api",
        "error_code": sms.error_code,
        "error_message": None,
        "from": sms.sender,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": str(segments(sms.body)),
        "price": None,
        "price_unit": "USD",
        "sid": sms.sid,
        "status": sms.status,
        "subresource_uris": {"media": uri.replace(".json", "/Media.json")},
        "to": sms.to,
        "uri": uri,
    }


def sms_params(account_sid: str, sms: Sms) -> dict[str, str]:
    """The parameters of a message's status callback."""
    params = {
        "AccountSid": account_sid,
        "ApiVersion": API_VERSION,
        "From": sms.sender,
        "MessageSid": sms.sid,
        "MessageStatus": sms.status,
        "SmsSid": sms.sid,
        "SmsStatus": sms.status,
        "To": sms.to,
    }
    if sms.error_code is not None:
        params["ErrorCode"] = str(sms.error_code)
    return params


def call_json(account_sid: str, call: Call) -> Json:
    """A Call resource."""
    uri = path_of(account_sid, f"Calls/{call.sid}.json")
    below = uri.removesuffix(".json")
    return {
        "account_sid": account_sid,
        "annotation": None,
        "answered_by": call.answered_by,
        "api_version": API_VERSION,
        "caller_name": None,
        "date_created": rfc2822(call.created_at),
        "date_updated": rfc2822(call.updated_at),
        "direction": call.direction,
        "duration": str(call.seconds) if call.over else None,
        "end_time": rfc2822(call.ended_at),
        "forwarded_from": None,
        "from": call.sender,
        "from_formatted": call.sender,
        "group_sid": None,
        "parent_call_sid": None,
        "phone_number_sid": None,
        "price": None,
        "price_unit": "USD",
        "queue_time": str(_queued_ms(call)),
        "sid": call.sid,
        "start_time": rfc2822(call.started_at),
        "status": call.status,
        "subresource_uris": {"events": f"{below}/Events.json"},
        "to": call.to,
        "to_formatted": call.to,
        "trunk_sid": None,
        "uri": uri,
    }


def _queued_ms(call: Call) -> int:
    if call.started_at is None:
        return 0
    return (call.started_at - call.created_at) // timedelta(milliseconds=1)


def call_params(account_sid: str, call: Call, status: str = "") -> dict[str, str]:
    """The parameters that every request about a call carries; empty ones are sent too."""
    params = {
        "AccountSid": account_sid,
        "ApiVersion": API_VERSION,
        "CallSid": call.sid,
        "CallStatus": status or call.status,
        "Called": call.to,
        "Caller": call.sender,
        "Direction": call.direction,
        "From": call.sender,
        "To": call.to,
    }
    for end, number in (("From", call.sender), ("To", call.to)):
        params |= {f"{end}City": "", f"{end}State": "", f"{end}Zip": ""}
        params[f"{end}Country"] = "KR" if number.startswith("+82") else "US"
    return params


# ---------------------------------------------------------------------------------- lists


def matching(
    items: Sequence[Item], query: Mapping[str, str], fields: Mapping[str, Callable[[Item], Any]]
) -> list[Item]:
    """Those that pass every filter of the query, the newest first.

    `fields` names the filters: text fields must be equal; a moment must lie on that day, or
    with `<` or `>` behind the name not after or not before that moment.
    """
    tests = [
        (value, operator, field)
        for name, field in fields.items()
        for operator in ("", "<", ">")
        if (value := query.get(name + operator))
    ]
    passed = [item for item in items if all(_passes(field(item), *test) for *test, field in tests)]
    return passed[::-1]


def _passes(actual: object, wanted: str, operator: str) -> bool:
    if not isinstance(actual, datetime):
        return actual == wanted
    moment = _moment(wanted)
    if operator == "<":
        return actual <= moment
    if operator == ">":
        return actual >= moment
    return actual.date() == moment.date()


def _moment(value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise RestError(400, 20001, f"Invalid date: {value}") from None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def page_json(path: str, key: str, items: Sequence[Json], query: Mapping[str, str]) -> Json:
    """One page of a list with its paging fields."""
    size = min(int(query.get("PageSize", "50")), MAX_PAGE)
    number = int(query.get("Page", "0"))
    shown = list(items[number * size : (number + 1) * size])
    filters = {name: value for name, value in query.items() if not name.startswith("Page")}

    def uri(page: int) -> str:
        token = {"PageToken": f"PA{page}"} if page else {}
        return f"{path}?{urlencode({**filters, 'PageSize': size, 'Page': page, **token})}"

    more = len(items) > (number + 1) * size
    return {
        key: shown,
        "end": number * size + max(len(shown) - 1, 0),
        "first_page_uri": uri(0),
        "next_page_uri": uri(number + 1) if more else None,
        "page": number,
        "page_size": size,
        "previous_page_uri": uri(number - 1) if number else None,
        "start": number * size,
        "uri": uri(number),
    }
