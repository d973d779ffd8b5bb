"""The public addresses that DESIGN.md promises, of a paper with one story."""

import pytest

from tests.factories import ContributorFactory, PersonFactory, SectionFactory, TopicFactory, make_article

LISTS = ("sections/news/", "people/ada-poole/", "topics/floods/", "authors/ben-okri/", "corrections/")


@pytest.mark.django_db
def test_each_address_answers(client):
    make_article(
        slug="bridge",
        section=SectionFactory(name="News"),
        people=[PersonFactory(name="Ada Poole")],
        topics=[TopicFactory(name="floods")],
        bylines=[ContributorFactory(name="Ben Okri")],
    )
    single = (
        "sitemap.xml",
        "news-sitemap.xml",
        "robots.txt",
        "healthz",
        "articles/bridge/",
        "search/?q=bridge",
    )
    for path in (*single, *(base + kind for base in ("", *LISTS) for kind in ("", "feed/", "rss/"))):
        assert (path, client.get(f"/{path}").status_code) == (path, 200)
