"""The newsroom's accounts: who may change whose, and a line in the log for each change of rights."""

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q

from articles.editorial import log


def may_manage(by: User, account: User) -> bool:
    """Nobody changes an account that may do more than their own."""
    if by.is_superuser or account.is_superuser:
        return by.is_superuser
    return _all_permissions(account) <= by.get_all_permissions()


def _all_permissions(account: User) -> set[str]:
    """Also of an account that is switched off, of which Django says that it may do nothing."""
    rows = Permission.objects.filter(Q(user=account) | Q(group__user=account))
    return {f"{label}.{name}" for label, name in rows.values_list("content_type__app_label", "codename")}


def grantable(by: User) -> list[Group]:
    """The groups that somebody may put others into: those that can do nothing they cannot."""
    own = by.get_all_permissions()
    groups = Group.objects.prefetch_related("permissions__content_type")
    return [group for group in groups if by.is_superuser or _permissions(group) <= own]


def _permissions(holder: Group | User) -> set[str]:
    rows = holder.permissions if isinstance(holder, Group) else holder.user_permissions
    found = rows.values_list("content_type__app_label", "codename")
    return {f"{label}.{codename}" for label, codename in found}


def rights_of(account: User | Group) -> set[str]:
    """All that an account or group was given, in words; nothing for one that is not stored yet."""
    if account.pk is None:
        return set()
    if isinstance(account, Group):
        return _permissions(account)
    given = {f"group {name}" for name in account.groups.values_list("name", flat=True)}
    flags = ("is_active", "is_staff", "is_superuser")
    return given | _permissions(account) | {flag for flag in flags if getattr(account, flag)}


def note_change(account: User | Group, before: set[str], *, by: User) -> None:
    """Log what an account or group may do now and could not, or the other way round."""
    after = rights_of(account)
    changes = [f"+ {name}" for name in sorted(after - before)]
    changes += [f"− {name}" for name in sorted(before - after)]
    if changes:
        kind = "Group" if isinstance(account, Group) else "Account"
        log.entry("permissions", user=by, subject=f"{kind} {account}", note=", ".join(changes)).save()
