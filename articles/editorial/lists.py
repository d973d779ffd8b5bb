"""The lists of a story: its people, topics and bylines, in a version and on the live row."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from articles.editorial.bulk import insert
from articles.models import Article, MergedRecord, Revision
from articles.models.listed import LISTED

LISTS = {name: one.model for name, one in LISTED.items()}

Lists = dict[str, list[int]]  # for each of `LISTS`, or some, primary keys in order
Records = dict[str, dict[int, Any]]  # for the same the records by primary key


def of_version(revision: Revision, names: Iterable[str] = LISTS) -> Lists:
    """What a revision lists: primary keys as they were then."""
    return {name: [entry["id"] for entry in getattr(revision, name)] for name in names}


def of_stories(stories: Collection[int], names: Iterable[str] = LISTS) -> dict[int, Lists]:
    """What the live rows of these stories list; a query for each name. A new one's `None` lists nothing."""
    found: dict[int, Lists] = {pk: {name: [] for name in names} for pk in stories}
    for name in names:
        story, record = f"{LISTED[name].story}_id", f"{LISTED[name].record}_id"
        rows = LISTED[name].rows._default_manager.filter(**{f"{story}__in": stories}).order_by("rank", "pk")
        for pk, listed in rows.values_list(story, record):
            found[pk][name].append(listed)
    return found


def records_of(*many: Lists) -> Records:
    """The records of all of these lists, as far as they are still there."""
    return {
        name: there(model, {pk for lists in many for pk in lists.get(name, ())})
        for name, model in LISTS.items()
    }


def today(lists: Lists, records: Records) -> Lists:
    """The same lists with what their records were merged into, and without those that are gone."""
    return {
        name: list(dict.fromkeys(records[name][pk].pk for pk in pks if pk in records[name]))
        for name, pks in lists.items()
    }


def entries(records: Iterable[Any]) -> list[dict[str, Any]]:
    """A list as a revision keeps it."""
    return [{"id": record.pk, "name": str(record)} for record in records]


def there(model: type[Any], ids: Iterable[int]) -> dict[int, Any]:
    """The records of these primary keys; one that was merged is found by its own and by its new one."""
    found: dict[int, Any] = model._default_manager.in_bulk(ids)
    if missing := set(ids) - found.keys():
        leads = MergedRecord.objects.leading(model, missing)
        found |= model._default_manager.in_bulk(set(leads.values()))
        found |= {pk: found[into] for pk, into in leads.items() if into in found}
    return found


def relist(stories: Sequence[tuple[Article, Lists]]) -> None:
    """Let the live rows of stories list these records; a list that is not given stays.

    Ranks and links are rewritten whole: a story has a handful of each, and an update in place would have to
    step around the unique constraint.
    """
    for name, one in LISTED.items():
        changed = [(article, lists[name]) for article, lists in stories if name in lists]
        rows = one.rows._default_manager
        rows.filter(**{f"{one.story}__in": [article for article, _ in changed]}).delete()
        rows.bulk_create(
            one.rows(**{one.story: article, f"{one.record}_id": pk, "rank": rank, "live_at": article.live_at})
            for article, pks in changed
            for rank, pk in enumerate(pks)
        )


def link(written: Sequence[Revision]) -> None:
    """The links of drafts, which have no `live_at` to repeat."""
    for name, one in LISTED.items():
        rows = [
            (revision.article_id, record["id"], rank)
            for revision in written
            for rank, record in enumerate(getattr(revision, name))
        ]
        insert(one.rows, (f"{one.story}_id", f"{one.record}_id", "rank"), rows)
