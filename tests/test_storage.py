"""Pictures in a bucket: against moto's server on loopback, where django-storages and moto are installed.

They stand in no lock (see `s3` in pyproject.toml); `.ci/run` installs requirements-bucket.txt apart.
"""

import secrets
import socket
import subprocess
import sys
import time

import pytest
from django.core.files.storage import default_storage

from articles.editorial import pictures, renditions
from newsroom.storage import storage_of
from tests.factories import make_article, make_picture


@pytest.mark.parametrize(
    ("url", "endpoint", "bucket", "region"),
    [
        ("s3://a:b@s3.example/pix?region=eu-1", "https://s3.example", "pix", "eu-1"),
        ("s3+http://a:b@127.0.0.1:9000/pix/", "http://127.0.0.1:9000", "pix", None),
        ("s3://a:b@/pix", None, "pix", None),
        ("s3:///pix", None, "pix", None),
    ],
)
def test_a_bucket_is_named_by_one_address(url, endpoint, bucket, region):
    options = storage_of(url)["OPTIONS"]
    assert (options["endpoint_url"], options["bucket_name"], options["region_name"]) == (
        endpoint,
        bucket,
        region,
    )


def test_keys_may_hold_any_character():
    options = storage_of("s3://k%2F1:s%2B%2F%3D@s3.example/pix")["OPTIONS"]
    assert (options["access_key"], options["secret_key"]) == ("k/1", "s+/=")


@pytest.mark.parametrize("url", ["file:///tmp", "s3://a:b@s3.example", "s3://a:b@s3.example/one/two"])
def test_what_names_no_bucket_is_refused(url):
    with pytest.raises(ValueError, match="STORAGE_URL"):
        storage_of(url)


@pytest.fixture(scope="module")
def server():
    pytest.importorskip("storages")
    pytest.importorskip("moto")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def bucket(server, settings):
    """The site with a new bucket of that server."""
    url = f"s3+http://key:secret@{server}/pix-{secrets.token_hex(4)}?region=us-east-1"
    settings.STORAGES = {**settings.STORAGES, "default": storage_of(url)}
    default_storage.connection.create_bucket(Bucket=default_storage.bucket_name)
    return default_storage


@pytest.mark.django_db
def test_the_whole_way_of_a_picture(client, bucket, django_capture_on_commit_callbacks):
    picture = make_picture()
    assert renditions.work_off() == 1
    picture.refresh_from_db()
    make_article(lead_picture=picture)
    addresses = [picture.file.url, *(one.url for one in picture.file.get_picture_files_list())]
    assert len(addresses) == 13
    for address in addresses:
        response = client.get(address)
        assert (response.status_code, response["Content-Type"][:6]) == (200, "image/")
        assert len(b"".join(response.streaming_content)) > 100
    assert client.get(picture.original.url).status_code == 404
    objects = {one.key for one in bucket.bucket.objects.all()}
    assert objects == {picture.original.name, *(address.removeprefix("/media/") for address in addresses)}
    with django_capture_on_commit_callbacks(execute=True):
        pictures.kill(picture, by=None, reason="")
    assert {one.key for one in bucket.bucket.objects.all()} == {picture.original.name}
    assert client.get(addresses[0]).status_code == 404


@pytest.mark.django_db
def test_a_rendition_that_is_missing_is_an_unknown_address(client, bucket):
    picture = make_picture()
    make_article(lead_picture=picture)
    assert client.get(f"/media/pictures/{picture.key}/50x50/256w.avif").status_code == 404
