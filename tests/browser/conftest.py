"""Debian's Chromium, driven by playwright."""

import os
import shutil
import threading

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests.factories import UserFactory


@pytest.fixture(scope="module")
def chromium():
    # Playwright's loop runs in this thread, and Django must not take it for an asynchronous view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"],
            slow_mo=20,  # milliseconds: no person strikes a key before the page has seen the one before
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Door:
    """Lets requests of the live server in while a test runs. Words that a closed page has sent may come much
    later, and emptying the database under their transaction is a deadlock on PostgreSQL: when the test is
    over the door shuts, those inside finish, and latecomers are turned away."""

    def __init__(self):
        self.is_open, self.inside, self.change = True, {}, threading.Condition()

    def enter(self, environ, **kwargs):
        if threading.current_thread() is not threading.main_thread():
            with self.change:
                if not self.is_open:
                    raise ConnectionAbortedError("The test that asked for this is over.")
                self.inside[threading.get_ident()] = environ["PATH_INFO"]

    def leave(self, **kwargs):
        with self.change:
            self.inside.pop(threading.get_ident(), None)
            self.change.notify_all()

    def shut(self):
        with self.change:
            self.is_open = False
            assert self.change.wait_for(lambda: not self.inside, timeout=60), f"never ends: {self.inside}"


DOOR = Door()
expect.set_options(timeout=30_000)  # a busy machine is no failure
request_started.connect(DOOR.enter)
request_finished.connect(DOOR.leave)


@pytest.fixture
def door(transactional_db):
    DOOR.is_open = True
    yield
    DOOR.shut()


@pytest.fixture
def new_page(chromium, door):
    """Opens a page of its own browser context; what the console says goes to `page.said`."""
    contexts = []

    def open_(cookies=(), **options):
        context = chromium.new_context(**options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        context.add_cookies(cookies)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def pages(new_page, live_server):
    """`pages(user)` opens addresses of the admin, signed in."""

    def signed_in(user):
        client = Client()
        client.force_login(user)

        def open_(path, **options):
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value}
            page = new_page([{**cookie, "url": live_server.url}], **options)
            page.goto(f"{live_server.url}/admin/{path}")
            return page

        return open_

    return signed_in


@pytest.fixture
def open_page(pages):
    """An editor's browser."""
    return pages(UserFactory(username="editor"))


@pytest.fixture
def colleague_page(pages):
    """A second editor's browser."""
    return pages(UserFactory(username="ben.okafor", first_name="Ben", last_name="Okafor"))
