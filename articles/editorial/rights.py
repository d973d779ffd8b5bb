"""Who may touch which story; what each step of the workflow needs stands in its table."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from articles.editorial import library
from articles.models import Article, Picture

UNTIL_APPROVED = (Article.Status.DRAFT, Article.Status.IN_REVIEW)


def may_edit(user: User, article: Article) -> bool:
    """Whether somebody may write a version of a story.

    Reviewers of every one; anybody else who may change stories of their own, until it is approved. A
    story that has no owner yet, such as an imported one, becomes theirs who save it first.
    """
    if article.pk is None:
        return user.has_perm("articles.add_article")
    is_own = article.owner_id in (None, user.pk) and article.status in UNTIL_APPROVED
    return user.has_perm("articles.change_article") and (is_own or user.has_perm("articles.review_article"))


def check_edit(user: User | None, article: Article) -> None:
    """Raises PermissionDenied, with what to do, where `may_edit` says no; without a user nothing does."""
    if user and not may_edit(user, article):
        raise PermissionDenied("This story is not yours to edit. Ask its writer or an editor.")


def may_edit_picture(user: User, picture: Picture) -> bool:
    """Whether somebody may change a picture: editors every one, reporters those that they brought in.

    As with a story, what readers see is not theirs to change any more.
    """
    if user.has_perm("articles.change_picture"):
        return True
    is_own = picture.uploaded_by_id == user.pk and user.has_perm("articles.add_picture")
    return is_own and not library.is_public(picture)
