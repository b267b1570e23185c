"""`manage.py organize`: a dump becomes a plan, in the terminal. It is a proposal, as over HTTP."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser
from rich.console import Console

from focushub.accounts.models import Energy, User
from focushub.ai.features import Question
from focushub.ai.terminal import AskCommand, clock, table, text_or_input
from organize.serializers.plans import OrganizeSerializer, question_of


class Command(AskCommand):
    help = "Turns a brain dump, one task or a messy space into a plan, and shows it."
    serializer_class = OrganizeSerializer

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", help="what is on your mind; `-` reads standard input")
        parser.add_argument("--minutes", type=int, help="how long there is")
        parser.add_argument("--energy", choices=Energy.values)
        parser.add_argument("--granularity", type=int, help="1 to 5; 5 cuts finest")
        super().add_arguments(parser)

    def question(self, data: Mapping[str, Any], person: User) -> Question:
        return question_of(data, person)

    def body(self, options: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "text": text_or_input(options["text"]),
            "available_minutes": options["minutes"],
            "energy": options["energy"],
            "granularity": options["granularity"],
        }

    def tell(self, answer: Mapping[str, Any], console: Console, person: User) -> None:
        first = answer["first_step"]
        console.print(answer["summary"])
        console.print(f"First: {first['text']} ({first['minutes']} min)", style="bold")
        titles = {task["id"]: task["title"] for task in answer["tasks"]}
        for task in answer["tasks"]:
            console.print()
            due = f", by {clock(task['due_at'], person.zone)}" if task["due_at"] else ""
            console.print(f"{task['title']} ({task['estimate_minutes']} min{due})", style="bold")
            steps = [(f"  {step['title']}", step["minutes"]) for step in task["steps"]]
            console.print(table("  step", "min", rows=steps))
        if answer["schedule"]:
            console.print()
            blocks = [
                (
                    clock(block["starts_at"], person.zone),
                    clock(block["ends_at"], person.zone)[-5:],
                    titles[block["task_id"]],
                )
                for block in answer["schedule"]
            ]
            console.print(table("from", "to", "for", rows=blocks))
        for left in answer["unscheduled"]:
            console.print(f"{titles[left['task_id']]}: {left['why']}")
