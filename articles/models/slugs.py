"""Slugs that are never empty and read well in any script."""

from django.utils.text import slugify

from articles.folding import PLAIN_LETTERS

SLUG_LENGTH = 100


def slug_of(name: str, fallback: str) -> str:
    """The slug of a name: ASCII where its letters fold to it (Łódź, lodz), else Unicode (北京).

    A name without letters or digits gives `fallback`. At most 100 characters, cut between words.
    """
    wide = slugify(name, allow_unicode=True)
    plain = slugify(name.lower().translate(PLAIN_LETTERS))
    slug = plain if len(plain) >= len(wide) else wide
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]
    return slug.strip("-_") or fallback
