"""The worker: does what is due, once or again and again."""

import logging
import time
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from articles.editorial import worker
from articles.management.terminal import positive

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Does the side effects that are due. Pages need none of it: stories appear and go by themselves."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--every", type=positive, metavar="SECONDS", help="go on, and look this often")
        what.add_argument("--again", action="store_true", help="try again what was given up, too")
        what.add_argument("--gone", action="store_true", help="no worker is expected any more")

    def handle(self, *args: Any, every: int | None, again: bool, gone: bool, **options: Any) -> None:
        if gone:
            worker.dismiss()
            self.stdout.write("No worker is expected any more.")
            return
        if again:
            self.stdout.write(f"Trying again: {worker.try_again()}")
        if every:
            with suppress(KeyboardInterrupt):
                self._go_on(every)
            return
        self.stdout.write(f"Side effects done: {worker.run()}")

    def _go_on(self, every: int) -> None:
        while True:
            pause = float(every)
            try:
                close_old_connections()
                worker.run(every)
                pause = worker.seconds_to_wait(every)
            except DatabaseError:
                logger.exception("The database does not answer; looking again.")
            time.sleep(pause)
