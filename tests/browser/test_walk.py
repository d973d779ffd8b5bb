"""The main job, end to end, as its user does it: import, sign in, edit, publish, read."""

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from articles.models import Article
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REPORT = next((Path(__file__).parent.parent.parent / "seeds").glob("*.txt"))
EDITED = "Putin Calls on Ukrainian Troops in Kursk to Lay Down Their Arms"


@pytest.fixture
def page(new_page, live_server):
    return new_page(base_url=live_server.url)


def test_from_the_seed_to_the_reader(page):
    user = UserFactory(username="ada")
    user.set_password("correct horse")
    user.save()
    call_command("import_seeds", str(REPORT))
    article = Article.objects.get()
    body = article.body

    page.goto("/")
    expect(page.locator("main")).not_to_contain_text("Kursk")

    page.goto("/admin/articles/article/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name=article.headline).click()

    expect(page.locator("#origin")).to_contain_text("EDITOR’S PICKS")
    page.get_by_label("Headline", exact=False).first.fill(EDITED)
    page.get_by_role("button", name="Publish…").first.click()
    expect(page.locator("main")).to_contain_text("live now")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("link", name="View on site").click()

    expect(page.locator("h1")).to_have_text(EDITED)
    expect(page.locator("article p").filter(has_text="Danielle Bell, head of the mission")).to_be_visible()
    article.refresh_from_db()
    assert (article.headline, article.is_headline_confirmed, article.body) == (EDITED, True, body)
    for name in ("Vladimir Putin", "Danielle Bell"):
        expect(page.get_by_role("link", name=name)).to_be_visible()
    page.get_by_role("link", name="Vladimir Putin").click()
    expect(page.get_by_role("link", name=EDITED)).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("link", name=EDITED)).to_be_visible()
    assert page.said == []
