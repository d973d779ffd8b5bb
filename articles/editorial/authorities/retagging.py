"""Other people and topics on many stories at once, for readers and in what editors go on from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from articles import caching, search
from articles.editorial import log, revisions, rights
from articles.editorial.addresses import free_slug
from articles.editorial.authorities.records import check_name
from articles.models import CONTENT_FIELDS, Article, Person, Revision, Rework, Topic
from articles.models.listed import LISTED
from articles.models.slugs import slug_of

Record = Person | Topic
Lists = dict[str, list[int]]  # for "people" and "topics", primary keys in order
Records = dict[str, dict[int, Any]]
Change = Callable[[Article, Lists, bool], Lists]  # of a story, its lists, and whether they are the live ones

NAMES: dict[type[Any], str] = {Person: "people", Topic: "topics"}
AT_ONCE = 500
COLUMNS = [one.attname for one in Revision._meta.concrete_fields if one.name in CONTENT_FIELDS]


@dataclass(frozen=True, slots=True)
class Retagged:
    """What a retag would make of a story: names before and after; `may` says whether the user may edit it."""

    article: Article
    before: dict[str, list[str]]
    after: dict[str, list[str]]
    may: bool


def preview_retag(
    stories: Iterable[Article],
    *,
    add: Sequence[Record] = (),
    remove: Sequence[Record] = (),
    replace: Mapping[Record, Record] | None = None,
    user: User | None = None,
) -> list[Retagged]:
    """What `retag` would change, in the order of the stories; those that stay as they are, are left out."""
    plans = _plans([one.pk for one in stories], _change(add, remove, replace or {}))
    changed = [plan for plan in plans if plan.copy != plan.copy_after]
    called = _there(lists for one in changed for lists in (one.copy, one.copy_after))

    def names(lists: Lists) -> dict[str, list[str]]:
        return {name: [one["name"] for one in ones] for name, ones in _named(lists, called).items()}

    def may(article: Article) -> bool:
        return user is None or rights.may_edit(user, article)

    return [
        Retagged(one.article, names(one.copy), names(one.copy_after), may(one.article)) for one in changed
    ]


@transaction.atomic
def retag(
    stories: Iterable[Article],
    *,
    add: Sequence[Record] = (),
    remove: Sequence[Record] = (),
    replace: Mapping[Record, Record] | None = None,
    user: User | None = None,
    actor: str = "",
    verb: str = "retag",
    made: Record | None = None,
) -> Rework:
    """Put people and topics on stories, take them off, or put one in another's place, the order kept.

    Readers see it at once on live stories; the version that editors go on from gets the same change, as a
    revision, and its other unpublished changes stay unpublished. Raises PermissionDenied where the user may
    not edit one of the stories.
    """
    replace = replace or {}
    told = _told(add, remove, replace)
    changed = rewrite(
        [one.pk for one in stories], _change(add, remove, replace), author=user, reason=told, is_checked=True
    )
    subject = f"{len(changed)} {'story' if len(changed) == 1 else 'stories'}: {told}"
    entry = log.entry(verb, user=user, actor=actor, subject=subject, note=told)
    entry.save()
    data = {"stories": changed} | ({"made": made.pk, "of": next(iter(replace)).pk} if made else {})
    kind = str(made._meta.model_name) if made else ""
    return Rework.objects.create(entry=entry, kind=kind, data=data)


@transaction.atomic
def split(
    record: Record,
    stories: Iterable[Article],
    *,
    name: str,
    qualifier: str = "",
    user: User | None = None,
    actor: str = "",
) -> tuple[Record, Rework]:
    """Part a namesake from a record: a new record that takes its place on these stories.

    Raises NameTaken, and PermissionDenied where the user may not edit one of the stories.
    """
    model = type(record)
    check_name(model, name, qualifier)
    new = model(name=name, qualifier=qualifier)
    new.slug = free_slug(model, slug_of(str(new), str(model._meta.model_name)))
    if isinstance(new, Topic) and isinstance(record, Topic):
        new.kind = record.kind
    new.save()
    return new, retag(stories, replace={record: new}, user=user, actor=actor, verb="split", made=new)


def take_back(saved: Mapping[str, Any], *, author: User | None, reason: str) -> list[Article]:
    """Undo a retag, given what `rewrite` said of it; the stories that stay as somebody made them since."""
    stays: dict[int, Article] = {}
    now = _there(lists for pairs in saved.values() for pair in pairs.values() for lists in pair)

    def change(article: Article, lists: Lists, is_live: bool) -> Lists:
        pairs = saved[str(article.pk)]
        for before, after in (pairs["live" if is_live else "copy"], pairs["copy"], pairs["live"]):
            if lists == _today(after, now):
                return _today(before, now)
            if lists == _today(before, now):
                return lists
        stays[article.pk] = article
        return lists

    rewrite([int(pk) for pk in saved], change, author=author, reason=reason, is_checked=True)
    return list(stays.values())


def rewrite(
    stories: Iterable[int], change: Change, *, author: User | None, reason: str, is_checked: bool = False
) -> dict[str, dict[str, list[Lists]]]:
    """Change the people and topics of stories: the live rows, and the versions that editors go on from.

    For each story that changes, by its primary key, the live lists and those of its newest version before
    and after. With `is_checked`, raises PermissionDenied for a story that is not the author's to edit.
    """
    pks = list(stories)
    changed: dict[str, dict[str, list[Lists]]] = {}
    for at in range(0, len(pks), AT_ONCE):
        plans = _plans(pks[at : at + AT_ONCE], change, is_locked=True)
        plans = [plan for plan in plans if plan.is_change]
        for plan in plans:
            if is_checked:
                rights.check_edit(author, plan.article)
        _write_versions(plans, author, reason[:200])
        for name in NAMES.values():
            _write_live(plans, name)
        search.enter([plan.article.pk for plan in plans if plan.article.live_at])
        changed |= {
            str(plan.article.pk): {"live": [plan.live, plan.live_after], "copy": [plan.copy, plan.copy_after]}
            for plan in plans
        }
    caching.renew()
    return changed


@dataclass(frozen=True, slots=True)
class _Plan:
    article: Article
    live: Lists
    copy: Lists
    live_after: Lists
    copy_after: Lists

    @property
    def is_change(self) -> bool:
        return self.live != self.live_after or self.copy != self.copy_after


def _plans(pks: Sequence[int], change: Change, *, is_locked: bool = False) -> list[_Plan]:
    rows = Article.objects.select_related("latest_revision", "live_revision")
    articles = (rows.select_for_update(of=("self",)) if is_locked else rows).in_bulk(pks)
    live: dict[int, Lists] = {pk: {name: [] for name in NAMES.values()} for pk in pks}
    for name in NAMES.values():
        found = LISTED[name].rows._default_manager.filter(content_object__in=pks).order_by("rank", "pk")
        for story, record in found.values_list("content_object_id", "tag_id"):
            live[story][name].append(record)
    versions = {pk: one.latest_revision for pk, one in articles.items() if one.latest_revision}
    written = {
        pk: {name: [entry["id"] for entry in getattr(one, name)] for name in NAMES.values()}
        for pk, one in versions.items()
    }
    there = _there(written.values())

    def plan(article: Article) -> _Plan:
        shown = live[article.pk]
        kept = _today(written[article.pk], there) if article.pk in written else shown
        return _Plan(article, shown, kept, change(article, shown, True), change(article, kept, False))

    return [plan(articles[pk]) for pk in pks if pk in articles]


def _there(many: Iterable[Lists]) -> Records:
    """The records of all of these lists, as far as they are still there."""
    every = list(many)
    return {
        name: revisions.there(model, {pk for lists in every for pk in lists[name]})
        for model, name in NAMES.items()
    }


def _today(lists: Lists, there: Records) -> Lists:
    """The same lists with what their records were merged into, and without those that are gone."""
    return {
        name: list(dict.fromkeys(there[name][pk].pk for pk in pks if pk in there[name]))
        for name, pks in lists.items()
    }


def _write_versions(plans: Sequence[_Plan], author: User | None, reason: str) -> None:
    """A revision for each; two where readers see another version than the newest."""
    records = _there(lists for one in plans for lists in (one.live_after, one.copy_after))

    def version(source: Revision, lists: Lists) -> Revision:
        kept = {column: getattr(source, column) for column in (*COLUMNS, "article_id", "bylines")}
        return Revision(author=author, reason=reason, base=source, **kept, **_named(lists, records))

    written: list[Revision] = []
    for plan in plans:
        article = plan.article
        newest, shown = article.latest_revision, article.live_revision
        if newest is None:
            continue
        if shown and shown != newest and plan.live != plan.live_after:
            article.live_revision = version(shown, plan.live_after)
            written.append(article.live_revision)
        article.latest_revision = version(newest, plan.copy_after)
        written.append(article.latest_revision)
        if shown == newest:
            article.live_revision = article.latest_revision
    Revision.objects.bulk_create(written)
    revisions.note_figures(written)
    Article.objects.bulk_update([plan.article for plan in plans], ["latest_revision", "live_revision"])


def _named(lists: Lists, there: Records) -> dict[str, list[dict[str, Any]]]:
    """The lists as a revision keeps them."""
    return {
        name: [{"id": pk, "name": str(there[name][pk])} for pk in pks if pk in there[name]]
        for name, pks in lists.items()
    }


def _write_live(plans: Sequence[_Plan], name: str) -> None:
    rows = LISTED[name].rows
    changed = [plan for plan in plans if plan.live[name] != plan.live_after[name]]
    rows._default_manager.filter(content_object__in=[plan.article.pk for plan in changed]).delete()
    rows._default_manager.bulk_create(
        rows(content_object=plan.article, tag_id=pk, rank=rank, live_at=plan.article.live_at)
        for plan in changed
        for rank, pk in enumerate(plan.live_after[name])
    )


def _change(add: Sequence[Record], remove: Sequence[Record], replace: Mapping[Record, Record]) -> Change:
    if any(type(old) is not type(new) for old, new in replace.items()):
        raise ValueError("A person is replaced by a person, a topic by a topic.")
    added = {name: [one.pk for one in add if type(one) is model] for model, name in NAMES.items()}
    gone = {(NAMES[type(one)], one.pk) for one in remove}
    swapped = {(NAMES[type(old)], old.pk): new.pk for old, new in replace.items()}

    def change(article: Article, lists: Lists, is_live: bool) -> Lists:
        return {
            name: list(
                dict.fromkeys(
                    [*(swapped.get((name, pk), pk) for pk in pks if (name, pk) not in gone), *added[name]]
                )
            )
            for name, pks in lists.items()
        }

    return change


def _told(add: Sequence[Record], remove: Sequence[Record], replace: Mapping[Record, Record]) -> str:
    deeds = [f"add {', '.join(map(str, add))}"] * bool(add)
    deeds += [f"remove {', '.join(map(str, remove))}"] * bool(remove)
    deeds += [f"replace {old} by {new}" for old, new in replace.items()]
    return "; ".join(deeds).capitalize()[:1] + "; ".join(deeds)[1:180]
