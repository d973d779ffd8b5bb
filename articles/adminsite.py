"""The admin's first page, the desk, and what belongs to each person there: messages, preferences, notes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST

from articles import style
from articles.editorial import calendars, desk, notices
from articles.models import Article, Message, Preferences


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    """Which messages somebody wants, and how."""

    on_desk = forms.MultipleChoiceField(
        label="On the desk", choices=Message.Kind, required=False, widget=forms.CheckboxSelectMultiple
    )
    by_mail = forms.MultipleChoiceField(
        label="By mail", choices=Message.Kind, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Preferences
        fields = ("on_desk", "by_mail")


class DeskSite(AdminSite):
    """Django's admin with the desk as its first page."""

    index_template = "admin/desk/index.html"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        pages = (
            ("style/", self.style_view, "style"),
            ("desk/preferences/", self.preferences_view, "preferences"),
            ("desk/messages/", require_POST(self.messages_view), "messages"),
            ("desk/notes/<int:pk>/", require_POST(self.note_view), "note"),
        )
        own = [path(route, self.admin_view(view), name=name) for route, view, name in pages]
        return [*own, *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        if not request.user.has_perm("articles.view_article"):
            return super().index(request, extra_context)
        user: Any = request.user
        days, late = desk.planned(user)
        context = {
            "boxes": desk.boxes(user),
            "days": days,
            "late": late,
            "recent": desk.recent(user),
            "unread": desk.unread(user),
        }
        return super().index(request, context | (extra_context or {}))

    def style_view(self, request: HttpRequest) -> HttpResponse:
        """Every component of the reader's site, in sample words."""
        return TemplateResponse(request, "admin/style.html", {"is_preview": True, **style.samples()})

    def preferences_view(self, request: HttpRequest) -> HttpResponse:
        """What somebody wants to hear of, and the address of their calendar."""
        user: Any = request.user
        own = Preferences.objects.filter(user=user).first() or Preferences(user=user)
        form = PreferencesForm(request.POST if "_save" in request.POST else None, instance=own)
        if request.method == "POST" and self._saved(request, form):
            return redirect("admin:preferences")
        context = {"title": "Messages and calendar", "form": form, "calendar": calendars.address(own)}
        return TemplateResponse(
            request, "admin/desk/preferences.html", {**self.each_context(request), **context}
        )

    def _saved(self, request: HttpRequest, form: PreferencesForm) -> bool:
        if "_calendar" in request.POST:
            had_one = bool(form.instance.calendar)
            calendars.renew(form.instance.user, off=request.POST["_calendar"] == "off")
            told = (
                "The calendar’s old address leads nowhere any more." if had_one else "Your calendar is ready."
            )
            messages.success(request, told)
            return True
        if is_valid := form.is_valid():
            form.save()
            messages.success(request, "Saved.")
        return is_valid

    def messages_view(self, request: HttpRequest) -> HttpResponse:
        """Marks as read the messages that were shown, up to the newest of them."""
        shown = request.POST.get("shown", "")
        unread: Any = Message.objects.filter(user=request.user, read_at=None)  # type: ignore[misc]
        unread.filter(pk__lte=int(shown) if shown.isdecimal() and len(shown) < 19 else 0).update(
            read_at=timezone.now()
        )
        return redirect("admin:index")

    def note_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Adds a note to a story; whoever may read the story may write one."""
        article, user = get_object_or_404(Article, pk=pk), request.user
        if not self._registry[Article].has_view_permission(request, article):
            raise PermissionDenied
        if text := request.POST.get("text", "").strip():
            _, unknown = notices.write_note(article, text, author=user)  # type: ignore[arg-type]
            if unknown:
                names = get_text_list([f"@{name}" for name in unknown], "and")
                messages.warning(
                    request, f"Nobody at the desk is called {names}: the note reached no such person."
                )
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]) + "#notes")
