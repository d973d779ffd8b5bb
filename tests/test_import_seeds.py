"""`manage.py import_seeds` at the command line, by the contract in DESIGN.md."""

import io
import json
import shutil
import signal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.utils import OperationalError

from articles.importing.sources import Source
from articles.management import terminal
from articles.models import Article, ImportRun, Person, Revision, SourceDocument

SEEDS = Path(__file__).parent.parent / "seeds"
REPORT = next(SEEDS.glob("*.txt"))

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    """-> (exit status, what was printed on standard output)."""
    out = io.StringIO()
    try:
        call_command("import_seeds", *map(str, arguments), stdout=out, **options)
    except SystemExit as exit_:
        return exit_.code, out.getvalue()
    return 0, out.getvalue()


def run_json(*arguments):
    status, out = run(*arguments, "--format", "jsonl")
    return status, [json.loads(line) for line in out.splitlines()]


def rows():
    return [model.objects.count() for model in (Article, Revision, Person, SourceDocument, ImportRun)]


def test_the_real_report():
    status, [report] = run_json(REPORT)
    text = REPORT.read_text().splitlines()
    junk = [text[2], *text[-4:]]
    assert (status, report["outcome"], report["source"]) == (0, "created", str(REPORT))
    assert report["body"] == [line for line in text if line not in junk]
    assert len(report["body"]) == 7
    assert [line["text"] for line in report["removed"]] == junk
    assert all(line["reason"] for line in report["removed"])
    assert report["people"] == [
        "Vladimir Putin",
        "Donald Trump",
        "Steve Witkoff",
        "Marco Rubio",
        "Danielle Bell",
    ]
    assert set(report["topics"]) >= {"Kursk", "Ukraine", "Russia", "ceasefire", "United Nations"}
    assert len(report["topics"]) <= 10
    assert 20 < len(report["headline"]) <= 90
    assert (report["duplicate_of"], report["warnings"], report["error"]) == (None, [], None)
    article = Article.objects.get()
    assert (article.publish_at, article.is_headline_confirmed, article.section.name) == (None, False, "News")


def test_a_second_run_reports_unchanged_and_writes_no_row():
    _, first = run_json(SEEDS, "--publish")
    before = rows()
    status, second = run_json(SEEDS, "--publish")
    assert (status, {result["outcome"] for result in second}) == (0, {"unchanged"})
    assert rows() == before
    assert [result | {"outcome": "created"} for result in second] == first


def test_the_samples_fill_several_sections_and_share_people():
    status, results = run_json(SEEDS, "--publish")
    assert (status, {result["outcome"] for result in results}) == (0, {"created"})
    sections = set(Article.objects.values_list("section__name", flat=True))
    assert sections == {"News", "Council", "Schools", "Sport", "Community", "Business", "Health"}
    assert Article.objects.published().count() == len(results) == 13
    assert Article.objects.filter(people__name="Edith Calloway").count() >= 3


def test_dry_run_writes_nothing_and_says_the_same():
    before = rows()
    status, dry = run_json(SEEDS, "--dry-run")
    assert (status, rows()) == (0, before)
    assert dry == run_json(SEEDS)[1]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a-good.txt").write_text("The bridge over the Marl opened on Monday, the council said.\n")
    (tmp_path / "b-empty.txt").write_bytes(b"")
    (tmp_path / "c-binary.txt").write_bytes(b"\x7fELF\x00\x01\x02" * 40)
    (tmp_path / "d-undecodable.txt").write_bytes(b"\x81\x8d\x8f\x90\x9d" * 40)
    (tmp_path / "e-large.txt").write_bytes(b"The council met. " * 100)
    (tmp_path / "f-good.txt").write_text("The market reopens on Saturday, its traders said.\n")
    (tmp_path / ".hidden").write_text("never")
    return tmp_path


def test_bad_documents_are_refused_with_one_line_and_the_others_arrive(folder, settings):
    settings.IMPORT_MAX_BYTES = 1000
    status, results = run_json(folder)
    assert status == 1
    assert [result["outcome"] for result in results] == ["created", *["refused"] * 4, "created"]
    errors = [result["error"] for result in results[1:5]]
    assert all(error and "\n" not in error for error in errors)
    assert len(set(errors)) == 4
    assert Article.objects.count() == 2
    before = rows()
    assert run_json(folder)[0] == 1
    assert rows() == before


def test_an_unreadable_file_is_refused(folder, monkeypatch):
    def read(source, most):
        if source.path.endswith("a-good.txt"):
            raise PermissionError(13, "Permission denied")
        return Path(source.path).read_bytes()

    monkeypatch.setattr(Source, "read", read)
    first, *_, last = run_json(folder)[1]
    assert (first["outcome"], first["error"]) == ("refused", "cannot be read: Permission denied")
    assert last["outcome"] == "created"


def test_text_output_names_each_outcome(folder):
    status, out = run(folder)
    assert status == 1
    assert out.splitlines()[0].startswith(f"created    {folder / 'a-good.txt'}")
    assert out.count("refused") == 3


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path):
    with pytest.raises(CommandError, match="no file or folder") as caught:
        run(tmp_path / "nothing")
    assert caught.value.returncode == 2


def test_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(REPORT.read_bytes())))
    _, [result] = run_json("-")
    assert (result["source"], result["outcome"], len(result["body"])) == ("-", "created", 7)


def test_section_option_goes_before_the_folder(tmp_path):
    shutil.copytree(SEEDS / "samples" / "sport", tmp_path / "sport")
    run(tmp_path, "--section", "weekend")
    assert set(Article.objects.values_list("section__slug", flat=True)) == {"weekend"}


@pytest.mark.django_db(transaction=True)
def test_workers_come_to_the_same():
    _, alone = run_json(SEEDS, "--dry-run")
    _, together = run_json(SEEDS, "--dry-run", "--workers", "2")
    assert [(one["source"], one["body"], one["headline"]) for one in together] == [
        (one["source"], one["body"], one["headline"]) for one in alone
    ]


def test_a_database_without_tables_says_what_to_do(monkeypatch):
    def fail(*arguments, **options):
        raise OperationalError("no such table: articles_sourcedocument")
        yield

    monkeypatch.setattr("articles.editorial.imports.run", fail)
    with pytest.raises(CommandError, match=r"no such table.*manage.py migrate"):
        run(REPORT)


def test_text_output_says_of_what_a_document_is_a_duplicate_and_what_to_look_at(tmp_path):
    text = "The café on the quay, “Rosa’s”, reopens on Monday, its owner said. It seats forty.\n"
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    (tmp_path / "b.txt").write_text(text.upper())
    _, out = run(tmp_path)
    assert "warning: it is not UTF-8" in out
    assert f"has the same words as {tmp_path / 'a.txt'}" in out


@pytest.mark.parametrize("workers", ["0", "-1", "two"])
def test_workers_must_be_a_number_above_zero(workers):
    with pytest.raises(CommandError, match="workers"):
        run(REPORT, "--workers", workers)


def test_ctrl_c_finishes_the_batch_and_says_so(tmp_path, capfd, monkeypatch):
    read = Source.read

    def press(source, most):
        if source.path.endswith("050.txt"):
            signal.raise_signal(signal.SIGINT)
        return read(source, most)

    for number in range(100):
        words = " ".join(f"{word}{number}" for word in "the town opened its gates again on monday".split())
        (tmp_path / f"{number:03}.txt").write_text(f"{words}.\n")
    monkeypatch.setattr(Source, "read", press)
    status, results = run_json(tmp_path)
    assert (status, len(results), SourceDocument.objects.count()) == (130, 51, 51)
    assert "51 documents: 51 created.\nStopped by Ctrl-C" in capfd.readouterr().err
    assert ImportRun.objects.get().finished_at
    monkeypatch.setattr(Source, "read", read)
    status, results = run_json(tmp_path)
    assert (status, [result["outcome"] for result in results].count("created")) == (0, 49)


def test_plain_lines_say_how_far_it_is(capfd, monkeypatch):
    monkeypatch.setattr(terminal, "EVERY", 0)
    run(SEEDS)
    lines = capfd.readouterr().err.splitlines()
    assert [line.partition(",")[0] for line in lines[:-1]] == [
        f"{number} of 13 documents" for number in range(1, 14)
    ]


FERRY = {"headline": "Old ferry times", "body": "The ferry times change on Monday, the harbour said."}


def test_publish_leaves_in_draft_what_expired_before_it_came(tmp_path, client):
    document = FERRY | {"published": "2020-03-05T10:00:00Z", "expires": "2020-04-01T10:00:00Z"}
    (tmp_path / "a.json").write_text(json.dumps(document))
    run(tmp_path, "--publish")
    article = Article.objects.get()
    assert article.status == Article.Status.DRAFT
    assert client.get(article.get_absolute_url()).status_code == 404


def test_what_publish_leaves_in_draft_is_named_and_why(tmp_path, capfd):
    over = FERRY | {"published": "2020-03-05T10:00:00Z", "expires": "2020-04-01T10:00:00Z"}
    held = {
        "headline": "New bus times",
        "body": "The bus times stay as they are, it said.",
        "status": "draft",
    }
    fit = {"headline": "Bridge opens", "body": "The bridge opened at noon, two years after the first stone."}
    for name, document in (("a", over), ("b", held), ("c", fit)):
        (tmp_path / f"{name}.json").write_text(json.dumps(document))
    _, told = run(tmp_path, "--publish")
    assert told.splitlines() == [
        f"created    {tmp_path}/a.json  Old ferry times  (a draft)",
        "           warning: a draft, for its time ends before it begins",
        f"created    {tmp_path}/b.json  New bus times  (a draft)",
        "           warning: held back: the source says draft",
        f"created    {tmp_path}/c.json  Bridge opens",
    ]
    assert "3 documents: 3 created, 2 of them left as drafts.\n" in capfd.readouterr().err
    _, told = run(tmp_path, "--publish")
    assert "draft" not in told + capfd.readouterr().err
