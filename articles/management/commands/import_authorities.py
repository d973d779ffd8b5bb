"""`manage.py import_authorities FILE`: people and topics from JSON or CSV."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.editorial.authorities import exchange


class Command(BaseCommand):
    """Prints how many records were created and updated."""

    help = (
        "Read people and topics that export_authorities wrote: .csv, else JSON. Run again, it updates them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: object) -> None:
        read = exchange.read_csv if file.suffix.lower() == ".csv" else exchange.read_json
        try:
            with file.open(encoding="utf-8-sig", newline="") as text:
                counts = exchange.import_rows(read(text))
        except (OSError, UnicodeDecodeError, exchange.Unreadable) as error:
            raise CommandError(str(error), returncode=2) from error
        for what, number in sorted(counts.items()):
            self.stdout.write(f"{number} {what}")
