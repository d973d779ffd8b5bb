"""Makes the full-text index anew, after rows came into the database by another way than Newsroom's own."""

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from articles import search
from articles.editorial.bulk import Pace


class Command(BaseCommand):
    help = "Makes the search index anew; until it is done, readers find less."

    def handle(self, **options: Any) -> None:
        pace = Pace()
        for step in chain(search.rebuild(), search.rebuild_pictures()):
            with pace.turn(), transaction.atomic():
                step()
        self.stdout.write(self.style.SUCCESS("The search index is new."))
