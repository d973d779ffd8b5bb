"""What the style page shows: each component's fragment is given sample words instead of records."""

from datetime import timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from articles import markup
from articles.models import Article, Correction

COLOURS = ("paper", "paper-raised", "ink", "ink-soft", "rule", "rule-strong", "accent", "focus", "mark")
STEPS = (4, 3, 2, 1, 0, -1, -2)


def samples() -> dict[str, Any]:
    """The context of the page; one query, for a picture."""
    now = timezone.now()
    section = {"name": "Harbour", "get_absolute_url": "#cards"}
    authors = [{"name": name, "get_absolute_url": "#cards"} for name in ("Ana Ruiz", "Ben Okri", "Cy Li")]
    story = {
        "headline": "Harbour market reopens after 229 days with its plugs at eye level",
        "dek": "Storm Hester filled the hall on Fish Quay to a depth of 1.2 metres in January.",
        "get_absolute_url": "#cards",
        "section": section,
        "authors": authors,
        "live_at": now,
    }
    foreign = {
        **story,
        "lang": Article(language="ar").lang,
        "headline": "رئيس البلدية يفتتح جسر المرفأ الجديد",
        "dek": "",
        "authors": authors[:1],
    }
    tags = [
        {
            "name": "Ana Ruiz",
            "description": "Harbour master of Port Tarrow since 2019.",
            "get_absolute_url": "#tags",
        },
        {"name": "Storm Hester", "get_absolute_url": "#tags"},
    ]
    pictured = Article.objects.published().filter(lead_picture__isnull=False).select_related("lead_picture")
    shown = pictured.order_by("-pk").defer("body").first()
    return {
        "colours": COLOURS,
        "steps": STEPS,
        "sample": story,
        "stories": [story, foreign],
        "list": {"entries": [story, foreign], "before": "x", "older": "y"},
        "tags": tags,
        "notes": [
            {
                "get_kind_display": label,
                "at": now - timedelta(hours=2),
                "text": "The market closed on 19 January, not 18.",
            }
            for label in Correction.Kind.labels
        ],
        "body": markup.with_footnotes(render_to_string("admin/_sample_text.html")),
        "picture": shown and shown.lead_picture,
    }
