"""Service, providers and people in one process: hosts are ASGI apps, nothing opens a socket."""

from pathlib import Path

import httpx
from pydantic import SecretStr
from starlette.types import ASGIApp
from typing_extensions import override

from foundation.settings import Settings
from town.servers.telegram import BotApi
from town.servers.twilio import TwilioApi

SERVICE, BOT, TWILIO = "service.test", "bot.test", "twilio.test"
SECRET = "in-process-webhook-secret"
CITY_PHONE = "054-421-2661"
MENTAL_HEALTH_PHONE = "054-433-4005"


class Network(httpx.AsyncBaseTransport):
    """Every host is an app, which may be taken away and put back: then nobody answers there."""

    def __init__(self) -> None:
        self.apps: dict[str, ASGIApp] = {}

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        app = self.apps.get(request.url.host)
        if app is None:
            raise httpx.ConnectError("Connection refused")
        return await httpx.ASGITransport(app).handle_async_request(request)


def settings_for(
    folder: Path, database_url: str, telegram: BotApi, twilio: TwilioApi | None = None
) -> Settings:
    """Settings of a city in this process. Without `twilio` nobody is rung or texted."""
    settings = Settings(
        database_url=database_url,
        spool_dir=folder / "spool",
        public_base_url=f"http://{SERVICE}",
        telegram_mode="webhook",
        telegram_token=SecretStr(telegram.settings.token),
        telegram_webhook_secret=SecretStr(SECRET),
        telegram_api_base=f"http://{BOT}",
        city_phone=CITY_PHONE,
        city_mental_health_phone=MENTAL_HEALTH_PHONE,
    )
    if twilio is None:
        return settings
    account = twilio.settings
    number = min(account.numbers)
    return settings.model_copy(
        update={
            "twilio_account_sid": account.account_sid,
            "twilio_auth_token": SecretStr(account.auth_token),
            "twilio_api_base": f"http://{TWILIO}",
            "twilio_voice_from": number,
            "twilio_sms_from": number,
        }
    )
