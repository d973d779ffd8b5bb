"""Whether the names of a newsroom's documents lead to one record each.

    python -m tests.benchmarks.authorities eng.testb [--orders 5] [--show]

The documents of corpus/CoNLL-2003/eng.testb of synalp/NER (those of prose) are imported in random order into
a newsroom that knows nobody at first and takes up whom each import names, as the intake does.

A case is a mention of somebody whom the document also names in full, by another form of the name; a reader
takes them for one. It is met when the mention leads to the record of the full name. A name that could be
either of two people of the document is no case. Two people of one document (two full names of which none is
contained in the other) may not share a record.
"""

import argparse
import random
import tempfile
from collections import defaultdict
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path

from articles.folding import fold
from articles.importing.document import Document, Known, KnownName, Line
from articles.importing.names import name_people_and_topics
from tests.benchmarks.scorers import people


def documents(path: str) -> list[tuple[str, list[tuple[str, ...]]]]:
    """The text of each document, and the keys of the people that it mentions, in order."""
    found = []
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        people.export(path, folder, 60)
        kept = {int(name.stem.removeprefix("doc")) for name in Path(folder).glob("*.txt")}
    for number, doc in enumerate(people.read(path)):
        if number not in kept:
            continue
        sentences = [(people.detokenise(one), people.persons(one)) for one in doc]
        text = "\n".join(said for (said, _), _ in sentences)
        mentions = [
            people.key(said[spans[start][0] : spans[end - 1][1]])
            for (said, spans), ranges in sentences
            for start, end in ranges
        ]
        found.append((text, [one for one in mentions if one]))
    return found


def clusters(mentions: list[tuple[str, ...]]) -> list[set[tuple[str, ...]]]:
    """The forms of each person who is named in full, without those that could be of several."""
    full: list[set[tuple[str, ...]]] = []
    for one in sorted({one for one in mentions if len(one) > 1}, key=len, reverse=True):
        mine = [group for group in full if any(_is_part(one, other) for other in group)]
        if not mine:
            full.append(set())
        (mine or full[-1:])[0].add(one)
    for one in {one for one in mentions if len(one) == 1}:
        mine = [group for group in full if any(one[0] in other for other in group)]
        if len(mine) == 1:
            mine[0].add(one)
    return full


def _is_part(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return (set(one) <= set(other) and one[-1] == other[-1]) or one == other[:-1]


class Newsroom:
    """The people that were taken up so far."""

    def __init__(self) -> None:
        self.known = Known()
        self.keys: set[str] = set()

    def take_in(self, text: str) -> dict[tuple[str, ...], str]:
        """Import a text: the record that each form of a name in it leads to."""
        lines = tuple(Line(line) for line in text.split("\n") if line.strip())
        found = name_people_and_topics(Document("a.txt", lines=lines), self.known)
        new = [KnownName(one.name) for one in found.people if fold(one.name) not in self.keys]
        self.keys |= {fold(one.name) for one in new}
        self.known = replace(self.known, people=(*self.known.people, *new))
        return {people.key(form): fold(one.name) for one in found.people for form in (one.name, *one.forms)}


def measure(
    found: list[tuple[str, list[tuple[str, ...]]]], order: random.Random, show: bool
) -> tuple[int, ...]:
    """Cases, cases met, cases of people whom the import names at all, and pairs that share a record."""
    newsroom, cases, met, named, shared = Newsroom(), 0, 0, 0, 0
    for text, mentions in order.sample(found, len(found)):
        leads = newsroom.take_in(text)
        owners = defaultdict(set)
        for group in clusters(mentions):
            records = [leads[form] for form in sorted(group, key=len, reverse=True) if form in leads]
            for form in group:
                if len(form) > 1 and form in leads:
                    owners[leads[form]].add(max(group, key=len))
            forms = [form for form in mentions if form in group]
            if len(set(forms)) < 2:
                continue
            cases += len(forms)
            named += len(forms) if records else 0
            met += sum(bool(records) and leads.get(form) == records[0] for form in forms)
            if show and records and any(leads.get(form) != records[0] for form in forms):
                print("  missed", {" ".join(form): leads.get(form, "–") for form in group})
        for record, names in owners.items():
            shared += len(names) - 1
            if show and len(names) > 1:
                print("  shared", record, names)
    return cases, met, named, shared


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--orders", type=int, default=5)
    parser.add_argument("--show", action="store_true", help="print what was missed")
    options = parser.parse_args()
    found = documents(options.file)
    for seed in range(options.orders):
        cases, met, named, shared = measure(found, random.Random(seed), options.show and not seed)
        print(
            f"order {seed}: {len(found)} documents, {cases} cases, {met / cases:.4f} lead to one record "
            f"({met / named:.4f} of those whom the import names), {shared} pairs share a record"
        )


if __name__ == "__main__":
    main()
