"""The page about the paper, in the same editor as a story's body."""

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles.admin.base import OnePageAdmin, demand, posted, url_of, user_of
from articles.admin.forms import BodyField
from articles.admin.widgets import BodyEditor
from articles.editorial import front_page
from articles.markup import EDITOR_EXTENSIONS
from articles.models import AboutPage

# Without pictures, which readers are shown in stories only.
EXTENSIONS = json.dumps({name: value for name, value in EDITOR_EXTENSIONS.items() if name != "Figure"})


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
