"""Two editors at once, by the hundred, through the story form: nothing lost, nothing asked without need."""

import itertools
import re
from html import escape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, event
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from articles.models import Revision
from tests.admin.test_hostile_requests import posted
from tests.factories import UserFactory, make_draft

TEXT = "The council met on {} and spoke for hours about the roof, the bridge and the long night before."
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
SCALARS = ("headline", "dek", "expire_at")
UNITS = (*SCALARS, *range(len(DAYS)))  # a number is a paragraph
EDITORS = ("ada", "ben")
EDITOR, PARAGRAPH = st.sampled_from(EDITORS), st.sampled_from(range(len(DAYS)))
words = (f"word{number}" for number in itertools.count())


class Copy:
    """What an editor has in the form: fields, paragraphs by their number with what follows each, topics."""

    def __init__(self) -> None:
        self.values = {"headline": "Bridge Opens", "dek": "It opened.", "expire_at": ""}
        self.values |= {number: TEXT.format(day) for number, day in enumerate(DAYS)}
        self.after = {number: [] for number in range(len(DAYS))}
        self.topics = []

    def clone(self):
        other = Copy()
        other.values = dict(self.values)
        other.after = {number: list(added) for number, added in self.after.items()}
        other.topics = list(self.topics)
        return other

    @property
    def body(self) -> str:
        blocks = []
        for number, added in self.after.items():
            blocks += [self.values[number], *added]
        return "".join(f"<p>{escape(block, quote=False)}</p>" for block in blocks if block)

    def fields(self) -> dict[str, str]:
        scalars = {name: self.values[name] for name in SCALARS}
        return scalars | {"body": self.body, "topics": "\r\n".join(self.topics)}


class TwoEditors(RuleBasedStateMachine):
    """`newest` is what the story must be, `mine` and `was` what each has in the form and began from."""

    stale = 0

    @initialize()
    def begin(self):
        self.newest, self.sent = Copy(), set()
        self.article = make_draft(slug=next(words))
        self.clients = {name: Client() for name in EDITORS}
        for client in self.clients.values():
            client.force_login(UserFactory())
        self.base = dict.fromkeys(EDITORS, self.article.latest_revision_id)
        self.was = {name: self.newest.clone() for name in EDITORS}
        self.mine = {name: self.newest.clone() for name in EDITORS}
        self.added, self.removed = {}, {}
        self.post("ada", self.newest.fields())
        for name in EDITORS:
            self.open(name)

    def post(self, name, fields):
        url = f"/admin/articles/article/{self.article.pk}/change/"
        data = posted(self.article, slug=self.article.slug, base=self.base[name], **fields)
        return self.clients[name].post(url, data)

    def open(self, name):
        self.article.refresh_from_db()
        self.base[name] = self.article.latest_revision_id
        self.was[name], self.mine[name] = self.newest.clone(), self.newest.clone()
        self.added[name] = self.removed[name] = False

    @rule(
        name=EDITOR, units=st.lists(st.sampled_from(UNITS), min_size=1, max_size=3), year=st.integers(30, 99)
    )
    def change(self, name, units, year):
        values = self.mine[name].values
        for unit in units:
            if unit == "expire_at":
                values[unit] = f"20{year}-01-01T10:00"
            elif values[unit]:
                self.word = next(words)
                values[unit] = f"{values[unit][:100]} {self.word}"

    @rule(unit=st.sampled_from(UNITS))
    def change_alike(self, unit):
        ada, ben = (self.mine[name].values for name in EDITORS)
        if ada[unit] and ben[unit]:
            ben[unit] = ada[unit]

    @rule(name=EDITOR, number=PARAGRAPH)
    def add_paragraph(self, name, number):
        word = next(words)
        if not self.removed[name]:
            self.added[name] = True
            self.mine[name].after[number].append(f"{word} is new here, they said, and {word} is what it is.")

    @rule(name=EDITOR)
    def add_topic(self, name):
        self.mine[name].topics.append(next(words))

    # A paragraph that goes where another comes is one that was rewritten: not both between two saves.
    @rule(name=EDITOR, number=PARAGRAPH)
    def remove_paragraph(self, name, number):
        if not self.added[name] and self.was[name].values[number]:
            self.removed[name] = True
            self.mine[name].values[number] = ""

    def clashes(self, name):
        """The units that both changed, and differently."""
        was, mine, theirs = self.was[name].values, self.mine[name].values, self.newest.values
        return [
            unit
            for unit in UNITS
            if was[unit] not in (mine[unit], theirs[unit]) and mine[unit] != theirs[unit]
        ]

    def merge(self, name):
        was, mine = self.was[name], self.mine[name]
        for unit in UNITS:
            if mine.values[unit] != was.values[unit]:
                self.newest.values[unit] = mine.values[unit]
        for number, added in mine.after.items():
            self.newest.after[number] += [block for block in added if block not in was.after[number]]
        self.newest.topics += [topic for topic in mine.topics if topic not in was.topics]

    @rule(name=EDITOR, is_mine=st.booleans())
    def save(self, name, is_mine):
        self.sent |= set(re.findall("word[0-9]+", str(self.mine[name].fields())))
        type(self).stale += self.article.latest_revision_id != self.base[name]
        clashes, response = self.clashes(name), self.post(name, self.mine[name].fields())
        assert response.status_code == 302
        is_conflict = "/conflict/" in response.url
        event(f"conflict: {is_conflict}")
        assert is_conflict == bool(clashes), (clashes, self.was[name].fields(), self.mine[name].fields())
        if is_conflict:
            self.settle(name, response.url, clashes, is_mine)
            self.read_paragraphs()
        else:
            self.merge(name)
        self.check()
        self.open(name)

    @rule(first=EDITOR, unit=st.sampled_from(UNITS), other=st.sampled_from(UNITS), is_mine=st.booleans())
    def both_save(self, first, unit, other, is_mine):
        """The second of them saves over a version that was not there when it began."""
        names = (first, *(name for name in EDITORS if name != first))
        for name, what in zip(names, (unit, other), strict=True):
            self.change(name, [what], 40 + EDITORS.index(name))
        for name in names:
            self.save(name, is_mine)

    def settle(self, name, url, clashes, is_mine):
        """Everything mine, or everything theirs, where it is asked."""
        client = self.clients[name]
        page = client.get(url)
        own = {one.own.html_name: one.own.value() for one in page.context["decisions"] if one.own}
        choice = "mine" if is_mine else "theirs"
        answers = {f"choice_{number}": choice for number in range(len(page.context["decisions"]))}
        response = client.post(url, {**own, **answers, "theirs": page.context["theirs"].pk})
        assert urlsplit(response.url).path.endswith("/change/")
        before = {unit: self.newest.values[unit] for unit in clashes}
        self.merge(name)
        if not is_mine:
            self.newest.values |= before

    def read_paragraphs(self):
        """What both had put beside a paragraph that both changed was part of the choice: look what stands."""
        self.article.refresh_from_db()
        number, self.newest.after = 0, {number: [] for number in range(len(DAYS))}
        for block in re.findall("<p>(.*?)</p>", self.article.latest_revision.body):
            day = next((at for at, day in enumerate(DAYS) if f"met on {day}" in block), None)
            number = number if day is None else day
            if day is None:
                self.newest.after[number].append(block)
            else:
                assert self.newest.values[number] == block

    def check(self):
        self.article.refresh_from_db()
        newest = self.article.latest_revision
        wanted = self.newest.fields()
        assert (newest.headline, newest.dek) == (wanted["headline"], wanted["dek"])
        assert sorted(newest.body.split("<p>")) == sorted(wanted["body"].split("<p>"))
        assert {topic["name"] for topic in newest.topics} == set(self.newest.topics)
        year = newest.expire_at.year if newest.expire_at else ""
        assert str(year) == wanted["expire_at"][:4]

    def teardown(self):
        if hasattr(self, "article"):
            rows = Revision.objects.filter(article=self.article).values_list(
                "headline", "dek", "body", "topics"
            )
            assert self.sent <= set(re.findall("word[0-9]+", str(list(rows))))


@pytest.mark.django_db
def test_two_hundred_stale_saves_lose_nothing_and_ask_only_where_they_must():
    TwoEditors.stale = 0
    often = hypothesis_settings(
        max_examples=32,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(TwoEditors, settings=often)
    assert TwoEditors.stale >= 200


@pytest.mark.django_db
def test_two_hundred_double_saves_from_two_tabs_are_no_conflict(client):
    client.force_login(UserFactory())
    article = make_draft(slug="bridge")
    copy, units = Copy(), itertools.cycle([*SCALARS[:2], *range(len(DAYS))])
    url = f"/admin/articles/article/{article.pk}/change/"
    client.post(url, posted(article, slug="bridge", **copy.fields()))
    for round_, unit in zip(range(200), units, strict=False):
        article.refresh_from_db()
        base = article.latest_revision_id
        first, second = copy.clone(), copy.clone()
        first.values[unit] = f"{copy.values[unit][:100]} {next(words)}"
        if round_ % 2:  # a double click sends the same again; else another tab has changed something else
            second = first
        else:
            second.topics = copy.topics = [*copy.topics[-4:], next(words)]
        for tab in (first, second):
            answer = client.post(url, posted(article, slug="bridge", base=base, **tab.fields()))
            assert "/conflict/" not in answer.url
        copy.values = first.values
        article.refresh_from_db()
        assert article.latest_revision.body == copy.body
        assert [topic["name"] for topic in article.latest_revision.topics] == copy.topics
