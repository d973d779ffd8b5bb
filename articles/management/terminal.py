"""At the command line: who is there, Ctrl-C as a request to stop at a good place, and how far a run is."""

import getpass
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text

EVERY = 10.0  # seconds between two plain lines

Item = TypeVar("Item")


def operator() -> str:
    """The login's name, for the log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in a container
        return "operator"


def positive(text: str) -> int:
    """The type of an argument. Raises ValueError, which argparse tells in its own words."""
    if (number := int(text)) < 1:
        raise ValueError
    return number


@contextmanager
def until_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Gives a function that says whether somebody pressed Ctrl-C; pressing it again stops at once."""
    pressed = threading.Event()

    def press(number: int, frame: FrameType | None) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    if threading.current_thread() is not threading.main_thread():
        yield pressed.is_set
        return
    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)


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
