"""What the box of people and topics costs while somebody types, and how long duplicates take to be found.

    python -m tests.benchmarks.names [--people 100000] [--topics 20000] [--stories 100000] [--plan]

Fills a database of its own (SQLite in a scratch folder, or the one of DATABASE_URL; one that has people is
taken as it is). For each thing typed: queries, median and worst of twenty in milliseconds, and what comes
first. With --plan, the database's plan of each query; it must read no table of names or of tags as a whole.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from datetime import timedelta

TYPED = [
    "jo",
    "joh",
    "john",
    "trump",
    "donald tru",
    "smith",
    "jonh smith",
    "donlad trump",
    "x",
    "nobody at all",
]
GIVEN = (
    "John Mary Ann James Joan Peter Olga Ivan Donald Ivana Wei Fatima José Zoë Lars Aiko Noor Emil Rosa Hugo"
).split()
ENDINGS = "son ez ova ski ton ley man berg etti ini ford wood field by ham".split()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, number in (("people", 100_000), ("topics", 20_000), ("stories", 100_000)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--plan", action="store_true")
    parser.add_argument(
        "--batches", type=int, default=5, help="of a hundred records, compared with the others"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "SECRET_KEY": "only-for-this"}
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{scratch}/site.sqlite3")
        import django

        django.setup()
        prepare(options)
        measure(options.plan)
        compare(options.batches)


def prepare(options) -> None:
    from django.core.management import call_command
    from django.db import connection

    from articles.models import Person, Topic
    from articles.search import enter_new_names

    call_command("migrate", verbosity=0)
    if Person.objects.exists():
        return
    chance = random.Random(5)
    for model, number in ((Person, options.people), (Topic, options.topics)):
        records = [_record(model, at, chance) for at in range(number)]
        model.objects.bulk_create(records, batch_size=5000)
        for at in range(0, number, 5000):
            enter_new_names(records[at : at + 5000])
    _fill(options.stories, chance)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _record(model, at: int, chance: random.Random):
    from articles.folding import fold

    middle = "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(2)).capitalize()
    family = chance.choice(("Smith", "Trump", "Jones")) if at % 100 < 3 else middle + chance.choice(ENDINGS)
    name = f"{chance.choice(GIVEN)} {middle} {family} {at:x}"
    if model.__name__ == "Person" and at < 2:
        name = ("Ivana Trump", "Donald Trump")[at]
    return model(name=name, key=fold(name), slug=f"r-{at}")


def _fill(number: int, chance: random.Random) -> None:
    from django.utils import timezone

    from articles.models import Article, ArticlePerson, ArticleTopic, Person, Section, Topic

    section, now = Section.objects.create(name="News"), timezone.now()
    ranks = [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in (Person, Topic)]
    donald = ranks[0][1]
    for start in range(0, number, 5000):
        moments = [now - timedelta(minutes=50 * at) for at in range(start, min(number, start + 5000))]
        stories = Article.objects.bulk_create(
            Article(
                headline=f"Story {start + at}",
                slug=f"story-{start + at}",
                section=section,
                status="published",
                publish_at=moment,
                first_published_at=moment,
            )
            for at, moment in enumerate(moments)
        )
        for rows, pks in ((ArticlePerson, ranks[0]), (ArticleTopic, ranks[1])):
            chosen = (
                {*chance.sample(pks, 3), *([donald] if rows is ArticlePerson and at % 10 == 0 else [])}
                for at in range(len(stories))
            )
            rows.objects.bulk_create(
                (
                    rows(content_object=story, tag_id=pk, rank=rank, live_at=story.publish_at)
                    for story, those in zip(stories, chosen, strict=True)
                    for rank, pk in enumerate(those)
                ),
                batch_size=5000,
            )


def measure(with_plan: bool) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from articles.admin.pages import suggestions
    from articles.models import Person

    print(f"{Person.objects.count()} people in {connection.vendor}\n")
    print("| typed | queries | p50 ms | worst ms | first |\n|---|---|---|---|---|")
    for typed in TYPED:
        times = []
        for _ in range(20):
            start = time.perf_counter()
            found = suggestions(Person, typed)
            times.append((time.perf_counter() - start) * 1000)
        with CaptureQueriesContext(connection) as queries:
            suggestions(Person, typed)
        first = [one["name"] for one in found["results"] or found["near"]][:2]
        figures = f"{len(queries)} | {statistics.median(times):.1f} | {max(times):.1f}"
        print(f"| {typed} | {figures} | {', '.join(first)} |")
    if with_plan:
        for typed in ("trump", "donlad trump"):
            with CaptureQueriesContext(connection) as queries:
                suggestions(Person, typed)
            for query in queries:
                print(f"\n{query['sql'][:300]}\n{plan(query['sql'])}")


def plan(sql: str) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute(
            f"{'EXPLAIN QUERY PLAN' if is_sqlite else 'EXPLAIN (ANALYZE, TIMING OFF)'} {sql}".replace(
                "%", "%%"
            ),
            [],
        )
        return "\n".join(f"    {row[-1]}" for row in cursor.fetchall())


def compare(batches: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from articles.editorial import likenesses
    from articles.models import Person

    likenesses.start_again()
    print("\n| batch of records compared | queries | ms |\n|---|---|---|")
    for _ in range(batches):
        start = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            number = likenesses.compare_some(Person)
        print(f"| {number} | {len(queries)} | {(time.perf_counter() - start) * 1000:.0f} |")


if __name__ == "__main__":
    main()
