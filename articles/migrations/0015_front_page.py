"""The front page, and who arranges it."""

import django.db.models.deletion
from django.db import migrations, models

from articles.migrations._grants import grant

VIEW, CHANGE = "articles.view_frontplace", "articles.change_frontplace"
ROLES = {"Reporter": [VIEW], "Editor": [VIEW, CHANGE], "Publisher": [VIEW, CHANGE]}


def make_groups(apps, schema_editor):
    grant(apps, ROLES)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0014_rejections'),
    ]

    operations = [
        migrations.CreateModel(
            name='FrontPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('top', 'Top stories'), ('picks', 'Editor’s picks')], max_length=5)),
                ('rank', models.PositiveSmallIntegerField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='front_place', to='articles.article')),
            ],
            options={
                'verbose_name': 'place on the front page',
                'verbose_name_plural': 'front page',
                'ordering': ['part', 'rank'],
                'default_permissions': ('view', 'change'),
                'constraints': [models.UniqueConstraint(fields=('part', 'rank'), name='front_place_once')],
            },
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop, elidable=False),
    ]
