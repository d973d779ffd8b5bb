"""How far a long run is: a bar on a terminal, a plain line now and then elsewhere."""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text

EVERY = 10.0  # seconds between two plain lines

Item = TypeVar("Item")


class Rate(ProgressColumn):
    """Documents a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f} a second" if task.speed else "")


def follow(items: Iterable[Item], total: int, console: Console) -> Iterator[Item]:
    """The same items, while the console tells how many of the total came, how fast, and the time left."""
    yield from _bar(items, total, console) if console.is_terminal else _lines(items, total, console)


def _bar(items: Iterable[Item], total: int, console: Console) -> Iterator[Item]:
    columns = (BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress("Importing", *columns, console=console, transient=True) as progress:
        yield from progress.track(items, total)


def _lines(items: Iterable[Item], total: int, console: Console) -> Iterator[Item]:
    start = last = time.monotonic()
    for number, item in enumerate(items, 1):
        yield item
        now = time.monotonic()
        if now - last >= EVERY:
            last, rate = now, number / max(now - start, 0.001)
            left = max(total - number, 0) / rate
            console.print(f"{number} of {total} documents, {rate:.0f} a second, {left:.0f} s left")
