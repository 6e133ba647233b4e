from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from foundation.settings import City, Settings, SettingsError, unknown_variables


def problems(monkeypatch: pytest.MonkeyPatch, **environment: str) -> tuple[str, ...]:
    for name, value in environment.items():
        monkeypatch.setenv(f"ANBU_{name}", value)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    return caught.value.problems


def test_gimcheon_is_what_is_shipped() -> None:
    assert Settings.load().city() == City(
        name="김천시",
        zone=ZoneInfo("Asia/Seoul"),
        phone="054-000-0000",
    )


def test_the_shipped_number_is_known_as_a_placeholder(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.load().city().phone_is_placeholder
    monkeypatch.setenv("ANBU_CITY_PHONE", "054-123-4567")
    assert not Settings.load().city().phone_is_placeholder


def test_without_any_variable_everything_outside_is_off() -> None:
    settings = Settings.load()
    assert settings.telegram_mode == "off"
    assert settings.database_url == "sqlite:///anbu.db"
    outside = (settings.telegram_token, settings.twilio_account_sid, settings.mqtt_url)
    assert outside == (None, None, None)


def test_another_city_is_settings_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "NAME": "상주시", "ZONE": "Asia/Tokyo", "PHONE": "1588-1234",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"ANBU_CITY_{name}", value)
    assert Settings.load().city() == City("상주시", ZoneInfo("Asia/Tokyo"), "1588-1234")


def test_every_wrong_variable_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    found = problems(
        monkeypatch,
        PORT="http",
        CITY_ZONE="Korea/Gimcheon",
        CITY_PHONE="call us",
        PUBLIC_BASE_URL="anbu.example",
        MQTT_URL="http://broker",
        DATABASE_URL="mysql://secret@host/anbu",
        TELEGRAM_WEBHOOK_SECRET="short secret",
    )
    assert found == (
        "ANBU_DATABASE_URL: use sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME.",
        "ANBU_PUBLIC_BASE_URL: use a full address beginning with http or https.",
        "ANBU_PORT: Input should be a valid integer, unable to parse string as an integer.",
        "ANBU_TELEGRAM_WEBHOOK_SECRET: use 16 to 256 characters of A-Z a-z 0-9 _ -.",
        "ANBU_MQTT_URL: use a full address beginning with mqtt or mqtts.",
        "ANBU_CITY_ZONE: name an IANA zone such as Asia/Seoul (or install tzdata).",
        "ANBU_CITY_PHONE: write the number as residents see it, such as 054-123-4567 or 1588-1234.",
    )


def test_the_message_lists_the_problems_and_quotes_no_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ANBU_TELEGRAM_WEBHOOK_SECRET", "geheim wort")
    with pytest.raises(SettingsError, match=r"corrected:\n  - ANBU_TELEGRAM") as caught:
        Settings.load()
    assert "geheim" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"TELEGRAM_MODE": "polling"}, ["TELEGRAM_TOKEN"]),
        (
            {"TELEGRAM_MODE": "webhook", "PUBLIC_BASE_URL": "http://anbu.example"},
            ["TELEGRAM_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "PUBLIC_BASE_URL"],
        ),
        (
            {"TWILIO_ACCOUNT_SID": "AC1", "PUBLIC_BASE_URL": "http://anbu.example"},
            ["TWILIO_AUTH_TOKEN", "TWILIO_VOICE_FROM or ANBU_TWILIO_SMS_FROM", "PUBLIC_BASE_URL"],
        ),
        ({"MQTT_PASSWORD": "x"}, ["MQTT_USERNAME"]),
        ({"MQTT_CERTIFICATE_KEY_FILE": "x"}, ["MQTT_CERTIFICATE_FILE"]),
        ({"MQTT_URL": "mqtt://localhost", "MQTT_CA_FILE": "x"}, ["MQTT_URL"]),
        (
            {"MQTT_URL": "mqtt://broker", "MQTT_USERNAME": "u", "MQTT_PASSWORD": "x"},
            ["MQTT_URL"],
        ),
    ],
)
def test_settings_that_need_each_other_say_so(
    environment: dict[str, str], named: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = problems(monkeypatch, **environment)
    assert [problem.split(":")[0] for problem in found] == [f"ANBU_{name}" for name in named]


def test_a_complete_set_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_TOKEN": "1:a",
        "TELEGRAM_WEBHOOK_SECRET": "a-secret_of_16-characters",
        "PUBLIC_BASE_URL": "https://anbu.example/",
        "TWILIO_ACCOUNT_SID": "AC1",
        "TWILIO_AUTH_TOKEN": "t",
        "TWILIO_VOICE_FROM": "+82541234567",
        "MQTT_URL": "mqtts://broker:8883",
        "DATABASE_URL": "postgresql+psycopg://anbu@host/anbu",
    }.items():
        monkeypatch.setenv(f"ANBU_{name}", value)
    settings = Settings.load()
    assert settings.public_base_url == "https://anbu.example"
    assert settings.twilio_auth_token is not None
    assert settings.twilio_auth_token.get_secret_value() == "t"


def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELEGRAM_TOKEN", "PORT", "TELEGRAM_TOKEN_FILE"):
        monkeypatch.setenv(f"ANBU_{name}", "")
    settings = Settings.load()
    assert settings.telegram_token is None
    assert settings.port == 8000


# -------------------------------------------------------------------------------- secrets


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("1:from-file\n")
    monkeypatch.setenv("ANBU_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    token = Settings.load().telegram_token
    assert token is not None
    assert token.get_secret_value() == "1:from-file"


def test_the_database_s_address_may_come_from_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "url").write_text("postgresql+psycopg://anbu:pass@host/anbu\n")
    monkeypatch.setenv("ANBU_DATABASE_URL_FILE", str(tmp_path / "url"))
    assert Settings.load().database_url == "postgresql+psycopg://anbu:pass@host/anbu"


def test_a_secret_given_twice_or_in_no_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    found = problems(
        monkeypatch,
        TELEGRAM_TOKEN="1:a",
        TELEGRAM_TOKEN_FILE=str(tmp_path / "binary"),
        MQTT_PASSWORD_FILE=str(tmp_path / "missing"),
    )
    assert found == (
        "ANBU_TELEGRAM_TOKEN: set either it or ANBU_TELEGRAM_TOKEN_FILE, not both.",
        f"ANBU_TELEGRAM_TOKEN_FILE: {tmp_path}/binary cannot be read: it is not UTF-8 text.",
        f"ANBU_MQTT_PASSWORD_FILE: {tmp_path}/missing cannot be read: No such file or directory.",
    )


def test_no_secret_shows_in_a_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "TELEGRAM_TOKEN": "geheim", "TWILIO_AUTH_TOKEN": "geheim", "MQTT_PASSWORD": "geheim",
        "DATABASE_URL": "postgresql+psycopg://anbu:geheim@host/anbu",
        "MQTT_URL": "mqtts://anbu:geheim@host", "HEARTBEAT_URL": "https://ping.example/geheim",
        "MQTT_USERNAME": "anbu",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"ANBU_{name}", value)
    assert "geheim" not in repr(Settings.load())


# ------------------------------------------------------------------------------ misspellings


def test_a_misspelt_variable_is_found_with_what_was_meant() -> None:
    environment = {
        "ANBU_TELEGRM_TOKEN": "x",
        "ANBU_TELEGRAM_TOKEN_FILE": "x",
        "ANBU_PORT": "1",
        "ANBU_SOMETHING_ELSE": "x",
        "PATH": "x",
    }
    assert unknown_variables(environment) == {
        "ANBU_SOMETHING_ELSE": None,
        "ANBU_TELEGRM_TOKEN": "ANBU_TELEGRAM_TOKEN",
    }
