"""The page about the paper, and who writes it."""

import django.utils.timezone
from django.db import migrations, models

from articles.migrations._grants import grant

VIEW, CHANGE = "articles.view_aboutpage", "articles.change_aboutpage"
ROLES = {"Reporter": [VIEW], "Editor": [VIEW], "Publisher": [VIEW, CHANGE]}


def make_groups(apps, schema_editor):
    grant(apps, ROLES)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0015_front_page'),
    ]

    operations = [
        migrations.CreateModel(
            name='AboutPage',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('body', models.TextField()),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'page about the paper',
                'verbose_name_plural': 'about page',
                'default_permissions': ('view', 'change'),
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='about_page_once')],
            },
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop, elidable=False),
    ]
