"""Spoken steps to TwiML. Nothing but the vendor's names for them is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from twilio.twiml.voice_response import Say, VoiceResponse

from locales.model import Language
from messaging.render.voice import Spoken

SECONDS_FOR_A_KEY = 10
"""Older people look for the key on the phone they hold at their ear."""
RATE = "85%"
PAUSE_SECONDS = 1


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
    """The TwiML of `spoken`; the key it waits for, or silence, goes to the address `action`."""
    response = VoiceResponse()
    if spoken.listens:
        question = response.gather(
            input="dtmf",
            num_digits=1,
            finish_on_key="",  # else # would be no key
            timeout=SECONDS_FOR_A_KEY,
            action_on_empty_result=True,
            action=action,
            method="POST",
        )
        _speak(question, spoken)
    else:
        _speak(response, spoken)
        response.hangup()
    return str(response)


def _speak(into: _Speaks, spoken: Spoken) -> None:
    voice = VOICES[spoken.language]
    for number, sentence in enumerate(spoken.sentences):
        if number:
            into.pause(length=PAUSE_SECONDS)
        say = Say(voice=voice.name, language=voice.language)
        say.prosody(sentence, rate=RATE)
        into.append(say)
