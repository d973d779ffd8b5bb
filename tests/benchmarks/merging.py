"""How long the merge of two records of 10,000 stories each takes, and its undo.

    DATABASE_URL=... python -m tests.benchmarks.merging [--stories 10000]

It fills the database that DATABASE_URL names, which should be an empty one, and rolls everything back. A
tenth of the stories name both.
"""

import argparse
import os
import time

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=10_000)
    number = parser.parse_args().stories
    os.environ |= {"SECRET_KEY": "only-here", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    django.setup()

    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from articles.editorial import authorities
    from articles.models import Article, ArticlePerson, Person, Section
    from articles.search import rebuild

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        section, now = Section.objects.create(name="Measured"), timezone.now()
        one, two = (Person.objects.create(name=name) for name in ("Measured One", "Measured Two"))
        stories = Article.objects.bulk_create(
            Article(
                headline=f"Story {n}",
                slug=f"measured-{n}",
                body="<p>One sentence.</p>",
                section=section,
                status="published",
                publish_at=now,
                first_published_at=now,
            )
            for n in range(2 * number - number // 10)
        )
        rows = [(one, story) for story in stories[:number]] + [(two, story) for story in stories[-number:]]
        ArticlePerson.objects.bulk_create(
            ArticlePerson(content_object=story, tag=person, rank=person is two, live_at=now)
            for person, story in rows
        )
        for step in rebuild():
            step()
        done = []
        for what, deed in (
            ("merge", lambda: authorities.merge([two], one)),
            ("undo", lambda: authorities.undo(done[0])),
        ):
            with CaptureQueriesContext(connection) as queries:
                began = time.perf_counter()
                done.append(deed())
                took = time.perf_counter() - began
            print(
                f"{connection.vendor}: {what} of 2 x {number} stories: {took:.2f} s, {len(queries)} queries"
            )
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
