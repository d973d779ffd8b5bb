"""How long an editor waits for a picture that was sent, and how long its renditions take after that.

    python -m tests.benchmarks.upload [FILE ...] [--megapixels 24]

Starts granian on loopback, signs in and sends each file to the page that adds pictures; without files, one is
made that is as hard to compress as a photograph. Prints, for each, the seconds between its last byte and the
answer (bar: 1), and those from there until all its renditions are made (bar: 10).
"""

import argparse
import json
import os
import random
import tempfile
import time
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image, ImageChops, ImageFilter

from tests.benchmarks.serving import PORT, serve

NAME, PASSWORD = "editor", "only-for-the-benchmark"  # noqa: S105
BOUNDARY = "a-picture"
PATIENCE = 120  # seconds


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--megapixels", type=float, default=24)
    options = parser.parse_args()
    sent = {file.name: file.read_bytes() for file in options.files}
    sent = sent or {"made.jpg": photograph(options.megapixels)}
    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite:///{scratch}/site.sqlite3"
        os.environ |= {"MEDIA_ROOT": f"{scratch}/media", "DATABASE_URL": url, "SECRET_KEY": "only-for-this"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
        with serve(url, 1, PORT) as site:
            import newsroom.wsgi  # noqa: F401  # sets up, for what is asked of the database below

            editor = sign_in(site.port)
            print("| file | MB | waited, s | renditions, s |\n|---|---|---|---|")
            for name, data in sent.items():
                waited, made = editor.send(name, data), until_made()
                print(f"| {name} | {len(data) / 1e6:.1f} | {waited:.2f} | {made:.1f} |", flush=True)


def photograph(megapixels: float) -> bytes:
    """-> a JPEG of so many megapixels with shades, edges and grain."""
    size = tuple(round(side * (megapixels * 1e6) ** 0.5) for side in (1.5**0.5, 1.5**-0.5))
    grain = Image.effect_noise(size, 24).filter(ImageFilter.BoxBlur(1))
    spots = Image.frombytes("L", (60, 40), random.Random(7).randbytes(2400)).resize(
        size, Image.Resampling.BICUBIC
    )
    turned = spots.transpose(Image.Transpose.ROTATE_180)
    layers = [ImageChops.overlay(one, grain) for one in (spots, turned, ImageChops.invert(spots))]
    out = BytesIO()
    Image.merge("RGB", layers).save(out, "JPEG", quality=92)
    return out.getvalue()


class Editor:
    """Somebody with an account, over one connection."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes, float]:
        """-> status, answer, and the seconds that it took after the last byte."""
        headers |= {
            "Cookie": "; ".join(map("=".join, self.cookies.items())),
            "Content-Length": str(len(body)),
        }
        self.connection.putrequest(method, path)
        for name, value in headers.items():
            self.connection.putheader(name.replace("_", "-"), value)
        self.connection.endheaders(body)
        sent = time.perf_counter()
        answer = self.connection.getresponse()
        content, took = answer.read(), time.perf_counter() - sent
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: one.value for name, one in SimpleCookie(cookie).items()}
        return answer.status, content, took

    def send(self, name: str, data: bytes) -> float:
        """Hand the picture in. -> seconds"""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        body = b"".join((head.encode(), data, f"\r\n--{BOUNDARY}--\r\n".encode()))
        status, answer, took = self.ask(
            "POST",
            "/admin/articles/picture/add/",
            body,
            Content_Type=f"multipart/form-data; boundary={BOUNDARY}",
            Accept="application/json",
            X_CSRFToken=self.cookies["csrftoken"],
        )
        if status != 200:
            raise SystemExit(f"{name}: {json.loads(answer)['error'] if status == 400 else status}")
        return took


def sign_in(port: int) -> Editor:
    from django.contrib.auth.models import User

    User.objects.create_superuser(NAME, password=PASSWORD)
    editor = Editor(port)
    editor.ask("GET", "/admin/login/")
    told = {"username": NAME, "password": PASSWORD, "csrfmiddlewaretoken": editor.cookies["csrftoken"]}
    form = "application/x-www-form-urlencoded"
    status, _, _ = editor.ask("POST", "/admin/login/?next=/", urlencode(told).encode(), Content_Type=form)
    assert status == 302, status
    return editor


def until_made() -> float:
    """-> the seconds until no picture waits for renditions."""
    from articles.models import Picture

    start = time.perf_counter()
    while Picture.objects.unrendered().exists():
        if time.perf_counter() - start > PATIENCE:
            raise SystemExit(f"No renditions after {PATIENCE} seconds.")
        time.sleep(0.05)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
