"""What surrounds every page."""

import pytest

from tests.factories import SectionFactory, make_article


@pytest.mark.django_db
def test_sections_stand_in_their_order_and_the_open_one_is_marked(client):
    for name, position in (("Sport", 20), ("News", 10), ("Arts", 20)):
        make_article(section=SectionFactory(name=name, position=position))
    page = client.get("/sections/sport/").text
    navigation = page[page.index('<nav class="sections"') : page.index("</nav>")]
    places = [navigation.index(f">{name}</a>") for name in ("News", "Arts", "Sport")]
    assert places == sorted(places)
    assert '<a href="/sections/sport/" aria-current="true">Sport</a>' in navigation
    assert navigation.count("aria-current") == 1


@pytest.mark.django_db
def test_the_admin_pays_nothing_for_it(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/admin/login/")


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_language_and_direction(client, settings, language, direction):
    settings.LANGUAGE_CODE = language
    assert f'<html lang="{language}" dir="{direction}">' in client.get("/").text
