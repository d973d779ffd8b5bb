"""The history of a story: its versions, its steps, and going back to one."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.utils import timezone

from articles.admin import past
from articles.editorial import revisions, workflow
from articles.models import Revision
from tests.admin.conftest import row_of, told
from tests.factories import PersonFactory, SectionFactory, make_article, make_draft


def url(article, page="history", *rest):
    return "/".join(["/admin/articles/article", str(article.pk), page, *map(str, rest), ""])


def shown(response) -> list[str]:
    """The differences on a page: each heading, and each marked line with its signs."""
    page = response.content.decode()
    page = page.replace("<del>", "[-").replace("</del>", "-]").replace("<ins>", "[+").replace("</ins>", "+]")
    lines = re.findall(r"<(?:h2|p|li)[^>]*>(.*?)</(?:h2|p|li)>", page.partition("compared-sides")[2], re.S)
    return [" ".join(unescape(re.sub("<[^>]+>", "", line)).split()) for line in lines][2:]


def test_versions_and_steps_newest_first(desk, open_story):
    article = make_article()
    open_story(article).save(dek="Second.")
    response = desk.get(f"/admin/articles/article/{article.pk}/history/")
    moments = [(moment.what, moment.labels) for moment in response.context["moments"]]
    assert moments == [
        ("Changed dek", ("working copy",)),
        ("draft → published", ()),
        ("Saved", ("what readers see",)),
    ]


def test_the_two_newest_versions_are_marked_for_comparison(desk, open_story):
    article = make_article()
    assert "Compare the two" not in desk.get(url(article)).text
    open_story(article).save(dek="Second.")
    open_story(article).save(dek="Third.")
    third, second, _ = article.revisions.values_list("pk", flat=True)
    found = re.findall(r'name="(was|now)" value="(\d+)" checked', desk.get(url(article)).text)
    assert found == [("now", str(third)), ("was", str(second))]


def test_restoring_is_a_new_version(desk, open_story):
    article = make_article()
    first = article.revisions.get()
    open_story(article).save(dek="Second.")
    before = row_of(article)
    response = desk.post(f"/admin/articles/article/{article.pk}/restore/{first.pk}/", follow=True)
    assert article.revisions.count() == 3
    assert article.revisions.first().dek == first.dek
    assert row_of(article) == before
    assert told(response)[0].startswith("Restored the version of ")


def test_get_restores_nothing(desk):
    article = make_article()
    desk.get(f"/admin/articles/article/{article.pk}/restore/{article.latest_revision_id}/")
    assert article.revisions.count() == 1


def test_version_of_another_story_is_a_message(desk):
    article, other = make_article(), make_article()
    url = f"/admin/articles/article/{article.pk}/restore/{other.latest_revision_id}/"
    assert told(desk.post(url, follow=True)) == ["There is no such version of this story."]
    assert Revision.objects.count() == 2


def test_unknown_story(desk):
    assert desk.get("/admin/articles/article/12345/history/").status_code == 404


def test_query_count(desk, open_story, django_assert_num_queries):
    article = make_article()
    for dek in ("One.", "Two.", "Three."):
        open_story(article).save(dek=dek)
    with django_assert_num_queries(5):
        desk.get(f"/admin/articles/article/{article.pk}/history/")


def test_a_long_history_has_pages(desk, open_story, monkeypatch):
    monkeypatch.setattr(past, "A_PAGE", 2)
    with time_machine.travel(timezone.now() - timedelta(days=1), tick=False) as clock:
        article = make_draft()
        for number in range(4):
            clock.shift(timedelta(minutes=1))
            open_story(article).save(dek=f"{number}.")
    page, found = desk.get(url(article)), []
    while True:
        found.append([moment.revision.dek for moment in page.context["moments"]])
        if not page.context["more"]:
            break
        older = re.search(r'<a href="([^"]+)">Older', page.content.decode())[1]
        page = desk.get(url(article) + unescape(older))
    assert found == [["3.", "2."], ["1.", "0."], ["The new bridge carries its first buses."]]


def test_what_happened_at_the_same_moment_is_on_one_page(desk, monkeypatch):
    monkeypatch.setattr(past, "A_PAGE", 1)
    with time_machine.travel(timezone.now(), tick=False):
        article = make_article()
    page = desk.get(url(article))
    assert len(page.context["moments"]) == 2
    assert page.context["more"] == ""


@pytest.mark.parametrize(
    "before", ["x", "2026-13-01", "2026-01-01T10:00:00", "9999-12-31T23:59:59-14:00", "²"]
)
def test_a_page_that_is_none_is_the_first(desk, before):
    assert len(desk.get(url(make_draft()), {"before": before}).context["moments"]) == 1


def test_two_versions_compared(desk, open_story):
    article = make_draft(
        headline="Bridge Opens Today",
        body="<p>Stays.</p><p>Stays, too.</p><p>One two.</p><p>Goes.</p>",
        people=[PersonFactory(name="Ann Lee"), PersonFactory(name="Bo Li")],
        section=SectionFactory(name="Town"),
    )
    first = article.latest_revision
    open_story(article).save(
        headline="Bridge Closes Today",
        body="<p>Stays.</p><p>Stays, too.</p><p>One three.</p><p>New &amp; fresh.</p>",
        people="Bo Li\r\nCy Ray",
        expire_at="2031-07-01T06:00",
        language="cy",
        section=SectionFactory(name="Sport").pk,
    )
    second = article.revisions.first()
    expected = [
        "Headline",
        "Bridge [-Opens -][+Closes +]Today",
        "Body",
        "…",
        "One [-two.-][+three.+]",
        "[-Goes.-][+New & fresh.+]",
        "Section",
        "[-Town-]",
        "[+Sport+]",
        "Expire at",
        "[+1 July 2031, 06:00+]",
        "Language",
        "[+cy+]",
        "People",
        "[-Ann Lee-]",
        "[+Cy Ray+]",
    ]
    for query in (
        {"was": first.pk, "now": second.pk},
        {"was": second.pk, "now": first.pk},
        {"now": second.pk},
    ):
        assert shown(desk.get(url(article, "compare"), query)) == expected


def test_formatting_and_order_are_said_to_be_all(desk, open_story):
    people = [PersonFactory(name=name) for name in ("Ann", "Bo")]
    article = make_draft(body="<p>One two.</p>", people=people)
    open_story(article).save(body="<p>One <strong>two.</strong></p>", people="Bo\r\nAnn")
    page = shown(desk.get(url(article, "compare"), {"now": article.revisions.first().pk}))
    assert page == [
        "Body formatting only",
        "One two.",
        "People order only",
        "[-Ann-]",
        "[-Bo-]",
        "[+Bo+]",
        "[+Ann+]",
    ]


def test_a_renamed_person_is_no_change(desk, open_story):
    person = PersonFactory(name="Ann Lee")
    article = make_draft(people=[person])
    person.name = "Ann Lee-Rey"
    person.save()
    open_story(article).save(dek="New.")
    page = shown(desk.get(url(article, "compare"), {"now": article.revisions.first().pk}))
    assert [line for line in page if "Ann" in line] == []


def test_nothing_to_compare_is_a_message(desk):
    article, other = make_draft(), make_draft()
    for query in ({}, {"now": other.latest_revision_id}, {"now": article.latest_revision_id}, {"now": "x"}):
        page = desk.get(url(article, "compare"), query, follow=True)
        assert told(page) == ["Choose two versions to compare."]


def test_a_version_gets_a_name(desk):
    article = make_draft()
    page = desk.post(
        url(article, "name", article.latest_revision_id), {"name": " As the  lawyer saw it\0"}, follow=True
    )
    assert told(page) == ["The version is called “As the lawyer saw it” now."]
    assert '<strong class="version-name">As the lawyer saw it</strong>' in page.content.decode()
    desk.post(url(article, "name", article.latest_revision_id), {"name": ""})
    assert article.revisions.get().name == ""


def test_a_refused_version_can_be_brought_in_from_the_history(desk, open_story, colleague):
    article = make_draft()
    mine, theirs = open_story(article), open_story(article, colleague)
    theirs.save(dek="Theirs.")
    mine.save(dek="Mine.")
    beside = article.revisions.first()
    page = desk.get(url(article)).content.decode()
    assert f'href="{url(article, "conflict", beside.pk)}">Bring it in' in page
    compared = shown(desk.get(url(article, "compare"), {"now": beside.pk}))
    assert compared == ["Dek", "[-The new bridge carries its first buses.-][+Mine.+]"]


def test_versions_and_steps_call_a_colleague_by_the_same_name(desk, editor):
    editor.first_name, editor.last_name = "Ada", "Marsh"
    editor.save()
    article = make_draft()
    revisions.save(article, revisions.with_records(revisions.working_copy(article)), author=editor)
    workflow.take(article, "submit", user=editor)
    names = [moment.who for moment in past.moments_of(article)[0]]
    assert names[:2] == ["Ada Marsh", "Ada Marsh"]
