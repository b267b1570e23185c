"""Makes the memories of cards again from the log of their reviews."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from focushub.accounts.terminal import named
from learning.models import Card
from learning.services.reviews import rebuild_cards


class Command(BaseCommand):
    """It may run while people review: each few hundred cards are locked for a moment."""

    help = "Rebuild what cards remember from the log of reviews, for all people or for one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", help="the user name of one person")

    def handle(self, *args: Any, **options: Any) -> None:
        cards = Card.objects.all()
        if options["user"] is not None:
            cards = cards.owned_by(named(options["user"]))
        seen, changed = rebuild_cards(cards=cards)
        self.stdout.write(f"{seen} cards read, {changed} changed.")
