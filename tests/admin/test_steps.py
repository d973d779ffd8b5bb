"""The next steps from the story form, and the page that says in words what one will do."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from articles.admin import wording
from articles.editorial import revisions, workflow
from articles.models import Article, StatusChange
from tests.admin.conftest import row_of, told
from tests.factories import ContributorFactory, UserFactory, make_article, make_draft


def step_url(article, name):
    return f"/admin/articles/article/{article.pk}/step/{name}/"


def text_of(response):
    return response.content.decode()


@pytest.fixture
def reporter(db):
    """Somebody who may change stories and not publish them."""
    user = UserFactory(username="reporter", is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__in=("view_article", "change_article")))
    browser = Client()
    browser.force_login(user)
    return browser


def test_step_button_saves_the_form_first(open_story, editor):
    article = make_draft()
    response = open_story(article).save("_step", "submit", dek="Typed before the button.")
    assert row_of(article)["dek"] == "Typed before the button."
    assert row_of(article)["status"] == "in_review"
    assert told(response) == ["Submitted for review."]
    assert article.status_changes.get().user == editor


def test_publish_asks_first(open_story):
    article = make_draft(slug="bridge", bylines=[ContributorFactory()])
    response = open_story(article).save("_step", "publish", dek="Typed before the button.")
    assert response.redirect_chain == [(step_url(article, "publish"), 302)]
    assert "Goes live now at http://testserver/articles/bridge/" in text_of(response)
    assert response.context["forecast"].warnings == []
    assert row_of(article)["status"] == "draft"
    assert row_of(article)["dek"] == "Typed before the button."


def test_confirming_publishes(open_story, desk, editor):
    article = make_draft()
    page = open_story(article).save("_step", "publish")
    response = desk.post(
        step_url(article, "publish"), {"seen": page.context["seen"], "note": "Go."}, follow=True
    )
    assert row_of(article)["status"] == "published"
    assert told(response)[0].startswith("Published. Live since today at ")
    change = article.status_changes.get()
    assert (change.user, change.note) == (editor, "Go.")


def test_story_saved_meanwhile_is_shown_again(desk):
    article = make_draft()
    seen = str(article.latest_revision_id)
    content = revisions.with_records(revisions.working_copy(article))
    revisions.save(article, {**content, "headline": "Somebody Else’s"})
    response = desk.post(step_url(article, "publish"), {"seen": seen})
    assert "Somebody Else’s" in text_of(response)
    assert told(response) == ["The story was saved meanwhile. Look again before you confirm."]
    assert row_of(article)["status"] == "draft"


def test_a_note_stays_on_the_page_that_asks_again(desk):
    article = make_article()
    content = revisions.with_records(revisions.working_copy(article))
    revisions.save(article, {**content, "headline": "Other Words for Readers"})
    answer = {"seen": article.latest_revision_id, "note": "Typed with care."}
    response = desk.post(step_url(article, "publish_changes"), answer)
    assert "Choose one" in text_of(response)
    assert "Typed with care." in text_of(response)


@pytest.mark.parametrize("name", ["submit", "publish", "kill"])
def test_get_takes_no_step(desk, name):
    article = make_draft()
    assert desk.get(step_url(article, name)).status_code == 200
    assert row_of(article)["status"] == "draft"
    assert not StatusChange.objects.exists()


def test_post_without_token_is_refused(editor):
    article = make_draft()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    response = browser.post(step_url(article, "publish"), {"seen": article.latest_revision_id})
    assert response.status_code == 403
    assert row_of(article)["status"] == "draft"


def test_permission_is_a_message(open_story, reporter):
    article = make_draft()
    form = open_story(article, reporter)
    assert 'value="publish"' not in text_of(form.response)
    assert 'value="submit"' in text_of(form.response)
    response = form.save("_step", "publish")
    assert told(response) == ["This step is not possible now."]
    response = reporter.post(step_url(article, "publish"), {"seen": article.latest_revision_id}, follow=True)
    assert told(response) == ["“Publish” needs a permission that you do not have. Ask a publisher."]
    assert row_of(article)["status"] == "draft"


def test_step_that_the_state_does_not_allow_is_a_message(open_story, desk):
    article = make_article()
    response = open_story(article).save("_step", "submit")
    assert told(response) == ["“Submit for review” is not possible: the story is published."]
    response = desk.post(step_url(article, "no-such-step"), follow=True)
    assert told(response) == ["There is no such step."]


def test_viewer_sees_the_story_and_no_button(db):
    article = make_draft(headline="To Read")
    user = UserFactory(is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename="view_article"))
    browser = Client()
    browser.force_login(user)
    response = browser.get(f"/admin/articles/article/{article.pk}/change/")
    assert response.status_code == 200
    assert "To Read" in text_of(response)
    assert 'name="_step"' not in text_of(response)
    assert browser.post(f"/admin/articles/article/{article.pk}/change/", {}).status_code == 403
    assert browser.get(step_url(article, "publish")).status_code == 403
    assert browser.get(f"/admin/articles/article/{article.pk}/history/").status_code == 200


class TestForecast:
    @pytest.fixture(autouse=True)
    def _paris(self, settings):
        settings.TIME_ZONE = "Europe/Paris"
        with time_machine.travel("2026-03-10T10:00:00Z", tick=False):
            yield

    def sentence(self, desk, article, name="publish"):
        return desk.get(step_url(article, name)).context["forecast"].sentence

    def test_scheduled(self, desk):
        at = timezone.now() + timedelta(hours=19)
        article = make_draft(slug="roof", publish_at=at)
        assert self.sentence(desk, article) == (
            "Goes live tomorrow at 06:00 (Europe/Paris), in 19 hours, at http://testserver/articles/roof/"
        )

    def test_embargo_is_the_later_time(self, desk):
        now = timezone.now()
        article = make_draft(slug="roof", publish_at=now, embargo_until=now + timedelta(days=3))
        assert self.sentence(desk, article).startswith("Goes live on 13 March 2026 at 11:00")

    def test_dated_in_the_past(self, desk):
        article = make_draft(slug="roof", publish_at=timezone.now() - timedelta(days=400))
        assert self.sentence(desk, article).endswith("/articles/roof/, dated 3 February 2025, 11:00")

    def test_changes(self, desk):
        article = make_article(slug="roof")
        content = revisions.with_records(revisions.working_copy(article))
        revisions.save(article, {**content, "dek": "New."})
        assert self.sentence(desk, article, "publish_changes") == (
            "Readers see the changes at once at http://testserver/articles/roof/"
        )

    def test_changes_that_hide_a_live_story(self, desk):
        article = make_article(slug="roof")
        content = revisions.with_records(revisions.working_copy(article))
        revisions.save(article, {**content, "embargo_until": timezone.now() + timedelta(hours=2)})
        forecast = desk.get(step_url(article, "publish_changes")).context["forecast"]
        assert "It disappears from the site until then." in " ".join(forecast.warnings)

    def test_withdraw_and_kill(self, desk):
        live, later = make_article(slug="roof"), make_article(publish_at=timezone.now() + timedelta(days=1))
        assert self.sentence(desk, live, "withdraw").startswith("Takes the story off the site now")
        assert (
            self.sentence(desk, later, "withdraw") == "Takes the story off the schedule. Nobody has seen it."
        )
        assert "Readers who open its address" in self.sentence(desk, live, "kill")
        for unseen in (make_draft(), later):
            assert "Readers" not in self.sentence(desk, unseen, "kill")
        assert self.sentence(desk, make_draft(), "submit") == "The story becomes “in review”."

    def test_withdraw_what_readers_see_no_more(self, desk):
        over = make_article(slug="roof", expire_at=timezone.now() - timedelta(hours=1))
        told = "http://testserver/articles/roof/ goes on answering with a short notice."
        assert self.sentence(desk, over, "withdraw") == f"Readers do not see the story now. {told}"

    def test_publish_what_is_over(self, desk):
        over = make_article(expire_at=timezone.now() - timedelta(hours=1))
        workflow.take(over, "withdraw")
        content = revisions.with_records(revisions.working_copy(over))
        revisions.save(over, {**content, "expire_at": timezone.now() - timedelta(hours=1)})
        assert self.sentence(desk, over, "publish").startswith("It would expire before anybody sees it.")

    def test_withdraw_names_the_address_that_readers_know(self, desk):
        article = make_article(slug="roof")
        content = revisions.with_records(revisions.working_copy(article))
        revisions.save(article, {**content, "slug": "ceiling"})
        assert "http://testserver/articles/roof/ answers" in self.sentence(desk, article, "withdraw")

    def test_standing_line(self, open_story):
        article = make_article(publish_at=timezone.now() + timedelta(hours=19))
        assert "Scheduled: goes live tomorrow at 06:00, in 19 hours" in text_of(open_story(article).response)
        expired = make_article(expire_at=timezone.now() - timedelta(minutes=5))
        assert "Expired today at 10:55" in text_of(open_story(expired).response)
        article = make_article(expire_at=timezone.now() + timedelta(days=2))
        assert "Live since today at 10:00, until 12 March 2026 at 11:00" in text_of(
            open_story(article).response
        )
        assert Article.objects.count() == 3


def test_the_form_says_why_a_story_came_back_until_it_is_submitted_again(open_story, editor):
    article = make_draft()
    workflow.take(article, "submit", user=editor)
    workflow.take(article, "send_back", user=editor, note="Who says so?")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert "Who says so?" in text_of(open_story(article).response)
        workflow.take(article, "submit", user=editor)
        assert "Who says so?" not in text_of(open_story(article).response)


def test_a_blocked_story_is_not_said_to_go_live(desk):
    article = make_draft(is_headline_confirmed=False)
    page = text_of(desk.get(step_url(article, "publish")))
    assert "it cannot be published yet" in page
    assert "Goes live" not in page


def test_a_save_says_where_the_story_stands(open_story):
    article = make_article(publish_at=datetime(2024, 5, 9, 16, 20, tzinfo=UTC))
    assert told(open_story(article).save()) == ["Saved. Live since 9 May 2024 at 16:20."]


def test_each_step_has_words_for_having_been_taken():
    assert set(wording.TAKEN) == set(workflow.STEPS)


def test_nobody_approves_words_that_they_have_not_seen(colleague, open_story):
    article = make_draft()
    workflow.take(article, "submit")
    mine = open_story(article)
    open_story(article, colleague).save(body="<p>Unseen.</p>")
    said = told(mine.save("_step", "approve"))
    assert said[-1] == "The story was saved meanwhile. Look again before you go on."
    article.refresh_from_db()
    assert article.status == "in_review"
    open_story(article).save("_step", "approve")
    article.refresh_from_db()
    assert article.status == "approved"


@pytest.mark.parametrize("page", ["step/publish", "guests", "history", "delete"])
def test_every_page_of_a_story_says_where_it_is(desk, page):
    article = make_draft(headline="Roof")
    text = desk.get(f"/admin/articles/article/{article.pk}/{page}/").text
    crumbs = text.partition('class="breadcrumbs"')[2]
    said = " ".join(strip_tags(unescape(crumbs.partition("</div>")[0]).partition(">")[2]).split())
    assert said.startswith("Home › Newsroom › Stories › Roof › ")
