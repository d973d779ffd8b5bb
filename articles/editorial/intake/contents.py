"""What an arrival becomes in rows: the content of a story, its section, its columns in the ledger."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from articles import languages, markup
from articles.editorial.intake.arrivals import Arrival
from articles.editorial.intake.ledger import block_of, kept
from articles.importing.document import Derived, Document


def columns(arrival: Arrival) -> dict[str, Any]:
    """What a record of an arrival holds, its outcome aside."""
    digest, item = arrival.identity
    return {
        "source": arrival.source[:1000],
        "name": arrival.name,
        "digest": digest,
        "item": item,
        "canonical": arrival.canonical,
        "error": arrival.error[:500],
        **(kept(arrival.document) if arrival.document else {}),
    }


def section_of(arrival: Arrival) -> str:
    """The section that the source names, else the one it was brought to."""
    own = arrival.document and arrival.document.section
    return own.value if own else arrival.section


def title_of(section: str) -> str:
    """The name of a section that is made from a slug or a folder."""
    return section.replace("-", " ").replace("_", " ").strip().capitalize()[:100] or "News"


def content_of(document: Document) -> dict[str, Any]:
    """What an editor would have typed, without the records and the section."""
    headline = document.headline.value if document.headline else document.source
    return {
        "headline": headline[:200],
        "is_headline_confirmed": document.is_headline_own,
        "slug": "",
        "dek": document.dek.value[:400] if document.dek else "",
        "body": markup.join(map(block_of, document.body)),
        "lead_picture": None,
        "publish_at": _moment(document.published),
        "embargo_until": _moment(document.embargo),
        "expire_at": _moment(document.expires),
        "language": _language(document.language),
    }


def _language(found: Derived | None) -> str:
    """The source's language, where it is another one than the site's."""
    tag = languages.canonical(found.value) if found else ""
    is_foreign = markup.LANGUAGE.fullmatch(tag) and not languages.is_within(tag, settings.LANGUAGE_CODE)
    return tag if is_foreign else ""


def _moment(found: Derived | None) -> datetime | None:
    """The source's date in the site's time zone; the start of the day where it names no time."""
    if found is None:
        return None
    moment = datetime.fromisoformat(found.value)
    return moment if moment.tzinfo else timezone.make_aware(moment)
