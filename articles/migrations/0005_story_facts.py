"""The index of stories made anew, with facts beside the words of each: see articles/search/engines.py.

It is empty after this; articles.search.fill_empty enters the stories at the end of `migrate`.
"""

from django.db import migrations

DO = {
    "sqlite": (
        "DROP TABLE articles_story_words",
        "CREATE VIRTUAL TABLE articles_story_words USING fts5(headline, tags, dek, body, tokenize = 'ascii')",
        """
        CREATE TABLE articles_story_facts (
            rowid INTEGER PRIMARY KEY, expires INTEGER NOT NULL, records BLOB NOT NULL
        )
        """,
    ),
    "postgresql": (
        "DROP TABLE articles_story_words",
        """
        CREATE TABLE articles_story_words (
            rowid bigint PRIMARY KEY, words tsvector NOT NULL, expires bigint NOT NULL, records bytea NOT NULL
        )
        """,
        "CREATE INDEX articles_story_words_words ON articles_story_words USING gin (words) WITH (fastupdate = off)",
        # The planner does not know what it costs to read a text's words: told how common a word is, it
        # would read the words of all rows rather than ask the index.
        "ALTER TABLE articles_story_words ALTER COLUMN words SET STATISTICS 0",
    ),
}
UNDO = {
    "sqlite": ("DROP TABLE articles_story_facts",),
    "postgresql": (
        "ALTER TABLE articles_story_words DROP COLUMN expires, DROP COLUMN records",
        "ALTER TABLE articles_story_words ALTER COLUMN words SET STATISTICS -1",
    ),
}


def do(apps, schema_editor):
    for statement in DO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def undo(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_language")]
    operations = [migrations.RunPython(do, undo)]
