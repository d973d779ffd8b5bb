"""A folder as an enemy would pack it: how each thing in it is made, and what has to become of it.

`cases` has by the name below the folder who writes it, given its path, and the outcome: "created", the
beginning of the line with which it is refused, or for an archive the same by the names in it. `outside` is a
folder beside it, in which nothing may be read; `huge` how many of what there are many of, as many as a tenth
of the size limit has bytes.
"""

import codecs
import gzip
import io
import json
import os
import random
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

from articles.importing.sources import printable

DEEP = 100_000
CREATED = "created"
TOO_LARGE = "over the size limit: "
UNSAFE = "unsafe XML: it declares entities or points at other files"
OUT = "a link out of its folder"
NO_FILE = "no file but a pipe, a socket or a device"
DAMAGED = "damaged: "
TOO_DEEP = "nested "
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
SYLLABLES = [a + b for a in "bdfgklmnprst" for b in "aeiou"]

Write = Callable[[Path], object]
Outcome = str | dict[str, str]


def story(seed: str) -> str:
    """Five sentences of words that no other seed has."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(60)]
    return "\n\n".join(" ".join(words[at : at + 12]).capitalize() + "." for at in range(0, 60, 12))


def data(*parts: str | bytes) -> Write:
    whole = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
    return lambda path: path.write_bytes(whole)


def text(seed: str) -> Write:
    return data(story(seed))


def nitf(seed: str, declaration: str = "", inside: str = "") -> Write:
    body = "".join(f"<p>{part}</p>" for part in story(seed).split("\n\n"))
    return data(declaration, f"<nitf><body><body.content>{body}{inside}</body.content></body></nitf>")


def rss(seed: str, declaration: str = "", inside: str = "") -> Write:
    item = f"<item><title>{seed}</title><description>{story(seed)}{inside}</description></item>"
    return data(declaration, f'<rss version="2.0"><channel>{item}</channel></rss>')


def zipped(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def link(place: Path | str) -> Write:
    return lambda path: path.symlink_to(place)


def node(kind: int) -> Write:
    return lambda path: os.mknod(path, kind | 0o600)


def sparse(path: Path) -> None:
    with open(path, "wb") as file:
        file.truncate(10 * 1024**3)


def gzip_bomb(path: Path) -> None:
    with gzip.open(path, "wb", 1) as file:
        for _ in range(200):
            file.write(bytes(1_000_000))


def unreadable(path: Path) -> None:
    text("unreadable")(path)
    path.chmod(0)


def laughs(root: str) -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE {root} [<!ENTITY l0 "lol">{levels}]>'


def cases(outside: Path, huge: int) -> dict[str, tuple[Write, Outcome]]:
    secret = (outside / "secret.txt").as_uri()
    entity = f'<!DOCTYPE nitf [<!ENTITY x SYSTEM "{secret}">]>'
    parameter = '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>'
    bomb = zipped({"a.txt": bytes(200 * huge)})
    return {
        "000 good.txt": (text("first"), CREATED),
        "zzz good.txt": (text("last"), CREATED),
        # What is outside, and what is no file.
        "link to a file.txt": (link(outside / "secret.txt"), OUT),
        "link to a folder": (link(outside), OUT),
        "link up": (link(".."), OUT),
        "link in a circle.txt": (
            link("link in a circle.txt"),
            "cannot be read: Too many levels of symbolic links",
        ),
        "link to nothing.txt": (link("nothing"), "cannot be read: No such file or directory"),
        "pipe.txt": (node(stat.S_IFIFO), NO_FILE),
        "socket.txt": (node(stat.S_IFSOCK), NO_FILE),
        "unreadable.txt": (unreadable, "cannot be read: Permission denied" if os.geteuid() else CREATED),
        "traversal.zip": (
            data(
                zipped(
                    {
                        "../../outside/secret.txt": story("up"),
                        "/etc/passwd": story("root"),
                        "C:\\x.txt": story("c"),
                    }
                )
            ),
            {"outside/secret.txt": CREATED, "etc/passwd": CREATED, "C:/x.txt": CREATED},
        ),
        # Characters.
        "nul.txt": (data(story("nul"), b"\0"), "binary: "),
        **{f"{name}.txt": (data(mark, story(name).encode(name)), CREATED) for name, mark in MARKS.items()},
        "a mark and other bytes.txt": (data(codecs.BOM_UTF8, b"caf\xe9"), "not decodable: "),
        "bidirectional.txt": (
            data("\u202e\u2066", story("bidi").replace("a", "a\u200b"), "\u2069\ufeff"),
            CREATED,
        ),
        "it says utf-16.xml": (nitf("utf-16", '<?xml version="1.0" encoding="utf-16"?>'), CREATED),
        "it says ascii.xml": (
            nitf("ascii", '<?xml version="1.0" encoding="us-ascii"?>', "<p>Zoë Núñez</p>"),
            CREATED,
        ),
        "it says nonsense.xml": (nitf("nonsense", '<?xml version="1.0" encoding="no-such-thing"?>'), CREATED),
        "it says nonsense.eml": (
            data(
                "MIME-Version: 1.0\nSubject: =?nonsense?q?x?=\n",
                "Content-Type: text/plain; charset=nonsense\n\n",
                story("e"),
            ),
            CREATED,
        ),
        "half a pair.json": (
            data(json.dumps({"title": "\ud800", "body": story("pair") + "\udfff\0"})),
            CREATED,
        ),
        # Names.
        "n" * 251 + ".txt": (text("long name"), CREATED),
        "ł" * 125 + ".txt": (text("long name in two bytes"), CREATED),
        os.fsdecode(b"caf\xe9.txt"): (text("undecodable"), CREATED),
        "two\nlines.txt": (text("two lines"), CREATED),
        "\u202egpj.txt": (text("right to left"), CREATED),
        # Depth.
        "deep list.json": (data("[" * DEEP, "]" * DEEP), TOO_DEEP),
        "deep object.json": (data('{"a":' * DEEP, "1", "}" * DEEP), TOO_DEEP),
        "deep.nitf.xml": (nitf("deep", "", "<p>" * DEEP + "</p>" * DEEP), TOO_DEEP),
        "deep.xml": (data('<?xml version="1.0"?>', "<a>" * DEEP, "</a>" * DEEP), TOO_DEEP),
        "deep.rss.xml": (rss("deep rss", "", "<p>" * DEEP + "</p>" * DEEP), TOO_DEEP),
        "deep.html": (data("<html><body>", "<div>" * DEEP, story("deep html")), CREATED),
        "deep.eml": (
            data(
                "MIME-Version: 1.0\n",
                *(f"Content-Type: multipart/mixed; boundary={n}\n\n--{n}\n" for n in range(3000)),
            ),
            TOO_DEEP,
        ),
        # Entities and bombs.
        "external entity.xml": (nitf("external", entity, "<p>&x;</p>"), UNSAFE),
        "external entity.rss": (rss("external rss", entity.replace("nitf", "rss"), "&x;"), UNSAFE),
        "parameter entity.rss": (rss("parameter", parameter), UNSAFE),
        "entities.xml": (nitf("laughs", laughs("nitf"), "<p>&l9;</p>"), UNSAFE),
        "entities.rss": (rss("laughs rss", laughs("rss"), "&l9;"), UNSAFE),
        "entities.unknown.xml": (data(laughs("x"), "<x>&l9;</x>"), UNSAFE),
        "document type elsewhere.xml": (
            nitf("dtd", '<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/nitf.dtd">'),
            CREATED,
        ),
        "bomb.gz": (gzip_bomb, TOO_LARGE),
        "bomb.zip": (data(bomb), {"a.txt": "a zip bomb: "}),
        "archives.zip": (
            data(zipped({"inner.zip": bomb, "good.txt": story("inner")})),
            {"inner.zip": "an archive inside an archive", "good.txt": CREATED},
        ),
        "archive.zip.gz": (data(gzip.compress(bomb)), "an archive inside an archive"),
        "cut.zip": (data(zipped({"a.txt": story("cut")})[:-30]), DAMAGED),
        "cut.gz": (data(gzip.compress(story("cut gz").encode())[:-20]), DAMAGED),
        "vanishing.txt": (text("vanishing"), "cannot be read: No such file or directory"),
        "growing.txt": (text("growing"), CREATED),
        # Size.
        "empty.txt": (data(), "empty: "),
        "sparse.txt": (sparse, TOO_LARGE),
        "a line over the limit.txt": (data("word " * (10 * huge)), TOO_LARGE),
        "one line.txt": (data(story("one line").replace("\n\n", " ") * (9 * huge // 600)), CREATED),
        "one word.txt": (data("o" * (9 * huge)), CREATED),
        "many lines.txt": (data("word\n" * huge), f"{huge:,} lines, allowed are 50,000"),
        "lines.txt": (data("word\n" * (huge // 20)), CREATED),
        "many objects.json": (data("[", ",".join(["{}"] * huge), "]"), f"{huge:,} documents in one file"),
        "a number.json": (data('{"title": 1', "0" * (9 * huge), "}"), DAMAGED),
        "many elements.xml": (nitf("elements", "", "<a/>" * (2 * huge + 1)), "more than "),
        "many items.rss": (
            data("<rss><channel>", "<item/>" * min(huge, 100_000), "</channel></rss>"),
            "100,000 documents in one file",
        ),
        "many parts.eml": (
            data("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n", "--b\n\n" * huge),
            "more than ",
        ),
    }


def build(folder: Path, outside: Path, huge: int, only: str = "") -> dict[str, str]:
    """Write the cases (or one of them), and give the outcomes by the printable path below the folder."""
    for one in (folder, outside):
        one.mkdir()
    (outside / "secret.txt").write_text(story("the secret"))
    expected: dict[str, str] = {}
    for name, (write, outcome) in cases(outside, huge).items():
        if only in ("", name):
            write(folder / name)
            inside = outcome if isinstance(outcome, dict) else {"": outcome}
            expected |= {printable(f"{name}/{member}".rstrip("/")): one for member, one in inside.items()}
    return expected
