"""The front page: what editors arrange on it, and what fills the rest; and the page about the paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from articles import caching, markup
from articles.editorial import log
from articles.models import AboutPage, Article, Byline, FrontPlace

TOP, PICKS = FrontPlace.Part.TOP, FrontPlace.Part.PICKS
MOST = 8  # places in each part
# Top stories and the latest beside them: where the lead has no picture, two more top stories fill its place.
WITH_PICTURE, WITHOUT = (3, 8), (5, 6)
TOGETHER = 11


class Overtaken(Exception):
    """Somebody else has changed the page since it was looked at."""


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The top of the page as readers see it now: the lead and its seconds, the latest, the picks."""

    top: list[Article]
    latest: list[Article]
    picks: list[Article]

    @property
    def shown(self) -> list[Article]:
        return [*self.top, *self.latest, *self.picks]


def now() -> FrontPage:
    """What editors arranged and readers may see, filled up with the newest stories; three queries."""
    stories = Article.objects.published().select_related("section", "lead_picture").defer("body")
    standing = FrontPlace.objects.standing()
    placed = list(
        stories.filter(front_place__in=standing).select_related("front_place").order_by("front_place__rank")
    )
    top, picks = ([one for one in placed if one.front_place.part == part][:MOST] for part in (TOP, PICKS))
    newest = Article.objects.listed().exclude(pk__in=[story.pk for story in placed])
    fill = list(newest.select_related("section", "lead_picture").defer("body")[:TOGETHER])
    lead = next(iter([*top, *fill]), None)
    usual, latest = WITH_PICTURE if lead and lead.picture else WITHOUT
    missing = max(0, usual - len(top))
    page = FrontPage(top + fill[:missing], fill[missing : missing + latest], picks)
    bylines = Prefetch("bylines", Byline.objects.select_related("contributor"))
    prefetch_related_objects([*page.top, *page.picks], bylines)
    return page


def standing() -> list[FrontPlace]:
    """What editors arranged and is not over yet, whether readers may see the story or not."""
    places = FrontPlace.objects.standing().select_related("article__section")
    return list(places.defer("article__body"))


def seen(places: Iterable[FrontPlace]) -> str:
    """An arrangement in short: what an editor had before them."""
    return ",".join(f"{place.part[0]}{place.article_id}" for place in places)


def arrange(places: Sequence[FrontPlace], *, user: User, before: str) -> None:
    """Put these places, in this order, in the stead of all that were there.

    `before` is the arrangement that the editor looked at; raises Overtaken when it is another by now.
    """
    with transaction.atomic():
        caching.renew()  # first: its one row makes editors wait for each other
        if seen(standing()) != before:
            raise Overtaken
        FrontPlace.objects.all().delete()
        for rank, place in enumerate(places):
            place.pk, place.rank = None, rank
        FrontPlace.objects.bulk_create(places)
        note = "; ".join(str(place) for place in places) or "All by itself"
        log.entry("arrange", user=user, subject="Front page", note=note).save()


def about() -> AboutPage:
    """The page as readers see it; until an editor has written it, a text from the settings."""
    return AboutPage.objects.first() or AboutPage(body=_usual_text())


def _usual_text() -> str:
    context = {
        "name": settings.SITE_NAME,
        "description": settings.SITE_DESCRIPTION,
        "contact": settings.SITE_CONTACT,
        "corrections": f"{settings.SITE_URL}{reverse('corrections')}",
    }
    text = render_to_string("articles/_promises.html", context)
    return markup.sanitise(text.replace("\n", ""))


def write_about(body: str, *, user: User, before: str) -> None:
    """Put a text in the stead of `before`, which the editor looked at; raises Overtaken if it is gone."""
    with transaction.atomic():
        caching.renew()  # first: its one row makes editors wait for each other
        if about().body != before:
            raise Overtaken
        AboutPage(body=markup.sanitise(body), written_at=timezone.now()).save()
        log.entry("rewrite", user=user, subject="About page").save()
