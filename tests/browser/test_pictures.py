"""Pictures in real Chromium: dropped, described, shown in a story, held back, published, read."""

import base64

import pytest
from playwright.sync_api import expect

from articles.editorial import renditions
from articles.models import Article, Picture
from tests.admin.conftest import row_of
from tests.browser.test_editor import at_end_of, change, editor_of, html_of, save
from tests.factories import ContributorFactory, PersonFactory, make_draft, make_member, make_picture
from tests.pictures import made, photo, xmp

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAID = {
    "dc:description": ["Buses cross the new bridge."],
    "dc:creator": ["Ana Ruiz"],
    "photoshop:Credit": "Newsroom",
}
DROP = """
([selector, files]) => {
    const dropped = new DataTransfer();
    for (const [name, data] of files) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        dropped.items.add(new File([bytes], name, { type: "image/jpeg" }));
    }
    const options = { dataTransfer: dropped, bubbles: true, cancelable: true };
    document.querySelector(selector).dispatchEvent(new DragEvent("drop", options));
}
"""

FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(autouse=True)
def renditions_at_once(monkeypatch):
    """In the thread of the request: one of their own would still be busy when the database is emptied."""
    monkeypatch.setattr(renditions, "start", renditions.work_off)


def drop(page, selector, **files):
    named = [[f"{name}.jpg", base64.b64encode(data).decode()] for name, data in files.items()]
    page.evaluate(DROP, [selector, named])


def picture_page(picture):
    return f"articles/picture/{picture.pk}/change/"


def test_from_the_file_to_the_reader(open_page):
    page = open_page("articles/picture/add/")
    drop(page, "form.drop", bridge=photo((1200, 800), xmp=xmp(SAID)), broken=b"\xff\xd8\xff no", roof=made())
    rows = page.locator(".picture-rows li")
    expect(rows.filter(has_text="bridge.jpg")).to_contain_text("From the file: caption, creator and credit.")
    expect(rows.filter(has_text="broken.jpg")).to_have_class("is-refused")
    expect(rows.filter(has_text="roof.jpg")).to_contain_text("The file says nothing of itself.")
    drop(page, "form.drop", again=photo((1200, 800), xmp=xmp(SAID)))
    expect(rows.filter(has_text="again.jpg")).to_contain_text("The library has this file already")
    bridge, roof = Picture.objects.get(credit="Newsroom"), Picture.objects.get(credit="")

    article = make_draft(bylines=[ContributorFactory()])
    story = open_page(change(article))
    story.wait_for_load_state("networkidle")
    editor_of(story).press("Control+End")
    story.get_by_role("button", name="figure").click()
    story.get_by_role("dialog").get_by_role("button", name="Buses cross").click()
    expect(story.locator(".ProseMirror figure img")).to_be_visible()
    story.wait_for_load_state("networkidle")
    story.locator(".ProseMirror figcaption").click()
    story.wait_for_timeout(500)
    story.keyboard.type("The first bus.")
    story.get_by_role("button", name="Choose a picture").click()
    story.get_by_role("searchbox", name="Search the library").fill("bridge")
    expect(story.locator("dialog .picture-card")).to_have_count(1)
    story.locator("dialog .picture-card").click()
    save(story)
    figure = f'<figure data-picture="{bridge.pk}"><figcaption>The first bus.</figcaption></figure>'
    row = row_of(article)
    assert (row["lead_picture"], row["body"].endswith(figure)) == (bridge, True)

    story.get_by_role("button", name="Publish…").first.click()
    expect(story.locator("main")).to_contain_text("has no alternative text: say what it shows")
    expect(story.get_by_role("button", name="Publish", exact=True)).to_have_count(0)

    page = open_page(picture_page(bridge))
    expect(page.locator(".field-caption")).to_contain_text("from the file")
    expect(page.locator(".field-alt_text")).not_to_contain_text("from the file")
    frame = page.locator(".focal img").bounding_box()
    page.locator(".focal img").click(position={"x": frame["width"] * 0.25, "y": frame["height"] * 0.75})
    page.locator(".focal-mark").press("ArrowRight")
    page.locator(".focal-mark").press("Shift+ArrowUp")
    page.get_by_label("Alt text").fill("A bus on a long bridge")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist .success")
    bridge.refresh_from_db()
    assert (bridge.focal_x, bridge.focal_y) == (0.26, 0.65)
    assert bridge.from_file == ["caption", "creator", "credit"]

    story.reload()
    story.get_by_role("button", name="Publish", exact=True).click()
    story.get_by_role("link", name="View on site").click()
    shown = story.get_by_role("img", name="A bus on a long bridge")
    expect(shown).to_have_count(2)
    assert shown.first.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    expect(story.locator("figcaption").first).to_contain_text("Buses cross the new bridge.")
    expect(story.locator("figcaption").last).to_contain_text("The first bus.")
    expect(story.locator("figcaption").last).to_contain_text("Newsroom")
    lead, figure = (story.locator(".picture img").nth(at).bounding_box() for at in (0, 1))
    assert (figure["x"], figure["width"]) == (lead["x"], lead["width"])
    story.get_by_role("link", name="Newsroom").first.click()
    expect(story.locator(".lead-headline")).to_be_in_viewport()
    assert [one for one in story.said if "400" not in one] == []
    assert roof not in (bridge, None)


def test_a_file_dropped_on_the_story_form(open_page):
    article = make_draft()
    page = open_page(change(article))
    editor_of(page)
    drop(page, ".picture-choice", roof=photo())
    page.get_by_role("dialog").locator(".picture-card").first.click()
    expect(page.locator(".picture-chosen img")).to_be_visible()
    save(page)
    picture = Picture.objects.get()
    assert row_of(article)["lead_picture"] == picture
    page.get_by_role("button", name="Remove").first.click()
    save(page)
    assert row_of(article)["lead_picture"] is None
    assert page.said == []


def test_a_portrait_is_chosen_where_it_can_be_seen(open_page):
    picture = make_picture(photo(), caption="Ada Poole at her desk")
    person = PersonFactory(name="Ada Poole")
    page = open_page(f"articles/person/{person.pk}/change/")
    page.get_by_role("button", name="Choose a picture").click()
    page.get_by_role("dialog").get_by_role("button", name="Ada Poole at her desk").click()
    expect(page.locator(".picture-chosen img")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist .success")
    person.refresh_from_db()
    assert person.portrait == picture
    assert page.said == []


def test_opening_and_saving_a_story_with_pictures_changes_no_byte(open_page):
    one, two = make_picture(caption="One"), make_picture()
    body = (
        f'<figure data-picture="{one.pk}"></figure><p>x</p>'
        f'<figure data-picture="{two.pk}"><figcaption>A <em>bus</em> &amp; more</figcaption></figure>'
    )
    article = make_draft(body=body, lead_picture=one)
    page = open_page(change(article))
    editor_of(page)
    expect(page.locator(".ProseMirror figure img")).to_have_count(2)
    expect(page.locator(".ProseMirror figcaption").first).to_have_attribute("data-placeholder", "One")
    assert html_of(page) == body
    save(page)
    assert article.revisions.count() == 1
    assert page.said == []


def test_a_figure_by_keyboard(open_page):
    picture = make_picture()
    article = make_draft(body=f'<p>One.</p><figure data-picture="{picture.pk}"></figure>')
    page = open_page(change(article))
    page.wait_for_load_state("networkidle")  # the picture is fetched and shown: the caret stays
    at_end_of(page)
    page.evaluate(FRAMES)
    page.keyboard.type("Bus")
    page.keyboard.press("Enter")
    page.keyboard.type("After.")
    figure = f'<figure data-picture="{picture.pk}"><figcaption>Bus</figcaption></figure>'
    assert html_of(page) == f"<p>One.</p>{figure}<p>After.</p>"
    page.keyboard.press("Control+End")
    for _ in "After.":
        page.keyboard.press("Backspace")
    page.keyboard.press("ArrowLeft")
    page.evaluate(FRAMES)  # the editor hears of the caret with the next frame
    for _ in "Bus!":
        page.keyboard.press("Backspace")
    assert html_of(page) == "<p>One.</p><p></p>"


def test_a_reporter_with_scripts_off(pages, tmp_path):
    for name, colour in (("one", "teal"), ("two", "red")):
        (tmp_path / f"{name}.jpg").write_bytes(photo(comment=colour.encode()))
    article = make_draft()
    page = pages(make_member("Reporter"))("articles/picture/add/", java_script_enabled=False)
    page.set_input_files("#id_files", [tmp_path / "one.jpg", tmp_path / "two.jpg"])
    page.get_by_role("button", name="Add them").click()
    expect(page.locator(".messagelist li")).to_have_count(2)
    page.locator(".picture-card").first.click()
    page.get_by_label("Alt text").fill("A roof")
    page.get_by_label("Focal point, from the left").fill("0.3")
    page.get_by_role("button", name="Save", exact=True).click()
    picture = Picture.objects.get(alt_text="A roof")
    assert picture.focal_x == 0.3
    page.goto(page.url.partition("/admin/")[0] + "/admin/" + change(article))
    page.get_by_label("Lead picture").fill(str(picture.pk))
    save(page)
    assert Article.objects.get().lead_picture == picture
