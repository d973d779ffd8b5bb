"""The box of people and topics in real Chromium: by keyboard alone, and as a screen reader meets it."""

import pytest
from playwright.sync_api import expect

from articles.models import PersonAlias
from tests.admin.conftest import row_of
from tests.browser.test_editor import change, editor_of, save
from tests.factories import PersonFactory, make_article, make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = (
    "<p>Edith Calloway, the mayor, spoke on Monday. It rained.</p>"
    "<p>“We mend the roof first,” Calloway said. Tom Petrie, a baker, clapped. Ann Ash, another, did not.</p>"
)


def chips(page):
    return page.locator(".field-people .name-chip > bdi")


def test_the_roles_of_a_combobox(open_page):
    donald = PersonFactory(name="Donald Trump", description="A president")
    make_article(people=[donald])
    PersonFactory(name="Ivana Trump")
    page = open_page(change(make_draft()))
    field = page.get_by_role("combobox", name="People")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.focus()
    page.keyboard.type("trump")
    expect(page.get_by_role("combobox", name="People", expanded=True)).to_be_focused()
    expect(page.locator(".field-people")).to_match_aria_snapshot("""
        - text: "People:"
        - combobox "People:" [expanded]: trump
        - listbox "Known names":
          - option "Donald Trump A president"
          - option "Ivana Trump"
          - option "trump new person"
        - status: 2 known
        - text: Alt with the arrow keys moves it, Delete removes it.
        - button "Find people in the text"
        - 'list "People in the text: Enter takes one, Delete rejects it"'
        - text: Whom the story is about, most important first.
    """)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="Ivana Trump", selected=True)).to_have_id(
        field.get_attribute("aria-activedescendant")
    )
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(chips(page)).to_have_text(["Donald Trump"])
    expect(page.get_by_role("combobox", name="People", expanded=False)).to_be_focused()
    expect(page.locator(".field-people [role=status]")).to_have_text("Donald Trump added")
    page.keyboard.type("iv")
    page.get_by_role("option", name="Ivana Trump").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_did_you_mean(open_page):
    PersonFactory(name="Vladimir Putin")
    PersonAlias.objects.create(person=PersonFactory(name="Zoë Quinn"), name="Mayor Quinn")
    article = make_draft()
    page = open_page(change(article))
    field = page.get_by_role("combobox", name="People")
    field.focus()
    for name in ("Vladimr Putin", "mayor quinn", "Somebody Else"):
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    expect(chips(page)).to_have_text(["Vladimr Putin", "Zoë Quinn", "Somebody Else"])
    expect(page.locator(".field-people .name-fresh")).to_have_text(["new", "new"])
    page.get_by_role("button", name="Did you mean Vladimir Putin?").press("Enter")
    expect(chips(page)).to_have_text(["Vladimir Putin", "Zoë Quinn", "Somebody Else"])
    field.focus()
    page.keyboard.type("Zoe Quin")
    expect(page.get_by_role("option", name="Zoe Quin new person")).to_be_visible()
    save(page)
    assert row_of(article)["people"] == ["Vladimir Putin", "Zoë Quinn", "Somebody Else", "Zoe Quin"]


def test_order_and_removal_by_keyboard_alone(open_page):
    article = make_draft(people=[PersonFactory(name=name) for name in ("Ann", "Bo", "Cy")])
    page = open_page(change(article))
    page.get_by_role("button", name="Remove: Cy").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(chips(page)).to_have_text(["Cy", "Ann", "Bo"])
    expect(page.locator(".field-people [role=status]")).to_have_text("Cy, place 1 of 3")
    expect(page.get_by_role("button", name="Remove: Cy")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Delete")
    expect(chips(page)).to_have_text(["Ann", "Bo"])
    expect(page.locator(".field-people [role=status]")).to_have_text("Cy removed")
    expect(page.get_by_role("button", name="Remove: Bo")).to_be_focused()
    save(page)
    assert row_of(article)["people"] == ["Ann", "Bo"]


def test_dragging(open_page):
    article = make_draft(people=[PersonFactory(name=name) for name in ("Ann", "Bo", "Cy")])
    page = open_page(change(article))
    page.locator(".field-people .name-chip", has_text="Cy").drag_to(
        page.locator(".field-people .name-chip", has_text="Ann")
    )
    expect(chips(page)).to_have_text(["Cy", "Ann", "Bo"])


def test_names_in_the_text_are_taken_and_rejected_in_one_key_each(open_page):
    PersonFactory(name="Edith Calloway")
    article = make_draft(body=BODY)
    page = open_page(change(article))
    editor_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("Walter Pascoe laughed.")
    page.get_by_role("button", name="Find people in the text").press("Enter")
    found = page.locator(".field-people .name-found > li")
    expect(found).to_have_count(4)
    expect(found.first).to_contain_text("Edith Calloway, the mayor, spoke on Monday.")
    expect(found.first.locator("> q mark")).to_have_text(["Edith Calloway"])
    expect(page.get_by_role("button", name="Add: Edith Calloway")).to_be_focused()
    page.keyboard.press("Enter")
    expect(chips(page)).to_have_text(["Edith Calloway"])
    expect(page.get_by_role("button", name="Add: Tom Petrie")).to_be_focused()
    with page.expect_response("**/suggest/"):
        page.keyboard.press("Delete")
    expect(page.get_by_role("button", name="Add: Ann Ash")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(chips(page)).to_have_text(["Edith Calloway", "Walter Pascoe"])
    expect(page.locator(".field-people .name-fresh")).to_have_text(["new"])
    save(page)
    assert row_of(article)["people"] == ["Edith Calloway", "Walter Pascoe"]
    page.get_by_role("button", name="Find people in the text").press("Enter")
    expect(found.locator(".name-what bdi")).to_have_text(["Ann Ash"])
    assert page.said == []


def test_a_name_taken_is_autosaved_and_merged_like_one_that_was_typed(open_page, colleague_page):
    article = make_draft(body=BODY)
    page, other = open_page(change(article)), colleague_page(change(article))
    for editor, name in ((other, "Tom Petrie"), (page, "Edith Calloway")):
        editor.get_by_role("button", name="Find people in the text").press("Enter")
        editor.get_by_role("button", name=f"Add: {name}").press("Enter")
    expect(page.locator(".kept")).to_contain_text("Autosaved", timeout=15_000)
    save(other)
    save(page)
    assert sorted(row_of(article)["people"]) == ["Edith Calloway", "Tom Petrie"]
    assert article.autosaves.filter(content__isnull=False).count() == 0
