"""Topics from a published vocabulary, kept up with it without undoing what editors did."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from articles import search
from articles.editorial import log
from articles.editorial.addresses import free_slug, move
from articles.editorial.authorities.joining import merge
from articles.editorial.authorities.records import add_names
from articles.folding import fold
from articles.importing.mediatopics import Term
from articles.markup import printable
from articles.models import Topic, TopicIdentifier
from articles.models.authority import MEDIATOPIC, Alias
from articles.models.slugs import slug_of

LENGTH = 100


@dataclass
class Report:
    """How many topics were what, and what somebody should look at."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def import_topics(terms: Sequence[Term], language: str, *, actor: str = "") -> Report:
    """Bring the topics up to date with a vocabulary, each found by its code, else by its name.

    A field is written only where it still says what the last import wrote. A retired term becomes part of
    the one that replaces it; without a replacement, a topic that is there stays. Each term is a transaction,
    so that nobody at the desk waits; a run that is broken off is finished by the next.
    """
    report, topics = Report(), _by_code()
    current = [term for term in terms if not term.is_retired and term.name(language)]
    _make(current, topics, language, report)
    for term in current:
        with transaction.atomic():
            _update(topics[term.code], term, language, topics, report)
    for term in terms:
        if term.is_retired:
            with transaction.atomic():
                _retire(term, language, topics, report, actor)
    told = ", ".join(f"{number} {what}" for what, number in sorted(report.counts.items()))
    log.entry("import", actor=actor, subject="Media Topics", note=told).save()
    return report


def _by_code() -> dict[str, Topic]:
    rows = TopicIdentifier.objects.filter(scheme=MEDIATOPIC).select_related("topic")
    topics = {row.topic_id: row.topic for row in rows}
    return {row.value: topics[row.topic_id] for row in rows}


def _make(terms: Iterable[Term], topics: dict[str, Topic], language: str, report: Report) -> None:
    new = {term.code: term for term in terms if term.code not in topics}
    there = Topic.objects.in_bulk(
        {fold(term.name(language)[:LENGTH]) for term in new.values()}, field_name="key"
    )
    for code, term in new.items():
        name = term.name(language)[:LENGTH]
        topic = there.get(fold(name))
        if topic and topic.pk in {one.pk for one in topics.values()}:
            # Two terms of one name are told apart by what stands above them.
            above = next((one.name(language) for one in new.values() if one.code == term.broader), code)
            topic = Topic(name=name, qualifier=above[:60])
            if Topic.objects.filter(key=fold(str(topic))).exists():
                topic.qualifier = code
        report.counts["found by name" if topic and topic.pk else "created"] += 1
        topic = topic or Topic(name=name, imported={"name": name})
        with transaction.atomic():
            if topic.pk is None:
                topic.slug = free_slug(Topic, slug_of(str(topic), "topic"))
                topic.save()
            TopicIdentifier.objects.create(topic=topic, scheme=MEDIATOPIC, value=code)
        there[topic.key] = topics[code] = topic


def _update(topic: Topic, term: Term, language: str, topics: dict[str, Topic], report: Report) -> None:
    was: dict[str, Any] = dict(topic.imported)
    if was.get("code", term.code) != term.code:  # editors merged the topics of two terms
        report.counts["unchanged"] += 1
        return
    now = {
        "name": printable(term.name(language))[:LENGTH],
        "description": printable(term.definition(language)),
        "broader": term.broader,
    }
    above = (code for code, one in topics.items() if one.pk == topic.broader_id)
    said = {"name": topic.name, "description": topic.description}
    said["broader"] = next(above, str(topic.broader_id or ""))
    kept = [name for name in now if said[name] not in (was.get(name, ""), now[name])]
    changed = [name for name in now if name not in kept and said[name] != now[name]]
    old_slug = topic.slug
    for name in changed:
        _write(topic, name, now[name], topics, report)
    names = {fold(one): one[:LENGTH] for one in term.other_names(language)}
    if "name" in changed and was.get("name"):
        names[fold(was["name"])] = was["name"]
    before = set(was.get("aliases", []))
    have = {alias.key for alias in topic.aliases.all()} | {fold(str(topic))} if names else set()
    new = [name for key, name in names.items() if key not in have and key not in before]
    add_names({topic: new}, Alias.Source.IMPORTED)
    if term.wikidata and term.wikidata != was.get("wikidata"):
        TopicIdentifier.objects.get_or_create(topic=topic, scheme="wikidata", value=term.wikidata)
    topic.imported = now | {
        "aliases": sorted(before | set(names)),
        "wikidata": term.wikidata,
        "code": term.code,
    }
    if topic.imported != was or changed:
        topic.save()
        move(topic, old_slug)
    report.counts["updated" if changed and was.get("aliases") is not None else "unchanged"] += 1
    if kept and any(now[name] != was.get(name, "") for name in kept):
        report.notes.append(f"{topic}: kept what an editor wrote ({', '.join(kept)})")


def _write(topic: Topic, name: str, value: str, topics: dict[str, Topic], report: Report) -> None:
    if name == "broader":
        above = topics.get(value)
        if above and not topic.may_stand_below(above):
            report.notes.append(f"{topic}: {above} is narrower here")
        else:
            topic.broader = above
    elif name == "name" and Topic.objects.filter(key=fold(value)).exclude(pk=topic.pk).exists():
        report.notes.append(f"{topic}: another topic has its new name, {value}")
    else:
        setattr(topic, name, value)


def _retire(term: Term, language: str, topics: dict[str, Topic], report: Report, actor: str) -> None:
    topic, instead = topics.get(term.code), topics.get(term.instead)
    if topic is None and instead:
        # Nobody has used it; whoever brings its code or its name is led to the other one.
        topics[term.code] = instead
        TopicIdentifier.objects.create(topic=instead, scheme=MEDIATOPIC, value=term.code)
        if name := term.name(language)[:LENGTH]:
            add_names({instead: [name]}, Alias.Source.IMPORTED)
            search.enter_names(Topic, [instead.pk])
        report.counts["retired"] += 1
    elif topic and instead and topic.pk != instead.pk:
        merge([topic], instead, actor=actor)
        topics[term.code] = instead
        report.counts["retired"] += 1
        report.notes.append(f"{topic}: retired, part of {instead} now")
    elif topic and not instead and not topic.imported.get("is_retired"):
        topic.imported = {**topic.imported, "is_retired": True}
        topic.save()
        report.notes.append(f"{topic}: retired without a replacement, kept")
