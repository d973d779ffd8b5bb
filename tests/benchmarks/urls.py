"""The project's addresses, and a view that does nothing: what every page is compared with."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("bare/", lambda request: HttpResponse("bare")),
    path("", include("newsroom.urls")),
]
