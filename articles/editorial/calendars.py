"""The calendar of what is scheduled or embargoed, at an address that needs no session and can be revoked."""

import secrets

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from articles.editorial.workflow import UNPUBLISHED
from articles.models import Article, Preferences

MOST = 500
signer = signing.Signer(salt="articles.calendar")


def address(preferences: Preferences) -> str:
    """The whole address of somebody's calendar; empty where they have none."""
    if not preferences.calendar:
        return ""
    token = signer.sign(f"{preferences.user_id}.{preferences.calendar}")
    return f"{settings.SITE_URL}{reverse('calendar', args=[token])}"


def renew(user: User, *, off: bool = False) -> None:
    """Give somebody another address of their calendar, or none; the one before leads nowhere from now on."""
    key = "" if off else secrets.token_urlsafe(16)
    Preferences.objects.update_or_create(user=user, defaults={"calendar": key})


def owner(token: str) -> User | None:
    """Whose calendar this is; nobody's when the token is forged or revoked, or the account may not look."""
    try:
        pk, _, key = signer.unsign(token).partition(".")
    except signing.BadSignature:
        return None
    row = Preferences.objects.filter(pk=int(pk), calendar=key).select_related("user").first()
    may_look = row and row.user.is_staff and row.user.has_perm("articles.view_article")
    return row.user if row and may_look else None


def calendar() -> bytes:
    """An iCalendar (RFC 5545) of what appears from now on, soonest first."""
    now = timezone.now()
    held = Q(embargo_until__gt=now, status__in=UNPUBLISHED)
    rows = Article.objects.filter(Q(live_at__gt=now) | held).select_related("latest_revision")
    made = Calendar()
    made.add("prodid", "-//Newsroom//Desk//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"{settings.SITE_NAME} desk")
    for article in rows.order_by(Coalesce("live_at", "embargo_until"))[:MOST]:
        made.add_component(_event(article))
    return bytes(made.to_ical())


def _event(article: Article) -> Event:
    story = settings.SITE_URL + reverse("admin:articles_article_change", args=[article.pk])
    word = "Goes live" if article.live_at else "Embargo ends"
    event = Event()
    event.add("uid", f"story-{article.pk}@{settings.ALLOWED_HOSTS[0]}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", article.live_at or article.embargo_until)
    event.add("summary", f"{word}: {(article.latest_revision or article).headline}")
    event.add("description", f"{article.get_status_display()}\n{story}")
    event.add("url", story)
    return event
