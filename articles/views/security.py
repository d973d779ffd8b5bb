"""Whom to tell of a security hole: https://www.rfc-editor.org/rfc/rfc9116"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

SHORTLY = timedelta(days=180)  # the RFC recommends less than a year


def show(request: HttpRequest) -> HttpResponse:
    """Contact and expiry from the settings; without a date it expires half a year from when it was asked."""
    expires = settings.SECURITY_EXPIRES or (timezone.now() + SHORTLY).date().isoformat()
    moment = datetime.fromisoformat(expires)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    contact = settings.SECURITY_CONTACT
    lines = [
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
        f"Expires: {moment.isoformat(timespec='seconds')}",
        f"Preferred-Languages: {settings.LANGUAGE_CODE}",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
