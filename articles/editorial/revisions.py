"""Saving versions of a story, and putting one before the readers."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles import markup, search
from articles.editorial import lists, log, rights
from articles.editorial.addresses import free_slug, free_slugs, move
from articles.editorial.lists import LISTS, Records
from articles.models import (
    CONTENT_FIELDS,
    Article,
    Figure,
    ImportRun,
    Picture,
    Revision,
)
from articles.models.listed import LISTED
from articles.models.slugs import slug_of

KEPT_BY_RESTORE = ("slug", "publish_at", "embargo_until", "expire_at")


class Told(TypedDict, total=False):
    """What a save says of itself: by whom, why, and the revision that it began from."""

    author: User | None
    reason: str
    base: Revision | None


def working_copy(
    article: Article, revision: Revision | None = None, records: Records | None = None
) -> dict[str, Any]:
    """What an editor goes on from: a revision's fields, and ids in order for each of `LISTS`.

    Without a `revision`, of the newest one. Records that were deleted since are left out; `records` are
    those of the revision, where they are at hand.
    """
    revision = revision or article.latest_revision
    if revision is None:
        return _fields(article) | lists.of_stories([article.pk])[article.pk]
    copy = content_of(revision, records)
    copy["publish_at"] = copy["publish_at"] or article.kept_time
    if revision.pk == article.live_revision_id:
        copy["slug"] = article.slug
    return copy


def content_of(revision: Revision, records: Records | None = None) -> dict[str, Any]:
    """The same shape as `working_copy`, of one revision."""
    named = lists.of_version(revision)
    return _fields(revision) | lists.today(named, records or lists.records_of(named))


def records_of(revision: Revision) -> Records:
    """The people, topics and contributors that a revision names, as far as they are still there."""
    return lists.records_of(lists.of_version(revision))


def _fields(source: Article | Revision) -> dict[str, Any]:
    return {name: getattr(source, name) for name in CONTENT_FIELDS}


def _wanted_slug(content: Mapping[str, Any]) -> str:
    return content["slug"] or slug_of(content["headline"], "story")


@transaction.atomic
def save(article: Article, content: Mapping[str, Any], **told: Unpack[Told]) -> Revision:
    """Write a revision of a story; until the story is published or was public, its row follows at once.

    `content` has every field of `CONTENT_FIELDS` and the records of each of `LISTS`, in order.
    A new article (without a primary key) is made on the way. Whoever saves a story that is nobody's
    owns it from then on. Whoever asks has the row of a story that is there (`lock`). Raises PermissionDenied
    where the author may not edit this story.
    """
    rights.check_edit(told.get("author"), article)
    if article.owner is None:
        article.owner = told.get("author")
    if article.pk is None:
        content = {**content, "slug": free_slug(Article, _wanted_slug(content))}
        _copy_fields(content, article)
        article.save()
    revision = propose(article, content, **told)
    article.latest_revision = revision
    article.save(update_fields=["latest_revision", "owner"])
    search.enter_headlines([article.pk])
    if article.status != Article.Status.PUBLISHED and not article.was_public:
        apply(article, revision)
    return revision


@transaction.atomic(savepoint=False)
def save_new(
    contents: Sequence[Mapping[str, Any]], reasons: Sequence[str], *, made_by: ImportRun | None = None
) -> list[Revision]:
    """`save` for many new stories, in as many queries as for one: the first revision of each."""
    slugs = free_slugs(Article, [_wanted_slug(content) for content in contents])
    written = [
        _written(Article(made_by=made_by), {**content, "slug": slug}, reason=reason)
        for content, slug, reason in zip(contents, slugs, reasons, strict=True)
    ]
    for revision in written:
        _put_on(revision.article, revision)
    articles = Article.objects.bulk_create(revision.article for revision in written)
    for revision in written:
        revision.article = revision.article  # which has its primary key now
    Revision.objects.bulk_create(written)
    note_figures(written)
    own = Subquery(Revision.objects.order_by().filter(article=OuterRef("pk")).values("pk"))
    Article.objects.filter(pk__in=[one.pk for one in articles]).update(latest_revision=own, live_revision=own)
    for revision in written:
        revision.article.latest_revision = revision.article.live_revision = revision
    lists.link(written)
    search.enter_headlines([one.pk for one in articles])
    return written


def propose(article: Article, content: Mapping[str, Any], **told: Unpack[Told]) -> Revision:
    """Write a revision beside the working copy: it is in the history and changes nothing else."""
    revision = _written(article, content, **told)
    revision.save()
    note_figures([revision])
    return revision


def note_figures(revisions: Sequence[Revision]) -> None:
    """Which pictures of the library the bodies show: a picture that is none is shown to nobody."""
    shown = {revision.pk: markup.pictures_in(revision.body) for revision in revisions}
    if any(shown.values()):
        there = Picture.objects.in_bulk(pk for pks in shown.values() for pk in pks)
        Figure.objects.bulk_create(
            Figure(revision_id=revision, picture_id=pk)
            for revision, pks in shown.items()
            for pk in pks
            if pk in there
        )


def _written(article: Article, content: Mapping[str, Any], **told: Unpack[Told]) -> Revision:
    """The one place where content becomes a row, still to be stored.

    Every body comes through here, whoever wrote it, and leaves with the allowlist's markup only.
    """
    revision = Revision(article=article, **told)
    _copy_fields(content, revision)
    revision.body = markup.sanitise(revision.body)
    revision.headline, revision.dek = map(markup.printable, (revision.headline, revision.dek))
    for name in LISTS:
        setattr(revision, name, lists.entries(content[name]))
    return revision


def newest(article: Article) -> Revision:
    """The newest revision; of a story that came into being without one, its row as the first."""
    if article.latest_revision is None:
        article.latest_revision = propose(article, with_records(working_copy(article)), reason="As found")
        article.save(update_fields=["latest_revision"])
    return article.latest_revision


def with_ids(content: Mapping[str, Any]) -> dict[str, Any]:
    """Content with the ids of the records of each of `LISTS`, as `working_copy` has it."""
    return {**content, **{name: [record.pk for record in content[name]] for name in LISTS}}


def with_records(content: Mapping[str, Any]) -> dict[str, Any]:
    """Content with the records of each of `LISTS` in the place of their ids."""
    records = {name: model._default_manager.in_bulk(content[name]) for name, model in LISTS.items()}
    return {**content, **{name: [records[name][pk] for pk in content[name]] for name in LISTS}}


def lock(article: Article) -> None:
    """Hold the story's row until the transaction ends, and read it afresh."""
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())


@transaction.atomic
def apply(article: Article, revision: Revision) -> None:
    """Copy a revision onto the live row: its fields, people, topics and bylines.

    A published story keeps its publish time where the revision names none; where another story took
    the revision's slug meanwhile, this one keeps its own.
    """
    publish_at = article.publish_at if article.status == Article.Status.PUBLISHED else None
    old_slug = article.slug
    others = Article.objects.exclude(pk=article.pk)
    slug = article.slug if others.filter(slug=revision.slug).exists() else revision.slug
    _put_on(article, revision)
    article.publish_at, article.slug = revision.publish_at or publish_at, slug
    article.live_revision = revision
    article.save(update_fields=[*CONTENT_FIELDS, "status", "word_count", "live_revision"])
    article.refresh_from_db(fields=["live_at"])
    move(article, old_slug)
    lists.relist([(article, lists.today(lists.of_version(revision), records_of(revision)))])
    if article.live_at:
        search.enter([article.pk])


def _put_on(article: Article, revision: Revision) -> None:
    """What readers see of a revision, on the row that is still to be stored."""
    _copy_fields(_fields(revision), article)
    article.word_count = markup.count_words(article.body)


def repeat_live_at(*articles: Article) -> None:
    """Bring these, the copies of `live_at` on their tags and bylines, and the index up to date."""
    rows = Article.objects.filter(pk__in=[article.pk for article in articles])
    times = dict(rows.values_list("pk", "live_at"))
    for article in articles:
        article.live_at = times[article.pk]
    for one in LISTED.values():
        own = Subquery(Article.objects.filter(pk=OuterRef(f"{one.story}_id")).values("live_at"))
        one.rows._default_manager.filter(**{f"{one.story}__in": list(times)}).update(live_at=own)
    search.enter(list(times))


@transaction.atomic
def restore(revision: Revision, *, author: User | None) -> Revision:
    """Go on from an older (or proposed) version: a new revision with its content.

    The address and the times stay as they are: text is brought back, and no embargo lifted by the way.
    """
    when = timezone.localtime(revision.created_at).strftime("%-d %B %Y, %H:%M")
    lock(revision.article)
    now = working_copy(revision.article)
    content = with_records(content_of(revision)) | {name: now[name] for name in KEPT_BY_RESTORE}
    reason = f"Restored the version of {when}"
    restored = save(revision.article, content, author=author, reason=reason, base=revision)
    log.entry("restore", article=revision.article, user=author, note=reason).save()
    return restored


def _copy_fields(content: Mapping[str, Any], target: Article | Revision) -> None:
    for name in CONTENT_FIELDS:
        setattr(target, name, content[name])
