"""What stands beside an imported story: its source, what was derived, what was removed."""

from dataclasses import replace

import pytest
from django.utils.html import escape

from articles.importing.document import Derived, Line, Named, PictureReference
from articles.models import Revision
from tests.admin.conftest import FIRST, SECOND, document, row_of, take_in, told
from tests.factories import make_draft


@pytest.fixture
def source(imported):
    return imported.sources.get()


def page_of(form) -> str:
    return form.response.content.decode()


def test_panel_tells_where_the_story_came_from(open_story, imported, source):
    page = page_of(open_story(imported))
    for text in (
        "report.txt",
        "town/report.txt",
        "desk-import",
        f"/admin/articles/importrun/{source.run_id}/change/",
        "The source has no date: the story takes the moment of publishing.",
        "Two spellings of one name.",
        "lead sentence",
        "3 times, as “Edith Calloway”; “Calloway’s” – full name",
        "a teaser",
        "The untouched original &amp; &lt;b&gt;bytes&lt;/b&gt;",
        "Put back: EDITOR’S PICKS",
    ):
        assert text in page


def test_hostile_source_is_escaped(open_story, imported):
    page = page_of(open_story(imported))
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; More …" in page


def test_source_with_a_date_says_nothing_of_it(open_story):
    article = take_in(document(published=Derived("2025-03-04", "date line")))
    page = page_of(open_story(article))
    assert "The source has no date" not in page
    assert "date line" in page


def test_story_without_a_source_has_no_panel(open_story):
    assert "story-origin" not in page_of(open_story(make_draft()))


def test_original_is_a_plain_text_attachment(desk, imported, source):
    response = desk.get(f"/admin/articles/article/{imported.pk}/source/{source.pk}/")
    assert response.content == b"The untouched original & <b>bytes</b>"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="report.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_original_is_found_under_its_own_story_only(desk, imported, source):
    assert desk.get(f"/admin/articles/article/{make_draft().pk}/source/{source.pk}/").status_code == 404


class TestPutBack:
    def test_line_returns_to_its_place_and_the_form_is_saved_first(self, open_story, imported, source):
        response = open_story(imported).save("_put_back", f"{source.pk}:2", dek="Typed before the button.")
        line = f"<p>{escape('<img src=x onerror=alert(1)>')} More …</p>".replace("&#x27;", "'")
        body = f"<p>{FIRST.replace('&', '&amp;')}</p>{line}<p>{SECOND}</p>"
        assert row_of(imported)["body"] == body
        assert row_of(imported)["dek"] == "Typed before the button."
        assert [revision.reason for revision in imported.revisions.all()][:2] == [
            "Put back “<img src=x onerror=alert(1)> More …”",
            "Changed dek",
        ]
        assert "Stands in the story again" in response.content.decode()
        assert response.redirect_chain[0][0].endswith("#origin")

    def test_without_other_changes_it_is_one_revision(self, open_story, imported, source):
        open_story(imported).save("_put_back", f"{source.pk}:0")
        assert imported.revisions.count() == 2

    @pytest.mark.parametrize("place", ["{pk}:1", "{pk}:99", "0:0", "x", "{pk}:-1", "{pk}"])
    def test_what_is_no_removed_line_is_a_message(self, open_story, imported, source, place):
        response = open_story(imported).save("_put_back", place.format(pk=source.pk))
        assert told(response) == ["That line is not among the removed lines of this story."]
        assert imported.revisions.count() == 1


class TestChangedSource:
    @pytest.fixture
    def proposal(self, imported):
        made = document()
        lines = (*made.lines, Line("A third paragraph."))
        take_in(replace(made, lines=lines, fingerprint="second"), data=b"new bytes")
        return Revision.objects.order_by("-id")[0]

    def test_it_waits_beside_the_story(self, open_story, imported, proposal):
        page = page_of(open_story(imported))
        assert "Changed source" in page
        assert f'name="_take_over" value="{proposal.pk}"' in page
        assert imported.latest_revision_id != proposal.pk

    def test_what_differs_is_shown_field_by_field(self, open_story, imported, proposal):
        page = page_of(open_story(imported))
        shown = page[page.index('class="proposal"') : page.index('name="_take_over"')]
        assert "<dt>Paragraphs</dt>" in shown
        assert "<ins>A third paragraph.</ins>" in shown
        assert shown.count("<dt>") == 1

    def test_taking_it_over_saves_the_form_first(self, open_story, imported, proposal):
        open_story(imported).save("_take_over", str(proposal.pk), dek="Typed before the button.")
        assert "A third paragraph." in row_of(imported)["body"]
        assert "Typed before the button." in imported.revisions.values_list("dek", flat=True)

    def test_unknown_version_is_a_message(self, open_story, imported):
        other = make_draft()
        response = open_story(imported).save("_take_over", str(other.latest_revision_id))
        assert told(response) == ["There is no such version of this story."]


class TestResemblance:
    @pytest.fixture
    def other(self, imported):
        made = document(source="wire/other.txt", fingerprint="third")
        return take_in(replace(made, lines=(*made.lines, Line("More of it. " * 4))), data=b"other")

    def test_panel_links_the_other_story(self, open_story, imported, other):
        for story, told_of in ((other, imported), (imported, other)):
            link = f'<a href="/admin/articles/article/{told_of.pk}/change/">{told_of.headline}</a>'
            assert f"Another story has mostly the same text: {link}." in page_of(open_story(story))

    def test_publishing_asks_first(self, desk, imported, other):
        for story, told_of in ((other, imported), (imported, other)):
            page = desk.get(f"/admin/articles/article/{story.pk}/step/publish/").content.decode()
            link = f'<a href="/admin/articles/article/{told_of.pk}/change/">{told_of.headline}</a>'
            assert f"Another story has mostly the same text: “{link}” (draft)." in page


def test_panel_tells_what_a_format_said(open_story):
    fields = {
        "canonical": Derived("https://ledger.example/vote", "html link canonical"),
        "embargo": Derived("2035-03-03", "ninjs embargoed"),
        "usage_terms": Derived("Not for broadcast", "nitf usage"),
        "keywords": (Derived("slipways", "html meta keywords"),),
        "pictures": (PictureReference("https://ledger.example/quay.jpg", "The quay", "J. Doe"),),
        "topics": (Named("Slipways", (), 0, "keyword of the source", "subject"),),
    }
    page = " ".join(page_of(open_story(take_in(document(**fields)))).split())
    for label, value, rule in (
        ("Address", "https://ledger.example/vote", "html link canonical"),
        ("Embargo", "2035-03-03", "ninjs embargoed"),
        ("Usage terms", "Not for broadcast", "nitf usage"),
        ("Keyword", "slipways", "html meta keywords"),
        ("Picture", "https://ledger.example/quay.jpg", "The quay; J. Doe"),
        ("Topic", "Slipways", "keyword of the source"),
    ):
        assert f'<dt>{label}</dt><dd>{value} <span class="rule">{rule}</span></dd>' in page
