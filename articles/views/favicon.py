"""The icon, for those who ask for it at its old address."""

from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static


def show(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(static("articles/favicon.svg"), headers={"Cache-Control": "max-age=86400"})
