"""`manage.py undo_import`: a run of the import taken back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize

from articles.editorial import undoing
from articles.management.terminal import operator
from articles.models import ImportRun


class Command(BaseCommand):
    """Exit status 2: there is no such run."""

    help = (
        "Take back a run of the import: its untouched drafts go, what people worked on stays and is listed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "run", type=int, metavar="RUN", help="the run’s number, as in the admin’s address"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would go and write nothing")

    def handle(self, *, run: int, dry_run: bool, **options: Any) -> None:
        found = ImportRun.objects.filter(pk=run).first()
        if found is None:
            raise CommandError(f"There is no import run {run}.", returncode=2)
        undone = undoing.foresee(found) if dry_run else undoing.undo(found, operator=operator())
        for stay in undone.stays:
            self.stdout.write(f"stays  {stay.article.headline}  ({stay.reason})")
        if dry_run:
            left = f"{len(undone.stays)} stay{pluralize(undone.stays, 's,')}"
            self.stdout.write(f"{undone} would go, {left}. Nothing was written.")
        else:
            records = f"{undone.records} record{pluralize(undone.records)}"
            self.stdout.write(f"{undone} went, with {records} that nothing else uses.")
