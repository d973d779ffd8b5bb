"""The library of pictures: which stories use one."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from articles.models import Article, Figure, Person, Picture, Revision

MOST_USES = 50  # versions that are looked through for their stories


@dataclass(frozen=True, slots=True)
class Use:
    """A story that shows a picture: to its readers, in its working copy, or in an older version only."""

    article: Article
    is_live: bool
    is_current: bool

    @property
    def told(self) -> str:
        if self.is_live:
            return "readers see it"
        return "in the working copy" if self.is_current else "in an older version"


def uses(picture: Picture) -> list[Use]:
    """The stories of the newest fifty versions that show a picture, the newest first."""
    as_lead = Revision.objects.order_by().filter(lead_picture=picture)
    as_figure = Revision.objects.order_by().filter(
        pk__in=Figure.objects.filter(picture=picture).values("revision")
    )
    newest = [rows.order_by("-pk").values_list("pk", "article")[:MOST_USES] for rows in (as_lead, as_figure)]
    shown = sorted({row for rows in newest for row in rows}, reverse=True)
    stories = Article.objects.select_related("latest_revision").in_bulk({article for _, article in shown})
    versions = {pk for pk, _ in shown}
    return [
        Use(one, one.is_live and one.live_revision_id in versions, one.latest_revision_id in versions)
        for one in (stories[pk] for pk in dict.fromkeys(article for _, article in shown))
    ]


def unused(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Those that no version of any story shows, and that are nobody's portrait."""
    return pictures.filter(
        ~Exists(Figure.objects.filter(picture=OuterRef("pk"))),
        ~Exists(Revision.objects.filter(lead_picture=OuterRef("pk"))),
        ~Exists(Article.objects.filter(lead_picture=OuterRef("pk"))),
        ~Exists(Person.objects.filter(portrait=OuterRef("pk"))),
    )


def newest(pictures: QuerySet[Picture], number: int) -> QuerySet[Picture]:
    """Those among the so many newest of the library."""
    oldest = Picture.objects.order_by("-pk").values("pk")[number - 1 : number]
    return pictures.filter(pk__gte=Coalesce(oldest, 0))


def is_unused(picture: Picture) -> bool:
    """Whether no version of any story shows the picture, and no person has it."""
    return unused(Picture.objects.filter(pk=picture.pk)).exists()


def is_public(picture: Picture) -> bool:
    """Whether readers see the picture now: in a story, or on the page of whose portrait it is."""
    stories = Article.objects.published()
    return stories.showing(picture).exists() or stories.naming(Person).filter(portrait=picture).exists()
