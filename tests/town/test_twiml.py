import pytest
from twilio.twiml.voice_response import Gather as LibraryGather
from twilio.twiml.voice_response import VoiceResponse

from town.servers.twiml import VOICES, Gather, Hangup, Pause, Redirect, Say, TwimlError, parse

SAY = '<Say voice="Polly.Seoyeon" language="ko-KR">안녕</Say>'


def test_what_twilios_own_library_writes_is_read() -> None:
    response = VoiceResponse()
    gather = LibraryGather(
        input="dtmf speech",
        action="/voice/answer",
        timeout=6,
        num_digits=1,
        finish_on_key="",
        language="ko-KR",
        speech_timeout="auto",
        action_on_empty_result=True,
        hints="괜찮아요,도와주세요",
    )
    gather.say("안녕하세요", voice="Polly.Seoyeon-Neural", language="ko-KR")
    gather.pause(length=1)
    response.append(gather)
    response.redirect("/voice?try=2")
    response.hangup()
    asked, redirect, hangup = parse(str(response))
    assert isinstance(asked, Gather)
    assert asked.inputs == {"dtmf", "speech"}
    assert (asked.action, asked.method, asked.timeout) == ("/voice/answer", "POST", 6)
    assert (asked.num_digits, asked.finish_on_key, asked.action_on_empty_result) == (1, "", True)
    assert [type(part) for part in asked.prompt] == [Say, Pause]
    assert asked.seconds == sum(part.seconds for part in asked.prompt) > 2
    assert (redirect, hangup) == (Redirect("/voice?try=2", "POST"), Hangup())


@pytest.mark.parametrize(
    ("voice", "language"),
    [
        ("Polly.Seoyeon", "ko-KR"),
        ("Google.ko-KR-Neural2-A", "ko-KR"),
        ("Polly.Joanna-Neural", "en-US"),
        ("Polly.Zhiyu", "zh-CN"),
        ("Polly.Zhiyu-Neural", "cmn-CN"),
        ("Google.cmn-CN-Wavenet-B", "zh-CN"),
        ("Google.vi-VN-Wavenet-A", "vi-VN"),
    ],
)
def test_voices_of_the_four_languages(voice: str, language: str) -> None:
    (say,) = parse(f'<Response><Say voice="{voice}" language="{language}">1</Say></Response>')
    assert isinstance(say, Say)
    assert (say.voice, say.language) == (voice, language)
    assert voice in VOICES[language]


def test_a_voice_brings_its_language() -> None:
    (say,) = parse('<Response><Say voice="Polly.Seoyeon">안녕</Say></Response>')
    assert isinstance(say, Say)
    assert say.language == "ko-KR"


def test_long_texts_last_longer_and_breaks_count() -> None:
    short, long, broken = (
        parse(f'<Response><Say voice="Polly.Seoyeon">{text}</Say></Response>')[0]
        for text in ("안녕", "안녕" * 20, "안녕<break time='500ms'/><break time='2s'/><break/>")
    )
    assert isinstance(short, Say)
    assert isinstance(long, Say)
    assert isinstance(broken, Say)
    assert short.seconds < 1
    assert 7 < long.seconds < 8
    assert broken.seconds == pytest.approx(short.seconds + 3.5)


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<Play>https://anbu.example/a.mp3</Play>", "verb <Play>"),
        ("<say>x</say>", "verb <say>"),
        ("안녕", "Words outside <Say>"),
        (f"<Gather>안녕{SAY}</Gather>", "Words outside <Say>"),
        (f"<Gather>{SAY}<Hangup/></Gather>", "<Hangup> may not stand inside <Gather>"),
        ("<Say voice='Polly.Seoyeon' rate='slow'>x</Say>", "no attribute rate"),
        ("<Gather numdigits='1'/>", "no attribute numdigits"),
        ("<Gather speechModel='x'/>", "no attribute speechModel"),
        ("<Hangup reason='x'/>", "no attribute reason"),
        ("<Pause><Hangup/></Pause>", "nothing inside"),
        ("<Say voice='Polly.Seoyeon'> </Say>", "no words"),
        ("<Say voice='Polly.Seoyeon'><b>x</b></Say>", "<b> may not stand inside"),
        ("<Say voice='Polly.Seoyeon'>x<break time='soon'/></Say>", "is no time"),
        ("<Say>x</Say>", "language nobody tested"),
        ("<Say language='ja-JP' voice='Polly.Mizuki'>x</Say>", "language nobody tested"),
        ("<Say language='ko-KR' voice='Polly.Joanna'>x</Say>", "does not speak ko-KR"),
        ("<Say language='ko-KR'>x</Say>", "does not speak ko-KR"),
        ("<Say voice='Polly.Seoyeon' loop='0'>x</Say>", "whole number from 1"),
        ("<Pause length='-1'/>", "whole number from 0"),
        ("<Gather timeout='6s'/>", "whole number"),
        ("<Gather numDigits='0'/>", "whole number"),
        ("<Gather input='voice'/>", "input"),
        ("<Gather input='speech' language='ko'/>", "hears no 'ko'"),
        ("<Gather speechTimeout='auto'/>", "without speech"),
        ("<Gather input='speech' speechTimeout='x'/>", "whole number"),
        ("<Gather finishOnKey='12'/>", "finishOnKey"),
        ("<Gather method='PUT'/>", "GET or POST"),
        ("<Gather actionOnEmptyResult='yes'/>", "true or false"),
        ("<Redirect/>", "no URL"),
    ],
)
def test_what_is_refused(inside: str, words: str) -> None:
    with pytest.raises(TwimlError, match=words):
        parse(f"<Response>{inside}</Response>")


@pytest.mark.parametrize(
    ("document", "code"),
    [("", 12100), ("<Response>", 12100), ("<Answer/>", 12200), ("x" * 64_001, 11750)],
)
def test_what_is_no_document(document: str, code: int) -> None:
    with pytest.raises(TwimlError) as refused:
        parse(document)
    assert refused.value.code == code


def test_an_empty_document_is_fine() -> None:
    assert parse("<Response/>") == ()
