"""Moments as machines read them."""

from datetime import datetime

from django import template

register = template.Library()


@register.filter(expects_localtime=True)
def iso(moment: datetime) -> str:
    """To the second and with its zone's offset, as HTML's `time` and Open Graph want it (RFC 3339).

    A page has dozens of them, and `date` takes a format apart each time.
    """
    return moment.isoformat(timespec="seconds")
