"""The full-text indexes: see articles/search/index.py and articles/search/pictures.py."""

from django.db import migrations

TABLES = (
    "articles_story_words",
    "articles_headline_words",
    "articles_name_words",
    "articles_picture_words",
)
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


def drop(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_groups")]
    operations = [migrations.RunPython(make, drop)]
