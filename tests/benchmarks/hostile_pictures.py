"""What hostile picture files cost: each file of a folder read as an upload is, in a process of its own.

    python -m tests.benchmarks.hostile_pictures PATH/TO/Pillow/Tests/images [--all]

Pillow keeps the files that once crashed it among its tests; none of them is part of this repository. Prints
what is over the reach (2 s of computing, 500 MB, or a process that died) and, with `--all`, every file: what
was made of it, or what the editor is told. Ends with how often each kind of answer came.
"""

import argparse
import os
import re
import resource
from collections import Counter
from pathlib import Path

from articles import imaging

MOST_SECONDS, MOST_MEMORY = 2, 500
GIVEN_UP = 20  # seconds of computing


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--all", action="store_true")
    options = arguments.parse_args()
    kinds, over = Counter[str](), 0
    for file in sorted(path for path in options.folder.rglob("*") if path.is_file()):
        seconds, memory, answer = read_apart(file)
        is_over = seconds > MOST_SECONDS or memory > MOST_MEMORY or answer.startswith("DIED")
        over += is_over
        kinds[re.sub(r"\(.*\)|\d+", "…", answer)] += 1
        if is_over or options.all:
            mark = "OVER" if is_over else ""
            print(f"{seconds:5.2f} s {memory:4.0f} MB {mark:4} {file.name:48.48} {answer}", flush=True)
    for kind, number in kinds.most_common():
        print(f"{number:5} {kind}")
    print(f"{kinds.total()} files, {over} over {MOST_SECONDS} s, {MOST_MEMORY} MB or dead")


def read_apart(file: Path) -> tuple[float, float, str]:
    """Seconds of computing, megabytes at the most, and the answer."""
    ours, theirs = os.pipe()
    if not (child := os.fork()):
        resource.setrlimit(resource.RLIMIT_CPU, (GIVEN_UP, GIVEN_UP))
        os.write(theirs, answer_of(file).encode())
        os._exit(0)
    os.close(theirs)
    with open(ours, "rb") as pipe:
        answer = pipe.read().decode()
    _, status, used = os.wait4(child, 0)
    died = f"DIED with {os.waitstatus_to_exitcode(status)} {answer}"
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, died if status else answer


def answer_of(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            read = imaging.read(opened)
    except imaging.NotAPicture as error:
        return str(error)
    except BaseException as error:
        return f"DIED of {error!r}"
    return f"made {read.width} × {read.height}"


if __name__ == "__main__":
    main()
