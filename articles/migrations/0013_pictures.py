"""What a picture needs from the upload to the reader: its key, its original, its people, its usage terms."""

import articles.models.picture
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def give_keys(apps, schema_editor):
    Picture = apps.get_model("articles", "Picture")
    pictures = list(Picture.objects.only("pk"))
    for picture in pictures:
        picture.key = articles.models.picture.new_key()
    Picture.objects.bulk_update(pictures, ["key"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_story_names'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField(
            model_name='picture',
            old_name='created_at',
            new_name='uploaded_at',
        ),
        migrations.AddField(
            model_name='picture',
            name='copyright_notice',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='picture',
            name='creator',
            field=models.CharField(blank=True, help_text='Who made it: “Ana Ruiz”.', max_length=200),
        ),
        migrations.AddField(
            model_name='picture',
            name='focal_x',
            field=models.FloatField(default=0.5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='focal point, from the left'),
        ),
        migrations.AddField(
            model_name='picture',
            name='focal_y',
            field=models.FloatField(default=0.5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='focal point, from the top'),
        ),
        migrations.AddField(
            model_name='picture',
            name='from_file',
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddField(
            model_name='picture',
            name='headline',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='picture',
            name='is_decorative',
            field=models.BooleanField(default=False, help_text='It tells nothing: those who cannot see it miss nothing.', verbose_name='decorative'),
        ),
        migrations.AddField(
            model_name='picture',
            name='key',
            field=models.CharField(editable=False, max_length=43, null=True),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='picture',
            name='key',
            field=models.CharField(default=articles.models.picture.new_key, editable=False, max_length=43, unique=True),
        ),
        migrations.AddField(
            model_name='picture',
            name='keywords',
            field=models.TextField(blank=True, help_text='With commas between them.', max_length=2000),
        ),
        migrations.AddField(
            model_name='picture',
            name='killed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='picture',
            name='licence_url',
            field=models.CharField(blank=True, help_text='The address of its terms.', max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='licence'),
        ),
        migrations.AddField(
            model_name='picture',
            name='licensor_url',
            field=models.CharField(blank=True, help_text='The address of a page that sells or gives one.', max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='where to get a licence'),
        ),
        migrations.AddField(
            model_name='picture',
            name='original',
            field=models.FileField(blank=True, editable=False, max_length=200, upload_to=articles.models.picture.original_path),
        ),
        migrations.AddField(
            model_name='picture',
            name='rendered_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='picture',
            name='sha256',
            field=models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='picture',
            name='source',
            field=models.CharField(blank=True, help_text='Who owns or sent it: an agency, a family.', max_length=200),
        ),
        migrations.AddField(
            model_name='picture',
            name='taken_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='picture',
            name='uploaded_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='picture',
            name='usage_terms',
            field=models.TextField(blank=True, help_text='What it may be used for.', max_length=1000),
        ),
        migrations.AddField(
            model_name='picture',
            name='usage_until',
            field=models.DateField(blank=True, help_text='The last day of the usage terms.', null=True),
        ),
        migrations.AlterField(
            model_name='picture',
            name='alt_text',
            field=models.CharField(blank=True, help_text='What the picture shows, for those who cannot see it. Not its caption.', max_length=300),
        ),
        migrations.AlterField(
            model_name='picture',
            name='caption',
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AlterField(
            model_name='picture',
            name='credit',
            field=models.CharField(blank=True, help_text='What readers see: “Ana Ruiz / Newsroom”.', max_length=200),
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='articles.picture')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='articles.revision')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PicturePerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown_in', to='articles.person')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='articles.picture')),
            ],
            options={
                'ordering': ['rank'],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='picture',
            name='people',
            field=models.ManyToManyField(blank=True, related_name='pictures', through='articles.PicturePerson', to='articles.person'),
        ),
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(condition=models.Q(('killed_at', None), ('rendered_at', None)), fields=['id'], name='picture_unrendered'),
        ),
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(fields=['credit', '-id'], name='picture_credit'),
        ),
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(fields=['alt_text', 'is_decorative', '-id'], name='picture_alt'),
        ),
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(condition=models.Q(('usage_until__isnull', False)), fields=['usage_until'], name='picture_ending'),
        ),
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.CheckConstraint(condition=models.Q(('is_decorative', False), ('alt_text', ''), _connector='OR'), name='picture_decorative_says_nothing', violation_error_message='A decorative picture has no alternative text: choose one of them.'),
        ),
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.CheckConstraint(condition=models.Q(('focal_x__range', (0, 1)), ('focal_y__range', (0, 1))), name='picture_focal_point_inside'),
        ),
        migrations.AddConstraint(
            model_name='figure',
            constraint=models.UniqueConstraint(fields=('revision', 'picture'), name='figure_once'),
        ),
        migrations.AddConstraint(
            model_name='pictureperson',
            constraint=models.UniqueConstraint(fields=('picture', 'person'), name='picture_person_once'),
        ),
    ]
