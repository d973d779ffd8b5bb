"""What waits at the desk: a few bounded lists, each one query whatever the archive's size."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.editorial import workflow
from articles.editorial.workflow import APPROVED, DRAFT, IN_REVIEW, UNPUBLISHED, Step
from articles.models import Article, Message, SourceDocument, StatusChange, name_of

MOST_COUNTED = 50
SHOWN = 8
DAYS = 7
GAP = timedelta(hours=3)  # an empty stretch of a day that is worth a line
COLUMNS = (
    *("status", "headline", "publish_at", "embargo_until", "expire_at", "live_at", "first_published_at"),
    *("created_at", "latest_revision", "live_revision", "section__name"),
    *(f"owner__{name}" for name in ("username", "first_name", "last_name")),
    *(f"latest_revision__{name}" for name in ("headline", "publish_at", "embargo_until", "created_at")),
)
FORWARD = ("submit", "approve", "schedule", "publish", "publish_changes")


@dataclass(frozen=True, slots=True)
class Item:
    """A story in a list: its newest headline, and the step that takes it further, where one is open."""

    article: Article
    step: Step | None

    @property
    def headline(self) -> str:
        return (self.article.latest_revision or self.article).headline

    @property
    def owner(self) -> str:
        return name_of(self.article.owner)

    @property
    def due(self) -> datetime | None:
        """When it appears, or is meant to."""
        times = (self.article.publish_at, self.article.embargo_until)
        return self.article.live_at or max(filter(None, times), default=None)


@dataclass(frozen=True, slots=True)
class Box:
    """A list: its first stories, and how many there are, counted to fifty."""

    name: str
    title: str
    items: list[Item]
    number: int
    filters: str = ""

    @property
    def count(self) -> str:
        return f"{MOST_COUNTED}+" if self.number > MOST_COUNTED else str(self.number)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the time line: stories and, as numbers of hours, the gaps between them, in order."""

    date: date
    entries: list[Item | int]


def boxes(user: User) -> list[Box]:
    """The lists of one person's desk; six queries."""
    stories = Article.objects.all()
    changed = stories.filter(unpublished__isnull=False).order_by("-unpublished")
    lists = (
        ("waiting", "Waiting for me", _waiting(user), ""),
        ("mine", "Mine", stories.filter(owner=user, status__in=UNPUBLISHED), ""),
        ("review", "In review", stories.filter(status=IN_REVIEW), "standing=in_review"),
        ("changes", "Unpublished changes", changed, "standing=changes"),
        ("imports", "Imports to review", stories.filter(owner=None, status=DRAFT), "standing=draft"),
        ("proposals", "New versions from imports", _with_proposals(), ""),
    )
    return [_box(name, title, rows, user, filters) for name, title, rows, filters in lists]


def _box(name: str, title: str, rows: QuerySet[Article], user: User, filters: str) -> Box:
    rows = rows if rows.query.order_by else rows.order_by("-id")
    found = _items(rows[: MOST_COUNTED + 1], user)
    return Box(name, title, found[:SHOWN], len(found), filters)


def _items(rows: QuerySet[Article], user: User) -> list[Item]:
    related = rows.select_related("latest_revision", "owner", "section").only(*COLUMNS)
    return [Item(article, next_step(article, user)) for article in related]


def next_step(article: Article, user: User) -> Step | None:
    """The step that takes a story on towards its readers."""
    steps = workflow.next_steps(article, user)
    return next((step for step in steps if step.name in FORWARD), None)


def _waiting(user: User) -> QuerySet[Article]:
    """What nobody takes on but somebody like this user: to review, to publish, or sent back to them."""
    statuses = [IN_REVIEW] * user.has_perm("articles.review_article")
    statuses += [APPROVED] * user.has_perm("articles.schedule_article")
    if statuses:
        return Article.objects.filter(status__in=statuses).exclude(owner=user, status=IN_REVIEW)
    sent_back = StatusChange.objects.filter(article=OuterRef("pk"), verb="send_back")
    return Article.objects.filter(Exists(sent_back), owner=user, status=DRAFT)


def _with_proposals() -> QuerySet[Article]:
    """Stories of which a source has changed since somebody last saved them."""
    proposals = SourceDocument.objects.standing().filter(outcome=SourceDocument.Outcome.PROPOSED)
    newer = proposals.filter(revision__gt=F("article__latest_revision"))
    return Article.objects.filter(pk__in=newer.values("article"))


def recent(user: User) -> list[Item]:
    """What readers were given last; one query."""
    return _items(Article.objects.published().newest_first()[:SHOWN], user)


def planned(user: User) -> tuple[list[Day], list[Item]]:
    """The time line of this week, and what is late: planned for a moment that is over; two queries.

    A time before the story came into being is its source's date, and no plan.
    """
    now = timezone.now()
    end = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=DAYS)
    span = {"gte": now - timedelta(days=DAYS), "lt": end}
    ready = Article.objects.filter(live_at__gt=now, live_at__lt=end).order_by("live_at")
    by_time = (
        Q(**{f"{name}__{edge}": at for edge, at in span.items()}) for name in ("publish_at", "embargo_until")
    )
    waiting = Article.objects.filter(next(by_time) | next(by_time), status__in=UNPUBLISHED)
    waiting = waiting.filter(Q(publish_at__gt=F("created_at")) | Q(embargo_until__gt=F("created_at")))
    meant = _items(waiting[: MOST_COUNTED + 1], user)
    late = [item for item in meant if item.due and item.due <= now]
    coming = [*_items(ready[: MOST_COUNTED + 1], user), *(item for item in meant if item not in late)]
    return list(_days(coming, now)), sorted(late, key=lambda item: item.due or now)


def _days(items: Iterable[Item], now: datetime) -> Iterable[Day]:
    today = timezone.localdate(now)
    of_day: dict[date, list[Item]] = {}
    for item in sorted(items, key=lambda item: item.due or now):
        of_day.setdefault(timezone.localdate(item.due or now), []).append(item)
    for number in range(DAYS):
        day = today + timedelta(days=number)
        yield Day(day, list(_with_gaps(of_day.get(day, []), now if number == 0 else None)))


def _with_gaps(items: list[Item], before: datetime | None) -> Iterable[Item | int]:
    for item in items:
        if before and item.due and item.due - before >= GAP:
            yield int((item.due - before) / timedelta(hours=1))
        yield item
        before = item.due


def unread(user: User) -> list[Message]:
    """The messages that somebody has not read yet, newest first; one query."""
    rows = Message.objects.filter(user=user, read_at=None).select_related("article__latest_revision")
    return list(
        rows.only("kind", "by", "at", "text", "article__headline", "article__latest_revision__headline")[
            : MOST_COUNTED + 1
        ]
    )
