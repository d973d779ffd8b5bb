"""What a search finds, and that the index follows whatever changes it."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from articles import search
from articles.editorial import authorities, revisions, workflow
from articles.editorial.intake import Arrival, Intake
from articles.models import Article, Person, PersonAlias, Section
from articles.search import asking
from tests.admin.conftest import document
from tests.factories import (
    ContributorFactory,
    PersonFactory,
    SectionFactory,
    TopicFactory,
    make_article,
    make_draft,
)

pytestmark = pytest.mark.django_db


def found(text="", *records, newest=False, **span):
    result = search.find(search.Search(text, records, **span), is_newest_first=newest)
    return [story.headline for story in result.stories(0, 100, Article.objects.published())]


@pytest.fixture
def visit():
    person = PersonFactory(name="Volodymyr Zelenskyy")
    PersonAlias.objects.create(person=person, name="President of Ukraine")
    return make_article(
        headline="Müller visits the harbour",
        dek="A short stay.",
        body="<p>The wa<em>ll</em> &amp; the gate.</p><p>Łódź waits; 北京市 too.</p>",
        people=[person],
        topics=[TopicFactory(name="flooding")],
        bylines=[ContributorFactory(name="Tom Ashdown")],
    )


@pytest.mark.parametrize(
    "question",
    [
        *("muller", "MÜLL", "harb", "stay", "wall", "lodz", "北京", "zelensk", "ukraine", "flood", "ashdown"),
        *('"visits the harbour"', '"wall the gate"', "harbour zelensk", "wall -bridge", "-bridge"),
        *('"president of ukraine"', "visits president ashdown", "gate flooding"),
    ],
)
def test_it_finds(visit, question):
    make_article(headline="Another", dek="", body="<p>A bridge.</p>")
    assert found(question) == ["Müller visits the harbour"]


@pytest.mark.parametrize(
    "question",
    [
        *("isits", '"the visits"', '"harbour a short"', '"gate lodz waits" zelensk -wall', "wall -zelensk"),
        *('"harb"', "harbour -müller", '"volodymyr president"', "amp", "em"),
        *(
            "harbour AND wall",
            "harbour OR wall NOT",
            "NEAR(harbour wall)",
            "headline:wall AND",
            "s1",
            "p1",
        ),
        *("'; DROP TABLE articles_article; --", '" OR 1=1', "*", "' | ':*", "\x00", "\ue000person1"),
    ],
)
def test_it_does_not_find(visit, question):
    assert found(question) == []
    assert found("muller") == ["Müller visits the harbour"]


def test_the_best_come_first_or_the_newest():
    now, once = timezone.now(), "A ferry once."
    ferry = PersonFactory(name="Ferry Quill")
    for days, (headline, dek, body, people) in enumerate(
        [
            ("Newest", "Other words.", once, []),
            ("Dek", "A ferry.", "Other words.", []),
            ("The ferry", "Other words.", "And others.", []),
            ("Beginning", "", f"{once} {'More of it. ' * 30}", []),
            ("End", "", f"{'More of it. ' * 30} {once}", []),
            ("Often", "Other words.", once * 3, []),
            ("Person", "Other words.", "And others.", [ferry]),
            ("Three times in very many words", "Other words.", f"{once * 3} {'More of it. ' * 200}", []),
        ]
    ):
        moment = now - timedelta(days=days + 1)
        make_article(headline=headline, dek=dek, body=f"<p>{body}</p>", people=people, publish_at=moment)
    named, about = ["The ferry", "Person"], ["Dek", "Beginning", "Often"]
    passing = ["Newest", "End", "Three times in very many words"]
    assert found("ferry") == [*named, *about, *passing]
    assert found("ferry", newest=True)[:3] == ["Newest", "Dek", "The ferry"]


def test_of_two_words_the_rarer_one_counts_more():
    now, body = timezone.now(), "<p>The council met at the harbour.</p>"
    for days, headline in enumerate(
        ["Council", "The council again", "Harbour", "Harbour council", "Neither"]
    ):
        make_article(headline=headline, dek="No.", body=body, publish_at=now - timedelta(days=days + 1))
    assert found("council harbour") == [
        "Harbour council",
        "Harbour",
        "Council",
        "The council again",
        "Neither",
    ]
    assert found('"harbour council"') == ["Harbour council"]
    assert found("council -nobody harbour")[:2] == ["Harbour council", "Harbour"]


def test_records_and_times_narrow_it():
    sport, person = SectionFactory(), PersonFactory()
    make_article(headline="Both", section=sport, people=[person], publish_at=datetime(2026, 3, 1, tzinfo=UTC))
    make_article(headline="One", section=sport, publish_at=datetime(2026, 3, 2, tzinfo=UTC))
    make_article(headline="Before 1970", people=[person], publish_at=datetime(1869, 3, 2, tzinfo=UTC))
    assert found("", sport, person) == ["Both"]
    assert found("bridge", sport, newest=True) == ["One", "Both"]
    assert found("", person, newest=True) == ["Both", "Before 1970"]
    assert found(since=datetime(2026, 3, 2, tzinfo=UTC)) == ["One"]
    assert found(until=datetime(1900, 1, 1, tzinfo=UTC)) == ["Before 1970"]
    assert found("-bridge", sport) == []
    assert found() == []


def test_time_needs_no_job():
    now = timezone.now()
    make_article(headline="Later", embargo_until=now + timedelta(hours=1))
    make_article(headline="Short", expire_at=now + timedelta(hours=1))
    assert found("bridge") == ["Short"]
    with time_machine.travel(now + timedelta(hours=1, seconds=1)):
        assert found("bridge") == ["Later"]


def test_steps_show_at_once():
    draft = make_draft(headline="Ferry")
    assert found("ferry") == []
    workflow.take(draft, "publish")
    assert found("ferry") == ["Ferry"]
    copy = revisions.with_records(revisions.working_copy(draft))
    revisions.save(draft, copy | {"headline": "Tunnel", "people": [PersonFactory(name="Ada Quill")]})
    assert (found("ferry"), found("tunnel"), found("quill")) == (["Ferry"], [], [])
    workflow.take(draft, "publish_changes")
    assert (found("ferry"), found("tunnel"), found("quill")) == ([], ["Tunnel"], ["Tunnel"])
    workflow.take(draft, "withdraw")
    assert found("tunnel") == []
    workflow.take(draft, "publish")
    draft.delete()
    assert found("tunnel") == []


def test_names_follow_their_records(visit):
    person = Person.objects.get()
    person.name = "Wolodymyr Selenskyj"
    person.save()
    assert (found("zelensk"), found("selensk")) == ([], [visit.headline])
    person.aliases.get().delete()
    assert found("president") == []
    [made] = authorities.find_or_create(Person, ["Somebody New"])
    make_article(headline="Somebody", dek="", body="", people=[made])
    assert found("new") == ["Somebody"]


def test_an_import_that_publishes_is_found():
    Intake("tests", publish=True).take_in([Arrival("town/report.txt", b"bytes", "town", document=document())])
    [story] = Article.objects.all()
    assert found(f'"{story.headline}" calloway millbrook') == [story.headline]


def test_the_index_can_be_made_anew(visit):
    for table in (search.index.STORIES, search.index.HEADLINES, search.index.NAMES):
        search.index.clear(table)
    assert found("muller") == []
    call_command("rebuild_search", verbosity=0)
    assert found("muller zelensk ashdown flooding") == [visit.headline]


def counted(text=""):
    result = search.find(search.Search(text))
    named = search.facets(result, Section.objects.all())
    return {kind: [(one.name, one.number) for one in offered] for kind, offered in named.items()}


def test_facets_count_a_merged_record_as_the_one_it_is_part_of():
    person, double = PersonFactory(name="Ada Quill"), PersonFactory(name="A. Quill")
    make_article(people=[double])
    make_article(people=[person, double])
    authorities.merge([double], person)
    assert counted("bridge")["person"] == [("Ada Quill", 2)]


def test_facets_look_for_others_in_the_place_of_hidden_and_merged_records(monkeypatch):
    monkeypatch.setattr(asking, "LOOKED_AT", 2)
    monkeypatch.setattr(asking, "LONGEST", 2)
    person, double, other = (PersonFactory(name=name) for name in ("Ada Quill", "A. Quill", "Quill, A."))
    hidden = PersonFactory(name="Perhaps Somebody", is_proposed=True)
    seldom = PersonFactory(name="Tom Ashdown")
    for people in ([double, hidden], [double, hidden], [double, hidden], [other], [other], [seldom]):
        make_article(people=people)
    authorities.merge([double], person)
    authorities.merge([other], person)
    assert counted("bridge")["person"] == [("Ada Quill", 5), ("Tom Ashdown", 1)]


def test_facets_show_nobody_whom_readers_do_not_know_and_count_no_story_that_is_over():
    proposed = PersonFactory(name="Perhaps Somebody", is_proposed=True)
    known = PersonFactory(name="Ada Quill")
    now = timezone.now()
    make_article(people=[known, proposed])
    make_article(people=[known], expire_at=now + timedelta(hours=1))
    make_article(people=[known], embargo_until=now + timedelta(hours=3))
    assert counted("bridge")["person"] == [("Ada Quill", 2)]
    with time_machine.travel(now + timedelta(hours=2)):
        assert counted("bridge")["person"] == [("Ada Quill", 1)]
    with time_machine.travel(now + timedelta(hours=4)):
        assert counted("bridge")["person"] == [("Ada Quill", 2)]


def test_facets_name_the_commonest_of_each_kind_and_all_years(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    people = [PersonFactory(name=f"Person {number}") for number in range(10)]
    for number in range(3):
        moment = datetime(2022 + number, 12, 31, 15, tzinfo=UTC)  # the next year has begun in Tokyo
        make_article(people=people[: 10 - number], publish_at=moment - timedelta(seconds=number == 2))
    facets = counted("bridge")
    assert facets["person"] == [(f"Person {number}", 3) for number in range(8)]
    assert facets["year"] == [("2024", 2), ("2023", 1)]


@pytest.mark.django_db(transaction=True)
def test_an_index_that_a_migration_has_emptied_is_filled_at_its_end():
    story = make_article(headline="Ferry sinks")
    said = StringIO()
    call_command("migrate", "articles", "0004", stdout=said)
    call_command("migrate", "articles", stdout=said)
    assert found("ferry") == [story.headline]
    assert said.getvalue().count("Making the search index anew") == 1
    call_command("migrate", stdout=said)
    assert said.getvalue().count("Making the search index anew") == 1


def test_of_very_many_the_newest_are_ranked(monkeypatch):
    monkeypatch.setattr(asking, "MOST", 2)
    now = timezone.now()
    for hours, headline in enumerate(["Newest", "Newer", "Bridge"], start=1):
        make_article(headline=headline, publish_at=now - timedelta(hours=hours))
    result = search.find(search.Search("bridge"))
    assert (result.is_cut, len(result.rows)) == (True, 2)
    assert sorted(found("bridge")) == ["Newer", "Newest"]


def test_near():
    make_article(headline="Ferry to Port Tarrow sinks")
    make_article(headline="Tarrow wins", body="<p>A goal.</p>")
    assert [story.headline for story in search.near("ferry-port-tarrow", 5)] == ["Ferry to Port Tarrow sinks"]
    headlines = {story.headline for story in search.near("tarrow-ferri", 5)}
    assert headlines == {"Ferry to Port Tarrow sinks", "Tarrow wins"}
    assert search.near("nothing", 5) == []
