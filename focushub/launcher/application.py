"""The parts of FocusHub as commands, and the environment variables that they need."""

import http.client
import os
import socket
from collections.abc import Mapping
from pathlib import Path

from focushub.launcher.errors import LaunchError

HOST = "127.0.0.1"
# Open streams are told to come again elsewhere; a stop has five seconds for everything.
GRACEFUL_SECONDS = 2


def settings_for(
    *, servers: Mapping[str, str], secret_key: str, port: int | None = None
) -> dict[str, str]:
    """The process's environment, completed by what the launcher knows. What is set there wins."""
    environment = dict(os.environ)
    environment |= servers
    environment.setdefault("FOCUSHUB_SECRET_KEY", secret_key)
    if port is not None:
        environment.setdefault("FOCUSHUB_PUBLIC_URL", f"http://{HOST}:{port}")
    environment["DJANGO_SETTINGS_MODULE"] = "focushub.settings"
    environment["PYTHONUNBUFFERED"] = "1"
    return environment


def manage(python: Path, checkout: Path, *arguments: str) -> list[str | Path]:
    return [python, checkout / "manage.py", *arguments]


def web(python: Path, port: int) -> list[str | Path]:
    return [
        *(python, "-m", "uvicorn", "focushub.asgi:application"),
        *("--host", HOST, "--port", str(port), "--no-access-log", "--no-proxy-headers"),
        *("--timeout-graceful-shutdown", str(GRACEFUL_SECONDS)),
        # What clients say over a socket is short, and not worth the memory of a compressor each.
        *("--ws-max-size", "8192", "--ws-per-message-deflate", "false"),
    ]


def require_free_port(port: int) -> None:
    """Raises:
    LaunchError: somebody listens on it already, or it may not be used.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise LaunchError(
                f"Port {port} is kept for root: choose one above 1023 with --port."
            ) from None
        except OSError:
            raise LaunchError(
                f"Port {port} is in use by another program: choose another one with --port."
            ) from None


def is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
