"""Compares people and topics until all are compared; the worker does the same, a little at a time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.editorial import likenesses
from articles.models import PersonLikeness, TopicLikeness


class Command(BaseCommand):
    help = "Finds people and topics that may be one and the same; editors see them in the admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="compare all of them anew, not the new ones")

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        if again:
            likenesses.start_again()
        for model in likenesses.PAIRS:
            compared = 0
            while number := likenesses.compare_some(model):
                compared += number
            self.stdout.write(f"{compared} {model._meta.verbose_name_plural} compared.")
        waiting = sum(rows.objects.count() for rows in (PersonLikeness, TopicLikeness))
        self.stdout.write(f"{waiting} pairs to look at.")
