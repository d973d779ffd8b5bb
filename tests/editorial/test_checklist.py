"""The checklist before publishing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import checklist, revisions, workflow
from articles.importing.document import Line
from tests.admin.conftest import document, take_in
from tests.factories import (
    ContributorFactory,
    PictureFactory,
    SectionFactory,
    UserFactory,
    make_article,
    make_draft,
    make_member,
)

pytestmark = pytest.mark.django_db


def found(article, user=None):
    findings = checklist.findings(article, revisions.working_copy(article), user)
    return [(finding.check, finding.field, finding.severity) for finding in findings]


def clean(**content):
    return make_draft(**{"bylines": [ContributorFactory()], **content})


def test_a_whole_story_has_nothing_to_look_at():
    assert found(clean()) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"is_headline_confirmed": False}, [("headline", "is_headline_confirmed", "block")]),
        ({"headline": "x" * 91}, [("length", "headline", "warn")]),
        ({"dek": ""}, [("dek", "dek", "warn")]),
        ({"bylines": []}, [("byline", "bylines", "warn")]),
        ({"body": ""}, [("text", "body", "block")]),
        ({"headline": "Mayor TK Opens Bridge"}, [("placeholders", "headline", "block")]),
        ({"dek": "XXX people came."}, [("placeholders", "dek", "block")]),
        ({"body": "<p>Lorem ipsum dolor</p>"}, [("placeholders", "body", "block")]),
        ({"body": "<p>The tktk of xx and TKO, Xxx.</p>"}, []),
        ({"expire_at": timezone.now() - timedelta(hours=1)}, [("expiry", "expire_at", "block")]),
        ({"embargo_until": timezone.now() + timedelta(hours=1)}, []),
    ],
)
def test_each_check_stands_beside_its_field(content, expected):
    assert found(clean(**content)) == expected


@pytest.mark.parametrize(
    ("address", "is_right"),
    [
        ("https://example.org/a?b#c", True),
        ("mailto:desk@example.org", True),
        ("mailto:desk", False),
        ("www.example.org", False),
        ("https://example", False),
        ("/", True),
        ("/no/such/page/", False),
        ("/articles/there/", True),
        ("/articles/there/?from=here#top", True),
        ("http://testserver/articles/there/", True),
        ("/articles/moved/", True),
        ("/articles/waiting/", False),
        ("/people/nobody/", False),
        ("/sections/town/feed/", True),
    ],
)
def test_links(address, is_right):
    moving = make_article(slug="moved")
    content = revisions.with_records(revisions.working_copy(moving)) | {"slug": "there"}
    revisions.save(moving, content)
    workflow.take(moving, "publish_changes")
    make_draft(slug="waiting")
    SectionFactory(slug="town")
    article = clean(body=f'<p><a href="{address}">x</a></p>')
    assert found(article) == ([] if is_right else [("links", "body", "block")])


def test_an_import_that_nobody_looked_at(editor):
    article = take_in(document())
    expected = [
        ("headline", "is_headline_confirmed", "block"),
        ("section", "section", "warn"),
        ("byline", "bylines", "warn"),
        ("import", "body", "warn"),
    ]
    assert found(article) == expected
    content = revisions.with_records(revisions.working_copy(article)) | {"is_headline_confirmed": True}
    revisions.save(article, content, author=editor)
    assert found(article) == [("byline", "bylines", "warn")]


def test_an_embargo_that_was_taken_out_is_remembered():
    until = timezone.now() + timedelta(days=1)
    article = clean(embargo_until=until)
    assert found(article) == []
    content = revisions.with_records(revisions.working_copy(article)) | {"embargo_until": None}
    revisions.save(article, content)
    assert found(article) == [("embargo", "embargo_until", "warn")]


def test_a_story_that_repeats_another_says_so_until_one_is_killed():
    first = take_in(document())
    other = document(source="b.txt", lines=(Line("The harbour opens on Monday."),), fingerprint="b")
    second = take_in(other, data=b"second")
    second.sources.update(duplicate_of=first.sources.get())
    assert ("repeats", "body", "warn") in found(second)
    workflow.take(first, "kill")
    assert "repeats" not in {check for check, _, _ in found(second)}


def test_a_section_that_asks_for_a_second_pair_of_eyes():
    section = SectionFactory(checks={"eyes": "block"})
    article = clean(section=section)
    writer, editor, publisher = make_member("Publisher"), make_member("Editor"), make_member("Publisher")
    content = revisions.with_records(revisions.working_copy(article)) | {"dek": "Mine."}
    revisions.save(article, content, author=writer)
    assert found(article, writer) == [("eyes", "headline", "block")]
    assert found(article, publisher) == []
    workflow.take(article, "submit", user=writer)
    workflow.take(article, "approve", user=writer)
    with pytest.raises(workflow.StepRefused, match="Nobody but its writer"):
        workflow.take(article, "publish", user=writer)
    workflow.take(article, "send_back", user=editor, note="Who says so?")
    workflow.take(article, "submit", user=writer)
    workflow.take(article, "approve", user=editor)
    workflow.take(article, "publish", user=writer)
    assert article.is_live


def test_sections_choose_how_much_a_check_matters():
    section = SectionFactory(checks={"byline": "block", "dek": "off"})
    assert found(make_draft(section=section, dek="")) == [("byline", "bylines", "block")]


def test_what_blocks_is_refused_and_the_operator_passes_it_in_the_log():
    article, user = clean(dek="TK"), UserFactory()
    with pytest.raises(workflow.StepRefused, match="Something is still to come: “TK”"):
        workflow.take(article, "publish", user=user)
    assert not article.status_changes.exists()
    workflow.take(article, "publish", actor="ops", note="at once")
    assert article.status_changes.get().note == "at once (past the checklist: placeholders)"


def test_a_section_that_blocks_broken_embargoes_lets_those_go_on_who_may_break_one():
    section = SectionFactory(checks={"embargo": "block"})
    article = clean(section=section, embargo_until=timezone.now() + timedelta(days=1))
    content = revisions.with_records(revisions.working_copy(article)) | {"embargo_until": None}
    revisions.save(article, content)
    editor, publisher = make_member("Editor"), make_member("Publisher")
    assert found(article, editor) == [("embargo", "embargo_until", "block")]
    assert found(article, publisher) == [("embargo", "embargo_until", "warn")]
    with pytest.raises(workflow.StepRefused, match="needs a reason"):
        workflow.take(article, "publish", user=publisher)
    workflow.take(article, "publish", user=publisher, reason="The minister spoke.")


def figure(pk):
    return f'<p>Text.</p><figure data-picture="{pk}"><figcaption>Here.</figcaption></figure>'


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"alt_text": "", "is_decorative": True}, []),
        ({"alt_text": ""}, [("pictures", "block")]),
        ({"credit": ""}, [("pictures", "block")]),
        ({"alt_text": "", "credit": ""}, [("pictures", "block")] * 2),
        ({"killed_at": timezone.now()}, [("pictures", "block")]),
        ({"usage_until": -1}, [("terms", "warn")]),
        ({"usage_until": 0}, [("terms", "warn")]),
        ({"usage_until": 6}, [("terms", "warn")]),
        ({"usage_until": 7}, []),
    ],
)
@pytest.mark.parametrize("field", ["lead_picture", "body"])
def test_what_is_said_of_pictures(fields, expected, field):
    if "usage_until" in fields:
        last = timezone.localdate() + timedelta(days=fields["usage_until"])
        fields = {**fields, "usage_until": last}
    picture = PictureFactory(**fields)
    article = clean(**{field: picture if field == "lead_picture" else figure(picture.pk)})
    assert found(article) == [(check, field, severity) for check, severity in expected]


def test_usage_terms_are_held_against_the_day_of_publishing():
    picture = PictureFactory(usage_until=timezone.localdate() + timedelta(days=20))
    publish_at = timezone.now() + timedelta(days=21)
    article = clean(lead_picture=picture, publish_at=publish_at)
    (finding,) = checklist.findings(article, revisions.working_copy(article))
    page = f"/admin/articles/picture/{picture.pk}/change/"
    assert finding.text == (
        f'The picture “<a href="{page}">{picture}</a>” may not be used after '
        f"{picture.usage_until:%-d %B %Y}: renew its terms, or choose another one."
    )


def test_a_picture_that_the_library_has_not():
    article = clean(body=figure(123456))
    assert found(article) == [("pictures", "body", "block")]


def test_a_picture_without_alternative_text_stops_publishing_until_it_is_mended():
    picture = PictureFactory(alt_text="")
    article, user = clean(lead_picture=picture, body=figure(picture.pk)), UserFactory()
    with pytest.raises(workflow.StepRefused) as refused:
        workflow.take(article, "publish", user=user)
    told = f"The picture “{picture}” has no alternative text: say what it shows, or that it is decorative."
    assert str(refused.value) == f"Not published. {told} {told}"
    picture.alt_text = "A bridge"
    picture.save()
    workflow.take(article, "publish", user=user)
    assert article.is_live
