"""Settings from the environment: ``ANBU_<NAME>``, secrets also from a file by ``ANBU_<NAME>_FILE``.

Gimcheon's values are the shipped defaults.
"""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

from foundation.city import PLACEHOLDER_PHONE, City

__all__ = ["City", "Settings", "SettingsError", "unknown_variables"]

PREFIX = "ANBU_"

TelegramMode = Literal["webhook", "polling", "off"]
LogLevel = Literal["debug", "info", "warning", "error"]
_SHOWN_PHONE = re.compile(r"0\d{1,2}-\d{3,4}-\d{4}|1\d{3}-\d{4}")
_WITH_FILE = frozenset({"database_url"})
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class SettingsError(Exception):
    """Some settings are wrong; ``problems`` has one line for each, naming its variable."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        lines = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(f"Settings that must be corrected:\n{lines}")
        self.problems = problems


class Settings(BaseSettings):
    """All settings. Use ``Settings.load()``, which reports every wrong variable at once."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        # Compose files pass unset variables on as empty ones.
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: str = Field(default="sqlite:///anbu.db", repr=False)
    key_ring_file: Path | None = None
    spool_dir: Path = Path("spool")

    public_base_url: str = "http://localhost:8000"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65_535)
    log_level: LogLevel = "info"
    heartbeat_url: str | None = Field(default=None, repr=False)
    audit_seconds: int = Field(default=30, ge=1, le=300)

    telegram_mode: TelegramMode = "off"
    telegram_token: SecretStr | None = None
    telegram_api_base: str = "https://api.telegram.org"
    telegram_webhook_secret: SecretStr | None = None
    telegram_per_second: int = Field(default=20, ge=1, le=30)

    twilio_account_sid: str | None = None
    twilio_auth_token: SecretStr | None = None
    twilio_auth_token_secondary: SecretStr | None = None
    twilio_api_base: str = "https://api.twilio.com"
    twilio_voice_from: str | None = None
    twilio_sms_from: str | None = None
    twilio_sms_answered: bool = False
    """Whether what people answer to our texts reaches us, as it does not from Korea."""
    calls_per_second: int = Field(default=1, ge=1, le=100)

    mqtt_url: str | None = Field(default=None, repr=False)
    mqtt_username: str | None = None
    mqtt_password: SecretStr | None = None
    mqtt_ca_file: Path | None = None
    """Who may vouch for the broker; without it, the system's authorities."""
    mqtt_certificate_file: Path | None = None
    mqtt_certificate_key_file: Path | None = None
    mqtt_client_id: str = Field(default="anbu-plugs", pattern=r"[A-Za-z0-9._-]{1,64}")
    """Of this process: two with one name cut each other off."""
    mqtt_share: str | None = Field(default=None, pattern=r"[A-Za-z0-9._-]{1,64}")
    """Listeners that name the same group share the plugs among them."""
    mqtt_accounts_dir: Path | None = None
    """Where Mosquitto's files of accounts and rights are written."""
    mqtt_broker_pid_file: Path | None = None
    """Whom to tell that they changed, where the broker runs on this machine."""

    plug_readings_days: int = Field(default=30, ge=7, le=400)
    """So long are single values kept, for whoever looks into a device."""
    plug_slots_days: int = Field(default=400, ge=130, le=1_500)
    """So long are means of ten minutes kept: a home's routine is learnt from 120 days."""

    city_name: str = Field(default="김천시", min_length=1)
    city_zone: str = "Asia/Seoul"
    city_phone: str = PLACEHOLDER_PHONE
    city_mental_health_phone: str = ""
    city_latitude: float = Field(default=36.14, ge=-90, le=90)
    city_longitude: float = Field(default=128.11, ge=-180, le=180)

    checkin_policy_file: Path | None = None
    case_policy_file: Path | None = None
    contact_policy_file: Path | None = None

    vendor_drop_dir: Path | None = None
    """Where files of other services are put, in a folder for each of them."""

    @classmethod
    def load(cls) -> Self:
        """Read the environment. Raises SettingsError listing every wrong variable."""
        try:
            settings = cls()
        except ValidationError as error:
            # The pydantic error may quote secrets; only its explanation is kept.
            raise SettingsError(tuple(_explained(error))) from None
        problems = tuple(settings.conflicts())
        if problems:
            raise SettingsError(problems)
        return settings

    def city(self) -> City:
        """Return the city's part of the settings."""
        return City(
            name=self.city_name,
            zone=ZoneInfo(self.city_zone),
            phone=self.city_phone,
            latitude=self.city_latitude,
            longitude=self.city_longitude,
            mental_health_phone=self.city_mental_health_phone,
        )

    def conflicts(self) -> Iterator[str]:
        """Yield one line for each setting that does not fit the others."""
        yield from self._telegram_conflicts()
        yield from self._twilio_conflicts()
        yield from self._mqtt_conflicts()

    def _mqtt_conflicts(self) -> Iterator[str]:
        if self.mqtt_password is not None and self.mqtt_username is None:
            yield "ANBU_MQTT_USERNAME: set it too, since ANBU_MQTT_PASSWORD is set."
        if self.mqtt_certificate_key_file is not None and self.mqtt_certificate_file is None:
            yield "ANBU_MQTT_CERTIFICATE_FILE: set it too, since its key's file is set."
        if self.mqtt_url is None or self.mqtt_url.startswith("mqtts:"):
            return
        if self.mqtt_ca_file is not None or self.mqtt_certificate_file is not None:
            yield "ANBU_MQTT_URL: begin it with mqtts://, since there are certificates."
        if self.mqtt_password is not None and urlsplit(self.mqtt_url).hostname not in _LOCAL_HOSTS:
            yield "ANBU_MQTT_URL: begin it with mqtts://, else the password can be read on its way."

    def _telegram_conflicts(self) -> Iterator[str]:
        if self.telegram_mode == "off":
            return
        mode = f"ANBU_TELEGRAM_MODE is {self.telegram_mode}"
        if self.telegram_token is None:
            yield f"ANBU_TELEGRAM_TOKEN: set it, since {mode}."
        if self.telegram_mode == "webhook":
            if self.telegram_webhook_secret is None:
                yield f"ANBU_TELEGRAM_WEBHOOK_SECRET: set it, since {mode}."
            if not _reachable(self.public_base_url):
                yield f"ANBU_PUBLIC_BASE_URL: set the service's https address, since {mode}."

    def _twilio_conflicts(self) -> Iterator[str]:
        if self.twilio_account_sid is None:
            return
        reason = "since ANBU_TWILIO_ACCOUNT_SID is set"
        if self.twilio_auth_token is None:
            yield f"ANBU_TWILIO_AUTH_TOKEN: set it, {reason}."
        if self.twilio_voice_from is None and self.twilio_sms_from is None:
            yield f"ANBU_TWILIO_VOICE_FROM or ANBU_TWILIO_SMS_FROM: set one, {reason}."
        if not _reachable(self.public_base_url):
            yield f"ANBU_PUBLIC_BASE_URL: set the service's https address, {reason}."

    @field_validator("public_base_url", "telegram_api_base", "twilio_api_base", "heartbeat_url")
    @classmethod
    def _http_url(cls, value: str | None) -> str | None:
        return None if value is None else _url(value, {"http", "https"})

    @field_validator("mqtt_url")
    @classmethod
    def _mqtt_url(cls, value: str | None) -> str | None:
        return None if value is None else _url(value, {"mqtt", "mqtts"})

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            message = "use sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
            raise ValueError(message)
        return value

    @field_validator("city_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = "name an IANA zone such as Asia/Seoul (or install tzdata)"
            raise ValueError(message) from None
        return value

    @field_validator("city_phone")
    @classmethod
    def _city_phone(cls, value: str) -> str:
        if _SHOWN_PHONE.fullmatch(value) is None:
            message = "write the number as residents see it, such as 054-123-4567 or 1588-1234"
            raise ValueError(message)
        return value

    @field_validator("city_mental_health_phone")
    @classmethod
    def _centre(cls, value: str) -> str:
        return cls._city_phone(value) if value else value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr | None) -> SecretStr | None:
        plain = "" if value is None else value.get_secret_value()
        allowed = plain.replace("-", "").replace("_", "")
        if value is not None and not (
            len(plain) in range(16, 257) and allowed.isascii() and allowed.isalnum()
        ):
            message = "use 16 to 256 characters of A-Z a-z 0-9 _ -"
            raise ValueError(message)
        return value

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings, _SecretFiles(settings_cls), env_settings)


class _SecretFiles(PydanticBaseSettingsSource):
    """Reads ``ANBU_X_FILE`` for each secret X. Raises SettingsError on a file it cannot use."""

    @override
    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    @override
    def __call__(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        problems: list[str] = []
        for name in secret_fields(self.settings_cls):
            variable = variable_of(name)
            path = os.environ.get(f"{variable}_FILE")
            if not path:
                continue
            if os.environ.get(variable):
                problems.append(f"{variable}: set either it or {variable}_FILE, not both.")
            try:
                values[name] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                why = getattr(error, "strerror", None) or "it is not UTF-8 text"
                problems.append(f"{variable}_FILE: {path} cannot be read: {why}.")
        if problems:
            raise SettingsError(tuple(problems))
        return values


def variable_of(field_name: str) -> str:
    """Return the environment variable of a field."""
    return f"{PREFIX}{field_name.upper()}"


def secret_fields(settings: type[BaseSettings]) -> list[str]:
    """Return the fields that may also be read from a file."""
    return [
        name
        for name, field in settings.model_fields.items()
        if name in _WITH_FILE or "SecretStr" in str(field.annotation)
    ]


def unknown_variables(environment: Mapping[str, str]) -> dict[str, str | None]:
    """Return each ``ANBU_`` variable that no setting reads, with the setting it resembles most."""
    known = {variable_of(name) for name in Settings.model_fields}
    known |= {f"{variable_of(name)}_FILE" for name in secret_fields(Settings)}
    unknown = sorted(name for name in environment if name.startswith(PREFIX) and name not in known)
    return {
        name: next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.8)), None)
        for name in unknown
    }


def _explained(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        name = str(problem["loc"][0]) if problem["loc"] else ""
        reason = problem["msg"].removeprefix("Value error, ")
        yield f"{variable_of(name)}: {reason}."


def _url(value: str, schemes: set[str]) -> str:
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.hostname:
        message = f"use a full address beginning with {' or '.join(sorted(schemes))}"
        raise ValueError(message)
    return value.rstrip("/")


def _reachable(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in _LOCAL_HOSTS
