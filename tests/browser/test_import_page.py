"""The import page in real Chromium: files dropped, one left out, imported, a draft opened."""

import pytest
from playwright.sync_api import expect

from articles.editorial.uploads import working
from articles.models import Article, Upload
from tests.editorial.test_uploads import text, zipped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIRE = zipped(("sport/inside.txt", text(3)))
DROP = """
([files]) => {
    const dropped = new DataTransfer();
    for (const [name, bytes] of files) dropped.items.add(new File([new Uint8Array(bytes)], name));
    const options = { dataTransfer: dropped, bubbles: true, cancelable: true };
    document.querySelector("form.drop").dispatchEvent(new DragEvent("drop", options));
}
"""


@pytest.fixture
def start(open_page, settings, tmp_path):
    """Opens the import page, signed in."""
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    return lambda **options: open_page("articles/upload/", **options)


def drop(page, *files):
    page.evaluate(DROP, [[[name, list(data)] for name, data in files]])


def test_the_whole_walk(start):
    page = start()
    drop(page, ("one.txt", text(1)), ("two.txt", text(2)), ("wire.zip", WIRE))
    expect(page.locator(".chosen-files li")).to_have_count(4)
    page.get_by_role("button", name="Look at them").click()

    expect(page.locator("tbody th small")).to_have_text(["one.txt", "two.txt", "wire.zip/sport/inside.txt"])
    page.get_by_text("Before and after").first.click()
    expect(page.get_by_role("heading", name="Before").first).to_be_visible()
    page.get_by_role("checkbox", name="Import two.txt").uncheck()
    page.get_by_role("button", name="Import what is ticked").click()

    expect(page.get_by_text("The import is done.")).to_be_visible()
    headlines = Article.objects.order_by("id").values_list("headline", flat=True)
    assert list(headlines) == ["Gates 1 opened", "Gates 3 opened"]
    page.get_by_role("link", name="Open the drafts").click()
    page.get_by_role("link", name="Gates 3 opened").click()
    expect(page.locator("#id_headline")).to_have_value("Gates 3 opened")
    assert page.said == []


def test_many_files_go_in_portions_and_progress_is_followed(start, monkeypatch):
    monkeypatch.setattr(working, "A_WHILE", -1.0)
    monkeypatch.setattr(working, "PORTION", 1)
    page = start()
    drop(page, *((f"{number:02}.txt", text(number)) for number in range(52)))
    page.get_by_role("button", name="Look at them").click()
    expect(page.locator("#progress")).to_contain_text("of 52 files")
    page.wait_for_selector("text=all 52", timeout=120_000)
    assert Upload.objects.get().documents.count() == 52
    assert page.said == []


def test_by_keyboard_alone(start):
    page = start()
    drop(page, ("one.txt", text(1)))
    page.get_by_role("button", name="Look at them").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".documents")
    page.get_by_role("checkbox", name="Import one.txt").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Before")).to_be_visible()
    page.get_by_role("button", name="Import what is ticked").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("The import is done.")).to_be_visible()
    assert Article.objects.count() == 1


def test_too_much_is_said_before_it_is_sent(start, settings):
    settings.IMPORT_UPLOAD_MAX_BYTES = 1024
    page = start()
    drop(page, ("large.txt", b"x" * 2048))
    expect(page.get_by_role("alert")).to_have_text("That is 2 KB, and one upload may hold 1 KB. Choose anew.")
    expect(page.get_by_role("button", name="Look at them")).to_be_disabled()
    page.get_by_role("button", name="Choose anew").click()
    drop(page, ("small.txt", text(1)))
    page.get_by_role("button", name="Look at them").click()
    page.wait_for_selector(".documents")


def test_without_scripts(start, tmp_path):
    (tmp_path / "one.txt").write_bytes(text(1))
    page = start(java_script_enabled=False)
    expect(page.get_by_text("Drop files")).not_to_be_visible()
    page.set_input_files("#id_files", tmp_path / "one.txt")
    page.get_by_role("button", name="Look at them").click()
    page.get_by_role("button", name="Import what is ticked").click()
    page.get_by_role("link", name="Gates 1 opened").click()
    assert Article.objects.get().headline == "Gates 1 opened"
