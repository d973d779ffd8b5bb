"""People and topics out as JSON and CSV, and back without loss."""

import csv
import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.editorial.authorities import exchange
from articles.models import Person, Topic
from tests.factories import PersonFactory, TopicFactory

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
NASTY = st.one_of(
    TEXT,
    st.sampled_from(
        ["=1+1", "'=1", "''", "+1", "-1", "@a", '"', '","', "习近平", "علي", "a\u0301", "A;B", "𝔄"]
    ),
)


def through(format, change=lambda path: None):
    """Write all out, empty the tables and read all back: the rows before and after."""
    before = list(exchange.rows())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"records.{format}"
        call_command("export_authorities", format=format, output=str(path))
        Person.objects.all().delete()
        Topic.objects.all().delete()
        change(path)
        call_command("import_authorities", path, verbosity=0)
    return before, list(exchange.rows())


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["json", "csv"])
def test_nothing_is_lost(format):
    mayor = PersonFactory(
        name="Zoë Quinn",
        qualifier="mayor",
        sort_name="Quinn, Zoë",
        description='She said "=1+1",\nthen left.\r\n',
        role="Mayor",
        role_from=date(2020, 1, 2),
        is_proposed=True,
    )
    mayor.aliases.create(name="-Zoë;", source="merged")
    mayor.identifiers.create(scheme="link", value="https://example.org/?a=1&b=2")
    below = TopicFactory(name="@football", kind="event")
    below.broader = TopicFactory(name="sport")
    below.save()
    before, after = through(format)
    assert after == before
    assert len(after) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["json", "csv"])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=NASTY, alias=NASTY, description=NASTY)
def test_nasty_names_come_back(format, name, alias, description):
    with transaction.atomic():
        person = Person(name=name, description=description)
        person.save()
        person.aliases.create(name=alias)
        before, after = through(format)
        transaction.set_rollback(True)
    assert after == before


@pytest.mark.django_db
def test_no_cell_is_a_formula(tmp_path):
    for name in ("=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=2"):
        PersonFactory(name=name, description=name)
    call_command("export_authorities", format="csv", output=str(tmp_path / "a.csv"))
    with (tmp_path / "a.csv").open(newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.django_db
def test_a_record_that_is_there_is_brought_up_to_date(tmp_path):
    PersonFactory(name="Zoë Quinn", description="New.").aliases.create(name="The Mayor")
    call_command("export_authorities", output=str(tmp_path / "a.json"))
    Person.objects.update(description="Old.")
    call_command("import_authorities", tmp_path / "a.json")
    assert Person.objects.get().description == "New."
    assert Person.objects.get().aliases.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", "no"),
        ("a.json", "{}"),
        ("a.json", '[{"record": "car", "name": "x"}]'),
        ("a.json", '[{"record": "person"}]'),
        ("a.csv", "record,name,aliases\nperson,Ada,[\n"),
    ],
)
def test_what_is_no_record_is_refused(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(CommandError) as refused:
        call_command("import_authorities", tmp_path / name)
    assert refused.value.returncode == 2
