"""What the web process loads."""

import os
import subprocess
import sys

_SERVE_ONE_REQUEST = """
import sys
from focushub.asgi import application
from django.test import Client
Client().get("/api/schema")
print("crewai" in sys.modules, "pywebpush" in sys.modules, "organize.views.plans" in sys.modules)
"""


def test_the_web_process_never_imports_what_only_workers_need() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "focushub.settings"}

    done = subprocess.run(
        [sys.executable, "-c", _SERVE_ONE_REQUEST],
        env=environment | {"FOCUSHUB_LLM_MODEL": "some-model"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout.split() == ["False", "False", "True"]
