"""The picture for sharing, at its address."""

import re
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from articles import cards
from articles.editorial import workflow
from articles.models import Article
from tests.factories import make_article, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_storys_page_names_its_card(client):
    article = make_article(headline="Bridge opens")
    page = client.get(article.get_absolute_url()).text
    url = re.search(r'<meta property="og:image" content="http://testserver(.*?)">', page)[1]
    assert url == article.card_url
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    response = client.get(url)
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "image/png",
        "public, max-age=3600, s-maxage=3",
    )
    with Image.open(BytesIO(response.content)) as card:
        assert card.size == (1200, 630)


def test_it_is_drawn_once(client, monkeypatch):
    article = make_article(headline="Drawn once")
    drawn = []
    monkeypatch.setattr(cards, "draw", lambda *arguments: drawn.append(arguments) or b"png")
    assert [client.get(article.card_url).content for _ in range(3)] == [b"png"] * 3
    assert len(drawn) == 1
    assert default_storage.exists(f"cards/{article.pk}/{article.card_version}.png")


def test_an_older_versions_file_goes_when_there_is_a_new_one(client):
    article = make_article(headline="Old words")
    for headline in ("Old words", "New words"):
        Article.objects.filter(pk=article.pk).update(headline=headline)
        article.refresh_from_db()
        client.get(article.card_url)
    assert default_storage.listdir(f"cards/{article.pk}") == ([], [f"{article.card_version}.png"])


def test_an_older_version_leads_to_the_present_one(client):
    article = make_article(headline="New words")
    assert client.get(f"/cards/{article.slug}/0123456789abcdef.png")["Location"] == article.card_url


def test_what_is_not_public_has_no_card(client):
    draft, withdrawn = make_draft(), make_article()
    url = withdrawn.card_url
    assert client.get(url).status_code == 200
    workflow.take(withdrawn, "withdraw", note="Wrong.")
    assert client.get(url).status_code == 404
    assert client.get(draft.card_url).status_code == 404
    assert client.get(f"/media/cards/{withdrawn.pk}/{withdrawn.card_version}.png").status_code == 404
