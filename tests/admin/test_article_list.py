"""The list of stories."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from articles.admin import article as articles_admin
from articles.admin import base
from articles.editorial import revisions, workflow
from articles.models import Article, ImportRun
from tests.admin.conftest import document, take_in
from tests.factories import ContributorFactory, SectionFactory, make_article, make_draft

URL = "/admin/articles/article/"


def rows(response) -> list[list[str]]:
    """The table's cells as text, row by row, without the boxes to tick."""
    body = response.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [
        re.findall(r"<t[dh](?! class=.action-checkbox)[^>]*>(.*?)</t[dh]>", row, re.S)
        for row in body.split("</tr>")
    ]
    return [[" ".join(strip_tags(cell).split()) for cell in row] for row in cells if row]


def headlines(response) -> list[str]:
    return [row[0] for row in rows(response)]


def test_columns(desk, settings):
    settings.TIME_ZONE = "Europe/Paris"
    when = timezone.now().replace(year=2025, month=7, day=1, hour=4, minute=5)
    section, marta = SectionFactory(name="Town"), ContributorFactory(name="Marta Quill")
    make_article(
        headline="Bridge Opens", section=section, bylines=[marta], publish_at=when, body="<p>a b c</p>"
    )
    assert rows(desk.get(URL)) == [
        ["Bridge Opens", "published", "Town", "Marta Quill", "1 Jul 2025, 06:05", "3", "–"]
    ]


def test_labels_and_order(desk):
    live = make_article(headline="Live")
    content = revisions.with_records(revisions.working_copy(live))
    revisions.save(live, {**content, "dek": "New."})
    make_article(headline="Later", publish_at=timezone.now() + timedelta(hours=5))
    take_in(document())
    assert [row[:2] for row in rows(desk.get(URL))] == [
        ["Council Puts the School Roof First machine’s headline", "draft"],
        ["Later", "scheduled"],
        ["Live", "published unpublished changes"],
    ]
    assert rows(desk.get(URL))[0][6] == "desk-import"


@pytest.mark.parametrize("stories", [1, 3])
def test_query_count(desk, django_assert_num_queries, stories):
    for number in range(stories):
        make_article(bylines=[ContributorFactory()])
        take_in(document(source=f"{number}.txt", fingerprint=str(number)), data=b"%d" % number)
    with django_assert_num_queries(7):
        desk.get(URL)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("standing=draft", ["Draft"]),
        ("standing=live", ["Live"]),
        ("standing=scheduled", ["Later"]),
        ("standing=changes", []),
        ("standing=unconfirmed", ["Draft"]),
        ("standing=withdrawn", ["Gone"]),
        ("origin=imported", []),
        ("origin=written", ["Gone", "Draft", "Later", "Live"]),
        ("q=LIVE", ["Live"]),
        ("byline=x", ["Gone", "Draft", "Later", "Live"]),
    ],
)
def test_filters(desk, query, found):
    make_article(headline="Live")
    make_article(headline="Later", publish_at=timezone.now() + timedelta(hours=5))
    make_draft(headline="Draft", is_headline_confirmed=False)
    workflow.take(make_article(headline="Gone"), "withdraw")
    response = desk.get(f"{URL}?{query}")
    assert [name.removesuffix(" machine’s headline") for name in headlines(response)] == found


def test_imported_stories_the_newest_run_first(desk):
    runs = [ImportRun.objects.create(operator="ops") for _ in range(2)]
    for run in (*runs, runs[0]):
        article = make_draft()
        Article.objects.filter(pk=article.pk).update(made_by=run)
    newest, older, oldest = Article.objects.order_by("-made_by_id", "-id")
    assert list(desk.get(f"{URL}?origin=imported").context["cl"].result_list) == [newest, older, oldest]
    assert list(desk.get(f"{URL}?origin=run-{runs[0].pk}").context["cl"].result_list) == [older, oldest]


def test_a_search_that_looked_at_the_newest_only_says_so(desk, monkeypatch):
    monkeypatch.setattr(articles_admin, "MOST_FOUND", 2)
    for number in range(3):
        make_draft(headline=f"Ferry {number}")
    response = desk.get(f"{URL}?q=ferry")
    assert headlines(response) == ["Ferry 2", "Ferry 1"]
    assert "among the newest that have these words" in response.content.decode()
    assert "among the newest" not in desk.get(f"{URL}?q=ferry+1").content.decode()


def test_filters_by_section_and_byline(desk):
    section, marta = SectionFactory(), ContributorFactory()
    make_article(headline="Hers", bylines=[marta])
    make_article(headline="There", section=section)
    assert headlines(desk.get(f"{URL}?byline={marta.pk}")) == ["Hers"]
    assert headlines(desk.get(f"{URL}?byline={marta.pk + 1}")) == []
    assert headlines(desk.get(f"{URL}?section__id__exact={section.pk}")) == ["There"]


def test_unpublished_changes_filter(desk):
    article = make_article(headline="Changed")
    make_article()
    content = revisions.with_records(revisions.working_copy(article))
    revisions.save(article, {**content, "dek": "New."})
    assert headlines(desk.get(f"{URL}?standing=changes")) == ["Changed"]


def test_there_is_no_bulk_deletion(desk):
    article = make_article()
    data = {"action": "delete_selected", "_selected_action": article.pk, "post": "yes"}
    desk.post(URL, data)
    assert Article.objects.filter(pk=article.pk).exists()


def test_hostile_headline_is_escaped(desk):
    make_draft(headline="<script>alert(1)</script>")
    assert b"<script>alert(1)" not in desk.get(URL).content


def test_no_more_than_a_bounded_number_is_counted(desk, monkeypatch):
    monkeypatch.setattr(base, "MOST_COUNTED", 2)
    for _ in range(3):
        make_draft()
    assert "more than 2 stories" in " ".join(desk.get(URL).content.decode().split())
