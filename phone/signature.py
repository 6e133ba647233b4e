"""Whether a request is Twilio's: it signs the address it called and what it sent with our token.

Behind a proxy the request's own idea of its address is wrong, and decoding it once more breaks
the signature: so it is our public address with the path and the query as they came.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import SecretStr
from starlette.datastructures import FormData
from starlette.requests import Request
from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from foundation.settings import Settings


class Signatures:
    """Checks requests against the account's tokens: two of them while one is being replaced.

    Without any token nothing is genuine.
    """

    def __init__(self, public_base_url: str, tokens: Iterable[SecretStr | None]) -> None:
        self._base = public_base_url.rstrip("/")
        self._validators = [
            RequestValidator(token.get_secret_value())
            for token in tokens
            if token is not None and token.get_secret_value()
        ]

    @classmethod
    def of(cls, settings: Settings) -> Signatures:
        tokens = (settings.twilio_auth_token, settings.twilio_auth_token_secondary)
        return cls(settings.public_base_url, tokens)

    def claimed(self, request: Request) -> bool:
        """Whether it says that it is signed, and we could check: else its body is not read."""
        return bool(self._validators) and bool(request.headers.get(SIGNATURE_HEADER))

    def genuine(self, request: Request, form: FormData) -> bool:
        """Whether the signature is right. `form` is all that was sent, repeated names included."""
        given = request.headers.get(SIGNATURE_HEADER, "")
        algorithm = get_signature_algorithm(request.headers.get(SIGNATURE_SETTINGS_HEADER, ""))
        if algorithm.upper() not in {HMAC_SHA1, HMAC_SHA256}:
            return False
        address = self._address(request)
        return any(
            validator.validate(address, form, given, algorithm) for validator in self._validators
        )

    def _address(self, request: Request) -> str:
        path = request.scope["raw_path"].decode("latin-1")
        query = request.scope["query_string"].decode("latin-1")
        return f"{self._base}{path}" + (f"?{query}" if query else "")
