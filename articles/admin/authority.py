"""What the admin of people, topics and contributors shares: names that are found by their folded key."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.base import DeskAdmin, url_of, user_of
from articles.admin.reworking import ReworkPages
from articles.admin.tidying import TidyPages
from articles.editorial import addresses, authorities
from articles.folding import fold
from articles.models import Article
from articles.models.authority import Alias


class NamedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A record whose name no other has, whatever the case and accents; its slug may be left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        key = fold(f"{given.get('name', '')} {given.get('qualifier', '')}")
        twins = self._meta.model._default_manager.filter(key=key).exclude(pk=self.instance.pk)
        if "name" in given and (twin := twins.first()):
            means = "by a qualifier" if "qualifier" in self.fields else "in the name"
            self.add_error("name", f"“{twin}” is there already. Tell namesakes apart {means}.")
        return given

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"] or self.instance.slug)


class OnceFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows of a record, none of which says what another one says, as they are stored."""

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            given = getattr(form, "cleaned_data", {})
            if not given or given.get("DELETE"):
                continue
            row = form.instance
            field, said = ("name", fold(row.name)) if isinstance(row, Alias) else ("value", str(row))
            if said in seen:
                form.add_error(field, f"This {field} is in the list twice.")
            seen.add(said)


class AliasFormSet(OnceFormSet):
    """Other names."""

    def save_new(self, form: Any, commit: bool = True) -> Any:
        """A name that the record has by now, such as its old one after a renaming, is there already."""
        there = self.instance.aliases.filter(key=fold(form.instance.name))
        return there.first() or super().save_new(form, commit)


class PartInline(admin.TabularInline):  # type: ignore[type-arg]
    """Rows that are part of a record: whoever may change it, may change them."""

    extra = 1

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return any(
            request.user.has_perm(f"articles.{verb}_{self.parent_model._meta.model_name}")
            for verb in (["change"] if obj else ["add", "change"])
        )

    has_add_permission = has_delete_permission = has_change_permission

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # to those who see the record


class IdentifierInline(PartInline):
    """The numbers of a person or topic elsewhere, and its official pages."""

    formset = OnceFormSet
    fields = ("scheme", "value")


class AliasInline(PartInline):
    """The other names of a person or topic."""

    formset = AliasFormSet
    fields = ("name", "source")
    readonly_fields = ("source",)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "name" and isinstance(field, forms.Field):
            field.widget.attrs["aria-label"] = "Other name"
        return field


class StoriesColumn(DeskAdmin):
    """A list with the number of stories of each record.

    `stories_of` names the rows that are counted, `filter_of_stories` the filter that shows them, if any.
    """

    stories_of = "taggings"
    filter_of_stories = ""

    def get_queryset(self, request: HttpRequest) -> Any:
        relation: Any = self.model._meta.get_field(self.stories_of)
        rows = relation.related_model._default_manager.order_by().filter(
            **{relation.field.name: OuterRef("pk")}
        )
        count = rows.values(relation.field.name).annotate(n=Count("pk")).values("n")
        return super().get_queryset(request).annotate(story_count=Coalesce(Subquery(count), 0))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            addresses.move(obj, form.initial["slug"])

    @admin.display(description="stories")
    def stories(self, record: Any) -> SafeString | int:
        if not self.filter_of_stories:
            return int(record.story_count)
        address = url_of("changelist", Article, **{self.filter_of_stories: record.pk})
        return format_html('<a href="{}">{}</a>', address, record.story_count)


class AuthorityAdmin(ReworkPages, TidyPages, StoriesColumn):
    """People and topics."""

    form = NamedForm
    change_form_template = "admin/articles/authority/change_form.html"
    list_display = ("name", "other_names", "stories")
    search_fields = ("key", "aliases__key")
    search_help_text = "Any part of the name or of another name; case and accents don’t matter"
    fields = ("name", "slug", "description")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("aliases")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Another name keeps the old one as an alias and an address."""
        if change and {"name", "qualifier"} & set(form.changed_data):
            wanted = obj.name, obj.qualifier
            slug = obj.slug if "slug" in form.changed_data else ""
            obj.name, obj.qualifier, obj.slug = (form.initial[name] for name in ("name", "qualifier", "slug"))
            authorities.rename(obj, *wanted, slug=slug, user=user_of(request))
        else:
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        authorities.remove(obj, user_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for record in queryset:
            authorities.remove(record, user_of(request))

    @admin.display(description="also known as")
    def other_names(self, record: Any) -> str:
        return "; ".join(alias.name for alias in record.aliases.all()) or "–"

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (queryset.containing(search_term) if search_term.strip() else queryset), False
