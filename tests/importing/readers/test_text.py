"""Plain text: encodings, refusals, white space and wraps."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.document import Document, Refused
from articles.importing.readers import read
from articles.importing.readers.mending import mend

PROSE = "The trust voted on Monday. “We waited,” said Zoë Nuñez, of Café Łódź."


def lines(data: bytes | str) -> list[str]:
    raw = data.encode() if isinstance(data, str) else data
    return [line.text for line in read("a.txt", raw, limit=10**6)[0].lines]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PROSE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + PROSE.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + PROSE.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + PROSE.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF32_LE + PROSE.encode("utf-32-le"), "utf-32"),
        (codecs.BOM_UTF32_BE + PROSE.encode("utf-32-be"), "utf-32"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    [document] = read("a.txt", data, limit=10**6)
    assert (document.encoding, document.warnings) == (encoding, ())
    assert [line.text for line in document.lines] == [PROSE]


def test_windows_1252_is_read_with_a_warning() -> None:
    text = "The café on the quay – Zoë’s – charges £4.50 for “the best” soup, and nobody minds."
    [document] = read("a.txt", text.encode("windows-1252"), limit=10**6)
    assert [line.text for line in document.lines] == [text]
    assert document.encoding == "windows-1252"
    assert document.warnings == ("it is not UTF-8 and was read as Windows-1252; check accents and quotes",)


@pytest.mark.parametrize(
    ("data", "begins"),
    [
        (b"", "empty: "),
        (b" \n\t\r\n ", "empty: "),
        ("\u200b\ufeff\n".encode(), "empty: "),
        (b"x" * 1_000_001, "over the size limit: 1,000,001 bytes, allowed are 1,000,000; "),
        (b"%PDF-1.7 text", "binary: it is a PDF; "),
        (b"PK\x03\x04docx", "binary: it is a zip archive or an Office document; "),
        (b"a\n" * 1_200_001, "1,200,001 lines, allowed are 1,200,000; split it"),
        (b"text\x00text", "binary: it holds NUL bytes; "),
        (codecs.BOM_UTF16_LE + "text\x00".encode("utf-16-le"), "binary: it holds control characters "),
        (b"\x01\x02\x03 text", "binary: it holds control characters "),
        ("Это".encode("koi8-r"), "not decodable: "),
        (bytes(range(128, 256)), "not decodable: "),
        ("Это газетная статья о гавани.".encode("koi8-r"), "not decodable: "),
        (b"\x81\x8d\x8f\x90\x9d" * 40, "not decodable: "),
        ("Zoë said so.".encode() + b" caf\xe9", "not decodable: not UTF-8 (byte "),
        ("Zażółć gęślą jaźń.".encode("cp852"), "not decodable: "),
        (codecs.BOM_UTF8 + b"caf\xe9", "not decodable: its mark says utf-8-sig, but byte "),
        (codecs.BOM_UTF16_LE + b"a", "not decodable: its mark says utf-16, but byte "),
    ],
)
def test_refusals_are_one_clear_line(data: bytes, begins: str) -> None:
    with pytest.raises(Refused) as refused:
        read("a.txt", data, limit=1_000_000 if data.startswith(b"x") else 10**8)
    message = str(refused.value)
    assert message.startswith(begins)
    assert "\n" not in message


def test_a_rare_control_character_is_dropped_with_a_warning() -> None:
    [document] = read("a.txt", ("word " * 400 + "\x07end").encode(), limit=10**6)
    assert document.lines[0].text == "word " * 400 + "end"
    assert document.warnings == ("1 control characters were dropped",)


def test_every_kind_of_line_end() -> None:
    assert lines("One.\rTwo.\nThree.\r\nFour.\x85Five.\u2028Six.\u2029Seven.") == [
        "One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven.",
    ]  # fmt: skip


def test_white_space_is_folded_and_the_invisible_dropped() -> None:
    assert lines("  The\t trust\xa0\xa0voted\u200b.  \n\u202eevil\u202c\ufeff words\xad\n") == [
        "The trust voted.",
        "evil words",
    ]


@pytest.mark.parametrize("text", ["می\u200cخواهم", "क्\u200dष", "👩\u200d👧"])
def test_needed_joiners_stay(text: str) -> None:
    assert lines(text) == [text]


def test_joiners_beside_spaces_go() -> None:
    assert lines("\u200dThe trust\u200c voted.\u200d") == ["The trust voted."]


WRAPPED = """\
Harbour trust votes for a new slipway
By Jane Doe

The harbour trust will spend £400,000 on a new slipway, its first
large work since the storm of 2019, the chairman told members on
Monday.

- a new slipway
- a crane for small boats, which the members had asked for in
  each of the last four years

Members voted for the plan by 41 to 12. The ferry, said Captain
Tom Ashdown, will leave from the north quay.
"""


def test_wrapped_text_is_joined_and_short_lines_are_not() -> None:
    assert lines(WRAPPED) == [
        "Harbour trust votes for a new slipway",
        "By Jane Doe",
        "The harbour trust will spend £400,000 on a new slipway, its first large work since the storm "
        "of 2019, the chairman "
        "told members on Monday.",
        "- a new slipway",
        "- a crane for small boats, which the members had asked for in each of the last four years",
        "Members voted for the plan by 41 to 12. The ferry, said Captain Tom Ashdown, will leave from "
        "the north quay.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "O slipway, sinking in the tide of grey,\nThe gulls are on the landward side today,\nAnd "
        "every boat that leaves the quay",
        "Ferry to leave from the north quay until June\nHarbour master retires after forty years at "
        "sea\nTown lose again",
        "chopped onions\nbutter\nmilk, flour and two eggs from the harbour shop",
        "A long paragraph that no hand has wrapped, " * 6 + "\nand another that begins in lower case, " * 6,
    ],
)
def test_lines_that_stand_on_their_own_stay_apart(text: str) -> None:
    assert lines(text) == [" ".join(line.split()) for line in text.splitlines()]


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(str.encode)
    | st.text(max_size=60).map(lambda t: t.encode("utf-16"))
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        [document] = read("a.txt", data, limit=200)
    except Refused as refused:
        message = str(refused)
    else:
        message = "read"
        assert isinstance(document, Document)
        assert all(line.text == " ".join(line.text.split()) != "" for line in document.lines)
    assert message
    assert "\n" not in message


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"]), max_size=200))
def test_wording_is_unchanged(text: str) -> None:
    if text.strip() and not mend(text + " x")[1]:
        assert " ".join(lines(text + " x")) == " ".join((text + " x").split())


@pytest.mark.parametrize(
    "unit", ["a", "\u200d", "a\u200db", "\n", "a\n", "a b\n", "\r", "é", "the trust voted on it\n"]
)
def test_long_texts_are_read(unit: str) -> None:
    data = (unit * (2_000_000 // len(unit.encode())) + "x").encode()
    assert read("a.txt", data, limit=10**8)[0].lines
