"""TwiML as Twilio plays it: the verbs the town knows, and a loud no to everything else.

`parse` checks names, attributes, voices and values, which Twilio's own libraries do not; a
document that passes here is one that a call can be built on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element, ParseError, fromstring

_CHIRP: Final = tuple(
    f"Chirp3-HD-{name}"
    for name in ("Aoede", "Charon", "Fenrir", "Kore", "Leda", "Orus", "Puck", "Zephyr")
)
_FOUR: Final = tuple(f"{kind}-{letter}" for kind in ("Standard", "Wavenet") for letter in "ABCD")
_TEN: Final = tuple(
    f"{kind}-{letter}" for kind in ("Standard", "Wavenet") for letter in "ABCDEFGHIJ"
)


def _google(language: str, *names: str) -> set[str]:
    return {f"Google.{language}-{name}" for name in names}


_KOREAN: Final = _google("ko-KR", *_FOUR, *_CHIRP, "Neural2-A", "Neural2-B", "Neural2-C")
_CHINESE: Final = _google("cmn-CN", *_FOUR, *_CHIRP)
_VIETNAMESE: Final = _google("vi-VN", *_FOUR, *_CHIRP, "Neural2-A", "Neural2-D")
_ENGLISH: Final = _google(
    "en-US", *_TEN, *_CHIRP, *(f"Neural2-{letter}" for letter in "ACDEFGHIJ")
) | {
    f"Polly.{name}{engine}"
    for name in ("Joanna", "Matthew", "Salli", "Kendra", "Kimberly", "Joey", "Ivy", "Justin")
    for engine in ("", "-Neural")
}
_ZHIYU: Final = {"Polly.Zhiyu", "Polly.Zhiyu-Neural"}

VOICES: Final[Mapping[str, frozenset[str]]] = {
    "ko-KR": frozenset(_KOREAN | {"Polly.Seoyeon", "Polly.Seoyeon-Neural"}),
    "en-US": frozenset(_ENGLISH),
    "zh-CN": frozenset(_CHINESE | _ZHIYU),
    "cmn-CN": frozenset(_CHINESE | _ZHIYU),
    "vi-VN": frozenset(_VIETNAMESE),
}
"""The voices of each language that `<Say>` may name."""

HEARING: Final = frozenset({"ko-KR", "en-US", "vi-VN", "cmn-Hans-CN", "zh"})
"""The languages that `<Gather>` understands spoken, as far as the town needs them."""

_SPEED: Final = {"ko-KR": 5.5, "zh-CN": 4.5, "cmn-CN": 4.5, "vi-VN": 12.0, "en-US": 13.0}
"""Characters other than spaces per second."""

_SSML: Final = frozenset(
    {"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"}
)
_GATHER_ATTRIBUTES: Final = frozenset(
    {
        "action",
        "actionOnEmptyResult",
        "bargeIn",
        "finishOnKey",
        "hints",
        "input",
        "language",
        "maxSpeechTime",
        "method",
        "numDigits",
        "profanityFilter",
        "speechTimeout",
        "timeout",
    }
)
MAX_DOCUMENT_CHARACTERS: Final = 64_000


class TwimlError(Exception):
    """A document that Twilio would refuse; `code` is its error number as far as it is known."""

    def __init__(self, message: str, code: int = 12200) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Say:
    """Words spoken once; a `loop` of n is n of these."""

    text: str
    voice: str
    language: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Gather:
    """A question: what is said meanwhile, and what counts as an answer."""

    prompt: tuple[Say | Pause, ...]
    inputs: frozenset[str]
    action: str | None
    method: str
    timeout: float
    num_digits: int | None
    finish_on_key: str
    language: str
    action_on_empty_result: bool

    @property
    def seconds(self) -> float:
        """How long the prompt lasts."""
        return sum(part.seconds for part in self.prompt)


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go on with another document."""

    url: str
    method: str


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call."""


Verb: TypeAlias = Say | Pause | Gather | Redirect | Hangup


def parse(document: bytes | str) -> tuple[Verb, ...]:
    """The verbs of a voice document, in order, loops unrolled.

    Raises:
        TwimlError: something in it is unknown, misplaced or out of range.
    """
    if len(document) > MAX_DOCUMENT_CHARACTERS:
        raise TwimlError(f"Document longer than {MAX_DOCUMENT_CHARACTERS}", 11750)
    try:
        root = fromstring(document)  # noqa: S314 - written by the service under test
    except ParseError as error:
        raise TwimlError(f"Document parse failure: {error}", 12100) from None
    if root.tag != "Response":
        raise TwimlError(f"The root must be <Response>, not <{root.tag}>")
    _no_stray_text(root)
    verbs: list[Verb] = []
    for element in root:
        verbs.extend(_verbs(element))
    return tuple(verbs)


def _verbs(element: Element) -> tuple[Verb, ...]:
    match element.tag:
        case "Say" | "Pause":
            return _prompt_part(element)
        case "Gather":
            return (_gather(element),)
        case "Redirect":
            _only(element, {"method"})
            return (Redirect(_url(element), _method(element)),)
        case "Hangup":
            _only(element, set())
            return (Hangup(),)
        case _:
            raise TwimlError(f"The town does not know the verb <{element.tag}>")


def _prompt_part(element: Element) -> tuple[Say | Pause, ...]:
    if element.tag == "Pause":
        _only(element, {"length"})
        return (Pause(_whole(element, "length", 1, least=0)),)
    if element.tag == "Say":
        return (_say(element),) * _whole(element, "loop", 1)
    raise TwimlError(f"<{element.tag}> may not stand inside <Gather>")


def _say(element: Element) -> Say:
    _only(element, {"voice", "language", "loop"})
    for child in element.iter():
        if child is not element and child.tag not in _SSML:
            raise TwimlError(f"<{child.tag}> may not stand inside <Say>", 13520)
    text = " ".join("".join(element.itertext()).split())
    if not text:
        raise TwimlError("<Say> has no words", 13520)
    voice = element.get("voice", "")
    language = element.get("language") or _language_of(voice)
    if language not in VOICES:
        raise TwimlError(f"<Say> in a language nobody tested: {language!r}", 13511)
    if voice not in VOICES[language]:
        raise TwimlError(f"<Say> voice {voice!r} does not speak {language}", 13512)
    breaks = sum(_break_seconds(child) for child in element.iter("break"))
    spoken = len(text.replace(" ", "")) / _SPEED[language]
    return Say(text, voice, language, round(0.5 + spoken + breaks, 1))


def _language_of(voice: str) -> str:
    return next((language for language, voices in VOICES.items() if voice in voices), "")


def _break_seconds(element: Element) -> float:
    time = element.get("time", "1s")
    try:
        if time.endswith("ms"):
            return float(time.removesuffix("ms")) / 1000
        return float(time.removesuffix("s"))
    except ValueError:
        raise TwimlError(f"<break time> is no time: {time!r}", 13520) from None


def _gather(element: Element) -> Gather:
    _only(element, _GATHER_ATTRIBUTES)
    _no_stray_text(element)
    inputs = frozenset(element.get("input", "dtmf").split())
    if not inputs or inputs - {"dtmf", "speech"}:
        raise TwimlError(f"<Gather input> is {element.get('input')!r}")
    language = element.get("language", "en-US")
    if "speech" in inputs and language not in HEARING:
        raise TwimlError(f"<Gather> hears no {language!r}")
    finish_on_key = element.get("finishOnKey", "#")
    if len(finish_on_key) > 1 or finish_on_key not in "0123456789#*":
        raise TwimlError(f"<Gather finishOnKey> is {finish_on_key!r}", 13310)
    _speech_timeout(element, inputs)
    prompt = [part for child in element for part in _prompt_part(child)]
    return Gather(
        prompt=tuple(prompt),
        inputs=inputs,
        action=element.get("action"),
        method=_method(element),
        timeout=_whole(element, "timeout", 5),
        num_digits=_whole(element, "numDigits", 1) if "numDigits" in element.attrib else None,
        finish_on_key=finish_on_key,
        language=language,
        action_on_empty_result=_yes(element, "actionOnEmptyResult"),
    )


def _speech_timeout(element: Element, inputs: frozenset[str]) -> None:
    if "speechTimeout" not in element.attrib:
        return
    if "speech" not in inputs:
        raise TwimlError("<Gather speechTimeout> without speech as input")
    if element.get("speechTimeout") != "auto":
        _whole(element, "speechTimeout", 1)


def _no_stray_text(element: Element) -> None:
    pieces = [element.text, *(child.tail for child in element)]
    stray = "".join(piece or "" for piece in pieces).strip()
    if stray:
        raise TwimlError(f"Words outside <Say>, inside <{element.tag}>")


def _only(element: Element, known: frozenset[str] | set[str]) -> None:
    unknown = sorted(element.attrib.keys() - known)
    if unknown:
        raise TwimlError(f"<{element.tag}> has no attribute {', '.join(unknown)}")
    if element.tag in {"Pause", "Redirect", "Hangup"} and len(element):
        raise TwimlError(f"<{element.tag}> has nothing inside")


def _whole(element: Element, name: str, default: int, least: int = 1) -> int:
    value = element.get(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise TwimlError(f"<{element.tag} {name}> must be a whole number from {least}: {value!r}")
    return int(value)


def _yes(element: Element, name: str) -> bool:
    value = element.get(name, "false")
    if value not in {"true", "false"}:
        raise TwimlError(f"<{element.tag} {name}> must be true or false: {value!r}")
    return value == "true"


def _method(element: Element) -> str:
    method = element.get("method", "POST").upper()
    if method not in {"GET", "POST"}:
        raise TwimlError(f"<{element.tag} method> must be GET or POST: {method!r}")
    return method


def _url(element: Element) -> str:
    url = (element.text or "").strip()
    if not url:
        raise TwimlError(f"<{element.tag}> has no URL")
    return url


def written_back(document: str) -> list[str]:
    """The texts that a TwiML document for messages sends back.

    Raises:
        ValueError: it is no such document.
    """
    try:
        root = fromstring(document)  # noqa: S314 - our own service wrote it
    except ParseError as error:
        raise ValueError("no XML") from error
    if root.tag != "Response" or any(child.tag != "Message" for child in root):
        raise ValueError("TwiML for messages is a Response of Message alone")
    return [(child.text or "").strip() for child in root]
