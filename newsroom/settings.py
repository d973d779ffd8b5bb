"""The settings: every value an operator may change is read from the environment, here at the top.

A file `.env` beside manage.py is read too; the real environment wins over it. An empty value counts as none.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF

from newsroom.storage import storage_of

BASE_DIR = Path(__file__).resolve().parent.parent


class Environment(environ.Env):  # type: ignore[misc]  # it has no types
    """A variable without a value, as a compose file passes on what nobody set, is not set."""

    ENVIRON = {name: value for name, value in os.environ.items() if value}


env = Environment()
env.read_env(str(BASE_DIR / ".env"))
env.ENVIRON = {name: value for name, value in Environment.ENVIRON.items() if value}  # the file's, too

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or ("only-for-development" if DEBUG else "")
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}").rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="Newsroom")
SITE_DESCRIPTION = env.str("SITE_DESCRIPTION", default=f"The latest stories from {SITE_NAME}.")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
)
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
FORMAT_MODULE_PATH = "newsroom.formats"
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'newsroom.sqlite3'}")}
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
# Where a cache in front of the site is told to let go of the pages, and with which headers.
PURGE_URL = env.str("PURGE_URL", default="")
PURGE_HEADERS = env.dict("PURGE_HEADERS", default={})
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=10 * 1024 * 1024)
IMPORT_UPLOAD_MAX_BYTES = env.int("IMPORT_UPLOAD_MAX_BYTES", default=512 * 1024 * 1024)
# Files that editors hand in wait here until they are imported; nothing serves them.
UPLOAD_ROOT = env.path("UPLOAD_ROOT", default=str(BASE_DIR / "uploads"))
# A story as large as the import admits can be saved in the admin, too: its HTML, form-encoded.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * IMPORT_MAX_BYTES
NLP_MODEL = env.str("NLP_MODEL", default="")

if not SECRET_KEY:
    raise SystemExit(
        "SECRET_KEY is not set. Set it to a long random string (in the environment or in .env), "
        "or set DEBUG=on for development."
    )

INSTALLED_APPS = [
    "articles",
    "django_prose_editor",
    "taggit",
    "django_filters",
    "csp",
    "articles.apps.DeskConfig",  # django.contrib.admin with the desk as its first page
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "articles.views.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "articles.caching.KeptPages",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "articles.context.site",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers never wait for a writer (WAL); a writer takes its lock at once instead of failing half-way
    # (IMMEDIATE), and waits for another one before it gives up.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that the network has lost is no reason to wait for ever: seconds, and milliseconds.
    waits = {"connect_timeout": 10, "tcp_user_timeout": 20_000}
    DATABASES["default"]["OPTIONS"] = waits | DATABASES["default"].get("OPTIONS", {})
# Opening a connection costs more than most pages' queries.
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

if CACHES["default"]["BACKEND"].endswith(".RedisCache"):
    # Pages come without it, and must not wait long to find that out.
    CACHES["default"].setdefault("OPTIONS", {}).update(socket_timeout=1, socket_connect_timeout=1)
elif CACHES["default"]["BACKEND"].endswith(".LocMemCache"):
    # Django keeps 300: less than a reader's morning of pages. About 60 MB in each process.
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 3000)

USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_URL = "media/"
PICTURES = {
    "PICTURE_CLASS": "articles.models.rendition.Rendition",
    "PROCESSOR": "pictures.tasks.noop",  # editorial.renditions makes them, while nobody waits
    "USE_PLACEHOLDERS": False,
}
STORAGES = {
    "default": storage_of(env.str("STORAGE_URL", default="")),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds; the editor whose step sends the mail waits for it
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"newsroom@{urlsplit(SITE_URL).hostname}")

# Whom readers write to, and whom those who have found a security hole (an address of any kind; a date).
SITE_CONTACT = env.str("SITE_CONTACT", default=DEFAULT_FROM_EMAIL)
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default=SITE_CONTACT)
SECURITY_EXPIRES = env.str("SECURITY_EXPIRES", default="")

# Font files for scripts that the pictures for sharing cannot be set in else: see articles/cards.py.
CARD_FONTS = env.list("CARD_FONTS", default=[])

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
if SITE_URL.startswith("https://"):
    SECURE_SSL_REDIRECT = True
    # The health check of a load balancer comes over plain HTTP, from inside.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"articles": {"level": "INFO"}},
}
