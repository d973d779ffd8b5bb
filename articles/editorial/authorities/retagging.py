"""Other people and topics on many stories at once, for readers and in what editors go on from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django.contrib.auth.models import User
from django.db import transaction
from django.template.defaultfilters import pluralize

from articles import caching, search
from articles.editorial import lists, log, revisions, rights
from articles.editorial.addresses import free_slug
from articles.editorial.authorities.records import called
from articles.editorial.lists import Lists, Records
from articles.models import CONTENT_FIELDS, Article, Person, Revision, Rework, Topic
from articles.models.slugs import slug_of

Record = Person | Topic
Change = Callable[[Article, Lists, bool], Lists]  # of a story, its lists, and whether they are the live ones

NAMES: dict[type[Any], str] = {Person: "people", Topic: "topics"}
AT_ONCE = 500
COLUMNS = [one.attname for one in Revision._meta.concrete_fields if one.name in CONTENT_FIELDS]


class Deeds(TypedDict, total=False):
    """Put people and topics on stories, take some off, put one in another's place, the order kept."""

    add: Sequence[Record]
    remove: Sequence[Record]
    replace: Mapping[Record, Record]


@dataclass(frozen=True, slots=True)
class Retagged:
    """What a retag would make of a story: names before and after; `may` says whether the user may edit it."""

    article: Article
    before: dict[str, list[str]]
    after: dict[str, list[str]]
    may: bool


def preview_retag(
    stories: Iterable[Article], *, user: User | None = None, **deeds: Unpack[Deeds]
) -> list[Retagged]:
    """What `retag` would change, in the order of the stories; those that stay as they are, are left out."""
    change, _ = _understood(**deeds)
    plans = _plans([one.pk for one in stories], change)
    changed = [plan for plan in plans if plan.copy[0] != plan.copy[1]]
    records = lists.records_of(*(some for plan in changed for some in plan.copy))

    def names(some: Lists) -> dict[str, list[str]]:
        return {name: [one["name"] for one in ones] for name, ones in _named(some, records).items()}

    def may(article: Article) -> bool:
        return user is None or rights.may_edit(user, article)

    return [
        Retagged(one.article, names(one.copy[0]), names(one.copy[1]), may(one.article)) for one in changed
    ]


@transaction.atomic
def retag(
    stories: Iterable[Article],
    *,
    user: User | None = None,
    actor: str = "",
    verb: str = "retag",
    made: Record | None = None,
    **deeds: Unpack[Deeds],
) -> Rework:
    """Do these deeds to stories.

    Readers see it at once on live stories; the version that editors go on from gets the same change, as a
    revision, and its other unpublished changes stay unpublished. Raises PermissionDenied where the user may
    not edit one of the stories.
    """
    change, told = _understood(**deeds)
    changed = rewrite([one.pk for one in stories], change, author=user, reason=told, is_checked=True)
    subject = f"{len(changed)} stor{pluralize(changed, 'y,ies')}: {told}"
    entry = log.entry(verb, user=user, actor=actor, subject=subject, note=told)
    entry.save()
    data = {"stories": changed} | ({"made": made.pk, "of": next(iter(deeds["replace"])).pk} if made else {})
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
    new: Record = called(model, name, qualifier)
    new.slug = free_slug(model, slug_of(str(new), str(model._meta.model_name)))
    if isinstance(new, Topic) and isinstance(record, Topic):
        new.kind = record.kind
    new.save()
    return new, retag(stories, replace={record: new}, user=user, actor=actor, verb="split", made=new)


def take_back(saved: Mapping[str, Any], *, author: User | None, reason: str) -> list[Article]:
    """Undo a retag, given what `rewrite` said of it; the stories that stay as somebody made them since."""
    stays: dict[int, Article] = {}
    now = lists.records_of(*(some for pairs in saved.values() for pair in pairs.values() for some in pair))

    def change(article: Article, some: Lists, is_live: bool) -> Lists:
        pairs = saved[str(article.pk)]
        for before, after in (pairs["live" if is_live else "copy"], pairs["copy"], pairs["live"]):
            if some == lists.today(after, now):
                return lists.today(before, now)
            if some == lists.today(before, now):
                return some
        stays[article.pk] = article
        return some

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
        lists.relist([(plan.article, plan.live_changes) for plan in plans])
        search.enter([plan.article.pk for plan in plans if plan.article.live_at])
        changed |= {str(plan.article.pk): {"live": plan.live, "copy": plan.copy} for plan in plans}
    caching.renew()
    return changed


@dataclass(frozen=True, slots=True)
class _Plan:
    """A story, with its live lists and those of its newest version, each before and after."""

    article: Article
    live: list[Lists]
    copy: list[Lists]

    @property
    def is_change(self) -> bool:
        return self.live[0] != self.live[1] or self.copy[0] != self.copy[1]

    @property
    def live_changes(self) -> Lists:
        before, after = self.live
        return {name: pks for name, pks in after.items() if pks != before[name]}


def _plans(pks: Sequence[int], change: Change, *, is_locked: bool = False) -> list[_Plan]:
    rows = Article.objects.select_related("latest_revision", "live_revision")
    articles = (rows.select_for_update(of=("self",)) if is_locked else rows).in_bulk(pks)
    live = lists.of_stories(pks, NAMES.values())
    versions = {pk: one.latest_revision for pk, one in articles.items() if one.latest_revision}
    written = {pk: lists.of_version(one, NAMES.values()) for pk, one in versions.items()}
    records = lists.records_of(*written.values())

    def plan(article: Article) -> _Plan:
        shown = live[article.pk]
        kept = lists.today(written[article.pk], records) if article.pk in written else shown
        return _Plan(article, [shown, change(article, shown, True)], [kept, change(article, kept, False)])

    return [plan(articles[pk]) for pk in pks if pk in articles]


def _write_versions(plans: Sequence[_Plan], author: User | None, reason: str) -> None:
    """A revision for each; two where readers see another version than the newest."""
    records = lists.records_of(*(some for plan in plans for some in (plan.live[1], plan.copy[1])))

    def version(source: Revision, some: Lists) -> Revision:
        kept = {column: getattr(source, column) for column in (*COLUMNS, "article_id", "bylines")}
        return Revision(author=author, reason=reason, base=source, **kept, **_named(some, records))

    written: list[Revision] = []
    for plan in plans:
        article = plan.article
        newest, shown = article.latest_revision, article.live_revision
        if newest is None:
            continue
        if shown and shown != newest and plan.live_changes:
            article.live_revision = version(shown, plan.live[1])
            written.append(article.live_revision)
        article.latest_revision = version(newest, plan.copy[1])
        written.append(article.latest_revision)
        if shown == newest:
            article.live_revision = article.latest_revision
    Revision.objects.bulk_create(written)
    revisions.note_figures(written)
    Article.objects.bulk_update([plan.article for plan in plans], ["latest_revision", "live_revision"])


def _named(some: Lists, records: Records) -> dict[str, list[dict[str, Any]]]:
    """The lists as a revision keeps them."""
    return {
        name: lists.entries(records[name][pk] for pk in pks if pk in records[name])
        for name, pks in some.items()
    }


def _understood(
    add: Sequence[Record] = (), remove: Sequence[Record] = (), replace: Mapping[Record, Record] | None = None
) -> tuple[Change, str]:
    """The deeds as a change of a story's lists, and in words."""
    pairs = list((replace or {}).items())
    if any(type(old) is not type(new) for old, new in pairs):
        raise ValueError("A person is replaced by a person, a topic by a topic.")
    added = {name: [one.pk for one in add if type(one) is model] for model, name in NAMES.items()}
    gone = {(NAMES[type(one)], one.pk) for one in remove}
    swapped = {(NAMES[type(old)], old.pk): new.pk for old, new in pairs}

    def change(article: Article, some: Lists, is_live: bool) -> Lists:
        stay = {
            name: [swapped.get((name, pk), pk) for pk in pks if (name, pk) not in gone]
            for name, pks in some.items()
        }
        return {name: list(dict.fromkeys([*pks, *added[name]])) for name, pks in stay.items()}

    told = [f"add {', '.join(map(str, add))}"] * bool(add)
    told += [f"remove {', '.join(map(str, remove))}"] * bool(remove)
    told += [f"replace {old} by {new}" for old, new in pairs]
    return change, "; ".join(told).capitalize()[:1] + "; ".join(told)[1:180]
