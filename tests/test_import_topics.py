"""`manage.py import_topics`: the IPTC Media Topics, in an invented file of their format."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.editorial import authorities
from articles.importing import mediatopics
from articles.models import Topic
from tests.factories import TopicFactory, make_article

FOLDER = Path(__file__).parent / "importing"


def run(name="mediatopics.json", **options):
    out = StringIO()
    call_command("import_topics", FOLDER / name, stdout=out, **options)
    return out.getvalue().splitlines()


def by_code():
    return {
        one.value: one.topic.name
        for topic in Topic.objects.all()
        for one in topic.identifiers.filter(scheme="mediatopic")
    }


def test_both_formats_say_the_same():
    terms = [mediatopics.read((FOLDER / f"mediatopics.{end}").read_bytes()) for end in ("json", "rdf")]
    assert terms[0] == terms[1]
    assert [term.instead for term in terms[0]] == ["", "", "20000002", ""]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"<a/>", b"<a>", b'{"conceptSet": [{}]}', b'{"conceptSet": 5}']
)
def test_another_file_is_refused(data):
    with pytest.raises(mediatopics.NoVocabulary):
        mediatopics.read(data)


@pytest.mark.django_db
class TestImport:
    def test_labels_hierarchy_and_ids(self):
        assert run() == ["2 created", "1 retired", "2 unchanged"]
        opera, arts = Topic.objects.get(name="puppet opera"), Topic.objects.get(name="invented arts")
        assert (opera.broader, opera.description) == (arts, "Operas in which puppets sing.")
        assert sorted(str(one) for one in opera.identifiers.all()) == [
            "mediatopic:20000002",
            "mediatopic:20000003",
            "wikidata:Q99",
        ]
        assert [(one.name, one.source) for one in arts.aliases.all()] == [("made-up arts", "imported")]
        assert [one.name for one in opera.aliases.all()] == ["marionette opera"]

    def test_another_run_changes_nothing(self):
        run()
        before = list(Topic.objects.order_by("pk").values())
        assert run() == ["2 unchanged"]
        assert list(Topic.objects.order_by("pk").values()) == before

    def test_another_language(self):
        run(language="de")
        assert set(by_code().values()) == {"erfundene Künste", "Puppenoper"}

    def test_it_keeps_what_editors_changed_and_updates_the_rest(self):
        run(language="de")
        opera = Topic.objects.get(name="Puppenoper")
        Topic.objects.filter(pk=opera.pk).update(description="Mein Text.")
        run()
        opera.refresh_from_db()
        assert (opera.name, opera.description) == ("puppet opera", "Mein Text.")
        assert "Puppenoper" in [one.name for one in opera.aliases.all()]

    def test_an_alias_that_an_editor_took_away_does_not_come_back(self):
        run()
        arts = Topic.objects.get(name="invented arts")
        arts.aliases.all().delete()
        run()
        assert not arts.aliases.exists()

    def test_a_topic_of_the_name_is_taken(self):
        own = TopicFactory(name="Puppet Opera", kind="event")
        assert run()[:2] == ["1 created", "1 found by name"]
        own.refresh_from_db()
        assert (own.name, own.kind) == ("Puppet Opera", "event")
        assert by_code()["20000002"] == "Puppet Opera"

    def test_a_retired_topic_becomes_part_of_the_one_that_replaces_it(self):
        old = TopicFactory(name="marionette opera")
        authorities.import_topics(
            [mediatopics.Term(code="20000003", labels={"en-GB": ["marionette opera"]})], "en-GB"
        )
        story = make_article(topics=[old])
        assert "marionette opera: retired, part of puppet opera now" in run()
        assert [one.name for one in story.topics.all()] == ["puppet opera"]

    def test_a_retired_topic_without_a_replacement_stays(self):
        authorities.import_topics(
            [mediatopics.Term(code="20000004", labels={"en-GB": ["shadow ballet"]})], "en-GB"
        )
        assert "shadow ballet: retired without a replacement, kept" in run()
        assert not [line for line in run() if "shadow" in line]

    def test_a_wrong_file_is_wrong_usage(self, tmp_path):
        (tmp_path / "a.json").write_text("{}")
        with pytest.raises(CommandError) as refused:
            call_command("import_topics", tmp_path / "a.json")
        assert refused.value.returncode == 2
