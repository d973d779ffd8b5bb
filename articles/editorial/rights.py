"""Who may do what: touch a story or a picture, change an account; with a line for each change of rights."""

from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from articles.editorial import library, log
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


def may_manage(by: User, account: User) -> bool:
    """Nobody changes an account that may do more than their own."""
    if by.is_superuser or account.is_superuser:
        return by.is_superuser
    # Not Django's own answer: of an account that is switched off it says that it may do nothing.
    theirs = Permission.objects.filter(Q(user=account) | Q(group__user=account))
    return _names(theirs) <= by.get_all_permissions()


def grantable(by: User) -> list[Group]:
    """The groups that somebody may put others into: those that can do nothing they cannot."""
    own = by.get_all_permissions()
    groups = Group.objects.all()
    return [group for group in groups if by.is_superuser or _names(group.permissions.all()) <= own]


def _names(permissions: QuerySet[Permission]) -> set[str]:
    rows = permissions.values_list("content_type__app_label", "codename")
    return {f"{label}.{codename}" for label, codename in rows}


def rights_of(account: User | Group) -> set[str]:
    """All that an account or group was given, in words; nothing for one that is not stored yet."""
    if account.pk is None:
        return set()
    if isinstance(account, Group):
        return _names(account.permissions.all())
    given = {f"group {name}" for name in account.groups.values_list("name", flat=True)}
    flags = ("is_active", "is_staff", "is_superuser")
    return given | _names(account.user_permissions.all()) | {flag for flag in flags if getattr(account, flag)}


def note_change(account: User | Group, before: set[str], *, by: User) -> None:
    """Log what an account or group may do now and could not, or the other way round."""
    after = rights_of(account)
    changes = [f"+ {name}" for name in sorted(after - before)]
    changes += [f"− {name}" for name in sorted(before - after)]
    if changes:
        kind = "Group" if isinstance(account, Group) else "Account"
        log.entry("permissions", user=by, subject=f"{kind} {account}", note=", ".join(changes)).save()
