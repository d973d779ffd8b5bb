"""Model factories whose defaults are valid and public where that is the point."""

from datetime import timedelta
from importlib import import_module
from io import BytesIO

import factory
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from articles import models, search
from articles.editorial import pictures, revisions, workflow
from tests.pictures import photo


class UserFactory(factory.django.DjangoModelFactory):
    """An administrator; pass is_superuser=False for anybody else."""

    username = factory.Sequence("editor{}".format)
    is_staff = True
    is_superuser = True

    class Meta:
        model = get_user_model()


GROUPS = import_module("articles.migrations.0002_groups")


def make_member(role, **fields):
    """An account in one of the groups Reporter, Editor and Publisher."""
    if not Group.objects.filter(name=role).exists():  # a test that commits has emptied the tables
        GROUPS.grant(apps, GROUPS.ROLES)
    user = UserFactory(is_superuser=False, **fields)
    user.groups.add(Group.objects.get(name=role))
    return user


class SectionFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence("Section {}".format)

    class Meta:
        model = models.Section


class ContributorFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence("Marta Quill {}".format)

    class Meta:
        model = models.Contributor


class PersonFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence("Edith Calloway {}".format)

    class Meta:
        model = models.Person


class TopicFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence("flooding {}".format)

    class Meta:
        model = models.Topic


class PictureFactory(factory.django.DjangoModelFactory):
    """A picture with all that a story needs of it; its file is not there."""

    file = factory.Sequence("pictures/{}.jpg".format)
    width, height = 1200, 800
    alt_text = "A bridge over a harbour"
    caption = factory.Sequence("The bridge {}".format)
    credit = "Ana Ruiz / Newsroom"

    class Meta:
        model = models.Picture


_counter = iter(range(1, 1_000_000))


def make_draft(**content: object) -> models.Article:
    """A draft with one revision, through the verb that editors' saves take."""
    number = next(_counter)
    defaults = {name: models.Article._meta.get_field(name).get_default() for name in models.CONTENT_FIELDS}
    defaults |= {"people": [], "topics": [], "bylines": []}
    defaults |= {
        "headline": f"Harbour Bridge Opens {number}",
        "slug": f"harbour-bridge-opens-{number}",
        "dek": "The new bridge carries its first buses.",
        "body": "<p>The bridge opened on Monday.</p><p>Buses cross it from noon.</p>",
    }
    section = content.pop("section", None) or SectionFactory()
    article = models.Article()
    revisions.save(article, {**defaults, "section": section, **content})
    return article


def make_article(**content: object) -> models.Article:
    """A story that has been live for an hour, unless `publish_at` says something else.

    One with an `expire_at` that is over was published before that, as it must have been.
    """
    content.setdefault("publish_at", timezone.now() - timedelta(hours=1))
    expired_at = content.pop("expire_at", None)
    article = make_draft(**content)
    workflow.take(article, "publish", actor="tests")
    if expired_at:
        models.Article.objects.filter(pk=article.pk).update(expire_at=expired_at)
        article.refresh_from_db()
        search.enter([article.pk])
    return article


def make_picture(data: bytes = b"", **fields: object) -> models.Picture:
    """A picture of the library, through the verb that uploads take; of other pixels than any before."""
    number = next(_counter)
    defaults = {"alt_text": f"A bridge {number}", "credit": "Ana Ruiz"}
    incoming = pictures.examine(BytesIO(data or photo((600, 400 + number % 100), comment=b"%d" % number)))
    return pictures.take_in(incoming, **{**defaults, **fields})
