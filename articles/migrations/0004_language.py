"""A story may be in another language than the paper."""

from django.db import migrations, models

FIELD = {
    "name": "language",
    "field": models.CharField(
        blank=True,
        help_text="Of the story, as in de, cy or fr-CA. Empty: that of the paper.",
        max_length=30,
    ),
}


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_search")]
    operations = [
        migrations.AddField("article", **FIELD),
        migrations.AddField("revision", **FIELD),
    ]
