"""The story form: what it starts from, what a save writes, and what it never writes."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from articles.editorial import revisions
from articles.models import Article, Contributor, Person, PersonAlias, Topic
from tests.admin.conftest import local, row_of, told
from tests.factories import PersonFactory, SectionFactory, make_article, make_draft


def edit(article, **content):
    """A colleague's save, through the verb."""
    now = revisions.with_records(revisions.working_copy(article))
    return revisions.save(article, {**now, **content}, base=article.latest_revision)


def test_form_starts_from_the_newest_revision(open_story):
    article = make_article()
    edit(article, dek="What the next version says.", people=[PersonFactory(name="Ann Lee")])

    form = open_story(article)

    assert form.data["dek"] == "What the next version says."
    assert form.data["people"] == "Ann Lee"
    assert form.data["base"] == str(article.latest_revision_id)


def test_save_writes_one_revision_and_leaves_a_live_story_alone(open_story, editor):
    article = make_article()
    before = row_of(article)

    open_story(article).save(dek="Typed by the editor.", people="Ann Lee\nBo Li")

    assert row_of(article) == before
    assert article.revisions.count() == 2
    newest = article.revisions.first()
    assert (newest.dek, newest.author, newest.reason) == (
        "Typed by the editor.",
        editor,
        "Changed dek and people",
    )
    assert newest.base_id == article.latest_revision_id
    assert [entry["name"] for entry in newest.people] == ["Ann Lee", "Bo Li"]


def test_save_of_a_draft_shows_in_its_row(open_story):
    article = make_draft()
    open_story(article).save(headline="Another Headline")
    assert row_of(article)["headline"] == "Another Headline"


@pytest.mark.parametrize("make", [make_article, make_draft])
def test_unchanged_save_writes_nothing(open_story, make):
    article = make(
        body="<p>a&nbsp;b &amp; “c” &lt;d&gt;</p><p>two  spaces\nand a break</p>",
        people=[PersonFactory(), PersonFactory()],
        expire_at=timezone.now() + timedelta(days=3, microseconds=5),
    )
    before, changed = row_of(article), Article.objects.filter(pk=article.pk).values().get()

    response = open_story(article).save()

    assert response.status_code == 200
    assert article.revisions.count() == 1
    assert row_of(article) == before
    assert Article.objects.filter(pk=article.pk).values().get() == changed


def test_what_nobody_touched_keeps_its_bytes_and_seconds(open_story):
    expires = timezone.now() + timedelta(days=3, microseconds=5)
    body = "<p>two  spaces\nand <em><strong>order</strong></em></p>"
    article = make_draft(body=body, expire_at=expires)

    open_story(article).save(dek="Only this.")

    newest = article.revisions.first()
    assert (newest.body, newest.expire_at) == (body, expires)


def test_new_story(open_story, editor):
    section = SectionFactory()
    form = open_story()
    form.save(
        headline="A New Story", section=section.pk, body="One paragraph.\r\n\r\nAnd <b>not</b>", slug=""
    )
    article = Article.objects.get()
    assert (article.slug, article.status) == ("a-new-story", "draft")
    assert article.revisions.get().author == editor


def test_plain_text_becomes_paragraphs(open_story):
    open_story().save(headline="Plain", section=SectionFactory().pk, body="One & two.\r\n\r\nThree.")
    assert Article.objects.get().body == "<p>One &amp; two.</p><p>Three.</p>"


def test_typed_moment_is_in_the_sites_zone(open_story, settings):
    settings.TIME_ZONE = "Europe/Paris"
    article = make_draft()
    form = open_story(article)
    assert "All times are in the time zone Europe/Paris." in form.response.content.decode()
    form.save(publish_at="2030-07-01T06:00")
    assert row_of(article)["publish_at"].isoformat() == "2030-07-01T04:00:00+00:00"


def test_wall_time_that_comes_twice_is_kept(open_story, settings):
    settings.TIME_ZONE = "Europe/Paris"
    expires = datetime.fromisoformat("2030-10-27T00:30:10.5+00:00")
    article = make_draft(expire_at=expires)
    form = open_story(article)
    assert form.data["expire_at"] == "2030-10-27T02:30"
    form.save(dek="Other.")
    assert article.revisions.first().expire_at == expires


def test_wall_time_that_does_not_exist_is_an_error(open_story, settings):
    settings.TIME_ZONE = "Europe/Paris"
    response = open_story(make_draft()).save(publish_at="2030-03-31T02:30")
    assert "publish_at" in response.context["adminform"].form.errors


def test_published_story_shows_its_time_and_keeps_it(open_story):
    article = make_article()
    form = open_story(article)
    assert form.data["publish_at"] == local(article.publish_at)
    form.save(publish_at="", dek="Other.")
    assert article.revisions.first().publish_at == article.publish_at


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("de", "de"), ("FR_ca", "fr-CA"), ("deutsch", "de"), ("en", ""), ("", ""), ("x y", None)],
)
def test_a_language_is_a_tag_or_its_own_name(open_story, typed, kept):
    article = make_draft(language="cy")
    page = open_story(article).save(language=typed)
    assert row_of(article)["language"] == ("cy" if kept is None else kept)
    assert ("Give a tag such as de, cy or fr-CA" in page.text) == (kept is None)


def test_the_text_is_typed_in_the_storys_language(open_story):
    page = open_story(make_draft(language="cy")).response.text
    assert page.count('lang="cy"') == 3
    assert 'lang="cy"' not in open_story(make_draft()).response.text


class TestHeadline:
    def test_machines_headline_is_marked_until_somebody_ticks_it(self, open_story):
        article = make_draft(is_headline_confirmed=False)
        form = open_story(article)
        assert "Proposed by the machine" in form.response.content.decode()
        form.save(is_headline_confirmed="on")
        assert row_of(article)["is_headline_confirmed"] is True

    def test_changing_it_confirms_it(self, open_story):
        article = make_draft(is_headline_confirmed=False)
        open_story(article).save(headline="What the Editor Says")
        assert row_of(article)["is_headline_confirmed"] is True

    def test_another_change_does_not(self, open_story):
        article = make_draft(is_headline_confirmed=False)
        open_story(article).save(dek="Other.")
        assert row_of(article)["is_headline_confirmed"] is False

    def test_confirmed_one_stays_so(self, open_story):
        article = make_draft()
        form = open_story(article)
        assert "Proposed by the machine" not in form.response.content.decode()
        form.save(dek="Other.", is_headline_confirmed=None)
        assert row_of(article)["is_headline_confirmed"] is True


class TestNames:
    def test_typing_makes_records_in_the_order_typed(self, open_story):
        article = make_draft()
        names = ["Zoë Quinn", "Conan O’Brien, Jr.", "“Bo” Li", "אסתר לוי"]
        open_story(article).save(
            people="\r\n".join(names), topics="flooding\r\nCity Hall", bylines="Marta Quill"
        )
        assert row_of(article)["people"] == names
        assert row_of(article)["topics"] == ["flooding", "City Hall"]
        assert row_of(article)["bylines"] == ["Marta Quill"]
        assert {person.name for person in Person.objects.all()} == set(names)

    def test_other_case_accents_and_aliases_lead_to_the_same_record(self, open_story):
        putin = PersonFactory(name="Vladimir Putin")
        PersonAlias.objects.create(person=putin, name="Mr Putin")
        zoe = PersonFactory(name="Zoë Quinn")
        article = make_draft()
        open_story(article).save(people="zoe quinn\r\nMR PUTIN\r\nvladimir  putin")
        assert row_of(article)["people"] == [zoe.name, putin.name]
        assert Person.objects.count() == 2

    def test_order_is_kept_and_can_change(self, open_story):
        people = [PersonFactory(name=name) for name in ("Cy", "Al", "Bo")]
        article = make_draft(people=people)
        form = open_story(article)
        assert form.data["people"] == "Cy\r\nAl\r\nBo"
        form.save(people="Bo\r\nCy\r\nAl")
        assert row_of(article)["people"] == ["Bo", "Cy", "Al"]

    def test_too_long_a_name_is_an_error(self, open_story):
        response = open_story(make_draft()).save(people="x" * 101)
        assert "longer than 100 characters" in response.content.decode()
        assert not Person.objects.exists()

    def test_too_many_names_are_an_error(self, open_story):
        response = open_story(make_draft()).save(topics="\r\n".join(map(str, range(101))))
        assert "At most 100 names" in response.content.decode()
        assert not Topic.objects.exists()

    def test_nothing_is_made_when_the_form_has_an_error(self, open_story):
        open_story(make_draft()).save(headline="", bylines="Marta Quill")
        assert not Contributor.objects.exists()


class TestStaleSave:
    def test_what_only_one_side_changed_merges(self, open_story, colleague):
        article = make_article()
        mine, theirs = open_story(article), open_story(article, colleague)
        theirs.save(dek="Theirs.", people="Ann Lee")
        response = mine.save(body="<p>Mine.</p>")
        newest = article.revisions.first()
        assert (newest.dek, newest.body) == ("Theirs.", "<p>Mine.</p>")
        assert [entry["name"] for entry in newest.people] == ["Ann Lee"]
        assert newest.reason == "Changed body"
        assert any(
            "Ben Okafor saved this story" in text and "dek and people" in text for text in told(response)
        )
        assert article.revisions.count() == 3

    def test_unchanged_stale_save_changes_nothing(self, open_story, colleague):
        article = make_article()
        mine, theirs = open_story(article), open_story(article, colleague)
        theirs.save(dek="Theirs.")
        mine.save()
        assert article.revisions.count() == 2
        assert article.revisions.first().dek == "Theirs."

    def test_ones_own_second_save_is_no_conflict(self, open_story):
        article = make_article()
        first = open_story(article)
        first.save(dek="One.")
        second = open_story(article)
        second.save(dek="Two.")
        assert article.revisions.first().dek == "Two."
        assert article.revisions.count() == 3

    def test_unknown_base_counts_as_the_newest(self, open_story):
        article = make_article()
        other = make_article()
        open_story(article).save(dek="Two.", base=str(other.latest_revision_id))
        assert article.revisions.count() == 1


def test_crafted_fields_have_no_effect(open_story):
    article = make_draft()
    before = row_of(article)
    open_story(article).save(
        status="published",
        live_at="2020-01-01T00:00",
        first_published_at="2020-01-01",
        word_count="9",
        dek="New.",
    )
    assert row_of(article) == before | {"dek": "New."}
    assert Article.objects.get(pk=article.pk).first_published_at is None


def test_hostile_text_is_escaped(open_story):
    hostile = "<script>alert(1)</script>"
    article = make_draft(headline=hostile, dek=hostile, people=[PersonFactory(name="<img src=x onerror=1>")])
    page = open_story(article).response.content.decode()
    assert hostile not in page
    assert "<img src=x" not in page


def test_hostile_body_is_sanitised(open_story):
    article = make_draft()
    body = (
        '<p onclick="x()">a<script>x()</script></p><iframe src="//e"></iframe><a href="javascript:x()">b</a>'
    )
    open_story(article).save(body=body)
    assert row_of(article)["body"] == "<p>a</p>b"


def test_public_story_cannot_be_deleted(desk, django_user_model):
    public, draft = make_article(), make_draft()
    assert desk.post(f"/admin/articles/article/{public.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.post(f"/admin/articles/article/{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Article.objects.all()) == [public]


def test_query_count_does_not_grow_with_the_archive(open_story, django_assert_num_queries, desk):
    article = make_article(people=[PersonFactory()])
    for _ in range(3):
        make_article(people=[PersonFactory()])
    open_story(article)
    with django_assert_num_queries(13):
        open_story(article)


def test_what_a_save_costs(open_story, django_assert_num_queries):
    form = open_story(make_draft(people=[PersonFactory()]))
    with django_assert_num_queries(36):
        form.save(headline="Another headline", follow=False)
