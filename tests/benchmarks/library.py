"""The library at 100,000 pictures: queries and time of its pages, and the plan of the slowest query of each.

    python -m tests.benchmarks.library [--pictures 100000]

Fills an empty database (SQLite in a scratch folder, or that of DATABASE_URL). Nine in ten pictures are used.
"""

import argparse
import os
import random
import tempfile
import time
from datetime import timedelta

WORDS = (
    "harbour bridge council school ferry mayor storm bus roof market river tower garden police night".split()
)


def fill(number):
    from django.db import connection
    from django.utils import timezone

    from articles import search
    from articles.models import Article, Figure, Picture, PicturePerson, Revision
    from tests.factories import PersonFactory, make_article

    chance = random.Random(7)
    today = timezone.localdate()
    people = PersonFactory.create_batch(200)
    Picture.objects.bulk_create(
        (
            Picture(
                file=f"pictures/{at}.jpg",
                width=1200,
                height=800,
                caption=" ".join(chance.choices(WORDS, k=8)) + f" {at}",
                alt_text="" if at % 50 == 0 else " ".join(chance.choices(WORDS, k=6)),
                credit="" if at % 70 == 0 else f"Photographer {at % 300} / Newsroom",
                usage_until=today + timedelta(days=at % 900 - 300) if at % 10 == 0 else None,
            )
            for at in range(number)
        ),
        batch_size=2000,
    )
    pks = list(Picture.objects.order_by("pk").values_list("pk", flat=True))
    PicturePerson.objects.bulk_create(
        (PicturePerson(picture_id=pk, person=chance.choice(people)) for pk in pks[::3]), batch_size=5000
    )
    story = make_article()
    used = [pk for pk in pks if pk % 10]
    rows = [
        Revision(article=story, headline="A story", slug=f"s{at}", section=story.section, lead_picture_id=pk)
        for at, pk in enumerate(used)
    ]
    Revision.objects.bulk_create(rows, batch_size=2000)
    newest = list(Revision.objects.order_by("pk").values_list("pk", flat=True))
    Figure.objects.bulk_create(
        (Figure(revision_id=newest[at % len(newest)], picture_id=pk) for at, pk in enumerate(used)),
        batch_size=5000,
    )
    Article.objects.filter(pk=story.pk).update(lead_picture=pks[-2])
    for step in search.rebuild_pictures():
        step()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return pks, people


def plan_of(sql):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ANALYZE ") + sql)
        return [str(row[-1]) for row in cursor.fetchall()]


def ask(browser, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get(url)
    with CaptureQueriesContext(connection) as asked:
        began = time.perf_counter()
        response = browser.get(url)
        took = time.perf_counter() - began
    slowest = max(asked.captured_queries, key=lambda query: float(query["time"]))
    print(f"\n{url}\n  {response.status_code}, {len(asked)} queries, {took * 1000:.0f} ms; slowest query:")
    print(f"  {float(slowest['time']) * 1000:.0f} ms: {slowest['sql'][:160]}")
    if slowest["sql"].startswith("SELECT"):
        print("\n".join(f"    {line}" for line in plan_of(slowest["sql"])[:12]))


def measure(number):
    from django.core.management import call_command
    from django.test import Client

    from tests.factories import UserFactory

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    pks, people = fill(number)
    print(f"{number} pictures, made in {time.perf_counter() - began:.0f} s")
    browser = Client()
    browser.force_login(UserFactory())
    queries = (
        *("", "?p=20", "?q=harbour+bridge", "?q=harbour", "?q=Edith", "?state=unused", "?state=no-alt"),
        *("?state=no-credit", "?state=mine", "?state=killed", "?terms=ending", "?terms=ended"),
        *("?credit=Photographer+7+/+Newsroom", f"?person={people[3].pk}"),
        *("pick/", "pick/?q=harbour", f"pick/?before={pks[number // 2]}", f"pick/?id={pks[5]}&id={pks[6]}"),
        *(f"{pks[-2]}/change/", f"{pks[0]}/change/"),
    )
    for query in queries:
        ask(browser, f"/admin/articles/picture/{query}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "SECRET_KEY": "only-for-this"}
        os.environ |= {"ALLOWED_HOSTS": "testserver", "MEDIA_ROOT": scratch}
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{scratch}/site.sqlite3")
        import django

        django.setup()
        measure(options.pictures)


if __name__ == "__main__":
    main()
