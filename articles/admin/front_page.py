"""The page "Front page": what readers see now, what an editor puts where; and the page about the paper."""

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from articles import search
from articles.admin.base import OnePageAdmin, demand, number_of, posted, url_of, user_of
from articles.admin.forms import BodyField
from articles.admin.moments import MomentField
from articles.admin.widgets import BodyEditor
from articles.editorial import front_page
from articles.editorial.front_page import MOST, PICKS, TOP
from articles.markup import EDITOR_EXTENSIONS
from articles.models import AboutPage, Article, FrontPlace

FOUND = 8
# Without pictures, which readers are shown in stories only.
EXTENSIONS = json.dumps({name: value for name, value in EDITOR_EXTENSIONS.items() if name != "Figure"})


class Row(forms.Form):
    """A place on the page and its time."""

    until = MomentField(required=False, label="until")

    def __init__(self, place: FrontPlace, data: Any = None) -> None:
        super().__init__(data, prefix=str(place.article_id), initial={"until": place.until})
        self.place = place
        self.fields["until"].kept = place.until  # type: ignore[attr-defined]

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until <= timezone.now():
            raise forms.ValidationError("That time is over. Give a later one, or none.")
        return until


@admin.register(FrontPlace)
class FrontPageAdmin(OnePageAdmin):
    """One page for all places. Each button saves the whole arrangement, in the order of the form's rows."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        demand(self.has_view_permission(request))
        places = front_page.standing()
        rows = [Row(place) for place in places]
        if request.method == "POST":
            demand(self.has_change_permission(request))
            rows = [Row(place, request.POST) for place in _sent(request, places)]
            if not any([row.errors for row in rows]):  # noqa: C419  # every row says what is wrong
                return self._arrange(request, rows)
        return self.show(request, "frontplace/arrange", "Front page", self._context(request, rows))

    def _arrange(self, request: HttpRequest, rows: list[Row]) -> HttpResponse:
        for row in rows:
            row.place.until = row.cleaned_data["until"]
        places = _after(request.POST.get("act", ""), [row.place for row in rows])
        if max(sum(place.part == part for place in places) for part in (TOP, PICKS)) > MOST:
            messages.error(request, f"A part of the page has {MOST} places. Take a story out first.")
            return redirect(request.get_full_path())
        try:
            front_page.arrange(places, user=user_of(request), before=request.POST.get("before", ""))
        except front_page.Overtaken:
            messages.warning(request, "The front page has been arranged meanwhile. Look again.")
        else:
            messages.success(request, "Readers see the front page like this now.")
        return redirect(url_of("changelist", FrontPlace))

    def _context(self, request: HttpRequest, rows: list[Row]) -> dict[str, Any]:
        page, query = front_page.now(), request.GET.get("q", "").strip()
        there = {row.place.article_id for row in rows}
        coming = (
            Article.objects.filter(live_at__gt=timezone.now()).order_by("live_at").select_related("section")
        )
        found = search.near(query, FOUND) if query else list(coming.defer("body")[:FOUND])
        return {
            "parts": [(part, [row for row in rows if row.place.part == part]) for part in FrontPlace.Part],
            "before": request.POST.get("before") or front_page.seen(row.place for row in rows),
            "page": page,
            "shown": {story.pk for story in page.shown},
            "automatic": [story for story in page.shown if story.pk not in there],
            "query": query,
            "found": [story for story in found if story.pk not in there],
            "may_change": self.has_change_permission(request),
        }


def _sent(request: HttpRequest, there: list[FrontPlace]) -> list[FrontPlace]:
    """The places of the form's rows, in their order, with one for a story that is put in."""
    known = {place.article_id: place for place in there}
    parts = {number_of(pk): part for part in FrontPlace.Part for pk in request.POST.getlist(part)}
    verb, _, put_in = request.POST.get("act", "").partition(":")
    if verb in FrontPlace.Part.values:
        parts.setdefault(number_of(put_in), FrontPlace.Part(verb))
    stories = (
        Article.objects.filter(live_at__isnull=False).select_related("section").in_bulk(parts.keys() - known)
    )
    places = {
        pk: known.get(pk) or FrontPlace(article=stories[pk]) for pk in parts if pk in known or pk in stories
    }
    for pk, place in places.items():
        place.part = parts[pk]
    return list(places.values())


def _after(act: str, places: list[FrontPlace]) -> list[FrontPlace]:
    """The places after a button: `out:7` takes story 7 out, `up:7` and `down:7` move it in its part."""
    verb, _, pk = act.partition(":")
    place = next((place for place in places if str(place.article_id) == pk), None)
    if place and verb == "out":
        return [one for one in places if one is not place]
    if place and verb in ("up", "down"):
        own = [one for one in places if one.part == place.part]
        at = own.index(place) + (1 if verb == "down" else -1)
        own.remove(place)
        own.insert(max(at, 0), place)
        return [*(one for one in places if one.part != place.part), *own]
    return places


class AboutForm(forms.Form):
    """The text, and the one that the editor started from."""

    before = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    body = BodyField(strip=False, label="Text", widget=BodyEditor({"data-prose": EXTENSIONS}))


@admin.register(AboutPage)
class AboutAdmin(OnePageAdmin):
    """What the paper says of itself."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        may_change = self.has_change_permission(request)
        demand(self.has_view_permission(request) and (request.method != "POST" or may_change))
        standing = front_page.about()
        form = AboutForm(posted(request), initial={"body": standing.body, "before": standing.body})
        if form.is_valid() and self._written(request, form):
            return redirect(url_of("changelist", AboutPage))
        context = {"form": form, "about": standing, "may_change": may_change, "media": form.media}
        return self.show(request, "aboutpage/write", "About page", context)

    def _written(self, request: HttpRequest, form: AboutForm) -> bool:
        body, before = form.cleaned_data["body"], form.cleaned_data["before"].replace("\r\n", "\n")
        try:
            front_page.write_about(body, user=user_of(request), before=before)
        except front_page.Overtaken:
            form.add_error(
                "body", "Somebody else has written the page meanwhile; what they wrote stands above."
            )
            form.data = {**form.data.dict(), "before": front_page.about().body}  # type: ignore[attr-defined]
            return False
        messages.success(request, "Saved: readers see the page like this now.")
        return True
