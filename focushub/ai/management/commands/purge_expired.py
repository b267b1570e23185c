"""`manage.py purge_expired`: what a worker does each night, now."""

from typing import Any

from django.core.management.base import BaseCommand

from focushub.ai.services.upkeep import purge_expired


class Command(BaseCommand):
    help = "Deletes rows that have served: old keys, ended sessions and tokens, runs of long ago."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in purge_expired().items():
            self.stdout.write(f"{count} {name.replace('_', ' ')}")
