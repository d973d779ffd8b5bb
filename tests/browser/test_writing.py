"""Nobody's words are lost: closed tabs, lost sessions, no network, two editors, no scripts."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Autosave
from tests.admin.conftest import row_of
from tests.browser.test_editor import at_end_of, change, editor_of, save
from tests.factories import PersonFactory, UserFactory, make_article, make_draft, make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = "<p>One.</p><p>Two.</p><p>Three.</p>"


def kept(page):
    expect(page.locator(".kept")).to_contain_text("Autosaved", timeout=15_000)


def log_in(page, user):
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector("#user-tools")


@pytest.fixture
def ben(db):
    user = UserFactory(username="ben", first_name="Ben", last_name="Okafor")
    user.set_password("correct horse")
    user.save()
    return user


def test_only_what_was_typed_differs(open_page):
    article = make_article(
        body="<p>a&nbsp;b</p><p>two  spaces\nand a break</p>", people=[PersonFactory(name="Ann")]
    )
    page = open_page(change(article))
    editor_of(page)
    page.fill("#id_dek", "Typed.")
    kept(page)
    row = Autosave.objects.get()
    assert (row.content["dek"], row.content["body"], row.content["people"]) == ("Typed.", article.body, "Ann")
    page.fill("#id_dek", article.dek)
    expect(page.locator(".kept")).to_be_empty(timeout=15_000)
    assert Autosave.objects.get().content is None


def test_a_story_with_a_machines_headline_is_not_autosaved_by_looking_at_it(open_page):
    page = open_page(change(make_draft(is_headline_confirmed=False)))
    with page.expect_response("**/autosave/"):
        editor_of(page)
    expect(page.locator(".kept")).to_be_empty()
    assert Autosave.objects.get().content is None


def test_a_closed_tab_loses_nothing(open_page):
    article = make_draft(body=BODY)
    page = open_page(change(article))
    at_end_of(page)
    with page.expect_response(lambda answer: "Three.+And+this." in (answer.request.post_data or "")):
        page.keyboard.type(" And this.")
    kept(page)
    root = page.url
    page.close()
    again = open_page(change(article))
    expect(again.locator(".unsaved-offer")).to_contain_text("You have unsaved changes from")
    again.get_by_role("link", name="Look at them").click()
    expect(again.locator(".compared ins")).to_have_text("Three. And this.")
    again.get_by_role("link", name="Take them").click()
    expect(editor_of(again)).to_contain_text("Three. And this.")
    save(again)
    assert row_of(article)["body"] == BODY.replace("Three.", "Three. And this.")
    expect(again.locator(".unsaved-offer")).to_have_count(0)
    assert again.url == root


def test_what_was_typed_a_moment_before_the_page_is_left_is_kept(open_page):
    article = make_draft()
    page = open_page(change(article))
    editor_of(page)
    page.fill("#id_dek", "Typed a moment ago.")
    page.goto(page.url.partition("/admin/")[0] + "/admin/")
    page.goto(page.url + change(article))
    expect(page.locator(".unsaved-offer")).to_have_count(1)
    assert Autosave.objects.get(content__isnull=False).content["dek"] == "Typed a moment ago."


def test_a_lost_session_loses_nothing(pages, ben):
    article = make_draft(body=BODY)
    page = pages(ben)(change(article))
    editor_of(page)
    Session.objects.all().delete()
    page.fill("#id_dek", "Typed without a session.")
    expect(page.locator(".kept")).to_contain_text(
        "You are logged out. Your text is kept here.", timeout=15_000
    )
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log in in another tab").click()
    log_in(opened.value, ben)
    kept(page)
    page.get_by_role("button", name="Find people in the text").click()
    expect(page.get_by_text("The text names no other people.")).to_be_visible()
    save(page)
    assert row_of(article)["dek"] == "Typed without a session."


def test_a_save_without_a_session_is_offered_after_the_log_in(pages, ben):
    article = make_draft()
    page = pages(ben)(change(article), timezone_id="Pacific/Auckland")
    editor_of(page)
    Session.objects.all().delete()
    page.fill("#id_dek", "Saved without a session.")
    typed = timezone.localtime()
    page.locator("button[name=_continue]").first.click()
    log_in(page, ben)
    minutes = "|".join(f"{typed + timedelta(minutes=one):%H:%M}" for one in (-1, 0, 1))
    expect(page.locator(".waited")).to_contain_text(re.compile(f"This browser kept words from ({minutes}) "))
    page.get_by_role("link", name="Show them").click()
    page.get_by_role("link", name="Take them").click()
    expect(page.locator("#id_dek")).to_have_value("Saved without a session.")
    save(page)
    assert row_of(article)["dek"] == "Saved without a session."


def test_without_network_the_text_waits_in_the_browser(open_page):
    article = make_draft()
    page = open_page(change(article))
    editor_of(page)
    page.context.set_offline(True)
    page.fill("#id_dek", "Typed in a tunnel.")
    expect(page.locator(".kept")).to_contain_text("The server cannot be reached", timeout=15_000)
    page.context.set_offline(False)
    kept(page)
    assert Autosave.objects.get(content__isnull=False).content["dek"] == "Typed in a tunnel."


def test_saving_by_keyboard(open_page):
    article = make_draft()
    page = open_page(change(article))
    editor_of(page).press("Control+End")
    page.keyboard.type(" More.")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist .success")
    body = row_of(article)["body"]
    assert " More." in body
    assert body.replace(" More.", "") == article.body


def test_saving_by_a_keyboard_of_other_letters(open_page):
    article = make_draft()
    page = open_page(change(article))
    page.fill("#id_dek", "Мост открыт.")
    stroke = "{ key: 'ы', code: 'KeyS', ctrlKey: true, bubbles: true, cancelable: true }"
    page.evaluate(f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {stroke}))")
    page.wait_for_selector(".messagelist .success")
    assert row_of(article)["dek"] == "Мост открыт."


def tab_to(page, name):
    """On to the first link or button that is called so."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"No tab leads to {name}.")


def test_from_its_writer_to_the_schedule_by_keyboard_alone(pages):
    article = make_draft(headline="Bridge Opens", publish_at=timezone.now() + timedelta(days=1))
    written = pages(make_member("Reporter"))(change(article))
    editor_of(written).press("Control+End")
    written.keyboard.type(" More.")
    written.keyboard.press("Control+Shift+Enter")
    expect(written.get_by_role("button", name="Submit for review").first).to_be_focused()
    written.keyboard.press("Enter")
    expect(written.locator(".messagelist")).to_contain_text("Submitted for review.")
    page = pages(make_member("Editor"))("")
    tab_to(page, "Bridge Opens")
    page.keyboard.press("Enter")
    editor_of(page).press("Tab")
    expect(page.get_by_role("link", name="To the buttons").first).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "Approve")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Approved.")
    tab_to(page, "Schedule…")
    page.keyboard.press("Enter")
    page.wait_for_selector(".forecast")
    tab_to(page, "Schedule")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Scheduled: goes live tomorrow")
    assert " More." in row_of(article)["body"]


def test_conflict_by_keyboard_alone(open_page, colleague_page):
    article = make_draft(body=BODY)
    page, other = open_page(change(article)), colleague_page(change(article))
    for editor, word in ((other, "Ben"), (page, "Mine")):
        editor_of(editor).press("Control+Home")
        editor.keyboard.type(f"{word}: ")
    save(other)
    expect(page.locator(".newer")).to_contain_text("Ben Okafor saved this story", timeout=30_000)
    save(page)
    expect(page.locator("h1, h2").first).to_have_text("Two versions become one")
    page.get_by_role("radio", name="Yours").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Both")).to_be_checked()
    expect(page.get_by_role("textbox", name="Body, in other words")).to_have_text("Ben: One.Mine: One.")
    page.get_by_role("textbox", name="Body, in other words").focus()
    page.keyboard.type(" Ours.")
    expect(page.get_by_role("radio", name="In other words")).to_be_checked()
    page.get_by_role("button", name="Save what I chose").press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert row_of(article)["body"] == BODY.replace("<p>One.</p>", "<p>Ben: One.</p><p>Mine: One. Ours.</p>")


def test_without_scripts_saves_merge_and_conflicts_are_settled(open_page, colleague_page):
    article = make_draft(body=BODY, dek="")
    plain, other = (
        open_(change(article), java_script_enabled=False) for open_ in (open_page, colleague_page)
    )
    other.fill("#id_body", BODY.replace("Three.", "Three, Ben."))
    other.fill("#id_dek", "Ben’s.")
    save(other)
    plain.fill("#id_body", BODY.replace("One.", "One, mine."))
    plain.fill("#id_dek", "Mine.")
    save(plain)
    plain.get_by_role("radio", name="Yours").check()
    plain.get_by_role("button", name="Save what I chose").click()
    plain.wait_for_selector(".messagelist .success")
    row = row_of(article)
    assert row["body"] == "<p>One, mine.</p><p>Two.</p><p>Three, Ben.</p>"
    assert row["dek"] == "Mine."
