"""The pages of sections, people, topics and authors, which have their lists in common."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import renditions
from articles.models import PersonAlias, Picture
from tests.factories import (
    ContributorFactory,
    PersonFactory,
    SectionFactory,
    TopicFactory,
    make_article,
    make_draft,
    make_picture,
)

pytestmark = pytest.mark.django_db

# What a story must be given to stand in the list of such a record.
OWNERS = {
    "section": (SectionFactory, lambda record: {"section": record}),
    "person": (PersonFactory, lambda record: {"people": [record]}),
    "topic": (TopicFactory, lambda record: {"topics": [record]}),
    "author": (ContributorFactory, lambda record: {"bylines": [record]}),
}
each_kind = pytest.mark.parametrize("kind", OWNERS)


def owner_of(kind, **fields):
    factory, content = OWNERS[kind]
    record = factory(**fields)
    return record, content(record)


@each_kind
def test_the_list_has_its_stories_newest_first_and_no_others(client, kind):
    record, content = owner_of(kind)
    now = timezone.now()
    make_article(headline="Older Story", publish_at=now - timedelta(days=1), **content)
    make_article(headline="Newer Story", **content)
    make_article(headline="Another’s Story")
    make_draft(headline="Hidden Story", **content)
    response = client.get(record.get_absolute_url())
    assert [story.headline for story in response.context["page"].entries] == ["Newer Story", "Older Story"]
    assert f"<h1>{record.name}</h1>" in response.text
    assert f"<title>{record.name} – Newsroom</title>" in response.text
    assert f'<link rel="canonical" href="http://testserver{record.get_absolute_url()}">' in response.text
    assert f'href="{record.get_absolute_url()}feed/"' in response.text
    assert "Older stories" not in response.text


@pytest.mark.parametrize("kind", ["person", "topic", "author"])
def test_a_record_without_public_stories_is_not_there(client, kind):
    record, content = owner_of(kind)
    make_draft(**content)
    make_article(publish_at=timezone.now() + timedelta(hours=1), **content)
    assert client.get(record.get_absolute_url()).status_code == 404


def test_a_list_shows_small_pictures_of_what_may_be_seen(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record, content = owner_of("person")
    killed, late, shown = make_picture(), make_picture(), make_picture()
    for picture in (killed, late, shown):
        make_article(lead_picture=picture, **content)
    renditions.work_off()
    Picture.objects.filter(pk=killed.pk).update(killed_at=timezone.now())
    Picture.objects.filter(pk=late.pk).update(rendered_at=None)
    (small,) = re.findall(r'<img class="entry-picture" (.*?)>', client.get(record.get_absolute_url()).text)
    address = f"/media/pictures/{shown.key}/50x50/3_2/256w.jpeg"
    assert small.startswith(f'src="{address}" width="256" height="170" alt=""')
    assert client.get(address).status_code == 200


def test_a_section_without_published_stories_is_unknown(client):
    section = SectionFactory(name="Secret Merger")
    make_draft(section=section)
    assert client.get(section.get_absolute_url()).status_code == 404
    assert "Secret Merger" not in client.get("/").text


def test_a_person_with_description_and_aliases(client):
    person = PersonFactory(name="Edith Calloway", description="Mayor of Port Tarrow.")
    PersonAlias.objects.create(person=person, name="Mayor Calloway")
    make_article(people=[person])
    page = client.get(person.get_absolute_url()).text
    assert "Mayor of Port Tarrow." in page
    assert "Also: Mayor Calloway" in page


def test_the_page_of_an_author_names_them_where_others_wrote_too(client):
    author = ContributorFactory(name="Tom Ashdown")
    make_article(bylines=[author])
    assert "byline" not in client.get(author.get_absolute_url()).text
    make_article(bylines=[author, ContributorFactory(name="Ana Ruiz")])
    assert client.get(author.get_absolute_url()).text.count('class="byline"') == 1


def test_an_author_with_role_and_biography(client):
    author = ContributorFactory(name="Tom Ashdown", role="Council reporter", bio="Since 2011.")
    make_article(bylines=[author])
    page = client.get(author.get_absolute_url()).text
    assert "Council reporter" in page
    assert "Since 2011." in page


def test_slugs_in_other_scripts(client):
    person = PersonFactory(name="Владимир")
    make_article(people=[person])
    assert client.get("/people/владимир/").status_code == 200


@each_kind
@pytest.mark.parametrize("before", ["", "0", "x", "20261122T103500Z-1", "20261399T103500.000000Z-1", "²-1"])
def test_a_cursor_that_no_page_wrote_is_not_found(client, kind, before):
    record, content = owner_of(kind)
    make_article(**content)
    status = client.get(record.get_absolute_url(), {"before": before}).status_code
    assert status == (404 if before else 200)


def pages(client, address):
    query = ""
    while True:
        response = client.get(address + query)
        yield response
        older = response.context["page"].older
        if not older:
            return
        assert f'href="?before={older}"' in response.text
        query = f"?before={older}"


@each_kind
def test_paging_loses_and_repeats_nothing_even_with_equal_times(client, kind):
    record, content = owner_of(kind)
    now = timezone.now().replace(microsecond=123456)
    times = [now - timedelta(hours=1 + number // 9) for number in range(45)]
    articles = [make_article(publish_at=time, **content) for time in times]
    make_article(publish_at=now + timedelta(hours=1), **content)
    make_article(publish_at=times[20], expire_at=now - timedelta(minutes=1), **content)
    seen = [
        story
        for response in pages(client, record.get_absolute_url())
        for story in response.context["page"].entries
    ]
    assert seen == sorted(articles, key=lambda story: (story.live_at, story.pk), reverse=True)


@each_kind
def test_a_story_published_meanwhile_moves_no_later_page(client, kind):
    record, content = owner_of(kind)
    now = timezone.now()
    for number in range(25):
        make_article(publish_at=now - timedelta(hours=1 + number), **content)
    first = client.get(record.get_absolute_url())
    query = {"before": first.context["page"].older}
    second = client.get(record.get_absolute_url(), query)
    make_article(**content)
    again = client.get(record.get_absolute_url(), query)
    assert len(second.context["page"].entries) == 5
    assert again.context["page"].entries == second.context["page"].entries


@each_kind
def test_an_older_page_has_its_own_address_and_title(client, kind):
    record, content = owner_of(kind)
    for number in range(21):
        make_article(publish_at=timezone.now() - timedelta(hours=1 + number), **content)
    _, second = pages(client, record.get_absolute_url())
    cursor = second.context["page"].before
    assert (
        f'<link rel="canonical" href="http://testserver{record.get_absolute_url()}?before={cursor}">'
        in second.text
    )
    assert f"<title>{record.name}, older stories – Newsroom</title>" in second.text
    assert "Newest stories" in second.text
    past_the_end = client.get(record.get_absolute_url(), {"before": "19990101T000000.000000Z-1"})
    assert past_the_end.status_code == 404


@each_kind
@pytest.mark.parametrize("stories", [1, 3])
def test_queries(client, django_assert_num_queries, kind, stories):
    record, content = owner_of(kind)
    for _ in range(stories):
        make_article(**{"bylines": [ContributorFactory()], **content})
    # The edition, the record, its stories, their bylines, the navigation; people and topics have aliases,
    # and their coverage: the edition once more, the first story, the time line, the people, the topics.
    with django_assert_num_queries(12 if kind in ("person", "topic") else 5):
        client.get(record.get_absolute_url())
