"""`manage.py undo_import`."""

import io

import pytest
from django.core.management import CommandError, call_command

from articles.editorial import revisions
from articles.models import Article, ImportRun

pytestmark = pytest.mark.django_db


def undo(*arguments):
    out = io.StringIO()
    call_command("undo_import", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def run(tmp_path):
    for name in ("bridge", "market", "library"):
        text = f"The {name} opened on Monday, the council said, after two years of work on the {name}.\n"
        (tmp_path / f"{name}.txt").write_text(text)
    call_command("import_seeds", str(tmp_path), stdout=io.StringIO())
    article = Article.objects.order_by("id").first()
    content = revisions.with_records(revisions.working_copy(article)) | {"headline": "Edited"}
    revisions.save(article, content)
    return ImportRun.objects.get()


def test_a_dry_run_writes_nothing(run):
    told = undo(run.pk, "--dry-run")
    assert told == (
        "stays  Edited  (was edited)\n2 stories and 0 proposals would go, 1 stays. Nothing was written.\n"
    )
    assert Article.objects.count() == 3


def test_it_says_what_went_and_what_stays(run):
    assert undo(run.pk).startswith("stays  Edited  (was edited)\n2 stories and 0 proposals went, with ")
    assert [article.headline for article in Article.objects.all()] == ["Edited"]


def test_an_unknown_run_is_wrong_usage(db):
    with pytest.raises(CommandError, match="no import run 7") as caught:
        undo(7)
    assert caught.value.returncode == 2
