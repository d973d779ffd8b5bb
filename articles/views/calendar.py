"""The desk's calendar, for calendar programs."""

from django.http import Http404, HttpRequest, HttpResponse

from articles.editorial import calendars


def show(request: HttpRequest, token: str) -> HttpResponse:
    """What is scheduled and embargoed; an address that is forged or revoked is an unknown one."""
    if calendars.owner(token) is None:
        raise Http404("There is no such page.")
    headers = {"Cache-Control": "no-store, private", "X-Robots-Tag": "noindex, nofollow"}
    return HttpResponse(calendars.calendar(), content_type="text/calendar; charset=utf-8", headers=headers)
