"""`manage.py make_vapid_keys`: a key pair for Web Push, as lines for the environment."""

from typing import Any

from django.core.management.base import BaseCommand

from focushub.reminders.push import make_key_pair


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        private, public = make_key_pair()
        self.stdout.write(f"# The public key, which browsers are told by the API: {public}")
        self.stdout.write(f"FOCUSHUB_VAPID_PRIVATE_KEY={private}")
