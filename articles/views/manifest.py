"""The web app manifest: https://www.w3.org/TR/appmanifest/"""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language

from articles import languages

SIZES = (192, 512)


def show(request: HttpRequest) -> JsonResponse:
    """The paper as an entry on somebody's home screen."""
    icons = [
        {"src": static(f"articles/icon-{size}.png"), "sizes": f"{size}x{size}", "purpose": "any maskable"}
        for size in SIZES
    ]
    data = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME[:12].strip(),
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
