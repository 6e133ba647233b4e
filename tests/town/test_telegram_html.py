import pytest

from town.servers.telegram.html import parse_html
from town.servers.telegram.model import ApiError


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("그냥 글", "그냥 글"),
        ("a &lt;b&gt; &amp; &quot;c&quot;", 'a <b> & "c"'),
        ("&#54620;&#xAE00; &nbsp; & Q&A", "한글 &nbsp; & Q&A"),
        ("<b>굵게 <i>기울여</i></b>", "굵게 기울여"),
        ('<a href="https://anbu.example/">여기</a>', "여기"),
        ('<span class="tg-spoiler">숨김</span>', "숨김"),
        ("<pre><code class='language-py'>x = 1</code></pre>", "x = 1"),
        ("<B>대문자</b>", "대문자"),
        ("<b>덜 쓴 끝</>", "덜 쓴 끝"),
    ],
)
def test_what_is_read_on_the_screen(source: str, text: str) -> None:
    assert parse_html(source)[0] == text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("3 < 4", 'Unsupported start tag "" at byte offset 2'),
        ("가<script>x</script>", 'Unsupported start tag "script" at byte offset 3'),
        ("<b>열림", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b x", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ],
)
def test_what_telegram_cannot_parse(source: str, words: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


def test_offsets_are_utf16() -> None:
    assert parse_html("😀<b>가<u>나</u></b><i></i>")[1] == [
        {"type": "bold", "offset": 2, "length": 2},
        {"type": "underline", "offset": 3, "length": 1},
    ]


def test_a_link_without_an_address_is_plain_text() -> None:
    assert parse_html("<a>여기</a>") == ("여기", [])


def test_a_custom_emoji_keeps_its_id() -> None:
    assert parse_html('<tg-emoji emoji-id="5">👍</tg-emoji>')[1] == [
        {"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "5"}
    ]
