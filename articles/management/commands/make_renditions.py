"""Renditions of all pictures that have none, or of all anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.editorial import renditions
from articles.models import Picture


class Command(BaseCommand):
    help = "Makes the renditions of pictures that are still without, those too that were given up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="make all of them anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            Picture.objects.filter(killed_at=None).update(rendered_at=None)
        Picture.objects.filter(rendered_at=None, killed_at=None).update(attempts=0)
        self.stdout.write(f"Pictures with new renditions: {renditions.work_off()}")
