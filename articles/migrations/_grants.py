"""Permissions for groups within a migration, where Django has not made the permissions yet."""

from django.contrib.auth.management import create_permissions


def grant(apps, roles):
    """Give each group of `{name: [permission, ...]}` these permissions (`app.codename`); make what is missing."""
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for label in {name.partition(".")[0] for names in roles.values() for name in names}:
        config = apps.get_app_config(label)
        # Django skips an app without a module of models, and a migration's apps have none.
        config.models_module = getattr(config, "models_module", None) or True
        create_permissions(config, apps=apps, verbosity=0)
    rows = Permission.objects.select_related("content_type")
    there = {f"{one.content_type.app_label}.{one.codename}": one for one in rows}
    for role, names in roles.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.add(*(there[name] for name in names))
