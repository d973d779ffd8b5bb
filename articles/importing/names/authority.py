"""The newsroom's own names, indexed so that a text's forms lead to them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from articles.importing.document import Known, KnownName
from articles.importing.names.folding import fold, topic_key, without_initials


@dataclass(frozen=True, slots=True)
class Authority:
    """Known people by folded form and known topics by topic key; a form that several share leads to none.

    `longest` maps the first word of a topic's key to the number of words of the longest key that begins so.
    """

    people: dict[str, KnownName]
    topics: dict[str, KnownName]
    longest: dict[str, int] = field(default_factory=dict)


_last: tuple[Known, Authority] | None = None


def authority_of(known: Known) -> Authority:
    """The index over the known names, kept while the same object comes again, as it does in a run."""
    global _last
    last = _last
    if last is None or last[0] is not known:
        last = _last = (known, _build(known))
    return last[1]


def _build(known: Known) -> Authority:
    people = _by_form(known.people, fold)
    authority = Authority(_without_initials(people) | people, _by_form(known.topics, topic_key))
    for key in authority.topics:
        first, *rest = key.split(" ")
        authority.longest[first] = max(authority.longest.get(first, 0), len(rest) + 1)
    return authority


def _by_form(records: Iterable[KnownName], key_of: Callable[[str], str]) -> dict[str, KnownName]:
    owners: dict[str, dict[str, KnownName]] = defaultdict(dict)
    for record in records:
        for form in (record.name, *record.aliases):
            owners[key_of(form)][record.name] = record
    return {form: next(iter(own.values())) for form, own in owners.items() if form and len(own) == 1}


def _without_initials(people: dict[str, KnownName]) -> dict[str, KnownName]:
    """ "Edith M. Calloway" by "Edith Calloway", where that leads to one person."""
    owners: dict[str, list[KnownName]] = defaultdict(list)
    for form, record in people.items():
        owners[without_initials(form)].append(record)
    return {form: own[0] for form, own in owners.items() if len(own) == 1}


def person_of(people: Mapping[str, KnownName], key: str) -> KnownName | None:
    """The known person of a folded name, middle initials or not; another initial is another person."""
    record = people.get(key)
    if record is None and (plain := without_initials(key)) != key:
        record = people.get(plain)
        return record if record and fold(record.name) == plain else None
    return record
