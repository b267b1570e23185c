"""The README's calls, run as they stand against a real server."""

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

ROOT = Path(__file__).resolve().parent.parent


class _Server(uvicorn.Server):
    def install_signal_handlers(self) -> None:
        """The tests' own process keeps its signals."""


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    """A real uvicorn on a free port, for the time of one test."""
    from focushub.asgi import application

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    server = _Server(uvicorn.Config(application, port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def test_every_call_answers(address: str) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```bash\n(.*?)```", text, re.DOTALL)
    script = "\n".join(blocks).replace("http://127.0.0.1:8000", address)
    script = script.replace("curl -s", "curl -sS --fail-with-body --max-time 30")
    script = script.replace("python3 -c", f"{sys.executable} -c")

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-1500:] + done.stderr
    assert len(blocks) >= 5
    assert '"first_step"' in done.stdout
