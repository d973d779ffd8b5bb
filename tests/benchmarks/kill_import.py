"""`kill -9` at random moments of an import, then the same command again: what was lost, what was doubled.

    python -m tests.benchmarks.kill_import [--kills 50] [--documents 2000] [--workers 1] [--together]

On a fresh SQLite database, or on the empty one that `DATABASE_URL` names. Each run goes on from where the
one before was killed; the moments are spread over the whole folder. `--together` runs two imports of it at
once and kills both. Prints the counts after each kill; exit status 1 where any is wrong, or where a run
after the last document writes a row. A document counts as whole when its story, first revision, people,
topics and entry are there.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.benchmarks.invented_news import Writer

ROOT = Path(__file__).parent.parent.parent


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    given.add_argument("--kills", type=int, default=50)
    given.add_argument("--documents", type=int, default=2000)
    given.add_argument("--workers", type=int, default=1)
    given.add_argument("--seed", type=int, default=7)
    given.add_argument("--together", action="store_true")
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "reports"
        Writer(options.seed).fill(folder, options.documents, words=200)
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{place}/site.sqlite3")
        os.environ |= {"SECRET_KEY": "only-here", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        import django

        django.setup()
        sys.exit(0 if hunt(folder, options) else 1)


def hunt(folder: Path, options: argparse.Namespace) -> bool:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    chance, is_right = random.Random(options.seed), True
    moments = sorted(chance.choices(range(options.documents), k=options.kills))
    for kill, moment in enumerate(moments, 1):
        least = max(documents(), moment)
        runs = [start(folder, options.workers) for _ in range(1 + options.together)]
        while documents() <= least and any(run.poll() is None for run in runs):
            time.sleep(0.01)
        time.sleep(chance.random() * 0.3)
        for run in runs:
            with suppress(ProcessLookupError):  # it came to its end first
                os.killpg(run.pid, signal.SIGKILL)
            run.wait()
        is_right &= say(f"kill {kill}", counts())
    written = []
    for name in ("to the end", "once more"):
        statuses = [
            run.wait() for run in [start(folder, options.workers) for _ in range(1 + options.together)]
        ]
        is_right &= say(f"{name}: exit {statuses}", counts())
        written.append(rows())
    if written[0] != written[1]:
        sys.stdout.write(f"WRONG: the last run wrote {set(written[1].items()) - set(written[0].items())}\n")
    return is_right and written[0] == written[1] and counts()["documents"] == options.documents


def start(folder: Path, workers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, ROOT / "manage.py", "import_seeds", str(folder), "--workers", str(workers)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def documents() -> int:
    from articles.models import SourceDocument

    return SourceDocument.objects.count()


def rows() -> dict[str, int]:
    """How many there are in each table."""
    from django.apps import apps

    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def counts() -> dict[str, int]:
    """How many documents the ledger has, how many stories there are, how many of them are whole."""
    from django.db.models import Count, F

    from articles.models import Article, Revision, SourceDocument

    sizes: dict[int, tuple[int, int]] = {
        article: (len(people), len(topics))
        for article, people, topics in Revision.objects.filter(base=None).values_list(
            "article", "people", "topics"
        )
    }
    entries = SourceDocument.objects.filter(outcome="created", file__isnull=False)
    rows = Article.objects.filter(sources__in=entries, latest_revision=F("live_revision")).annotate(
        people_number=Count("person_taggings", distinct=True),
        topics_number=Count("topic_taggings", distinct=True),
    )
    found = rows.values_list("pk", "people_number", "topics_number")
    whole = [sizes.get(pk) == (people, topics) for pk, people, topics in found]
    return {
        "documents": SourceDocument.objects.count(),
        "named": SourceDocument.objects.values("name").distinct().count(),
        "created": entries.count(),
        "stories": Article.objects.count(),
        "whole": sum(whole),
    }


def say(what: str, found: dict[str, int]) -> bool:
    is_right = found["documents"] == found["named"] and found["created"] == found["stories"] == found["whole"]
    counted = ", ".join(f"{number} {name}" for name, number in found.items())
    sys.stdout.write(f"{what}: {counted}{'' if is_right else '  WRONG'}\n")
    sys.stdout.flush()
    return is_right


if __name__ == "__main__":
    main()
