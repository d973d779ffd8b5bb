"""The pages on which people and topics are kept clean."""

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article, Person, PersonAlias, PersonLikeness, StatusChange, Topic
from tests.factories import PersonFactory, TopicFactory, make_article, make_draft, make_member

pytestmark = pytest.mark.django_db
URL = "/admin/articles/person/tidy/"
BOXES = {
    "duplicates": "No two of them look alike.",
    "proposed": "Nothing is waiting to be accepted.",
    "unused": "Each of them is in a story.",
    "once": "Each of them is in several stories or in none.",
    "shared": "Each name leads to one record.",
}


def shown(client, name, url=URL):
    return client.get(url, {"show": name}).context["rows"]


def decide(client, do, name="duplicates", **options):
    return client.post(f"{URL}?show={name}", {"do": do}, **options)


def deeds():
    return list(StatusChange.objects.values_list("verb", "subject", "note"))


@pytest.fixture
def double():
    pair = [PersonFactory(name=name) for name in ("Vladimir Putin", "Vladimr Putin")]
    call_command("find_duplicates", verbosity=0)
    return pair


@pytest.mark.parametrize("name", BOXES)
@pytest.mark.parametrize("kind", ["person", "topic"])
def test_an_empty_box_says_so(desk, name, kind):
    assert BOXES[name] in desk.get(f"/admin/articles/{kind}/tidy/", {"show": name}).content.decode()


def test_the_lists_lead_there(desk):
    assert f'href="{URL}"' in desk.get("/admin/articles/person/").content.decode()
    assert 'href="/admin/articles/topic/tidy/"' in desk.get("/admin/articles/topic/").content.decode()


class TestDuplicates:
    def test_a_pair_says_why(self, desk, double):
        PersonAlias.objects.create(person=double[0], name="Mr Putin")
        page = desk.get(URL).content.decode()
        for told in ("Vladimir Putin", "Vladimr Putin", "They are spelt much alike.", "Mr Putin"):
            assert told in page
        first, second = double
        assert f'href="/admin/articles/person/merge/?id={first.pk}&amp;id={second.pk}"' in page

    def test_merging_leads_through_the_preview(self, desk, double):
        first, second = double
        url = f"/admin/articles/person/merge/?id={first.pk}&id={second.pk}"
        assert desk.get(url).status_code == 200
        desk.post(url, {"id": [first.pk, second.pk], "into": first.pk})
        assert list(Person.objects.all()) == [first]
        assert shown(desk, "duplicates") == []

    def test_not_the_same(self, desk, double):
        told = decide(desk, f"apart:{PersonLikeness.objects.get().pk}", follow=True).content.decode()
        assert "Remembered: Vladimir Putin and Vladimr Putin are not the same." in told
        assert shown(desk, "duplicates") == []
        assert deeds() == [("keep_apart", "Vladimir Putin / Vladimr Putin", "")]

    def test_query_count(self, client, double, django_assert_num_queries):
        for name in ("Ann Leee", "Ann Lee", "Bo Lindqvist", "Bo Lindquist"):
            PersonAlias.objects.create(person=PersonFactory(name=name), name=f"{name} the Elder")
        call_command("find_duplicates", verbosity=0)
        client.force_login(make_member("Editor"))
        with django_assert_num_queries(6):
            assert len(client.get(URL).context["rows"]) == 3

    def test_the_worker_finds_them_too(self, desk):
        for name in ("Vladimir Putin", "Vladimr Putin"):
            PersonFactory(name=name)
        call_command("run_due", verbosity=0)
        assert len(shown(desk, "duplicates")) == 1


class TestWaiting:
    def test_accept(self, desk):
        person = PersonFactory(name="Ann Lee", is_proposed=True)
        assert shown(desk, "proposed") == [person]
        merge = f'href="/admin/articles/person/merge/?id={person.pk}"'
        assert merge in desk.get(URL, {"show": "proposed"}).content.decode()
        decide(desk, f"accept:{person.pk}", "proposed")
        assert shown(desk, "proposed") == []
        assert not Person.objects.get().is_proposed
        assert deeds() == [("accept", "Ann Lee", "")]

    def test_reject(self, desk):
        ann, bo = PersonFactory(name="Ann Lee", is_proposed=True), PersonFactory(name="Bo Li")
        article = make_article(people=[ann, bo])
        decide(desk, f"remove:{ann.pk}", "proposed")
        assert [tag.tag for tag in Article.objects.get(pk=article.pk).person_taggings.all()] == [bo]
        assert deeds()[0] == ("delete_record", "Ann Lee", "Named in 1 story")

    def test_whoever_may_not_make_records_proposes_them(self, client, desk, open_story):
        reporter = Client()
        reporter.force_login(make_member("Reporter"))
        form = open_story(make_draft(), reporter)
        assert 'data-new="proposed"' in form.response.content.decode()
        form.save(people="Ann Lee")
        assert [person.name for person in shown(desk, "proposed")] == ["Ann Lee"]


def test_records_without_stories(desk):
    make_article(people=[PersonFactory()])
    unused = PersonFactory(name="Nobody")
    assert shown(desk, "unused") == [unused]
    decide(desk, f"remove:{unused.pk}", "unused")
    assert shown(desk, "unused") == []


def test_topics_used_once(desk):
    once, twice = TopicFactory(), TopicFactory()
    TopicFactory()
    article = make_article(topics=[once, twice])
    make_article(topics=[twice])
    page = desk.get("/admin/articles/topic/tidy/", {"show": "once"})
    assert page.context["rows"] == [once]
    assert f"/admin/articles/article/{article.pk}/change/" in page.content.decode()


def test_names_that_belong_to_several(desk):
    ann, bo, cy = (PersonFactory(name=name) for name in ("Ann Lee", "Bo Li", "Cy Young"))
    for person in (ann, bo):
        PersonAlias.objects.create(person=person, name="The Twin")
    PersonAlias.objects.create(person=cy, name="Ann Lée")
    PersonAlias.objects.create(person=cy, name="Cy")
    rows = shown(desk, "shared")
    assert [(row.name, row.owner) for row in rows] == [("Ann Lée", cy), ("The Twin", ann), ("The Twin", bo)]
    decide(desk, f"drop:{rows[0].pk}", "shared")
    assert [row.name for row in shown(desk, "shared")] == ["The Twin", "The Twin"]
    assert deeds() == [("drop_alias", "Cy Young", "Ann Lée")]


class TestPermissions:
    @pytest.mark.parametrize(("role", "status"), [("Reporter", 403), ("Editor", 200), ("Publisher", 200)])
    def test_who_may_look(self, client, role, status):
        client.force_login(make_member(role))
        for kind in ("person", "topic"):
            assert client.get(f"/admin/articles/{kind}/tidy/").status_code == status

    def test_reporters_decide_nothing(self, client, double):
        client.force_login(make_member("Reporter"))
        assert decide(client, f"apart:{PersonLikeness.objects.get().pk}").status_code == 403
        assert decide(client, f"remove:{double[0].pk}").status_code == 403
        assert (Person.objects.count(), PersonLikeness.objects.count()) == (2, 1)

    def test_editors_reject_what_is_proposed_and_delete_nothing(self, client):
        client.force_login(make_member("Editor"))
        kept, proposed = PersonFactory(), PersonFactory(is_proposed=True)
        assert decide(client, f"remove:{kept.pk}", "unused").status_code == 403
        assert decide(client, f"remove:{proposed.pk}", "proposed").status_code == 302
        assert list(Person.objects.all()) == [kept]

    @pytest.mark.parametrize(
        "do", ["", "apart:9", "remove:x", "accept:99999999999999999999", "drop:1", "explode:1"]
    )
    def test_crafted_decisions(self, desk, do):
        assert decide(desk, do).status_code in (302, 404)
        assert not Topic.objects.exists()
