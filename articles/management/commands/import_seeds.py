"""`manage.py import_seeds`: documents in, drafts out."""

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.utils import OperationalError, ProgrammingError
from rich.console import Console
from rich.markup import escape

from articles.editorial import imports
from articles.editorial.intake import Intake, Result
from articles.importing import sources
from articles.importing.names.engine import NoEngine
from articles.management.terminal import follow, operator, positive, until_ctrl_c
from articles.models import Article

STYLES = {"created": "green", "proposed": "yellow", "duplicate": "yellow", "refused": "bold red"}
STOPPED = 130  # 128 and the number of the signal, as shells have it


class Command(BaseCommand):
    """Exit status 0: every document ended well; 1: at least one was refused; 2: wrong usage; 130: stopped."""

    help = "Turn raw documents into clean, tagged, traceable drafts. Run again, it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", default=["seeds"], metavar="PATH", help="files, folders, - for standard input"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--format", choices=["text", "jsonl"], default="text")
        parser.add_argument("--publish", action="store_true", help="publish each new story at once (logged)")
        parser.add_argument("--section", default="", metavar="SLUG", help="section of sources that name none")
        parser.add_argument(
            "--workers", type=positive, default=1, metavar="N", help="processes that read and clean"
        )

    def handle(self, *, paths: list[str], **options: Any) -> None:
        self.counts: Counter[str] = Counter()
        self.is_publishing, self.drafts = options["publish"], 0
        self.has_pictures = False
        self.console = Console(stderr=True, soft_wrap=True)
        with until_ctrl_c() as is_stopped:
            try:
                self._import(list(sources.find(paths)), options, is_stopped)
            except NoEngine as error:
                raise CommandError(str(error), returncode=2) from error
            except FileNotFoundError as error:
                raise CommandError(f"There is no file or folder {error}.", returncode=2) from error
            except (OperationalError, ProgrammingError) as error:
                raise CommandError(_not_ready(error)) from error
            self._sum_up(options["dry_run"])
            if is_stopped():
                self.console.print("Stopped by Ctrl-C. The same command goes on from here.")
                raise SystemExit(STOPPED)
        if self.counts["refused"]:
            raise SystemExit(1)

    def _import(
        self, found: list[sources.Source], options: dict[str, Any], is_stopped: Callable[[], bool]
    ) -> None:
        told = ("dry_run", "publish", "section", "workers")
        intake = Intake(
            operator=operator(),
            arguments={name: options[name] for name in told},
            publish=options["publish"],
            dry_run=options["dry_run"],
        )
        results = imports.run(
            found,
            intake,
            limit=settings.IMPORT_MAX_BYTES,
            section=options["section"],
            workers=options["workers"],
            is_stopped=is_stopped,
        )
        is_json = options["format"] == "jsonl"
        try:
            for result in follow(results, sum(not one.is_picture for one in found), self.console):
                self.counts[result.outcome] += 1
                self.drafts += self._is_left(result)
                self.has_pictures |= _is_illustrated(result)
                self._say(result, is_json)
        except KeyboardInterrupt:  # the second one
            self.console.print("Stopped at once: the last batch was not stored.")

    def _say(self, result: Result, is_json: bool) -> None:
        if is_json:
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False))
            return
        headline = result.document.headline.value if result.document and result.document.headline else ""
        left = "  (a draft)" if self._is_left(result) else ""
        self.stdout.write(f"{result.outcome:<10} {result.source}  {result.error or headline}{left}")
        if result.duplicate_of and result.outcome == "duplicate":
            self.stdout.write(f"           has the same words as {result.duplicate_of}")
        is_shown = not result.article or result.article.lead_picture  # a dry run makes no story
        if result.picture and result.outcome == "created" and is_shown:
            self.stdout.write(f"           with its picture {result.picture.source.path}")
        for warning in result.warnings if result.outcome != "unchanged" else ():
            self.stdout.write(f"           warning: {warning}")
        if result.remark:
            self.stdout.write(f"           {result.remark}")

    def _is_left(self, result: Result) -> bool:
        """Whether its story stays a draft, which is news where it is asked to be published."""
        is_draft = result.article and result.article.status == Article.Status.DRAFT
        return bool(self.is_publishing and result.outcome == "created" and is_draft)

    def _sum_up(self, is_dry: bool) -> None:
        counts = ", ".join(
            f"[{STYLES.get(outcome, 'default')}]{count} {escape(outcome)}[/]"
            for outcome, count in sorted(self.counts.items())
        )
        documents = "1 document" if self.counts.total() == 1 else f"{self.counts.total()} documents"
        drafts = f", {self.drafts} of them left as drafts" if self.drafts else ""
        told = f"{documents}: {counts or 'nothing to import'}{drafts}."
        self.console.print(f"{told}{' Nothing was written.' * is_dry}")
        if self.has_pictures:  # the thread that makes them goes on when everything else has ended
            self.console.print("Their pictures are being made ready; Ctrl-C leaves that to the worker.")


def _is_illustrated(result: Result) -> bool:
    """Whether its story has a picture by this run."""
    is_new = result.outcome == "created" or result.remark
    return bool(result.picture and is_new and result.article and result.article.lead_picture_id)


def _not_ready(error: Exception) -> str:
    if "locked" in str(error):
        return "The database is locked by another process. Try again when that has finished."
    return f"The database is not ready ({error}). Run manage.py migrate first."
