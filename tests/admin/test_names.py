"""People and topics in the story form: looked up while somebody types, and found in the text."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import naming
from articles.importing.document import Derived, Document, Known, Line
from articles.importing.names import name_people_and_topics
from articles.markup import to_paragraphs
from articles.models import Article, PersonAlias, Rejection
from tests.admin.conftest import row_of
from tests.factories import (
    ContributorFactory,
    PersonFactory,
    SectionFactory,
    TopicFactory,
    make_article,
    make_draft,
    make_member,
)

URL = "/admin/articles/article/"
BODY = (
    "<p>Edith Calloway, the mayor, spoke in Millbrook on Monday. It rained.</p>"
    "<p>“We mend the roof first,” Calloway said. Tom Petrie, a baker, clapped.</p>"
)


@pytest.fixture
def look(desk):
    """`look("people", "tru")`: the names and other names that are offered."""

    def look(kind, typed, offered="results"):
        rows = desk.get(f"{URL}names/{kind}/", {"q": typed}).json()[offered]
        return [(row["name"], row["also"]) for row in rows]

    return look


@pytest.fixture
def find(desk):
    """What the text of a story's form names, beside what is in its fields."""

    def find(article=None, **fields):
        url = f"{URL}{article.pk}/suggest/" if article else f"{URL}suggest/"
        return desk.post(url, {"headline": "A Roof", "body": BODY, **fields}).json()

    return find


def names(found):
    return [one["name"] for one in found]


@pytest.mark.django_db
class TestTyping:
    def test_names_first_then_aliases_then_words(self, look):
        PersonFactory(name="Jane Maynard")
        mayor = PersonFactory(name="Zoë Quinn")
        PersonAlias.objects.create(person=mayor, name="The May of Town")
        PersonAlias.objects.create(person=mayor, name="Mayor Quinn")
        PersonFactory(name="May Abbot")
        assert look("people", "MAY") == [
            ("May Abbot", ""),
            ("Zoë Quinn", "Mayor Quinn"),
            ("Jane Maynard", ""),
        ]

    def test_whom_the_newsroom_writes_of_comes_first(self, look):
        ivana, donald = PersonFactory(name="Ivana Trump"), PersonFactory(name="Donald Trump")
        make_article(people=[ivana])
        for days in range(1, 6):
            make_article(people=[donald], publish_at=timezone.now() - timedelta(days=days))
        assert look("people", "trump") == [("Donald Trump", ""), ("Ivana Trump", "")]

    def test_lately_counts_more_than_long_ago(self, look):
        then, now = PersonFactory(name="Ann Ash"), PersonFactory(name="Ann Birch")
        for _ in range(2):
            make_article(people=[then], publish_at=timezone.now() - timedelta(days=900))
        make_article(people=[now])
        assert look("people", "ann") == [("Ann Birch", ""), ("Ann Ash", "")]

    def test_the_whole_name_comes_before_anything(self, look):
        often = PersonFactory(name="Jo Lee-Brown")
        make_article(people=[often])
        PersonFactory(name="Jo Lee")
        assert look("people", "jo lee") == [("Jo Lee", ""), ("Jo Lee-Brown", "")]

    def test_a_story_that_nobody_sees_yet_does_not_count(self, look):
        PersonFactory(name="Cy Abel")
        make_article(people=[PersonFactory(name="Cy Zorn")], publish_at=timezone.now() + timedelta(days=1))
        assert look("people", "cy") == [("Cy Abel", ""), ("Cy Zorn", "")]

    def test_at_most_ten(self, look):
        for number in range(12):
            TopicFactory(name=f"flood {number}")
        assert len(look("topics", "flood")) == 10
        assert look("topics", " ") == []

    def test_contributors(self, look):
        ContributorFactory(name="Marta Quill")
        assert look("bylines", "quill") == [("Marta Quill", "")]

    @pytest.mark.parametrize(
        "typed", ["Vladimr Putin", "putin vladimir", "Valdimir Putin", "V. Vladimir Putin"]
    )
    def test_did_you_mean(self, look, typed):
        PersonFactory(name="Vladimir Putin")
        PersonFactory(name="Vlad Pullman")
        assert (look("people", typed) or look("people", typed, "near")) == [("Vladimir Putin", "")]

    def test_did_you_mean_somebody_by_another_name(self, look):
        PersonAlias.objects.create(person=PersonFactory(name="Pelé"), name="Edson Arantes")
        assert look("people", "Edson Arante do") == []
        assert look("people", "Edson Arantez", "near") == [("Pelé", "Edson Arantes")]

    def test_nothing_is_near_a_name_of_its_own(self, look):
        PersonFactory(name="Vladimir Putin")
        assert look("people", "Edith Calloway") == look("people", "Edith Calloway", "near") == []

    def test_what_a_typed_name_leads_to(self, desk):
        for name in ("Ann Lee", "Bo Li"):
            PersonAlias.objects.create(person=PersonFactory(name=name), name="The Twin")
        PersonAlias.objects.create(person=PersonFactory(name="Zoë Quinn"), name="Ms Q.")

        def it(typed):
            rows = desk.get(f"{URL}names/people/", {"q": typed}).json()["results"]
            return [row["name"] for row in rows if row["is_it"]]

        assert [it("ann lée"), it("MS Q"), it("the twin"), it("ann")] == [["Ann Lee"], ["Zoë Quinn"], [], []]

    def test_namesakes_are_told_apart_by_a_line(self, desk):
        PersonFactory(
            name="John Smith", description="A footballer who kept goal for Port Tarrow Town from 1931 to 1949"
        )
        TopicFactory(name="John Smithies", kind="organisation")
        [person] = desk.get(f"{URL}names/people/", {"q": "john"}).json()["results"]
        [topic] = desk.get(f"{URL}names/topics/", {"q": "john"}).json()["results"]
        assert person["note"] == "A footballer who kept goal for Port Tarrow Town from 1931 …"
        assert topic["note"] == "organisation"

    @pytest.mark.parametrize(("typed", "queries"), [("ann", 8), ("ann birhc", 8)])
    def test_query_count(self, client, django_assert_num_queries, typed, queries):
        for name in ("Ann Ash", "Ann Birch", "Ann Cole"):
            person = PersonFactory(name=name)
            PersonAlias.objects.create(person=person, name=f"{name} the Elder")
            make_article(people=[person])
        client.force_login(make_member("Reporter"))
        with django_assert_num_queries(queries):
            client.get(f"{URL}names/people/", {"q": typed})

    def test_who_may_ask(self, desk, client, django_user_model):
        assert desk.get(f"{URL}names/headline/").status_code == 404
        client.force_login(django_user_model.objects.create_user("visitor", is_staff=True))
        assert client.get(f"{URL}names/people/").status_code == 403
        client.logout()
        assert client.get(f"{URL}names/people/").status_code == 302


@pytest.mark.django_db
class TestText:
    def test_names_come_with_the_sentences_in_which_they_stand(self, find):
        people = find()["people"]
        assert names(people) == ["Edith Calloway", "Tom Petrie"]
        assert people[0]["sentences"] == [
            [["Edith Calloway", True], [", the mayor, spoke in Millbrook on Monday.", False]],
            [["“We mend the roof first,” ", False], ["Calloway", True], [" said.", False]],
        ]
        assert (people[0]["count"], people[0]["is_known"]) == (2, False)

    def test_what_is_in_the_field_is_not_suggested(self, find):
        PersonAlias.objects.create(person=PersonFactory(name="Edith M. Calloway"), name="Edith Calloway")
        assert names(find(people="edith m calloway")["people"]) == ["Tom Petrie"]

    def test_known_records_are_found_by_their_other_names(self, find):
        PersonAlias.objects.create(person=PersonFactory(name="Edith M. Calloway"), name="Edith Calloway")
        TopicFactory(name="Roofs")
        found = find()
        assert (found["people"][0]["name"], found["people"][0]["is_known"]) == ("Edith M. Calloway", True)
        assert ("Roofs", True) in [(one["name"], one["is_known"]) for one in found["topics"]]

    def test_a_rejected_name_does_not_come_back_for_that_story(self, desk, find):
        article, other = make_draft(), make_draft()
        desk.post(f"{URL}{article.pk}/suggest/", {"rejected": "people:Tom Petrie"})
        desk.post(f"{URL}{article.pk}/suggest/", {"rejected": ["people:TOM PETRIE", "slug:x", "y"]})
        assert names(find(article)["people"]) == ["Edith Calloway"]
        assert names(find(other)["people"]) == ["Edith Calloway", "Tom Petrie"]
        assert Rejection.objects.count() == 1

    def test_a_rejected_record_stays_away_under_each_of_its_names(self, desk, find):
        article, edith = make_draft(), PersonFactory(name="Edith M. Calloway")
        PersonAlias.objects.create(person=edith, name="Edith Calloway")
        desk.post(f"{URL}{article.pk}/suggest/", {"rejected": "people:Edith M. Calloway"})
        assert names(find(article)["people"]) == ["Tom Petrie"]

    def test_a_new_story_takes_its_rejections_along(self, open_story, find):
        open_story().save(
            headline="A Roof", section=SectionFactory().pk, body=BODY, rejected="people:Tom Petrie"
        )
        assert names(find(Article.objects.get())["people"]) == ["Edith Calloway"]

    def test_nothing_is_written_by_looking(self, find):
        article = make_draft()
        before = row_of(article)
        find(article)
        assert row_of(article) == before
        assert article.revisions.count() == 1

    def test_an_empty_or_hostile_text_names_nobody(self, find):
        assert find(body="", headline="") == {"people": [], "topics": []}
        assert find(body="<script>alert('Edith Calloway')</script>\0", headline="\0")["people"] == []

    def test_it_is_what_the_import_finds(self, find):
        document = Document("", lines=tuple(map(Line, to_paragraphs(BODY))), headline=Derived("A Roof", ""))
        named = name_people_and_topics(document, Known())
        found = find()
        assert names(found["people"]) == [one.name for one in named.people]
        assert names(found["topics"]) == [one.name for one in named.topics]

    def test_the_records_that_are_read_are_those_that_the_text_may_name(self, django_assert_num_queries):
        for number in range(30):
            PersonFactory(name=f"Otto Other {number}")
        calloway = PersonFactory(name="Edith Calloway")
        with django_assert_num_queries(9):
            naming.suggest(None, "A Roof", BODY, {"people": ["Otto Other 3"]})
        assert [one.name for one in naming.known_in("Edith Calloway’s roof").people] == [calloway.name]
