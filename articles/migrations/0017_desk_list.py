import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_about_page")]
    operations = [
        migrations.AddField(
            "article",
            "made_by",
            models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.importrun",
            ),
        ),
        migrations.AddIndex("article", models.Index(fields=["made_by", "id"], name="article_made_by")),
        migrations.AddIndex(
            "article",
            models.Index(fields=["id"], name="article_unconfirmed", condition=Q(is_headline_confirmed=False)),
        ),
        migrations.AddIndex(
            "sourcedocument",
            models.Index(fields=["id"], condition=Q(outcome="proposed"), name="source_proposed"),
        ),
    ]
