"""The parameters of one Bot API call, from a form, JSON or the query string alike."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from town.servers.telegram.model import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file inside a multipart request."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


class Params:
    """Typed reading; the Bot API takes every value as a string too.

    Raises:
        ApiError: 400, a value cannot be read as what is asked for.
    """

    def __init__(
        self, values: Mapping[str, object], files: Mapping[str, Upload] | None = None
    ) -> None:
        self._values = values
        self._files = dict(files or {})

    def text(self, name: str, default: str = "") -> str:
        value = self._values.get(name)
        return default if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.text(name)
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1", "yes"}

    def json(self, name: str) -> object:
        """The value of a parameter that is JSON; None when it is absent or empty."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            parsed: object = json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None
        return parsed

    def upload(self, name: str) -> Upload | None:
        """The file of parameter `name`: its own part, or the part it names with attach://."""
        reference = self.text(name)
        return self._files.get(reference.removeprefix("attach://") or name)


async def read_params(request: Request) -> Params:
    """Reads a request as the Bot API does: later places win over earlier ones."""
    values: dict[str, object] = dict(request.query_params)
    files: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        values.update(await _json_values(request))
    elif kind.startswith(("multipart/form-data", "application/x-www-form-urlencoded")):
        async with request.form() as form:
            await _form_values(form, values, files)
    return Params(values, files)


async def _json_values(request: Request) -> dict[str, object]:
    try:
        body: object = json.loads(await request.body() or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("object expected")
    return body


async def _form_values(form: FormData, values: dict[str, object], files: dict[str, Upload]) -> None:
    for name, part in form.multi_items():
        if isinstance(part, UploadFile):
            media_type = part.content_type or "application/octet-stream"
            files[name] = Upload(part.filename or name, media_type, await part.read())
        else:
            values[name] = part
