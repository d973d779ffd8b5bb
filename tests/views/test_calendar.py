"""The desk's calendar, at an address of each person's own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from articles.editorial import calendars
from articles.models import Preferences
from tests.admin.conftest import told
from tests.factories import make_article, make_draft, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(client):
    user = make_member("Reporter")
    client.force_login(user)
    client.post(reverse("admin:preferences"), {"_calendar": "on"})
    client.logout()
    return calendars.address(Preferences.objects.get(user=user)).removeprefix("http://testserver")


def test_it_holds_what_is_scheduled_and_embargoed(client, address):
    now = timezone.now().replace(microsecond=0)
    make_article(headline="Council; budget, “vote”", publish_at=now + timedelta(hours=2))
    make_draft(headline="Held", embargo_until=now + timedelta(hours=1))
    make_article(headline="Live already")
    make_draft(headline="No time")
    response = client.get(address)
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "text/calendar; charset=utf-8",
        "no-store, private",
    )
    events = [
        (event["summary"], event["dtstart"].dt) for event in Calendar.from_ical(response.content).events
    ]
    assert events == [
        ("Embargo ends: Held", now + timedelta(hours=1)),
        ("Goes live: Council; budget, “vote”", now + timedelta(hours=2)),
    ]


def test_a_forged_or_revoked_address_is_unknown(client, address):
    assert client.get(address).status_code == 200
    assert client.get(address.replace(".ics", "x.ics")).status_code == 404
    user = Preferences.objects.get().user
    for off in (False, True):
        calendars.renew(user, off=off)
        assert client.get(address).status_code == 404
    assert calendars.address(Preferences.objects.get()) == ""


def test_making_and_renewing_say_what_became_of_the_address(client):
    client.force_login(make_member("Reporter"))
    answers = [
        told(client.post(reverse("admin:preferences"), {"_calendar": value}, follow=True))
        for value in ("on", "on", "off")
    ]
    gone = ["The calendar’s old address leads nowhere any more."]
    assert answers == [["Your calendar is ready."], gone, gone]


def test_an_account_that_is_closed_has_no_calendar(client, address):
    user = Preferences.objects.get().user
    user.is_active = False
    user.save()
    assert client.get(address).status_code == 404
