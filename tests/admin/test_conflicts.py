"""Two editors who change the same thing: what is merged, what is asked, and that nothing is lost."""

import pytest
from django.core.exceptions import PermissionDenied

from articles.editorial import conflicts, revisions
from articles.models import Revision
from tests.admin.conftest import row_of, told
from tests.factories import SectionFactory, make_article, make_draft, make_member

BODY = "<p>One.</p><p>Two.</p><p>Three.</p>"


@pytest.fixture
def both_save(open_story, colleague):
    """Two editors open a story, Ben saves first: `both_save(article, mine={...}, theirs={...})`."""

    def save(article, mine, theirs):
        form, other = open_story(article), open_story(article, colleague)
        other.save(**theirs)
        return form.save(**mine)

    return save


def settle(desk, page, **choices):
    """Answer the conflict page that `page` is."""
    (url, _) = page.redirect_chain[-1]
    form = page.context["decisions"]
    own = {one.own.html_name: one.own.value() for one in form if one.own}
    return desk.post(url, {**own, "theirs": page.context["theirs"].pk, **choices}, follow=True)


def sides(page):
    text = lambda runs: "".join(run.text for run in runs if run.kind != "removed")  # noqa: E731
    return [(one.label, text(one.mine), text(one.theirs)) for one in page.context["decisions"]]


def test_paragraphs_of_one_body_come_together(both_save):
    article = make_article(body=BODY)
    both_save(
        article,
        mine={"body": BODY.replace("One.", "One, mine.") + "<p>Mine.</p>"},
        theirs={"body": BODY.replace("Three.", "Three, theirs.") + "<p>Theirs.</p>"},
    )
    newest = article.revisions.first()
    assert newest.body == "<p>One, mine.</p><p>Two.</p><p>Three, theirs.</p><p>Theirs.</p><p>Mine.</p>"
    assert newest.reason == "Changed body"


def test_a_language_merges_and_clashes_as_any_field_does(both_save):
    article = make_article(body=BODY)
    both_save(article, mine={"body": "<p>Un.</p>"}, theirs={"language": "cy"})
    newest = article.revisions.first()
    assert (newest.language, newest.body) == ("cy", "<p>Un.</p>")
    page = both_save(article, mine={"language": "de"}, theirs={"language": "fr"})
    assert sides(page) == [("Language", "de", "fr")]


def test_names_of_both_come_together(both_save):
    article = make_draft()
    both_save(article, mine={"people": "Cy Ray"}, theirs={"people": "Ann Lee\r\nBo Li"})
    assert row_of(article)["people"] == ["Ann Lee", "Bo Li", "Cy Ray"]


def test_conflict_is_kept_and_shown(both_save):
    article = make_article(body=BODY)
    sport = SectionFactory(name="Sport")
    page = both_save(
        article,
        mine={"dek": "Mine.", "topics": "flooding", "body": BODY.replace("Two.", "Two, mine.")},
        theirs={
            "dek": "Theirs <b>now</b>.",
            "section": sport.pk,
            "body": BODY.replace("Two.", "Two, theirs."),
        },
    )
    assert sides(page) == [
        ("Dek", "Mine.", "Theirs <b>now</b>."),
        ("Body", "Two, mine.", "Two, theirs."),
    ]
    assert "Theirs <b>now" not in page.content.decode()
    assert told(page) == [
        "Ben Okafor saved this story while you were writing. You both changed dek and body. "
        "Nothing was overwritten: both are in the history."
    ]
    beside, theirs = Revision.objects.order_by("-id")[:2]
    assert (beside.dek, beside.reason) == (
        "Mine.",
        "Not saved: Ben Okafor had changed dek and body, too",
    )
    article.refresh_from_db()
    assert article.latest_revision == theirs


@pytest.mark.parametrize(
    ("choices", "dek", "body"),
    [
        ({"choice_0": "mine", "choice_1": "theirs"}, "Mine.", "<p>Two, theirs.</p>"),
        ({"choice_0": "theirs", "choice_1": "mine"}, "Theirs.", "<p>Two, mine.</p>"),
        ({"choice_0": "theirs", "choice_1": "both"}, "Theirs.", "<p>Two, theirs.</p><p>Two, mine.</p>"),
        (
            {"choice_0": "own", "own_0": "Ours.", "choice_1": "own", "own_1": "<p>Two,<br>ours.</p>"},
            "Ours.",
            "<p>Two,<br>ours.</p>",
        ),
        # Without scripts somebody may write and leave the choice where it was: the words win.
        ({"choice_0": "theirs", "own_0": "Ours.", "choice_1": "mine"}, "Ours.", "<p>Two, mine.</p>"),
    ],
)
def test_each_choice_becomes_the_story(both_save, desk, choices, dek, body):
    article = make_draft(body=BODY)
    page = both_save(
        article,
        mine={"dek": "Mine.", "body": BODY.replace("Two.", "Two, mine."), "topics": "flooding"},
        theirs={"dek": "Theirs.", "body": BODY.replace("Two.", "Two, theirs."), "people": "Ann Lee"},
    )
    response = settle(desk, page, **choices)
    row = row_of(article)
    assert (row["dek"], row["body"]) == (dek, BODY.replace("<p>Two.</p>", body))
    assert (row["topics"], row["people"]) == (["flooding"], ["Ann Lee"])
    assert told(response)[-1] == "Saved: the two versions are one."


def test_no_choice_is_an_error_and_keeps_what_was_written(both_save, desk):
    article = make_draft()
    page = both_save(article, mine={"dek": "Mine."}, theirs={"dek": "Theirs."})
    response = settle(desk, page, own_0="Ours, almost.")
    assert "Choose one." in response.content.decode()
    assert "Ours, almost." in response.content.decode()
    assert row_of(article)["dek"] == "Theirs."


def test_moments_sections_and_orders_are_chosen_between(both_save, desk, settings):
    settings.TIME_ZONE = "Europe/Paris"
    article = make_draft(section=SectionFactory(name="News"))
    both_save(article, mine={}, theirs={"people": "Ann\r\nBo\r\nCy"})
    sport, town = SectionFactory(name="Sport"), SectionFactory(name="Town")
    page = both_save(
        article,
        mine={"expire_at": "2032-01-01T06:00", "section": sport.pk, "people": "Bo\r\nAnn\r\nCy"},
        theirs={"expire_at": "2031-07-01T06:00", "section": town.pk, "people": "Ann\r\nCy\r\nBo"},
    )
    assert sides(page) == [
        ("Section", "Sport", "Town"),
        ("Expire at", "1 January 2032, 06:00", "1 July 2031, 06:00"),
        ("People", "Bo\nAnn\nCy", "Ann\nCy\nBo"),
    ]
    settle(desk, page, choice_0="mine", choice_1="theirs", choice_2="mine")
    row = row_of(article)
    assert (row["section"], row["expire_at"].year, row["people"]) == (sport, 2031, ["Bo", "Ann", "Cy"])


def test_a_third_save_meanwhile_is_met_again(both_save, desk, open_story, colleague):
    article = make_draft()
    page = both_save(article, mine={"dek": "Mine."}, theirs={"dek": "Theirs."})
    open_story(article, colleague).save(dek="Theirs again.")
    page = settle(desk, page, choice_0="mine")
    assert sides(page) == [("Dek", "Mine.", "Theirs again.")]
    assert row_of(article)["dek"] == "Theirs again."
    settle(desk, page, choice_0="mine")
    assert row_of(article)["dek"] == "Mine."


def test_a_conflict_takes_no_step(both_save):
    article = make_draft()
    page = both_save(
        article, mine={"dek": "Mine.", "button": "_step", "value": "submit"}, theirs={"dek": "Theirs."}
    )
    assert "/conflict/" in page.redirect_chain[-1][0]
    assert row_of(article)["status"] == "draft"


def test_version_of_another_story_is_unknown(desk):
    article, other = make_draft(), make_draft()
    url = f"/admin/articles/article/{article.pk}/conflict/{other.latest_revision_id}/"
    assert desk.get(url).status_code == 404


def test_what_is_no_conflict_any_more_is_saved_with_one_click(both_save, desk):
    article = make_draft()
    page = both_save(article, mine={"dek": "Mine.", "topics": "flooding"}, theirs={"dek": "Theirs."})
    settle(desk, page, choice_0="mine")
    again = desk.get(page.redirect_chain[-1][0])
    assert "Nothing is left to choose" in again.content.decode()


@pytest.mark.django_db
def test_who_may_not_edit_leaves_no_version_beside_the_others():
    article = make_article()
    content, base = revisions.with_records(revisions.working_copy(article)), article.latest_revision
    revisions.save(article, {**content, "headline": "An editor’s"})
    with pytest.raises(PermissionDenied):
        conflicts.save(article, {**content, "headline": "Mine"}, author=make_member("Reporter"), base=base)
    assert article.revisions.count() == 2
