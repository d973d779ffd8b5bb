"""Topics of a text: its places, organisations, events and subjects, ranked."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from articles.importing.document import Named
from articles.importing.names import proper_names, subjects
from articles.importing.names.authority import Authority
from articles.importing.names.candidates import Candidate
from articles.importing.names.folding import fold, topic_key
from articles.importing.names.mentions import Mention
from articles.importing.names.people import Person
from articles.importing.names.proper_names import ProperName, look_up
from articles.importing.names.vocabulary import (
    BODIES,
    BROAD_SUBJECTS,
    COMMON_WORDS,
    COUNTRIES,
    DEMONYMS,
    PLACES,
    SUBJECTS,
)

MOST_TOPICS = 10
# A topic that scores less is none.
_WEAKEST = 1.0
# What standing in the first sentences adds to the weight, as a share of it: (before this sentence, share).
_EARLY = ((1, 1.5), (3, 0.8), (6, 0.3))
# What one mention counts, by what it is.
_LISTED, _REPEATED, _BROAD, _PHRASE = 1.0, 0.6, 0.7, 1.6
_ONE_WORD, _LONG_NAME, _EVENT = 1.3, 1.6, 2.0
_WEIGHT_OF_A_BODY, _DEMONYM, _INSIDE, _IN_A_TITLE = 1.6, 0.8, 0.4, 0.5
# Wire services are credited far more often than they are written about.
_WEIGHT_OF_A_CREDIT = 0.2
_AGENCIES = frozenset({"Associated Press", "Reuters", "Agence France-Presse", "Xinhua", "Press Association"})
_WORDS_A_SENTENCE = 22
# One of several that have no name, "Group D", and an agency's own rooms: "London Newsroom".
_NO_TOPIC = re.compile(r"(?:Group|Pool|Plan|Part|Figure|Option|Room|Gate|Type) [A-Z]|.+ Newsroom")
_CAPITAL_INSIDE = re.compile(r"(?<=[\w,] )[^\W\d_a-zäöüß]\w")
_LOWER_CASE = re.compile(r"\b[a-z]{3,}\b")


@dataclass(slots=True)
class _Topic:
    name: str
    kind: str
    rule: str
    forms: dict[str, int] = field(default_factory=dict)  # with how often each stands there
    weight: float = 0.0
    first: int = 1 << 30

    def add(self, form: str, weight: float, sentences: Sequence[int]) -> None:
        self.forms[form] = self.forms.get(form, 0) + len(sentences)
        for _ in sentences:
            self.weight += weight
        self.first = min(self.first, *sentences)

    @property
    def score(self) -> float:
        early = next((bonus for limit, bonus in _EARLY if self.first < limit), 0.0)
        return self.weight * (1.0 + early)


class _Topics:
    """The topics found so far, by key."""

    def __init__(self) -> None:
        self._by_key: dict[str, _Topic] = {}

    def add(self, name: str, kind: str, rule: str, form: str, weight: float, *sentences: int) -> None:
        key = topic_key(name)
        topic = self._by_key.get(key)
        if topic is None:
            topic = self._by_key[key] = _Topic(name, kind, rule)
        topic.add(form, weight, sentences)

    def replace(self, authority: Authority) -> None:
        """Leave out what the newsroom knows under its own name: those are counted by themselves."""
        for key, topic in list(self._by_key.items()):
            if key in authority.topics or any(topic_key(form) in authority.topics for form in topic.forms):
                del self._by_key[key]

    def drop_demonyms(self) -> None:
        """Leave out what only English calls so: "Poles" in Portuguese are those of a race."""
        for key, topic in list(self._by_key.items()):
            if topic.kind == "place" and all(fold(one) in DEMONYMS and one.istitle() for one in topic.forms):
                del self._by_key[key]

    def all(self) -> Iterable[_Topic]:
        return self._by_key.values()


def find(
    text: str,
    mentions: Sequence[Mention],
    candidates: Sequence[Candidate],
    people: Sequence[Person],
    authority: Authority,
    headline: str,
    *,
    is_english: bool,
) -> tuple[Named, ...]:
    """The topics of the text, most important first, none of them one of its people; at most `MOST_TOPICS`."""
    found = _Topics()
    of_people = {id(mention) for person in people for mention in person.mentions}
    names = [mention for mention in mentions if id(mention) not in of_people]
    joined = list(proper_names.join(text, names))
    for candidate in candidates:
        if id(candidate.mention) in of_people:
            title = candidate.mention.keys[: -len(candidate.keys)]
            _listed_names(title, candidate.mention, found, _IN_A_TITLE)
    _proper_names(joined, text, found, shows_names=is_english or not _writes_nouns_large(text))
    _subjects(text, mentions, found, is_english=is_english)
    if not is_english:
        found.drop_demonyms()
    if authority.topics:
        found.replace(authority)
        _known(text, people, authority, found)
    banned = _words_of_people(people, candidates)
    return tuple(_ranked(found.all(), banned, topic_key(headline)))


def _writes_nouns_large(text: str) -> bool:
    """Whether capitals tell no names: German gives them to all nouns, and some scripts have none."""
    return len(_CAPITAL_INSIDE.findall(text, 0, 3000)) * 6 > len(text[:3000].split())


def _words_of_people(people: Sequence[Person], candidates: Sequence[Candidate]) -> set[str]:
    banned = {topic_key(form) for person in people for form in (*person.forms, person.name)}
    banned |= {topic_key(person.keys[-1]) for person in people} - PLACES.keys() - BODIES.keys()
    for found in candidates:
        is_listed = found.keys[-1] in PLACES or found.keys[-1] in BODIES
        if found.has_title and len(found.keys) < 3 and not is_listed:
            banned.add(topic_key(" ".join(found.keys)))
    return banned


def _listed_names(keys: Sequence[str], mention: Mention, found: _Topics, weight: float) -> None:
    """Count the known places, bodies and events among the words, the longest first."""
    at = 0
    while at < len(keys):
        for length in range(min(5, len(keys) - at), 0, -1):
            key = " ".join(keys[at : at + length])
            listed = look_up(key, mention)
            if listed:
                name, kind = listed
                form = " ".join(mention.words[at : at + length])
                counts = _weight_of_a_listed_name(name, kind, key in DEMONYMS, weight)
                found.add(name, kind, "listed name", form, counts, mention.sentence)
                at += length - 1
                break
        at += 1


def _weight_of_a_listed_name(name: str, kind: str, is_demonym: bool, of_a_place: float) -> float:
    if name in _AGENCIES:
        return _WEIGHT_OF_A_CREDIT
    if kind != "place":
        return _WEIGHT_OF_A_BODY
    return of_a_place * (_DEMONYM if is_demonym else 1.0)


def _listed_parts(name: ProperName, found: _Topics) -> None:
    """The places in a longer name, and the body that it begins with: "United Nations Monitoring Mission"."""
    keys = name.mention.keys
    for length in range(min(4, len(keys) - 1), 0, -1):
        key = " ".join(keys[:length])
        if key in BODIES and (length > 1 or name.words[0].isupper()) and look_up(key, name.mention):
            form = " ".join(name.words[:length])
            found.add(
                BODIES[key], "organisation", "listed name", form, _WEIGHT_OF_A_BODY, name.mention.sentence
            )
            return
    for at, key in enumerate(keys):
        if key in COUNTRIES:
            weight = _INSIDE * (_DEMONYM if key in DEMONYMS else 1.0)
            found.add(COUNTRIES[key], "place", "listed name", name.words[at], weight, name.mention.sentence)


def _proper_names(
    names: Sequence[ProperName], text: str, found: _Topics, *, shows_names: bool = True
) -> None:
    acronyms = proper_names.acronyms_of(names)
    counts = Counter(name.form for name in names)
    named = {name.form for name in names if not name.mention.is_first}
    lone = [name for name in names if len(name.keys) == 1]
    may_be_low = any(name.keys[0] in text for name in lone)
    lower = set(_LOWER_CASE.findall(text)) if may_be_low else frozenset()
    counts.subtract(name.form for name in lone if name.keys[0] in lower or name.form not in named)
    for name in names:
        key = " ".join(name.keys)
        if look_up(key, name.mention):
            _listed_names(name.keys, name.mention, found, 1.0)
            continue
        if topic_key(name.form) in SUBJECTS or _NO_TOPIC.fullmatch(name.form):
            continue
        kind = proper_names.kind_of(name, counts[name.form] > 1)
        is_long = len(name.keys) > 1
        is_name = (
            shows_names
            and kind
            and (is_long or counts[name.form] > (kind != "place") or name.form in acronyms)
        )
        if is_name and is_long:
            _listed_parts(name, found)
        else:
            _listed_names(name.mention.keys, name.mention, found, 1.0)
        if is_name:
            shown = acronyms.get(name.form, name.form)
            weight = _EVENT if kind == "event" else _LONG_NAME if is_long else _ONE_WORD
            found.add(shown, kind, "name in the text", name.form, weight, name.mention.sentence)


def _subjects(text: str, mentions: Sequence[Mention], found: _Topics, *, is_english: bool) -> None:
    for subject in subjects.find(_between(text, mentions)):
        if not (subject.is_listed or is_english):
            continue  # which of its words are common ones is known of English alone
        # A phrase can be put together from words that do not stand together, as across a line's end.
        commonest = sorted(subject.forms, key=subject.forms.__getitem__, reverse=True)
        form = next((form for form in commonest if form in text), "")
        if not form:
            continue
        weight = _weight_of_a_subject(subject)
        rule = "listed subject" if subject.is_listed else "repeated phrase"
        sentences = [position // _WORDS_A_SENTENCE for position in subject.positions]
        found.add(subject.name, "subject", rule, form, weight, *sentences)


def _weight_of_a_subject(subject: subjects.Found) -> float:
    if subject.name in BROAD_SUBJECTS:
        return _BROAD
    return (_LISTED if subject.is_listed else _REPEATED) * (_PHRASE if " " in subject.name else 1.0)


def _between(text: str, mentions: Sequence[Mention]) -> Iterator[str]:
    """The text between the names: a capitalised common word at the start of a sentence is no name."""
    spans = (
        (mention.start, mention.end)
        for mention in mentions
        if topic_key(mention.form) not in SUBJECTS and not (mention.is_first and mention.key in COMMON_WORDS)
    )
    return _apart(text, spans)


def _known(text: str, people: Sequence[Person], authority: Authority, found: _Topics) -> None:
    names = sorted((mention.start, mention.end) for person in people for mention in person.mentions)
    for at, form, record in subjects.known("|, ".join(_apart(text, names)), authority):
        weight = 1.6 if " " in record.name else 1.2
        found.add(record.name, record.kind or "subject", "known name", form, weight, at // _WORDS_A_SENTENCE)


def _apart(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    start = 0
    for begin, end in spans:
        yield text[start:begin]
        start = end
    yield text[start:]


def _overlap(key: str, other: str, topic: _Topic) -> bool:
    """Whether a part of a topic or a longer form of it has been chosen already."""
    if topic.kind == "subject":
        return f" {key} " in f" {other} "
    return other.endswith(f" {key}") or (" " in other and key.endswith(f" {other}"))


def _shown(topic: _Topic) -> str:
    """A name out of the text in the singular and in its commonest form that is not all in capitals."""
    if topic.rule != "name in the text":
        return topic.name
    if not topic.name.isupper():
        return topic.name.removesuffix("s") if topic.name.removesuffix("s") in topic.forms else topic.name
    return min(topic.forms, key=lambda form: (form.isupper(), -topic.forms[form], form))


def _ranked(topics: Iterable[_Topic], banned: set[str], headline: str) -> Iterator[Named]:
    scores: dict[str, float] = defaultdict(float)
    by_name = {topic.name: topic for topic in topics if topic_key(topic.name) not in banned}
    for name, topic in by_name.items():
        scores[name] = topic.score + (2.0 if f" {topic_key(name)} " in f" {headline} " else 0.0)
    order = sorted(by_name.values(), key=lambda topic: (-scores[topic.name], topic.first, topic.name))
    chosen: list[str] = []
    for topic in order:
        key = topic_key(topic.name)
        if len(chosen) == MOST_TOPICS or scores[topic.name] < _WEAKEST:
            break
        if topic.rule != "listed name" and any(_overlap(key, other, topic) for other in chosen):
            continue
        chosen.append(key)
        yield Named(
            _shown(topic), tuple(sorted(topic.forms)), sum(topic.forms.values()), topic.rule, topic.kind
        )
