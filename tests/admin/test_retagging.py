"""Other people and topics on many stories: the action, the preview, the change and its undoing."""

import pytest
from django.urls import reverse

from articles.models import Article, Person, Rework
from tests.admin.conftest import row_of, told
from tests.factories import PersonFactory, TopicFactory, UserFactory, make_article, make_draft, make_member

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def address(*stories, kind="people"):
    return f"{LIST}retag/{kind}/?" + "&".join(f"id={story.pk}" for story in stories)


def send(client, *stories, kind="people", confirmed=True, **fields):
    fields = dict.fromkeys(("add", "remove", "replace", "by"), "") | fields
    return client.post(
        address(*stories, kind=kind), fields | ({"confirmed": "1"} if confirmed else {}), follow=True
    )


@pytest.fixture
def people():
    return [PersonFactory(name=name) for name in ("Ann", "Bo", "Cy")]


def test_the_list_offers_it_and_no_deletion(desk, people):
    stories = [make_draft(), make_article()]
    page = desk.get(LIST)
    offered = [value for value, _ in page.context["action_form"].fields["action"].choices]
    assert offered == ["", "retag_people", "retag_topics"]
    data = {"action": "retag_topics", "_selected_action": [story.pk for story in stories]}
    page = desk.post(LIST, data, follow=True)
    assert page.context["stories"] == stories[::-1]
    assert "Change the topics of 2 stories" in page.content.decode()


def test_the_preview_changes_nothing(desk, people):
    ann, bo, _ = people
    story, other = make_article(people=[ann]), make_draft(people=[bo])
    before = row_of(story)
    page = send(desk, story, other, add="bo", confirmed=False)
    assert [(one.article, was, now) for one, was, now in page.context["preview"]] == [
        (story, ["Ann"], ["Ann", "Bo"])
    ]
    assert "Change 1 story" in page.content.decode()
    assert row_of(story) == before


@pytest.mark.parametrize(
    ("fields", "after"),
    [
        ({"add": "Cy"}, ["Ann", "Bo", "Cy"]),
        ({"remove": "Ann"}, ["Bo"]),
        ({"replace": "Ann", "by": "Cy"}, ["Cy", "Bo"]),
        ({"replace": "Ann\r\nBo", "by": "Cy"}, ["Cy"]),
        ({"add": "Cy", "remove": "Bo"}, ["Ann", "Cy"]),
    ],
)
def test_change_and_undo(desk, people, fields, after):
    story = make_article(people=people[:2])
    draft = make_draft(people=people[:2])
    page = send(desk, story, draft, **fields)
    assert (row_of(story)["people"], row_of(draft)["people"]) == (after, after)
    assert Article.objects.get(pk=story.pk).has_unpublished_changes is False
    undo = reverse("admin:articles_statuschange_undo", args=[Rework.objects.get().entry_id])
    assert f'<a href="{undo}">Undo</a>' in page.content.decode()
    desk.post(undo)
    assert (row_of(story)["people"], row_of(draft)["people"]) == (["Ann", "Bo"], ["Ann", "Bo"])


def test_topics(desk):
    flood = TopicFactory(name="flood")
    TopicFactory(name="storm")
    story = make_article(topics=[flood], people=[PersonFactory(name="Ann")])
    send(desk, story, kind="topics", replace="flood", by="storm")
    assert (row_of(story)["topics"], row_of(story)["people"]) == (["storm"], ["Ann"])


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "Name something to add"),
        ({"add": "Nobody Known"}, "There is no record of “Nobody Known”."),
        ({"replace": "Ann"}, "Name whom to replace, and one to put in their place."),
        ({"by": "Ann"}, "Name whom to replace, and one to put in their place."),
        ({"replace": "Ann", "by": "Bo\nCy"}, "Name whom to replace, and one to put in their place."),
    ],
)
def test_what_is_not_clear_is_an_error(desk, people, fields, error):
    story = make_article(people=people[:1])
    assert error in send(desk, story, **fields).content.decode()
    assert (row_of(story)["people"], Person.objects.count()) == (["Ann"], 3)


def test_stories_of_others_stay_as_they_are(client, people):
    reporter = make_member("Reporter")
    client.force_login(reporter)
    own, theirs, live = make_draft(), make_draft(), make_article()
    for story, owner in ((own, reporter), (theirs, UserFactory()), (live, UserFactory())):
        Article.objects.filter(pk=story.pk).update(owner=owner)
    assert "not yours to edit" in send(client, own, theirs, live, add="Ann", confirmed=False).content.decode()
    send(client, own, theirs, live, add="Ann")
    assert [row_of(story)["people"] for story in (own, theirs, live)] == [["Ann"], [], []]


def test_without_stories_it_leads_back(desk):
    for url in (f"{LIST}retag/people/", f"{LIST}retag/people/?id=x", address(make_draft(), kind="bylines")):
        assert told(desk.get(url, follow=True)) == ["Choose stories in the list first."]
