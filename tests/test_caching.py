"""Kept pages: fast, and never a wrong one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import current_thread, main_thread

import pytest
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisIsGone

from articles import caching
from articles.caching import pages, store
from articles.editorial import corrections, revisions, workflow
from articles.editorial.intake import Arrival, Intake
from articles.models import Edition, Section
from tests.admin.conftest import document
from tests.factories import (
    ContributorFactory,
    PersonFactory,
    SectionFactory,
    TopicFactory,
    make_article,
    make_draft,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


def change(article, **content):
    copy = revisions.with_records(revisions.working_copy(article))
    return revisions.save(article, copy | content)


def texts(client, *paths):
    return [client.get(path).content.decode() for path in paths]


def test_a_second_reader_costs_one_query(client, django_assert_num_queries):
    article = make_article()
    first = client.get(article.get_absolute_url())
    with django_assert_num_queries(1):
        second = client.get(article.get_absolute_url())
    assert second.content == first.content
    assert second["ETag"] == first["ETag"]


def test_a_reader_who_has_the_page_gets_304(client, django_assert_num_queries):
    article = make_article()
    etag = client.get(article.get_absolute_url())["ETag"]
    assert not etag.startswith("W/")
    with django_assert_num_queries(1):
        again = client.get(article.get_absolute_url(), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_published_changes_show_on_every_page_at_the_next_request(client):
    person = PersonFactory()
    article = make_article(headline="Old Words", people=[person])
    paths = (
        "/",
        article.get_absolute_url(),
        article.section.get_absolute_url(),
        person.get_absolute_url(),
        "/feed/",
    )
    assert all("Old Words" in text for text in texts(client, *paths))
    change(article, headline="New Words")
    assert all("Old Words" in text for text in texts(client, *paths))
    workflow.take(article, "publish_changes")
    assert all("New Words" in text and "Old Words" not in text for text in texts(client, *paths))


def test_a_withdrawn_story_is_gone_at_the_next_request(client):
    article = make_article()
    assert client.get(article.get_absolute_url()).status_code == 200
    workflow.take(article, "withdraw")
    assert client.get(article.get_absolute_url()).status_code == 410
    assert client.get(article.get_absolute_url()).status_code == 410
    assert article.headline not in texts(client, "/")[0]


def test_an_import_that_publishes_shows_at_the_next_request(client):
    make_article()
    assert "Council Puts" not in texts(client, "/")[0]
    arrival = Arrival("report.txt", b"x", "town", document=document())
    Intake(operator="ada", publish=True).take_in([arrival])
    assert "Council Puts" in texts(client, "/")[0]


@pytest.mark.parametrize("field", ["publish_at", "embargo_until"])
def test_a_story_appears_on_its_second_with_nobody_at_work(client, time_machine, field):
    time_machine.move_to(NOON, tick=False)
    make_article(publish_at=NOON - timedelta(hours=2))
    make_article(headline="Right on Time", **{"publish_at": NOON, field: NOON + timedelta(seconds=90)})
    seen = []
    for second in (0, 89, 90):
        time_machine.move_to(NOON + timedelta(seconds=second), tick=False)
        seen.append("Right on Time" in texts(client, "/")[0])
    assert seen == [False, False, True]


def test_a_planned_change_shows_on_its_second_on_a_page_that_is_kept(client, time_machine):
    article = make_article(headline="Old Words")
    url = article.get_absolute_url()
    copy = revisions.with_records(revisions.working_copy(article))
    revisions.save(article, copy | {"headline": "New Words"})
    assert "Old Words" in client.get(url).text
    moment = timezone.now() + timedelta(minutes=2)
    workflow.take(article, "publish_changes", at=moment, answer=corrections.Answer(corrections.MINOR, ""))
    assert "Old Words" in client.get(url).text
    time_machine.move_to(moment)
    assert "New Words" in client.get(url).text


def test_a_story_expires_on_its_second(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    article = make_article(expire_at=NOON + timedelta(seconds=90), publish_at=NOON - timedelta(hours=1))
    seen = []
    for second in (0, 89, 90):
        time_machine.move_to(NOON + timedelta(seconds=second), tick=False)
        seen.append(client.get(article.get_absolute_url()).status_code)
    assert seen == [200, 200, 410]


def test_the_date_of_the_front_page_changes_at_midnight(client, time_machine, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    time_machine.move_to("2026-03-12T22:59:59Z", tick=False)
    make_article()
    assert "Thursday, 12 March 2026" in texts(client, "/")[0]
    time_machine.move_to("2026-03-12T23:00:00Z", tick=False)
    assert "Friday, 13 March 2026" in texts(client, "/")[0]


def test_a_renamed_section_and_a_new_one_show(client):
    article = make_article(section=SectionFactory(name="Sport"))
    assert "Sport" in texts(client, "/")[0]
    section = Section.objects.get()
    section.name = "Games"
    section.save()
    make_article(section=SectionFactory(name="Weather"))
    [home] = texts(client, "/")
    assert "Games" in home
    assert "Weather" in home
    assert "Games" in texts(client, article.get_absolute_url())[0]


def test_work_at_the_desk_leaves_the_kept_pages_alone(client, django_assert_num_queries):
    section = make_article().section
    client.get("/")
    token = Edition.objects.get().token
    draft = make_draft(people=[PersonFactory()], section=section)
    change(draft, headline="Another")
    assert Edition.objects.get().token == token
    with django_assert_num_queries(1):
        client.get("/")


def test_a_change_that_is_rolled_back_changes_nothing(client):
    make_article()
    token = Edition.objects.get().token

    def fail():
        with transaction.atomic():
            make_article()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert Edition.objects.get().token == token


def test_nobody_who_is_signed_in_gets_or_leaves_a_kept_page(desk, client, django_assert_num_queries):
    make_article()
    desk.get("/")
    with django_assert_num_queries(5):
        client.__class__().get("/")
    assert desk.get("/")["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("query", ["?utm=1", "?before=", "?" + "x" * 300])
def test_unknown_parameters_are_not_kept(client, query, django_assert_num_queries):
    make_article()
    client.get("/" + query)
    with django_assert_num_queries(5):
        client.get("/" + query)


def test_hosts_do_not_share_pages():
    make_article()
    calls = []

    @caching.page()
    def view(request):
        calls.append(request.get_host())
        return HttpResponse(request.get_host())

    for host in ("testserver", "localhost", "testserver"):
        answer = caching.KeptPages(view)(RequestFactory().get("/", headers={"host": host}))
        assert answer.content.decode() == host
    assert calls == ["testserver", "localhost"]


def test_unknown_addresses_do_not_fill_the_cache(client, monkeypatch):
    make_article()
    kept = []
    monkeypatch.setattr(cache, "set", lambda *arguments: kept.append(arguments))
    assert client.get("/articles/nothing/").status_code == 404
    assert kept == []


@pytest.mark.parametrize("error", [RedisIsGone("gone"), OSError("gone")])
def test_pages_come_without_the_cache_server(client, monkeypatch, error):
    article = make_article()

    asked = []

    def fail(*arguments):
        asked.append(arguments)
        raise error

    monkeypatch.setattr(store, "_asked_again_at", 0.0)
    for verb in ("get", "set", "add", "delete"):
        monkeypatch.setattr(cache, verb, fail)
    assert client.get(article.get_absolute_url()).status_code == 200
    assert len(asked) == 1  # and then not again for a while: each one may wait until its time is over
    assert client.get(article.get_absolute_url()).status_code == 200
    assert len(asked) == 1
    monkeypatch.setattr(store, "_asked_again_at", 0.0)
    client.get(article.get_absolute_url())
    assert len(asked) == 2


@pytest.mark.django_db(transaction=True)
def test_what_nobody_changed_is_not_asked_again(client, django_assert_num_queries):
    article = make_article(headline="Old Words")
    client.get("/")
    with django_assert_num_queries(0 if connection.vendor == "sqlite" else 1):
        assert client.get("/").status_code == 200
    with ThreadPoolExecutor(1) as other:  # with a connection of its own
        changing = other.submit(rename, article, "New Words")
        changing.result()
    assert "New Words" in texts(client, "/")[0]
    rename(article, "Newest Words")
    assert "Newest Words" in texts(client, "/")[0]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a file hangs up on nobody")
@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_started_anew_is_asked_again(client):
    address = make_article().get_absolute_url()
    client.get(address)
    connection.connection.close()
    assert client.get(address).status_code == 200


def rename(article, headline):
    article.headline = headline
    article.save()
    if current_thread() is not main_thread():
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_crowd_makes_a_page_once():
    make_article()
    calls = []

    @caching.page()
    def view(request):
        calls.append(1)
        return HttpResponse("page")

    request = RequestFactory().get("/")
    kept = caching.current()
    key = pages._key(kept, pages._asked(request))
    cache.add(f"{key}:making", 1, 5)
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(caching.KeptPages(view), request)
        cache.set(key, pages.Kept(200, {"ETag": '"1"'}, b"page", kept.until), 60)
        assert waiting.result().content == b"page"
    assert calls == []


def test_before_the_first_story_nothing_is_kept(client):
    assert caching.current() is None
    assert client.get("/").status_code == 200


def deeds(story, clock):
    """One after the other, everything that changes what readers see; each gives a name for messages."""
    person, section = story.people.get(), story.section
    yield "as it was"
    change(story, headline="Second Words", slug="second-words")
    yield "saved, and not published"
    workflow.take(story, "publish_changes")
    yield "a slug changed"
    corrections.add(story, corrections.Answer("correction", "It was Tuesday."), author=None)
    yield "corrected"
    change(story, people=[PersonFactory(name="Ada Hale")], headline="Third Words")
    answer = corrections.Answer("update", "With Ada Hale.")
    workflow.take(story, "publish_changes", at=clock() + timedelta(minutes=1), answer=answer)
    yield "a change is planned"
    clock(60)
    yield "the change is due"
    make_article(publish_at=clock() + timedelta(minutes=1), section=section, people=[person])
    yield "a story is scheduled"
    clock(60)
    yield "the story is due"
    make_article(section=section, people=[person]).delete()
    yield "a story is deleted"
    person.name = "Edith C. Calloway"
    person.save()
    section.name = "Town"
    section.save()
    yield "records are renamed"
    workflow.take(story, "withdraw")
    yield "withdrawn"


def test_on_every_node_what_is_kept_is_what_would_be_made_afresh(client, time_machine, monkeypatch):
    """Two nodes with a memory of their own each, and a database that they share."""
    now = NOON

    def clock(seconds=0):
        nonlocal now
        now += timedelta(seconds=seconds)
        time_machine.move_to(now, tick=False)
        return now

    clock()
    people, topics, bylines = [PersonFactory(name="Edith Calloway")], [TopicFactory()], [ContributorFactory()]
    story = make_article(slug="first-words", people=people, topics=topics, bylines=bylines)
    make_article(people=people, topics=topics, bylines=bylines, section=story.section)
    records = [story.section, *people, *topics, *bylines]
    paths = ["/", "/articles/first-words/", "/articles/second-words/", "/corrections/", "/feed/", "/rss/"]
    paths += ["/archive/2026/03/", "/sitemap-2026-03.xml", "/search/", "/people/ada-hale/"]
    paths += [record.get_absolute_url() for record in records]
    nodes = [LocMemCache(name, {}) for name in ("first node", "second node")]
    for node in nodes:
        node.clear()

    def answers(**cookies):
        given = [client.get(path, headers=cookies) for path in paths]
        return {path: (one.status_code, one.content) for path, one in zip(paths, given, strict=True)}

    for deed in deeds(story, clock):
        fresh = answers(cookie="sessionid=nobody")
        for node in nodes * 2:
            monkeypatch.setattr(store, "cache", node)
            assert answers() == fresh, deed


@pytest.mark.parametrize("setting", ["SITE_NAME", "TIME_ZONE"])
def test_nodes_with_other_settings_share_no_pages(settings, setting):
    before = pages._release()
    pages._release.cache_clear()
    setattr(settings, setting, "Europe/Oslo")
    assert pages._release() != before
    pages._release.cache_clear()


def test_a_page_that_is_not_there_is_kept_by_nobody(client):
    make_article()
    assert client.get("/articles/nothing/")["Cache-Control"] == "no-cache"
