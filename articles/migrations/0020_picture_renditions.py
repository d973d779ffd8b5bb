"""Renditions of the pictures, which django-pictures names; no column changes but an index."""

import articles.models.picture
import articles.models.rendition
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0019_likenesses'),
    ]

    operations = [
        migrations.AlterField(
            model_name='picture',
            name='file',
            field=articles.models.rendition.RenditionsField(editable=False, height_field='height', upload_to=articles.models.picture.picture_path, width_field='width'),
        ),
    ]
