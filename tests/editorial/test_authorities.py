"""Merging, parting, renaming and retagging people and topics, and taking it back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from articles import search
from articles.editorial import authorities, revisions, workflow
from articles.folding import fold
from articles.models import (
    Article,
    OldAddress,
    Person,
    PersonAlias,
    PersonIdentifier,
    Picture,
    PicturePerson,
    StatusChange,
    Topic,
    TopicIdentifier,
)
from tests.factories import PersonFactory, TopicFactory, UserFactory, make_article, make_draft, make_member

pytestmark = pytest.mark.django_db


def people_of(story):
    return [row.tag.name for row in story.person_taggings.select_related("tag")]


def copy_of(story):
    pks = revisions.working_copy(Article.objects.get(pk=story.pk))["people"]
    return [Person.objects.get(pk=pk).name for pk in pks]


@pytest.fixture
def putin():
    return PersonFactory(name="Vladimir Putin")


@pytest.fixture
def double():
    person = PersonFactory(name="V. Putin", description="President.", role="President of Russia")
    PersonAlias.objects.create(person=person, name="Putin")
    PersonIdentifier.objects.create(person=person, scheme="wikidata", value="Q7747")
    return person


class TestMerge:
    def test_tags_move_once_with_the_best_rank(self, putin, double):
        ada = PersonFactory(name="Ada")
        both = make_article(people=[double, ada, putin])
        one = make_article(people=[ada, double])
        authorities.merge([double], putin)
        assert people_of(both) == ["Vladimir Putin", "Ada"]
        assert people_of(one) == ["Ada", "Vladimir Putin"]
        assert copy_of(both) == ["Vladimir Putin", "Ada"]
        assert not Person.objects.filter(pk=double.pk).exists()

    def test_revisions_do_not_change_and_lead_on(self, putin, double):
        story = make_article(people=[double])
        before = story.latest_revision.people
        authorities.merge([double], putin)
        story.latest_revision.refresh_from_db()
        assert story.latest_revision.people == before
        assert copy_of(story) == ["Vladimir Putin"]

    def test_what_the_record_says_is_kept_and_what_it_lacks_is_taken(self, putin, double):
        Person.objects.filter(pk=putin.pk).update(description="Head of state.")
        rework = authorities.merge([double], putin)
        putin.refresh_from_db()
        assert (putin.description, putin.role) == ("Head of state.", "President of Russia")
        assert sorted((one.name, one.source) for one in putin.aliases.all()) == [
            ("Putin", "typed"),
            ("V. Putin", "merged"),
        ]
        assert [str(one) for one in putin.identifiers.all()] == ["wikidata:Q7747"]
        assert rework.entry.subject == "V. Putin → Vladimir Putin"

    def test_pictures_show_the_same_person(self, putin, double):
        picture = Picture.objects.create(file="a.png", width=1, height=1, alt_text="A", credit="B")
        other = Picture.objects.create(file="b.png", width=1, height=1, alt_text="A", credit="B")
        PicturePerson.objects.create(picture=picture, person=double)
        PicturePerson.objects.create(picture=other, person=double, rank=0)
        PicturePerson.objects.create(picture=other, person=putin, rank=1)
        rework = authorities.merge([double], putin)
        assert sorted(PicturePerson.objects.values_list("picture", "person", "rank")) == [
            (picture.pk, putin.pk, 0),
            (other.pk, putin.pk, 0),
        ]
        assert search.find_pictures("vladimir") == search.find_pictures("v putin") == [other.pk, picture.pk]
        search.enter_pictures([picture.pk])
        assert search.find_pictures("vladimir") == search.find_pictures("v putin") == [other.pk, picture.pk]
        assert authorities.undo(rework) == []
        assert set(PicturePerson.objects.values_list("picture", "person", "rank")) == {
            (picture.pk, double.pk, 0),
            (other.pk, double.pk, 0),
            (other.pk, putin.pk, 1),
        }
        assert search.find_pictures("vladimir") == [other.pk]
        assert search.find_pictures("v putin") == [other.pk, picture.pk]

    def test_an_address_leads_on_after_the_last_story_is_gone(self, client, putin, double):
        story = make_article(people=[double])
        make_article(people=[putin])
        authorities.rename(double, "Putin V.")
        story.delete()
        authorities.merge([double], putin)
        for slug in ("v-putin", "putin-v"):
            assert client.get(f"/people/{slug}/")["Location"] == "/people/vladimir-putin/"

    def test_readers_are_led_on_and_search_finds_the_old_name(self, client, putin, double):
        story = make_article(people=[double])
        make_article(people=[putin])
        authorities.merge([double], putin)
        answer = client.get(f"/people/{double.slug}/feed/")
        assert (answer.status_code, answer["Location"]) == (301, f"/people/{putin.slug}/feed/")
        assert story.headline in client.get(f"/people/{putin.slug}/").content.decode()
        assert story.pk in map(search.numbering.pk_of, search.find(search.Search("v putin")).rows)
        assert authorities.find(Person, ["V Putin"])["v putin"] == putin

    def test_the_preview_tells_what_moves(self, putin, double):
        make_article(people=[double, putin])
        make_article(people=[double])
        moves = authorities.preview_merge([double, putin], putin)
        assert moves.moved == {"stories": 1, "aliases": 1, "external ids and links": 1}
        assert moves.doubled == {"stories": 1}
        assert moves.addresses == ["v-putin"]
        assert set(moves.taken) == {"description", "role", "role_from", "role_until"}

    def test_an_accepted_record_makes_a_proposed_one_accepted(self, double):
        proposed = PersonFactory(is_proposed=True)
        rework = authorities.merge([double], proposed)
        proposed.refresh_from_db()
        assert not proposed.is_proposed
        authorities.undo(rework)
        proposed.refresh_from_db()
        assert proposed.is_proposed

    def test_one_record_alone_is_no_merge(self, putin):
        with pytest.raises(ValueError, match="two or more"):
            authorities.merge([putin], putin)


class TestUndo:
    def test_all_is_as_it_was(self, client, putin, double):
        stories = [
            make_article(people=[double, putin]),
            make_article(people=[putin]),
            make_draft(people=[double]),
        ]
        before = [people_of(one) for one in stories], [copy_of(one) for one in stories]
        rework = authorities.merge([double], putin)
        assert authorities.undo(rework) == []
        assert ([people_of(one) for one in stories], [copy_of(one) for one in stories]) == before
        back = Person.objects.get(pk=double.pk)
        assert (back.name, back.slug, back.role) == ("V. Putin", "v-putin", "President of Russia")
        assert [alias.name for alias in back.aliases.all()] == ["Putin"]
        assert not putin.aliases.exists()
        assert client.get("/people/v-putin/").status_code == 200
        assert not OldAddress.objects.exists()
        assert list(StatusChange.objects.values_list("verb", flat=True)[:2]) == ["undo", "merge"]

    def test_what_editors_changed_since_stays_and_is_listed(self, putin, double):
        story, other = make_article(people=[double]), make_article(people=[double])
        rework = authorities.merge([double], putin)
        authorities.retag([story], remove=[putin])
        Person.objects.filter(pk=putin.pk).update(description="Another text.")
        told = {(stay.what, stay.reason) for stay in authorities.undo(rework)}
        assert told == {
            (story.headline, "it is not tagged with “Vladimir Putin” any more"),
            ("Vladimir Putin", "its description was changed since"),
        }
        assert (people_of(story), people_of(other)) == ([], ["V. Putin"])

    def test_a_version_saved_since_follows(self, putin, double):
        story = make_article(people=[double])
        rework = authorities.merge([double], putin)
        content = revisions.with_records(revisions.working_copy(story))
        revisions.save(story, {**content, "dek": "Something new."})
        authorities.undo(rework)
        assert copy_of(story) == people_of(story) == ["V. Putin"]
        workflow.take(Article.objects.get(pk=story.pk), "publish_changes")
        assert people_of(story) == ["V. Putin"]

    def test_the_last_of_two_merges_into_one_record_is_undone_first(self, putin, double):
        third = PersonFactory(name="President Putin")
        story = make_article(people=[double, third])
        first = authorities.merge([double], putin)
        second = authorities.merge([third], putin)
        with pytest.raises(authorities.CannotUndo, match="later merge into “Vladimir Putin”"):
            authorities.undo(first)
        assert authorities.undo(second) == []
        assert authorities.undo(first) == []
        assert people_of(story) == ["V. Putin", "President Putin"]

    def test_a_story_that_names_both_and_was_retagged_since_follows(self, putin, double):
        story = make_article(people=[double, putin])
        rework = authorities.merge([double], putin)
        authorities.retag([story], add=[PersonFactory(name="Ada")])
        authorities.undo(rework)
        assert copy_of(story) == ["V. Putin", "Vladimir Putin", "Ada"]
        assert sorted(people_of(story)) == ["Ada", "V. Putin", "Vladimir Putin"]

    def test_the_last_of_two_merges_is_undone_first(self, putin, double):
        third = PersonFactory(name="President Putin")
        first = authorities.merge([double], putin)
        second = authorities.merge([putin], third)
        with pytest.raises(authorities.CannotUndo, match="Undo its own merge first"):
            authorities.undo(first)
        authorities.undo(second)
        assert authorities.undo(first) == []
        with pytest.raises(authorities.CannotUndo, match="already"):
            authorities.undo(first)


class TestTopics:
    def test_narrower_topics_move_and_no_circle_comes_of_it(self):
        sport = TopicFactory(name="sport")
        double = TopicFactory(name="sports", broader=sport)
        below = TopicFactory(name="football", broader=double)
        rework = authorities.merge([double], below)
        below.refresh_from_db()
        assert below.broader == sport
        assert authorities.undo(rework) == []
        below.refresh_from_db()
        assert below.broader == Topic.objects.get(pk=double.pk)
        assert Topic.objects.get(pk=double.pk).broader == sport

    def test_no_topic_is_broader_than_itself(self):
        top = TopicFactory(name="sport")
        below = TopicFactory(name="football", broader=TopicFactory(name="ball games", broader=top))
        top.broader = below
        with pytest.raises(ValidationError, match="narrower"):
            top.full_clean()

    def test_a_code_of_the_vocabulary_moves_along(self):
        one, two = TopicFactory(), TopicFactory()
        TopicIdentifier.objects.create(topic=one, scheme="mediatopic", value="medtop/20000002")
        authorities.merge([one], two)
        assert [one.url for one in two.identifiers.all()] == [
            "http://cv.iptc.org/newscodes/mediatopic/20000002"
        ]


class TestRename:
    def test_the_old_name_is_an_alias_and_an_address(self, client, putin):
        make_article(people=[putin])
        authorities.rename(putin, "Vladimir Vladimirovich Putin")
        assert [alias.name for alias in putin.aliases.all()] == ["Vladimir Putin"]
        assert client.get("/people/vladimir-putin/")["Location"] == "/people/vladimir-vladimirovich-putin/"
        authorities.rename(putin, "Vladimir Putin")
        assert putin.slug == "vladimir-putin"
        assert client.get("/people/vladimir-putin/").status_code == 200

    def test_a_name_that_is_taken_is_refused(self, putin):
        with pytest.raises(authorities.NameTaken, match="“Vladimir Putin” is there already"):
            authorities.rename(PersonFactory(), "VLADIMIR  PÚTIN")

    def test_a_qualifier_tells_namesakes_apart(self):
        one = PersonFactory(name="John Smith")
        authorities.rename(one, "John Smith", "footballer")
        two = Person.objects.create(name="John Smith", qualifier="politician")
        assert [str(one), str(two)] == ["John Smith (footballer)", "John Smith (politician)"]
        assert authorities.find_or_create(Person, ["john smith (Politician)"]) == [two]
        assert authorities.find_or_create(Person, ["John Smith"]) == [one]


class TestLongNames:
    def test_a_name_with_a_long_qualifier_leads_to_its_record_always(self):
        person = Person.objects.create(name="A" * 80, qualifier="b" * 60)
        called = str(person)
        assert authorities.find_or_create(Person, [called]) == [person]
        authorities.merge([person], other := PersonFactory(name="Other"))
        assert authorities.find(Person, [called]) == {person.key: other}
        assert called in other.also_called

    def test_a_name_that_is_too_long_makes_one_record_of_its_beginning(self):
        long = "One Name " * 20
        [person] = authorities.find_or_create(Person, [long])
        assert (person.name, person.key) == (long[:100], fold(long[:100]))
        assert authorities.find_or_create(Person, [long]) == [person]


class TestRetag:
    def test_readers_see_it_and_history_tells(self, putin):
        story, other = make_article(people=[putin]), make_article()
        ada, flood = PersonFactory(name="Ada"), TopicFactory(name="flood")
        changed = authorities.preview_retag([story, other], add=[flood], replace={putin: ada})
        assert [(one.after["people"], one.after["topics"]) for one in changed] == [
            (["Ada"], ["flood"]),
            ([], ["flood"]),
        ]
        rework = authorities.retag([story, other], add=[flood], replace={putin: ada})
        assert people_of(story) == copy_of(story) == ["Ada"]
        story.refresh_from_db()
        assert story.latest_revision == story.live_revision
        assert story.latest_revision.reason == "Add flood; replace Vladimir Putin by Ada"
        assert rework.entry.subject == "2 stories: Add flood; replace Vladimir Putin by Ada"
        assert authorities.undo(rework) == []
        assert people_of(story) == copy_of(story) == ["Vladimir Putin"]

    def test_unpublished_changes_stay_unpublished(self, putin):
        story = make_article(people=[putin])
        content = revisions.with_records(revisions.working_copy(story))
        revisions.save(story, {**content, "headline": "Not yet"})
        authorities.retag([story], add=[PersonFactory(name="Ada")])
        story.refresh_from_db()
        assert (story.headline == "Not yet", story.latest_revision.headline) == (False, "Not yet")
        assert people_of(story) == copy_of(story) == ["Vladimir Putin", "Ada"]
        assert story.has_unpublished_changes

    def test_a_story_of_somebody_else_is_not_retagged(self, putin):
        story = make_article(people=[putin])
        reporter = make_member("Reporter")
        assert [one.may for one in authorities.preview_retag([story], remove=[putin], user=reporter)] == [
            False
        ]
        with pytest.raises(PermissionDenied):
            authorities.retag([story], remove=[putin], user=reporter)
        assert people_of(story) == ["Vladimir Putin"]

    def test_a_namesake_is_parted(self, client, putin):
        story, other = make_article(people=[putin]), make_article(people=[putin])
        new, rework = authorities.split(putin, [story], name="Vladimir Putin", qualifier="baker")
        assert (people_of(story), str(new), new.slug) == (
            ["Vladimir Putin"],
            "Vladimir Putin (baker)",
            "vladimir-putin-baker",
        )
        assert story.person_taggings.get().tag == new
        assert other.person_taggings.get().tag == putin
        assert authorities.undo(rework) == []
        assert story.person_taggings.get().tag == putin
        assert not Person.objects.filter(pk=new.pk).exists()
        assert client.get("/people/vladimir-putin-baker/")["Location"] == "/people/vladimir-putin/"


def test_who_may_not_add_records_proposes_them(client):
    reporter, editor = make_member("Reporter"), UserFactory()
    [proposed] = authorities.find_or_create(Person, ["Nora Unknown"], user=reporter)
    [made] = authorities.find_or_create(Person, ["Mara Known"], user=editor)
    story = make_article(people=[proposed, made])
    assert client.get("/people/nora-unknown/").status_code == 404
    assert client.get("/people/nora-unknown/feed/").status_code == 404
    assert "Nora Unknown" not in client.get(story.get_absolute_url()).content.decode()
    authorities.accept(proposed, user=editor)
    assert client.get("/people/nora-unknown/").status_code == 200
    assert "Nora Unknown" in client.get(story.get_absolute_url()).content.decode()
