"""`manage.py create_editor`: the first account of a fresh site."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.crypto import get_random_string


class Command(BaseCommand):
    """Prints the password once; it is stored nowhere in the clear."""

    help = "Make an account with every permission, if the site has no account yet, and print its password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", default="editor")

    def handle(self, *, username: str, **options: object) -> None:
        with transaction.atomic():
            if User.objects.exists():
                return
            password = get_random_string(20)
            User.objects.create_superuser(username, password=password)
        self.stdout.write(f"Your account: {username}, password: {password} (shown only now)")
