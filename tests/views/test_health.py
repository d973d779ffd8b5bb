"""The health check."""

from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.django_db
def test_well(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok"}
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


def test_without_a_database(client):
    with mock.patch.object(connection, "ensure_connection", side_effect=OperationalError("password=secret")):
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": "unreachable"}


@pytest.mark.django_db
def test_before_the_migrations(client):
    recorder = MigrationRecorder(connection)
    newest = max(name for app, name in recorder.applied_migrations() if app == "articles")
    recorder.record_unapplied("articles", newest)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": "not migrated"}


@pytest.mark.django_db
def test_a_probe_by_address_is_answered(client):
    assert client.get("/healthz", headers={"host": "10.0.0.5:8160"}).status_code == 200
