"""The page about the paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.editorial import about


def show(request: HttpRequest) -> HttpResponse:
    """What the paper is, what it promises and how to reach it."""
    return render(request, "articles/about.html", {"about": about.standing(), "canonical": reverse("about")})
