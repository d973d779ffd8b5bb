"""The optional NLP engine, on a model made here: its labels weigh beside the rules."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.importing.document import Document, Known, Line
from articles.importing.names import engine, name_people_and_topics

TEXT = "Qwerrab Zzolt won. Plonk Vrizz Glarn was nearby."


@pytest.fixture(scope="session")
def model(tmp_path_factory) -> str:
    """A folder with a model that knows two made-up names."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(
        [{"label": "PERSON", "pattern": "Qwerrab Zzolt"}, {"label": "GPE", "pattern": "Plonk Vrizz Glarn"}]
    )
    folder = tmp_path_factory.mktemp("model")
    nlp.to_disk(folder)
    return str(folder)


def people(model: str) -> list[tuple[str, str]]:
    named = name_people_and_topics(Document("x", lines=(Line(TEXT),)), Known(model=model))
    return [(person.name, person.rule) for person in named.people]


def test_a_label_makes_a_person_that_the_rules_do_not_see(model):
    assert people("") == []
    assert people(model) == [("Qwerrab Zzolt", f"name in the text, rules and {model}")]


def test_kinds_are_found_by_overlap(model):
    labels = engine.label(TEXT, model)
    assert [labels.kind(*span) for span in ((0, 13), (4, 20), (14, 18), (19, 36), (36, 40))] == [
        "person",
        "person",
        "",
        "place",
        "",
    ]


def test_a_model_that_is_not_there_says_what_to_do(settings, db):
    settings.NLP_MODEL = "no_such_model"
    report = next((Path(__file__).parents[2] / "seeds").glob("*.txt"))
    with pytest.raises(CommandError, match="neither an installed spaCy model") as caught:
        call_command("import_seeds", str(report))
    assert caught.value.returncode == 2


def test_without_spacy_it_says_what_to_install():
    code = (
        "import sys; sys.modules['spacy'] = None\n"
        "from articles.importing.names.engine import NoEngine, label\n"
        "try: label('x', 'en')\n"
        "except NoEngine as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install -e '.[nlp]'" in done.stdout
