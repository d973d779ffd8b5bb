"""Files handed in through the admin: kept, read a part at a time, taken in as the command would."""

import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from articles.editorial import imports, uploads
from articles.editorial.intake import Intake, document_of, meeting
from articles.editorial.uploads import files, working
from articles.importing import sources
from articles.models import (
    Article,
    Contributor,
    ImportRun,
    Person,
    Section,
    SourceDocument,
    Topic,
    Upload,
    UploadedDocument,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent.parent.parent / "seeds" / "samples"


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    return settings.UPLOAD_ROOT


@pytest.fixture
def user(db):
    return UserFactory(username="ada")


def handed(*files):
    return [(path, SimpleUploadedFile("ignored", data)) for path, data in files]


def text(number):
    words = " ".join(
        f"{word}{number}" for word in "the harbour gates opened again on monday after a long week".split()
    )
    return f"Gates {number} opened\n\n{words}.\n".encode()


def zipped(*files):
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return made.getvalue()


ZIP = zipped(("health/c.txt", text(3)))


def samples():
    return [(str(path.relative_to(SAMPLES)), path.read_bytes()) for path in sorted(SAMPLES.glob("*/*.txt"))]


def work_off(upload, most=50):
    """Visits the upload's page until it asks or tells something; the number of visits."""
    for visit in range(most):
        if not upload.is_under_way:
            return visit
        uploads.go_on(upload)
    raise AssertionError("it never ends")


def read(user, *files):
    upload = uploads.keep(user, handed(*files))
    upload.refresh_from_db()
    work_off(upload)
    return upload


def imported(upload):
    uploads.start(upload)
    work_off(upload)
    return upload


def stored():
    """All that an import writes, without the rows' numbers and the folder."""
    stories = Article.objects.order_by("headline")
    entries = SourceDocument.objects.order_by("name")
    return (
        list(stories.values("headline", "dek", "body", "section__slug", "status", "publish_at")),
        list(stories.values_list("headline", "person_taggings__tag__name", "person_taggings__rank")),
        list(stories.values_list("headline", "topic_taggings__tag__name", "topic_taggings__rank")),
        list(entries.values("name", "item", "digest", "derived", "lines", "warnings", "file__sha256")),
    )


def outcomes(upload):
    return list(upload.documents.values_list("source", "outcome"))


def test_the_dry_run_writes_no_story_and_says_what_the_command_says(user):
    upload = read(user, *samples())
    assert (Article.objects.count(), SourceDocument.objects.count(), ImportRun.objects.count()) == (0, 0, 0)
    found = sources.find([str(SAMPLES)])
    told = list(imports.run(found, Intake(operator="ada", dry_run=True), limit=10**7))
    documents = list(upload.documents.all())
    assert [row.outcome for row in documents] == [result.outcome for result in told]
    for row, result in zip(documents, told, strict=True):
        document = document_of(row)
        for name in ("headline", "dek", "people", "topics", "lines", "fingerprint", "warnings"):
            assert getattr(document, name) == getattr(result.document, name)


def test_the_import_stores_what_the_command_stores(user):
    imported(read(user, *samples()))
    by_page = stored()
    for model in (SourceDocument, ImportRun, UploadedDocument, Article, Person, Topic, Contributor):
        model.objects.all().delete()
    call_command("import_seeds", str(SAMPLES))
    assert stored() == by_page


def test_the_run_is_the_users_and_publishes_nothing(user):
    upload = imported(read(user, ("a.txt", text(1))))
    run = ImportRun.objects.get()
    assert (run.user, run.operator, upload.run, upload.state) == (user, "ada", run, "done")
    assert run.finished_at
    assert set(Article.objects.values_list("status", flat=True)) == {"draft"}


def test_what_the_command_has_is_known_and_the_other_way_round(user, tmp_path):
    (tmp_path / "a.txt").write_bytes(text(1))
    call_command("import_seeds", str(tmp_path / "a.txt"))
    upload = read(user, ("a.txt", text(1)), ("b.txt", text(2)))
    assert outcomes(upload) == [("a.txt", "unchanged"), ("b.txt", "created")]
    imported(upload)
    (tmp_path / "b.txt").write_bytes(text(2))
    call_command("import_seeds", str(tmp_path / "b.txt"))
    assert SourceDocument.objects.count() == 2


def test_only_what_is_wanted_comes_in(user):
    upload = read(user, ("a.txt", text(1)), ("b.txt", text(2)), ("empty.txt", b""))
    shown = list(upload.documents.values_list("pk", flat=True))
    uploads.choose(upload, shown, shown[1:2], None)
    imported(upload)
    assert list(Article.objects.values_list("headline", flat=True)) == ["Gates 2 opened"]
    entries = SourceDocument.objects.order_by("id").values_list("name", "outcome")
    assert list(entries) == [("b.txt", "created"), ("empty.txt", "refused")]


def test_nothing_can_be_chosen_once_it_is_started(user):
    upload = read(user, ("a.txt", text(1)))
    uploads.start(upload)
    uploads.choose(upload, [upload.documents.get().pk], [], None)
    work_off(upload)
    assert Article.objects.count() == 1


class TestSections:
    def sections(self):
        return dict(Article.objects.values_list("headline", "section__slug"))

    def test_a_folder_names_one_else_it_is_news(self, user):
        imported(
            read(
                user,
                ("a.txt", text(1)),
                ("x/sport/b.txt", text(2)),
                ("c.zip", zipped(("health/c.txt", text(3)))),
            )
        )
        assert self.sections() == {
            "Gates 1 opened": "news", "Gates 2 opened": "sport", "Gates 3 opened": "health",
        }  # fmt: skip

    def test_the_chosen_one_is_for_all_that_name_none(self, user):
        upload = read(user, ("a.txt", text(1)), ("sport/b.txt", text(2)))
        uploads.choose(upload, [], [], Section.objects.create(name="Harbour"))
        upload.refresh_from_db()
        imported(upload)
        assert set(self.sections().values()) == {"harbour"}


class TestGoingOn:
    @pytest.fixture(autouse=True)
    def no_time(self, monkeypatch):
        monkeypatch.setattr(working, "A_WHILE", -1.0)

    def test_each_visit_does_a_part_and_the_parts_know_of_each_other(self, user):
        other = text(1) + b"\nA line that the copy has besides all of it.\n"
        files = [
            ("a.txt", text(1)),
            ("b.txt", text(2)),
            ("c.txt", text(1)),
            ("d.txt", other),
            ("a.txt", text(1)),
        ]
        upload = uploads.keep(user, handed(*files))
        assert work_off(upload) == 5
        assert list(upload.documents.values_list("source", "outcome", "beside")) == [
            ("a.txt", "created", ""), ("b.txt", "created", ""), ("c.txt", "duplicate", "a.txt"),
            ("d.txt", "created", "a.txt"), ("a.txt", "unchanged", ""),
        ]  # fmt: skip
        uploads.start(upload)
        assert work_off(upload) == 4
        entries = SourceDocument.objects.order_by("id").values_list("name", "outcome", "duplicate_of__name")
        assert list(entries) == [
            ("a.txt", "created", None), ("b.txt", "created", None), ("c.txt", "duplicate", "a.txt"),
            ("d.txt", "created", "a.txt"),
        ]  # fmt: skip
        assert ImportRun.objects.count() == 1

    def test_what_was_read_long_ago_is_asked_for_and_not_read_again(self, user, monkeypatch):
        monkeypatch.setattr(meeting, "RECALLED", 1)
        page = '<html><head><link rel="canonical" href="https://paper.example/p"></head><body>%s</body>'
        story = "<h1>The harbour of Port Tarrow is dredged</h1>" + "<p>The harbour is dredged again.</p>" * 9
        files = [
            ("a.txt", text(1)),
            ("b.html", (page % story).encode()),
            ("c.txt", text(2)),
            ("d.txt", text(1)),
            ("e.html", (page % story.replace("again", "at last")).encode()),
            ("f.txt", text(2) + b"\nA line that the copy has besides all of it.\n"),
            ("g.txt", text(2) + b"\nA line that the copy has besides all of it.\nAnd one more.\n"),
            ("a.txt", text(1)),
        ]
        upload = uploads.keep(user, handed(*files))
        work_off(upload)
        assert list(upload.documents.values_list("source", "outcome", "beside"))[3:] == [
            ("d.txt", "duplicate", "a.txt"), ("e.html", "proposed", "b.html"), ("f.txt", "created", ""),
            ("g.txt", "proposed", "f.txt"), ("a.txt", "unchanged", ""),
        ]  # fmt: skip

    def test_a_visit_while_another_works_does_nothing_until_the_lease_ends(self, user, time_machine):
        time_machine.move_to("2026-03-01 12:00Z", tick=False)
        upload = uploads.keep(user, handed(("a.txt", text(1))))
        assert working._leased(upload)
        uploads.go_on(upload)
        upload.refresh_from_db()
        assert upload.read == 0
        time_machine.shift(timedelta(minutes=2))
        uploads.go_on(upload)
        assert (upload.read, upload.busy_until) == (1, None)

    def test_a_visit_that_took_too_long_doubles_nothing(self, user):
        upload = uploads.keep(user, handed(("a.txt", text(1)), ("b.txt", text(2))))
        stale = Upload.objects.get()
        uploads.go_on(upload)
        working._read_on(stale)
        assert outcomes(upload) == [("a.txt", "created")]

    def test_an_import_that_was_killed_before_it_said_so_goes_on(self, user):
        upload = read(user, ("a.txt", text(1)), ("b.txt", text(2)))
        uploads.start(upload)
        uploads.go_on(upload)
        UploadedDocument.objects.update(is_taken=False)
        work_off(upload)
        assert outcomes(upload) == [("a.txt", "unchanged"), ("b.txt", "created")]
        assert None not in upload.documents.values_list("article", flat=True)
        assert Article.objects.count() == 2


class TestFiles:
    def test_names_lead_nowhere_but_down(self, user, root):
        hostile = (
            "../../up.txt",
            "/etc/passwd",
            "C:\\x\\y.txt",
            "a/../../b.txt",
            "..",
            "",
            "\0nul.txt",
            "ü" * 300,
        )
        upload = read(user, *((name, text(number)) for number, name in enumerate(hostile)))
        shown = sorted(source for source, _ in outcomes(upload))
        assert shown == sorted(
            ("C:/x/y.txt", "a/b.txt", "etc/passwd", "nul.txt", "unnamed", "unnamed", "up.txt", "ü" * 100)
        )
        outside = [path for path in root.parent.rglob("*") if path.is_file() and root not in path.parents]
        assert outside == []

    def test_two_of_one_name_both_arrive(self, user):
        upload = read(user, ("001.txt", text(1)), ("001.txt", text(2)))
        assert outcomes(upload) == [("001.txt", "created"), ("001.txt", "created")]
        imported(upload)
        assert {entry.original for entry in SourceDocument.objects.all()} == {text(1), text(2)}

    def test_more_can_be_handed_in_while_it_is_read(self, user):
        upload = read(user, ("z.txt", text(1)))
        uploads.keep(user, handed(("a.txt", text(2))), upload)
        upload.refresh_from_db()
        assert upload.state == "reading"
        work_off(upload)
        assert outcomes(upload) == [("z.txt", "created"), ("a.txt", "created")]
        assert upload.size == len(text(1)) + len(text(2))

    def test_nobody_else_can_read_them(self, user, root):
        read(user, ("a.txt", text(1)))
        modes = {path.stat().st_mode & 0o077 for path in root.rglob("*")}
        assert modes == {0}

    def test_no_file_or_too_much_is_refused_with_what_to_do(self, user, settings):
        with pytest.raises(uploads.NotKept, match="Choose at least one file"):
            uploads.keep(user, [])
        settings.IMPORT_UPLOAD_MAX_BYTES = 2 * 1024**2
        upload = uploads.keep(user, handed(("a.txt", b"x" * 1024**2)))
        with pytest.raises(uploads.NotKept, match="That is 3 MB, and one upload may hold 2 MB"):
            uploads.keep(user, handed(("b.txt", b"x" * 2 * 1024**2)), upload)
        assert Upload.objects.count() == 1

    def test_nothing_is_added_once_it_is_started(self, user):
        upload = imported(read(user, ("a.txt", text(1))))
        with pytest.raises(uploads.NotKept, match="imported already"):
            uploads.keep(user, handed(("b.txt", text(2))), upload)

    def test_a_full_disk_keeps_what_was_there_and_says_so(self, user, monkeypatch, root):
        upload = uploads.keep(user, handed(("a.txt", text(1))))
        save = FileSystemStorage.save

        def fail(storage, name, content):
            if name.endswith("c.txt"):
                raise OSError(28, "No space left on device")
            save(storage, name, content)

        monkeypatch.setattr(FileSystemStorage, "save", fail)
        more = handed(("b.txt", text(2)), ("c.txt", text(3)))
        for earlier in (upload, None):
            with pytest.raises(uploads.NotKept, match="No space left on device"):
                uploads.keep(user, more, earlier)
        assert Upload.objects.get() == upload
        assert [path.name for path in root.rglob("*.txt")] == ["a.txt"]

    @pytest.mark.parametrize("kind", ["txt", "jpg"])
    def test_too_many_files_are_refused_with_what_to_do(self, user, monkeypatch, root, kind):
        monkeypatch.setattr(files, "MOST_FILES", 2)
        many = zipped(*((f"{number}.{kind}", text(number)) for number in range(3)))
        with pytest.raises(
            uploads.NotKept, match="That is 3 documents and pictures, and one upload may hold 2"
        ):
            uploads.keep(user, handed(("wire.zip", many)))
        assert (Upload.objects.count(), list(root.iterdir())) == (0, [])

    def test_a_document_over_the_limit_is_refused_and_the_others_arrive(self, user, settings):
        settings.IMPORT_MAX_BYTES = 1000
        upload = imported(read(user, ("a.txt", b"word " * 300), ("b.txt", text(2))))
        assert outcomes(upload) == [("a.txt", "refused"), ("b.txt", "created")]

    def test_files_that_are_gone_are_refused_at_the_import(self, user, root):
        upload = read(user, ("a.txt", text(1)), ("b.txt", text(2)))
        for path in root.rglob("a.txt"):
            path.unlink()
        imported(upload)
        assert outcomes(upload) == [("a.txt", "refused"), ("b.txt", "refused")]
        told = set(SourceDocument.objects.values_list("error", flat=True))
        assert told == {"it is gone from the upload; hand it in again"}


class TestLettingGo:
    def test_the_files_go_when_the_import_is_done(self, user, root):
        imported(read(user, ("a.txt", text(1))))
        assert list(root.iterdir()) == []

    def test_throwing_away_leaves_what_was_imported(self, user, root):
        uploads.throw_away(imported(read(user, ("a.txt", text(1)))))
        assert (Upload.objects.count(), Article.objects.count()) == (0, 1)

    def test_what_nobody_looks_at_is_swept_after_seven_days(self, user, root):
        old, new = read(user, ("a.txt", text(1))), read(user, ("b.txt", text(2)))
        now = timezone.now()
        Upload.objects.filter(pk=old.pk).update(seen_at=now - timedelta(days=7, seconds=1))
        uploads.sweep(now)
        assert [upload.pk for upload in Upload.objects.all()] == [new.pk]
        assert [path.name for path in root.iterdir()] == [str(new.pk)]
