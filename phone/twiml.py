"""Spoken steps to TwiML. Nothing but the vendor's names for them is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Say, VoiceResponse

from locales.model import Language
from messaging.render.voice import Spoken
from phone.hearing import HEARING

SECONDS_FOR_A_KEY = 10
"""Older people look for the key on the phone they hold at their ear."""
SECONDS_OF_SILENCE = 3
"""How long she may think between two words before what she said is taken as all of it."""
PAUSE_SECONDS = 1
_ONE_KEY: Mapping[str, Any] = {"num_digits": 1, "finish_on_key": ""}  # else # would be no key
_PIN: Mapping[str, Any] = {"finish_on_key": "#"}


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice with the language it speaks: Twilio refuses to say anything in a wrong pair."""

    name: str
    language: str


VOICES: Mapping[Language, Voice] = {
    Language.ko: Voice("Polly.Seoyeon", "ko-KR"),
    Language.en: Voice("Polly.Joanna", "en-US"),
    Language.vi: Voice("Google.vi-VN-Wavenet-A", "vi-VN"),
    Language.zh_Hans: Voice("Polly.Zhiyu", "cmn-CN"),
}


class _Speaks(Protocol):
    """What a response and a question have in common."""

    def append(self, verb: object) -> object: ...

    def pause(self, length: int) -> object: ...


def document(spoken: Spoken, action: str) -> str:
    """The TwiML of `spoken`; the key or words it waits for, or silence, go to `action`."""
    response = VoiceResponse()
    if spoken.listens:
        question = response.gather(
            input="dtmf speech" if spoken.by_words else "dtmf",
            **(_PIN if spoken.for_pin else _ONE_KEY),
            timeout=SECONDS_FOR_A_KEY,
            action_on_empty_result=True,
            action=action,
            method="POST",
            **_hearing(spoken),
        )
        _speak(question, spoken)
    else:
        _speak(response, spoken)
        response.hangup()
    return str(response)


def written(text: str | None) -> str:
    """The TwiML that writes this back to whoever wrote a text to us, or nothing."""
    response = MessagingResponse()
    if text is not None:
        response.message(text)
    return str(response)


def _hearing(spoken: Spoken) -> dict[str, Any]:
    """Every word counts as it was said: nothing is starred out."""
    if not spoken.by_words:
        return {}
    hearing = HEARING[spoken.manner.language]
    return {
        "language": hearing.language,
        "hints": ",".join(hearing.hints),
        "speech_timeout": SECONDS_OF_SILENCE,
        "profanity_filter": False,
    }


def _speak(into: _Speaks, spoken: Spoken) -> None:
    voice = VOICES[spoken.manner.language]
    for number, sentence in enumerate(spoken.sentences):
        if number:
            into.pause(length=PAUSE_SECONDS)
        say = Say(voice=voice.name, language=voice.language)
        say.prosody(sentence, rate=f"{spoken.manner.rate}%")
        into.append(say)
