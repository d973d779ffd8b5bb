"""What an operator meets: settings that fail loudly, the first account, static files, the deploy check."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command

ROOT = Path(__file__).parent.parent
SECRET = "a-long-and-random-enough-string-0123456789-abcdefghijklmnop"


def manage(*arguments, **environment):
    """-> the finished process of `manage.py`, in an environment that holds nothing else."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": "", "DEBUG": "off", **environment}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)


def test_a_missing_secret_key_stops_the_start_with_one_clear_line():
    done = manage("check")
    assert done.returncode == 1
    assert done.stderr.startswith("SECRET_KEY is not set.")
    assert done.stderr.count("\n") == 1


def test_no_reader_waits_for_a_collection_of_what_the_server_has_loaded():
    code = "import gc, sys, newsroom.wsgi; print(gc.get_freeze_count(), 'articles.views.home' in sys.modules)"
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": SECRET}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, cwd=ROOT
    )
    frozen, has_views = done.stdout.split()
    assert int(frozen) > 100_000
    assert has_views == "True"


def test_a_variable_without_a_value_is_not_set():
    names = "DATABASES CACHES SITE_URL ALLOWED_HOSTS TIME_ZONE EMAIL_CONFIG MEDIA_ROOT IMPORT_MAX_BYTES"
    code = f"from django.conf import settings; print([getattr(settings, n) for n in {names.split()}])"
    empty = dict.fromkeys(
        "DATABASE_URL CACHE_URL SITE_URL ALLOWED_HOSTS TIME_ZONE EMAIL_URL MEDIA_ROOT".split(), ""
    )
    said = [manage("shell", "-v", "0", "-c", code, SECRET_KEY=SECRET, **more) for more in ({}, empty)]
    assert "newsroom.sqlite3" in said[0].stdout
    assert said[0].stdout == said[1].stdout


def test_an_empty_variable_does_not_hide_the_file(tmp_path):
    shutil.copytree(ROOT / "newsroom", tmp_path / "newsroom")
    (tmp_path / ".env").write_text(f"SECRET_KEY={SECRET}\nSITE_NAME=The Herald\nTIME_ZONE=\n")
    code = "from newsroom.settings import SITE_NAME, TIME_ZONE; print(SITE_NAME, TIME_ZONE)"
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": "", "SITE_NAME": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, cwd=tmp_path
    )
    assert (done.stdout, done.stderr) == ("The Herald UTC\n", "")


def test_development_needs_no_secret_key():
    assert manage("check", DEBUG="on").returncode == 0


def test_the_deploy_check_is_clean_behind_https():
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=SECRET, SITE_URL="https://news.example"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_https_turns_on_what_belongs_to_it():
    names = (
        "SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE "
        "CSRF_TRUSTED_ORIGINS SECURE_PROXY_SSL_HEADER ALLOWED_HOSTS"
    ).split()
    code = f"from django.conf import settings; print([getattr(settings, n) for n in {names}])"
    done = manage("shell", "-v", "0", "-c", code, SECRET_KEY=SECRET, SITE_URL="https://news.example/")
    assert done.stdout.strip() == str(
        [
            True,
            31536000,
            True,
            True,
            ["https://news.example"],
            ("HTTP_X_FORWARDED_PROTO", "https"),
            ["news.example", "localhost", "127.0.0.1", "[::1]"],
        ]
    )


def test_every_static_file_that_is_named_exists(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["js"]  # the editor alone takes twenty seconds
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", "--noinput", "--verbosity", "0")
    assert (tmp_path / "staticfiles.json").exists()
    assert list((tmp_path / "articles").glob("base.*.css.br"))


@pytest.mark.django_db
def test_the_first_account_is_made_once_and_its_password_printed(capsys):
    call_command("create_editor")
    printed = capsys.readouterr().out
    password = printed.split("password: ")[1].split(" ")[0]
    assert authenticate(username="editor", password=password) == User.objects.get()
    assert User.objects.get().is_superuser
    call_command("create_editor")
    assert (capsys.readouterr().out, User.objects.count()) == ("", 1)
