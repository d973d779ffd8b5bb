"""Picture files."""

import pytest

from articles.editorial import pictures, renditions, workflow
from articles.models import Article, Person, Picture
from tests.factories import PersonFactory, make_article, make_draft, make_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture():
    picture = make_picture()
    renditions.work_off()
    picture.refresh_from_db()
    return picture


def addresses(picture):
    return [picture.file.url, *(one.url for one in picture.file.get_picture_files_list())]


def statuses(client, picture):
    return {client.get(address).status_code for address in addresses(picture)}


def test_a_picture_is_kept_by_browsers_and_runs_nothing(client, picture):
    make_article(lead_picture=picture)
    assert len(addresses(picture)) == 1 + 2 * 2 * 3  # 256 and 512 pixels, whole and cropped, in three formats
    for address in addresses(picture):
        response = client.get(address)
        assert response.status_code == 200
        kind = address.rpartition(".")[2].replace("jpg", "jpeg")
        assert response["Content-Type"] == f"image/{kind}"
        assert response["Cache-Control"] == "public, max-age=31536000, s-maxage=3, immutable"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert b"".join(response.streaming_content)


def test_a_portrait_is_public_while_its_page_is(client, picture):
    person = PersonFactory(portrait=picture)
    assert statuses(client, picture) == {404}
    story = make_article(people=[person])
    assert statuses(client, picture) == {200}
    page = client.get(person.get_absolute_url()).text
    assert f'src="{picture.as_portrait.src}"' in page
    assert f'alt="{picture.alt_text}"' in page
    assert f'<span class="credit">{picture.credit}</span>' in page
    Person.objects.update(is_proposed=True)
    assert statuses(client, picture) == {404}
    Person.objects.update(is_proposed=False)
    workflow.take(story, "withdraw")
    assert statuses(client, picture) == {404}
    workflow.take(Article.objects.get(), "publish")
    pictures.kill(picture, by=None, reason="Not ours")
    assert statuses(client, picture) == {404}
    assert "<figure" not in client.get(person.get_absolute_url()).text


def test_originals_are_nobodys(desk, picture):
    make_article(lead_picture=picture)
    assert picture.original.storage.exists(picture.original.name)
    assert desk.get(picture.original.url).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("", "pictures", "pictures/", "pictures/none.jpg", "pictures/{key}.png", "pictures/{key}.html"),
        *("pictures/{key}/", "pictures/{key}/50x50/1w.jpeg", "pictures/{key}/50x50/3_2/512w.svg"),
        *(
            "pictures/../originals/{key}.jpeg",
            "pictures/%2e%2e/originals/{key}.jpeg",
            "pictures/{key}%00.jpg",
        ),
    ],
)
def test_nothing_else_is_served(desk, picture, path):
    make_article(lead_picture=picture)
    assert desk.get(f"/media/{path.format(key=picture.key)}").status_code in (400, 404)


def test_a_known_picture_is_not_sent_again(client, picture):
    make_article(lead_picture=picture)
    tag = client.get(picture.file.url)["ETag"]
    assert client.get(picture.file.url, headers={"If-None-Match": tag}).status_code == 304


def test_a_picture_of_no_published_story_is_for_the_desk_only(client, picture, editor):
    make_draft(lead_picture=picture, body=f'<figure data-picture="{picture.pk}"></figure>')
    assert statuses(client, picture) == {404}
    client.force_login(editor)
    response = client.get(picture.file.url)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_a_figure_of_a_published_story_is_for_all(client, picture):
    article = make_article(body=f'<figure data-picture="{picture.pk}"></figure>')
    assert statuses(client, picture) == {200}
    workflow.take(article, "withdraw")
    assert statuses(client, picture) == {404}


@pytest.mark.parametrize("step", ["withdraw", "kill"])
def test_a_picture_goes_with_its_story(client, picture, step):
    article = make_article(lead_picture=picture)
    assert statuses(client, picture) == {200}
    workflow.take(article, step)
    assert statuses(client, picture) == {404}


def test_a_picture_of_two_stories_stays_with_the_other(client, picture):
    article = make_article(lead_picture=picture)
    make_article(lead_picture=article.lead_picture)
    workflow.take(article, "kill")
    assert statuses(client, picture) == {200}


def test_a_killed_picture_is_gone_from_everywhere(client, picture, django_capture_on_commit_callbacks):
    article = make_article(
        lead_picture=picture, body=f'<p>A</p><figure data-picture="{picture.pk}"></figure>'
    )
    pages = ["/", article.get_absolute_url(), "/feed/", f"/sitemap-{article.live_at:%Y-%m}.xml"]
    assert [picture.key in client.get(page).text for page in pages] == [True] * 4
    files = [picture.file.name, *(one.name for one in picture.file.get_picture_files_list())]
    with django_capture_on_commit_callbacks(execute=True):
        pictures.kill(picture, by=None, reason="Not ours")
    assert [picture.key in client.get(page).text for page in pages] == [False] * 4
    assert statuses(client, picture) == {404}
    assert [name for name in files if picture.file.storage.exists(name)] == []
    assert Picture.objects.get().original.storage.exists(picture.original.name)


def test_queries(client, picture, django_assert_num_queries):
    make_article(lead_picture=picture)
    with django_assert_num_queries(2):
        client.get(picture.file.url)
