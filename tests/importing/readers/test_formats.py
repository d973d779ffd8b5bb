"""Structured formats: a folder of documents each, with what is expected of them; and bytes from strangers.

`expected.json` has for each file a list with an object a document: each field that is not empty, what a
format says as `[value, rule]`, lines as their text or (where there is any) their markup; or what was refused.
"""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing import pipeline, sources
from articles.importing.document import Derived, Document, Known, PictureReference, Refusal, Refused, Role
from articles.importing.readers import read

CASES = Path(__file__).parent.parent / "cases"
FORMATS = ("feeds", "html", "json", "mail", "markdown", "newsml", "ninjs", "nitf", "wxr")
FILES = [
    file for name in FORMATS for file in sorted((CASES / name).iterdir()) if file.name != "expected.json"
]


def plain(one):
    if isinstance(one, Derived):
        return [one.value, one.rule]
    if isinstance(one, PictureReference):
        return [one.address, one.caption, one.credit, *filter(None, [one.alt_text])]
    return list(map(plain, one)) if isinstance(one, tuple) else one


def as_json(found):
    if isinstance(found, Refusal):
        return {"source": found.source, "refused": found.error}
    assert isinstance(found, Document)
    fields = {
        name: plain(getattr(found, name)) for name in found.__slots__ if name not in ("lines", "digest")
    }
    lines = [
        line.markup or line.text if line.role is Role.BODY else [line.text, line.reason]
        for line in found.lines
    ]
    return {name: value for name, value in fields.items() if value} | {"lines": lines}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_case(file):
    expected = json.loads((file.parent / "expected.json").read_text(encoding="utf-8"))
    assert [as_json(one) for one in read(file.name, file.read_bytes(), limit=10**6)] == expected[file.name]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_gzipped_it_says_the_same(file, tmp_path):
    packed = tmp_path / f"{file.name}.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    [source] = sources.find([str(packed)])
    found = read(packed.name, source.read(10**6), limit=10**6)
    expected = read(file.name, file.read_bytes(), limit=10**6)
    assert [one.source.replace(".gz", "") for one in found] == [one.source for one in expected]
    assert [getattr(one, "digest", "") for one in found] == [getattr(one, "digest", "") for one in expected]


def test_a_document_has_the_same_digest_in_another_file():
    first, second = (
        read(name, json.dumps(given).encode(), limit=10**6)
        for name, given in (
            ("a.json", {"id": 1, "body": "The ferry is late.", "headline": "Late"}),
            ("b.json", [{"id": 2, "body": "x"}, {"headline": "Late", "id": 1, "body": "The ferry is late."}]),
        )
    )
    assert (first[0].item, first[0].digest) == (second[1].item, second[1].digest)
    assert second[0].digest != second[1].digest


def test_a_new_version_that_says_the_same_has_the_same_digest():
    story = json.loads((CASES / "ninjs" / "text-2.json").read_text(encoding="utf-8"))
    changes = ({}, {"versioncreated": "2025-03-05T09:30:00Z", "version": "3"}, {"located": "Mill Bank"})
    [first, again, other] = (
        read("a.json", json.dumps(story | change).encode(), limit=10**6)[0].digest for change in changes
    )
    assert first == again
    assert first != other


def test_a_text_in_brackets_is_no_json():
    [found] = read("a.txt", b"[[Category: Harbours]]\n\nThe ferry is late.", limit=10**6)
    assert found.format == "text"


def held_to_its_word(name, data):
    """Whatever comes is read or Refused."""
    try:
        found = read(name, data, limit=10**6)
    except Refused as refused:
        found = [Refusal(name, str(refused))]
    assert found
    for one in found:
        assert "\n" not in getattr(one, "error", "")
        if isinstance(one, Document):
            json.dumps(as_json(one), ensure_ascii=False).encode()  # no half of a surrogate pair
            pipeline.draft(one, Known())


NAMES = st.sampled_from(["a.json", "a.jsonl", "a.xml", "a.eml", "a.html", "a.md", "a.txt", "a"])
BEGINNINGS = (
    b"", b'{"body": ', b'[{"uri": ', b"<?xml version='1.0'?><nitf>", b"<rss><channel><item>", b"<newsItem>",
    b"<feed><entry>", b"From: a@b.c\nMIME-Version: 1.0\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff",
)  # fmt: skip


@given(NAMES, st.sampled_from(BEGINNINGS), st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(name, beginning, rest):
    held_to_its_word(name, beginning + rest)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_damaged_documents_are_read_or_refused(file, data):
    content = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content)))
        much = data.draw(st.integers(0, 40))
        content[at : at + much] = data.draw(st.binary(max_size=8) | st.sampled_from(PIECES))
    held_to_its_word(file.name, bytes(content))


PIECES = (
    b"<", b">", b"</p>", b"<p>", b"]]>", b"<![CDATA[", b"&nbsp;", b"&x;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"\x00", b"\xe9", b'"', b"{", b"[", b"null", b"1e999", b"-1", b"\\ud800", b"\\u0000", b"\r\n\r\n",
    b"--inner", b"--outer--", b"=?utf-8?b?///?=", b"=?x?q?y?=", b"99999-99-99", b"=ZZ",
    b"0001-01-01T00:00:00+23:59",
)  # fmt: skip


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=30),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "uri",
                        "headlines",
                        "bodies",
                        "body",
                        "title",
                        "value",
                        "authors",
                        "date",
                        "url",
                        "tags",
                        "image",
                        "associations",
                        "renditions",
                        "href",
                        "width",
                        "type",
                        "status",
                        "role",
                        "x",
                    ]
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=30,
    )
)
def test_any_json_is_read_or_refused(value):
    held_to_its_word("a.json", json.dumps(value).encode())
