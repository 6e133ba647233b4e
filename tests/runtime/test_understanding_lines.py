"""`anbu understand` answers each line with one JSON object."""

import json

import pytest
from typer.testing import CliRunner

from locales.model import Language
from runtime.cli import app
from runtime.understand import NotUtf8Error, understood


def test_each_line_gives_an_object_blank_ones_too() -> None:
    run = CliRunner().invoke(app, ["understand"], input="괜찮아요\n\n我摔倒了\n".encode())
    said = [json.loads(line) for line in run.stdout.splitlines()]
    assert [(one["text"], one["meaning"], one["cause"], one["language"]) for one in said] == [
        ("괜찮아요", "ok", None, "ko"),
        ("", "unclear", None, "ko"),
        ("我摔倒了", "urgent", "fall", "zh_Hans"),
    ]
    assert "괜찮" in run.stdout
    assert all(one["because"] for one in said)


def test_bytes_that_are_no_utf8_end_it_with_the_line() -> None:
    run = CliRunner().invoke(app, ["understand"], input="네\n".encode() + "네".encode("cp949"))
    assert run.exit_code == 2
    assert "Line 2" in run.stderr


def test_an_unknown_language_is_refused() -> None:
    run = CliRunner().invoke(app, ["understand", "--language", "xx"], input=b"")
    assert run.exit_code == 2
    assert "zh_Hans" in run.stderr


def test_the_mark_at_the_start_of_a_file_is_not_text() -> None:
    (line,) = understood(["\ufeff1\n".encode()], Language.ko)
    assert json.loads(line)["text"] == "1"


def test_a_line_is_named_when_it_cannot_be_read() -> None:
    with pytest.raises(NotUtf8Error, match="Line 1"):
        list(understood([b"\xff"], Language.ko))
