"""Saves that began from an older version: brought together with what was saved since, or kept beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import get_text_list

from articles.editorial import revisions, rights
from articles.editorial.merging import Merge, merge
from articles.models import CONTENT_FIELDS, Article, Revision

NOT_SAVED = "Not saved:"  # how the reason begins of a version that a conflict kept beside the others
FIELDS = (*CONTENT_FIELDS, *revisions.LISTS)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: the revision it left (none where it changed nothing), and what came from others.

    With `clashes`, both sides changed these fields, and the revision stands beside the working copy.
    """

    revision: Revision | None
    merged: set[str] = field(default_factory=set)
    clashes: set[str] = field(default_factory=set)


def labels(names: Iterable[str]) -> str:
    """The fields' names in a sentence, in the form's order."""
    wanted = set(names)
    fields: Any = {one.name: one.verbose_name for one in Article._meta.concrete_fields}
    return str(get_text_list([str(fields.get(name, name)) for name in FIELDS if name in wanted], "and"))


@transaction.atomic
def save(
    article: Article, content: Mapping[str, Any], *, author: User | None, base: Revision | None
) -> Saved:
    """Save what somebody made of the revision `base` (of a new story: none), overwriting nothing silently.

    `content` is that of `revisions.save`. What others saved since is merged in; where both changed the
    same field or the same blocks of the body, the whole save is kept as a version beside theirs. Whoever
    asks has the row of a story that is there (`revisions.lock`).
    """
    if article.pk is None:
        return Saved(revisions.save(article, content, author=author, reason="Written"))
    rights.check_edit(author, article)
    theirs, mine = revisions.working_copy(article), revisions.with_ids(content)
    newest = article.latest_revision
    was = theirs if base in (None, newest) else revisions.working_copy(article, base)
    merged = merge(was, mine, theirs)
    if clashes := {conflict.field for conflict in merged.conflicts}:
        assert newest
        reason = f"{NOT_SAVED} {newest.by} had changed {labels(clashes)}, too"
        beside = revisions.propose(article, content, author=author, reason=reason[:200], base=base)
        return Saved(beside, clashes=clashes)
    changed = _differing(merged.content, theirs)
    if not changed:
        return Saved(None)
    reason = f"Changed {labels(changed)}"[:200]
    together = revisions.with_records(merged.content)
    revision = revisions.save(article, together, author=author, reason=reason, base=base)
    return Saved(revision, merged=_differing(merged.content, mine))


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> set[str]:
    return {name for name in FIELDS if one[name] != other[name]}


def clash(beside: Revision, theirs: Revision) -> Merge:
    """A version that was kept beside others, brought together with the revision `theirs` of its story."""
    was = beside.base or theirs
    copies = (revisions.working_copy(beside.article, one) for one in (was, beside, theirs))
    return merge(*copies)


@transaction.atomic
def settle(beside: Revision, theirs: Revision, values: Sequence[Any], *, author: User) -> Saved:
    """Save a kept version together with `theirs`, with a value for each of the conflicts of `clash`.

    Where somebody has saved another revision than `theirs` since, this is a stale save like any other.
    """
    article = beside.article
    revisions.lock(article)
    content = revisions.with_records(clash(beside, theirs).settled(values))
    return save(article, content, author=author, base=theirs)
