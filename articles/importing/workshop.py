"""Where documents are made of files: in this process or in others, with names that grow as they are found."""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence

from articles.importing import pipeline
from articles.importing.document import Document, Known, KnownName, Refusal, Refused
from articles.importing.fingerprints import sketch

# The documents of one file, each with the sketch of its text.
Made = list[tuple[Document, tuple[int, ...]] | Refusal]

Files = Sequence[tuple[str, bytes]]


def make(source: str, data: bytes, known: Known, limit: int) -> Made:
    """The documents of a file (its path as given and its bytes), or why there are none."""
    try:
        found = pipeline.process(source, data, known, limit=limit)
    except Refused as refusal:
        found = [Refusal(source, str(refusal))]
    return [one if isinstance(one, Refusal) else (one, sketch(one.paragraphs)) for one in found]


class Names:
    """The known names, and those that a run finds. The naming rules index them anew at each growth, so
    the names of the run come in portions: each story's at first, a twentieth of all later."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._have = {one.name for one in (*known.people, *known.topics)}
        self._size = len(self._have)
        self._people: list[KnownName] = []
        self._topics: list[KnownName] = []

    def new_in(self, made: Made) -> Known:
        """The names in these documents that are new to the run, each once."""
        documents = [one[0] for one in made if not isinstance(one, Refusal)]
        people = [KnownName(one.name) for each in documents for one in each.people if self._add(one.name)]
        topics = [
            KnownName(one.name, kind=one.kind)
            for each in documents
            for one in each.topics
            if self._add(one.name)
        ]
        return Known(tuple(people), tuple(topics))

    def _add(self, name: str) -> bool:
        is_new = name not in self._have
        self._have.add(name)
        return is_new

    def learn(self, news: Known) -> None:
        """Take new names in, now or with the next portion."""
        self._people += news.people
        self._topics += news.topics
        grown = len(self._people) + len(self._topics)
        if 20 * grown > self._size:
            self.known = Known((*self.known.people, *self._people), (*self.known.topics, *self._topics))
            self._size += grown
            self._people, self._topics = [], []


_names = Names(Known())  # of a worker's process


def begin(known: Known) -> None:
    """What a worker does first. Ctrl-C is for the first process, which lets the workers finish."""
    global _names
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _names = Names(known)
    gc.freeze()  # as the first process does


def _end_with_parent() -> None:
    # A killed parent cannot tell its workers to stop, and they would wait for ever.
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def work(files: Files, news: Sequence[Known], limit: int) -> list[Made]:
    """What a worker does with a window of files, after it has learned the `news` of the others."""
    for known in news:
        _names.learn(known)
    return [make(source, data, _names.known, limit) for source, data in files]
