"""What lists of stories have in common, and the pages of sections and authors, which show nothing else."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles import structured_data
from articles.models import Contributor, Section
from articles.views.paging import Page, page_of


def show_list(
    request: HttpRequest, kind: str, owner: Any, more: Callable[[Page], dict[str, Any]] | None = None
) -> HttpResponse:
    """The stories of a record or month, newest first; one without any is known to the desk only.

    `kind` names the template, `more` gives what else the page shows.
    """
    page = page_of(request, owner)
    context = {
        "owner": owner,
        "page": page,
        "canonical": owner.get_absolute_url(),
        "feed": f"{owner.get_absolute_url()}feed/",
        "json_ld": structured_data.as_script(
            structured_data.collection(owner, page.entries, page.query), structured_data.breadcrumbs(owner)
        ),
    }
    return render(request, f"articles/{kind}.html", context | (more(page) if more else {}))


def show_section(request: HttpRequest, slug: str) -> HttpResponse:
    return show_list(request, "section", get_object_or_404(Section, slug=slug))


def show_author(request: HttpRequest, slug: str) -> HttpResponse:
    """Who they are, and the stories under their name."""
    return show_list(request, "author", get_object_or_404(Contributor, slug=slug))
