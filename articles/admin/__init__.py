"""The admin: one module per model. It declares; the verbs of `editorial` do."""

import taggit.admin  # registers Tag, which the next lines take out again
from django.conf import settings
from django.contrib import admin
from taggit.models import Tag

from articles.admin import (
    about,
    account,
    article,
    contributor,
    correction,
    front_page,
    import_run,
    log,
    person,
    picture,
    section,
    topic,
    upload,
)

admin.site.unregister(Tag)
admin.site.site_header = (
    settings.SITE_NAME if "newsroom" in settings.SITE_NAME.lower() else f"{settings.SITE_NAME} newsroom"
)
admin.site.site_title = admin.site.site_header
admin.site.index_title = "Desk"
