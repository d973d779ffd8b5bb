"""The full-text index of the library: see articles/search/pictures.py."""

from importlib import import_module

from django.db import migrations, models

index = import_module("articles.migrations.0009_search")
TABLE = "articles_picture_words"


def make(apps, schema_editor):
    schema_editor.execute(index.MAKE[schema_editor.connection.vendor].format(table=TABLE))


def fill(apps, schema_editor):
    """For the pictures that are there already; it reads none but the columns that it names."""
    from articles import search

    for step in search.rebuild_pictures():
        step()


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_authorities")]
    operations = [
        migrations.RunPython(make, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["uploaded_by", "-id"], name="picture_uploader"),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(
                condition=models.Q(("killed_at__isnull", False)), fields=["id"], name="picture_killed"
            ),
        ),
    ]
