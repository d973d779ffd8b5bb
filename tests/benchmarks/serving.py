"""What the public pages cost: beside a view that does nothing, and in a large archive beside a small one.

    python -m tests.benchmarks.serving [--small 1000] [--large 100000] [--seconds 3] [--rounds 60]

Needs wrk. Fills two databases (SQLite in a scratch folder, or the two of --urls, the small one first, which
must be empty or filled by an earlier run) at the same number of stories a day, so that the larger one is the
older paper; starts granian with two workers for each on loopback. Prints, each as a share within this run:
requests a second of kept pages, CPU of pages made afresh, and the median times of all pages made afresh.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import quote

ROOT = Path(__file__).parents[2]
PORT = 8990
FRESH = {"Cookie": "sessionid=nobody"}  # with a session, nothing is kept
CONNECTIONS = 16  # as many as the server has threads
TURNS = 5
STORIES_OF_A_YEAR = 10_000
FILL = """
from articles.models import Article
from tests.benchmarks.stories import fill
Article.objects.exists() or fill({number}, years={number} / {a_year}, records={records})
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", type=int, default=1000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--urls", nargs=2, metavar="URL")
    parser.add_argument("--port", type=int, default=PORT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as running:
        urls = options.urls or [f"sqlite:///{scratch}/{size}.sqlite3" for size in ("small", "large")]
        sizes = (options.small, options.large)
        small, large = (
            running.enter_context(serve(url, size, options.port + number))
            for number, (url, size) in enumerate(zip(urls, sizes, strict=True))
        )
        print(f"{options.small:,} and {options.large:,} stories in {urls[1].partition(':')[0]}\n")
        requests(large, options.seconds)
        afresh(large, options.rounds)
        both(small, large, options.rounds)


@contextmanager
def serve(url: str, stories: int, port: int):
    """A site with so many stories."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "SECRET_KEY": "only-for-the-benchmark",
        "DEBUG": "off",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": url,
    }
    fill = FILL.format(number=stories, a_year=STORIES_OF_A_YEAR, records=max(20, min(2000, stories // 20)))
    for arguments in (["migrate", "--verbosity", "0"], ["shell", "--verbosity", "0", "--command", fill]):
        subprocess.run(
            [sys.executable, ROOT / "manage.py", *arguments], env=environment, cwd=ROOT, check=True
        )
    command = [Path(sys.executable).parent / "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", "2", "--blocking-threads", "8", "--log-level", "error", "--no-access-log"]
    server = subprocess.Popen([*command, "newsroom.wsgi:application"], env=environment, cwd=ROOT)
    site = Site(port, server.pid)
    try:
        site.wait()
        yield site
    finally:
        site.connection.close()  # else the server would wait for it
        server.terminate()
        server.wait()


class Site:
    """A running server, asked over one connection."""

    def __init__(self, port: int, pid: int) -> None:
        self.port, self.pid = port, pid
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def wait(self) -> None:
        for _ in range(600):
            try:
                self.get("/bare/")
                return
            except OSError:
                self.connection.close()
                time.sleep(0.1)
        raise SystemExit("The server did not start.")

    def get(self, path: str, headers: dict | None = None):
        try:
            self.connection.request("GET", path, headers=headers or {})
            answer = self.connection.getresponse()
        except ConnectionError:  # the server hangs up after a while; a refused one is for `wait`
            self.connection.close()
            self.connection.request("GET", path, headers=headers or {})
            answer = self.connection.getresponse()
        return answer, answer.read().decode()

    def time(self, path: str) -> float:
        """Milliseconds until all of a page is there, made afresh."""
        start = time.perf_counter()
        answer, _ = self.get(path, FRESH)
        assert answer.status == 200, (path, answer.status)
        return (time.perf_counter() - start) * 1000

    def cpu(self) -> float:
        """Milliseconds of the processor that the server and its workers have had."""
        spent = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # others come and go
                parent = int(path.read_text().rpartition(") ")[2].split()[1])
                if self.pid in (int(path.parent.name), parent):
                    spent += sum(
                        int(task.read_text().split()[0]) for task in path.parent.glob("task/*/schedstat")
                    )
        return spent / 1_000_000

    def requests_a_second(self, path: str, headers: dict, seconds: int) -> float:
        said = [part for pair in headers.items() for part in ("-H", ": ".join(pair))]
        command = [
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{seconds}s",
            *said,
            f"http://127.0.0.1:{self.port}{path}",
        ]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])


def requests(site: Site, seconds: int) -> None:
    etag = site.get("/articles/story-1/")[0].headers["ETag"]
    asked = {
        "bare": ("/bare/", {}),
        "article": ("/articles/story-1/", {}),
        "article, 304": ("/articles/story-1/", {"If-None-Match": etag}),
        "home": ("/", {}),
        "section": ("/sections/news/", {}),
    }
    for path, headers in asked.values():  # each worker makes its pages once
        site.requests_a_second(path, headers, 1)
    # In turns: how evenly the connections fall to the two workers, and what else the machine does, changes.
    turns = [
        {name: site.requests_a_second(*what, seconds) for name, what in asked.items()} for _ in range(TURNS)
    ]
    kept = {name: median(turn[name] for turn in turns) for name in asked}
    bare = kept.pop("bare")
    print(f"| kept page | requests a second, of a bare view's {bare:.0f} |\n|---|---|")
    for name, number in kept.items():
        print(f"| {name} | {number / bare:.0%} |", flush=True)


def afresh(site: Site, rounds: int) -> None:
    """In turns, of which the median counts: how fast a processor is changes with what else it does."""
    asked = {"bare": "/bare/", "article": "/articles/story-1/", "home": "/", "section": "/sections/news/"}
    turns = [
        {name: _cost(site, path, 100 if name == "bare" else 5) for name, path in asked.items()}
        for _ in range(rounds)
    ]
    cost = {name: median(turn[name] for turn in turns) for name in asked}
    print("\n| page made afresh | CPU, in bare views |\n|---|---|")
    for name in list(asked)[1:]:
        print(f"| {name} | {cost[name] / cost['bare']:.1f} |", flush=True)


def _cost(site: Site, path: str, number: int) -> float:
    before = site.cpu()
    for _ in range(number):
        site.get(path, FRESH)
    return (site.cpu() - before) / number


def both(small: Site, large: Site, rounds: int) -> None:
    print("\n| page made afresh | p50 small, ms | p50 large, ms | times |\n|---|---|---|---|")
    for (name, path), (_, other) in zip(pages(small), pages(large), strict=True):
        times: tuple[list[float], list[float]] = ([], [])
        for number in range(rounds + 5):
            for site, asked, column in ((small, path, times[0]), (large, other, times[1])):
                took = site.time(asked)
                column += [took] * (number >= 5)
        before, now = map(median, times)
        print(f"| {name} | {before:.1f} | {now:.1f} | {now / before:.2f} |", flush=True)


def pages(site: Site) -> list[tuple[str, str]]:
    """Every public page there is, first and deep; those of a time are found as readers find them."""
    _, sitemap = site.get("/sitemap.xml")
    months = [found.replace("-", "/") for found in re.findall(r"sitemap-(\d{4}-\d\d)\.xml", sitemap)]
    year, month = months[-2:][0].split("/")
    deep = f"?before={quote(f'{year}{month}20T000000.000000Z-0')}"
    lists = [("section", "/sections/news/"), ("author", "/authors/writer-1/")]
    lists += [("person", "/people/person-1/"), ("topic", "/topics/topic-1/")]
    return [
        ("home", "/"),
        ("article", "/articles/story-1/"),
        *lists,
        *((f"{name}, deep", path + deep) for name, path in lists[:2]),
        ("archive, newest", f"/archive/{months[0]}/"),
        ("archive, old", f"/archive/{year}/{month}/"),
        ("corrections", "/corrections/"),
        ("about", "/about/"),
        ("search, empty", "/search/"),
        ("feed", "/feed/"),
        *((f"{name}, feed", f"{path}feed/") for name, path in lists),
        # The month before is whole only where the paper is old enough.
        ("sitemap of a month", f"/sitemap-{months[0].replace('/', '-')}.xml"),
        ("sitemap of sections", "/sitemap-sections.xml"),
        ("news sitemap", "/news-sitemap.xml"),
        ("robots.txt", "/robots.txt"),
    ]


if __name__ == "__main__":
    main()
