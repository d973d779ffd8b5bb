"""`manage.py export_authorities`: people and topics as JSON or CSV."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from articles.editorial.authorities import exchange


class Command(BaseCommand):
    """Writes to a file, or to standard output."""

    help = "Write all people and topics with their aliases and ids; import_authorities reads them back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["json", "csv"], default="json")
        parser.add_argument("--output", metavar="FILE", help="standard output without it")

    def handle(self, *, format: str, output: str | None, **options: object) -> None:
        write = exchange.write_csv if format == "csv" else exchange.write_json
        if output is None:
            write(self.stdout)  # type: ignore[arg-type]
            return
        with open(output, "w", encoding="utf-8", newline="") as file:
            write(file)
