"""Asking a feature from the terminal: the same question and answer as over HTTP."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import IO, Any, cast
from zoneinfo import ZoneInfo

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rest_framework.exceptions import ErrorDetail
from rest_framework.serializers import Serializer
from rich.console import Console
from rich.table import Table

from focushub.accounts.models import User
from focushub.accounts.terminal import named
from focushub.ai.features import Question
from focushub.ai.services.interaction import AIInteractionService

DEFAULT_PERSON = "demo"
DEFAULT_WAIT_SECONDS = 20
_WIDTH_ELSEWHERE = 100


class AskCommand(BaseCommand):
    """A subclass says what is asked, and how the answer is told to a person."""

    serializer_class: type[Serializer]

    def question(self, data: Mapping[str, Any], person: User) -> Question:
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--user", default=DEFAULT_PERSON, help="whose answer it is (default: %(default)s)"
        )
        parser.add_argument("--json", action="store_true", help="the answer as the API gives it")
        parser.add_argument(
            "--wait",
            type=int,
            default=DEFAULT_WAIT_SECONDS,
            help="seconds to wait for a model, where one is configured (default: %(default)s)",
        )

    def body(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """The request's body; what is None was not said."""
        raise NotImplementedError

    def tell(self, answer: Mapping[str, Any], console: Console, person: User) -> None:
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        person = named(options["user"])
        asked = self.serializer_class(
            data={name: value for name, value in self.body(options).items() if value is not None}
        )
        if not asked.is_valid():
            raise CommandError(" ".join(_sentences(asked.errors)))
        question = self.question(asked.validated_data, person)
        text = asyncio.run(
            AIInteractionService().answer(question, person=person, wait=options["wait"])
        )
        if options["json"]:
            self.stdout.write(text.decode())
            return
        # Colours and the window's width on a terminal alone.
        is_terminal = self.stdout.isatty()
        console = Console(
            file=cast(IO[str], self.stdout),
            width=None if is_terminal else _WIDTH_ELSEWHERE,
            highlight=False,
            emoji=False,
            markup=False,
        )
        self.tell(orjson.loads(text), console, person)


def table(*columns: str, rows: Sequence[Sequence[object]]) -> Table:
    """Numbers stand to the right; text breaks where it has to."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for number, column in enumerate(columns):
        is_number = bool(rows) and all(isinstance(row[number], int) for row in rows)
        made.add_column(column, justify="right" if is_number else "left")
    for row in rows:
        made.add_row(*("" if cell is None else str(cell) for cell in row))
    return made


def clock(instant: str, zone: ZoneInfo) -> str:
    """A time of an answer as the person's wall shows it."""
    return datetime.fromisoformat(instant).astimezone(zone).strftime("%a %d %b %H:%M")


def text_or_input(text: str) -> str:
    """`-` stands for what comes in on standard input."""
    return sys.stdin.read() if text == "-" else text


def _sentences(errors: Any, field: str = "") -> list[str]:
    match errors:
        case ErrorDetail():
            return [f"{field}: {errors}" if field and field != "non_field_errors" else str(errors)]
        case Mapping():
            return [s for name, inner in errors.items() for s in _sentences(inner, str(name))]
        case _:
            return [s for inner in errors for s in _sentences(inner, field)]
