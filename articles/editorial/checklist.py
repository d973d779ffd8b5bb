"""The checklist before publishing: what to look at in a story, and how much it matters in its section."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.contrib.auth.models import User
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from articles.editorial import checks, embargoes
from articles.editorial.checks import Copy, Found
from articles.models import Article

OFF, WARN, BLOCK = SEVERITIES = ("off", "warn", "block")


@dataclass(frozen=True, slots=True)
class Check:
    """One item of the list; a section may give it another severity than this usual one.

    Whoever has the permission `waived_by` is warned only, and goes on knowingly.
    """

    name: str
    label: str
    severity: str
    find: Callable[[Copy], Found]
    waived_by: str = ""

    def severity_for(self, user: User | None, chosen: Mapping[str, str]) -> str:
        severity = chosen.get(self.name, self.severity)
        is_waived = bool(severity == BLOCK and self.waived_by and user and user.has_perm(self.waived_by))
        return WARN if is_waived else severity


CHECKS = {
    check.name: check
    for check in (
        Check("headline", "The headline is confirmed", BLOCK, checks.headline_confirmed),
        Check(
            "length",
            f"The headline has at most {checks.LONGEST_HEADLINE} characters",
            WARN,
            checks.headline_length,
        ),
        Check("dek", "There is a dek", WARN, checks.dek),
        Check("text", "There is a text", BLOCK, checks.text),
        Check("section", "An imported story’s section was chosen", WARN, checks.section),
        Check("byline", "There is a byline", WARN, checks.byline),
        Check("placeholders", "No TK, XXX or lorem ipsum is left", BLOCK, checks.placeholders),
        Check("repeats", "No other story has the same text", WARN, checks.repeats),
        Check("import", "Lines that the import removed were looked at", WARN, checks.imported_lines),
        Check("links", "Links are whole, and those within the site lead somewhere", BLOCK, checks.links),
        Check("pictures", "Each picture has an alternative text and a credit", BLOCK, checks.pictures),
        Check("terms", "Pictures may be used for a week after publishing", WARN, checks.terms),
        Check("expiry", "It does not expire before it appears", BLOCK, checks.expiry),
        Check("embargo", "The embargo is kept", WARN, checks.embargo, waived_by=embargoes.PERMISSION),
        Check("eyes", "A second person has seen it", OFF, checks.second_eyes),
    )
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: beside which field it belongs, and what to do. `check` is its name."""

    check: str
    field: str
    severity: str
    text: str

    @property
    def place(self) -> str:
        """The field's name in words."""
        return self.field.removeprefix("is_").replace("_", " ")

    @property
    def plain(self) -> str:
        """What to do, without links."""
        return unescape(strip_tags(self.text)) if isinstance(self.text, SafeString) else self.text

    @property
    def blocks(self) -> bool:
        return self.severity == BLOCK


def findings(article: Article, content: Mapping[str, Any], user: User | None = None) -> list[Finding]:
    """What stands between this working copy and its readers; what blocks comes first."""
    copy, chosen = Copy(article, content, user), content["section"].checks
    severities = {name: check.severity_for(user, chosen) for name, check in CHECKS.items()}
    found = [
        Finding(name, field, severities[name], told)
        for name, check in CHECKS.items()
        if severities[name] != OFF
        for field, told in check.find(copy)
    ]
    return sorted(found, key=lambda finding: not finding.blocks)
