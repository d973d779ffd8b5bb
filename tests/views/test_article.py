"""The page of a story."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from articles import caching
from articles.editorial import revisions, workflow
from tests.factories import (
    ContributorFactory,
    PersonFactory,
    SectionFactory,
    TopicFactory,
    make_article,
    make_draft,
    make_picture,
)
from tests.pictures import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture():
    return make_picture(
        made(), alt_text="A bridge at dawn", caption="The bridge on Monday.", credit="Ana Ruiz"
    )


def json_ld(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])["@graph"]


def test_a_reader_sees_the_whole_story(client, picture):
    article = make_article(
        headline="Harbour Bridge Opens",
        slug="harbour-bridge-opens",
        dek="Buses first.",
        body="<p>The bridge <em>opened</em>.</p>",
        section=SectionFactory(name="News"),
        lead_picture=picture,
        bylines=[ContributorFactory(name="Tom Ashdown"), ContributorFactory(name="Priya Raman")],
        people=[PersonFactory(name="Edith Calloway"), PersonFactory(name="Gordon Hale")],
        topics=[TopicFactory(name="bridges")],
        publish_at=datetime(2026, 3, 22, 10, 35, tzinfo=UTC),
    )
    response = client.get("/articles/harbour-bridge-opens/")
    page = response.text
    assert response.status_code == 200
    assert "<title>Harbour Bridge Opens – Newsroom</title>" in page
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Harbour Bridge Opens"]
    assert '<p class="dek">Buses first.</p>' in page
    assert "<p>The bridge <em>opened</em>.</p>" in page
    assert '<time datetime="2026-03-22T10:35:00+00:00">22 March 2026, 10:35 UTC</time>' in page
    assert '<link rel="canonical" href="http://testserver/articles/harbour-bridge-opens/">' in page
    assert '<meta name="robots" content="max-image-preview:large">' in page
    assert '<meta name="description" content="Buses first.">' in page
    assert re.findall(r'<a rel="author" href="(.*?)">', page) == [
        "/authors/tom-ashdown/",
        "/authors/priya-raman/",
    ]
    assert re.findall(r'href="/people/(.*?)/"', page) == ["edith-calloway", "gordon-hale"]
    assert re.findall(r'href="/topics/(.*?)/"', page) == ["bridges"]
    assert f'<img src="{picture.file.url}" width="60" height="40" alt="A bridge at dawn"' in page
    assert 'The bridge on Monday.<br><span class="credit">Ana Ruiz</span></figcaption>' in page
    assert '<meta property="og:type" content="article">' in page
    assert article.section.get_absolute_url() in page
    assert "Updated" not in page


def test_times_are_in_the_zone_of_the_site(client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    article = make_article(publish_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    page = client.get(article.get_absolute_url()).text
    assert '<time datetime="2026-07-02T00:30:00+02:00">2 July 2026, 00:30 CEST</time>' in page


def test_an_updated_story_says_so(client):
    article = make_article()
    revisions.save(
        article, revisions.with_records(revisions.working_copy(article)) | {"body": "<p>More.</p>"}
    )
    workflow.take(article, "publish_changes")
    page = client.get(article.get_absolute_url()).text
    assert "Updated" in page
    assert "<p>More.</p>" in page


def test_an_address_in_any_script(client):
    article = make_article(headline="北京 новости", slug="北京-новости")
    assert client.get("/articles/北京-новости/").status_code == 200
    page = client.get(article.get_absolute_url()).text
    assert f'href="http://testserver{article.get_absolute_url()}"' in page


@pytest.mark.parametrize("step", ["withdraw", "kill"])
def test_a_story_that_was_taken_down_leaves_a_notice_without_its_words(client, step):
    article = make_article(
        headline="Zanzibar Quokka", dek="Xylophone.", body="<p>Marzipan.</p>", slug="quokka"
    )
    workflow.take(article, step)
    response = client.get("/articles/quokka/")
    assert response.status_code == 410
    assert "no longer available" in response.text
    assert '<meta name="robots" content="noindex">' in response.text
    for word in ("Zanzibar", "Quokka", "quokka", "Xylophone", "Marzipan"):
        assert word not in response.text


def test_an_expired_story_is_gone(client):
    article = make_article(expire_at=timezone.now() - timedelta(seconds=1))
    assert client.get(article.get_absolute_url()).status_code == 410


def test_a_story_that_never_was_public_is_like_any_unknown_address(client):
    draft = make_draft()
    scheduled = make_article(publish_at=timezone.now() + timedelta(hours=1))
    answers = {
        client.get(address).content
        for address in (draft.get_absolute_url(), scheduled.get_absolute_url(), "/articles/nothing/")
    }
    assert len(answers) == 1
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_related_stories_share_most_first_then_newest(client):
    calloway, hale = PersonFactory(), PersonFactory()
    flood = TopicFactory()
    hour = timedelta(hours=1)
    now = timezone.now()
    make_article(headline="One Shared, Old", people=[hale], publish_at=now - 9 * hour)
    make_article(headline="One Shared, New", topics=[flood], publish_at=now - 2 * hour)
    make_article(headline="Three Shared", people=[hale, calloway], topics=[flood], publish_at=now - 30 * hour)
    make_article(headline="None Shared", people=[PersonFactory()])
    make_draft(headline="Hidden", people=[hale, calloway], topics=[flood])
    article = make_article(people=[calloway, hale], topics=[flood])
    related = client.get(article.get_absolute_url()).context["around"].related
    assert [story.headline for story in related] == ["Three Shared", "One Shared, New", "One Shared, Old"]


def test_the_stories_before_and_after_it_are_not_called_related_once_more(client):
    section, person, now = SectionFactory(), PersonFactory(), timezone.now()
    stories = [
        make_article(headline=name, section=section, people=[person], publish_at=now - timedelta(hours=age))
        for age, name in enumerate(("Later", "This", "Earlier", "Old"), 1)
    ]
    around = client.get(stories[1].get_absolute_url()).context["around"]
    assert [around.earlier, around.later, around.related] == [stories[2], stories[0], [stories[3]]]


def test_structured_data(client, picture):
    article = make_article(
        headline="Fish & Chips </script> <b>",
        lead_picture=picture,
        bylines=[ContributorFactory(name="Tom Ashdown")],
        people=[PersonFactory(name="Edith Calloway")],
        topics=[TopicFactory(name="bridges")],
        section=SectionFactory(name="News"),
    )
    news, crumbs = json_ld(client.get(article.get_absolute_url()).text)
    assert news["@type"] == "NewsArticle"
    assert news["headline"] == "Fish & Chips </script> <b>"
    assert news["url"] == f"http://testserver{article.get_absolute_url()}"
    assert datetime.fromisoformat(news["datePublished"]) == article.live_at.replace(microsecond=0)
    assert news["author"] == [
        {"@type": "Person", "name": "Tom Ashdown", "url": "http://testserver/authors/tom-ashdown/"}
    ]
    assert [thing["name"] for thing in news["mentions"]] == ["Edith Calloway"]
    assert [thing["name"] for thing in news["about"]] == ["bridges"]
    assert news["image"]["url"] == f"http://testserver{picture.file.url}"
    assert [step["name"] for step in crumbs["itemListElement"]] == ["Newsroom", "News", article.headline]


def test_what_people_type_is_never_markup(client):
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    article = make_article(
        headline=evil,
        dek=evil,
        slug="evil",
        section=SectionFactory(name=f"S{evil}", slug="s"),
        bylines=[ContributorFactory(name=f"C{evil}", slug="c", role=evil, bio=evil)],
        people=[PersonFactory(name=f"P{evil}", slug="p", description=evil)],
        topics=[TopicFactory(name=f"T{evil}", slug="t", description=evil)],
    )
    make_article(headline=evil, slug="evil-2", people=list(article.people.all()))
    addresses = ["/", "/articles/evil/", "/sections/s/", "/people/p/", "/topics/t/", "/authors/c/", "/no/"]
    for address in addresses:
        page = client.get(address).text
        assert "<script>" not in page, address
        assert "<img" not in page, address


def test_the_page_is_light(client):
    names = [PersonFactory() for _ in range(6)]
    topics = [TopicFactory() for _ in range(10)]
    for _ in range(4):
        make_article(people=names, topics=topics)
    body = "<p>{}</p>".format("word " * 90) * 10  # 900 words
    article = make_article(people=names, topics=topics, body=body)
    page = client.get(article.get_absolute_url())
    assert len(page.context["around"].related) == 4
    assert len(page.content) < 30_000
    sheets = re.findall(r'<link rel="stylesheet" href="/static/(.*?)">', page.text)
    assert sheets == ["articles/tokens.css", "articles/base.css", "articles/story.css"]
    assert sum(len(Path(finders.find(sheet)).read_bytes()) for sheet in sheets) < 20_000


@pytest.mark.parametrize("number", [1, 3])
def test_queries(client, django_assert_num_queries, number):
    people = [PersonFactory() for _ in range(number)]
    topics = [TopicFactory() for _ in range(number)]
    for _ in range(number):
        make_article(people=people, topics=topics)
    article = make_article(
        people=people, topics=topics, bylines=[ContributorFactory() for _ in range(number)]
    )
    with django_assert_num_queries(6):
        client.get(article.get_absolute_url())


def test_queries_of_a_story_with_picture_and_corrections(client, django_assert_num_queries, picture):
    people = [PersonFactory()]
    make_article(people=people)
    article = make_article(lead_picture=picture, people=people)
    for text in ("The bridge is older.", "It was built in 1913."):
        article.corrections.create(text=text)
    with django_assert_num_queries(8):
        page = client.get(article.get_absolute_url())
    assert "older" in page.text
    assert "1913" in page.text


def test_a_reader_gets_no_cookie_and_a_strict_policy(client):
    response = client.get(make_article().get_absolute_url())
    assert not response.cookies
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert " style=" not in response.text


def test_the_stories_before_and_after_in_the_section(client):
    section, now = SectionFactory(name="Harbour"), timezone.now()
    same = now - timedelta(hours=3)
    stories = [make_article(headline=f"Story {n}", section=section, publish_at=same) for n in range(3)]
    make_article(headline="Elsewhere", publish_at=same)
    make_article(headline="Secret", section=section, publish_at=now + timedelta(hours=1))
    newest = make_article(headline="Newest", section=section, publish_at=now - timedelta(hours=1))

    def around(story):
        context = client.get(story.get_absolute_url()).context
        return [str(context["around"].earlier), str(context["around"].later)]

    assert around(stories[1]) == ["Story 0", "Story 2"]
    assert around(stories[2]) == ["Story 1", "Newest"]
    assert around(newest) == ["Story 2", "None"]
    assert around(stories[0]) == ["None", "Story 1"]


def test_people_and_topics_say_in_a_line_what_they_are(client):
    person = PersonFactory(name="Ada Moss", description="Harbour master since 2019. " + "x" * 300)
    page = client.get(make_article(people=[person]).get_absolute_url()).text
    assert "<span>Harbour master since 2019. " in page
    assert "x" * 130 not in page


def test_a_story_that_was_published_anew_says_when_it_was_first(client):
    article = make_article()
    assert "First published" not in client.get(article.get_absolute_url()).text
    before = timezone.now() - timedelta(days=9)
    type(article).objects.filter(pk=article.pk).update(first_published_at=before)
    caching.renew()
    assert (
        f'<span>First published</span> <time datetime="{before:%Y-%m-%dT%H:%M}'
        in client.get(article.get_absolute_url()).text
    )
