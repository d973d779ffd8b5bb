"""Words typed and not saved: kept, offered, compared, taken over, thrown away; and who else is there."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.admin.unsaved import NOT_THEIRS
from articles.editorial import autosaves, workflow
from articles.models import Article, Autosave
from tests.admin.conftest import fields_of, row_of, told
from tests.factories import SectionFactory, UserFactory, make_article, make_draft, make_member

NEW = "/admin/articles/article/add/"


class Tab:
    """The story form in a browser tab, with its script: `type` is what the timer sends."""

    def __init__(self, client, article=None, query="") -> None:
        self.client = client
        root = "/admin/articles/article/"
        self.url = f"{root}{article.pk}/change/" if article else NEW
        self.autosave = f"{root}{article.pk}/autosave/" if article else f"{root}autosave/"
        self.page = client.get(self.url + query)
        names = ("tab", "taken")
        self.data = fields_of(self.page) | {name: self.page.context[name] for name in names}

    def type(self, typed="1", **fields):
        self.data |= fields
        return self.client.post(self.autosave, {**self.data, "typed": typed})

    def hear(self):
        return self.client.post(self.autosave, {"tab": self.data["tab"], "base": self.data["base"]}).json()

    def save(self, **fields):
        self.data |= fields
        return self.client.post(self.url, {**self.data, "_continue": "1"}, follow=True)

    @property
    def offers(self):
        return [one["row"].content["dek"] for one in self.page.context["waiting"]]


@pytest.fixture
def article(db):
    return make_article(dek="As it was.")


def test_what_is_typed_is_kept_and_changes_nothing_else(desk, article):
    before = row_of(article)
    with time_machine.travel(timezone.now().replace(hour=12, minute=4)):
        answer = Tab(desk, article).type(dek="Typed.").json()
    assert (answer["saved"], answer["others"], answer["newer"]) == ("12:04", "", "")
    row = Autosave.objects.get()
    assert (row.content["dek"], row.base) == ("Typed.", article.latest_revision)
    assert row_of(article) == before
    assert article.revisions.count() == 1


@pytest.mark.parametrize(
    ("waited", "typed_at"),
    [("", "14:04"), ("7200", "12:04"), ("-5", "14:04"), ("x", "14:04"), ("9" * 18, "29 January, 14:04")],
)
def test_words_that_waited_in_a_browser_are_of_when_they_were_typed(
    desk, article, settings, waited, typed_at
):
    settings.TIME_ZONE = "Europe/Paris"
    with time_machine.travel("2026-02-28T13:04:00Z", tick=False):
        tab = Tab(desk, article)
        tab.data["waited"] = waited
        assert tab.type(dek="Typed.").json()["news"] == typed_at
        assert f"You have unsaved changes from {typed_at}." in Tab(desk, article).page.text


def test_each_tab_has_one_row(desk, article):
    first, second = Tab(desk, article), Tab(desk, article)
    first.type(dek="One.")
    first.type(dek="One, more.")
    second.type(dek="Two.")
    assert set(Autosave.objects.values_list("content__dek", flat=True)) == {"One, more.", "Two."}


def test_a_closed_tab_is_offered_and_taken_over(desk, article):
    Tab(desk, article).type(dek="Typed.", body="<p>Typed, too.</p>", people="Ann Lee\r\nBo Li", section="")
    again = Tab(desk, article)
    assert again.offers == ["Typed."]
    assert "You have unsaved changes from" in again.page.content.decode()
    assert again.data["dek"] == "As it was."

    row = Autosave.objects.get()
    taking = Tab(desk, article, f"?unsaved={row.pk}")
    assert (taking.offers, taking.data["dek"], taking.data["people"]) == ([], "Typed.", "Ann Lee\r\nBo Li")
    taking.save(section=article.section_id)
    assert article.revisions.first().dek == "Typed."
    assert Tab(desk, article).offers == []
    assert set(Autosave.objects.values_list("is_saved", "content")) == {(True, None)}


def test_taking_over_begins_from_the_version_that_was_typed_on(desk, colleague, article):
    mine = Tab(desk, article)
    mine.type(dek="Typed.")
    Tab(colleague, article).save(body="<p>Theirs.</p>")
    Tab(desk, article, f"?unsaved={Autosave.objects.get(content__isnull=False).pk}").save()
    newest = article.revisions.first()
    assert (newest.dek, newest.body) == ("Typed.", "<p>Theirs.</p>")


def test_the_tab_that_takes_over_goes_on_alone(desk, article):
    Tab(desk, article).type(dek="Typed.")
    row = Autosave.objects.get()
    Tab(desk, article, f"?unsaved={row.pk}").type(dek="Typed, and more.")
    assert Tab(desk, article).offers == ["Typed, and more."]


def test_a_tab_that_still_types_keeps_its_words_when_another_takes_them(desk, article):
    first = Tab(desk, article)
    first.type(dek="Typed.")
    second = Tab(desk, article, f"?unsaved={Autosave.objects.get().pk}")
    first.type(dek="Typed in the first.")
    second.save(dek="Saved in the second.")
    assert Tab(desk, article).offers == ["Typed in the first."]


def test_a_save_takes_its_tabs_words_with_it(desk, article):
    tab = Tab(desk, article)
    tab.type(dek="Typed.")
    tab.save()
    assert Tab(desk, article).offers == []
    late = tab.type(dek="Typed.").json()
    assert late["done"]
    assert Tab(desk, article).offers == []


def test_a_conflict_keeps_them_until_it_is_settled(desk, colleague, article):
    mine = Tab(desk, article)
    Tab(colleague, article).save(dek="Theirs.")
    page = mine.save(dek="Mine.")
    assert Tab(desk, article).offers == ["Mine."]
    (url, _) = page.redirect_chain[-1]
    answer = {"theirs": page.context["theirs"].pk, "tab": page.context["tab"], "choice_0": "theirs"}
    desk.post(url, answer | {"own_0": "Mine."})
    assert Tab(desk, article).offers == []
    assert row_of(article)["dek"] == "As it was."
    assert article.revisions.first().dek == "Mine."


def test_what_was_undone_again_is_not_offered(desk, article):
    tab = Tab(desk, article)
    tab.type(dek="Typed.")
    tab.type(typed="0", dek="As it was.")
    assert Tab(desk, article).offers == []


def test_what_the_story_has_anyway_is_not_offered(desk, colleague, article):
    Tab(desk, article).type(dek="The same.")
    Tab(colleague, article).save(dek="The same.")
    assert Tab(desk, article).offers == []


def test_a_new_story_is_kept_and_gone_on_with(desk):
    Tab(desk).type(headline="Begun", dek="Of a new one.")
    again = Tab(desk)
    assert again.offers == ["Of a new one."]
    assert "You began a story at" in again.page.content.decode()
    taking = Tab(desk, query=f"?unsaved={Autosave.objects.get().pk}")
    assert taking.data["headline"] == "Begun"
    taking.save(section=SectionFactory().pk)
    assert Article.objects.get().headline == "Begun"
    assert Tab(desk).offers == []


def test_looking_at_them_compares(desk, article):
    article = make_draft(headline="Old Words", body="<p>One two.</p><p>Stays.</p>", dek="")
    Tab(desk, article).type(
        headline="New Words", body="<p>One three.</p><p>Stays.</p>", people="Ann Lee", publish_at="nonsense"
    )
    row = Autosave.objects.get()
    page = desk.get(f"/admin/articles/article/{article.pk}/unsaved/{row.pk}/").content.decode()
    for shown in (
        "<del>Old </del><ins>New </ins>Words",
        "One <del>two.</del><ins>three.</ins>",
        "<ins>Ann Lee</ins>",
        "<ins>nonsense</ins>",
    ):
        assert shown in page


def test_thrown_away(desk, article):
    Tab(desk, article).type(dek="Typed.")
    url = f"/admin/articles/article/{article.pk}/unsaved/{Autosave.objects.get().pk}/"
    assert told(desk.post(url, follow=True)) == ["Thrown away."]
    assert not Autosave.objects.exists()
    assert told(desk.get(url, follow=True)) == ["These words are not waiting any more."]


def test_who_may_not_edit_the_story_any_more_still_sees_what_they_typed(article):
    reporter = make_member("Reporter")
    browser = Client()
    browser.force_login(reporter)
    draft = make_draft()
    Tab(browser, draft).type(dek="Typed in time.")
    for step in ("submit", "approve"):
        workflow.take(draft, step)
    page = browser.get(f"/admin/articles/article/{draft.pk}/change/").content.decode()
    assert "You have unsaved changes from" in page
    assert "Take them" not in page
    row = Autosave.objects.get()
    page = browser.get(f"/admin/articles/article/{draft.pk}/unsaved/{row.pk}/").content.decode()
    assert "Typed in time." in page
    assert "Take them" not in page


def test_what_a_writer_types_while_an_editor_approves_is_kept(article):
    reporter = make_member("Reporter")
    browser = Client()
    browser.force_login(reporter)
    draft = make_draft()
    tab = Tab(browser, draft)
    for step in ("submit", "approve"):
        workflow.take(draft, step)
    assert tab.type(dek="Typed later.").json()["newer"] == NOT_THEIRS
    assert tab.save(dek="Typed last.").status_code == 403
    assert Autosave.objects.get().typed["dek"] == "Typed last."
    assert row_of(draft)["dek"] == draft.dek
    page = browser.get(f"/admin/articles/article/{draft.pk}/change/")
    assert told(page) == [NOT_THEIRS]
    assert "You have unsaved changes from" in page.content.decode()


def test_what_is_typed_in_a_story_that_somebody_deletes_is_offered_as_a_new_one(desk, colleague):
    draft = make_draft()
    Tab(colleague, draft).type(dek="Ben’s.")
    Tab(desk, draft).type(dek="Mine.")
    desk.post(f"/admin/articles/article/{draft.pk}/delete/", {"post": "yes"})
    assert not Article.objects.exists()
    assert Tab(colleague).offers == ["Ben’s."]
    assert Tab(desk).offers == []


def test_nobody_elses_words_are_shown_or_touched(desk, colleague, article):
    Tab(colleague, article).type(dek="Ben’s.")
    row = Autosave.objects.get()
    tab = Tab(desk, article, f"?unsaved={row.pk}")
    assert (tab.offers, tab.data["dek"]) == ([], "As it was.")
    desk.post(f"/admin/articles/article/{article.pk}/unsaved/{row.pk}/")
    assert Autosave.objects.count() == 1


def test_whoever_may_not_change_the_story_keeps_nothing(article):
    reader = Client()
    reader.force_login(UserFactory(is_superuser=False))
    url = f"/admin/articles/article/{article.pk}/autosave/"
    assert reader.post(url, {"tab": "a" * 32, "typed": "1"}).status_code == 403
    assert reader.post("/admin/articles/article/autosave/", {"tab": "a" * 32}).status_code == 403
    assert Client().post(url, {"tab": "a" * 32}).status_code == 302
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("tab", ["", "x", "A" * 32, "a" * 33])
def test_a_tab_without_a_proper_name_is_unknown(desk, article, tab):
    url = f"/admin/articles/article/{article.pk}/autosave/"
    assert desk.post(url, {"tab": tab, "typed": "1"}).status_code == 404


def test_csrf_protection_is_on(editor, article):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    url = f"/admin/articles/article/{article.pk}/autosave/"
    assert strict.post(url, {"tab": "a" * 32, "typed": "1"}).status_code == 403


def test_too_long_a_text_is_refused_in_words(desk, article, monkeypatch):
    monkeypatch.setattr(autosaves, "MOST_CHARACTERS", 100)
    answer = Tab(desk, article).type(dek="x" * 101).json()
    assert "too long to be kept automatically" in answer["error"]
    assert not Autosave.objects.exists()


def test_what_a_database_cannot_hold_is_left_out(desk, article):
    Tab(desk, article).type(dek="a\0b")
    assert Autosave.objects.get().content["dek"] == "ab"


def test_old_rows_go_on_the_way(desk, article):
    with time_machine.travel(timezone.now() - timedelta(days=31)):
        Tab(desk, article).type(dek="Long ago.")
    with time_machine.travel(timezone.now() - timedelta(days=29)):
        Tab(desk, article).type(dek="Not so long ago.")
    Tab(desk, article).type(dek="Now.")
    assert set(Autosave.objects.values_list("content__dek", flat=True)) == {"Not so long ago.", "Now."}


class TestPresence:
    def test_who_else_is_there_and_when_they_changed_it(self, desk, colleague, article):
        with time_machine.travel(timezone.now().replace(hour=12, minute=4), tick=False) as clock:
            mine, theirs = Tab(desk, article), Tab(colleague, article)
            assert mine.hear()["others"] == ""
            theirs.hear()
            assert mine.hear()["others"] == "Ben Okafor has this story open."
            theirs.type(dek="Typed.")
            clock.shift(timedelta(seconds=50))
            assert mine.hear()["others"] == (
                "Ben Okafor has this story open, last changed it today at 12:04."
            )
            clock.shift(timedelta(seconds=150))
            assert mine.hear()["others"] == ""

    def test_who_has_left_is_there_no_more(self, desk, colleague, article):
        mine, theirs = Tab(desk, article), Tab(colleague, article)
        theirs.hear()
        assert mine.hear()["others"] == "Ben Okafor has this story open."
        colleague.post(theirs.autosave, {"tab": theirs.data["tab"], "left": "1"})
        assert mine.hear()["others"] == ""
        theirs.type(dek="Typed at last.", left="1")
        assert mine.hear()["others"] == ""
        assert Tab(colleague, article).offers == ["Typed at last."]

    def test_ones_own_second_tab_is_no_alarm(self, desk, article):
        first, second = Tab(desk, article), Tab(desk, article)
        second.type(dek="Typed.")
        answer = first.hear()
        assert (answer["others"], answer["newer"]) == ("", "")

    def test_somebody_saved_since(self, desk, colleague, article):
        with time_machine.travel(timezone.now().replace(hour=12, minute=4), tick=False):
            mine = Tab(desk, article)
            Tab(colleague, article).save(dek="Theirs.")
            assert mine.hear()["newer"] == (
                "Ben Okafor saved this story today at 12:04. When you save, both are brought together."
            )
            mine = Tab(desk, article)
            assert mine.hear()["newer"] == ""
            Tab(desk, article).save(dek="Mine.")
            assert mine.hear()["newer"].startswith("You saved this story in another tab today at 12:04.")


def test_query_counts(desk, colleague, article, django_assert_num_queries):
    tab = Tab(desk, article)
    Tab(colleague, article).type(dek="Theirs.")
    tab.type(dek="Typed.")
    with django_assert_num_queries(10):
        tab.type(dek="Typed again.")
    with django_assert_num_queries(7):
        tab.hear()
    with django_assert_num_queries(12):
        Tab(desk, article)
