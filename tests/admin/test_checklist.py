"""The checklist's findings where an editor sees them."""

import re

import pytest
from django.urls import reverse

from articles.editorial import revisions
from articles.models import Article
from tests.admin.test_steps import step_url, text_of
from tests.factories import ContributorFactory, SectionFactory, make_article, make_draft, make_member

pytestmark = pytest.mark.django_db


def test_each_finding_stands_beside_its_field(open_story):
    page = text_of(open_story(make_draft(dek="To come: TK")).response)
    assert "Before publishing: 2 to look at, and it cannot be published yet" in page
    help_of_dek = re.search(r'id="id_dek_helptext">(.*?)</div>\s*</div>', page, re.S)[1]
    assert "Something is still to come: “TK”." in help_of_dek
    assert "must be mended" in page


def test_nothing_is_said_of_what_is_published(open_story):
    assert "Before publishing" not in text_of(open_story(make_article()).response)


def test_the_publish_page_says_what_blocks_and_has_no_button(desk):
    article = make_draft(dek="TK", bylines=[ContributorFactory()])
    page = text_of(desk.get(step_url(article, "publish")))
    assert f'“TK”. <a href="/admin/articles/article/{article.pk}/change/#id_dek">dek</a>' in page
    assert ">Publish</button>" not in page
    desk.post(step_url(article, "publish"), {"seen": article.latest_revision_id})
    assert Article.objects.get().status == "draft"


def test_a_publisher_sets_what_a_section_asks_for(client):
    client.force_login(make_member("Publisher"))
    section = SectionFactory(name="Sport", checks={"dek": "off"})
    url = reverse("admin:articles_section_change", args=[section.pk])
    form = client.get(url).context["adminform"].form
    assert form["check_dek"].value() == "off"
    data = {"name": "Sport", "slug": section.slug, "position": 1, "description": "", "check_eyes": "block"}
    assert client.post(url, data).status_code == 302
    section.refresh_from_db()
    assert section.checks == {"eyes": "block"}


def test_the_form_costs_the_same_whatever_the_archive(desk, imported, django_assert_num_queries):
    content = revisions.with_records(revisions.working_copy(imported))
    content |= {"bylines": [ContributorFactory()], "body": '<p><a href="/articles/there/">x</a></p>'}
    revisions.save(imported, content)
    make_article(slug="there")
    with django_assert_num_queries(21):
        desk.get(reverse("admin:articles_article_change", args=[imported.pk]))
