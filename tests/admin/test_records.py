"""Sections, people, topics, contributors and import runs."""

from dataclasses import replace

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from articles.editorial import revisions, undoing
from articles.editorial.intake import Arrival, Intake
from articles.importing.document import Line
from articles.models import (
    Article,
    Contributor,
    ImportRun,
    Person,
    PersonAlias,
    Picture,
    Section,
    StatusChange,
    Topic,
)
from tests.admin.conftest import document, take_in
from tests.factories import (
    ContributorFactory,
    PersonFactory,
    SectionFactory,
    TopicFactory,
    UserFactory,
    make_article,
    make_picture,
)

ALIASES = {
    "aliases-TOTAL_FORMS": "2",
    "aliases-INITIAL_FORMS": "0",
    "identifiers-TOTAL_FORMS": "0",
    "identifiers-INITIAL_FORMS": "0",
}


def add(desk, model, **data):
    return desk.post(f"/admin/articles/{model}/add/", data, follow=True)


def page(desk, path):
    response = desk.get(f"/admin/articles/{path}")
    assert response.status_code == 200
    return response.content.decode()


def test_tags_are_not_listed(desk):
    index = desk.get("/admin/").content.decode()
    assert "taggit" not in index.lower()
    assert desk.get("/admin/taggit/tag/").status_code == 404


def test_a_portrait_that_readers_may_not_see_is_refused(desk):
    person, picture = PersonFactory(), make_picture(alt_text="", credit="Ada")
    data = {"name": person.name, "portrait": picture.pk, **ALIASES}
    url = f"/admin/articles/person/{person.pk}/change/"
    assert "has no alternative text" in desk.post(url, data).text
    Picture.objects.update(alt_text="A woman at her desk")
    assert desk.post(url, data).status_code == 302
    assert Person.objects.get().portrait == picture


def test_header_names_the_site(desk):
    assert "Newsroom</a>" in desk.get("/admin/").content.decode()


@pytest.mark.parametrize("records", [1, 3])
@pytest.mark.parametrize(
    ("model", "queries"),
    [("person", 5), ("topic", 5), ("contributor", 4), ("section", 4), ("importrun", 5)],
)
def test_query_counts(desk, django_assert_num_queries, model, queries, records):
    for number in range(records):
        people, topics = [PersonFactory()], [TopicFactory()]
        PersonAlias.objects.create(person=people[0], name=f"Alias {number}")
        make_article(people=people, topics=topics, bylines=[ContributorFactory()])
        take_in(document(source=f"{number}.txt", fingerprint=str(number)), data=b"%d" % number)
    with django_assert_num_queries(queries):
        page(desk, f"{model}/")


def test_person_is_found_by_any_name(desk):
    zoe = PersonFactory(name="Zoë Quinn")
    PersonAlias.objects.create(person=zoe, name="The Mayor")
    PersonFactory(name="Bo Li")
    for typed in ("ZOE", "mayor the", "quinn"):
        text = page(desk, f"person/?q={typed}")
        assert "Zoë Quinn" in text
        assert "Bo Li" not in text


def test_person_with_aliases(desk):
    add(desk, "person", name="Zoë  Quinn", **ALIASES, **{"aliases-0-name": "The Mayor"})
    zoe = Person.objects.get()
    assert (zoe.name, zoe.slug, zoe.aliases.get().key) == ("Zoë Quinn", "zoe-quinn", "the mayor")


@pytest.mark.parametrize(
    ("model", "factory"), [("person", PersonFactory), ("contributor", ContributorFactory)]
)
def test_name_that_is_there_already_is_an_error(desk, model, factory):
    factory(name="Zoë Quinn")
    response = add(desk, model, name="zoe quinn", slug="", **ALIASES)
    assert "“Zoë Quinn” is there already." in response.content.decode()


def test_the_old_name_typed_beside_a_new_one_is_there_once(desk):
    ann = PersonFactory(name="Ann Lee")
    names = {"name": "Ann Bold", "slug": "ann-lee", "aliases-0-name": "Ann Lee"}
    answer = desk.post(f"/admin/articles/person/{ann.pk}/change/", {**ALIASES, **names})
    assert answer.status_code == 302
    ann.refresh_from_db()
    assert (ann.name, list(ann.aliases.values_list("name", flat=True))) == ("Ann Bold", ["Ann Lee"])


@pytest.mark.parametrize("stories", [1, 3])
def test_before_a_deletion_the_stories_are_counted_and_not_listed(desk, django_assert_num_queries, stories):
    ann = PersonFactory(name="Ann <Lee>")
    for _ in range(stories):
        make_article(people=[ann])
    with django_assert_num_queries(8):
        text = page(desk, f"person/{ann.pk}/delete/")
    assert f"Tags of stories: {stories}" in text
    assert "Ann &lt;Lee&gt;" in text
    assert "Harbour Bridge" not in text


@pytest.mark.parametrize(("stories", "others"), [(1, ""), (3, ""), (5, " and others")])
@pytest.mark.parametrize("kind", ["section", "contributor"])
def test_of_what_stands_in_the_way_of_a_deletion_a_few_are_named(
    desk, django_assert_num_queries, kind, stories, others
):
    section, marta = SectionFactory(), ContributorFactory()
    made = [make_article(section=section, bylines=[marta]) for _ in range(stories)]
    record = section if kind == "section" else marta
    with django_assert_num_queries({"section": 11, "contributor": 7}[kind]):
        protected = desk.get(f"/admin/articles/{kind}/{record.pk}/delete/").context["protected"]
    names = ", ".join(
        f'<a href="/admin/articles/article/{article.pk}/change/">{article}</a>'
        for article in reversed(made[-3:])
    )
    rows = {"section": ("story", "stories"), "contributor": ("byline", "bylines")}[kind]
    assert protected[0] == f"{stories} {rows[stories > 1]}: {names}{others}"


def test_before_an_account_is_deleted_what_it_did_is_counted(desk):
    ben = UserFactory(username="ben")
    for headline in ("Bridge Opens", "Roof Comes First"):
        LogEntry.objects.create(
            user=ben, action_flag=CHANGE, object_repr=headline, object_id="1", change_message=""
        )
    text = desk.get(f"/admin/auth/user/{ben.pk}/delete/").content.decode()
    assert "Log entries: 2" in text
    assert "Bridge Opens" not in text


@pytest.mark.parametrize("place", ["form", "list"])
def test_whoever_deletes_a_person_is_on_record(desk, place):
    ann = PersonFactory(name="Ann Lee")
    make_article(people=[ann])
    if place == "form":
        desk.post(f"/admin/articles/person/{ann.pk}/delete/", {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [ann.pk], "post": "yes"}
        desk.post("/admin/articles/person/", chosen)
    assert not Person.objects.exists()
    entry = StatusChange.objects.get(verb="delete_record")
    assert (entry.actor, entry.subject, entry.note) == ("editor", "Ann Lee", "Named in 1 story")


def test_alias_given_twice_is_an_error(desk):
    names = {"aliases-0-name": "The Mayor", "aliases-1-name": "the mayor"}
    response = add(desk, "topic", name="Mayors", kind="subject", **ALIASES, **names)
    assert "This name is in the list twice." in response.content.decode()
    assert not Topic.objects.exists()


@pytest.mark.parametrize("again", ["q42", "https://www.wikidata.org/wiki/Q42"])
def test_an_identifier_given_twice_is_an_error(desk, again):
    rows = {"identifiers-TOTAL_FORMS": "2", "identifiers-0-scheme": "wikidata", "identifiers-0-value": again}
    rows |= {"identifiers-1-scheme": "Wikidata", "identifiers-1-value": again}
    response = add(desk, "person", name="Ann Lee", **{**ALIASES, **rows})
    assert "This value is in the list twice." in response.content.decode()
    assert not Person.objects.exists()


def test_section_and_contributor_make_their_slug(desk):
    add(desk, "section", name="City Hall", position="5")
    add(desk, "contributor", name="Marta Quill")
    assert Section.objects.get().slug == "city-hall"
    assert Contributor.objects.get().slug == "marta-quill"


def test_section_with_stories_is_not_deleted(desk):
    section = SectionFactory()
    make_article(section=section)
    desk.post(f"/admin/articles/section/{section.pk}/delete/", {"post": "yes"})
    assert Section.objects.exists()


def test_lists_lead_to_stories(desk):
    marta = ContributorFactory(name="Marta Quill")
    article = make_article(bylines=[marta])
    assert f"/admin/articles/article/?byline={marta.pk}" in page(desk, "contributor/?q=QUILL")
    assert f"?section__id__exact={article.section_id}" in page(desk, "section/")


class TestImportRun:
    @pytest.fixture
    def run(self, db):
        intake = Intake(operator="desk-import")
        intake.take_in(
            [
                Arrival("town/report.txt", b"1", "town", document=document()),
                Arrival("town/copy.txt", b"2", "town", document=document(source="town/copy.txt")),
                Arrival("town/<b>bad</b>.txt", b"", "town", error="The file is <i>empty</i>."),
            ]
        )
        intake.finish()
        return intake.run

    def test_list_counts_outcomes(self, desk, run):
        text = page(desk, "importrun/")
        for outcome, number in (("created", 1), ("proposed", 0), ("duplicate", 1), ("refused", 1)):
            assert f'<td class="field-{outcome}">{number}</td>' in text
        ImportRun.objects.create(operator="again")
        assert "2 import runs" in " ".join(page(desk, "importrun/").split())

    def test_page_of_a_run(self, desk, run):
        text = page(desk, f"importrun/{run.pk}/change/")
        article = Article.objects.get()
        assert text.count(f"/admin/articles/article/{article.pk}/change/") == 2
        assert "The same words as" in text
        assert "Two spellings of one name." in text
        assert "The file is &lt;i&gt;empty&lt;/i&gt;." in text
        assert "town/&lt;b&gt;bad&lt;/b&gt;.txt" in text

    def test_page_shows_one_outcome(self, desk, run):
        response = desk.get(f"/admin/articles/importrun/{run.pk}/change/?outcome=refused")
        assert [shown.row.outcome for shown in response.context["documents"]] == ["refused"]
        assert response.context["counts"] == [("created", 1), ("duplicate", 1), ("refused", 1)]

    def test_it_is_read_only(self, desk, run):
        assert desk.post(f"/admin/articles/importrun/{run.pk}/change/", {"operator": "x"}).status_code == 403
        assert desk.post(f"/admin/articles/importrun/{run.pk}/delete/", {"post": "yes"}).status_code == 403
        assert desk.get("/admin/articles/importrun/add/").status_code == 403

    def test_query_count(self, desk, run, django_assert_num_queries):
        ContentType.objects.get_for_model(ImportRun)  # kept in memory from the first page on
        with django_assert_num_queries(7):
            page(desk, f"importrun/{run.pk}/change/")

    def test_a_proposal_is_compared_field_by_field(self, desk, run):
        made = document()
        lines = (*made.lines, Line("A third <i>paragraph</i>."))
        take_in(replace(made, lines=lines, fingerprint="second"), data=b"new bytes")
        article = Article.objects.get()
        text = page(desk, f"importrun/{ImportRun.objects.latest('pk').pk}/change/")
        assert "A new version waits beside" in text
        assert f'<a href="/admin/articles/article/{article.pk}/change/">{article.headline}</a>' in text
        assert "<ins>A third &lt;i&gt;paragraph&lt;/i&gt;.</ins>" in text

    def test_a_near_duplicate_links_the_other_story(self, desk, run):
        made = document(source="wire/other.txt", fingerprint="third")
        story = take_in(replace(made, lines=(*made.lines, Line("More of it. " * 4))), data=b"other")
        other = Article.objects.exclude(pk=story.pk).get()
        text = page(desk, f"importrun/{ImportRun.objects.latest('pk').pk}/change/")
        assert "Mostly the same text as town/report.txt. Compare the two before you publish." in text
        link = f'<a href="/admin/articles/article/{other.pk}/change/">{other.headline}</a>'
        assert f"Compare it with\n      {link}" in text

    def test_what_became_of_an_undone_run(self, desk, run):
        undoing.undo(run, operator="ada")
        text = page(desk, f"importrun/{run.pk}/change/")
        assert text.count("<small>undone</small>") == 3
        assert "The same words as\n      town/report.txt." in text

    def test_a_long_run_has_pages(self, desk):
        intake = Intake(operator="desk-import")
        intake.take_in(Arrival(f"{number}.txt", b"", "town", error="Empty.") for number in range(51))
        url = f"importrun/{intake.run.pk}/change/"
        assert page(desk, url).count("Empty.") == 50
        assert '<a href="?outcome=&amp;page=2" aria-label="Page 2">' in page(desk, url)
        assert page(desk, f"{url}?outcome=refused&page=2").count("Empty.") == 1


class TestUndo:
    run = TestImportRun.run

    def test_a_page_asks_first_and_then_says_what_stayed(self, desk, run):
        url = f"/admin/articles/importrun/{run.pk}/undo/"
        assert f'href="{url}"' in page(desk, f"importrun/{run.pk}/change/")
        article = Article.objects.get()
        assert "Takes back 1 draft that nobody has touched" in desk.get(url).content.decode()
        content = revisions.with_records(revisions.working_copy(article)) | {"headline": "<i>Mine</i>"}
        revisions.save(article, content)
        told = desk.post(url).content.decode()
        assert "0 untouched drafts and 0 proposed versions were taken back" in told
        assert "&lt;i&gt;Mine&lt;/i&gt;</a> (was edited)" in told
        run.refresh_from_db()
        assert run.undone_by == "editor"

    def test_who_may(self, client, django_user_model, run):
        client.force_login(django_user_model.objects.create_user("visitor", is_staff=True))
        url = f"/admin/articles/importrun/{run.pk}/undo/"
        assert (client.get(url).status_code, client.post(url).status_code) == (403, 403)
        assert Article.objects.count() == 1

    def test_an_unknown_run(self, desk):
        assert desk.get("/admin/articles/importrun/99/undo/").status_code == 404


def test_content_security_policy_has_no_unsafe_source(desk):
    article = make_article()
    for path in ("", "articles/article/", f"articles/article/{article.pk}/change/"):
        policy = desk.get(f"/admin/{path}")["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "style-src 'self';" in f"{policy};"


def test_import_map_carries_the_nonce_of_the_policy(desk):
    article = make_article()
    response = desk.get(f"/admin/articles/article/{article.pk}/change/")
    nonce = response["Content-Security-Policy"].partition("'nonce-")[2].partition("'")[0]
    assert nonce
    assert f'<script type="importmap" nonce="{nonce}">' in response.content.decode()
