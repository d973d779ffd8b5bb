"""What bytes are decoded as, and what is said about it."""

import codecs

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.importing.document import Refused
from articles.importing.readers.encodings import decode
from articles.importing.readers.mending import mend

RUSSIAN = "Это газетная статья о гавани: «Городской совет голосовал в понедельник»."
KOREAN = (
    "시의회는 월요일 새 부두 건설 계획을 승인했다고 항만청장이 기자회견에서 밝혔다. "
    "공사에는 사천만 원이 든다."
)
CZECH = "Městská rada schválila stavbu nového přístaviště, řekl předseda Jiří Dvořák."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN.replace("«", "").replace("»", ""), "koi8_r"),
        (RUSSIAN, "cp1251"),
        (f"{CZECH} Práce budou stát čtyřicet milionů korun.", "cp1250"),
        ("A városi tanács hétfőn megszavazta az új móló építését, mondta Kovács Győző elnök.", "cp1250"),
        ("Belediye meclisi pazartesi günü yeni iskelenin yapımını onayladı, dedi Şükrü Çağlar.", "cp1254"),
        ("これは新聞の記事です。市長は記者会見で説明した。", "cp932"),
        ("これは新聞の記事です。港湾局は月曜日に新しい桟橋の建設を承認したと発表した。", "euc_jp"),
        (
            "市议会周一投票通过了新码头的建设计划，港务局主席在新闻发布会上说。这项工程将耗资四千万元。",
            "gb18030",
        ),
        (KOREAN, "cp949"),
        ("Το δημοτικό συμβούλιο ψήφισε τη Δευτέρα.", "cp1253"),
    ],
)
def test_what_nothing_declares_is_told_from_the_text(text: str, encoding: str) -> None:
    warning = f"it is not UTF-8 and was read as {encoding}; check accents and quotes"
    assert decode(text.encode(encoding)) == (text, encoding, (warning,))


@pytest.mark.parametrize(
    ("text", "label", "encoding"),
    [
        (CZECH, "windows-1250", "cp1250"),
        (CZECH, " ISO-8859-2 ", "iso8859-2"),
        ("“Curly” – £4", "iso-8859-1", "cp1252"),
        ("新聞", "Shift_JIS", "cp932"),
        ("新聞の記事", "iso-2022-jp", "iso2022_jp"),
        ("码头", "gb2312", "gb18030"),
        ("Zoë", "utf8", "utf-8"),
    ],
)
def test_a_declared_encoding_is_used(text: str, label: str, encoding: str) -> None:
    assert decode(text.encode(encoding), label) == (text, encoding, ())


@pytest.mark.parametrize("label", ["rot13", "utf-7", "unicode_escape", "base64", "klingon", "x\0y", "é", ""])
def test_what_is_no_encoding_of_text_is_passed_over(label: str) -> None:
    assert decode("+AGE- Zoë \\u0041".encode(), label) == ("+AGE- Zoë \\u0041", "utf-8", ())


def test_a_byte_order_mark_wins_over_what_is_declared() -> None:
    data = codecs.BOM_UTF16_LE + "Zoë".encode("utf-16-le")
    assert decode(data, "windows-1252") == ("Zoë", "utf-16", ())


def test_utf_8_wins_over_a_declaration_that_lies() -> None:
    warning = "it says that it is in cp1252, but it is UTF-8 and was read so"
    assert decode("Zoë".encode(), "iso-8859-1") == ("Zoë", "utf-8", (warning,))


def test_a_declaration_that_does_not_fit_is_said() -> None:
    said = "it says that it is in utf-8, which does not fit; it was read as Windows-1252"
    warning = f"{said}; check accents and quotes"
    assert decode("A café in Zürich".encode("cp1252"), "utf-8") == (
        "A café in Zürich",
        "windows-1252",
        (warning,),
    )


def test_a_few_damaged_bytes_are_shown() -> None:
    data = ("Zoë said so. " * 100).encode() + b"caf\xe9"
    warning = "damaged: in 1 places its bytes are not utf-8, and a \ufffd stands there"
    assert decode(data) == ("Zoë said so. " * 100 + "caf\ufffd", "utf-8", (warning,))


@pytest.mark.parametrize("wrong", ["latin-1", "mac-roman"])
def test_mojibake_is_mended_and_said(wrong: str) -> None:
    text = "“Zoë’s café” – in São Paulo."
    warning = "the text was decoded wrongly before it came to us; 7 characters were mended"
    around = "Ünder.\n{}\nAfter “it”."
    assert mend(around.format(text.encode().decode(wrong))) == (around.format(text), (warning,))


def test_quotes_widths_and_ligatures_are_not_mended() -> None:
    text = "ﬁne “quotes” ‘single’ ＦＵＬＬ width … e\u0301 &amp; \x1b[0m\n"
    assert mend(text) == (text, ())
    assert mend(f"{text}cafÃ©")[0] == f"{text}café"


@pytest.mark.parametrize(
    "text",
    [
        "« À » à la carte, l’été, Œuvre – “ÜBER” São Tomé, MANHÃ",
        "SÃO PAULO – Ã",
        "Ñandú, ¿qué? Ångström ± 5 µm × 3",
        RUSSIAN,
        CZECH,
        "Şükrü Çağlar, İzmir’de “iş” dedi",
        "Việt Nam: Đà Nẵng",
        "École “Sainte‑Thérèse”… 20 °C",
    ],
)
def test_clean_text_does_not_change(text: str) -> None:
    assert mend(text) == (text, ())


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
@example("Ã©" * 3000)
def test_mending_says_when_it_changes_something(text: str) -> None:
    mended, warnings = mend(text)
    assert bool(warnings) == (mended != text)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=100), st.sampled_from(["", "utf-8", "cp1252", "iso-2022-jp", "big5", "cp1253"]))
def test_any_bytes_are_decoded_or_refused(data: bytes, label: str) -> None:
    try:
        text, encoding, _ = decode(data, label)
    except Refused as refused:
        text, encoding = str(refused), "utf-8"
    assert text.encode("utf-8", "surrogatepass") is not None
    assert codecs.lookup(encoding)
