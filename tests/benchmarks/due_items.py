"""Four workers at once over many due items, one killed: what was done twice, early or never.

    python -m tests.benchmarks.due_items [--items 500] [--workers 4] [--seconds 5] [--seed 7]

On a fresh SQLite database, or on the migrated and empty one that `DATABASE_URL` names. The items become due
over some seconds; one is poisoned, and a scheduled change waits among them. Prints what was found; exit
status 1 where anything is wrong.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

POISONED = "Poisoned"


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    given.add_argument("--items", type=int, default=500)
    given.add_argument("--workers", type=int, default=4)
    given.add_argument("--seconds", type=float, default=5)
    given.add_argument("--seed", type=int, default=7)
    given.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{place}/site.sqlite3")
        os.environ |= {"SECRET_KEY": "only-here", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        import django

        django.setup()
        if options.work:
            work()
        else:
            sys.exit(0 if hunt(options) else 1)


def work() -> None:
    """One worker, until nothing waits but the poisoned one; a scheduled change brings its own effect."""
    from django.utils import timezone

    from articles.editorial import effects, log, worker
    from articles.models import Effect, ScheduledChange

    def tell(sender, effect, **kwargs):
        if effect.article.headline == POISONED:
            raise ZeroDivisionError("poison")
        note = f"{effect.pk} {timezone.now().isoformat()}"
        log.entry("told", article=effect.article, actor=str(os.getpid()), note=note).save()
        time.sleep(0.003)  # so that a kill falls into one

    effects.happened.connect(tell)
    print("ready", flush=True)
    # Changes first: one that is put in place between the two questions shows as its effect.
    waiting = Effect.objects.waiting().exclude(article__headline=POISONED)
    while ScheduledChange.objects.waiting().exists() or waiting.exists():
        worker.run()
        time.sleep(0.01)


def hunt(options: argparse.Namespace) -> bool:
    from django.core.management import call_command

    from articles.models import StatusChange

    call_command("migrate", verbosity=0)
    prepare(options.items)
    command = [sys.executable, "-m", "tests.benchmarks.due_items", "--work"]
    root = Path(__file__).parent.parent.parent
    crew = [
        subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(options.workers)
    ]
    for one in crew:
        one.stdout.readline()
    began = time.perf_counter()
    spread(options.seconds, random.Random(options.seed))
    while StatusChange.objects.filter(verb="told").count() < options.items / 3:
        time.sleep(0.01)
    crew[0].kill()
    for one in crew:
        one.wait(timeout=120)
    found = counts()
    seconds = time.perf_counter() - began
    print(", ".join(f"{name}: {number}" for name, number in found.items()), f"({seconds:.1f} s)")
    right = {"told twice": 0, "told early": 0, "never told": 0, "changes put in place": 1}
    right["told"] = options.items  # all but the poisoned one, and that the live story has changed
    return all(found[name] == number for name, number in right.items()) and found["poisoned, tried"] > 0


def prepare(items: int) -> None:
    """Stories that go live in a day, and a live one with a change that waits as long."""
    from django.utils import timezone

    from articles.editorial import revisions, worker, workflow
    from tests.factories import make_article

    worker.run()
    tomorrow = timezone.now() + timedelta(days=1)
    live = make_article(headline="Old Words")
    worker.run()
    content = revisions.with_records(revisions.working_copy(live))
    revisions.save(live, {**content, "headline": "New Words"})
    workflow.take(live, "publish_changes", at=tomorrow)
    for number in range(items):
        make_article(publish_at=tomorrow, headline=f"Item {number}" if number else POISONED)


def spread(seconds: float, chance: random.Random) -> None:
    """Let everything become due over the next seconds."""
    from django.db import transaction
    from django.utils import timezone

    from articles.models import Effect, ScheduledChange

    now = timezone.now()
    things = [*Effect.objects.filter(done_at=None), ScheduledChange.objects.get()]
    with transaction.atomic():
        for thing in things:
            thing.at = thing.try_at = now + timedelta(seconds=chance.random() * seconds)
            thing.save()


def counts() -> dict[str, int]:
    from datetime import datetime

    from articles.models import Effect, StatusChange

    told = [(row.actor, *row.note.split()) for row in StatusChange.objects.filter(verb="told")]
    due = {str(pk): at for pk, at in Effect.objects.values_list("pk", "at")}
    undone = Effect.objects.filter(done_at=None)
    return {
        "told": len(told),
        "told twice": sum(number > 1 for number in Counter(pk for _, pk, _ in told).values()),
        "told early": sum(datetime.fromisoformat(at) < due[pk] for _, pk, at in told),
        "never told": undone.exclude(article__headline=POISONED).count(),
        "by workers": len({actor for actor, _, _ in told}),
        "changes put in place": StatusChange.objects.filter(verb="publish_changes").count(),
        "poisoned, tried": undone.get(article__headline=POISONED).attempts,
    }


if __name__ == "__main__":
    main()
