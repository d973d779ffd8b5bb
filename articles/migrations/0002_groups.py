"""The groups Reporter, Editor and Publisher, and what each may."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

REPORTER = [
    *("articles.add_article", "articles.change_article", "articles.add_picture"),
    *(
        f"articles.view_{name}"
        for name in "aboutpage article contributor frontplace importrun person picture section topic".split()
    ),
]
EDITOR = [
    *REPORTER,
    *("articles.review_article", "articles.schedule_article", "articles.delete_article", "articles.change_picture"),
    *(f"articles.{verb}_{name}" for verb in ("add", "change") for name in ("contributor", "person", "topic")),
    *("articles.change_frontplace", "articles.view_statuschange"),
]
PUBLISHER = [
    *EDITOR,
    *("articles.publish_article", "articles.break_embargo", "articles.change_aboutpage"),
    *("articles.add_section", "articles.change_section"),
    *(f"articles.delete_{name}" for name in "contributor person picture section topic".split()),
    *("auth.view_user", "auth.add_user", "auth.change_user"),
]
ROLES = {"Reporter": REPORTER, "Editor": EDITOR, "Publisher": PUBLISHER}


def grant(apps, roles):
    """Give each group of `{name: [permission, ...]}` these permissions (`app.codename`); make what is missing,
    since within a migration Django has not made the permissions yet."""
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


def make_groups(apps, schema_editor):
    grant(apps, ROLES)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
