"""Addresses: see articles/paths.py."""

from django.urls import set_script_prefix

from articles.paths import path


def test_an_address_is_worked_out_once_for_each_place_of_the_site():
    assert path("article", "word-of-day") == "/articles/word-of-day/"
    set_script_prefix("/paper/")
    try:
        assert path("article", "word-of-day") == "/paper/articles/word-of-day/"
    finally:
        set_script_prefix("/")
    assert path("article", "word-of-day") == "/articles/word-of-day/"
    assert path("topic", "über") == "/topics/%C3%BCber/"
