"""Which picture comes along with which document."""

import pytest

from articles.importing.album import Album
from articles.importing.document import Document, PictureReference
from articles.importing.sources import Source

PATHS = (
    *("wire/flood.jpg", "wire/flood.txt", "wire/Ferry.WEBP", "wire/media/quay one.png", "wire/b/a#1.gif"),
    *("other.jpg", "wire.zip/flood.jpg", "wire/Łódź.jpg"),
)


def lead(path, *addresses, is_single=True, found=PATHS):
    document = Document(path, pictures=tuple(map(PictureReference, addresses)))
    beside = Album(map(Source, found)).lead(path, document, is_single)
    return beside and beside.source.path


@pytest.mark.parametrize(
    ("address", "picture"),
    [
        ("ferry.webp", "wire/Ferry.WEBP"),
        ("./media/quay%20one.png?w=80", "wire/media/quay one.png"),
        ("media\\quay one.png", "wire/media/quay one.png"),
        ("b/a#1.gif", "wire/b/a#1.gif"),
        ("../other.jpg", "other.jpg"),
        ("L\u0301o\u0301dz\u0301.jpg", None),
        ("Ło\u0301dz\u0301.jpg", "wire/Łódź.jpg"),
        ("flood.txt", None),
        ("../../other.jpg", None),
        ("/etc/passwd.jpg", None),
        ("https://paper.example/wire/flood.jpg", None),
        ("//paper.example/flood.jpg", None),
        ("//[", None),
    ],
)
def test_a_picture_that_a_document_names(address, picture):
    assert lead("wire/story.html", address) == picture


def test_the_first_that_is_there_leads():
    assert lead("wire/story.json", "https://a.example/1.jpg", "gone.jpg", "flood.jpg", "ferry.webp") == (
        "wire/flood.jpg"
    )


@pytest.mark.parametrize(
    ("path", "picture"),
    [
        ("wire/flood.txt", "wire/flood.jpg"),
        ("wire/FLOOD.html.gz", "wire/flood.jpg"),
        ("wire.zip/flood.md", "wire.zip/flood.jpg"),
        ("flood.txt", None),
    ],
)
def test_a_picture_of_the_same_name(path, picture):
    assert lead(path) == lead(path, "https://a.example/1.jpg") == picture


def test_one_of_many_documents_in_a_file_has_only_what_it_names():
    assert lead("wire/flood.xml", is_single=False) is None
    assert lead("wire/flood.xml", "ferry.webp", is_single=False) == "wire/Ferry.WEBP"


def test_what_must_not_be_read_is_no_picture():
    album = Album([Source("a.jpg", refusal="a link out of its folder")])
    assert album.lead("a.txt", Document("a.txt"), is_single=True) is None
    assert album.left(()) == []


def test_what_is_left():
    assert [one.path for one in Album(map(Source, PATHS[:3])).left({"wire/flood.jpg"})] == ["wire/Ferry.WEBP"]


def test_names_that_differ_in_case_only_have_a_picture_each():
    album = Album(map(Source, ["Flood.txt", "Flood.jpg", "flood.txt", "flood.jpg"]))
    leads = {path: album.lead(path, Document(path), True) for path in ("Flood.txt", "flood.txt", "FLOOD.txt")}
    paths = {path: one and one.source.path for path, one in leads.items()}
    assert paths == {"Flood.txt": "Flood.jpg", "flood.txt": "flood.jpg", "FLOOD.txt": None}
    assert album.left({"Flood.jpg"}) == [Source("flood.jpg")]
