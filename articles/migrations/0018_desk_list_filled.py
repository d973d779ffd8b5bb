"""What the list of stories at the desk looks up: each story's import run, and its newest headline's words."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_runs(apps, schema_editor):
    stories = apps.get_model("articles", "Article").objects
    entries = apps.get_model("articles", "SourceDocument").objects.filter(outcome="created", undone_at=None)
    run = Subquery(entries.filter(article=OuterRef("pk")).order_by("id").values("run")[:1])
    stories.filter(pk__in=entries.filter(article__isnull=False).values("article")).update(made_by=run)


def enter_headlines(apps, schema_editor):
    if apps.get_model("articles", "Article").objects.exists():
        from articles import search

        for step in search.rebuild():
            step()


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_desk_list")]
    operations = [
        migrations.RunPython(name_runs, migrations.RunPython.noop),
        migrations.RunPython(enter_headlines, migrations.RunPython.noop),
    ]
