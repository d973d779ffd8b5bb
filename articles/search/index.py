"""What the full-text index holds, kept in the transaction of whatever changes it.

Of each published story its words, those that say what it is about once more, and a tag for each of its
section, people, topics and authors. Their names stand in rows of their own, so that a renamed person changes
one row; the headlines once more alone, because suggestions are asked for at every key. The index only finds;
what readers may see of it, the gate decides when they ask. How its rows are numbered is in numbering.py.
The desk looks for the newest headline of any story, under a number below zero, which readers never ask for.
"""

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate, chain
from typing import Any

from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F, Value, signals
from django.db.models.functions import Coalesce

from articles.folding import words
from articles.markup import to_line
from articles.models import (
    Article,
    Contributor,
    MergedRecord,
    Person,
    PersonAlias,
    Section,
    Topic,
    TopicAlias,
)
from articles.models.authority import Authority
from articles.models.listed import LISTED, path_to
from articles.search.engines import (
    HEADLINES,
    LAST,
    NAMES,
    STORIES,
    Facts,
    Row,
    asked,
    clear,
    delete,
    engine,
    find,
    find_each,
    insert,
    insert_stories,
)
from articles.search.numbering import (
    ALL,
    KINDS,
    LAST_PK,
    microseconds,
    number,
    packed,
    pk_of,
    row_of,
    tag,
    tag_of,
)
from articles.search.terms import Clause, Phrase, parse

AT_ONCE = 100
FILLING = (
    "  Making the search index anew, a minute or two for 10,000 stories; until then readers find less.\n"
    "  If this is broken off, `manage.py rebuild_search` does it all again.\n"
)
BETWEEN = "\ue001"  # two texts, so that no phrase spans both
# Before a word of the headline; of the headline, the dek (or what begins a story that has none), or of the
# words that come so often in the text that it is about them. So the best of thousands need no look at texts.
NAMED, ABOUT = "\ue002", "\ue003"
LEAD = 40  # words
OFTEN, WORDS_FOR_EACH = 3, 150  # times at least; in a long text, for each so many words
MOST_WORDS = 16_000  # of a body; PostgreSQL counts no further
MOST_LETTERS = 200_000  # of these words; it holds one megabyte, and a letter has up to four bytes


def tags(record: models.Model) -> list[str]:
    """The tags of the stories of a record: its own, and those of the records that it was merged with."""
    model = type(record)
    merged = MergedRecord.objects.within(model, [record.pk]) if issubclass(model, Authority) else ()
    return [tag(model, pk) for pk in (record.pk, *merged)]


def tagged(record: models.Model) -> set[int]:
    """The stories that are entered with this record's own tag."""
    own = asked([Clause((Phrase((tag(type(record), record.pk),)),))])
    return {pk_of(row) for row in find(STORIES, own, most=LAST_PK)}


def enter(pks: Sequence[int]) -> None:
    """Bring the index up to date with these stories: their words, section, people, topics and bylines."""
    leave(pks)
    stories = Article.objects.filter(pk__in=pks, live_at__isnull=False)
    columns = stories.values_list("pk", "live_at", "expire_at", "section_id", "headline", "dek", "body")
    listed = _listed(pks)
    rows: list[tuple[Row, Facts]] = []
    for pk, live_at, expire_at, section, *texts in columns:
        headline, dek, body = words(texts[0]), words(texts[1]), _words_of(texts[2])
        records = [row_of(Section, section), *listed[pk]]
        tags = [ALL, tag(Article, pk), *map(tag_of, records), *_signs(headline, dek, body)]
        facts = Facts(microseconds(expire_at) if expire_at else LAST, packed(records))
        rows.append((Row(number(live_at, pk), (headline, tags, dek, body)), facts))
    insert_stories(rows)
    insert(HEADLINES, [Row(row.rowid, (row.columns[0], [], [], [])) for row, _ in rows])


def _words_of(body: str) -> list[str]:
    said = words(to_line(body))[:MOST_WORDS]
    return said[: bisect(list(accumulate(map(len, said))), MOST_LETTERS)]


def _signs(headline: Sequence[str], dek: Sequence[str], body: Sequence[str]) -> list[str]:
    """The words that say what a story is about, in their order, so that phrases stand among them, too."""
    least = max(OFTEN, len(body) // WORDS_FOR_EACH)
    often = [word for word, times in Counter(body).items() if times >= least]
    about = [*headline, BETWEEN, *(dek or body[:LEAD]), BETWEEN, *often]
    return [*(NAMED + word for word in headline), *(ABOUT + word for word in about)]


def signs(phrases: Sequence[Phrase]) -> list[tuple[Phrase, ...]]:
    """The phrases as stories have them that name them, and that are about them; a tag is a sign itself."""
    return [
        tuple(
            phrase
            if phrase.words[0].startswith(ALL)
            else phrase._replace(words=tuple(sign + word for word in phrase.words))
            for phrase in phrases
        )
        for sign in (NAMED, ABOUT)
    ]


def _listed(pks: Sequence[int]) -> dict[int, list[int]]:
    """The numbers of the people, topics and authors of each story, in one query."""
    stories = Article.objects.filter(pk__in=pks).order_by()
    first, *rest = (
        stories.filter(**{f"{one.path}__isnull": False}).values_list(
            "pk", Value(KINDS.index(one.model)), F(path_to(one.model))
        )
        for one in LISTED.values()
    )
    listed: dict[int, list[int]] = defaultdict(list)
    for story, kind, pk in first.union(*rest):
        listed[story].append(row_of(KINDS[kind], pk))
    return listed


def leave(pks: Sequence[int]) -> None:
    """Take these stories out."""
    for at in range(0, len(pks), AT_ONCE):
        # Each asked for alone: PostgreSQL would look for a hundred words at once by reading all rows.
        own = [asked([Clause((Phrase((tag(Article, pk),)),))]) for pk in pks[at : at + AT_ONCE]]
        rows = list(chain.from_iterable(find_each(STORIES, own, most=AT_ONCE)))
        delete(STORIES, rows)
        delete(HEADLINES, rows)


def enter_headlines(pks: Sequence[int]) -> None:
    """Bring the newest headlines of these stories up to date, for those who work at the desk."""
    newest = Coalesce("latest_revision__headline", "headline")
    rows = Article.objects.filter(pk__in=pks).order_by().values_list("pk", newest)
    insert(HEADLINES, [Row(_desk_number(pk), (words(headline), [], [], [])) for pk, headline in rows])


def forget_headlines(pks: Sequence[int]) -> None:
    """Take out what `enter_headlines` has entered, of stories that are deleted."""
    delete(HEADLINES, map(_desk_number, pks))


def _desk_number(pk: int) -> int:
    return pk - LAST_PK - 1  # `pk_of` gives the same key back


def headed(text: str, most: int) -> list[int]:
    """The keys of the newest stories, at most so many, whose newest or public headline has these words."""
    if not (clauses := [clause._replace(is_excluded=False) for clause in parse(text)]):
        return []
    condition = engine().condition.format(table=HEADLINES)
    # Each half in the order of its numbers, so that a common word is read from the newest on, and no further.
    newest, public = (
        f"SELECT pk FROM (SELECT rowid & {LAST_PK} AS pk FROM {HEADLINES} WHERE {condition} AND {half}"  # noqa: S608
        " ORDER BY rowid DESC LIMIT %s) AS found"
        for half in ("rowid < 0", "rowid >= 0")
    )
    values: list[int | str] = [asked(clauses), most, asked(clauses), most, most]
    with connection.cursor() as cursor:
        cursor.execute(f"{newest} UNION {public} ORDER BY pk DESC LIMIT %s", values)
        return [pk for (pk,) in cursor.fetchall()]


def enter_names(model: type[models.Model], pks: Sequence[int]) -> None:
    """Bring the index up to date with the names and aliases of these people, topics or contributors."""
    merged = MergedRecord.objects.within(model, pks)
    delete(NAMES, [row_of(model, pk) for pk in (*pks, *merged)])
    records = model._default_manager.filter(pk__in=pks).order_by()
    if issubclass(model, Authority):
        records = records.prefetch_related("aliases")
    rows = {one.pk: _names(one) for one in records}
    # Stories keep the tags of records that were merged since: their names are now those of the other one.
    tagged_so = [rows[into]._replace(rowid=row_of(model, pk)) for pk, into in merged.items() if into in rows]
    insert(NAMES, [*rows.values(), *tagged_so])


def enter_new_names(records: Sequence[Person | Topic | Contributor]) -> None:
    """The same, for records that have just been made and have no aliases."""
    insert(NAMES, [_names(record, is_new=True) for record in records])


def _names(record: Any, is_new: bool = False) -> Row:
    aliases = record.aliases.all() if isinstance(record, Authority) and not is_new else ()
    others = [word for alias in aliases for word in (*words(alias.name), BETWEEN)]
    return Row(row_of(type(record), record.pk), (words(record.name), [], others, []))


def rebuild() -> Iterator[Callable[[], None]]:
    """Make the index anew: a step for each batch, to be done in a transaction of its own."""
    yield from (partial(clear, table) for table in (NAMES, STORIES, HEADLINES))
    for model in KINDS[1:]:
        for pks in batches(model._default_manager.all()):
            yield partial(enter_names, model, pks)
    for pks in batches(Article.objects.filter(live_at__isnull=False)):
        yield partial(enter, pks)
    for pks in batches(Article.objects.all()):
        yield partial(enter_headlines, pks)


def fill_empty(plan: Sequence[Any] = (), stdout: Any = None, verbosity: int = 0, **kwargs: Any) -> None:
    """After `migrate`: make the index anew if a migration has emptied it, once all of them are done."""
    if not plan:
        return
    executor = MigrationExecutor(connection)
    live = Article.objects.filter(live_at__isnull=False)
    if executor.migration_plan(executor.loader.graph.leaf_nodes("articles")) or not live.exists():
        return
    if find(STORIES, asked([Clause((Phrase((ALL,)),))]), most=1):
        return
    if verbosity and stdout:
        stdout.write(FILLING)
    for step in rebuild():
        with transaction.atomic():
            step()


def batches(rows: models.QuerySet[Any]) -> Iterator[list[int]]:
    pks = list(rows.order_by("-pk").values_list("pk", flat=True))
    return (pks[at : at + AT_ONCE] for at in range(0, len(pks), AT_ONCE))


def watch() -> None:
    """Follow names and aliases as they are saved, and stories and records as they are deleted."""
    signals.post_delete.connect(_story_deleted, sender=Article)
    for model in KINDS[1:]:
        signals.post_save.connect(_record_saved, sender=model)
        signals.post_delete.connect(_record_deleted, sender=model)
    for alias in (PersonAlias, TopicAlias):
        signals.post_save.connect(_alias_changed, sender=alias)
        signals.post_delete.connect(_alias_changed, sender=alias)


def _story_deleted(instance: Article, **kwargs: Any) -> None:
    if instance.live_at:
        leave([instance.pk])


def _record_saved(instance: models.Model, **kwargs: Any) -> None:
    enter_names(type(instance), [instance.pk])


def _record_deleted(instance: models.Model, **kwargs: Any) -> None:
    model = type(instance)
    merged = MergedRecord.objects.within(model, [instance.pk])
    delete(NAMES, [row_of(model, pk) for pk in (instance.pk, *merged)])


def _alias_changed(instance: PersonAlias | TopicAlias, **kwargs: Any) -> None:
    if isinstance(instance, PersonAlias):
        enter_names(Person, [instance.person_id])
    else:
        enter_names(Topic, [instance.topic_id])
