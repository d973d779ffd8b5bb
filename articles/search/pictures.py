"""The library's full-text index: what is said of each picture, and a tag for each person whom it shows.

A row has the picture's primary key as its number, so that the highest numbers are the newest pictures.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from django.db.models import signals

from articles.folding import words
from articles.models import Person, Picture, PicturePerson
from articles.search.asking import or_named_so, word
from articles.search.engines import PICTURES, Row, asked, clear, delete, find, insert
from articles.search.index import batches
from articles.search.numbering import ALL, tag
from articles.search.terms import parse

MOST = 1000
# What stands in the columns of the index: what is seen in the picture, tags, whose it is, all else.
SEEN, OWNED, ELSE = (
    ("headline", "alt_text", "caption"),
    ("credit", "creator", "source"),
    ("keywords", "copyright_notice"),
)


def find_pictures(text: str) -> list[int]:
    """The newest `MOST` pictures that have all of these words, or show people of these names."""
    if not (clauses := parse(text)):
        return []
    return find(PICTURES, asked([word(ALL), *or_named_so(clauses)]), most=MOST)


def enter_pictures(pks: Sequence[int]) -> None:
    """Bring the index up to date with these pictures."""
    delete(PICTURES, pks)
    tags: dict[int, list[str]] = defaultdict(lambda: [ALL])
    for picture, person in PicturePerson.objects.filter(picture__in=pks).values_list("picture", "person"):
        tags[picture].append(tag(Person, person))
    said = Picture.objects.filter(pk__in=pks).order_by().values("pk", *SEEN, *OWNED, *ELSE)
    insert(PICTURES, [Row(one["pk"], _columns(one, tags[one["pk"]])) for one in said])


def _columns(said: dict[str, Any], tags: list[str]) -> tuple[list[str], ...]:
    seen, owned, other = (words("\n".join(said[name] for name in names)) for names in (SEEN, OWNED, ELSE))
    return seen, tags, owned, other


def rebuild_pictures() -> Iterator[Callable[[], None]]:
    """Make the index anew: a step for each batch, to be done in a transaction of its own."""
    yield partial(clear, PICTURES)
    for pks in batches(Picture.objects.all()):
        yield partial(enter_pictures, pks)


def watch_pictures() -> None:
    """Follow pictures and the people in them as they are saved and deleted."""
    for signal in (signals.post_save, signals.post_delete):
        signal.connect(_changed, sender=Picture)
        signal.connect(_changed, sender=PicturePerson)


def _changed(instance: Picture | PicturePerson, **kwargs: Any) -> None:
    enter_pictures([instance.pk if isinstance(instance, Picture) else instance.picture_id])
