"""The page about the paper: what it promises its readers."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from articles import caching, markup
from articles.editorial import log
from articles.models import AboutPage


class Overtaken(Exception):
    """Somebody else has written the page since it was looked at."""


def standing() -> AboutPage:
    """The page as readers see it; until an editor has written it, a text from the settings."""
    return AboutPage.objects.first() or AboutPage(body=_usual())


def _usual() -> str:
    context = {
        "name": settings.SITE_NAME,
        "description": settings.SITE_DESCRIPTION,
        "contact": settings.SITE_CONTACT,
        "corrections": f"{settings.SITE_URL}{reverse('corrections')}",
    }
    text = render_to_string("articles/_promises.html", context)
    return markup.sanitise(text.replace("\n", ""))


def write(body: str, *, user: User, before: str) -> None:
    """Put a text in the stead of `before`, which the editor looked at; raises Overtaken if it is gone."""
    with transaction.atomic():
        caching.renew()  # first: its one row makes editors wait for each other
        if standing().body != before:
            raise Overtaken
        AboutPage(body=markup.sanitise(body), written_at=timezone.now()).save()
        log.entry("rewrite", user=user, subject="About page").save()
