"""Taking back a run of the import."""

import pytest
from django.db import connection

from articles.editorial import revisions, undoing, workflow
from articles.editorial.intake import Arrival, Intake
from articles.importing.document import Derived, Document, Line, Named
from articles.importing.fingerprints import fingerprint
from articles.models import (
    Article,
    Contributor,
    ImportRun,
    Person,
    PersonAlias,
    Revision,
    Section,
    Shingle,
    SourceDocument,
    SourceFile,
    Topic,
)
from tests.factories import PersonFactory, make_draft

pytestmark = pytest.mark.django_db

STORY = "The council closed the old bridge over the river Marl on Monday after its engineers found a crack"


def arrival(source, text=None, person="Edith Calloway", section="town"):
    text = text or f"{STORY} in pier {source}, and the buses of line {source} go round by the {source} road."
    document = Document(
        source,
        lines=(Line(text),),
        headline=Derived(f"Bridge {source}", "x"),
        bylines=(Derived("Marta Quill", "x"),),
        people=(Named(person, (person,), 1, "x"),),
        topics=(Named("bridge", ("bridge",), 1, "x", "subject"),),
        fingerprint=fingerprint([text]),
    )
    return Arrival(source, f"{source}{text}".encode(), section, document)


def run_of(*arrivals):
    intake = Intake(operator="ada")
    results = intake.take_in(arrivals)
    intake.finish()
    return intake.run, results


def far(number, **fields):
    """A story that is like no other."""
    words = " ".join(f"{word}{number}" for word in STORY.split())
    return arrival(f"{number}.txt", words, **fields)


def edit(article, **content):
    content = revisions.with_records(revisions.working_copy(article)) | content
    return revisions.save(article, content)


def rows():
    models = (Article, Revision, Person, Topic, Contributor, Section, Shingle)
    return [model.objects.count() for model in models]


def test_nothing_is_left_of_an_untouched_run_and_it_can_come_again():
    run, _ = run_of(far(1), far(2))
    before = rows()
    undone = undoing.undo(run, operator="ada")
    assert (undone.stories, undone.proposals, undone.records, undone.stays) == (2, 0, 4, [])
    assert rows() == [0] * 7
    assert SourceFile.objects.count() == 2
    run.refresh_from_db()
    assert (run.undone_by, run.undone_at is not None, run.documents.standing().count()) == ("ada", True, 0)
    _, results = run_of(far(1), far(2))
    assert [result.outcome for result in results] == ["created", "created"]
    assert rows() == before


def test_what_was_edited_or_left_the_draft_stays_and_is_listed(editor):
    run, results = run_of(*(far(number) for number in range(4)))
    articles = [result.article for result in results]
    edit(articles[1], headline="By an editor")
    workflow.take(articles[2], "publish", actor="ops")
    workflow.take(articles[3], "submit", user=editor)
    workflow.take(articles[3], "approve", user=editor)
    foreseen = undoing.foresee(run)
    assert Article.objects.count() == 4
    undone = undoing.undo(run, editor)
    assert (foreseen.stories, foreseen.stays) == (undone.stories, undone.stays)
    assert [(stay.article.headline, stay.reason) for stay in undone.stays] == [
        ("By an editor", "was edited"),
        ("Bridge 2.txt", "is published"),
        ("Bridge 3.txt", "is approved"),
    ]
    assert set(Article.objects.all()) == set(articles[1:])
    assert Person.objects.get().name == "Edith Calloway"
    assert [result.outcome for result in run_of(far(0), far(1))[1]] == ["created", "unchanged"]
    assert run.__class__.objects.get(pk=run.pk).undone_by == "editor"


def test_a_proposal_goes_unless_it_was_taken_over():
    _, (first, second) = run_of(far(1), far(2))
    changed = [arrival(f"{n}.txt", far(n).document.paragraphs[0] + " and more of it") for n in (1, 2)]
    run, results = run_of(*changed)
    assert [result.outcome for result in results] == ["proposed", "proposed"]
    revisions.restore(SourceDocument.objects.get(run=run, name="2.txt").revision, author=None)
    undone = undoing.undo(run)
    assert (undone.stories, undone.proposals) == (0, 1)
    assert [(stay.article, stay.reason) for stay in undone.stays] == [
        (second.article, "its new version was taken over")
    ]
    assert first.article.revisions.count() == 1


def test_with_a_story_go_the_later_proposals_and_copies_of_it():
    run, _ = run_of(far(1))
    text = far(1).document.paragraphs[0]
    _, results = run_of(arrival("1.txt", f"{text} and more"), arrival("copy.txt", text))
    assert [result.outcome for result in results] == ["proposed", "duplicate"]
    undoing.undo(run)
    assert (Article.objects.count(), SourceDocument.objects.standing().count()) == (0, 0)
    assert run_of(arrival("copy.txt", text))[1][0].outcome == "created"


def test_records_that_something_uses_stay():
    there = PersonFactory(name="Marco Selwyn")
    run, _ = run_of(far(1, person="Marco Selwyn"), far(2, person="Ines Hollis"), far(3, person="Tom Ashdown"))
    PersonAlias.objects.create(person=Person.objects.get(name="Tom Ashdown"), name="Tommy")
    make_draft(topics=[Topic.objects.get()], section=Section.objects.get())
    undone = undoing.undo(run)
    assert undone.records == 2
    assert set(Person.objects.all()) == {there, Person.objects.get(name="Tom Ashdown")}
    assert (Topic.objects.count(), Section.objects.count(), Contributor.objects.count()) == (1, 1, 0)


def test_a_record_of_a_working_copy_stays(editor):
    run, _ = run_of(far(1))
    article = make_draft()
    workflow.take(article, "publish", user=editor)
    edit(article, people=[Person.objects.get()])
    undoing.undo(run)
    assert Person.objects.get().name == "Edith Calloway"


def test_undoing_again_does_nothing():
    run, _ = run_of(far(1))
    undoing.undo(run)
    assert undoing.undo(run) == undoing.Undone()


def test_queries_do_not_grow_with_the_run(django_assert_num_queries):
    queries = {"sqlite": 85, "postgresql": 86}[connection.vendor]
    for number in (1, 10):
        run, _ = run_of(*(far(100 * number + at) for at in range(number)))
        with django_assert_num_queries(queries):
            undoing.undo(run)
    assert not ImportRun.objects.filter(undone_at=None).exists()
