"""What the list of stories in the admin costs in a large archive: queries, milliseconds and plans.

    python -m tests.benchmarks.desk_list [--stories 100000] [--plans]

Fills a database of its own (SQLite in a scratch folder, or the one of DATABASE_URL; one that has stories is
taken as it is), and prints for the list, each of its filters, a search and the last page: the queries, the
time, and whether the database reads a whole table. Exit status 1 for more than ten queries or a whole table.
"""

import argparse
import os
import random
import re
import sys
import tempfile
import time

MOST_QUERIES = 10
AT_ONCE = 2000
# Small tables, which may be read whole, and the page's own.
SMALL = "section|contributor|picture|importrun|person|topic|auth_|django_"


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--stories", type=int, default=100_000)
    given.add_argument("--plans", action="store_true", help="print every query and its plan")
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "SECRET_KEY": "only-for-this"}
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{scratch}/site.sqlite3")
        os.environ["ALLOWED_HOSTS"] = "testserver"
        import django

        django.setup()
        prepare(options.stories)
        sys.exit(0 if measure(options.plans) else 1)


def prepare(number: int) -> None:
    from django.core.management import call_command
    from django.db import connection, transaction

    from articles.models import Article

    call_command("migrate", verbosity=0)
    if not Article.objects.exists():
        with transaction.atomic():
            fill(number)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")


def fill(number: int) -> None:
    """Stories in every state: two of three imported, most of them published, a few with changes that wait.

    Some thousands are made one by one, and the database copies them.
    """
    from django.contrib.auth.models import User
    from django.utils import timezone

    from articles import search
    from articles.models import (
        CONTENT_FIELDS,
        Article,
        Byline,
        Contributor,
        ImportRun,
        Revision,
        Section,
        SourceDocument,
    )
    from tests.benchmarks.stories import _story

    chance, now, first = random.Random(7), timezone.now(), min(number, AT_ONCE)  # noqa: S311
    owner = User.objects.create_superuser("desk")
    names = ("News", "Council", "Sport", "Health", "Business")
    sections = [Section.objects.create(name=name) for name in names]
    writers = [Contributor.objects.create(name=f"Writer {n}") for n in range(20)]
    runs = [ImportRun.objects.create(operator="ops") for _ in range(10)]
    stories = [_story(n, chance, sections, now, years=7) for n in range(first)]
    for place, story in enumerate(stories):
        story.pk = place + 1
        story.status = chance.choices(Article.Status.values, (20, 2, 2, 70, 4, 2))[0]
        story.owner = None if chance.random() < 0.66 else owner
        story.made_by = None if story.owner else runs[place * len(runs) // first]
        story.is_headline_confirmed = chance.random() > 0.1
        if story.status != "published":
            story.first_published_at = None
    Article.objects.bulk_create(stories)
    revisions = [
        Revision(pk=story.pk, article=story, **{name: getattr(story, name) for name in CONTENT_FIELDS})
        for story in stories
    ]
    Revision.objects.bulk_create(revisions)
    for story, revision in zip(stories, revisions, strict=True):
        story.latest_revision = revision
        story.live_revision = revision if chance.random() > 0.01 else None
    Article.objects.bulk_update(stories, ["latest_revision", "live_revision"], batch_size=500)
    Byline.objects.bulk_create(
        Byline(pk=story.pk, article=story, contributor=chance.choice(writers), live_at=story.publish_at)
        for story in stories
    )
    SourceDocument.objects.bulk_create(
        SourceDocument(
            pk=story.pk, run=story.made_by, article=story, source=story.slug, name=story.slug,
            item=story.slug, digest=story.slug, outcome="created",
        )
        for story in stories if story.made_by
    )  # fmt: skip
    for model in (Article, Revision, Byline, SourceDocument):
        copy(model, first, number // first)
    for start in range(1, number + 1, AT_ONCE):
        search.enter_headlines(range(start, start + AT_ONCE))


def copy(model: type, first: int, times: int) -> None:
    """Rows of each of the `first` stories again, so often that there are `times` of them."""
    from django.db import connection

    columns = {
        field.column: f"{field.column} + copies.n * {first}"
        if field.column in ("id", "article_id", "revision_id", "latest_revision_id", "live_revision_id")
        else f"{field.column} || '-' || copies.n"
        if field.column in ("slug", "digest")
        else field.column
        for field in model._meta.local_concrete_fields
        if not getattr(field, "generated", False)
    }
    numbers = (
        f"WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {times - 1})"
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED" if connection.vendor == "postgresql" else "SELECT 1")
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) {numbers}"  # noqa: S608
            f" SELECT {', '.join(columns.values())} FROM {model._meta.db_table}, copies WHERE {times} > 1"
        )


def asked() -> dict[str, str]:
    """The list's addresses, each under what it asks for."""
    from articles.admin.filters import StandingFilter
    from articles.models import Contributor, ImportRun, Section

    standings = [value for value, _ in StandingFilter.lookups(None, None, None)]  # type: ignore[arg-type]
    run = ImportRun.objects.order_by("pk")[3].pk
    byline, section = Contributor.objects.latest("pk").pk, Section.objects.latest("pk").pk
    return {
        "the list": "",
        "its last page": "p=100",
        **{name: f"standing={name}" for name in standings},
        "a section": f"section__id__exact={section}",
        "a byline": f"byline={byline}",
        "imported": "origin=imported",
        "written here": "origin=written",
        "one import run": f"origin=run-{run}",
        "a usual word": "q=council",
        "two words": "q=council+harbour",
        "a rare word": "q=dodo",
        "no such word": "q=nowhereatall",
        "a word, drafts of a section": f"q=market&standing=draft&section__id__exact={section}",
    }


def measure(shows_plans: bool) -> bool:
    from django.contrib.auth.models import User
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    setup_test_environment()  # keeps the context of each page
    browser = Client()
    browser.force_login(User.objects.get(username="desk"))
    is_right = True
    for name, query in asked().items():
        url = f"/admin/articles/article/?{query}"
        browser.get(url)
        began = time.process_time()
        answer = browser.get(url)
        cpu = (time.process_time() - began) * 1000
        reset_queries()
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url).status_code == answer.status_code == 200, url
        statements = [one["sql"] for one in captured if one["sql"].startswith("SELECT")]
        plans = [(sql, plan(sql)) for sql in statements]
        whole = sorted({table for sql, lines in plans for table in read_whole(sql, lines)})
        rows = answer.context["cl"].result_count
        print(f"{name:28} {len(statements):3} queries {cpu:7.1f} ms {rows:6} rows  {' '.join(whole)}")
        if shows_plans:
            for sql, lines in plans:
                print("   ", re.sub(r"SELECT .*? FROM", "SELECT … FROM", sql, flags=re.S)[:600])
                print(*(f"        {line}" for line in lines), sep="\n")
        is_right = is_right and not whole and len(statements) <= MOST_QUERIES
    return is_right


def plan(sql: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if is_sqlite else 'ANALYZE'} {sql}")
        return [str(row[-1]) for row in cursor.fetchall()]


def read_whole(sql: str, lines: list[str]) -> list[str]:
    """The large tables that a plan reads from one end to the other.

    SQLite reads no further than LIMIT says where nothing is left out: the plain list is no whole table. Nor
    is an index of some rows only.
    """
    wanted = r"Seq Scan on (\w+)|Rows Removed by Filter: (\d{5,})"
    if " WHERE " in sql:
        wanted += r"|^SCAN (\w+)(?!.*VIRTUAL|.*article_unconfirmed)"
    found = [match[0] for line in lines if (match := re.search(wanted, line))]
    return [name for name in found if not re.search(f"{SMALL}|subquery", name)]


if __name__ == "__main__":
    main()
