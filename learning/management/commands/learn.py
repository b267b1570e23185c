"""`manage.py learn`: a topic or a text becomes a study plan, in the terminal. It is a proposal."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from rich.console import Console

from focushub.accounts.models import User
from focushub.ai.features import Question
from focushub.ai.terminal import AskCommand, clock, table
from learning.serializers.study_plans import LearnSerializer, question_of

_CARDS_SHOWN = 10


class Command(AskCommand):
    help = "Turns a topic, or a text of your own, into a study plan with cards, and shows it."
    serializer_class = LearnSerializer

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("topic")
        parser.add_argument("--text", type=Path, help="a file with own material, in UTF-8")
        parser.add_argument("--goal", action="append", help="may be given more than once")
        parser.add_argument("--minutes", type=int, help="that a day has for this")
        parser.add_argument("--exam-on", help="a day, 2026-12-24")
        super().add_arguments(parser)

    def question(self, data: Mapping[str, Any], person: User) -> Question:
        return question_of(data, person)

    def body(self, options: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "topic": options["topic"],
            "text": _read(options["text"]) if options["text"] else None,
            "learning_goals": options["goal"],
            "available_minutes": options["minutes"],
            "exam_on": options["exam_on"],
        }

    def tell(self, answer: Mapping[str, Any], console: Console, person: User) -> None:
        console.print(answer["learning_plan"])
        console.print()
        sessions = [
            (
                clock(session["starts_at"], person.zone)
                if session["starts_at"]
                else "no place yet",
                session["minutes"],
                session["module"],
            )
            for session in answer["sessions"]
        ]
        console.print(table("session", "min", "module", rows=sessions))
        cards = [(card["front"], card["back"]) for card in answer["cards"][:_CARDS_SHOWN]]
        if cards:
            console.print()
            console.print(table("card", "answer", rows=cards))
        if more := len(answer["cards"]) - len(cards):
            console.print(f"and {more} cards more")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise CommandError(f"{file} cannot be read as a text: {fault}.") from fault
