"""A run of the import: from sources to results, a batch at a time, kind to whoever edits meanwhile."""

import gc
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle

from articles.editorial import authorities
from articles.editorial.bulk import Pace
from articles.editorial.intake import Arrival, Intake, Result, settle
from articles.importing.album import ALONE, Album
from articles.importing.document import Document, Known, Refusal, Refused
from articles.importing.sources import Source
from articles.importing.workshop import Made, Names, begin, make, work

DEFAULT_SECTION = "news"
WINDOW = 32  # files that are looked up, or given to a worker, at once
WINDOW_BYTES = 8 * 1024 * 1024
AHEAD = 2  # windows that wait for each worker


def run(
    sources: Iterable[Source],
    intake: Intake,
    *,
    limit: int,
    section: str = "",
    workers: int = 1,
    is_stopped: Callable[[], bool] = bool,
    before: Iterable[Document] = (),
    album: Album | None = None,
) -> Iterator[Result]:
    """What became of each document, in order, as it is stored; then of the pictures that came with none.

    The pictures are among the sources or, where those are a part of more, in an `album` of all. `limit` is
    the most bytes of a file, `section` the slug for documents that name none. The known names grow with
    the run, so that later documents meet the people of earlier ones, those of the documents `before` the
    run included. Once `is_stopped` says so, no further file is opened, and what was opened is stored.
    """
    found, taken = list(sources) if album is None else sources, set[str]()
    pictures = Album(found) if album is None else album
    documents = (one for one in found if not one.is_picture)
    with _makers(workers, limit, before) as make:
        answers = _answered(make(_asked(documents, intake, limit, is_stopped)), section, pictures)
        for result in store(answers, intake):
            taken.update([result.picture.source.whole] if result.picture else [])
            yield result
    if album is None and not is_stopped():
        left = pictures.left(taken)
        yield from store((Arrival(one.path, b"", "", error=ALONE) for one in left), intake)
    intake.finish()


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file with its bytes, or why it cannot be read; `known` is what the ledger says of it."""

    source: Source
    data: bytes = b""
    error: str = ""
    known: list[Result] | None = None

    @property
    def is_to_do(self) -> bool:
        return self.known is None and not self.error


def _asked(
    sources: Iterable[Source], intake: Intake, limit: int, is_stopped: Callable[[], bool]
) -> Iterator[list[_Opened]]:
    """Files in windows of a bounded size, each with the ledger's answer where it has one."""
    window: list[_Opened] = []
    for source in sources:
        if is_stopped():
            break
        window.append(_open(source, limit + 1))
        if len(window) == WINDOW or sum(len(one.data) for one in window) > WINDOW_BYTES:
            yield _ask(window, intake)
            window = []
    if window:
        yield _ask(window, intake)


def _open(source: Source, most: int) -> _Opened:
    try:
        return _Opened(source, source.read(most))
    except OSError as error:
        return _Opened(source, error=f"cannot be read: {error.strerror}")
    except Refused as refusal:
        return _Opened(source, error=str(refusal))


def _ask(window: list[_Opened], intake: Intake) -> list[_Opened]:
    known = intake.known_among([(one.source.path, one.data) for one in window])
    return [
        one if one.error else _Opened(one.source, one.data, known=answer)
        for one, answer in zip(window, known, strict=True)
    ]


def _answered(made: Iterable[tuple[_Opened, Made]], section: str, album: Album) -> Iterator[Result | Arrival]:
    for opened, documents in made:
        if opened.known is not None:
            yield from (_with_picture(one, opened, album) for one in opened.known)
        else:
            yield from _arrivals(opened, documents, section, album)


def _with_picture(result: Result, opened: _Opened, album: Album) -> Result:
    is_single = len(opened.known or ()) == 1
    lead = album.lead(opened.source.whole, result.document, is_single)
    return replace(result, file=opened.source, picture=lead)


def _arrivals(opened: _Opened, documents: Made, section: str, album: Album) -> Iterator[Arrival]:
    goes_to = section or opened.source.folder or DEFAULT_SECTION
    arrival = partial(Arrival, data=opened.data, section=goes_to, parts=len(documents), file=opened.source)
    if opened.error:
        yield arrival(opened.source.path, error=opened.error)
    for one in documents:
        if isinstance(one, Refusal):
            yield arrival(one.source, error=one.error)
        else:
            document, hashes = one
            lead = album.lead(opened.source.whole, document, len(documents) == 1)
            yield arrival(document.source, document=document, sketch=hashes, picture=lead)


def store(answers: Iterable[Result | Arrival], intake: Intake) -> Iterator[Result]:
    """Store what arrives, in batches that end with a picture (it may take a second), and give all answers in
    their order."""
    pace, waiting = Pace(), list[Result | Arrival]()
    intake.turn = pace.turn
    for answer in answers:
        waiting.append(answer)
        if len(waiting) >= pace.batch or (isinstance(answer, Arrival) and answer.picture):
            yield from _store(waiting, intake)
            waiting = []
    yield from _store(waiting, intake)


def _store(waiting: Sequence[Result | Arrival], intake: Intake) -> Iterator[Result]:
    arrivals = [one for one in waiting if isinstance(one, Arrival)]
    stored = iter(intake.take_in(arrivals))
    results = (next(stored) if isinstance(one, Arrival) else one for one in waiting)
    yield from (settle(result, intake) for result in results)


# From bytes to documents, here or in worker processes.

Maker = Callable[[Iterable[list[_Opened]]], Iterator[tuple[_Opened, Made]]]


@contextmanager
def _makers(workers: int, limit: int, before: Iterable[Document]) -> Iterator[Maker]:
    names = Names(authorities.known())
    names.learn(names.new_in([(one, ()) for one in before]))
    with ExitStack() as stack:
        # What is there now stays: looking through it for garbage, again and again, took a tenth of the time.
        gc.freeze()
        stack.callback(gc.unfreeze)
        if workers == 1:
            yield lambda windows: _make_here(windows, names, limit)
            return
        # One process each, so that each is told of every new name once; spawned, because a copy of this
        # process would share its database connections.
        spawn = multiprocessing.get_context("spawn")
        started = (ProcessPoolExecutor(1, spawn, begin, (names.known,)) for _ in range(workers))
        pools = [stack.enter_context(pool) for pool in started]
        yield lambda windows: _make_there(windows, pools, names, limit)


def _make_here(windows: Iterable[list[_Opened]], names: Names, limit: int) -> Iterator[tuple[_Opened, Made]]:
    for window in windows:
        for opened in window:
            made = make(opened.source.path, opened.data, names.known, limit) if opened.is_to_do else []
            names.learn(names.new_in(made))
            yield opened, made


def _make_there(
    windows: Iterable[list[_Opened]], pools: list[ProcessPoolExecutor], names: Names, limit: int
) -> Iterator[tuple[_Opened, Made]]:
    waiting: deque[tuple[list[_Opened], Future[list[Made]]]] = deque()
    untold: list[list[Known]] = [[] for _ in pools]
    turns = cycle(range(len(pools)))
    for window in windows:
        turn = next(turns)
        files = [(opened.source.path, opened.data) for opened in window if opened.is_to_do]
        waiting.append((window, pools[turn].submit(work, files, untold[turn], limit)))
        untold[turn] = []
        if len(waiting) > AHEAD * len(pools):
            yield from _collect(*waiting.popleft(), names, untold)
    while waiting:
        yield from _collect(*waiting.popleft(), names, untold)


def _collect(
    window: list[_Opened], future: Future[list[Made]], names: Names, untold: list[list[Known]]
) -> Iterator[tuple[_Opened, Made]]:
    done = iter(future.result())
    for opened in window:
        made = next(done) if opened.is_to_do else []
        news = names.new_in(made)
        if news != Known():
            for portion in untold:
                portion.append(news)
        yield opened, made
