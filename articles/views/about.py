"""The page about the paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles import figures
from articles.editorial import about


def show(request: HttpRequest) -> HttpResponse:
    """What the paper is, what it promises and how to reach it."""
    context = {"body": figures.for_page(about.standing().body), "canonical": reverse("about")}
    return render(request, "articles/about.html", context)
