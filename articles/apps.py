"""The one application, and Django's admin with the desk as its first page."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Newsroom"
    default = True

    def ready(self) -> None:
        from articles import caching, search
        from articles.editorial import schedule

        caching.watch()
        caching.on_due.append(schedule.apply_due)
        search.watch()
        search.watch_pictures()
        post_migrate.connect(search.fill_empty, sender=self)


class DeskConfig(admin.AdminConfig):
    default = False
    # Not in the package `admin`, whose import registers its models with the site that this makes.
    default_site = "articles.adminsite.DeskSite"
