"""What programs ask of the site as a whole: robots.txt, whom to tell of holes, manifest, icon, calendar."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from articles import languages
from articles.editorial import calendars

SHORTLY = timedelta(days=180)  # the RFC recommends less than a year
SIZES = (192, 512)


def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "Disallow: /articles/preview/",
        "Disallow: /guest/",
        "",
        *(f"Sitemap: {settings.SITE_URL}{reverse(name)}" for name in ("sitemap", "news_sitemap")),
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def security(request: HttpRequest) -> HttpResponse:
    """Contact and expiry from the settings; without a date it expires half a year from when it was asked.

    https://www.rfc-editor.org/rfc/rfc9116
    """
    expires = settings.SECURITY_EXPIRES or (timezone.now() + SHORTLY).date().isoformat()
    moment = datetime.fromisoformat(expires)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    contact = settings.SECURITY_CONTACT
    lines = [
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
        f"Expires: {moment.isoformat(timespec='seconds')}",
        f"Preferred-Languages: {settings.LANGUAGE_CODE}",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def manifest(request: HttpRequest) -> JsonResponse:
    """The paper as an entry on somebody's home screen: https://www.w3.org/TR/appmanifest/"""
    icons = [
        {"src": static(f"articles/icon-{size}.png"), "sizes": f"{size}x{size}", "purpose": "any maskable"}
        for size in SIZES
    ]
    data = {
        "name": settings.SITE_NAME,
        "description": settings.SITE_DESCRIPTION,
        "lang": get_language(),
        "dir": languages.direction(get_language() or ""),
        "start_url": reverse("home"),
        "scope": reverse("home"),
        "display": "minimal-ui",
        "theme_color": "#fdfdfc",
        "background_color": "#fdfdfc",
        "icons": icons,
    }
    return JsonResponse(
        data, content_type="application/manifest+json", headers={"Cache-Control": "max-age=86400"}
    )


def favicon(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(static("articles/favicon.svg"), headers={"Cache-Control": "max-age=86400"})


def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """What is scheduled and embargoed; an address that is forged or revoked is an unknown one."""
    if calendars.owner(token) is None:
        raise Http404("There is no such page.")
    headers = {"Cache-Control": "no-store, private", "X-Robots-Tag": "noindex, nofollow"}
    return HttpResponse(calendars.calendar(), content_type="text/calendar; charset=utf-8", headers=headers)
