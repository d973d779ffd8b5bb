"""What a document becomes, and what the ledger keeps of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.editorial import intake, revisions
from articles.editorial.intake import Arrival, Intake, recording
from articles.editorial.intake.judging import Verdict
from articles.importing.document import Derived, Document, Line, Named, Role
from articles.models import Article, ImportRun, Person, Revision, Section, SourceDocument, SourceFile, Topic

pytestmark = pytest.mark.django_db

LINES = (
    Line("Share this article", Role.REMOVED, "share buttons"),
    Line("The bridge over the Marl opened on Monday, Mayor Calloway said."),
    Line("Read more: Market reopens", Role.REMOVED, "read-more link"),
    Line("Buses cross it from noon & until midnight <every day>."),
)
DOCUMENT = Document(
    source="in/bridge.txt",
    lines=LINES,
    headline=Derived("Bridge Over the Marl Opens", "the lede"),
    dek=Derived("Buses cross it from noon.", "the second sentence"),
    bylines=(Derived("Marta Quill", "a byline line"), Derived("Tom Ashdown", "a byline line")),
    people=(Named("Edith Calloway", ("Mayor Calloway",), 1, "title"),),
    topics=(
        Named("River Marl", ("Marl",), 1, "river", "place"),
        Named("bus", ("Buses",), 1, "subject", "subject"),
    ),
    fingerprint="f1",
    warnings=("read as Windows-1252",),
)


def arrive(data=b"one", source="in/bridge.txt", document=DOCUMENT, **more):
    return Arrival(source=source, data=data, section="town-hall", document=document, **more)


def take_in(*arrivals, **options):
    intake_ = Intake(operator="ada", **options)
    results = intake_.take_in(list(arrivals))
    intake_.finish()
    return results


def counts():
    models = (Article, Revision, Person, Topic, Section, ImportRun, SourceDocument)
    return tuple(model.objects.count() for model in models)


def test_a_document_becomes_a_draft_with_everything_that_was_found():
    [result] = take_in(arrive())
    article = Article.objects.get()
    assert result.outcome == "created"
    assert (article.headline, article.slug) == ("Bridge Over the Marl Opens", "bridge-over-the-marl-opens")
    assert (article.status, article.publish_at, article.is_headline_confirmed) == ("draft", None, False)
    assert article.dek == "Buses cross it from noon."
    assert article.body == (
        "<p>The bridge over the Marl opened on Monday, Mayor Calloway said.</p>"
        "<p>Buses cross it from noon &amp; until midnight &lt;every day&gt;.</p>"
    )
    assert article.section.name == "Town hall"
    assert [person.name for person in article.people.all()] == ["Edith Calloway"]
    assert [(topic.name, topic.kind) for topic in article.topics.all()] == [
        ("River Marl", "place"),
        ("bus", "subject"),
    ]
    assert [str(byline) for byline in article.bylines.all()] == ["Marta Quill", "Tom Ashdown"]
    assert article.revisions.get().reason == "Imported from bridge.txt"


def test_the_ledger_keeps_the_bytes_the_rules_and_every_line():
    take_in(arrive(b"raw \xff bytes"))
    entry = SourceDocument.objects.get()
    assert entry.original == b"raw \xff bytes"
    assert entry.derived["headline"] == {"value": "Bridge Over the Marl Opens", "rule": "the lede"}
    assert entry.lines[0] == {"text": "Share this article", "role": "removed", "reason": "share buttons"}
    assert intake.document_of(entry) == DOCUMENT
    assert (entry.run.operator, entry.run.finished_at is not None) == ("ada", True)


def test_the_same_again_is_unchanged_and_writes_no_row():
    take_in(arrive())
    before = counts()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        [result] = take_in(arrive())
    assert result.outcome == "unchanged"
    assert result.as_json() | {"outcome": "created"} == take_in_json(arrive())
    assert counts() == before
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def take_in_json(arrival):
    return Verdict(arrival, "created", warnings=arrival.document.warnings).result.as_json()


def test_a_dry_run_says_the_same_and_writes_nothing():
    before = counts()
    results = take_in(
        arrive(), arrive(b"two", "in/copy.txt"), arrive(b"", "in/x", None, error="is empty"), dry_run=True
    )
    assert [result.outcome for result in results] == ["created", "duplicate", "refused"]
    assert results[1].duplicate_of == "in/bridge.txt"
    assert counts() == before


def test_the_same_words_under_another_name_are_a_duplicate():
    take_in(arrive())
    [result] = take_in(arrive(b"two", "in/copy.txt"))
    assert (result.outcome, result.duplicate_of) == ("duplicate", "in/bridge.txt")
    assert Article.objects.count() == 1
    assert take_in(arrive(b"two", "in/copy.txt"))[0].outcome == "unchanged"


def test_the_same_bytes_are_kept_once():
    take_in(arrive())
    take_in(arrive(b"one", "in/copy.txt"))
    copy = SourceDocument.objects.get(name="copy.txt")
    assert (copy.original, SourceFile.objects.count()) == (b"one", 1)


def changed(text):
    lines = (*LINES[:3], Line(text))
    return Document(source=DOCUMENT.source, lines=lines, headline=Derived("New", "x"), fingerprint="f2")


def test_a_changed_source_is_proposed_and_overwrites_nobody():
    take_in(arrive())
    article = Article.objects.get()
    content = revisions.with_records(revisions.working_copy(article)) | {"headline": "By an editor"}
    edited = revisions.save(article, content)
    [result] = take_in(arrive(b"two", document=changed("Buses cross it from one o'clock.")))
    article.refresh_from_db()
    assert (result.outcome, result.article) == ("proposed", article)
    assert (article.headline, article.latest_revision) == ("By an editor", edited)
    proposal = SourceDocument.objects.get(outcome="proposed").revision
    assert proposal.headline == "New"
    revisions.restore(proposal, author=None)
    article.refresh_from_db()
    assert (article.headline, article.latest_revision.base) == ("New", proposal)


def test_another_story_of_the_same_file_name_is_a_story_of_its_own():
    take_in(arrive())
    other = Document(source="x", lines=(Line("Quite another thing happened in the town."),), fingerprint="f2")
    [result] = take_in(arrive(b"two", document=other))
    assert result.outcome == "created"
    assert Article.objects.count() == 2


def test_a_refused_document_is_recorded_once_and_can_be_mended():
    refused = arrive(b"\0", document=None, error="is binary")
    assert take_in(refused)[0].error == "is binary"
    before = counts()
    assert take_in(refused)[0].outcome == "refused"
    assert counts() == before
    assert take_in(arrive(b"\0"))[0].outcome == "created"
    assert SourceDocument.objects.get().error == ""


def test_publish_is_logged_with_the_operator():
    take_in(arrive(), publish=True)
    article = Article.objects.published().get()
    log = article.status_changes.get()
    assert (log.actor, log.user, log.note) == ("ada", None, "import_seeds --publish")


def test_a_date_of_the_source_is_the_publish_time(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    from dataclasses import replace

    take_in(
        arrive(document=replace(DOCUMENT, published=Derived("2026-07-14T18:40", "a date line"))), publish=True
    )
    assert Article.objects.get().publish_at.isoformat() == "2026-07-14T16:40:00+00:00"


def test_one_failing_document_leaves_none_of_its_batch(monkeypatch):
    def fail(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(recording, "_index", fail)
    before = counts()
    with pytest.raises(KeyboardInterrupt):
        take_in(arrive())
    assert counts() == before


@pytest.mark.parametrize(
    ("index", "place"), [(0, 0), (2, 1)], ids=["above everything", "between two paragraphs"]
)
def test_a_removed_line_goes_back_where_it_was(index, place):
    take_in(arrive())
    entry = SourceDocument.objects.get()
    body = intake.put_back(entry, index, Article.objects.get().body)
    paragraphs = body.removeprefix("<p>").removesuffix("</p>").split("</p><p>")
    assert paragraphs[place] == LINES[index].text
    assert len(paragraphs) == 3


@pytest.mark.django_db(transaction=True)
def test_a_record_that_vanishes_between_look_and_write_is_made_again(monkeypatch):
    prepare, calls = recording._prepare, []

    def and_somebody_deletes(verdicts):
        ready = prepare(verdicts)
        if not calls:
            Person.objects.all().delete()
        calls.append(verdicts)
        return ready

    take_in(arrive())
    monkeypatch.setattr(recording, "_prepare", and_somebody_deletes)
    other = Document("o.txt", lines=(Line("Quite another thing."),), people=DOCUMENT.people, fingerprint="f2")
    [result] = take_in(arrive(b"two", "o.txt", other))
    assert (result.outcome, len(calls)) == ("created", 2)
    assert [person.name for person in result.article.people.all()] == ["Edith Calloway"]


def fresh(number, offset):
    """Documents that are nothing to each other; each names two people and a topic of its own."""
    for at in range(offset, offset + number):
        words = " ".join(f"{word}{at}" for word in "the bridge was closed to all of the buses".split())
        yield arrive(
            b"%d" % at,
            f"in/{at}.txt",
            Document(
                f"in/{at}.txt",
                lines=(Line(words),),
                headline=Derived(f"Bridge {at}", "x"),
                people=(
                    Named(f"Edith Calloway {at}", ("Calloway",), 1, "x"),
                    Named("Tom Ashdown", ("Tom",), 1, "x"),
                ),
                topics=(Named(f"bridge {at}", ("bridge",), 1, "x", "subject"),),
                bylines=(Derived(f"Marta Quill {at}", "x"),),
                fingerprint=f"f{at}",
            ),
        )


@pytest.mark.parametrize(("publish", "on_sqlite", "on_postgresql"), [(False, 39, 40), (True, 55, 55)])
def test_queries_of_a_batch_do_not_grow_with_it(publish, on_sqlite, on_postgresql, django_assert_num_queries):
    intake_ = Intake(operator="ada", publish=publish)
    intake_.take_in(fresh(1, 100))
    queries = {"sqlite": on_sqlite, "postgresql": on_postgresql}[connection.vendor]
    for number in (1, 10):
        with django_assert_num_queries(queries):
            intake_.take_in(fresh(number, number))
