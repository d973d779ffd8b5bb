"""The import page as a browser without scripts uses it, and what its script asks for."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.editorial.uploads import working
from articles.models import Article, ImportRun, Section, SourceDocument, Upload
from tests.admin.conftest import told
from tests.editorial.test_uploads import samples, text, zipped
from tests.factories import UserFactory

START = "/admin/articles/upload/"


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    return settings.UPLOAD_ROOT


def send(desk, *files, follow=True, **fields):
    given = [SimpleUploadedFile(name, data) for name, data in files]
    return desk.post(f"{START}files/", {"files": given, **fields}, follow=follow)


def page_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def address(upload=None) -> str:
    return f"{START}{(upload or Upload.objects.get()).pk}/"


def pks(upload=None) -> list[int]:
    return list((upload or Upload.objects.get()).documents.values_list("pk", flat=True))


def test_it_is_linked_from_the_index_and_from_the_list_of_runs(desk):
    assert f'<a href="{START}"' in page_of(desk.get("/admin/"))
    assert f'<a href="{START}"' in page_of(desk.get("/admin/articles/importrun/"))


def test_the_whole_way_without_scripts(desk):
    response = send(
        desk, ("a.txt", text(1)), ("bad.txt", b""), ("wire.zip", zipped(("sport/b.txt", text(2))))
    )
    page = page_of(response)
    assert response.redirect_chain == [(address(), 302)]
    assert "Nothing is imported yet" in page
    assert response.context["counts"] == [("created", 2), ("refused", 1)]
    assert not Article.objects.exists()
    first, refused, member = pks()
    assert f'name="wanted" value="{first}" checked aria-label="Import a.txt"' in page
    assert f'name="wanted" value="{refused}"' not in page
    assert "wire.zip/sport/b.txt" in page
    response = desk.post(address(), {"shown": pks(), "wanted": [member], "_import": ""}, follow=True)
    page = page_of(response)
    article = Article.objects.get()
    assert (article.headline, article.status, article.section.slug) == ("Gates 2 opened", "draft", "sport")
    assert f'<a href="/admin/articles/article/{article.pk}/change/">Gates 2 opened</a>' in page
    assert re.search(r"all 3</a>\s+<a href=.+>1 created</a> <a href=.+>1 refused</a>\s+1 left out", page)
    assert page_of(desk.get(f"{address()}?outcome=created")).count("<tbody>") == 1
    run = ImportRun.objects.get()
    assert f"/admin/articles/importrun/{run.pk}/change/" in page
    listed = desk.get(f"/admin/articles/article/?standing=draft&origin=run-{run.pk}")
    assert [found.pk for found in listed.context["cl"].result_list] == [article.pk]


def test_a_document_is_shown_before_and_after(desk):
    raw = (
        b"Harbour reopens\n\nBy Maud Ferreira\n\nThe harbour reopened on Monday, the port said.\n\n"
        b"Share this article\n\n<script>alert(1)</script> was painted on the gates, it said.\n"
    )
    page = page_of(send(desk, ("a.txt", raw)))
    assert re.search(r"<del>Share this article</del> <small>removed: [^<]+</small>", page)
    assert "<p>The harbour reopened on Monday, the port said.</p>" in page
    assert re.search(r"<dt>Headline</dt><dd>Harbour reopens <small>[^<]+</small></dd>", page)
    assert '<td data-label="Removed">2 lines</td>' in page
    assert "<script>alert" not in page


def test_what_a_document_is_to_others_is_said_with_a_link(desk):
    send(desk, ("a.txt", text(1)))
    desk.post(address(), {"shown": pks(), "wanted": pks(), "_import": ""}, follow=True)
    story = Article.objects.get()
    changed = text(1) + b"\nA new last line of the report.\n"
    page = page_of(
        send(desk, ("a.txt", changed), ("copy.txt", text(1)), ("a.txt", text(1)), ("z.txt", changed))
    )
    link = f'<a href="/admin/articles/article/{story.pk}/change/">{story.headline}</a>'
    assert f"A new version of\n      {link}" in page
    assert "<ins>A new last line of the report.</ins>" in page
    assert f"The same words as\n      {link}" in page
    assert f"Already here:\n    {link}" in page
    assert "The same words as\n      a.txt" in page


def test_ticks_outlive_paging_and_filters(desk):
    send(desk, *((f"{number:02}.txt", text(number)) for number in range(51)))
    first, *rest = pks()
    page = page_of(desk.get(address()))
    assert page.count('name="shown"') == 50
    response = desk.post(
        address(), {"shown": [first, *rest[:49]], "wanted": rest[:49], "page": "1", "_page": "2"}, follow=True
    )
    assert response.redirect_chain[-1][0] == f"{address()}?outcome=&page=2"
    assert page_of(response).count('name="shown"') == 1
    documents = Upload.objects.get().documents
    assert [row.pk for row in documents.filter(is_wanted=False)] == [first]
    desk.post(address(), {"outcome": "created", "_all": "no"})
    assert not documents.wanted().exists()
    desk.post(address(), {"outcome": "", "_all": "yes"})
    assert documents.wanted().count() == 51


def test_a_section_is_chosen(desk):
    section = Section.objects.create(name="Harbour")
    send(desk, ("a.txt", text(1)))
    response = desk.post(address(), {"shown": pks(), "wanted": pks(), "section": section.pk}, follow=True)
    assert f'<option value="{section.pk}" selected>Harbour</option>' in page_of(response)
    assert '<td data-label="Section">Harbour</td>' in page_of(response)
    desk.post(address(), {"shown": pks(), "wanted": pks(), "section": section.pk, "_import": ""}, follow=True)
    assert Article.objects.get().section == section


def test_progress_refreshes_itself_without_scripts(desk, monkeypatch):
    monkeypatch.setattr(working, "A_WHILE", -1.0)
    page = page_of(send(desk, ("a.txt", text(1)), ("b.txt", text(2)), ("c.txt", text(3))))
    assert "Reading: 1 of 3 files." in page
    assert '<noscript><meta http-equiv="refresh" content="1"></noscript>' in page
    assert "Reading: 2 of 3 files." in page_of(desk.get(address()))
    page = page_of(desk.get(address()))
    assert "Nothing is imported yet" in page
    assert "refresh" not in page
    page = page_of(desk.post(address(), {"shown": pks(), "wanted": pks(), "_import": ""}, follow=True))
    assert "Importing: 1 of 3 documents are in." in page


def test_throwing_away(desk, root):
    send(desk, ("a.txt", text(1)))
    response = desk.post(address(), {"_discard": ""}, follow=True)
    assert told(response) == ["Thrown away. Nothing of it was imported."]
    assert (Upload.objects.count(), list(root.iterdir())) == (0, [])


def test_an_upload_of_nothing_but_hidden_files(desk):
    page = page_of(send(desk, (".hidden", b"x")))
    assert "There is no document in what you handed in." in page
    assert "_import" not in page


class TestRefusals:
    def test_no_file(self, desk):
        response = desk.post(f"{START}files/", {}, follow=True)
        assert told(response) == ["Choose at least one file, or a zip archive of them."]

    def test_too_many_files_at_once(self, desk, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
        response = send(desk, *((f"{number}.txt", text(number)) for number in range(3)))
        assert told(response) == ["Without scripts at most 2 files go at once. Put them into a zip archive."]

    def test_too_large_is_said_before_anything_is_read(self, desk, settings):
        settings.IMPORT_UPLOAD_MAX_BYTES = 1024**2
        response = send(desk, ("a.txt", b"x" * 3 * 1024**2))
        [error] = told(response)
        assert error.startswith("That is 3 MB, and one upload may hold 1 MB.")
        assert not Upload.objects.exists()

    def test_the_script_is_told_in_json(self, desk):
        response = desk.post(f"{START}files/", {}, headers={"accept": "application/json"})
        assert response.status_code == 400
        assert response.json()["error"] == "Choose at least one file, or a zip archive of them."


def test_the_script_sends_portions_with_their_paths(desk):
    def portion(path, data, upload):
        sent = {"files": [SimpleUploadedFile("b.txt", data)], "path": [path], "upload": upload}
        return desk.post(f"{START}files/", sent, headers={"accept": "application/json"}).json()

    first = portion("wire/sport/b.txt", text(1), "")
    second = portion("wire/c.txt", text(2), first["upload"])
    assert first == second == {"address": address(), "error": "", "upload": Upload.objects.get().pk}
    desk.get(address())
    found = Upload.objects.get().documents.values_list("source", "folder")
    assert list(found) == [("wire/sport/b.txt", "sport"), ("wire/c.txt", "wire")]


class TestWhoMay:
    def test_who_may_add_articles(self, client, django_user_model, root):
        client.force_login(django_user_model.objects.create_user("visitor", is_staff=True))
        assert client.get(START).status_code == 403
        assert send(client, ("a.txt", text(1))).status_code == 403
        assert START not in client.get("/admin/").content.decode()
        assert not root.exists()

    def test_each_sees_their_own(self, desk):
        send(desk, ("a.txt", text(1)))
        other = Client()
        other.force_login(UserFactory(username="ben"))
        assert address() not in page_of(other.get(START))
        assert address() in page_of(desk.get(START))
        assert (other.get(address()).status_code, other.post(address()).status_code) == (403, 403)
        send(other, ("b.txt", text(2)), upload=Upload.objects.get().pk)
        assert Upload.objects.count() == 2

    def test_every_post_needs_a_token(self, desk, editor):
        send(desk, ("a.txt", text(1)))
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(editor)
        assert send(strict, ("b.txt", text(2))).status_code == 403
        assert strict.post(address(), {"_import": ""}).status_code == 403

    def test_signed_out(self, client):
        assert client.get(START).status_code == 302
        assert send(client, ("a.txt", text(1)), follow=False).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_query_counts(desk, django_assert_num_queries, number):
    send(desk, *samples()[:number])
    with django_assert_num_queries(4):
        page_of(desk.get(START))
    with django_assert_num_queries(10):
        page_of(desk.get(address()))
    assert SourceDocument.objects.count() == 0
