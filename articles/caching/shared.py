"""One answer for all who wait for it."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

PATIENCE = 1.0  # seconds for which one waits for another's question


class Shared(Generic[Answer]):
    """A question that many threads have, and that one of them asks for all.

    Nobody is given an answer to what was asked before they came, so it is as new as one of their own would
    be: while one thread asks, the others gather, and then one of those asks for them. An error, too, is for
    all who waited. Who has waited in vain asks alone: a connection that is silent holds up its own thread.
    """

    def __init__(self, ask: Callable[[], Answer]) -> None:
        self._ask = ask
        self._changed = threading.Condition()
        self._asked = self._answered = 0  # how often so far; while they differ, one is asking
        self._outcome: Future[Answer] = Future()

    def __call__(self) -> Answer:
        with self._changed:
            own = self._asked + 1
            is_turn = self._changed.wait_for(lambda: self._answered >= min(own, self._asked), PATIENCE)
            if self._answered >= own:
                return self._outcome.result()
            if is_turn:
                self._asked = own
        return self._lead(own) if is_turn else self._ask()

    def _lead(self, number: int) -> Answer:
        outcome: Future[Answer] = Future()
        try:
            outcome.set_result(self._ask())
        except BaseException as error:  # raised below, by all who waited
            outcome.set_exception(error)
        with self._changed:
            self._answered, self._outcome = number, outcome
            self._changed.notify_all()
        return outcome.result()
