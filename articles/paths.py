"""Addresses on this site."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse


def path(name: str, *words: str) -> str:
    """The address of a page; a page names dozens, and each is worked out once."""
    return _path(get_script_prefix(), name, *words)


@lru_cache(maxsize=10_000)
def _path(prefix: str, name: str, *words: str) -> str:
    return reverse(name, args=words)
