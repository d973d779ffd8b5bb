"""A picture beside a document, from the folder to the story."""

import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError

from articles import imaging
from articles.editorial import pictures, revisions, undoing, uploads
from articles.editorial.intake import Intake
from articles.importing.album import ALONE
from articles.models import Article, ImportRun, Picture, SourceDocument
from tests.factories import PersonFactory, UserFactory
from tests.pictures import made, photo, xmp

pytestmark = pytest.mark.django_db

FLOOD = b"The river rose\n\nThe river Marl rose by two metres on Monday, and the lower town moved upstairs.\n"
MARKET = b"""---
title: The market opens
image: {src: pictures/market.png, caption: "The hall, from the north", credit: Ana Ruiz}
---
The market hall opened on Tuesday after two years of work on its roof, the council said.
"""
SAID = xmp({"photoshop:Credit": "The agency", "dc:description": "Not this", "dc:creator": "Bo Lind"})
FILES = {
    "flood.txt": FLOOD,
    "flood.jpg": photo(xmp=SAID),
    "town/market.md": MARKET,
    "town/pictures/market.png": made("PNG", xmp=SAID),
}


@pytest.fixture
def folder(tmp_path):
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def zipped(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def import_(*arguments):
    """-> (exit status, what was printed)."""
    out = io.StringIO()
    try:
        call_command("import_seeds", *map(str, arguments), stdout=out)
    except SystemExit as exit_:
        return exit_.code, out.getvalue()
    return 0, out.getvalue()


def leads():
    stories = Article.objects.order_by("headline").select_related("lead_picture")
    return {
        story.headline: (story.lead_picture.caption, story.lead_picture.credit, story.lead_picture.creator)
        for story in stories
        if story.lead_picture
    }


EXPECTED = {
    "The market opens": ("The hall, from the north", "Ana Ruiz", "Bo Lind"),
    "The river rose": ("Not this", "The agency", "Bo Lind"),
}


@pytest.mark.parametrize("is_zip", [False, True])
def test_pictures_come_along_with_their_documents(folder, tmp_path_factory, is_zip, capsys):
    path = folder
    if is_zip:
        path = tmp_path_factory.mktemp("zip") / "wire.zip"
        path.write_bytes(zipped(FILES))
    assert import_(path, "--dry-run")[0] == 0
    assert Picture.objects.count() == 0
    status, told = import_(path)
    assert (status, leads()) == (0, EXPECTED)
    assert capsys.readouterr().err.count("are being made ready") == 1
    assert f"with its picture {path}/town/pictures/market.png" in told
    again = [line.split()[0] for line in import_(path)[1].splitlines()]
    assert again == ["unchanged", "unchanged"]
    assert (Picture.objects.count(), ImportRun.objects.count()) == (2, 1)


def test_a_second_run_opens_no_picture_and_yet_sees_one_that_has_changed(folder, monkeypatch):
    import_(folder)
    with monkeypatch.context() as watched:
        watched.delattr(imaging, "read")
        assert len(import_(folder)[1].splitlines()) == 2
    (folder / "flood.jpg").write_bytes(FILES["flood.jpg"] + b"!")
    assert f"its picture {folder}/flood.jpg stayed out" in import_(folder)[1]
    assert (Picture.objects.count(), ImportRun.objects.count()) == (2, 1)


def test_a_story_is_not_published_before_its_picture_is_described(folder):
    (folder / "fair.txt").write_bytes(MARKET.replace(b"market", b"fair").replace(b"png", b"jpg"))
    (folder / "pictures").mkdir()
    described = xmp({"Iptc4xmpCore:AltTextAccessibility": "Stalls in a row"})
    (folder / "pictures/fair.jpg").write_bytes(photo(xmp=described))
    _, told = import_(folder, "--publish")
    assert [article.headline for article in Article.objects.published()] == ["The fair opens"]
    assert f"warning: a draft, for its picture {folder}/flood.jpg has no alternative text" in told


def test_the_document_s_alternative_text_comes_along(folder):
    said = b"credit: Ana Ruiz, alt: Stalls under a roof"
    (folder / "town/market.md").write_bytes(MARKET.replace(b"credit: Ana Ruiz", said))
    import_(folder)
    picture = Picture.objects.get(credit="Ana Ruiz")
    assert picture.alt_text == "Stalls under a roof"
    assert picture.from_file == ["alt_text", "caption", "credit", "creator"]


def test_the_same_bytes_are_stored_once(folder):
    (folder / "again.txt").write_bytes(FLOOD.replace(b"Marl", b"Tarrow").replace(b"lower", b"upper"))
    (folder / "again.jpg").write_bytes(FILES["flood.jpg"])
    import_(folder)
    assert Picture.objects.count() == 2


def test_what_belongs_to_no_document_is_refused(folder):
    alone = [folder / "alone.jpg", folder / "town/alone.jpg"]
    for path in alone:
        path.write_bytes(photo())
    for _ in range(2):
        status, told = import_(folder)
        assert status == 1
        assert told.splitlines()[-2:] == [f"refused    {path}  {ALONE}" for path in alone]
    assert SourceDocument.objects.filter(outcome="refused").count() == 2
    assert Picture.objects.count() == 2


def test_a_broken_picture_stays_out_and_its_story_comes(folder):
    (folder / "flood.jpg").write_bytes(FILES["flood.jpg"][:500])
    _, told = import_(folder)
    assert list(leads()) == ["The market opens"]
    assert f"warning: its picture {folder}/flood.jpg stayed out: The picture is damaged" in told
    assert "stayed out" in SourceDocument.objects.get(name="flood.txt").warnings[0]


@pytest.mark.parametrize("first", [b"", FILES["flood.jpg"][:500]])
def test_a_picture_that_comes_later_or_is_mended_completes_its_draft(tmp_path, first):
    (tmp_path / "flood.txt").write_bytes(FLOOD)
    if first:
        (tmp_path / "flood.jpg").write_bytes(first)
    assert "with its picture" not in import_(tmp_path)[1]
    (tmp_path / "flood.jpg").write_bytes(FILES["flood.jpg"])
    assert "is not in its story yet" in import_(tmp_path, "--dry-run")[1]
    assert f"its picture {tmp_path}/flood.jpg is in its story now" in import_(tmp_path)[1]
    assert list(leads()) == ["The river rose"]
    assert len(import_(tmp_path)[1].splitlines()) == 1
    undoing.undo(ImportRun.objects.get())
    assert (Picture.objects.count(), Article.objects.count()) == (0, 0)


@pytest.mark.parametrize("then", ["edited", "proposed", "duplicate"])
def test_a_picture_for_a_story_that_is_there_is_spoken_of(tmp_path, then):
    (tmp_path / "flood.txt").write_bytes(FLOOD)
    import_(tmp_path)
    if then == "edited":
        article = Article.objects.get()
        revisions.save(article, revisions.with_records(revisions.working_copy(article)))
    words = {"proposed": FLOOD.replace(b"two", b"three"), "duplicate": FLOOD + b"\n"}.get(then, FLOOD)
    (tmp_path / "flood.txt").write_bytes(words)
    (tmp_path / "flood.jpg").write_bytes(FILES["flood.jpg"])
    assert "stayed out, for the story was there already" in import_(tmp_path)[1]
    assert Picture.objects.count() == 0


def test_nothing_outside_the_folder_is_read(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.jpg").write_bytes(photo(comment=b"secret"))
    (folder / "flood.jpg").unlink()
    (folder / "flood.jpg").symlink_to(outside / "secret.jpg")
    address = f"../{outside.name}/secret.jpg".encode()
    (folder / "town/market.md").write_bytes(MARKET.replace(b"pictures/market.png", address))
    (folder / "town/pictures/market.png").unlink()
    assert import_(folder)[0] == 1  # the link
    assert (Article.objects.count(), Picture.objects.count()) == (2, 0)


def test_addresses_elsewhere_are_on_record_and_not_fetched(folder):
    address = "https://paper.example/market.png"
    (folder / "town/market.md").write_bytes(MARKET.replace(b"pictures/market.png", address.encode()))
    import_(folder)
    [said] = SourceDocument.objects.get(name="market.md").derived["pictures"]
    assert (said["address"], said["credit"]) == (address, "Ana Ruiz")
    assert list(leads()) == ["The river rose"]


def test_undoing_a_run_takes_its_pictures_away_unless_they_are_used_or_described(folder):
    import_(folder)
    used = Article.objects.get(headline="The river rose")
    Article.objects.filter(pk=used.pk).update(status="approved")
    market = Picture.objects.get(credit="Ana Ruiz")
    undoing.undo(ImportRun.objects.get())
    assert list(Picture.objects.values_list("credit", flat=True)) == ["The agency"]
    assert not Picture.objects.filter(pk=market.pk).exists()


def test_undoing_a_run_takes_away_what_a_batch_brought_that_was_stored_again(folder, monkeypatch):
    real, tries = Intake._record, []

    def fails_once(*arguments):
        tries.append(arguments)
        if len(tries) == 1:
            raise IntegrityError
        return real(*arguments)

    monkeypatch.setattr(Intake, "_record", fails_once)
    import_(folder)
    undoing.undo(ImportRun.objects.get())
    assert (Picture.objects.count(), Article.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "work",
    [
        {"alt_text": "A hall"},
        {"is_decorative": True},
        {"caption": "The hall at noon", "from_file": ["creator", "credit"]},
        {"focal_x": 0.25},
        {"people": ["Ana Ruiz"]},
    ],
)
def test_what_somebody_has_worked_on_stays(folder, work):
    import_(folder)
    market = Picture.objects.get(credit="Ana Ruiz")
    people = work.pop("people", [])
    Picture.objects.filter(pk=market.pk).update(**work)
    pictures.show(market, [PersonFactory(name=name) for name in people])
    undoing.undo(ImportRun.objects.get())
    assert list(Picture.objects.values_list("credit", flat=True)) == ["Ana Ruiz"]


class TestUpload:
    @pytest.fixture
    def hand_in(self, settings, tmp_path):
        settings.UPLOAD_ROOT = tmp_path / "uploads"
        user = UserFactory(username="ada")

        def read(files, upload=None):
            handed = [(name, SimpleUploadedFile("x", data)) for name, data in files.items()]
            upload = uploads.keep(user, handed, upload)
            uploads.go_on(upload)
            return upload

        return read

    @pytest.mark.parametrize("is_zip", [False, True])
    def test_pictures_come_along(self, hand_in, is_zip):
        upload = hand_in({"wire.zip": zipped(FILES)} if is_zip else FILES)
        prefix = "wire.zip/" * is_zip
        shown = upload.documents.order_by("picture").values_list("outcome", "picture")
        assert list(shown) == [
            ("created", f"{prefix}flood.jpg"),
            ("created", f"{prefix}town/pictures/market.png"),
        ]
        assert (Picture.objects.count(), upload.state) == (0, "ready")
        uploads.start(upload)
        uploads.go_on(upload)
        assert leads() == EXPECTED
        assert {picture.uploaded_by.username for picture in Picture.objects.all()} == {"ada"}

    def test_files_of_one_name_that_are_handed_in_twice_stay_in_pairs(self, hand_in):
        upload = hand_in({"flood.txt": FLOOD, "flood.jpg": photo()})
        more = {"flood.txt": MARKET, "flood.jpg": photo(size=(300, 200)), "alone.jpg": photo()}
        upload = hand_in(more | {"a/flood.jpg": photo()}, upload)
        assert list(upload.documents.values_list("source", "picture")) == [
            ("flood.txt", "flood.jpg"),
            ("flood.txt", "flood.jpg"),
            ("alone.jpg", ""),
            ("a/flood.jpg", ""),
        ]
        uploads.start(upload)
        uploads.go_on(upload)
        widths = Article.objects.order_by("headline").values_list("headline", "lead_picture__width")
        assert list(widths) == [("The market opens", 300), ("The river rose", 600)]

    def test_a_visit_looks_at_the_clock_after_every_picture(self, hand_in, monkeypatch):
        words = {f"{number}.txt": FLOOD.replace(b"Marl", b"Marl%d" % number) * number for number in (1, 2, 3)}
        upload = hand_in(words | {f"{number}.jpg": photo() for number in (1, 2, 3)})
        real, while_ = Intake.take_in, 0.2
        monkeypatch.setattr(uploads.working, "A_WHILE", while_)
        monkeypatch.setattr(Intake, "take_in", lambda *given: time.sleep(while_) or real(*given))
        uploads.start(upload)
        for stories in (1, 2, 3):
            uploads.go_on(upload)
            assert Article.objects.count() == stories
        assert upload.state == "done"

    def test_one_that_stays_out_is_not_said_to_be_there(self, hand_in):
        upload = hand_in({"flood.txt": FLOOD, "flood.jpg": photo()[:500]})
        uploads.start(upload)
        uploads.go_on(upload)
        row = upload.documents.get()
        assert (row.picture, "flood.jpg stayed out" in row.warnings[0]) == ("", True)

    def test_one_that_belongs_to_none_is_refused(self, hand_in):
        upload = hand_in({"flood.txt": FLOOD, "alone.jpg": photo()})
        assert list(upload.documents.values_list("source", "error")) == [
            ("flood.txt", ""),
            ("alone.jpg", ALONE),
        ]
        uploads.start(upload)
        uploads.go_on(upload)
        assert SourceDocument.objects.get(outcome="refused").error == ALONE
