"""`manage.py erase_user`: what `DELETE /me` does, for a person who asks by letter."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from focushub.accounts.services import erasing
from focushub.accounts.terminal import named


class Command(BaseCommand):
    help = "Erases a person and all that is theirs, for good. Export first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, username: str, yes: bool, **options: Any) -> None:
        person = named(username)
        if not yes and input(f"Type `{person.username}` to erase them for good: ") != (
            person.username
        ):
            raise CommandError("Nothing was erased.")
        erasing.erase(person=person)
        self.stdout.write(f"`{person.username}` and all that was theirs is gone.")
