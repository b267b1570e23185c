"""`manage.py export_types`: TypeScript types from the OpenAPI document. `--check` only compares."""

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

TYPES = Path("services/types.ts")
_GENERATOR = Path("node_modules/.bin/openapi-typescript")
_SECONDS = 120


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail where the file differs")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        frontend = settings.BASE_DIR / "frontend"
        if not (frontend / _GENERATOR).exists():
            raise CommandError("The generator is missing: run `npm ci` in frontend/ first.")
        made = _generate(frontend)
        target = frontend / TYPES
        if not check:
            target.write_text(made, encoding="utf-8")
            self.stdout.write(f"wrote {target.relative_to(settings.BASE_DIR)}")
        elif not target.exists() or target.read_text(encoding="utf-8") != made:
            raise CommandError(
                "frontend/services/types.ts is out of step with the API: "
                "run `python manage.py export_types` and commit it."
            )


def _generate(frontend: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        schema, types = Path(folder, "schema.json"), Path(folder, "types.ts")
        call_command("spectacular", file=str(schema), format="openapi-json")
        done = subprocess.run(  # noqa: S603 - our own generator on our own file
            [
                str(frontend / _GENERATOR),
                str(schema),
                # A field with a default may be left out of a request.
                "--default-non-nullable=false",
                "--output",
                str(types),
            ],
            cwd=frontend,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        if done.returncode:
            raise CommandError(f"openapi-typescript: {done.stderr.strip()[-500:]}")
        return types.read_text(encoding="utf-8")
