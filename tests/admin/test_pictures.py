"""The library of pictures in the admin: files handed in, the grid, the form, the dialog, who may do what."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from articles import search
from articles.editorial import revisions, workflow
from articles.models import Picture, PicturePerson, StatusChange
from tests.admin.conftest import fields_of, told
from tests.factories import PersonFactory, PictureFactory, make_article, make_draft, make_member, make_picture

pytestmark = pytest.mark.django_db
LIBRARY, ADD, PICK = (f"/admin/articles/picture/{page}" for page in ("", "add/", "pick/"))


def file_of(colour="teal", name="harbour.jpg"):
    data = BytesIO()
    Image.new("RGB", (40, 30), colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue())


def change(picture):
    return reverse("admin:articles_picture_change", args=[picture.pk])


def cards(response):
    return [card["text"] for card in response.context["cl"].cards]


def figure(picture):
    return f'<p>x</p><figure data-picture="{picture.pk}"></figure>'


class TestHandingIn:
    def send(self, desk, *files):
        return desk.post(ADD, {"files": files}, headers={"accept": "application/json"})

    def test_one_file_for_the_script(self, desk, editor):
        answer = self.send(desk, file_of())
        picture = Picture.objects.get()
        assert (picture.width, picture.height, picture.uploaded_by) == (40, 30, editor)
        assert answer.status_code == 200
        told = answer.json()
        assert (told["name"], told["error"], told["is_new"]) == ("harbour.jpg", "", True)
        assert (told["card"]["id"], told["card"]["url"]) == (picture.pk, change(picture))
        assert told["card"]["doubts"] == ["no alternative text", "no credit"]

    def test_the_same_bytes_are_stored_once_and_the_picture_is_offered(self, desk):
        self.send(desk, file_of())
        answer = self.send(desk, file_of(name="again.jpg")).json()
        assert (answer["is_new"], answer["card"]["id"]) == (False, Picture.objects.get().pk)

    def test_a_file_that_is_refused_says_why_in_one_line(self, desk):
        answer = self.send(desk, SimpleUploadedFile("dog.png", b"<svg onload='x()'>"))
        assert answer.status_code == 400
        assert answer.json()["error"].startswith("This is no JPEG, PNG, WebP, AVIF or GIF picture.")
        assert "\n" not in answer.json()["error"]
        assert not Picture.objects.exists()

    def test_nothing(self, desk):
        assert (self.send(desk).status_code, self.send(desk).json()) == (400, {"error": "No file arrived."})

    def test_many_in_a_plain_form(self, desk):
        files = [file_of("teal"), SimpleUploadedFile("bad.jpg", b"no"), file_of("red", "roof.jpg"), file_of()]
        page = desk.post(ADD, {"files": files}, follow=True)
        assert page.redirect_chain[0][0] == f"{LIBRARY}?state=mine"
        assert Picture.objects.count() == 2
        said = told(page)
        assert ["roof.jpg" in said[2], said[1].startswith("bad.jpg: This is no")] == [True, True]
        assert said[3].endswith("The library has this file already: this is its picture.")

    def test_the_page_takes_files_with_scripts_off(self, desk):
        page = desk.get(ADD).content.decode()
        assert 'enctype="multipart/form-data"' in page
        assert '<noscript><div class="submit-row"><button type="submit"' in page


class TestGrid:
    @pytest.mark.parametrize("number", [1, 3])
    def test_query_count(self, desk, django_assert_num_queries, number):
        for picture in PictureFactory.create_batch(number):
            PicturePerson.objects.create(picture=picture, person=PersonFactory())
        with django_assert_num_queries(7):
            page = desk.get(LIBRARY)
        assert len(cards(page)) == number
        with django_assert_num_queries(9):
            desk.get(LIBRARY, {"q": "bridge", "state": "unused", "terms": "dated", "credit": "Ana"})

    @pytest.mark.parametrize(("query", "said"), [("", "The library is empty"), ("?q=x", "There is no such")])
    def test_none(self, desk, query, said):
        assert said in desk.get(LIBRARY + query).text

    def test_words(self, desk):
        PictureFactory(caption="A ferry")
        PictureFactory(caption="Buses on the bridge")
        assert cards(desk.get(LIBRARY, {"q": "FERRY"})) == ["A ferry"]
        assert cards(desk.get(LIBRARY, {"q": "ferry buses"})) == []

    def test_filters(self, desk, editor):
        today = timezone.localdate()
        zoe = PersonFactory(name="Zoë")
        whole = PictureFactory(caption="whole")
        PicturePerson.objects.create(picture=whole, person=zoe)
        make_draft(lead_picture=whole)
        PictureFactory(caption="ending", usage_until=today + timedelta(days=30), uploaded_by=editor)
        PictureFactory(caption="ended", usage_until=today - timedelta(days=1), credit="Bo")
        PictureFactory(caption="bare", alt_text="", credit="")
        PictureFactory(caption="rule", alt_text="", is_decorative=True)
        PictureFactory(caption="killed", killed_at=timezone.now())
        make_draft(body=figure(Picture.objects.get(caption="rule")))
        found = {
            query: cards(desk.get(f"{LIBRARY}?{query}"))
            for query in (
                *("", "state=mine", "state=no-alt", "state=no-credit", "state=unused", "state=killed"),
                *("terms=ending", "terms=ended", "terms=dated", "credit=Bo", f"person={zoe.pk}", "person=x"),
            )
        }
        every = ["rule", "bare", "ended", "ending", "whole"]
        assert found == {
            "": every,
            "state=mine": ["ending"],
            "state=no-alt": ["bare"],
            "state=no-credit": ["bare"],
            "state=unused": ["bare", "ended", "ending"],
            "state=killed": ["killed"],
            "terms=ending": ["ending"],
            "terms=ended": ["ended"],
            "terms=dated": ["ended", "ending"],
            "credit=Bo": ["ended"],
            f"person={zoe.pk}": ["whole"],
            "person=x": every,
        }
        page = desk.get(LIBRARY).content.decode()
        assert "Zoë" in page
        assert f"terms ended {today - timedelta(days=1):%-d %b %Y}" in page


class TestForm:
    def test_what_is_said_of_a_picture(self, desk):
        picture, zoe = PictureFactory(from_file=["caption", "credit"]), PersonFactory(name="Zoë Quinn")
        page = desk.get(change(picture))
        assert page.content.decode().count("from the file</small>") == 2
        data = fields_of(page) | {
            "caption": "Another caption",
            "people_shown": "Bo Li\r\nZoë Quinn",
            "usage_until": "2031-05-01",
            "focal_x": "0.25",
        }
        assert desk.post(change(picture), data).status_code == 302
        picture.refresh_from_db()
        assert (picture.caption, picture.focal_x, picture.from_file) == ("Another caption", 0.25, ["credit"])
        assert [str(one) for one in picture.shown.all()] == ["Bo Li", "Zoë Quinn"]
        assert picture.shown.last().person == zoe
        assert search.find_pictures("quinn another") == [picture.pk]

    def test_decorative_on_purpose_or_an_alternative_text_never_both(self, desk):
        picture = PictureFactory()
        page = desk.post(change(picture), fields_of(desk.get(change(picture))) | {"is_decorative": "on"})
        assert "A decorative picture has no alternative text: choose one of them." in page.content.decode()

    def test_from_one_to_the_next_that_is_not_described(self, desk, editor):
        bare = {"alt_text": "", "uploaded_by": editor}
        left, first = PictureFactory(**bare), PictureFactory(**bare)
        PictureFactory(alt_text="")
        data = fields_of(desk.get(change(first))) | {"alt_text": "A roof", "_next": "1"}
        assert desk.post(change(first), data).url == change(left)
        assert desk.post(change(left), data).url == LIBRARY

    def test_used_in(self, desk):
        picture = PictureFactory()
        live = make_article(headline="Live", lead_picture=picture)
        draft = make_draft(headline="Draft", body=figure(picture))
        old = make_draft(headline="Old", body=figure(picture))
        content = revisions.with_records(revisions.working_copy(old)) | {"body": "<p>Without.</p>"}
        revisions.save(old, content)
        uses = [(use.article, use.told) for use in desk.get(change(picture)).context["uses"]]
        assert uses == [
            (old, "in an older version"),
            (draft, "in the working copy"),
            (live, "readers see it"),
        ]

    @pytest.mark.parametrize("number", [1, 3])
    def test_query_count(self, desk, django_assert_num_queries, number):
        picture = PictureFactory()
        for rank in range(number):
            PicturePerson.objects.create(picture=picture, person=PersonFactory(), rank=rank)
            make_article(lead_picture=picture, body=figure(picture))
        with django_assert_num_queries(9):
            desk.get(change(picture))


class TestDeleting:
    def test_only_what_no_story_uses(self, desk):
        used, free = PictureFactory(), PictureFactory(caption="Free")
        make_draft(body=figure(used))
        for picture in (used, free):
            desk.post(f"/admin/articles/picture/{picture.pk}/delete/", {"post": "yes"})
        assert list(Picture.objects.all()) == [used]
        entry = StatusChange.objects.get(verb="delete")
        assert (entry.subject, entry.actor) == ("Free", "editor")


class TestReplacingAndKilling:
    def test_another_file_takes_its_place(self, desk):
        picture, other = make_picture(caption="Stays"), make_picture()
        key, data = picture.key, fields_of(desk.get(change(picture)))
        bad = SimpleUploadedFile("x.jpg", b"no")
        page = desk.post(change(picture), data | {"another_file": bad}).content.decode()
        assert "This is no JPEG" in page
        there = SimpleUploadedFile("x.jpg", other.original.read())
        page = desk.post(change(picture), data | {"another_file": there}).content.decode()
        assert f"The library has this file already: “{other}”." in page
        desk.post(change(picture), data | {"another_file": file_of()})
        picture.refresh_from_db()
        assert (picture.width, picture.caption) == (40, "Stays")
        assert picture.key != key

    def kill(self, desk, picture, reason="It shows a minor."):
        return desk.post(f"/admin/articles/picture/{picture.pk}/kill/", {"reason": reason})

    def test_a_kill_needs_a_reason_and_is_logged(self, desk):
        picture = make_picture()
        self.kill(desk, picture, " ")
        picture.refresh_from_db()
        assert picture.killed_at is None
        self.kill(desk, picture)
        picture.refresh_from_db()
        assert picture.killed_at
        assert StatusChange.objects.get(verb="kill_picture").note == "It shows a minor."
        assert "Kill this picture" not in desk.get(change(picture)).content.decode()

    @pytest.mark.parametrize(("role", "status"), [("Reporter", 403), ("Editor", 403), ("Publisher", 302)])
    def test_who_kills(self, client, role, status):
        client.force_login(make_member(role))
        assert self.kill(client, make_picture()).status_code == status


class TestDialog:
    def ask(self, desk, **query):
        found = desk.get(PICK, query).json()
        return [card["id"] for card in found["results"]], found["more"]

    def test_page_by_page_and_by_words(self, desk, monkeypatch):
        monkeypatch.setattr("articles.admin.picture.MOST_OFFERED", 2)
        first, second, third = (PictureFactory(caption=name) for name in ("One boat", "Two", "Three boats"))
        PictureFactory(killed_at=timezone.now())
        assert self.ask(desk) == ([third.pk, second.pk], second.pk)
        assert self.ask(desk, before=second.pk) == ([first.pk], "")
        assert self.ask(desk, q="boat") == ([third.pk, first.pk], "")
        assert self.ask(desk, id=[second.pk, 999]) == ([second.pk], "")
        assert self.ask(desk, before="x", q="\0") == ([], "")

    @pytest.mark.parametrize("number", [1, 3])
    def test_query_count(self, desk, django_assert_num_queries, number):
        PictureFactory.create_batch(number)
        with django_assert_num_queries(3):
            desk.get(PICK)
        with django_assert_num_queries(5):
            desk.get(PICK, {"q": "bridge"})


class TestRights:
    """Reporters bring pictures in and describe their own until readers see them; editors all."""

    @pytest.fixture
    def reporter(self):
        return make_member("Reporter")

    def may_change(self, client, user, picture):
        client.force_login(user)
        data = {"alt_text": "Crafted", "credit": "Crafted", "focal_x": "0.5", "focal_y": "0.5"}
        status = client.post(change(picture), data).status_code
        picture.refresh_from_db()
        assert (status == 302) is (picture.alt_text == "Crafted")
        return status == 302

    def test_whose_picture(self, client, reporter):
        own, other = PictureFactory(uploaded_by=reporter), PictureFactory(uploaded_by=make_member("Reporter"))
        assert self.may_change(client, reporter, own)
        assert not self.may_change(client, reporter, other)
        assert not self.may_change(client, reporter, PictureFactory())
        assert client.get(change(other)).status_code == 200
        assert self.may_change(client, make_member("Editor"), other)

    @pytest.mark.parametrize("where", ["lead_picture", "body"])
    def test_what_readers_see_is_not_a_reporters_to_change(self, client, reporter, where):
        own = PictureFactory(uploaded_by=reporter)
        article = make_article(**{where: own if where == "lead_picture" else figure(own)})
        assert not self.may_change(client, reporter, own)
        workflow.take(article, "withdraw")
        assert self.may_change(client, reporter, own)

    def test_nobody_else(self, client):
        picture = PictureFactory()
        client.force_login(make_member("Reporter"))
        client.post(f"/admin/articles/picture/{picture.pk}/delete/", {"post": "yes"})
        nobody = make_member("Reporter")
        nobody.groups.clear()
        client.force_login(nobody)
        pages = [client.get(url).status_code for url in (LIBRARY, ADD, PICK, change(picture))]
        assert pages == [403] * 4
        assert client.post(ADD, {"files": file_of()}).status_code == 403
        client.logout()
        assert client.post(ADD, {"files": file_of()}).status_code == 302
        assert list(Picture.objects.all()) == [picture]

    def test_a_reporter_proposes_whom_nobody_knows(self, client, reporter):
        own = PictureFactory(uploaded_by=reporter)
        client.force_login(reporter)
        page = client.get(change(own))
        assert 'data-new="proposed"' in page.content.decode()
        client.post(change(own), {**fields_of(page), "people_shown": "Ann Lee"})
        assert own.shown.get().person.is_proposed

    def test_a_reporter_hands_in(self, client, reporter):
        client.force_login(reporter)
        client.post(ADD, {"files": file_of()})
        assert Picture.objects.get().uploaded_by == reporter
