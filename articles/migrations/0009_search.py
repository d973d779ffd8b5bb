"""The full-text index: see articles/search/index.py."""

from django.db import migrations

TABLES = ("articles_story_words", "articles_headline_words", "articles_name_words")
MAKE = {
    "sqlite": "CREATE VIRTUAL TABLE {table} USING fts5(headline, tags, dek, body, tokenize = 'ascii')",
    "postgresql": """
        CREATE TABLE {table} (rowid bigint PRIMARY KEY, words tsvector NOT NULL);
        CREATE INDEX {table}_words ON {table} USING gin (words) WITH (fastupdate = off)
    """,
}


def make(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(MAKE[schema_editor.connection.vendor].format(table=table))


def fill(apps, schema_editor):
    """For the stories that are there already; it reads none but the columns that it names."""
    if apps.get_model("articles", "Article").objects.exists():
        from articles import search

        for step in search.rebuild():
            step()


def drop(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_time_and_guests")]
    operations = [migrations.RunPython(make, drop), migrations.RunPython(fill, migrations.RunPython.noop)]
