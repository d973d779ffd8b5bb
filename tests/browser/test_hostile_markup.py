"""Five hundred pieces of hostile markup, imported, edited and published: none runs without the policy."""

import contextlib
import json

import pytest
from django.core.management import call_command

from articles.editorial import corrections
from articles.models import Article
from tests.benchmarks.invented_news import Writer
from tests.factories import (
    ContributorFactory,
    PersonFactory,
    SectionFactory,
    TopicFactory,
    make_article,
)
from tests.hostile_markup import EVENTS, payloads

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST = 500
AT_ONCE = 125
# Whatever a payload left in the page is set off: handlers by their events, scripts by their own.
LOOK = """(events) => {
    const all = [...document.querySelectorAll("*")];
    for (const one of all) for (const name of events) one.dispatchEvent(new Event(name, {cancelable: true}));
    const links = all.map((one) => one.href).filter((to) => typeof to === "string");
    const strange = "main :is(script, iframe, object, embed, form:not(.search-form), base, meta, style)";
    return {
        ran: window.ran,
        handlers: all.filter((one) => [...one.attributes].some((at) => at.name.startsWith("on"))).length,
        links: links.filter((to) => !/^(https?:|mailto:|$)/.test(to)),
        strangers: [...document.querySelectorAll(strange)].map((one) => one.outerHTML.slice(0, 200)),
    };
}"""
QUIET = {"ran": [], "handlers": 0, "links": [], "strangers": []}


def batches():
    everything = payloads(MOST)
    return [everything[at : at + AT_ONCE] for at in range(0, MOST, AT_ONCE)]


def edited():
    """Stories with every payload in their text, and in all that is named on their pages."""
    section = SectionFactory(name=payloads(MOST)[0][:100], slug="hostile")
    for number, batch in enumerate(batches()):
        text, line = "\n".join(batch), batch[number]
        half = len(batch) // 2
        people = [
            PersonFactory(name=said[:98], slug=f"p{number}-{at}") for at, said in enumerate(batch[:half])
        ]
        topics = [
            TopicFactory(name=said[:98], slug=f"t{number}-{at}") for at, said in enumerate(batch[half:])
        ]
        author = ContributorFactory(
            name=f"{number} {line}"[:98], slug=f"c{number}", bio=text, role=line[:100]
        )
        people[0].description = topics[0].description = section.description = text
        for record in (people[0], topics[0], section):
            record.save()
        people[0].aliases.create(name=line[:100])
        story = make_article(
            headline=line[:200],
            slug=f"edited-{number}",
            dek=batch[-1][:400],
            body=text,
            section=section,
            people=people,
            topics=topics,
            bylines=[author],
        )
        corrections.add(story, corrections.Answer("correction", text), author=None)


def imported(folder):
    """The same as documents of several formats, each payload in a paragraph of running text."""
    writer = Writer()
    for number, batch in enumerate(batches()):
        line, said = batch[number], {}
        for name in ("md", "html", "json"):
            said[name] = [f"{writer.report(20).splitlines()[0]} {one}" for one in batch]
        (folder / f"{number}.md").write_text("\n\n".join([f"# {line}", *said["md"]]), encoding="utf-8")
        text = "</p><p>".join(said["html"])
        page = f"<title>{line}</title><body><article><h1>{line}</h1><p>{text}</p></article>"
        (folder / f"{number}.html").write_text(page, encoding="utf-8")
        fields = {
            "headline": line,
            "dek": line,
            "body": f"<p>{text}</p>",
            "people": batch[:9],
            "topics": batch[9:],
        }
        (folder / f"{number}.json").write_text(json.dumps(fields), encoding="utf-8")
    with contextlib.suppress(SystemExit):  # some have no text but hostile one, and are refused
        call_command("import_seeds", str(folder), "--publish", "--format", "jsonl")


def look(page, address):
    page.goto(address)
    return page.evaluate(LOOK, EVENTS)


@pytest.fixture
def careless(new_page, live_server):
    """A browser without the policy, in which `hit` notes what ran."""
    page = new_page(base_url=live_server.url, bypass_csp=True)
    page.add_init_script("window.ran = []; window.hit = (number) => window.ran.push(number);")
    page.on("dialog", lambda dialog: dialog.dismiss())
    return page


def test_nothing_that_was_edited_runs(careless):
    edited()
    lists = [
        "/",
        "/search/?q=x",
        "/sections/hostile/",
        "/corrections/",
        "/people/p0-0/",
        "/topics/t0-0/",
        "/authors/c0/",
    ]
    addresses = [*lists, *(f"/articles/edited-{number}/" for number in range(MOST // AT_ONCE))]
    for address in addresses:
        assert look(careless, address) == QUIET, address


def test_nothing_that_was_imported_runs(careless, tmp_path, capfd):
    imported(tmp_path)
    capfd.readouterr()
    stories = list(Article.objects.published())
    assert len(stories) >= MOST // AT_ONCE
    for story in stories:
        assert look(careless, story.get_absolute_url()) == QUIET, story.slug


def test_a_payload_that_is_let_through_is_noticed(careless, live_server):
    """That the tests above can fail at all."""
    story = make_article(slug="let-through")
    Article.objects.filter(pk=story.pk).update(
        body="<p>x</p><img src=x onerror=hit(1)><a href='javascript:hit(2)'>x</a>"
    )
    told = look(careless, "/articles/let-through/")
    assert (set(told["ran"]), told["handlers"], told["links"]) == ({1}, 1, ["javascript:hit(2)"])
