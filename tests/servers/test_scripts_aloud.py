"""Every script of a call, spoken by a synthetic voice and timed: nobody can listen for long."""

import shutil
import subprocess
import wave
from collections.abc import Mapping
from datetime import timedelta
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from checkins.model import Occasion
from locales.model import Language
from locales.texts import keys, say
from messaging.render.voice import GREETINGS, Hearer, Manner, Prompt, Spoken, Whom, Work, spoken
from phone.twiml import PAUSE_SECONDS
from residents.model import speaking
from signals.model import Cause
from tests.support.database import MONDAY_MORNING
from tests.support.names import LONGEST_NAMES

PROMPT_SECONDS, URGENT_SECONDS = 60, 12
WORDS_PER_MINUTE = 175
"""espeak-ng's own pace, as a hundred percent is Twilio's voices' own."""
VOICES = {
    Language.ko: "ko",
    Language.en: "en-us",
    Language.vi: "vi",
    # The voice `cmn` reads its own pinyin as English words and figures.
    Language.zh_Hans: "cmn-latn-pinyin",
}
LATE_IN_THE_YEAR = MONDAY_MORNING + timedelta(days=290, minutes=35)
"""A moment that takes long to say: a month, a day and minutes of two figures each."""
ADDRESS = "김천시 평화남산동 평화장미길 1789-78, 1903동 2708호"
WHOM = Whom("남궁하늘빛나래", ADDRESS, ("010-7777-7777", "054-777-7777"))
WORK = Work("pyeonghwanamsan-dong", "task.kind.talk_after_stop", LATE_IN_THE_YEAR, WHOM)
UNPLANNED = [f"call.because.{one}" for one in Occasion if one is not Occasion.PLANNED]


class Aloud:
    """Times what espeak-ng says."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("espeak-ng")
        assert program, "Install espeak-ng: make test-servers names the package."
        self._program, self._file = program, folder / "aloud.wav"

    def text(self, text: str, language: Language, rate: int = speaking.NORMAL) -> float:
        """Seconds of one text."""
        pace = str(WORDS_PER_MINUTE * rate // 100)
        asked = [self._program, "-v", VOICES[language], "-s", pace, "-w", str(self._file), text]
        subprocess.run(asked, check=True)
        with wave.open(str(self._file)) as sound:
            return float(sound.getnframes() / sound.getframerate())

    def script(self, said: Spoken) -> float:
        """Seconds of sentences with the pauses between them."""
        language, rate = said.manner.language, said.manner.rate
        sentences = [self.text(sentence, language, rate) for sentence in said.sentences]
        return sum(sentences) + PAUSE_SECONDS * (len(sentences) - 1)


@pytest.fixture
def aloud(tmp_path: Path) -> Aloud:
    return Aloud(tmp_path)


def hearer(language: Language, rate: int) -> Hearer:
    """Whoever takes the longest to speak to: she may answer in words, and is told so."""
    manner = Manner(language, rate, by_words=True)
    zone = ZoneInfo("Asia/Seoul")
    return Hearer(manner, MONDAY_MORNING, zone, "054-1234-5678", LONGEST_NAMES[language])


def ways_to_say(prompt: Prompt) -> list[Mapping[str, object]]:
    """Every greeting with every reason to ring; of the other prompts there is one.

    Work is what takes longest to say.
    """
    if prompt is not Prompt.GREETING:
        return [{"work": WORK}]
    variants = range(len(GREETINGS))
    return [{"variant": one, "because": why} for one, why in product(variants, [None, *UNPLANNED])]


@pytest.mark.parametrize("rate", [speaking.SLOW, speaking.NORMAL])
@pytest.mark.parametrize(("prompt", "language"), list(product(Prompt, Language)))
def test_nobody_listens_longer_than_a_minute(
    aloud: Aloud, prompt: Prompt, language: Language, rate: int
) -> None:
    for way in ways_to_say(prompt):
        said = spoken(prompt, hearer(language, rate), call_at=LATE_IN_THE_YEAR, **way)  # type: ignore[arg-type]
        seconds = aloud.script(said)
        assert 2 < seconds <= PROMPT_SECONDS, f"{seconds:.1f} s: {said.sentences}"


@pytest.mark.parametrize(
    ("way", "language"), [*(("call", one) for one in Language), ("reply", Language.ko)]
)
@pytest.mark.parametrize("cause", list(Cause))
def test_danger_is_answered_in_a_breath(
    aloud: Aloud, way: str, cause: Cause, language: Language
) -> None:
    """Said in a call; written in Korean, it may be read out to her."""
    answer = say(f"{way}.urgent.{cause}", language)
    pauses = PAUSE_SECONDS * (answer.count(".") + answer.count("。") - 1)
    assert aloud.text(answer, language) + pauses <= URGENT_SECONDS, answer


def test_every_reason_to_ring_is_timed() -> None:
    assert {key for key in keys() if key.startswith("call.because.")} == set(UNPLANNED)


def test_a_slower_voice_takes_longer(aloud: Aloud) -> None:
    """The clock is one: it tells a slow voice from a fast one."""
    words = say("call.menu", Language.ko)
    paces = [aloud.text(words, Language.ko, rate) for rate in (speaking.SLOW, speaking.FAST)]
    assert paces[0] > paces[1] * 1.2
