"""`manage.py import_topics FILE`: the IPTC Media Topics become topics."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.editorial import authorities
from articles.importing import mediatopics
from articles.management.terminal import operator


class Command(BaseCommand):
    """Prints how many topics were made and updated, and what somebody should look at."""

    help = "Read the Media Topics from a file of cv.iptc.org (JSON or RDF/XML). Run again, it updates them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="as downloaded, in one language or in all (lang=x-all)")
        parser.add_argument(
            "--language", default=mediatopics.FALLBACK, help="tag of the labels, such as de or ar"
        )

    def handle(self, *, file: Path, language: str, **options: object) -> None:
        try:
            terms = mediatopics.read(file.read_bytes())
        except (OSError, mediatopics.NoVocabulary) as error:
            raise CommandError(str(error), returncode=2) from error
        report = authorities.import_topics(terms, language, actor=operator())
        for what, number in sorted(report.counts.items()):
            self.stdout.write(f"{number} {what}")
        for note in report.notes:
            self.stdout.write(note)
