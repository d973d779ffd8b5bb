"""Who may do what: every page of a story's admin, for each role, story and state, against the table."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import transaction
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from articles.editorial import guests, rights, workflow
from articles.models import Article, ImportRun, Revision, SourceDocument, SourceFile
from tests.admin.test_hostile_requests import posted
from tests.factories import UserFactory, make_article, make_draft, make_member

STEPS = {
    "Reporter": {"submit"},
    "Editor": {"submit", "approve", "send_back", "schedule", "unschedule"},
    "Publisher": set(workflow.STEPS),
    "administrator": set(workflow.STEPS),
    "nobody": set(),
}
ROLES = list(STEPS)
STATES = ["draft", "in_review", "approved", "timed", "scheduled", "live", "changed", "withdrawn", "killed"]
# The right that each page asks for, to look at it and to send something to it.
PAGES = {
    "changelist": ("look", "look"),
    "add": ("write", "write"),
    "names": ("write", "write"),
    "new_suggest": ("write", "write"),
    "retag": ("write", "write"),
    "suggest": ("edit", "edit"),
    "outlook": ("write", "write"),
    "change": ("look", "edit"),
    "delete": ("delete", "delete"),
    "history": ("look", "look"),
    "source": ("look", "look"),
    "step": ("edit", "edit"),
    "restore": ("edit", "edit"),
    "compare": ("look", "look"),
    "name": ("edit", "edit"),
    "conflict": ("edit", "edit"),
    "autosave": ("write", "write"),
    "unsaved": ("look", "look"),
    "new_autosave": ("write", "write"),
    "new_unsaved": ("write", "write"),
    "guests": ("edit", "edit"),
    "revoke": ("edit", "edit"),
}


def in_state(state, owner) -> Article:
    later = timezone.now() + timedelta(hours=3)
    times = {"publish_at": later} if state in ("timed", "scheduled") else {}
    steps = {
        "in_review": ["submit"],
        "approved": ["submit", "approve"],
        "timed": ["submit", "approve"],
        "scheduled": ["publish"],
        "withdrawn": ["publish", "withdraw"],
        "killed": ["kill"],
    }
    article = make_article() if state in ("live", "changed") else make_draft(**times)
    for step in steps.get(state, ()):
        workflow.take(article, step)
    if state == "changed":
        article.latest_revision = Revision.objects.create(
            article=article, headline="New", slug="new", section=article.section
        )
    article.owner = owner
    article.save()
    return article


def source_of(article) -> SourceDocument:
    file, _ = SourceFile.objects.get_or_create(sha256="0" * 64, content=b"x\x9c\x03\x00\x00\x00\x00\x01")
    return SourceDocument.objects.create(
        run=ImportRun.objects.create(), file=file, article=article, digest=str(article.pk), name="a.txt"
    )


def member(role):
    if role in ("Reporter", "Editor", "Publisher"):
        return make_member(role)
    return UserFactory(is_superuser=role == "administrator")


def may(user, right, article) -> bool:
    """What the table in the code says."""
    if right == "edit":
        return rights.may_edit(user, article)
    if right == "write":
        return user.has_perm("articles.change_article") or user.has_perm("articles.add_article")
    if right == "delete":
        was_public = article.first_published_at or article.status == "published"
        return user.has_perm("articles.delete_article") and not was_public
    return user.has_perm("articles.view_article")


def pages(article):
    """The name and address of every page of the admin of stories; Django's own redirect left out."""
    values = {
        "object_id": article.pk,
        "revision_id": article.latest_revision_id,
        "source_id": source_of(article).pk,
        "kind": "people",
        "row_id": 1,
        "pk": guests.invite(article, "Ana", by=None)[0].pk,
    }
    for pattern in admin.site._registry[Article].get_urls():
        if pattern.name is None:
            continue
        name = pattern.name.removeprefix("articles_article_")
        if name in ("suggest", "autosave", "unsaved") and "object_id" not in pattern.pattern.converters:
            name = f"new_{name}"
        for step in workflow.STEPS if name == "step" else [""]:
            known = values | {"name": step}
            kwargs = {key: known[key] for key in pattern.pattern.converters}
            yield name, step, reverse(f"admin:{pattern.name}", kwargs=kwargs)


def standing(article):
    row = Article.objects.filter(pk=article.pk).values_list("status", "latest_revision", "live_revision")
    return row.first()


def test_each_page_is_in_the_table(db):
    assert {name for name, _, _ in pages(make_draft())} == set(PAGES)


@pytest.fixture
def knock(client, monkeypatch):
    """Opens doors as somebody whom every request knows with their rights.

    Whether they open is all that is asked: nobody reads the pages, so their templates rest.
    """

    def as_(user):
        client.force_login(user)
        monkeypatch.setattr("django.contrib.auth.middleware.get_user", lambda request: user)
        return client

    monkeypatch.setattr(TemplateResponse, "render", lambda page: setattr(page, "content", b"") or page)
    return as_


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "whose"),
    [("Reporter", "nobody’s"), *((role, whose) for role in ROLES for whose in ("own", "another’s"))],
)
def test_no_cell_differs(knock, role, whose):
    user = member(role)
    owner = {"own": user, "another’s": UserFactory(), "nobody’s": None}[whose]
    client, differing = knock(user), []
    for state in STATES:
        article = in_state(state, owner)
        before = standing(article)
        open_steps = {step.name: step for step in workflow.next_steps(article, user)}
        for name, step, url in pages(article):
            for right, method in zip(PAGES[name], ("get", "post"), strict=True):
                expected = may(user, right, article)
                taken = method == "post" and expected and open_steps.get(step)
                with transaction.atomic():
                    data = {"seen": article.latest_revision_id, "note": "Why.", "post": "yes"}
                    if name in ("change", "add"):
                        data |= posted(article, headline="Changed by hand")
                    response = getattr(client, method)(url, data if method == "post" else None)
                    after = standing(article)
                    transaction.set_rollback(True)
                is_open = response.status_code != 403
                if is_open != expected:
                    differing.append((state, name, step, method, response.status_code))
                if taken:
                    is_right = after[0] == taken.target
                elif method == "post" and expected and name in ("change", "delete", "restore"):
                    is_right = after != before
                else:
                    is_right = after == before or (method, name) == ("post", "conflict")
                if not is_right:
                    differing.append((state, name, step, method, before, after))
    assert differing == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_the_steps_of_each_role(role):
    user, found = member(role), set()
    for state in STATES:
        found |= {step.name for step in workflow.next_steps(in_state(state, user), user)}
    assert found == STEPS[role]


@pytest.mark.django_db
@pytest.mark.parametrize("name", workflow.STEPS)
def test_a_crafted_button_takes_no_step(client, name):
    client.force_login(make_member("Reporter"))
    article = in_state("in_review", UserFactory())
    url = reverse("admin:articles_article_change", args=[article.pk])
    assert client.post(url, posted(article, _step=name)).status_code == 403
    assert standing(article)[0] == "in_review"


@pytest.mark.django_db
def test_whoever_saves_an_imported_story_first_owns_it(client):
    reporter = make_member("Reporter")
    client.force_login(reporter)
    article = make_draft()
    client.post(
        reverse("admin:articles_article_change", args=[article.pk]), posted(article, dek="Now it is mine.")
    )
    article.refresh_from_db()
    assert (article.owner, article.dek) == (reporter, "Now it is mine.")
    assert rights.may_edit(reporter, article)
    assert not rights.may_edit(make_member("Reporter"), article)


@pytest.mark.django_db
def test_sending_back_needs_a_note(client):
    client.force_login(make_member("Editor"))
    article = in_state("in_review", UserFactory())
    url = reverse("admin:articles_article_step", args=[article.pk, "send_back"])
    client.post(url, {"seen": article.latest_revision_id, "note": " "})
    assert standing(article)[0] == "in_review"
    client.post(url, {"seen": article.latest_revision_id, "note": "Who says so?"})
    assert standing(article)[0] == "draft"
    assert article.status_changes.first().note == "Who says so?"
