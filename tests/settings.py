"""The project's settings under test: what the environment must give, and a fast password hash."""

import os
import tempfile

os.environ |= {
    "SECRET_KEY": "only-for-tests",
    "DEBUG": "off",
    "SITE_URL": "http://testserver",
    "SITE_NAME": "Newsroom",
    "TIME_ZONE": "UTC",
    "LANGUAGE_CODE": "en",
    "UPLOAD_ROOT": f"{tempfile.gettempdir()}/newsroom-tests",
}
for name in (
    "ALLOWED_HOSTS",
    "SITE_DESCRIPTION",
    "EMAIL_URL",
    "IMPORT_MAX_BYTES",
    "IMPORT_UPLOAD_MAX_BYTES",
    "MEDIA_ROOT",
    "NLP_MODEL",
    "STORAGE_URL",
    "PURGE_URL",
    "PURGE_HEADERS",
):
    os.environ.pop(name, None)

from newsroom.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {  # the manifest needs collectstatic; its own test runs it
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, as in production: the connections that share a database in memory do not wait for each other,
    # and a page that asks at a bad moment would find "database table is locked".
    DATABASES["default"]["TEST"] = {"NAME": BASE_DIR / "tests.sqlite3-run"}  # noqa: F405
else:  # no test pulls the plug
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"  # noqa: F405
