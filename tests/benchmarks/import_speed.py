"""How fast the import is: documents a second, the share of each stage, memory.

    python -m tests.benchmarks.import_speed [--documents 10000] [--words 500] [--workers 1] [FOLDER]

Writes invented reports into a temporary folder (or imports FOLDER), imports them into a fresh SQLite
database, and prints. `DATABASE_URL` names another database, which must be empty.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.invented_news import Writer

STEP = 1000


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    given.add_argument("folder", nargs="?")
    given.add_argument("--documents", type=int, default=10_000)
    given.add_argument("--words", type=int, default=500)
    given.add_argument("--workers", type=int, default=1)
    given.add_argument("--publish", action="store_true")
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as place:
        if not options.folder:
            options.folder = str(Path(place) / "reports")
            Writer().fill(Path(options.folder), options.documents, options.words)
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{place}/site.sqlite3")
        os.environ |= {"SECRET_KEY": "only-here", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        import django

        django.setup()
        measure(options)


def measure(options: argparse.Namespace) -> None:
    from django.core.management import call_command

    from articles.editorial import imports
    from articles.editorial.intake import Intake
    from articles.importing import sources

    call_command("migrate", verbosity=0)
    spent = timed_stages()
    intake = Intake(operator="benchmark", publish=options.publish)
    found = list(sources.find([options.folder]))
    outcomes: Counter[str] = Counter()
    start = last = time.perf_counter()
    began = time.process_time()
    run = imports.run(found, intake, limit=10**7, workers=options.workers)
    for number, result in enumerate(run, 1):
        outcomes[result.outcome] += 1
        if number % STEP == 0:
            now = time.perf_counter()
            say(f"{number:>7} documents  {STEP / (now - last):6.0f} a second  {memory()}")
            last = now
    took = time.perf_counter() - start
    total = outcomes.total()
    say(f"{total} documents in {took:.1f} s: {total / took:.0f} a second, {options.workers} workers")
    say(", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common()))
    for stage, seconds in sorted(spent.items(), key=lambda one: -one[1]):
        say(f"  {stage:<34} {seconds:6.2f} s  {100 * seconds / took:5.1f} %")
    computed = time.process_time() - began
    say(f"this process computed for {computed:.1f} s ({total / computed:.0f} a second); {len(HOLDS)} batches")
    longest, median = (1000 * HOLDS[at] for at in (-1, len(HOLDS) // 2))
    say(f"the database was held for {median:.0f} ms in the median, {longest:.0f} ms at the longest")


HOLDS: list[float] = []


def timed_stages() -> dict[str, float]:
    """Wrap the stages; what a worker does in its own process is not seen here."""
    from articles.editorial import bulk
    from articles.editorial.intake import recording
    from articles.importing import cleaning, headlines, pipeline, readers, workshop

    spent: dict[str, float] = {}

    def wrap(owner: Any, name: str, stage: str, into: list[float] | None = None) -> None:
        inner: Callable[..., Any] = getattr(owner, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            try:
                return inner(*args, **kwargs)
            finally:
                took = time.perf_counter() - start
                spent[stage] = spent.get(stage, 0.0) + took
                if into is not None:
                    into.append(took)
                    into.sort()

        setattr(owner, name, timed)

    wrap(readers, "read", "read")
    wrap(cleaning, "clean", "clean (and read)")
    wrap(headlines, "derive", "headline and dek")
    wrap(pipeline, "name_people_and_topics", "people and topics")
    wrap(pipeline, "fingerprint", "fingerprint")
    wrap(workshop, "sketch", "sketch")
    wrap(recording, "judge", "judge by the ledger")
    wrap(bulk.Pace, "wait", "wait for editors")
    wrap(recording, "_packed", "compress")
    wrap(recording.Intake, "_record", "write, in the transaction", HOLDS)
    wrap(recording.Intake, "known_among", "ask after known files")
    return spent


def memory() -> str:
    """The most this process and its biggest worker have used so far."""
    own, workers = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"peak {own:.0f} MB" + (f", a worker {workers:.0f} MB" if workers > 60 else "")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
