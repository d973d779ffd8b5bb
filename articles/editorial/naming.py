"""The people and topics that a story's text names, and of whom nobody has spoken yet."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from articles import markup
from articles.editorial import authorities
from articles.folding import fold
from articles.importing import sentences
from articles.importing.document import Derived, Document, Known, Line, Named
from articles.importing.names import folding, name_people_and_topics
from articles.models import Article, Person, Rejection, Topic

MODELS: dict[str, type[Person] | type[Topic]] = {"people": Person, "topics": Topic}
MOST_SUGGESTED = 10
MOST_SENTENCES = 3
MOST_WORDS = 4000  # of a text, among which known names are looked for
LONGEST_NAME = 5  # words
LONGEST_TEXT = 200_000  # characters
AT_ONCE = 10_000  # names that one query asks for

Runs = list[tuple[str, bool]]  # a sentence in pieces, each with whether it is the name


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name in the text, how often it stands there, and the first sentences in which it does."""

    name: str
    is_known: bool
    count: int
    sentences: list[Runs]


def suggest(
    article: Article | None, headline: str, body: str, chosen: Mapping[str, Sequence[str]]
) -> dict[str, list[Suggestion]]:
    """For people and topics what the import would name in this text, most important first, at most ten each.

    Without the names that are `chosen` already, and without what was rejected for this story.
    """
    headline = markup.printable(headline)
    paragraphs = markup.to_paragraphs(markup.sanitise(body[:LONGEST_TEXT]))
    text = "\n".join([headline, *paragraphs])
    document = Document("", lines=tuple(map(Line, paragraphs)), headline=Derived(headline, "typed"))
    named = name_people_and_topics(document, known_in(text))
    rejected = set(article.rejections.values_list("kind", "key")) if article else set()
    parts = [sentence for paragraph in [headline, *paragraphs] for sentence in sentences.split(paragraph)]
    return {
        kind: list(
            _new(kind, found, chosen.get(kind, ()), {key for of, key in rejected if of == kind}, parts)
        )
        for kind, found in (("people", named.people), ("topics", named.topics))
    }


def _new(
    kind: str, found: Sequence[Named], chosen: Sequence[str], without: set[str], parts: Sequence[str]
) -> Iterator[Suggestion]:
    records = authorities.find(MODELS[kind], [*chosen, *(one.name for one in found)])

    def record_of(name: str) -> Any:
        return records.get(fold(name), fold(name))

    there = {record_of(name) for name in chosen}
    new = (
        one
        for one in found
        if record_of(one.name) not in there and not {fold(one.name), fold(str(record_of(one.name)))} & without
    )
    for one in islice(new, MOST_SUGGESTED):
        record = record_of(one.name)
        is_known = not isinstance(record, str)
        said = list(islice(_sentences(one.forms or (one.name,), parts), MOST_SENTENCES))
        yield Suggestion(str(record) if is_known else one.name, is_known, one.count, said)


def _sentences(forms: Sequence[str], parts: Iterable[str]) -> Iterator[Runs]:
    longest_first = sorted(forms, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")
    for sentence in parts:
        pieces = pattern.split(sentence)
        if len(pieces) > 1:
            yield [(piece, bool(at % 2)) for at, piece in enumerate(pieces) if piece]


def reject(article: Article, names: Iterable[tuple[str, str]]) -> None:
    """Suggest these names, each with its kind (people or topics), for this story never again."""
    rows = [Rejection(article=article, kind=kind, key=fold(name)) for kind, name in names if kind in MODELS]
    Rejection.objects.bulk_create(rows, ignore_conflicts=True)


def known_in(text: str) -> Known:
    """`authorities.known`, of the records only that the text may name: it asks for what stands there.

    At most six queries for each 10,000 combinations of words.
    """
    words = [word for token in text.split() for word in folding.fold(token).split()][:MOST_WORDS]
    spans = [
        words[at : at + length]
        for at in range(len(words))
        for length in range(1, min(LONGEST_NAME, len(words) - at) + 1)
    ]
    people = {" ".join(span) for span in spans}
    return authorities.known(_named(Person, people), _named(Topic, people | set(_other_numbers(spans))))


def _other_numbers(spans: Iterable[Sequence[str]]) -> Iterator[str]:
    """Each name in the singular, and with its last word in the plural."""
    for span in spans:
        one = " ".join(map(folding.singular, span))
        yield from (one, f"{one}s", f"{one}es", f"{one[:-1]}ies")


def _named(model: type[Any], names: Iterable[str]) -> list[Any]:
    aliases = model._meta.get_field("aliases")
    owner = aliases.field.attname
    waiting = iter(names)
    found: dict[int, Any] = {}
    while keys := list(islice(waiting, AT_ONCE)):
        pks = aliases.related_model.objects.filter(key__in=keys).values_list(owner, flat=True)
        for part in ({"key__in": keys}, {"pk__in": list(pks)}):
            found |= {
                record.pk: record for record in model.objects.filter(**part).prefetch_related("aliases")
            }
    return [found[pk] for pk in sorted(found)]
