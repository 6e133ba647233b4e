"""`say` fills a text completely or not at all, and a bad catalog never gets as far as a reader."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import locales
from locales.model import Language
from locales.texts import (
    BrokenCatalogError,
    MissingTextError,
    WrongValuesError,
    placeholders,
    read_catalog,
    say,
)

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def test_values_fill_the_text() -> None:
    said = say("checkin.ask.1", Language.ko, name="김순자", team="지좌동")
    assert said == "김순자 님, 안녕하세요. 김천시 지좌동입니다.\n오늘 잘 지내고 계세요?"


def test_the_city_can_be_another_one() -> None:
    assert say("page.answer.title", Language.ko) == "김천시 안부 인사"
    assert say("page.answer.title", Language.ko, city="상주시") == "상주시 안부 인사"


def test_whole_numbers_are_grouped() -> None:
    assert say("summary.asked", Language.ko, count=6400) == "여쭌 안부 6,400건"
    assert "6.400" in say("summary.asked", Language.vi, count=6400)
    assert say("summary.asked", Language.ko, count="6400") == "여쭌 안부 6400건"


def test_a_value_is_not_read_as_a_text() -> None:
    said = say("page.answer.dial", Language.ko, number="{city}{0}%s")
    assert said.startswith("{city}{0}%s에")


@pytest.mark.parametrize("language", list(Language))
def test_an_unknown_key_is_an_error(language: Language) -> None:
    with pytest.raises(MissingTextError, match=r"checkin\.asked") as caught:
        say("checkin.asked", language)
    assert (caught.value.key, caught.value.language) == ("checkin.asked", language)
    with pytest.raises(MissingTextError):
        placeholders("checkin.asked", language)


def test_missing_and_extra_values_are_named() -> None:
    with pytest.raises(WrongValuesError, match="needs team and does not take when") as caught:
        say("checkin.ask.1", Language.ko, name="김순자", when="오늘")
    assert caught.value.missing == ("team",)
    assert caught.value.extra == ("when",)
    with pytest.raises(WrongValuesError, match="does not take city"):
        say("button.fine", Language.ko, city="김천시")
    with pytest.raises(MissingTextError):  # one except clause for both
        say("checkin.remind", Language.ko)


def test_placeholders_tell_what_a_text_takes() -> None:
    assert placeholders("checkin.ask.1") == {"name", "city", "team"}
    assert placeholders("button.fine", Language.vi) == set()


@pytest.mark.parametrize(
    ("po", "problem"),
    [
        ('msgid "a.b"\nmsgstr ""\n', "is empty"),
        ('msgid "a.b"\nmsgstr "  "\n', "is empty"),
        ('#, fuzzy\nmsgid "a.b"\nmsgstr "x"\n', "fuzzy"),
        ('msgid "a.b"\nmsgid_plural "a.c"\nmsgstr[0] "x"\n', "plural"),
        ('msgid "a.b"\nmsgstr "{name"\n', "brace"),
        ('msgid "a.b"\nmsgstr "name}"\n', "brace"),
        ('msgid "a.b"\nmsgstr "{}"\n', "brace"),
        ('msgid "a.b"\nmsgstr "{0}"\n', "brace"),
        ('msgid "a.b"\nmsgstr "{name!r}"\n', "brace"),
        ('msgid "a.b"\nmsgstr "{name.upper}"\n', "brace"),
        ('msgid "a.b"\nmsgstr "{Name}"\n', "brace"),
        ('msgid "a.b"\nmsgstr "x"\n\nmsgid "a.b"\nmsgstr "y"\n', "twice"),
        ('msgid "a.b\nmsgstr "x"\n', "not closed"),
        ('msgid "a.b"\nmsgstr "xy\n', "not closed"),
        ('msgid "a.b"\nmsgstr "x\\"\n', "not closed"),
        ('msgid "a.b"\n', "cannot be read"),
        ("no catalog\n", "cannot be read"),
    ],
)
def test_a_broken_catalog_is_refused(po: str, problem: str) -> None:
    with pytest.raises(BrokenCatalogError, match=problem):
        read_catalog((HEADER + po).encode(), Language.ko)


def test_other_bytes_than_utf8_are_refused() -> None:
    po = HEADER.encode() + 'msgid "a.b"\nmsgstr "가"\n'.encode("euc-kr")
    with pytest.raises(BrokenCatalogError):
        read_catalog(po, Language.ko)


def test_long_texts_may_run_over_lines() -> None:
    po = HEADER + 'msgid "a.b"\nmsgstr ""\n"하나 {name}\\n"\n"둘"\n'
    text = read_catalog(po.encode(), Language.ko)["a.b"]
    assert text.template == "하나 {name}\n둘"
    assert text.names == {"name"}


def test_texts_are_found_inside_an_archive(tmp_path: Path) -> None:
    """As they are when the wheel is imported without being unpacked."""
    package = Path(locales.__file__).parent
    shutil.copytree(
        package, tmp_path / "tree" / "locales", ignore=shutil.ignore_patterns("__pycache__")
    )
    archive = shutil.make_archive(str(tmp_path / "wheel"), "zip", tmp_path / "tree")
    program = (
        "import sys; sys.path[:0] = [sys.argv[1]]\n"
        "import locales\n"
        "from locales.model import Language\n"
        "from locales.texts import say\n"
        "assert '.zip' in locales.__file__\n"
        "assert [say('button.fine', language) for language in Language]\n"
    )
    subprocess.run([sys.executable, "-c", program, archive], check=True, cwd=tmp_path, timeout=50)
