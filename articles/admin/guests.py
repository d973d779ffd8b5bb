"""The story's guests: links for people without an account, what they looked at and what they said."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.admin.base import posted, url_of, user_of
from articles.admin.pages import StoryPages
from articles.editorial import guests, log
from articles.models import Article, GuestLink

HOURS = [(24, "a day"), (48, "two days"), (guests.MOST_HOURS, "three days")]
MOST_SHOWN = 50


class Invitation(forms.Form):
    """Whom to show a story, for how long, and what they may do."""

    guest = forms.CharField(
        label="Whom is it for?", max_length=100, widget=forms.TextInput({"class": "vTextField"})
    )
    hours = forms.TypedChoiceField(label="The link works for", choices=HOURS, coerce=int, initial=24)
    is_fixed = forms.BooleanField(label="Show this version for good, not each newest one", required=False)
    may_comment = forms.BooleanField(
        label="With a box for comments and a button to approve", required=False, initial=True
    )


class GuestPages(StoryPages):
    """The page of a story's guests."""

    pages = [("<int:object_id>/guests/", "guests"), ("<int:object_id>/guests/<int:pk>/revoke/", "revoke")]

    def guests_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The links there are (GET); a new one, whose address is shown once (POST)."""
        article = self._changeable(request, str(object_id))
        form = Invitation(posted(request))
        if form.is_valid():
            link, token = guests.invite(article, by=user_of(request), **form.cleaned_data)
            log.entry("invite_guest", article=article, user=user_of(request), note=link.guest).save()
            address = f"{settings.SITE_URL}{reverse('guest', args=[token])}"
            told = 'The link for {}, shown only now: <a class="guest-link" href="{}">{}</a>'
            messages.success(request, format_html(told, link.guest, address, address))
            return redirect(url_of("guests", article))
        links = article.guest_links.select_related("made_by").prefetch_related("visits", "comments")
        context = {"form": form, "links": links[:MOST_SHOWN]}
        page = self.show(request, "article/guests", "Guests", context, article)
        page["Cache-Control"] = "no-store, private"
        return page

    def revoke_view(self, request: HttpRequest, object_id: int, pk: int) -> HttpResponse:
        article = self._changeable(request, str(object_id))
        link = get_object_or_404(article.guest_links, pk=pk)
        if request.method == "POST" and link.is_open:
            link.revoked_at = timezone.now()
            link.save(update_fields=["revoked_at"])
            log.entry("revoke_guest", article=article, user=user_of(request), note=link.guest).save()
            messages.success(request, f"The link for {link.guest} leads nowhere now.")
        return redirect(url_of("guests", article))


def beside(article: Article) -> list[GuestLink]:
    """What stands at the story: the links that are open or have led to something, newest first."""
    links: Any = article.guest_links.annotate(said=Count("comments")).order_by("-pk")[:MOST_SHOWN]
    return [link for link in links if link.is_open or link.said or link.approved_at]
