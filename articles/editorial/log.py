"""The log of the newsroom: who did what, and when."""

from django.contrib.auth.models import User

from articles.models import Article, StatusChange, name_of


def entry(
    verb: str,
    *,
    article: Article | None = None,
    user: User | None = None,
    actor: str = "",
    subject: str = "",
    note: str = "",
    before: str = "",
) -> StatusChange:
    """A line, still to be stored: of a story in its state now, or of `subject`.

    Without a user it is the operator's deed, and `actor` names them. `before` is the state that the
    story came from, where the deed changed it.
    """
    status = article.status if article else ""
    return StatusChange(
        verb=verb,
        article=article,
        user=user,
        actor=(actor or name_of(user) or "operator")[:150],
        subject=(subject or (article.headline if article else ""))[:200],
        note=note[:300],
        from_status=before or status,
        to_status=status,
    )
