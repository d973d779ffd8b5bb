"""How long a search takes: one row a kind of question.

    python -m tests.benchmarks.search [--stories 100000] [--rounds 200]

Fills a database of its own (SQLite in a scratch folder, or the one of DATABASE_URL; one that has stories is
taken as it is), and prints the median and the 99th of 100 in milliseconds, by the clock and of CPU. A usual
word is one that 4 to 10 % of the stories have, a common one stands in about half of them.
"""

import argparse
import os
import tempfile
import time
from datetime import timedelta
from itertools import cycle, islice, pairwise
from math import ceil
from string import ascii_lowercase


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "SECRET_KEY": "only-for-this"}
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{scratch}/site.sqlite3")
        import newsroom.wsgi  # noqa: F401  # sets up, as the server does

        prepare(options.stories)
        measure(options.rounds)


def prepare(stories: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from articles.models import Article
    from tests.benchmarks.stories import fill

    call_command("migrate", verbosity=0)
    if not Article.objects.exists():
        fill(stories)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as autovacuum does in time


def measure(rounds: int) -> None:
    from django.db import connection
    from django.test import Client

    from articles.models import Article, Person, Section
    from articles.search import Search, facets, find, suggest

    sections, people, client = list(Section.objects.all()), list(Person.objects.all()[:100]), Client()
    usual, common = words_in(0.04, 0.1), words_in(0.4, 0.6)
    pairs = [f"{one} {other}" for one, other in pairwise(usual)]
    with_person = [f"{word} person {number}" for number, word in enumerate(usual)]
    newest = Article.objects.published().latest("live_at").live_at
    years = {"since": newest - timedelta(days=4 * 365), "until": newest - timedelta(days=365)}

    def ranked(question):
        return find(question)

    def with_facets(question):
        return facets(find(question), sections)

    def newest_first(question):
        return facets(find(question, is_newest_first=True), sections)

    def page(text):
        return client.get("/search/", {"q": text}, headers={"Host": "localhost"})

    def feed(text):
        return client.get("/search/feed/", {"q": text}, headers={"Host": "localhost"})

    def archive(address):
        return client.get(address, headers={"Host": "localhost", "Cookie": "sessionid=nobody"})

    found = f"{len(usual)} usual words, {len(common)} common ones"
    print(f"{Article.objects.count()} stories in {connection.vendor}: {found}\n")
    print("| question | p50 | p99 | CPU p50 | CPU p99 |\n|---|---|---|---|---|")
    for name, ask, questions in (
        ("usual word, ranked", ranked, map(Search, usual)),
        ("usual word, with facets", with_facets, map(Search, usual)),
        ("usual word, newest first, with facets", newest_first, map(Search, usual)),
        ("usual word of three years, with facets", with_facets, (Search(one, **years) for one in usual)),
        ("usual word of a section", with_facets, (Search(one, (sections[0],)) for one in usual)),
        ("usual word and a person", with_facets, map(Search, usual, zip(people, strict=False))),
        ("two usual words", with_facets, map(Search, pairs)),
        ("a phrase of two", with_facets, (Search(f'"{pair}"') for pair in pairs)),
        ("a usual word without another", with_facets, (Search(pair.replace(" ", " -")) for pair in pairs)),
        ("a word and a name", with_facets, map(Search, with_person)),
        ("the beginning of a word", with_facets, (Search(word[:4]) for word in usual)),
        ("one letter", with_facets, map(Search, ascii_lowercase)),
        ("common word, ranked", ranked, map(Search, common)),
        ("common word, with facets", with_facets, map(Search, common)),
        ("common word, newest first, with facets", newest_first, map(Search, common)),
        ("common word of three years, with facets", with_facets, (Search(one, **years) for one in common)),
        ("common word of a section", with_facets, (Search(one, (sections[0],)) for one in common)),
        ("a phrase of two common words", with_facets, (Search(f'"{a} {b}"') for a, b in pairwise(common))),
        ("a common word without another", with_facets, (Search(f"{a} -{b}") for a, b in pairwise(common))),
        ("all without a usual word", with_facets, (Search(f"-{word}") for word in usual)),
        ("three years", with_facets, [Search(**years)]),
        ("nothing found", with_facets, [Search("zzzzz yyyyy")]),
        ("suggestions", suggest, [word[:3] for word in usual]),
        ("the whole page, usual word", page, usual),
        ("the whole page, common word", page, common),
        ("feed of a usual word", feed, usual),
        ("archive of the newest month", archive, [f"/archive/{newest:%Y/%m}/"]),
        ("archive of nine years ago", archive, [f"/archive/{newest.year - 9}/{newest:%m}/"]),
    ):
        times = [timed(ask, question) for question in islice(cycle(questions), rounds)]
        columns = [sorted(column) for column in zip(*times, strict=True)]
        figures = [column[ceil(len(column) * share) - 1] for column in columns for share in (0.5, 0.99)]
        print(f"| {name} | {' | '.join(f'{figure:.1f}' for figure in figures)} |", flush=True)


def words_in(least: float, most: float) -> list[str]:
    """Words that such a share of the stories has, out of some stories' texts."""
    from articles.folding import words
    from articles.models import Article
    from articles.search.engines import STORIES, asked, find
    from articles.search.terms import parse

    stories = Article.objects.count()
    texts = Article.objects.order_by("id")[:10].values_list("body", flat=True)
    known = sorted({word for text in texts for word in words(text) if len(word) > 3})[:400]
    shares = {word: len(find(STORIES, asked(parse(word)), most=stories)) / stories for word in known}
    return [word for word, share in shares.items() if least <= share <= most]


def timed(ask, question: str) -> tuple[float, float]:
    """Milliseconds by the clock, and of this process's CPU, which on SQLite does all the work."""
    start = time.perf_counter(), time.process_time()
    ask(question)
    return (time.perf_counter() - start[0]) * 1000, (time.process_time() - start[1]) * 1000


if __name__ == "__main__":
    main()
