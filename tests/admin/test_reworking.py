"""The pages on which people and topics are merged and parted, and deeds are taken back."""

import pytest
from django.db import connection

from articles.editorial import authorities
from articles.models import Person, Rework
from tests.factories import PersonFactory, make_article, make_member

pytestmark = pytest.mark.django_db
MERGE = "/admin/articles/person/merge/"


@pytest.fixture
def two():
    return PersonFactory(name="Vladimir Putin"), PersonFactory(name="V. Putin")


def test_records_are_merged_and_the_log_takes_it_back(desk, two):
    putin, double = two
    story = make_article(people=[double])
    pks = [putin.pk, double.pk]
    chosen = desk.post(
        "/admin/articles/person/", {"action": "merge_selected", "_selected_action": pks}, follow=True
    )
    assert "What becomes part of “V. Putin”" in chosen.content.decode()
    page = desk.get(MERGE, {"id": pks, "into": putin.pk}).content.decode()
    assert "What becomes part of “Vladimir Putin”" in page
    assert "<li>Stories: 1</li>" in page
    desk.post(MERGE, {"id": pks, "into": putin.pk})
    assert [one.name for one in story.people.all()] == ["Vladimir Putin"]
    entry = Rework.objects.get().entry
    undo = f"/admin/articles/statuschange/{entry.pk}/undo/"
    assert undo in desk.get("/admin/articles/statuschange/").content.decode()
    assert "Undo this merge?" in desk.get(undo).content.decode()
    assert "All is as it was." in desk.post(undo).content.decode()
    assert [one.name for one in story.people.all()] == ["V. Putin"]
    assert "It has been undone already." in desk.post(undo).content.decode()
    assert "(undone)" in desk.get("/admin/articles/statuschange/").content.decode()


def test_one_record_is_merged_with_those_that_somebody_names(desk, two):
    putin, double = two
    address = f"{MERGE}?id={double.pk}"
    assert address in desk.get(f"/admin/articles/person/{double.pk}/change/").content.decode()
    page = desk.get(address).content.decode()
    assert "Merge with" in page
    assert "What becomes part" not in page
    assert "There is no record of “Nobody”." in desk.get(f"{address}&others=Nobody").content.decode()
    make_article(people=[putin])
    page = desk.get(f"{address}&others=vladimir+putin").content.decode()
    assert "What becomes part of “Vladimir Putin”" in page
    assert page.count(f'name="id" value="{putin.pk}"') == 2  # for another look, and for the deed
    desk.post(address, {"id": [double.pk], "others": ""})
    assert Person.objects.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_what_an_undo_costs(desk, two, number, django_assert_num_queries):
    putin, double = two
    stories = [make_article(people=[double]) for _ in range(number)]
    rework = authorities.merge([double], putin)
    authorities.retag(stories, remove=[putin])
    undo = f"/admin/articles/statuschange/{rework.entry_id}/undo/"
    with django_assert_num_queries(3):
        assert "Undo this merge?" in desk.get(undo).content.decode()
    with django_assert_num_queries({"sqlite": 60, "postgresql": 59}[connection.vendor]):
        assert f"{number} stayed" in desk.post(undo).content.decode()


def test_a_namesake_is_parted_by_ticking_stories(desk, two):
    person = two[0]
    story, other = make_article(people=[person]), make_article(people=[person])
    address = f"/admin/articles/person/{person.pk}/split/"
    assert address in desk.get(f"/admin/articles/person/{person.pk}/change/").content.decode()
    data = {"name": "Vladimir Putin", "qualifier": "baker"}
    assert "Tick the stories" in desk.post(address, data).content.decode()
    desk.post(address, {**data, "story": [story.pk]})
    assert story.people.get().qualifier == "baker"
    assert other.people.get() == person
    taken = desk.post(address, {**data, "story": [other.pk]}).content.decode()
    assert "“Vladimir Putin (baker)” is there already." in taken


def test_another_name_in_the_form_keeps_the_old_one(desk, two):
    person = two[0]
    address = f"/admin/articles/person/{person.pk}/change/"
    forms = [one.formset.management_form for one in desk.get(address).context["inline_admin_formsets"]]
    rows = {f"{form.prefix}-{key}": value for form in forms for key, value in form.initial.items()}
    desk.post(address, {"name": "Vladimir V. Putin", "slug": person.slug, **rows})
    person.refresh_from_db()
    assert (person.name, person.slug) == ("Vladimir V. Putin", "vladimir-v-putin")
    assert [one.name for one in person.aliases.all()] == ["Vladimir Putin"]


def test_a_proposal_is_accepted(desk):
    person = PersonFactory(is_proposed=True)
    desk.post("/admin/articles/person/", {"action": "accept_selected", "_selected_action": [person.pk]})
    assert not Person.objects.get().is_proposed


def test_a_reporter_may_do_none_of_it(client, two):
    story = make_article(people=[two[1]])
    rework = authorities.merge([two[1]], two[0])
    third = PersonFactory()
    client.force_login(make_member("Reporter"))
    for address, data in (
        (MERGE, {"id": [two[0].pk, third.pk], "into": third.pk}),
        (f"/admin/articles/person/{two[0].pk}/split/", {"name": "A", "qualifier": "b", "story": [story.pk]}),
        (f"/admin/articles/statuschange/{rework.entry_id}/undo/", {}),
    ):
        assert client.get(address, data).status_code == 403
        assert client.post(address, data).status_code == 403
    assert story.people.get() == two[0]
