"""Versions of stories as readers would see them: for the desk, and for a guest, who has a link only."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.context import Site
from articles.editorial import guests
from articles.models import GuestLink, Revision
from articles.views.article import Story, around

COOKIE = "guest"


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody who may not change stories gets the answer for an unknown address."""
    if not (request.user.is_staff and request.user.has_perm("articles.change_article")):
        raise Http404("There is no such page.")
    revisions = Revision.objects.select_related("article", "section", "lead_picture")
    return as_readers_would(request, get_object_or_404(revisions, pk=pk), "articles/article.html")


def as_readers_would(
    request: HttpRequest, revision: Revision, template: str, context: dict[str, Any] | None = None
) -> TemplateResponse:
    """The page of a revision, which nobody keeps and no search engine lists."""
    site, story = Site(request), Story.proposed(revision)
    context = {
        "site": site,
        "story": story,
        "is_preview": True,
        "around": around(site, story.article, story.people, story.topics),
        **(context or {}),
    }
    headers = {"Cache-Control": "no-store, private", "X-Robots-Tag": "noindex, nofollow"}
    return TemplateResponse(request, template, context, headers=headers)


class Comment(forms.Form):
    """What a guest says. `seen` is the version that they had before them."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Your comment to the desk",
        max_length=guests.LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def guest(request: HttpRequest, token: str) -> HttpResponse:
    """The story, with a banner, a box for comments and a button to approve. Else a plain 404."""
    link = guests.find(token)
    if link is None:
        raise Http404("There is no such page.")
    revision = guests.shown(link)
    form = Comment(request.POST if request.method == "POST" else None, initial={"seen": revision.pk})
    if request.method == "POST" and link.may_comment and form.is_valid():
        if _answered(form, link, revision, is_approval="approve" in request.POST):
            return HttpResponseRedirect(f"{reverse('guest', args=[token])}#desk")
    elif request.method != "POST":
        guests.log_visit(link, request.headers.get("User-Agent", ""))
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = revision.pk
    form.data = data
    context = {"link": link, "form": form, "said": link.comments.all()[:50]}
    response = as_readers_would(request, revision, "articles/guest.html", context)
    # The story's picture is shown to nobody else yet; its address carries no token.
    response.set_cookie(
        COOKIE,
        token,
        expires=link.expires_at,
        path=reverse("media", args=["-"])[:-1],
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _answered(form: Comment, link: GuestLink, revision: Revision, *, is_approval: bool) -> bool:
    """Whether all that the guest sent was kept; else the form says what was not."""
    text = form.cleaned_data["text"].strip()
    if form.cleaned_data["seen"] != revision.pk:
        form.add_error(None, "The story was changed while you were reading. Look again, then send it.")
    elif not text and not is_approval:
        form.add_error("text", "Write something, or approve the story.")
    else:
        try:
            if text:
                guests.comment(link, revision, text)
            if is_approval:
                guests.approve(link, revision)
        except guests.TooManyComments:
            form.add_error("text", "That is a lot of comments for one hour. Please send this one later.")
    return form.is_valid()
