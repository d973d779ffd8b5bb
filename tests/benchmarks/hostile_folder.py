"""What a hostile folder costs: the time and the peak memory of each thing in it, imported alone.

    python -m tests.benchmarks.hostile_folder [NAME ...] [--doubling]

The cases with one of these in their name, else all. Each is a whole `import_seeds` of its own into a fresh
SQLite database, with the start of Python and Django; the reach is under 10 s (of computing, whatever else
the machine does) and 400 MB. `--doubling` prints instead how the time grows when a text of 1 MB becomes 2,
4 and 8 MB: at most 2.5 times a step. Exit status 1 where any is over that, or ends as it should not.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from articles.importing import pipeline
from articles.importing.document import Known
from articles.importing.readers import given, text
from tests.benchmarks.invented_news import Writer
from tests.importing import hostile

HUGE = 1_000_000
MOST_SECONDS, MOST_MEMORY, MOST_TIMES = 10, 400, 2.5
COMMAND = [sys.executable, "manage.py"]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("only", nargs="*", default=[""], metavar="NAME", help="a part of a case's name")
    arguments.add_argument("--doubling", action="store_true")
    options = arguments.parse_args()
    sys.exit(0 if (doubling if options.doubling else folder)(options.only) else 1)


def folder(only: list[str]) -> bool:
    every = hostile.cases(Path("/outside"), 1).keys() - {"vanishing.txt"}  # which only the test can show
    names = sorted(name for name in every if any(part in name for part in only))
    is_right = True
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"DEBUG": "on", "DATABASE_URL": f"sqlite:///{place}/empty.sqlite3"}
        subprocess.run([*COMMAND, "migrate", "-v0"], check=True)
        for name in names:
            here = Path(place, "case")
            here.mkdir()
            expected = in_another_process(hostile.build, here / "folder", here / "outside", HUGE, name)
            shutil.copy(f"{place}/empty.sqlite3", here / "site.sqlite3")
            seconds, memory, found = run(here)
            wrong = {one: line for one, line in found.items() if not line.startswith(expected.get(one, "?"))}
            faults = "OVER" * (seconds > MOST_SECONDS or memory > MOST_MEMORY)
            faults += "WRONG" * bool(wrong or found.keys() != expected.keys())
            told = "; ".join(wrong.values() or found.values())
            say(f"{seconds:6.1f} s {memory:5.0f} MB {faults:5} {ascii(name)[1:-1]:40.40} {told[:100]}")
            is_right &= not faults
            shutil.rmtree(here)
    return is_right


def in_another_process(work: Callable[..., dict[str, str]], *given: object) -> dict[str, str]:
    """A process that is started counts the memory of the one that started it, so this one stays small."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def run(here: Path) -> tuple[float, float, dict[str, str]]:
    """Seconds of computing, the peak memory in MB, and what became of each document in `here/folder`."""
    with open(here / "output", "w+b") as output:
        process = subprocess.Popen(
            [*COMMAND, "import_seeds", "--format", "jsonl", str(here / "folder")],
            env=os.environ | {"DATABASE_URL": f"sqlite:///{here}/site.sqlite3"},
            stdout=output,
            stderr=subprocess.DEVNULL,
        )
        _, _, used = os.wait4(process.pid, 0)
        output.seek(0)
        results = [json.loads(line) for line in output]
    found = {one["source"].removeprefix(f"{here}/folder/"): one["error"] or one["outcome"] for one in results}
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, found


def doubling(only: list[str]) -> bool:
    is_right = True
    pipeline.MOST_LINES = given.MOST_DOCUMENTS = text._MOST_LINES = 10**9
    for name, made in SHAPES.items():
        if not any(part in name for part in only):
            continue
        spent = []
        for size in (1, 2, 4, 8):
            data = made(size * 1_000_000)
            start = time.process_time()
            pipeline.process(name, data, Known(), limit=2 * len(data))
            spent.append(time.process_time() - start)
        steps = [after / before for before, after in zip(spent, spent[1:], strict=False)]
        ratios = ", ".join(f"{step:.2f}" for step in steps)
        over = "  OVER" if max(steps) > MOST_TIMES else ""
        say(f"{name:<22} 1 MB {spent[0]:5.2f} s, 8 MB {spent[-1]:6.2f} s; each doubling {ratios} times{over}")
        is_right &= not over
    return is_right


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _report(size: int) -> str:
    writer = Writer()
    return "".join(writer.report() for _ in range(size // 2500))[:size]


NITF = "<nitf><body><body.content><p>{}</p></body.content></body></nitf>"
SHAPES: dict[str, Callable[[int], bytes]] = {
    "prose.txt": lambda size: _report(size).encode(),
    "one line.txt": lambda size: _report(size).replace("\n", " ").encode(),
    "one word.txt": lambda size: b"o" * size,
    "words.txt": lambda size: b"word\n" * (size // 5),
    "list items.txt": lambda size: b"- a crane for small boats\n" * (size // 26),
    "capitals.txt": lambda size: b"SHARE THIS STORY\n" * (size // 17),
    "names.txt": lambda size: b"Jane Doe and John Roe met Ann Other. " * (size // 37),
    "digits.txt": lambda size: b"1 " * (size // 2),
    "points.txt": lambda size: b". " * (size // 2),
    "quotes.txt": lambda size: "“ ” ‘ ’ ".encode() * (size // 16),
    "blanks.txt": lambda size: b"word" + b" " * size + b"word",
    "body.json": lambda size: (
        b'{"title": "Late", "body": "%s"}' % _report(size).replace("\n", "\\n").encode()
    ),
    "lines.jsonl": lambda size: (
        b'{"title": "Late", "body": "%s"}\n' % (b"The ferry is late. " * 50) * (size // 981)
    ),
    "page.html": lambda size: (
        f"<html><body><p>{_report(size).replace(chr(10), '<p>')}</body></html>".encode()
    ),
    "story.nitf": lambda size: NITF.format(_report(size).replace("\n\n", "</p><p>")).encode(),
    "mail.eml": lambda size: b"MIME-Version: 1.0\nSubject: Late\n\n" + _report(size).encode(),
}


if __name__ == "__main__":
    main()
