"""Finding documents below the given paths, in folders, archives and standard input."""

import gzip
import io
import os
import stat
import zipfile

import pytest

from articles.importing import archives
from articles.importing.document import Refused
from articles.importing.sources import Source, find


@pytest.fixture
def tree(tmp_path):
    for name in ("b.txt", "a.txt", "sport/z.txt", "sport/local/y.txt", ".git/config", "sport/.DS_Store"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return tmp_path


def test_all_documents_of_a_folder_sorted_with_their_folder(tree):
    found = list(find([str(tree)]))
    assert found == [
        Source(f"{tree}/a.txt", ""),
        Source(f"{tree}/b.txt", ""),
        Source(f"{tree}/sport/z.txt", "sport"),
        Source(f"{tree}/sport/local/y.txt", "local"),
    ]


def on_standard_input(monkeypatch, data):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_a_file_and_standard_input_stand_for_themselves(tree, monkeypatch):
    on_standard_input(monkeypatch, b"words")
    found = list(find([f"{tree}/sport/z.txt", "-"]))
    assert found == [Source(f"{tree}/sport/z.txt"), Source("-")]
    assert [source.read(100) for source in found] == [b"sport/z.txt", b"words"]


def test_what_is_no_file_or_leads_out_of_the_folder_is_never_opened(tree, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_text("secret")
    os.mkfifo(tree / "pipe")
    (tree / "folder").symlink_to(outside)
    (tree / "inside").symlink_to(tree / "sport")
    (tree / "file.txt").symlink_to(outside / "secret.txt")
    (tree / "again.txt").symlink_to(tree / "a.txt")
    refused = {source.path.removeprefix(f"{tree}/"): source.refusal for source in find([str(tree)])}
    assert {path: why for path, why in refused.items() if why} == {
        "pipe": "no file but a pipe, a socket or a device",
        "folder": "a link out of its folder: give the path that it leads to",
        "inside": "a link to a folder: its documents are imported where they lie",
        "file.txt": "a link out of its folder: give the path that it leads to",
    }
    assert Source(f"{tree}/again.txt").read(100) == b"a.txt"
    with pytest.raises(Refused, match="a link out of its folder"):
        next(source for source in find([str(tree)]) if source.path.endswith("file.txt")).read(100)


def test_a_name_that_cannot_be_shown_is_written_with_escapes(tmp_path):
    for name in (b"caf\xe9.txt", b"two\nlines.txt", "\u202egpj.txt".encode(), "Łódź.txt".encode()):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(name)
    found = {source.path.removeprefix(f"{tmp_path}/"): source.read(100) for source in find([str(tmp_path)])}
    assert found == {
        "caf\\xe9.txt": b"caf\xe9.txt",
        "two\\nlines.txt": b"two\nlines.txt",
        "\\u202egpj.txt": "\u202egpj.txt".encode(),
        "Łódź.txt": "Łódź.txt".encode(),
    }


def test_a_missing_path_is_named():
    with pytest.raises(FileNotFoundError, match="nowhere"):
        list(find(["nowhere"]))


def test_no_more_is_read_than_asked_for(tree):
    assert Source(f"{tree}/a.txt").read(3) == b"a.t"


# Archives.


def pack(file, members):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file


def read_all(path):
    """What is in the archive, by its name there: the bytes, or why not."""
    found = {}
    for source in find([str(path)]):
        try:
            found[source.path.removeprefix(f"{path}/")] = source.read(10**6)
        except Refused as refusal:
            found[source.path.removeprefix(f"{path}/")] = str(refusal)
    return found


def test_an_archive_is_a_folder(tree):
    pack(tree / "sport" / "wire.zip", {"a.txt": b"A", "local/b.txt": b"B", "__MACOSX/._a": b"", ".x": b""})
    found = [source for source in find([str(tree)]) if ".zip" in source.path]
    assert found == [
        Source(f"{tree}/sport/wire.zip/a.txt", "sport"),
        Source(f"{tree}/sport/wire.zip/local/b.txt", "local"),
    ]
    assert [source.read(100) for source in found] == [b"A", b"B"]


def test_standard_input_may_be_an_archive_or_gzipped(tmp_path, monkeypatch):
    on_standard_input(monkeypatch, pack(tmp_path / "a", {"a.txt": b"A", "b/b.txt": b"B"}).read_bytes())
    found = list(find(["-"]))
    assert [(source.path, source.folder) for source in found] == [("-/a.txt", ""), ("-/b/b.txt", "b")]
    assert [source.read(100) for source in found] == [b"A", b"B"]
    on_standard_input(monkeypatch, gzip.compress(b"words"))
    assert [source.read(100) for source in find(["-"])] == [b"words"]


def test_gzip_is_unpacked_no_further_than_asked_for(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"words"))
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(bytes(10**7)))
    assert [len(source.read(1000)) for source in find([str(tmp_path)])] == [5, 1000]


def test_members_that_lead_out_of_the_archive_stay_inside_it(tmp_path):
    path = pack(tmp_path / "a.zip", {"../../etc/a.txt": b"A", "/srv/b.txt": b"B", "..\\c.txt": b"C"})
    assert read_all(path) == {"etc/a.txt": b"A", "srv/b.txt": b"B", "c.txt": b"C"}


def test_members_that_are_refused(tmp_path):
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.txt", b"words")
        archive.writestr("secret.txt", b"words")
        archive.writestr(link, b"/etc/passwd")
        archive.writestr("bomb.txt", bytes(10**7))
        archive.writestr("packed.txt", b"words", zipfile.ZIP_LZMA)
        archive.writestr("broken.txt", b"words" * 100)
        archive.writestr("inner.zip", pack(tmp_path / "inner", {"x.txt": b"x"}).read_bytes())
    data = bytearray(path.read_bytes())
    data[data.index(b"secret.txt", data.index(b"PK\x01\x02")) - 46 + 8] |= 1  # as an encrypted one is marked
    data[data.index(b"broken.txt") + 12] ^= 0xFF
    path.write_bytes(data)
    assert read_all(path) == {
        "good.txt": b"words",
        "secret.txt": "encrypted: unpack its archive with the password and import what comes out",
        "link.txt": "a link inside an archive: pack the file that it leads to",
        "bomb.txt": "a zip bomb: 9,732 bytes would become 10,000,000",
        "packed.txt": "packed by a method that is not read: pack it as a common zip archive",
        "broken.txt": archives.DAMAGED,
        "inner.zip": archives.NESTED,
    }


def test_archives_that_are_refused_whole(tmp_path, monkeypatch):
    path = pack(tmp_path / "a.zip", {f"{number}.txt": b"words" for number in range(10)})
    for limit, why in (
        ("MOST_CONTENTS", "too many files in one archive: about 5; split it"),
        ("MOST_UNPACKED", "too large unpacked: 50 bytes, allowed are 40; split it"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(archives, limit, 40)
            assert read_all(path) == {str(path): why}
    path.write_bytes(path.read_bytes()[:-30])
    assert read_all(path) == {str(path): archives.DAMAGED}


def test_a_gzip_file_that_breaks_off(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(os.urandom(1000))[:500])
    assert read_all(tmp_path) == {"a.gz": archives.DAMAGED}


def test_an_office_document_is_no_archive(tmp_path):
    path = pack(tmp_path / "a.docx", {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    assert list(find([str(path)])) == [Source(str(path))]
