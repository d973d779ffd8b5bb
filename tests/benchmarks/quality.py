"""The measures of the import engine, in one table.

    python -m tests.benchmarks.quality --articles DIR --conll eng.testb --wikigold test.conllu

The data is public and stays out of this repository; each argument may be left out:

--articles   a checkout of scrapinghub/article-extraction-benchmark (ground-truth.json, html/*.html.gz)
--conll      corpus/CoNLL-2003/eng.testb of synalp/NER
--wikigold   data/wikigold/en/test.conllu of Babelscape/wikineural

What is counted, and how, stands in the docstrings of `scorers`.
"""

import argparse
import gzip
import io
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from html.parser import HTMLParser
from pathlib import Path

import trafilatura

from articles.importing.document import Document, Known, Line, Named
from articles.importing.fingerprints import fingerprint, likeness, shingles
from articles.importing.headlines import derive
from articles.importing.names import name_people_and_topics
from articles.importing.pipeline import process
from tests.benchmarks.scorers import clean, dupes, headline, people, topics

LIMIT = 10**8
BLOCKS = set(
    "address article aside blockquote body br button dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html label li legend main menu nav ol option p pre section select "
    "summary table tbody td textarea tfoot th thead title tr ul".split()
)
SILENT = set("script style noscript template svg iframe object".split())


class PageText(HTMLParser):
    """A whole page as text: one line a block, all furniture included."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        self.parts.append("\n" if tag in BLOCKS else "")

    def handle_endtag(self, tag):
        self.silent = max(0, self.silent - (tag in SILENT))
        self.parts.append("\n" if tag in BLOCKS else "")

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(data.replace("\n", " "))


def page_text(html: str) -> str:
    parser = PageText()
    parser.feed(html)
    return clean.tidy("".join(parser.parts))


def row(measure: str, value: str, goal: str) -> None:
    print(f"| {measure} | {value} | {goal} |")


def told(function: Callable, *arguments, **options) -> list[str]:
    """What a scorer prints, line by line."""
    with redirect_stdout(io.StringIO()) as out:
        function(*arguments, **options)
    return out.getvalue().splitlines()


def score_people(path: str, name: str, model: str, goal: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told(people.export, path, folder, 60)
        gold = json.loads(Path(folder, "gold.json").read_text())
        found = {}
        for key in gold:
            lines = tuple(Line(line) for line in Path(folder, key).read_text().splitlines() if line.strip())
            named = name_people_and_topics(Document(key, lines=lines), Known(model=model))
            found[key] = [person.name for person in named.people]
    precision, recall, f1 = people.score(gold, found)["full"]
    row(
        f"people, full names, {name}, {short(model)}",
        f"F1 {f1:.3f} (P {precision:.3f}, R {recall:.3f})",
        goal,
    )


def pages(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((folder / "html").glob("*.html.gz")):
        yield path.name.removesuffix(".html.gz"), gzip.open(path).read().decode("utf-8", "replace")


def score_articles(folder: Path, model: str) -> None:
    truth = clean.gold_aeb(str(folder))
    score_html(folder, truth)
    score_cleaning(folder, truth)
    made = {
        key: derive(
            Document(key, lines=tuple(Line(line) for line in one["body"].split("\n") if line.strip()))
        )
        for key, one in truth.items()
    }
    fits = [headline.fit(one.headline.value if one.headline else "", 90) for one in made.values()]
    row("headline of at most 90 characters, whole", f"{sum(fits) / len(fits):.3f}", "1.0")
    score_topics(folder, truth, made, ("", model) if model else ("",))
    score_duplicates(truth)


def score_html(folder: Path, truth: dict) -> None:
    found = {
        key: process(f"{key}.html", html.encode(), Known(), limit=LIMIT)[0] for key, html in pages(folder)
    }
    bodies = [(truth[key]["body"], "\n".join(one.paragraphs)) for key, one in found.items()]
    precision, recall, f1 = clean.prf(bodies)
    row("HTML import", f"F1 {f1:.3f} (P {precision:.3f}, R {recall:.3f})", ".965")


def score_cleaning(folder: Path, truth: dict) -> None:
    html = dict(pages(folder))
    whole = {key: page_text(one) for key, one in html.items()}
    before, after = cleaned(truth, whole)
    row("cleaning of whole-page text", f"F1 {before['F1']:.3f} -> {after['F1']:.3f}", ".93")
    row("- content lost", f"{after['loss']:.1%}", "1.5 %")
    for half, name in enumerate(("on which the rules were made", "looked at little")):
        ours = {key: one for key, one in whole.items() if int(key[:8], 16) % 2 == half}
        before, after = cleaned(truth, ours)
        found = f"F1 {before['F1']:.3f} -> {after['F1']:.3f}, {after['loss']:.1%} lost"
        row(f"- the half {name}, {len(ours)} pages", found, "")
    extracted = {key: trafilatura.extract(one, include_comments=False) or "" for key, one in html.items()}
    before, after = cleaned(truth, {key: clean.tidy(one) for key, one in extracted.items()})
    row("cleaning of clean text (trafilatura's)", f"F1 {before['F1']:.3f} -> {after['F1']:.3f}", "no lower")
    row("- content lost", f"{after['loss']:.2%}", ".3 %")
    _, after = cleaned(truth, {key: clean.tidy(one["body"]) for key, one in truth.items()})
    row("cleaning of the true bodies: content lost", f"{after['loss']:.2%}", ".3 %")


def cleaned(truth: dict, texts: dict[str, str]) -> tuple[dict, dict]:
    """The scores of the texts as they are, and of what an import makes of them."""
    gold = {key: {**truth[key], "seed": text} for key, text in texts.items() if text}
    found = {key: process(key, one["seed"].encode(), Known(), limit=LIMIT)[0] for key, one in gold.items()}
    return clean.score(gold, None), clean.score(
        gold, {key: "\n".join(one.paragraphs) for key, one in found.items()}
    )


def score_topics(folder: Path, truth: dict, made: dict[str, Document], models: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        bodies, tags = f"{scratch}/bodies.json", f"{scratch}/tags.json"
        Path(bodies).write_text(json.dumps(truth))
        told(topics.gold, str(folder / "html"), bodies, tags)
        want = {key: one["tags"] for key, one in json.loads(Path(tags).read_text()).items()}
    for model in models:
        named = {key: name_people_and_topics(made[key], Known(model=model)) for key in want}
        found = {key: [each.name for each in most_named(one)] for key, one in named.items()}
        at_five = told(topics.score, want, found, cuts=(5,))[0].split()
        f1 = at_five[at_five.index("F1") + 1]
        measure = f"topics and people against the editors' own tags, {short(model)}"
        row(measure, f"F1@5 {f1}", ".42" if model else ".32")


def most_named(document: Document) -> list[Named]:
    """People and topics in one list: the document ranks each kind by itself, and editors' tags mix them."""
    return sorted((*document.people, *document.topics), key=lambda one: -one.count)


def short(model: str) -> str:
    return Path(model).name or "rules"


def score_duplicates(truth: dict) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        gold = f"{scratch}/gold_aeb.json"
        Path(gold).write_text(json.dumps(truth))
        told(dupes.make, gold, scratch, 7, 60)
        want = json.loads(Path(scratch, "gold.json").read_text())
        first = {path.stem: read(path) for path in sorted(Path(scratch, "a").glob("*.txt"))}
        found = {path.stem: nearest(read(path), first) for path in sorted(Path(scratch, "b").glob("*.txt"))}
    for kind, share in dupes.score(want, found).items():
        row(f"near-duplicates: {kind}", f"{share:.3f}", ".999" if kind == "other" else ".99")


def read(path: Path) -> Document:
    return process(path.name, path.read_bytes(), Known(), limit=LIMIT)[0]


def nearest(document: Document, others: dict[str, Document]) -> str | None:
    own = shingles(document.paragraphs)
    shares = {key: likeness(own, shingles(other.paragraphs)).contained for key, other in others.items()}
    best = max(shares, key=shares.__getitem__)
    same = fingerprint(document.paragraphs) == others[best].fingerprint
    return best if same or shares[best] >= 0.2 else None


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--conll")
    parser.add_argument("--wikigold")
    parser.add_argument("--model", help="a spaCy model, for the optional engine")
    options = parser.parse_args()
    print("| measure | now | goal |\n|---|---|---|")
    if options.conll:
        score_people(options.conll, "CoNLL-2003 testb", "", ".83")
    if options.wikigold:
        score_people(options.wikigold, "Wikigold", "", ".80")
    if options.model and options.conll:
        score_people(options.conll, "CoNLL-2003 testb", options.model, ".90")
    if options.model and options.wikigold:
        score_people(options.wikigold, "Wikigold", options.model, ".87")
    if options.articles:
        score_articles(options.articles, options.model or "")


if __name__ == "__main__":
    main()
