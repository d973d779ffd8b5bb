"""What is typed and not saved yet: the form's side of autosaves, and who else has the story open."""

import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import formats, timezone

from articles.admin.base import number_of, user_of
from articles.admin.forms import FIELDS, ArticleForm
from articles.admin.moments import TIMES, LocalMoment
from articles.admin.wording import when
from articles.editorial import autosaves, rights
from articles.models import Article, Autosave, Revision, name_of

TICKED = ("on", "True")
NOT_THEIRS = "You may not edit this story any more. What you type is kept, and shown to you alone."


def new_tab() -> str:
    """A name for one showing of the form."""
    return secrets.token_hex(16)


def tab_of(request: HttpRequest) -> str:
    """The tab that a form was sent from; nothing, where it names none."""
    tab = request.POST.get("tab", "")
    return tab if re.fullmatch("[0-9a-f]{32}", tab) else ""


def typed(request: HttpRequest) -> dict[str, str]:
    """The form's fields as they were sent."""
    sent = {name: request.POST[name] for name in FIELDS if name in request.POST}
    sent |= {name: LocalMoment.joined(request.POST, name) for name in TIMES if name in sent}
    return {name: text.replace("\r\n", "\n").replace("\0", "") for name, text in sent.items()}


def as_typed(form: ArticleForm) -> dict[str, str]:
    """The same of a form that nobody has touched."""
    return {name: _as_typed(form[name].value()) for name in FIELDS}


def _as_typed(value: Any) -> str:
    return ("on" if value else "") if isinstance(value, bool) else str(value or "")


def initial(row: Autosave) -> dict[str, Any]:
    """What the form starts from when it goes on with these words."""
    content = {**dict.fromkeys(FIELDS, ""), **row.typed}
    confirmed = content["is_headline_confirmed"] in TICKED
    base = {"base": row.base} if row.base_id else {}
    return {**content, **base, "is_headline_confirmed": confirmed}


def standing(rows: Iterable[Autosave], form: ArticleForm) -> list[Autosave]:
    """The rows that have words which the form has not."""
    rows = list(rows)
    shown = as_typed(form) if rows else {}
    return [row for row in rows if any(_text(row, name) != shown[name].strip() for name in FIELDS)]


def _text(row: Autosave, name: str) -> str:
    if name == "is_headline_confirmed":
        return "on" if row.typed.get(name) in TICKED else ""
    return str(row.typed.get(name, "")).strip()


def clock(row: Autosave) -> str:
    """When the words were typed: “12:04”, or “3 May, 12:04”."""
    assert row.updated_at
    local = timezone.localtime(row.updated_at)
    return formats.date_format(local, "H:i" if local.date() == timezone.localdate() else "j F, H:i")


def find(user: User, article: Article | None, pk: str) -> Autosave | None:
    """A row of this user's for this story that has words unsaved."""
    mine = Autosave.objects.unsaved().filter(user=user, article=article)
    return mine.select_related("base", "article").filter(pk=number_of(pk)).first()


def put_by(request: HttpRequest, article: Article, base: Revision | None = None) -> None:
    """Keep the words of a form that was sent and could not be saved."""
    user, tab, taken = user_of(request), tab_of(request), request.POST.get("taken", "")
    with suppress(autosaves.TooLong):
        autosaves.keep(user, tab, article, content=typed(request), base=base, taken=taken)


def keep(request: HttpRequest, article: Article | None) -> dict[str, str]:
    """Keep what a tab has typed, or note that it is open; what its lines should say.

    `saved`: "12:04", or `done` where a save took this tab's words over, or `error`; `news`, when they were
    typed, where the row had not had these words; `others` and `newer` as `beside` has them.
    """
    user = user_of(request)
    base = article.revisions.filter(pk=number_of(request.POST.get("base", ""))).first() if article else None
    told = {}
    if "typed" in request.POST:
        content = typed(request) if request.POST["typed"] == "1" else None
        try:
            row, is_new = autosaves.keep(
                user,
                tab_of(request),
                article,
                content=content,
                base=base,
                taken=request.POST.get("taken", ""),
                at=_typed_at(request),
            )
        except autosaves.TooLong:
            return {"error": "This story is too long to be kept automatically: save it now and then."}
        told = {"done": "1"} if row.is_saved else {"saved": f"{timezone.localtime(row.heard_at):%H:%M}"}
        told |= {"news": clock(row)} if is_new and content else {}
    elif "left" not in request.POST:
        autosaves.hear(user, tab_of(request), article, base)
    if "left" in request.POST:
        autosaves.leave(user, tab_of(request))
    return told | (beside(article, user, base) if article else {})


def _typed_at(request: HttpRequest) -> datetime:
    """Now, unless the words have waited in a browser, for the seconds it names: its clock may be wrong."""
    seconds = max(number_of(request.POST.get("waited", "")), 0)
    return timezone.now() - timedelta(seconds=min(seconds, autosaves.KEPT_FOR.total_seconds()))


def beside(article: Article, user: User, base: Revision | None) -> dict[str, str]:
    """Who else has the story open (`others`), and who saved it since this tab began (`newer`), in words."""
    rows = Autosave.objects.open().filter(article=article).exclude(user=user).defer("content")
    heard: dict[str, str] = {}
    for row in rows.select_related("user"):
        name = name_of(row.user)
        changed = f", last changed it {when(row.updated_at)}" if row.updated_at else ""
        heard.setdefault(name, f"{name} has this story open{changed}.")
    newest = article.latest_revision
    newer = _newer(newest, user) if newest and base and newest != base else ""
    if not rights.may_edit(user, article):
        newer = NOT_THEIRS
    return {"others": " ".join(heard.values()), "newer": newer}


def _newer(newest: Revision, user: User) -> str:
    who = "You" if newest.author == user else newest.by
    place = " in another tab" if newest.author == user else ""
    return (
        f"{who} saved this story{place} {when(newest.created_at)}. When you save, both are brought together."
    )
