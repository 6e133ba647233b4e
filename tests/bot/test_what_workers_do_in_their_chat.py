"""What helpers and officers write and press, as recorded facts: who is meant, and whose agenda."""

from typing import Any

import pytest

from signals.model import SignalKind
from tests.bot.village import HELPERS_CHAT, OFFICERS_CHAT, TASK, Village, message, press


@pytest.mark.parametrize("verb", ["s", "dn", "df", "du", "de", "kk", "kb"])
def test_what_a_helper_says_of_an_offer_besides_is_there_too(village: Village, verb: str) -> None:
    village.receive(press(HELPERS_CHAT, f"{verb}:{TASK}:2"))
    fact = village.only_fact()
    assert (fact.kind, fact.subject) == (SignalKind.OFFER_ANSWERED, village.resident)
    assert fact.data == {"task": TASK, "verb": verb, "version": 2, "by": village.helper}


@pytest.mark.parametrize("verb", ["wt", "wm", "ww", "wo", "wb"])
def test_a_helper_says_until_when_she_is_away(village: Village, verb: str) -> None:
    village.receive(press(HELPERS_CHAT, f"{verb}:20260302:0"))
    fact = village.only_fact()
    assert (fact.kind, fact.subject) == (SignalKind.AWAY_CHOSEN, village.helper)
    assert fact.data == {"channel": "telegram", "verb": verb, "day": "20260302", "version": 0}


@pytest.mark.parametrize(
    ("content", "form", "words"),
    [
        ({"text": "할 일"}, "words", "할 일"),
        ({"text": "/tasks"}, "command", "/tasks"),
        ({"text": "/start"}, "command", "/start"),
        ({"text": "/Help@anbu_bot 옆집"}, "command", "/help 옆집"),
        ({"photo": [{}], "caption": "문이 열려 있어요"}, "photo", "문이 열려 있어요"),
        ({"voice": {}}, "voice", None),
    ],
)
@pytest.mark.parametrize("chat", [HELPERS_CHAT, OFFICERS_CHAT])
def test_what_helpers_and_officers_write_is_a_fact_of_their_own(
    village: Village, chat: int, content: dict[str, Any], form: str, words: str | None
) -> None:
    twice = message(village, chat, **content)
    village.receive(twice, twice)
    fact = village.only_fact()
    who = village.helper if chat == HELPERS_CHAT else village.officer
    assert (fact.kind, fact.subject, fact.words) == (SignalKind.WORKER_WROTE, who, words)
    assert fact.data == {"channel": "telegram", "form": form}
