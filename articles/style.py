"""What the style page shows: each component's fragment is given sample words instead of records."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from articles import markup
from articles.models import Article, Correction

COLOURS = ("paper", "paper-raised", "ink", "ink-soft", "rule", "rule-strong", "accent", "focus", "mark")
STEPS = (4, 3, 2, 1, 0, -1, -2)
BODY = """\
<p>The harbour market reopened on Monday, 229 days after the storm.<small>Counted from 19 January,
 when the market was closed.</small> Its plugs now sit at <strong>eye level</strong>, and the sea wall is
 <em>half a metre</em> higher. <a href="#body">A link</a>, H<sub>2</sub>O and 10<sup>6</sup> too.</p>
<h2>A subhead of the second level</h2>
<p>“We counted every plug,” said the harbour master, who quoted <span lang="de">Theodor Storm</span> and
 <span lang="ar">مرفأ</span> in one breath.</p>
<blockquote><p>The sea does not read our minutes.</p><p><cite>Ana Ruiz, harbour master</cite></p></blockquote>
<h3>A subhead of the third level</h3>
<ul><li><p>A list of things</p></li><li><p>that have no order</p></li></ul>
<ol><li><p>and one of things</p></li><li><p>that have</p></li></ol>
<table><tbody><tr><th><p>Quay</p></th><th><p>Flooded on</p></th><th><p>Depth, in metres</p></th></tr>\
<tr><th><p>Fish Quay</p></th><td><p>19 January</p></td><td><p>1.2</p></td></tr>\
<tr><th><p>Custom House Quay</p></th><td><p>20 January</p></td><td><p>0.4</p></td></tr></tbody></table>
<hr>
<pre><code>tide = [4.1, 4.3, 4.9]  # metres above datum, and a long line that scrolls within its own box
print(max(tide))</code></pre>
<p>The council measured: <code>max(tide)</code> was 4.9.<small>Port Tarrow tide gauge.</small></p>"""


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
        "body": markup.with_footnotes(BODY),
        "picture": shown and shown.lead_picture,
    }
