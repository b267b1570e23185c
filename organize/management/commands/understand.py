"""Reads cases from standard input, one JSON object a line, and writes what the engine understands.

In: ``{"id", "text", "now"}``, ``now`` a local ISO time (the clock's where it is missing).
Out: ``{"id", "start", "end", "duration", "rrule", "title"}``.
"""

import json
import sys
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from focushub.language.understanding import understand


class Command(BaseCommand):
    """No database and no server are needed."""

    help = "Read JSON lines with id, text and now; write start, end, duration, rrule and title."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes one line for each line read, in order; a blank line is passed over."""
        for number, line in enumerate(sys.stdin, 1):
            if not line.strip():
                continue
            try:
                case = json.loads(line)
                said = case.get("now")
                now = datetime.fromisoformat(said) if said else timezone.now()
                text = str(case["text"])
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise CommandError(f"Line {number} is no case: {error}") from error
            now = now if now.tzinfo is not None else now.replace(tzinfo=UTC)
            answer = {"id": case.get("id"), **understand(text, now=now)}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
