"""What security researchers and home screens ask for."""

from datetime import datetime, timedelta

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from PIL import Image

pytestmark = pytest.mark.django_db


def fields(client):
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.text.splitlines())


def test_security_txt_says_what_the_settings_say(client, settings):
    settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES = "https://example.com/report", "2027-05-01"
    assert fields(client) == {
        "Contact": "https://example.com/report",
        "Expires": "2027-05-01T00:00:00+00:00",
        "Preferred-Languages": "en",
        "Canonical": "http://testserver/.well-known/security.txt",
    }


def test_security_txt_is_never_out_of_date_by_itself(client, settings):
    settings.SECURITY_CONTACT = "safe@example.com"
    found = fields(client)
    assert found["Contact"] == "mailto:safe@example.com"
    left = datetime.fromisoformat(found["Expires"]) - timezone.now()
    assert timedelta(days=178) < left < timedelta(days=181)


def test_the_manifest_names_the_paper_and_icons_that_are_there(client, settings):
    settings.SITE_NAME = "The Marlside Courier"
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert (manifest["name"], manifest["start_url"], manifest["dir"]) == ("The Marlside Courier", "/", "ltr")
    assert "short_name" not in manifest  # launchers shorten a name better than we can
    sizes = [icon["sizes"] for icon in manifest["icons"]]
    assert sizes == ["192x192", "512x512"]
    for icon in manifest["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert '<link rel="manifest" href="/manifest.webmanifest">' in client.get("/").text
