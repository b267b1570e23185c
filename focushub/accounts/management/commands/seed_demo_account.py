"""`manage.py seed_demo_account`: an account to look around with, made once."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand

from focushub.accounts.models import User

USERNAME = "demo"
_PASSWORD_BYTES = 12


class Command(BaseCommand):
    help = "Makes the account `demo`, which may open the admin; prints its password only this once."

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(username=USERNAME).exists():
            self.stdout.write(f"The account `{USERNAME}` stands already.")
            return
        password = secrets.token_urlsafe(_PASSWORD_BYTES)
        User.objects.create_superuser(USERNAME, password)
        self.stdout.write(
            f"Demo account, which may open the admin too: user name {USERNAME}, "
            f"password {password} (shown this once)"
        )
