"""What the admin's classes share: lists that stay quick whatever the archive's size, and pages of our own."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import model_ngettext
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import CASCADE, PROTECT, Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from js_asset import Media

from articles.models import Article
from articles.models.listed import Tagging

MOST_COUNTED = 5000
MOST_NAMED = 3


def number_of(text: str) -> int:
    """A primary key or place out of a request; -1, which nothing has, for what can be none."""
    return int(text) if re.fullmatch("[0-9]{1,18}", text or "") else -1


def user_of(request: HttpRequest) -> Any:
    """Who is signed in; on these pages always somebody."""
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing before it was sent."""
    return request.POST if request.method == "POST" else None


def url_of(page: str, of: Model | type[Model], /, *args: Any, **query: Any) -> str:
    """The address of a page in the admin: of a record, or of all records of a model."""
    own = [of.pk] if isinstance(of, Model) else []
    return reverse(f"admin:articles_{of._meta.model_name}_{page}", args=[*own, *args], query=query or None)


def demand(is_allowed: bool) -> None:
    """Raises PermissionDenied where it is not."""
    if not is_allowed:
        raise PermissionDenied


def with_nonce(media: Any, request: HttpRequest) -> Media:
    """Scripts and styles that the site's policy lets run."""
    return Media.from_media(media, nonce=request.csp_nonce)  # type: ignore[attr-defined]


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages over the first 5,000 rows: no count over the whole table; search and filters lead further."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows[:MOST_COUNTED].count())


class BoundedList(ChangeList):
    """A list that says so when it counts no further."""

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """Without what holds a NUL, which PostgreSQL does not even compare."""
        asked: dict[str, Any] = super().get_filters_params(params)
        return {name: value for name, value in asked.items() if "\0" not in "".join(value)}

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.is_cut = self.result_count == MOST_COUNTED
        if not self.params:  # nothing is left out, so there is nothing to “show all” of
            self.full_result_count = self.result_count


class RecordChoice(AutocompleteSelect):
    """Django's, which asks the database for whatever the address or the form names, be it a number or not."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        return super().optgroups(name, [one for one in value if number_of(one) > 0], attr)


class BriefDeletion(admin.ModelAdmin):  # type: ignore[type-arg]
    """Before a deletion, counts of what goes along; of what stands in its way, a few stories, too.

    Django would name each row: minutes for somebody in 20,000 stories.
    """

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        records = list(objs)
        refused = {self.opts.verbose_name for one in records if not self.has_delete_permission(request, one)}
        counts = Counter({str(self.opts.verbose_name_plural): len(records)})
        for rows in self._leading_to(records, CASCADE):
            plural = rows.model._meta.verbose_name_plural
            counts["tags of stories" if issubclass(rows.model, Tagging) else str(plural)] += rows.count()
        in_the_way = [_told(rows) for rows in self._leading_to(records, PROTECT) if rows.exists()]
        return records, +counts, refused, in_the_way

    def _leading_to(self, records: list[Any], on_delete: Any) -> Iterator[Any]:
        """The rows that lead to these records, of each relation that does so at a deletion."""
        relations: Any = self.model._meta.get_fields(include_hidden=on_delete is PROTECT)
        for relation in relations:
            if getattr(relation, "on_delete", None) is on_delete:
                rows = relation.related_model._base_manager
                yield rows.filter(**{f"{relation.field.name}__in": records})


def _told(rows: Any) -> SafeString:
    """“20,000 stories: Bridge Opens, Roof Comes First and others”; the rows are stories or lead to one."""
    number = rows.count()
    newest = [getattr(row, "article_id", row.pk) for row in rows.order_by("-pk")[:MOST_NAMED]]
    found = Article.objects.in_bulk(newest)
    stories = ((url_of("change", found[pk]), found[pk]) for pk in dict.fromkeys(newest))
    links = format_html_join(", ", '<a href="{}">{}</a>', stories)
    others = " and others" if number > MOST_NAMED else ""
    return format_html("{} {}: {}{}", f"{number:,}", model_ngettext(rows, number), links, others)


class DeskAdmin(BriefDeletion):
    """Bounded lists, and pages beside Django's own.

    `pages` are routes below the model's, each with a name: its view is the method `<name>_view`, its address
    `articles_<model>_<name>`. A class has those of its parents, too.
    """

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    list_class: type[BoundedList] = BoundedList
    pages: list[tuple[str, str]] = []

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[BoundedList]:
        return self.list_class

    def get_urls(self) -> list[URLPattern]:
        return [*self.own_urls(), *super().get_urls()]

    def own_urls(self) -> Iterator[Any]:
        for parent in type(self).__mro__:
            for route, name in vars(parent).get("pages", ()):
                view = self.admin_site.admin_view(getattr(self, f"{name}_view"))
                yield path(route, view, name=f"articles_{self.opts.model_name}_{name}")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RecordChoice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["media"] = with_nonce(context["media"], request)
        return super().render_change_form(request, context, *args, **kwargs)

    def show(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any], of: Any = None
    ) -> TemplateResponse:
        """A page of our own, `of` a record where it belongs to one; `media` are its scripts and styles."""
        page = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "original": of}
        if media := context.get("media"):
            page["media"] = with_nonce(media, request)
        return TemplateResponse(request, f"admin/articles/{template}.html", context | page)


class OnePageAdmin(DeskAdmin):
    """A page of its own in the place of a list: there is nothing to add or to delete."""

    pages = [("", "changelist")]

    def get_urls(self) -> list[URLPattern]:
        return list(self.own_urls())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_add_permission = has_delete_permission


class ReadOnlyAdmin(DeskAdmin):
    """Rows to read: nobody adds one, changes one or takes one out."""

    sortable_by = ()
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_add_permission = has_delete_permission = has_change_permission
