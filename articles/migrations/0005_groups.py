"""The groups Reporter, Editor and Publisher; whose each story is; the verbs of the log so far."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery

from articles.migrations._grants import grant

REPORTER = [
    *("articles.add_article", "articles.change_article", "articles.add_picture"),
    *(f"articles.view_{name}" for name in "article contributor importrun person picture section topic".split()),
]
EDITOR = [
    *REPORTER,
    *("articles.review_article", "articles.schedule_article", "articles.delete_article", "articles.change_picture"),
    *(f"articles.{verb}_{name}" for verb in ("add", "change") for name in ("contributor", "person", "topic")),
    "articles.view_statuschange",
]
PUBLISHER = [
    *EDITOR,
    *("articles.publish_article", "articles.break_embargo"),
    *("articles.add_section", "articles.change_section"),
    *(f"articles.delete_{name}" for name in "contributor person picture section topic".split()),
    *("auth.view_user", "auth.add_user", "auth.change_user"),
]
ROLES = {"Reporter": REPORTER, "Editor": EDITOR, "Publisher": PUBLISHER}

VERBS = {
    "in_review": "submit",
    "approved": "approve",
    "draft": "send_back",
    "published": "publish",
    "withdrawn": "withdraw",
    "killed": "kill",
}


def make_groups(apps, schema_editor):
    grant(apps, ROLES)


def find_owners(apps, schema_editor):
    Article, Revision = apps.get_model("articles", "Article"), apps.get_model("articles", "Revision")
    written = Revision.objects.filter(article=OuterRef("pk"), author__isnull=False).order_by("id")
    Article.objects.update(owner=Subquery(written.values("author")[:1]))


def name_verbs(apps, schema_editor):
    StatusChange, Article = apps.get_model("articles", "StatusChange"), apps.get_model("articles", "Article")
    for status, verb in VERBS.items():
        StatusChange.objects.filter(verb="", to_status=status).update(verb=verb)
    StatusChange.objects.filter(from_status=F("to_status"), to_status="published").update(verb="publish_changes")
    headline = Article.objects.filter(pk=OuterRef("article")).values("headline")
    StatusChange.objects.filter(subject="", article__isnull=False).update(subject=Subquery(headline))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(step, migrations.RunPython.noop, elidable=False)
        for step in (make_groups, find_owners, name_verbs)
    ]
