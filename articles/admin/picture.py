"""The library of pictures, and the form in which one is described."""

from typing import Any

from django.contrib import admin, messages
from django.forms import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect

from articles import search
from articles.admin.base import BoundedList, demand, number_of, url_of, user_of
from articles.admin.filters import CreditFilter, ShownFilter, TermsFilter, ToDoFilter
from articles.admin.picture_form import PictureForm, UploadPages
from articles.admin.widgets import card
from articles.editorial import library, pictures, rights
from articles.markup import printable
from articles.models import Picture

MOST_OFFERED = 24
MOST_ASKED = 100


class PictureList(BoundedList):
    """Pictures as cards."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.cards = [card(picture) for picture in self.result_list]


@admin.register(Picture)
class PictureAdmin(UploadPages):
    """Pictures, each with what must be said with it."""

    form = PictureForm
    list_display = ("__str__",)
    list_filter = (ToDoFilter, TermsFilter, CreditFilter, ShownFilter)
    list_per_page = 60
    list_class = PictureList
    search_fields = ("caption",)  # for the box; the words are looked up in the full-text index
    search_help_text = "Words of what is said of a picture, or people whom it shows"
    ordering = ("-id",)
    sortable_by = ()
    actions = None
    pages = [("pick/", "pick"), ("<int:object_id>/kill/", "kill")]
    fieldsets = (
        ("What readers are told", {"fields": ("alt_text", "is_decorative", "caption", "credit")}),
        (
            "Focal point",
            {
                "fields": (("focal_x", "focal_y"),),
                "description": "Click on what matters most in the picture: it stays in where that is cut.",
            },
        ),
        (
            "Whose it is",
            {"fields": ("creator", "source", "copyright_notice", "usage_terms", "usage_until")},
        ),
        ("Licence", {"fields": ("licence_url", "licensor_url"), "classes": ("collapse",)}),
        ("For the library", {"fields": ("people_shown", "headline", "keywords", "taken_at")}),
        ("Replace", {"fields": ("another_file",), "classes": ("collapse",)}),
    )

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        if search_term.strip():
            queryset = queryset.filter(pk__in=search.find_pictures(search_term))
        return queryset, False

    class Media:
        css = {"all": ["articles/admin/desk.css", "articles/admin/pictures.css"]}
        js = (Script("articles/admin/focal.js", type="module"),)

    # Who may do what.

    def has_change_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        user = user_of(request)
        if obj is None:
            return bool(user.has_perm("articles.change_picture") or user.has_perm("articles.add_picture"))
        return rights.may_edit_picture(user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        is_unused = obj is None or library.is_unused(obj)
        return is_unused and super().has_delete_permission(request, obj)

    # The form.

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        return self.fieldsets if self.has_change_permission(request, obj) else self.fieldsets[:-1]

    @admin.display(description="people shown")
    def people_shown(self, picture: Picture) -> str:
        return ", ".join(map(str, picture.shown.select_related("person"))) or "–"

    def save_model(self, request: HttpRequest, obj: Picture, form: PictureForm, change: bool) -> None:
        changed = {*form.changed_data, *(["people"] if "people_shown" in form.changed_data else [])}
        obj.from_file = [name for name in obj.from_file if name not in changed]
        pictures.save(obj)
        if "people" in changed:
            pictures.show(obj, form.people(user_of(request)))
        if form.incoming:
            pictures.replace(obj, form.incoming, by=user_of(request))

    def response_change(self, request: HttpRequest, obj: Picture) -> HttpResponse:
        if "_next" not in request.POST:
            return super().response_change(request, obj)
        mine = Picture.objects.filter(uploaded_by=user_of(request), killed_at=None)
        if left := mine.filter(alt_text="", is_decorative=False).exclude(pk=obj.pk).first():
            return redirect(url_of("change", left))
        messages.success(request, "Each picture that you brought in is described.")
        return redirect(url_of("changelist", Picture))

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        pictures.delete(obj, by=user_of(request))

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        picture, fields = kwargs["obj"], context["adminform"].form.fields
        if people := fields.get("people_shown"):
            people.widget.may_create = user_of(request).has_perm("articles.add_person")
        context |= {
            "card": card(picture, is_whole=True),
            "uses": library.uses(picture),
            "may_kill": not picture.killed_at and super().has_delete_permission(request, picture),
            "shapes": ("wide", "card", "square"),
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def kill_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Takes a picture off every page at once (POST); it needs a reason."""
        picture, reason = get_object_or_404(Picture, pk=object_id), request.POST.get("reason", "").strip()
        demand(request.method == "POST" and super().has_delete_permission(request, picture))
        if reason:
            pictures.kill(picture, by=user_of(request), reason=printable(reason))
            messages.success(request, "Killed: it is on no page any more, and its files are gone.")
        else:
            messages.error(request, "Say why the picture is killed.")
        return redirect(url_of("change", picture))

    # What the scripts ask.

    def pick_view(self, request: HttpRequest) -> JsonResponse:
        """Cards of the pictures with these numbers (`id`), or of those that have the words of `q`.

        `more` is what to send as `before` for those that follow; empty at the end.
        """
        demand(self.has_view_permission(request))
        if ids := [number_of(one) for one in request.GET.getlist("id")[:MOST_ASKED]]:
            named = Picture.objects.filter(pk__in=ids)
            return JsonResponse({"results": [card(one, is_whole=True) for one in named], "more": ""})
        usable = Picture.objects.filter(killed_at=None)
        found, _ = self.get_search_results(request, usable, request.GET.get("q", ""))
        if before := request.GET.get("before"):
            found = found.filter(pk__lt=number_of(before))
        shown = list(found[: MOST_OFFERED + 1])
        more = shown[MOST_OFFERED - 1].pk if len(shown) > MOST_OFFERED else ""
        return JsonResponse({"results": [card(one) for one in shown[:MOST_OFFERED]], "more": more})
