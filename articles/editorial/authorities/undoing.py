"""Taking back a merge, split or retag: all that it moved, except what editors changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib.auth.models import User
from django.core import serializers
from django.db import transaction
from django.template.defaultfilters import pluralize
from django.utils import timezone

from articles import caching, search
from articles.editorial import addresses, likenesses, lists, log
from articles.editorial.authorities import retagging
from articles.editorial.authorities.relations import Relation, Row, as_json, from_data, relations_of
from articles.editorial.lists import Lists
from articles.folding import fold
from articles.models import Article, MergedRecord, OldAddress, Person, PicturePerson, Rework, Topic
from articles.models.authority import Alias, Authority

MODELS: dict[str, type[Person] | type[Topic]] = {"person": Person, "topic": Topic}


class CannotUndo(Exception):
    """What stands in the way; the message says what to do first."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Something that stays as it is, because somebody changed it since."""

    what: str
    reason: str


@transaction.atomic
def undo(rework: Rework, *, user: User | None = None, actor: str = "") -> list[Stay]:
    """Bring back what a merge, split or retag changed; what stays as editors made it since, with the reason.

    Raises CannotUndo.
    """
    rework = Rework.objects.select_for_update(of=("self",)).select_related("entry").get(pk=rework.pk)
    if rework.undone_at:
        raise CannotUndo("It has been undone already.")
    verb = rework.entry.verb
    stays = _merge(rework, user) if verb == "merge" else _retag(rework, user)
    rework.undone_at = timezone.now()
    rework.save(update_fields=["undone_at"])
    left = f"; {len(stays)} stay{pluralize(stays, 's,')}, changed since" if stays else ""
    note = f"{verb.capitalize()} taken back{left}"
    log.entry("undo", user=user, actor=actor, subject=rework.entry.subject, note=note).save()
    caching.renew()
    return stays


def _retag(rework: Rework, user: User | None) -> list[Stay]:
    made = MODELS[rework.kind].objects.filter(pk=rework.data["made"]).first() if rework.kind else None
    was_public = bool(made and addresses.was_public(made))
    stays = [
        Stay(str(article), "its people or topics were changed since")
        for article in retagging.take_back(
            rework.data["stories"], author=user, reason=f"Undid: {rework.entry.note}"
        )
    ]
    return stays + (_unmake(made, rework.data["of"], was_public) if made else [])


def _unmake(record: Person | Topic, parted_from: int, was_public: bool) -> list[Stay]:
    """Delete the record that a split has made; its address leads to the one that it was parted from."""
    if record.taggings.exists():
        return [Stay(str(record), "stories are tagged with it")]
    if was_public:
        for origin in lists.there(type(record), [parted_from]).values():
            addresses.merge(record, origin)
    record.delete()
    return []


def _merge(rework: Rework, user: User | None) -> list[Stay]:
    model, data = MODELS[rework.kind], rework.data
    into = model.objects.select_for_update().filter(pk=data["into"]).first()
    if into is None:
        raise CannotUndo("The record that they became part of is gone. Undo its own merge first.")
    # A story that both merges touched names the record once: it cannot tell whose tag that is.
    later = MergedRecord.objects.filter(kind=rework.kind, into=into.pk, rework__gt=rework.pk)
    if later.exists():
        raise CannotUndo(f"There was a later merge into “{into}”. Undo that one first.")
    records = _restored(model, data["records"])
    pks = [one.pk for one in records]
    MergedRecord.objects.filter(rework=rework).delete()
    stays: list[Stay] = []
    for relation in relations_of(model):
        if saved := data["relations"].get(relation.label):
            moved = from_data(saved)
            back, gone = relation.give_back(moved, into.pk)
            if relation.label == f"articles.article{rework.kind}":
                relation.refresh_live_at(pks)
                _follow(moved, back, into, data["newest"], user)
                _enter(relation, [into, *records], back)
            if relation.model is PicturePerson:
                search.enter_pictures([row["picture_id"] for row in back])
            if not issubclass(relation.model, Alias):
                stays += _missed(relation, gone, into)
    likenesses.put_in(model, data["likenesses"])
    for one in records:
        one.aliases.filter(key__in=[one.key, fold(one.name)], source=Alias.Source.MERGED).delete()
    stays += _give_back_fields(into, data)
    _give_back_addresses(rework.kind, into, data["addresses"], records)
    search.enter_names(model, [into.pk, *pks])
    return stays


def _restored(model: type[Person] | type[Topic], saved: list[dict[str, Any]]) -> list[Any]:
    """The records again, under their own numbers; what they pointed at may be gone by now."""
    records: list[Any] = []
    for one in serializers.deserialize("python", saved):
        record: Any = one.object
        if twin := model.objects.filter(key=record.key).first():
            raise CannotUndo(f"There is another “{twin}” now. Rename it first.")
        if model.objects.filter(slug=record.slug).exists():
            record.slug = addresses.free_slug(model, record.slug)
        for column in record._meta.concrete_fields:
            parent = column.related_model
            if parent and (
                parent is model
                or not parent._base_manager.filter(pk=getattr(record, column.attname)).exists()
            ):
                setattr(record, column.attname, None)
        one.save()
        records.append(record)
    for kept in saved:
        if above := Topic.objects.filter(pk=kept["fields"].get("broader")).first():
            Topic.objects.filter(pk=kept["pk"]).update(broader=above)
    return records


def _follow(moved: list[Row], back: list[Row], into: Authority, newest: int, user: User | None) -> None:
    """Bring the versions of stories that were saved since the merge after their tags."""
    stories = {row["content_object_id"] for row in back}
    owners: dict[int, list[int]] = {}
    for row in sorted(moved, key=lambda row: row["rank"]):
        if row["content_object_id"] in stories:
            owners.setdefault(row["content_object_id"], []).append(row["tag_id"])
    later = Article.objects.filter(pk__in=stories, latest_revision__gt=newest)
    name = retagging.NAMES[type(into)]

    def change(article: Article, some: Lists, is_live: bool) -> Lists:
        if is_live:  # its rows are back
            return some
        ids = [owners[article.pk] if pk == into.pk else [pk] for pk in some[name]]
        return {**some, name: list(dict.fromkeys(chain(*ids)))}

    retagging.rewrite(
        later.values_list("pk", flat=True), change, author=user, reason=f"Undid a merge into {into}"
    )


def _enter(relation: Relation, records: list[Any], back: list[Row]) -> None:
    """Enter the stories again of which the index says what was true between the merge and now."""
    rows = relation.rows_of([one.pk for one in records])
    said = [search.tagged(one) for one in records]
    true = [{row["content_object_id"] for row in rows if row["tag_id"] == one.pk} for one in records]
    indexed = set().union(*said)
    search.enter(
        sorted(
            story
            for story in {row["content_object_id"] for row in back} & indexed
            if [story in some for some in said] != [story in some for some in true]
        )
    )


def _missed(relation: Relation, gone: list[Row], into: Authority) -> list[Stay]:
    if not relation.label.startswith("articles.article"):
        return [
            Stay(f"{relation.model._meta.verbose_name} {row['id']}", f"“{into}” has it no more")
            for row in gone
        ]
    stories = Article.objects.in_bulk({row["content_object_id"] for row in gone})
    return [Stay(str(one), f"it is not tagged with “{into}” any more") for one in stories.values()]


def _give_back_fields(into: Any, data: Mapping[str, Any]) -> list[Stay]:
    stays = []
    for name, (before, after) in data["taken"].items():
        column = next(one for one in into._meta.concrete_fields if one.attname == name)
        if as_json(getattr(into, name)) == after:
            setattr(into, name, column.to_python(before))
        else:
            stays.append(Stay(str(into), f"its {column.verbose_name} was changed since"))
    into.save()
    for pk, before, now in data["narrower"]:
        topic = Topic.objects.filter(pk=pk).first()
        above = Topic.objects.filter(pk=before).first()
        if not topic or not above or topic.broader_id != now or not topic.may_stand_below(above):
            stays.append(Stay(str(topic or above or pk), "its broader topic was changed since"))
        else:
            Topic.objects.filter(pk=pk).update(broader=above)
    return stays


def _give_back_addresses(kind: str, into: Authority, old: list[Any], records: list[Any]) -> None:
    mine = OldAddress.objects.filter(kind=kind, target=into.pk)
    for slug, target in old:
        mine.filter(slug=slug).update(target=target)
    mine.filter(slug__in=[one.slug for one in records]).delete()
