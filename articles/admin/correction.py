"""The notes to readers: added to a story that is or was public, mended where they are wrong."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles.admin.base import DeskAdmin, url_of, user_of
from articles.editorial import corrections
from articles.models import Article, Correction, name_of


class CorrectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A note; only a story that readers have seen can have one."""

    class Meta:
        labels = {"article": "Story"}  # the newsroom’s word for it

    def clean_article(self) -> Article:
        article: Article = self.cleaned_data["article"]
        if not article.was_public:
            raise ValidationError("No reader has seen this story: it needs no note.")
        return article


@admin.register(Correction)
class CorrectionAdmin(DeskAdmin):
    """Whoever may publish tells readers of a change."""

    form = CorrectionForm
    list_display = ("text", "kind", "story", "at", "by")
    list_filter = ("kind",)
    list_select_related = ("article", "author")
    actions = None
    search_fields = ("text", "article__headline")
    fields = ("article", "kind", "text")
    autocomplete_fields = ("article",)

    @admin.display(ordering="article")
    def story(self, correction: Correction) -> str:
        return correction.article.headline

    @admin.display(description="author")
    def by(self, correction: Correction) -> str:
        return name_of(correction.author) or "–"

    def get_readonly_fields(self, request: HttpRequest, obj: Correction | None = None) -> Any:
        return ("article", "at", "by") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Correction | None = None) -> Any:
        return (*self.fields, "at", "by") if obj else self.fields

    def has_change_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return request.user.has_perm("articles.publish_article")

    has_add_permission = has_change_permission

    def has_view_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return request.user.has_perm("articles.view_article") or self.has_change_permission(request, obj)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "article":
            field.widget.can_add_related = field.widget.can_change_related = False
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            answer = corrections.Answer(obj.kind, obj.text)
            added = corrections.add(obj.article, answer, author=user_of(request))
            assert added
            obj.pk, obj.at = added.pk, added.at
        elif form.has_changed():
            corrections.mend(obj, by=user_of(request))

    def delete_model(self, request: HttpRequest, obj: Correction) -> None:
        corrections.remove(obj, by=user_of(request))

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(
        self, request: HttpRequest, obj: Correction, post_url_continue: Any = None
    ) -> HttpResponse:
        super().response_add(request, obj, post_url_continue)  # says that it is there
        return redirect(url_of("change", obj.article))
