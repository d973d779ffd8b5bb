"""What the tests of the admin share: a document in the ledger, and the story form as a browser posts it."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.editorial.intake import Arrival, Intake
from articles.importing.document import Derived, Document, Line, Named, Role
from articles.models import CONTENT_FIELDS, Article

FIRST = "The council voted on Monday & “nobody” objected."
SECOND = "The roof of the school comes first."


def document(**fields) -> Document:
    """A small imported report with three removed lines, one of them hostile."""
    lines = (
        Line("EDITOR’S PICKS", Role.REMOVED, "a heading of the site"),
        Line(FIRST),
        Line("<img src=x onerror=alert(1)> More …", Role.REMOVED, "a teaser"),
        Line(SECOND),
        Line("Watch our video", Role.REMOVED, "points elsewhere"),
    )
    given = {
        "source": "town/report.txt",
        "lines": lines,
        "headline": Derived("Council Puts the School Roof First", "lead sentence"),
        "dek": Derived("Nobody objected.", "second sentence"),
        "people": (Named("Edith Calloway", ("Edith Calloway", "Calloway’s"), 3, "full name"),),
        "topics": (Named("Millbrook", ("Millbrook",), 2, "place", "place"),),
        "fingerprint": "first",
        "warnings": ("Two spellings of one name.",),
    }
    return Document(**{**given, **fields})


def take_in(made: Document, data: bytes = b"The untouched original & <b>bytes</b>") -> Article | None:
    intake = Intake(operator="desk-import")
    (result,) = intake.take_in([Arrival(made.source, data, "town", document=made)])
    intake.finish()
    return result.article


@pytest.fixture
def imported(db) -> Article:
    """A draft that came from a document."""
    article = take_in(document())
    assert article
    return article


class StoryForm:
    """The change form as it was when somebody opened it; `save` sends it with what they typed."""

    def __init__(self, client, article: Article | None = None) -> None:
        self.client, self.article = client, article
        self.url = (
            reverse("admin:articles_article_change", args=[article.pk])
            if article
            else reverse("admin:articles_article_add")
        )
        self.response = client.get(self.url)
        self.data = fields_of(self.response)

    def save(self, button: str = "_continue", value: str = "1", *, follow: bool = True, **typed):
        data = {**self.data, **typed, button: value}
        return self.client.post(self.url, {k: v for k, v in data.items() if v is not None}, follow=follow)


def fields_of(response) -> dict[str, str]:
    """What a browser would send back of the form on a page, unchanged."""
    form = response.context["adminform"].form
    data = {}
    for bound in form:
        html = str(bound)
        if 'type="checkbox"' in html:
            if "checked" in html:
                data[bound.html_name] = "on"
        elif "<textarea" in html:
            text = unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", html, re.S)[1])
            data[bound.html_name] = text.replace("\n", "\r\n")
        elif "<select" in html:
            chosen = re.search(r'<option value="([^"]*)"[^>]*selected', html)
            data[bound.html_name] = chosen[1] if chosen else ""
        else:
            value = re.search(r'<input[^>]*value="([^"]*)"', html)
            data[bound.html_name] = unescape(value[1]) if value else ""
    return data


def told(response) -> list[str]:
    """The messages on a page."""
    return [str(message) for message in response.context["messages"]]


def row_of(article: Article) -> dict:
    """The live row as it is in the database, with its people, topics and bylines."""
    row = Article.objects.get(pk=article.pk)
    values = {name: getattr(row, name) for name in (*CONTENT_FIELDS, "status", "live_at", "word_count")}
    return values | {
        "people": list(row.person_taggings.values_list("tag__name", flat=True)),
        "topics": list(row.topic_taggings.values_list("tag__name", flat=True)),
        "bylines": list(row.bylines.values_list("contributor__name", flat=True)),
    }


@pytest.fixture
def open_story(desk):
    """Opens the story form: `open_story(article)`, or `open_story()` for a new one."""
    return lambda article=None, client=None: StoryForm(client or desk, article)


@pytest.fixture
def colleague(client, db, django_user_model):
    """A second editor's browser."""
    from django.test import Client

    user = django_user_model.objects.create_superuser("ben", first_name="Ben", last_name="Okafor")
    browser = Client()
    browser.force_login(user)
    return browser


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")
