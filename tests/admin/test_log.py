"""The log of the newsroom, to read."""

import pytest
import time_machine
from django.urls import reverse

from articles.admin.log import VerbFilter
from articles.editorial import authorities, corrections, revisions, undoing, workflow
from articles.models import ImportRun, StatusChange
from tests.admin.conftest import document, take_in
from tests.admin.test_article_list import rows
from tests.factories import PersonFactory, UserFactory, make_article, make_draft, make_member

pytestmark = pytest.mark.django_db
URL = "/admin/articles/statuschange/"


def deeds(response):
    return [row[2] for row in rows(response)]


def test_every_deed_leaves_a_line_and_outlives_its_doer(desk, editor):
    article = make_article(headline="Roof")
    ada = UserFactory(username="ada")
    corrections.add(article, corrections.Answer("correction", "It was the other roof."), author=ada)
    revisions.restore(article.latest_revision, author=ada)
    workflow.take(article, "withdraw", user=ada, note="Wrong roof.")
    take_in(document())
    undoing.undo(ImportRun.objects.get(), ada)
    draft = make_draft(headline="Never")
    desk.post(reverse("admin:articles_article_delete", args=[draft.pk]), {"post": "yes"})
    ada.delete()
    response = desk.get(URL)
    assert deeds(response) == ["delete", "undo", "import", "withdraw", "restore", "correct", "publish"]
    assert [row[1] for row in rows(response)] == ["editor", "ada", "desk-import", *["ada"] * 3, "tests"]
    assert rows(response)[3][3:] == ["Roof", "published → withdrawn", "Wrong roof."]
    assert rows(response)[0][3] == "Never"


def test_one_story_is_a_story(editor):
    ann, double = PersonFactory(name="Ann Lee"), PersonFactory(name="A. Lee")
    story = make_article(people=[double])
    rework = authorities.merge([double], ann, user=editor)
    authorities.retag([story], remove=[ann], user=editor)
    authorities.undo(rework, user=editor)
    take_in(document())
    undoing.undo(ImportRun.objects.get(), editor)
    make_article(people=[ann])
    authorities.remove(ann, editor)
    told = StatusChange.objects.exclude(verb__in=("publish", "retag", "import"))
    assert list(told.order_by("id").values_list("verb", "note")) == [
        ("merge", "1 tag of stories"),
        ("undo", "Merge taken back; 1 stays, changed since"),
        ("undo", "1 story and 0 proposals taken back"),
        ("delete_record", "Named in 1 story"),
    ]


def test_filters_and_search(desk):
    workflow.take(make_article(headline="Roof"), "withdraw", actor="ops")
    make_article(headline="Bridge")
    assert deeds(desk.get(URL, {"verb": "withdraw"})) == ["withdraw"]
    assert deeds(desk.get(URL, {"q": "bridge"})) == ["publish"]
    assert deeds(desk.get(URL, {"q": "ops"})) == ["withdraw"]


def test_the_filter_offers_what_guests_and_plans_leave_in_the_log(desk):
    page = desk.get(URL).context["cl"]
    offered = {
        value
        for spec in page.filter_specs
        if isinstance(spec, VerbFilter)
        for value, _ in spec.lookup_choices
    }
    assert {"invite_guest", "revoke_guest", "schedule_changes", "cancel_changes"} <= offered


def test_lists_are_titled_by_what_they_list_and_dated_as_the_pages_are(desk):
    with time_machine.travel("2026-05-09 16:20Z", tick=False):
        make_article()
    page = desk.get(URL).content.decode()
    assert "<h1>Log</h1>" in page
    assert "9 May 2026, 16:20" in page
    assert "<h1>Stories</h1>" in desk.get("/admin/articles/article/").content.decode()


def test_nobody_changes_the_log(desk):
    make_article()
    entry = StatusChange.objects.get()
    for page in ("change", "delete"):
        assert desk.post(f"{URL}{entry.pk}/{page}/", {"post": "yes"}).status_code == 403
    assert desk.post(f"{URL}add/", {}).status_code == 403
    assert StatusChange.objects.count() == 1


def test_reporters_do_not_read_it(client):
    client.force_login(make_member("Reporter"))
    assert client.get(URL).status_code == 403
    client.force_login(make_member("Editor"))
    assert client.get(URL).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_queries(desk, django_assert_num_queries, number):
    for _ in range(number):
        make_article()
    with django_assert_num_queries(4):
        desk.get(URL)


def test_the_footer_counts_entries(desk):
    make_article()
    workflow.take(make_article(), "withdraw")
    assert "3 log entries" in " ".join(desk.get(URL).text.split())
