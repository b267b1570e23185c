"""`manage.py export_user`: what `GET /me/export` gives a person, for one who asks by letter."""

import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from focushub.accounts.services import exporting
from focushub.accounts.terminal import named


class Command(BaseCommand):
    help = "Writes all that is stored of a person into a zip of JSON files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("file", type=Path, help="the zip to write; one that is there is kept")

    def handle(self, *args: Any, username: str, file: Path, **options: Any) -> None:
        person = named(username)
        try:
            with exporting.export(person=person) as made, file.open("xb") as target:
                shutil.copyfileobj(made, target)
        except FileExistsError:
            raise CommandError(f"{file} is there already; name another file.") from None
        except OSError as fault:
            raise CommandError(f"{file} cannot be written: {fault.strerror}.") from fault
        self.stdout.write(f"{file}: {file.stat().st_size} bytes")
