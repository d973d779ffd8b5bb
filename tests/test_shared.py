"""Questions that threads ask together: see articles/caching/shared.py."""

import time
from concurrent.futures import ThreadPoolExecutor
from queue import Queue

import pytest

from articles.caching import shared

CROWD = 5


class Desk:
    """Someone who answers when told to, and counts the questions."""

    def __init__(self):
        self.shared = shared.Shared(self.ask)
        self.asked, self.answers = Queue(), Queue()

    def ask(self):
        self.asked.put("?")
        answer = self.answers.get(timeout=10)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def gather(self, threads):
        """One is asking, and a crowd waits behind it."""
        first = threads.submit(self.shared)
        self.asked.get(timeout=10)
        crowd = [threads.submit(self.shared) for _ in range(CROWD)]
        deadline = time.monotonic() + 10
        while len(self.shared._changed._waiters) < CROWD:
            assert time.monotonic() < deadline
            time.sleep(0.001)
        return first, crowd


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def threads():
    with ThreadPoolExecutor(CROWD + 1) as executor:
        yield executor


def test_a_crowd_asks_once_and_after_it_came(desk, threads):
    first, crowd = desk.gather(threads)
    desk.answers.put("old")
    assert first.result(10) == "old"
    desk.answers.put("new")
    assert [one.result(10) for one in crowd] == ["new"] * CROWD
    assert desk.asked.qsize() == 1


def test_an_error_is_told_to_all_who_waited_and_to_nobody_after(desk, threads):
    first, crowd = desk.gather(threads)
    desk.answers.put("old")
    desk.answers.put(ConnectionError("gone"))
    for one in crowd:
        with pytest.raises(ConnectionError, match="gone"):
            one.result(10)
    assert first.result(10) == "old"
    assert desk.asked.qsize() == 1
    desk.answers.put("back")
    assert desk.shared() == "back"


def test_one_after_the_other_each_asks(desk):
    for answer in "ab":
        desk.answers.put(answer)
        assert desk.shared() == answer
    assert desk.asked.qsize() == 2


def test_who_waits_in_vain_asks_alone(desk, threads, monkeypatch):
    monkeypatch.setattr(shared, "PATIENCE", 0.05)
    first = threads.submit(desk.shared)
    desk.asked.get(timeout=10)
    second = threads.submit(desk.shared)
    desk.asked.get(timeout=10)  # while the first is silent
    desk.answers.put("own")
    desk.answers.put("late")
    assert {first.result(10), second.result(10)} == {"own", "late"}
    desk.answers.put("next")
    assert desk.shared() == "next"
