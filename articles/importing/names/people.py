"""The people of a text: which names are one person, and who matters most."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from articles.importing.document import KnownName, Named
from articles.importing.names import evidence
from articles.importing.names.authority import person_of
from articles.importing.names.candidates import Candidate
from articles.importing.names.engine import NO_LABELS, Labels
from articles.importing.names.evidence import SUFFIXES
from articles.importing.names.folding import fold
from articles.importing.names.mentions import Mention
from articles.importing.names.vocabulary import PLACES

# Being named in the first sentence is worth this many mentions, half of it this many sentences later.
_EARLY, _EARLY_SENTENCES = 4.0, 4


# A text that names more people is a list, and comparing each with each would take long.
_MOST_PEOPLE = 300


@dataclass(slots=True)
class Person:
    """One person of a text: every mention that leads to them, and the form to show."""

    words: tuple[str, ...]
    keys: tuple[str, ...]
    mentions: list[Mention] = field(default_factory=list)
    forms: dict[str, None] = field(default_factory=dict)  # a set that keeps the order
    known: str = ""

    @property
    def name(self) -> str:
        return self.known or " ".join(self.words)


def find(
    candidates: Sequence[Candidate], known: Mapping[str, KnownName], labels: Labels = NO_LABELS
) -> list[Person]:
    """The people among the candidates, most important first."""
    people = _full_names(candidates, known, labels)
    _attach_short_forms(people, candidates)
    for person in people:
        person.mentions.sort(key=lambda mention: mention.start)
    return sorted(people, key=_importance)


def _importance(person: Person) -> tuple[float, int]:
    first = person.mentions[0]
    # A given name alone is how relatives are told apart: it weighs little.
    weight = sum(0.25 if mention.keys == person.keys[:1] else 1.0 for mention in person.mentions)
    return (-weight - _EARLY / (1.0 + first.sentence / _EARLY_SENTENCES), first.start)


def _full_names(
    candidates: Sequence[Candidate], known_names: Mapping[str, KnownName], labels: Labels
) -> list[Person]:
    alone = evidence.of_surnames(candidates)
    by_key: dict[str, list[Candidate]] = defaultdict(list)
    for found in candidates:
        by_key[" ".join(found.keys)].append(found)
    people: list[Person] = []
    surnames: dict[str, set[str]] = defaultdict(set)
    for key in by_key:
        if " " in key:
            surnames[key.rsplit(" ", 1)[1]].add(key)
    given = Counter(keys[0] for keys in {found.keys for found in candidates if len(found.keys) > 1})
    for key, same in by_key.items():
        if same[0].mention.before.rstrip() == "married" and given[same[0].keys[0]] > 1:
            continue  # The name before a marriage, of someone whom the text goes on to name otherwise.
        if f"{key}s" in by_key:
            continue  # "Incubation Grants" are no people.
        record = person_of(known_names, key) or known_names.get(same[0].mention.key)
        known = record.name if record and _may_mean(key, record, surnames) else ""
        if known or (len(people) < _MOST_PEOPLE and evidence.is_person(key, same, alone, labels)):
            _enter(people, same, known)
    return people


def _may_mean(key: str, record: KnownName, surnames: Mapping[str, set[str]]) -> bool:
    """A surname alone is not the known bearer's when the text gives it another given name."""
    return " " in key or all(fold(record.name) == full for full in surnames.get(key, ()))


def _enter(people: list[Person], same: Sequence[Candidate], known: str) -> None:
    first = same[0]
    for person in people:
        if (known and person.known == known) or (
            not (known and person.known) and _are_one(person.keys, first.keys)
        ):
            break
    else:
        person = Person(first.words, first.keys, known=known)
        people.append(person)
    if _is_fuller(first.keys, person.keys):
        person.words, person.keys = first.words, first.keys
    person.known = person.known or known
    _add(person, same)


def _is_fuller(keys: tuple[str, ...], shown: tuple[str, ...]) -> bool:
    """Whether the form says more than the one shown; a middle name written out once says too much."""
    if len(keys[0]) > len(shown[0]) and keys[0].startswith(shown[0]):
        return True
    added = [key for key in keys if key not in shown]
    return len(keys) > len(shown) and (keys[-1] != shown[-1] or all(len(key) == 1 for key in added))


def _add(person: Person, same: Iterable[Candidate]) -> None:
    for found in same:
        person.mentions.append(found.mention)
        person.forms[" ".join(found.words)] = None


def _are_one(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two full names of one text are one person's: "Edith M. Calloway", "E. Calloway"."""
    if {left[-1], right[-1]} <= SUFFIXES and left[-1] != right[-1]:
        return False
    short, long = sorted((_without_suffix(left), _without_suffix(right)), key=len)
    # "Gabriel García" is Gabriel García Márquez, but "Aung San" is not Aung San Suu Kyi.
    beginning = long[: len(short)] if len(long) - len(short) < 2 else ()
    if len(short) > 1 and short in (long[-len(short) :], beginning):
        return True
    if short[-1] != long[-1] or not _same_given(short[0], long[0]):
        return False
    return all(any(_same_given(one, other) for other in long[:-1]) for one in short[:-1])


def _same_given(one: str, other: str) -> bool:
    """ "J." and "John", "Pat" and "Patrick"."""
    short, long = sorted((one, other), key=len)
    is_short_form = len(short) == 1 or (len(short) > 2 and len(long) > len(short) + 1)
    return short == long or (is_short_form and long.startswith(short))


def _without_suffix(keys: tuple[str, ...]) -> tuple[str, ...]:
    return keys[:-1] if len(keys) > 2 and keys[-1] in SUFFIXES else keys


def _attach_short_forms(people: Sequence[Person], candidates: Sequence[Candidate]) -> None:
    """Count surname and given-name mentions for the one person they can mean."""
    owners: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        for key in dict.fromkeys(_short_keys(person.keys)):
            owners[key].append(person)
    counted = {mention.start for person in people for mention in person.mentions}
    for found in candidates:
        owner = owners[" ".join(found.keys)]
        if len(owner) == 1 and found.mention.start not in counted:
            _add(owner[0], [found])


def _short_keys(keys: tuple[str, ...]) -> list[str]:
    """Of "José Ramos Horta" the last name, the given name, and all that follows it."""
    bare = _without_suffix(keys)
    given = [bare[0]] if len(bare[0]) > 1 and bare[0] not in PLACES else []
    return [bare[-1], *given, bare[-1].split()[-1], " ".join(bare[1:])]


def to_named(person: Person, engine: str = "") -> Named:
    """The person as the pipeline hands them on; `engine` is the model that had a say beside the rules."""
    rule = "known name" if person.known else "name in the text"
    rule += f", rules and {engine}" * bool(engine)
    return Named(name=person.name, forms=tuple(person.forms), count=len(person.mentions), rule=rule)
