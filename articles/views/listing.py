"""What the pages of sections, people, topics, authors and months have in common."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles import structured_data
from articles.views.paging import Page, page_with_stories


def show_list(
    request: HttpRequest, kind: str, owner: Any, more: Callable[[Page], dict[str, Any]] | None = None
) -> HttpResponse:
    """The stories of a record or month, newest first; one without any is known to the desk only.

    `kind` names the template, `more` gives what else the page shows.
    """
    page = page_with_stories(request, owner)
    context = {
        "owner": owner,
        "page": page,
        "canonical": owner.get_absolute_url(),
        "feed": f"{owner.get_absolute_url()}feed/",
        "json_ld": structured_data.as_script(
            structured_data.collection(owner, page.stories, page.query), structured_data.breadcrumbs(owner)
        ),
    }
    return render(request, f"articles/{kind}.html", context | (more(page) if more else {}))
