"""A story may be in another language than the paper."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FIELD = {
    "name": "language",
    "field": models.CharField(
        blank=True,
        db_default="",
        default="",
        help_text="Of the story, as in de, cy or fr-CA. Empty: that of the paper.",
        max_length=30,
    ),
}


class AddInPlace(migrations.AddField):
    """In a moment. On SQLite Django would copy the whole table, which with a default there is no need of."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = from_state.apps.get_model(app_label, self.model_name)
        field = to_state.apps.get_model(app_label, self.model_name)._meta.get_field(self.name)
        BaseDatabaseSchemaEditor.add_field(schema_editor, model, field)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_search")]
    operations = [
        AddInPlace("article", **FIELD),
        AddInPlace("revision", **FIELD),
    ]
