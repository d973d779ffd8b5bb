"""The admin: one module per model. It declares; the verbs of `editorial` do."""

from importlib import import_module
from pkgutil import iter_modules

import taggit.admin  # registers Tag, which the next lines take out again
from django.conf import settings
from django.contrib import admin
from taggit.models import Tag

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")  # registers its models

admin.site.unregister(Tag)
admin.site.site_header = (
    settings.SITE_NAME if "newsroom" in settings.SITE_NAME.lower() else f"{settings.SITE_NAME} newsroom"
)
admin.site.site_title = admin.site.site_header
admin.site.index_title = "Desk"
