"""What readers see when something is not there, or does not work."""

from unittest import mock

import pytest
from django.db import OperationalError, connection

from articles.views import home
from tests.factories import SectionFactory, make_article, make_member


@pytest.mark.django_db
def test_an_unknown_address_leads_on(client):
    make_article(section=SectionFactory(name="Sport"))
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert response.text.count("<h1") == 1
    assert 'href="/sections/sport/"' in response.text
    assert response.text.count('role="search"') == 2  # in the masthead, which has a link alone on a phone
    assert "nothing/here" not in response.text


def test_a_404_survives_the_loss_of_the_database(client):
    with mock.patch.object(connection, "ensure_connection", side_effect=OperationalError):
        response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.text


def test_a_500_needs_no_database(client):
    client.raise_request_exception = False
    with (
        mock.patch.object(connection, "ensure_connection", side_effect=OperationalError),
        mock.patch.object(home, "render", side_effect=RuntimeError("secret")),
    ):
        response = client.get("/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert "secret" not in response.text
    assert "unsafe-inline" not in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_colleague_without_the_right_is_led_back_to_the_desk(client):
    client.force_login(make_member("Reporter"))
    response = client.get("/admin/articles/statuschange/")
    assert response.status_code == 403
    assert '<a href="/admin/">desk</a>' in response.text
