"""The page about the paper, in the same editor as a story's body."""

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from js_asset import Media

from articles.admin.forms import BodyField
from articles.admin.pages import user_of
from articles.admin.widgets import BodyEditor
from articles.editorial import about
from articles.markup import EDITOR_EXTENSIONS
from articles.models import AboutPage

# Without pictures, which readers are shown in stories only.
EXTENSIONS = json.dumps({name: value for name, value in EDITOR_EXTENSIONS.items() if name != "Figure"})


class AboutForm(forms.Form):
    """The text, and the one that the editor started from."""

    before = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    body = BodyField(strip=False, label="Text", widget=BodyEditor({"data-prose": EXTENSIONS}))


@admin.register(AboutPage)
class AboutAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """One page and no list: there is nothing to add or to delete."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        return [url for url in super().get_urls() if url.name == "articles_aboutpage_changelist"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        may_change = self.has_change_permission(request)
        if not self.has_view_permission(request) or (request.method == "POST" and not may_change):
            raise PermissionDenied
        standing = about.standing()
        form = AboutForm(
            request.POST if request.method == "POST" else None,
            initial={"body": standing.body, "before": standing.body},
        )
        if form.is_valid() and self._written(request, form):
            return HttpResponseRedirect(reverse("admin:articles_aboutpage_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": "About page",
            "opts": self.opts,
            "form": form,
            "about": standing,
            "may_change": may_change,
            "media": Media.from_media(form.media, nonce=request.csp_nonce),  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, "admin/articles/aboutpage/write.html", context)

    def _written(self, request: HttpRequest, form: AboutForm) -> bool:
        body, before = form.cleaned_data["body"], form.cleaned_data["before"].replace("\r\n", "\n")
        try:
            about.write(body, user=user_of(request), before=before)
        except about.Overtaken:
            form.add_error(
                "body", "Somebody else has written the page meanwhile; what they wrote stands above."
            )
            form.data = {**form.data.dict(), "before": about.standing().body}  # type: ignore[attr-defined]
            return False
        messages.success(request, "Saved: readers see the page like this now.")
        return True
