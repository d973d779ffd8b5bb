"""How the desk names those who work at it."""

from django.contrib.auth.models import User


def name_of(user: User | None) -> str:
    """A colleague's full name; of an account that has none, its username; of nobody, nothing."""
    return (user.get_full_name() or user.get_username()) if user else ""
