"""Accounts and groups: publishers put people into groups; what each may do is the operator's to say."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from articles.admin.base import BriefDeletion, user_of
from articles.editorial import rights

admin.site.unregister([User, Group])


class LoggedRights(BriefDeletion):
    """Every change of what an account or group may do leaves a line in the log."""

    actions = None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.before = rights.rights_of(self.model._default_manager.get(pk=obj.pk)) if change else set()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        rights.note_change(form.instance, form.before, by=user_of(request))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        before = rights.rights_of(obj) | {"the account itself"}
        super().delete_model(request, obj)
        rights.note_change(obj, before, by=user_of(request))


@admin.register(User)
class AccountAdmin(LoggedRights, UserAdmin):  # type: ignore[type-arg]
    """Without being a superuser one sees names and groups, and changes nobody who may do more."""

    list_display = ("username", "first_name", "last_name", "email", "is_active")
    list_filter = ("is_active", "groups")
    people_fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email")}),
        ("Rights", {"fields": ("is_active", "is_staff", "groups")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None or user_of(request).is_superuser:
            return super().get_fieldsets(request, obj)
        return self.people_fieldsets

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        is_open = obj is None or rights.may_manage(user_of(request), obj)
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        is_open = obj is None or rights.may_manage(user_of(request), obj)
        return is_open and super().has_delete_permission(request, obj)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            pks = [group.pk for group in rights.grantable(user_of(request))]
            kwargs["queryset"] = Group.objects.filter(pk__in=pks)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        if not user_of(request).is_superuser:
            # Whoever sets a colleague's password could act under their name.
            raise PermissionDenied("Only an administrator sets other people’s passwords.")
        return super().user_change_password(request, id, form_url)


@admin.register(Group)
class RoleAdmin(LoggedRights, GroupAdmin):
    """What each role may do: an administrator says it, for who may change groups could give theirs all."""

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return bool(user_of(request).is_superuser)

    has_add_permission = has_delete_permission = has_change_permission
