"""What every public page shows around its own content."""

import logging
from collections.abc import Iterable
from functools import cached_property, lru_cache

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import translation

from articles import languages
from articles.caching import Current
from articles.editorial import worker
from articles.models import Article, Section

logger = logging.getLogger(__name__)


class Site:
    """The paper as its pages name it. Nothing is read until a template asks, so the admin pays nothing."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        self.edition: Current | None = getattr(request, "edition", None)
        self.name: str = settings.SITE_NAME
        self.url: str = settings.SITE_URL
        self.description: str = settings.SITE_DESCRIPTION

    @cached_property
    def sections(self) -> list[Section]:
        """Those that have stories, in order; none while the database is away, so that an error page comes."""
        try:
            return _sections_of(self.edition) if self.edition else _sections()
        except DatabaseError:
            logger.exception("The navigation is empty: the database does not answer.")
            return []

    def name_sections(self, stories: Iterable[Article]) -> None:
        """Give stories their sections, which are few and at hand: no query need join them."""
        known = {section.pk: section for section in self.sections}
        for story in stories:
            if story.section_id in known:
                story.section = known[story.section_id]

    @cached_property
    def complaints(self) -> list[str]:
        """What the desk should know of the worker and of changes that do not work."""
        return worker.complaints()

    @property
    def language(self) -> str:
        return translation.get_language() or "en"

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


def _sections() -> list[Section]:
    return list(Article.objects.published().sections())


@lru_cache(maxsize=2)
def _sections_of(edition: Current) -> list[Section]:
    return _sections()


def site(request: HttpRequest) -> dict[str, Site]:
    """A context processor."""
    return {"site": Site(request)}
