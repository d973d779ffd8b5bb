"""The keywords that a source gives: people among them go to the people, the others lead the topics."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from html import unescape

from articles.importing.document import Derived, Named
from articles.importing.names.authority import Authority, person_of
from articles.importing.names.folding import fold, topic_key
from articles.importing.names.topics import MOST_TOPICS

RULE = "keyword of the source"
# Whoever gives more wants to be found by search engines.
_MOST = 50
_AROUND = "\"'“”‘’# "
_LONGEST = 100  # characters of a name


def place(
    keywords: Iterable[Derived],
    people: tuple[Named, ...],
    topics: tuple[Named, ...],
    authority: Authority,
) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """People and topics with the keywords in their places; found topics fill up to the usual number."""
    found = {fold(form): person.name for person in people for form in (person.name, *person.forms)}
    words = {topic_key(word): word for word in reversed(list(_words(keywords)))}
    named = [(word, _person(word, found, authority)) for word in reversed(words.values())]
    there = {person.name for person in people}
    added = [name for _, name in named if name and name not in there]
    given = {
        topic_key(one.name): one for one in (_topic(word, authority) for word, name in named if not name)
    }
    guessed = {topic_key(one.name): one for one in topics}
    first = tuple(_counted(one, guessed.get(key)) for key, one in given.items())
    others = tuple(one for key, one in guessed.items() if key not in given)
    return (
        people + tuple(Named(name, (), 0, RULE) for name in dict.fromkeys(added)),
        first + others[: max(0, MOST_TOPICS - len(first))],
    )


def _words(keywords: Iterable[Derived]) -> Iterator[str]:
    values = [keyword.value for keyword in keywords][:_MOST]
    others = {topic_key(value) for value in values}
    for value in values:
        parts = [part.strip() for part in value.split(",")]
        for part in parts if _is_list(parts, others) else [value]:
            word = " ".join(unescape(part).split()).strip(_AROUND)
            if topic_key(word) and len(word) <= _LONGEST:
                yield word


def _is_list(parts: Sequence[str], others: Collection[str]) -> bool:
    """Whether it holds all keywords in one, and is no "Washington, D.C., United States"."""
    if len(parts) < 3:
        return False
    if len(others) == 1:
        return len(parts) > 3 or any(map(str.islower, parts))
    return all(part.islower() or topic_key(part) in others for part in parts)


def _person(word: str, found: dict[str, str], authority: Authority) -> str:
    record = person_of(authority.people, fold(word))
    return record.name if record else found.get(fold(word), "")


def _topic(word: str, authority: Authority) -> Named:
    record = authority.topics.get(topic_key(word))
    return Named(record.name, (), 0, RULE, record.kind) if record else Named(word, (), 0, RULE, "")


def _counted(given: Named, guessed: Named | None) -> Named:
    """The keyword with what the text says of it; what the text does not know is a subject."""
    if guessed is None:
        return replace(given, kind=given.kind or "subject")
    name = guessed.name if given.name.islower() else given.name
    return replace(guessed, name=name, rule=RULE, kind=given.kind or guessed.kind)
