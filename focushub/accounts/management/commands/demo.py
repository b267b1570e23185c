"""`manage.py demo`: a person with six weeks of tasks, sessions and reviews, equal each time."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from focushub.accounts.models import User
from focushub.accounts.services import erasing
from focushub.common.demo import Story, tell

NAME = "demo-weeks"
_PASSWORD_BYTES = 12


class Command(BaseCommand):
    help = "Makes an account with six weeks behind it, to look around with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", default=NAME, help="its user name (default: %(default)s)")
        parser.add_argument("--seed", type=int, default=1, help="another one, another story")
        parser.add_argument("--timezone", default="Europe/Berlin")
        parser.add_argument("--again", action="store_true", help="erase the one that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        autodiscover_modules("demo")
        there = User.objects.filter(username=User.objects.spelled(options["user"])).first()
        if there is not None and not options["again"]:
            raise CommandError(f"`{there.username}` is there already; --again makes it anew.")
        if there is not None and there.is_staff:
            raise CommandError(f"`{there.username}` is staff, and is not erased by this.")
        if there is not None:
            erasing.erase(person=there)
        password = secrets.token_urlsafe(_PASSWORD_BYTES)
        with transaction.atomic():
            person = User.objects.create_user(
                options["user"], password, timezone=options["timezone"]
            )
            today = timezone.now().astimezone(person.zone).date()
            told = tell(Story(person, today, options["seed"]))
        for name, count in told.items():
            self.stdout.write(f"{count:5} {name}")
        self.stdout.write(f"user name {person.username}, password {password} (shown this once)")
