"""No word of a story that readers may not see is on anything that they can reach."""

import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.utils import timezone

from articles.editorial import revisions, workflow
from tests.factories import (
    ContributorFactory,
    PersonFactory,
    SectionFactory,
    TopicFactory,
    make_article,
    make_draft,
    make_picture,
)

pytestmark = pytest.mark.django_db

WORDS = re.compile(r"quokka", re.IGNORECASE)
ENTRANCES = [
    "/",
    "/feed/",
    "/rss/",
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/robots.txt",
    "/healthz",
    "/about/",
    "/corrections/",
    "/archive/",
    "/search/",
    "/search/?q=bridge",
    "/search/feed/?q=bridge",
    "/search/rss/?q=bridge",
    "/search/suggestions/?q=bri",
    "/opensearch.xml",
    "/manifest.webmanifest",
    "/.well-known/security.txt",
    "/nothing/",
]


def picture():
    return make_picture(alt_text="Quokka", caption="Quokka.", credit="Quokka")


def guesses_of(story):
    """Where somebody who knows what the desk calls things would look."""
    records = (story, *story.people.all(), *story.topics.all(), *story.authors)
    own = [record.get_absolute_url() for record in records]
    feeds = [f"{address}{feed}/" for address in own for feed in ("feed", "rss")]
    versions = [f"/articles/preview/{revision.pk}/" for revision in story.revisions.all()]
    month = f"{story.live_at or story.created_at:%Y/%m}"
    months = [f"/archive/{month}/", f"/archive/{month}/rss/", f"/sitemap-{month.replace('/', '-')}.xml"]
    narrowed = [f"/search/?person={person.slug}" for person in story.people.all()]
    return [*own, *feeds, *versions, *months, *narrowed, story.card_url, story.lead_picture.file.url]


def hidden_stories(**shared):
    """One story in every state that readers do not see; each has the word in all of its fields."""
    later, earlier = timezone.now() + timedelta(hours=2), timezone.now() - timedelta(minutes=1)

    def secret(number):
        person = PersonFactory(name=f"Quokka {number}", description="Quokka.")
        person.aliases.create(name=f"The Quokka {number}")
        own = {"people": [*shared["people"], person], "lead_picture": picture()}
        own |= {"topics": [*shared["topics"], TopicFactory(name=f"quokka {number}")]}
        own |= {"bylines": [*shared["bylines"], ContributorFactory(name=f"Quokka Writer {number}")]}
        texts = {"headline": "Quokka", "slug": f"quokka-{number}", "dek": "Quokka.", "body": "<p>Quokka</p>"}
        return {**shared, **own, **texts}

    yield make_draft(**secret(1))
    for number, steps in enumerate((["submit"], ["submit", "approve"], ["kill"]), start=2):
        article = make_draft(**secret(number))
        for step in steps:
            workflow.take(article, step)
        yield article
    yield make_article(**secret(5), publish_at=later)
    yield make_article(**secret(6), embargo_until=later)
    yield make_article(**secret(7), expire_at=earlier)
    for number, step in enumerate(("withdraw", "kill"), start=8):
        article = make_article(**secret(number))
        workflow.take(article, step)
        yield article


def text_of(response):
    """What it says, in words and in headers; without the keys, which repeat the address that was asked."""
    said = b"".join(response.streaming_content) if response.streaming else response.content
    headers = [pair for pair in response.headers.items() if pair[0] not in ("Surrogate-Key", "Cache-Tag")]
    return said.decode("latin-1") + str(headers)


def crawl(client, addresses):
    """All that can be reached from these addresses, as (address, response)."""
    waiting, seen = list(addresses), set(addresses)
    while waiting:
        address = waiting.pop()
        response = client.get(address, follow=True)
        yield address, response
        if response["Content-Type"].startswith("image/"):
            continue
        links = re.findall(r'(?:href="|<loc>|<link>)(?:http://testserver)?(/[^"<]*)', response.text)
        links += [
            urljoin(address, link) for link in re.findall(r'href="(\?(?:before|q)=[^"]+)"', response.text)
        ]
        for link in links:
            if not link.startswith("/static/") and link not in seen:
                seen.add(link)
                waiting.append(link)


def test_hidden_words_are_nowhere(client):
    shared = {
        "section": SectionFactory(),
        "people": [PersonFactory()],
        "topics": [TopicFactory()],
        "bylines": [ContributorFactory()],
    }
    public = [make_article(**shared) for _ in range(2)]
    hidden = list(hidden_stories(**shared))
    content = revisions.with_records(revisions.working_copy(public[0])) | {
        "headline": "Quokka",
        "dek": "Quokka",
    }
    revisions.save(public[0], content)

    reached = {}
    guesses = [address for story in hidden for address in guesses_of(story)]
    lists = [shared["section"], *shared["people"], *shared["topics"], *shared["bylines"]]
    feeds = [f"{record.get_absolute_url()}rss/" for record in lists]
    for address, response in crawl(client, [*ENTRANCES, *feeds, *guesses]):
        reached[address] = response.status_code
        assert not WORDS.search(text_of(response)), address

    linked = {
        address: status for address, status in reached.items() if address not in {*guesses, "/nothing/"}
    }
    assert set(linked.values()) == {200}
    assert {story.get_absolute_url() for story in public} <= linked.keys()
    assert sorted(reached[story.get_absolute_url()] for story in hidden) == [404] * 6 + [410] * 3


def test_no_address_tells_a_hidden_record_from_none(client):
    person = PersonFactory(name="Secret Witness")
    make_draft(people=[person])
    nothing = client.get("/people/nobody/")
    assert client.get("/people/secret-witness/").content == nothing.content
    for feed in ("feed", "rss"):
        assert client.get(f"/people/secret-witness/{feed}/").content == nothing.content


ANSWERS = [
    "/search/?q={}",
    "/search/?q=-{}",
    "/search/feed/?q={}",
    "/search/rss/?q={}",
    "/search/suggestions/?q={}",
]
ANSWERS += [f"/search/?{name}={{}}" for name in ("section", "person", "topic", "author")]
ANSWERS += [f"/search/?q=bridge&{name}={{}}" for name in ("section", "person", "topic", "author")]
ANSWERS += [
    f"/{kind}/{{}}/" for kind in ("articles", "sections", "people", "topics", "authors", "cards", "media")
]
ANSWERS += [f"/{kind}/{{}}/{feed}/" for kind in ("sections", "people") for feed in ("feed", "rss")]
ANSWERS += [
    "/{}/",
    "/cards/{}/0123456789abcdef.png",
    "/media/pictures/{}.jpg",
    "/search/suggestions/?q=the+{}",
]


def test_search_does_not_tell_what_is_hidden_from_what_is_not_there(client):
    """Each answer about a hidden word is the one about a word that nobody wrote, but for the word itself."""
    make_article()
    section, people = SectionFactory(name="Quokka"), [PersonFactory(name="Quokka")]
    shared = {"people": people, "topics": [TopicFactory(name="quokka")], "bylines": []}
    for story in hidden_stories(section=section, **shared):
        assert "quokka" in story.slug
    for address in ANSWERS:
        hidden, nothing = (client.get(address.format(word), follow=True) for word in ("quokka", "quagga"))
        assert hidden.text.lower().replace("quokka", "quagga") == nothing.text.lower(), address
        assert hidden.status_code == nothing.status_code


@pytest.mark.parametrize("step", ["withdraw", "kill", "expire"])
def test_pages_that_are_kept_forget_a_story_at_once(client, step):
    """Everything is asked for while the story is out, so that it is kept, and again when it is not."""
    shared = {"section": SectionFactory(), "people": [PersonFactory()], "topics": [], "bylines": []}
    make_article(**shared)
    people = [*shared["people"], PersonFactory(name="Quokka Keeper")]
    story = make_article(headline="Quokka", slug="quokka", **{**shared, "people": people})
    guesses = [story.get_absolute_url(), people[1].get_absolute_url(), story.card_url, "/search/?q=quokka"]
    before = {address: text_of(response) for address, response in crawl(client, [*ENTRANCES, *guesses])}
    assert len([address for address, text in before.items() if WORDS.search(text)]) > 10
    if step == "expire":
        story.expire_at = timezone.now()
        story.save()
    else:
        workflow.take(story, step)
    for address in before:
        response = client.get(address, follow=True)
        # The search page repeats what was asked.
        assert "q=quokka" in address or not WORDS.search(text_of(response)), address
    assert client.get(story.get_absolute_url()).status_code == 410
    assert client.get(people[1].get_absolute_url()).status_code == 404
