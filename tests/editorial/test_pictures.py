"""Taking pictures in, replacing and killing them, and their renditions."""

from datetime import UTC, datetime
from errno import ENOENT, ENOSPC
from io import BytesIO
from unittest.mock import Mock

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db.models import ProtectedError
from PIL import Image, ImageFilter

from articles.admin.widgets import doubts
from articles.editorial import library, pictures, renditions, worker
from articles.imaging import NotAPicture
from articles.models import Picture, StatusChange
from articles.models.rendition import Rendition
from tests.factories import PersonFactory, UserFactory, make_article, make_draft, make_picture
from tests.pictures import made, photo, xmp

pytestmark = pytest.mark.django_db


def taken(data, **fields):
    return pictures.take_in(pictures.examine(BytesIO(data)), **fields)


def test_the_same_bytes_are_stored_once():
    first, again = taken(made()), taken(made())
    assert again == first
    assert Picture.objects.count() == 1


def test_who_brings_the_same_file_at_the_same_moment_gets_the_first_one():
    one, other = (pictures.examine(BytesIO(made())) for _ in range(2))
    first = pictures.take_in(one)
    assert pictures.take_in(other) == first
    assert Picture._meta.get_field("file").storage.listdir("pictures")[1].count(f"{first.key}.jpg") == 1


def test_the_file_fills_what_nobody_has_said():
    ada = PersonFactory(name="Ada Poole")
    said = {
        "dc:description": "The bridge\x85",
        "photoshop:Credit": "Agency",
        "photoshop:Headline": "H" * 400,
        "Iptc4xmpExt:PersonInImage": ["ADA POOLE", "Nobody Known"],
        "xmpRights:WebStatement": "javascript:alert(1)",
    }
    user = UserFactory()
    incoming = pictures.examine(BytesIO(made(xmp=xmp(said))))
    pictures.take_in(incoming, by=user, credit="Ana Ruiz")
    picture = Picture.objects.get()
    assert (picture.credit, picture.headline, picture.licence_url) == ("Ana Ruiz", "H" * 300, "")
    assert picture.from_file == ["headline", "caption", "people"]
    assert list(picture.people.all()) == [ada]
    assert picture.uploaded_by == user


@pytest.mark.parametrize(
    ("zone", "hour"), [("", 8), ("+05:00", 4)], ids=["the site's zone, Vienna", "its own zone"]
)
def test_a_camera_without_a_zone_is_set_to_the_sites(settings, zone, hour):
    settings.TIME_ZONE = "Europe/Vienna"
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0x9003: "2026:03:01 09:30:00", 0x9011: zone})
    assert taken(made(exif=exif)).taken_at == datetime(2026, 3, 1, hour, 30, tzinfo=UTC)


def test_a_decorative_picture_stays_one():
    picture = taken(made(xmp=xmp({"Iptc4xmpCore:AltTextAccessibility": "A dog"})), is_decorative=True)
    assert (picture.alt_text, picture.from_file) == ("", [])


def test_the_original_is_kept_as_it_came():
    data = photo()
    picture = taken(data)
    with picture.original.open() as original:
        assert original.read() == data


def test_renditions_show_the_focal_point_in_every_format():
    picture = make_picture(photo((1200, 600)), focal_x=0.0, focal_y=0.5)
    assert picture.in_front.sources == []
    assert picture.in_front.src == picture.file.url
    assert renditions.work_off() == 1
    assert renditions.work_off() == 0
    picture.refresh_from_db()
    stem = f"/media/pictures/{picture.key}/0x50/3_2"
    assert [kind for kind, _ in picture.in_front.sources] == ["image/avif", "image/webp"]
    assert picture.in_front.srcset == f"{stem}/256w.jpeg 256w, {stem}/512w.jpeg 512w, {stem}/768w.jpeg 768w"
    assert (picture.in_front.src, picture.in_front.width, picture.in_front.height) == (
        f"{stem}/768w.jpeg",
        768,
        512,
    )
    assert (picture.in_story.width, picture.in_story.height) == (1024, 512)
    for one in picture.file.get_picture_files_list():
        with picture.file.storage.open(one.name) as file, Image.open(file) as image:
            assert image.format == one.file_type
            assert image.size == (one.width, one.height or round(one.width / 2))


def test_four_rich_pictures_are_light_on_a_phone():
    rich = Image.effect_noise((1200, 800), 80).filter(ImageFilter.GaussianBlur(1))
    out = BytesIO()
    rich.save(out, "JPEG", quality=95)
    picture = make_picture(out.getvalue())
    renditions.work_off()
    widest = f"pictures/{picture.key}/50x50/1024w.avif"
    assert picture.file.storage.size(widest) * 4 < 150_000


def test_another_focal_point_has_other_addresses():
    picture = make_picture()
    renditions.work_off()
    picture.refresh_from_db()
    picture.focal_x = 0.25
    pictures.save(picture)
    assert Picture.objects.get().in_front.sources == []
    renditions.work_off()
    assert "/25x50/" in Picture.objects.get().in_front.src


def test_a_small_picture_is_shown_as_it_is():
    picture = make_picture(made())
    renditions.work_off()
    picture.refresh_from_db()
    assert (picture.in_story.sources, picture.in_story.src) == ([], picture.file.url)


NOT_THERE = FileNotFoundError(ENOENT, "No such file or directory")


@pytest.mark.parametrize(
    ("failing", "told"),
    [
        ({"_save": OSError(ENOSPC, "No space left on device")}, "The storage fails"),
        ({"_open": Exception("Could not connect to the endpoint URL")}, "The storage fails"),
        ({"_open": TimeoutError("timed out")}, "The storage fails"),
        ({"_open": NOT_THERE, "exists": lambda name: False}, "The storage is away"),
        ({"_open": NOT_THERE, "exists": Exception("503")}, "The storage is away"),
    ],
    ids=["full", "out of reach", "slow", "not mounted", "silent"],
)
def test_a_storage_that_fails_is_no_picture_s_fault(caplog, monkeypatch, failing, told):
    for _ in range(2):
        make_picture()
    with monkeypatch.context() as away:
        for method, how in failing.items():
            away.setattr(default_storage, method, Mock(side_effect=how))
        assert [renditions.work_off() for _ in range(4)] == [0] * 4
    assert [record.message.partition(":")[0] for record in caplog.records] == [told] * 4
    assert renditions.work_off() == 2


def test_lost_pictures_hold_up_no_other_even_where_all_originals_are_lost(caplog):
    whole, *lost = (make_picture() for _ in range(3))
    Picture.objects.update(original="")
    for one in lost:
        one.file.storage.delete(one.file.name)
    assert [renditions.work_off() for _ in range(2)] == [1, 0]
    whole.refresh_from_db()
    assert whole.rendered_at
    assert "its copy is gone" in caplog.text


def test_a_copy_that_no_longer_is_a_picture_is_given_up():
    broken = make_picture()
    with broken.file.storage.open(broken.file.name, "wb") as file:
        file.write(b"no picture")
    for _ in range(3):
        renditions.work_off()
    broken.refresh_from_db()
    assert broken.is_given_up


def test_pages_show_the_renditions_of_a_portrait_once_they_are_there(client):
    person = PersonFactory(portrait=make_picture())
    make_article(people=[person])
    assert "<source" not in client.get(person.get_absolute_url()).content.decode()
    renditions.work_off()
    assert "<source" in client.get(person.get_absolute_url()).content.decode()


def test_one_broken_picture_holds_up_no_other(caplog):
    make_picture()
    broken = make_picture()
    broken.file.storage.delete(broken.file.name)
    assert renditions.work_off() == 1
    assert "its copy is gone" in caplog.text
    assert [renditions.work_off() for _ in range(5)] == [0] * 5
    assert len(caplog.records) == 3
    broken.refresh_from_db()
    assert list(doubts(broken)) == ["cannot be made smaller: replace the file"]
    call_command("make_renditions")
    assert len(caplog.records) == 4


def test_the_worker_makes_what_is_left():
    make_picture()
    worker.run()
    assert not Picture.objects.unrendered().exists()


def test_unused_pictures_are_looked_for_among_the_newest():
    old, used, new = make_picture(), make_picture(), make_picture()
    make_article(lead_picture=used)
    pictures_ = Picture.objects.all()
    assert list(library.unused(library.newest(pictures_, 10))) == [new, old]
    assert list(library.unused(library.newest(pictures_, 2))) == [new]


def test_the_command_makes_them_anew(capsys):
    make_picture()
    for arguments, made_ in (([], 1), ([], 0), (["--all"], 1)):
        call_command("make_renditions", *arguments)
        assert capsys.readouterr().out == f"Pictures with new renditions: {made_}\n"


def test_a_picture_that_is_killed_meanwhile_leaves_no_renditions(
    monkeypatch, django_capture_on_commit_callbacks
):
    picture = make_picture()
    real = Rendition.store

    def store(rendition, data):
        with django_capture_on_commit_callbacks(execute=True):
            pictures.kill(picture, by=None, reason="")
        real(rendition, data)

    monkeypatch.setattr(Rendition, "store", store)
    assert renditions.work_off() == 0
    assert [one for one in picture.file.get_picture_files_list() if one.storage.exists(one.name)] == []


def test_replacing_changes_every_address(django_capture_on_commit_callbacks):
    picture = make_picture(caption="Kept")
    renditions.work_off()
    old, key = Picture.objects.get(), picture.key
    files = [old.file.name, old.original.name, *(one.name for one in old.file.get_picture_files_list())]
    user = UserFactory()
    with django_capture_on_commit_callbacks() as callbacks:
        pictures.replace(old, pictures.examine(BytesIO(photo((800, 500)))), by=user)
    for callback in callbacks[:1]:
        callback()
    now = Picture.objects.get()
    assert (now.pk, now.caption, now.width, now.height) == (picture.pk, "Kept", 800, 500)
    assert now.key != key
    assert [name for name in files if now.file.storage.exists(name)] == []
    assert [(one.verb, one.user) for one in StatusChange.objects.all()] == [("replace_picture", user)]


def test_a_file_replaces_no_other_picture_than_its_own():
    one, other = taken(photo()), taken(made())
    with pytest.raises(NotAPicture, match="already"):
        pictures.replace(other, pictures.examine(BytesIO(photo())), by=None)
    pictures.replace(one, pictures.examine(BytesIO(photo())), by=None)
    assert Picture.objects.get(pk=one.pk).key == one.key


def test_killing_says_so_in_the_log():
    user = UserFactory()
    pictures.kill(make_picture(), by=user, reason="Not ours")
    [entry] = StatusChange.objects.all()
    assert (entry.verb, entry.user, entry.note) == ("kill_picture", user, "Not ours")
    assert Picture.objects.get().killed_at


@pytest.mark.parametrize("where", ["lead", "text"])
def test_a_picture_that_a_version_uses_is_not_deleted(where):
    picture = make_picture()
    figure = f'<figure data-picture="{picture.pk}"></figure>'
    make_draft(**({"lead_picture": picture} if where == "lead" else {"body": figure}))
    with pytest.raises(ProtectedError):
        pictures.delete(picture, by=None)


def test_a_deleted_picture_takes_its_files_along(django_capture_on_commit_callbacks):
    picture = make_picture()
    names = [picture.file.name, picture.original.name]
    with django_capture_on_commit_callbacks(execute=True):
        pictures.delete(picture, by=None)
    assert [name for name in names if picture.file.storage.exists(name)] == []


def test_a_figure_of_no_picture_is_no_figure():
    article = make_article(body='<p>A</p><figure data-picture="999999999999"></figure>')
    assert not article.live_revision.figures.exists()


def test_a_page_that_is_kept_shows_renditions_when_they_are_there(client):
    article = make_article(lead_picture=make_picture())
    assert "image/avif" not in client.get(article.get_absolute_url()).text
    renditions.work_off()
    assert "image/avif" in client.get(article.get_absolute_url()).text
