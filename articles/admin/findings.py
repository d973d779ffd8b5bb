"""The checklist's findings on the story form: each beside its field."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join

from articles.editorial import checklist, revisions
from articles.editorial.checklist import Finding
from articles.models import Article

Status = Article.Status


def of(article: Article, user: Any, content: Mapping[str, Any] | None = None) -> list[Finding]:
    """What to look at before publishing the working copy; nothing where there is nothing to publish."""
    is_done = article.status == Status.PUBLISHED and not article.has_unpublished_changes
    if is_done or article.status == Status.KILLED:
        return []
    return checklist.findings(article, content or revisions.working_copy(article), user)


def put_beside(form: Any, findings: list[Finding]) -> None:
    """Let each field's help say first what was found in it."""
    for name in {finding.field for finding in findings} & set(form.fields):
        mine = [(one.severity, one.text) for one in findings if one.field == name]
        told = format_html_join("", '<strong class="finding finding-{}">{}</strong>', mine)
        form[name].help_text = format_html("{}{}", told, form[name].help_text)
