"""A cache in front of the site: how long it may keep a page, and how it is told to let go."""

import json
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from articles import purging
from articles.editorial import workflow
from tests.factories import PersonFactory, make_article, make_draft

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


@pytest.fixture
def front(settings, monkeypatch):
    """A cache that notes what it is told; `front.status` is what it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.told.append((self.path, self.headers["Surrogate-Key"], self.headers["Token"], body))
            self.send_response(server.status)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.told, server.status = [], 204
    monkeypatch.setattr(purging, "PAUSES", (0, 0))
    settings.PURGE_URL = f"http://127.0.0.1:{server.server_port}/purge"
    settings.PURGE_HEADERS = {"Token": "t"}
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Does a deed, commits it, and waits until the other thread has done its part."""

    def do(deed):
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            deed()
        if callbacks:
            purging._next.result(timeout=10)

    return do


def test_a_change_that_readers_see_purges_all_pages_after_the_commit(front, committed):
    article = make_article()
    assert front.told == []
    committed(lambda: workflow.take(article, "withdraw"))
    path, key, token, body = front.told[0]
    assert (path, key, token, json.loads(body)) == ("/purge", "paper", "t", {"tags": ["paper"]})


def test_work_at_the_desk_purges_nothing(front, committed):
    committed(lambda: make_draft(people=[PersonFactory()], section=None))
    assert len(front.told) == 1  # of the new section, which the navigation may show
    draft = make_draft()
    committed(lambda: workflow.take(draft, "submit"))
    assert len(front.told) == 1


def test_many_changes_at_once_are_few_purges(front, committed):
    def rename_all():
        for person in people:
            person.save()

    people = [PersonFactory() for _ in range(50)]
    committed(rename_all)
    assert 1 <= len(front.told) <= 3


@pytest.mark.parametrize("url", ["", "nowhere", "http://127.0.0.1:1/"])
def test_a_cache_that_is_not_there_holds_up_nobody(front, committed, settings, caplog, url):
    settings.PURGE_URL = url
    article = make_article()
    committed(lambda: workflow.take(article, "withdraw"))
    assert article.status == "withdrawn"
    told = [record for record in caplog.records if "was not purged" in record.message]
    assert len(told) == (2 if url else 0)


def test_a_cache_that_answers_with_an_error_is_told_again(front, committed, caplog):
    front.status = 503
    person = PersonFactory()
    committed(person.save)
    assert len(front.told) == 2
    assert "HTTP Error 503" in caplog.text


@pytest.mark.parametrize(
    ("due_in", "lifetime"),
    [(30, "s-maxage=30, stale-while-revalidate=0"), (100, "s-maxage=60, stale-while-revalidate=40")],
)
def test_a_page_is_kept_until_the_next_moment_at_which_it_may_be_another(
    client, time_machine, front, due_in, lifetime
):
    time_machine.move_to(NOON, tick=False)
    article = make_article()
    make_article(publish_at=NOON + timedelta(seconds=due_in))
    assert client.get(article.get_absolute_url())["Cache-Control"] == f"public, max-age=0, {lifetime}"
    time_machine.move_to(NOON + timedelta(seconds=due_in - 10), tick=False)
    again = client.get(article.get_absolute_url())
    assert again["Cache-Control"] == "public, max-age=0, s-maxage=10, stale-while-revalidate=0"


def test_without_a_purge_other_caches_ask_each_time(client):
    article = make_article()
    assert client.get(article.get_absolute_url())["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_pages_carry_the_keys_of_all_of_their_kind_and_of_their_own(client):
    person = PersonFactory(name="Владимир")
    article = make_article(slug="fish", people=[person])
    quoted = "%D0%B2%D0%BB%D0%B0%D0%B4%D0%B8%D0%BC%D0%B8%D1%80"
    for path, keys in (
        ("/", ["paper", "home"]),
        ("/feed/", ["paper", "home"]),
        ("/articles/fish/", ["paper", "articles", "articles/fish"]),
        ("/people/владимир/", ["paper", "people", f"people/{quoted}"]),
        ("/people/владимир/rss/", ["paper", "people", f"people/{quoted}"]),
        (f"/archive/{article.live_at:%Y/%m}/", ["paper", "archive", f"archive/{article.live_at:%Y/%m}"]),
    ):
        response = client.get(path)
        assert response["Surrogate-Key"] == " ".join(keys)
        assert response["Cache-Tag"] == ",".join(keys)
