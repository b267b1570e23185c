"""`python -m focushub.health.probe web|worker`: a container's health check. Needs no Django.

Exit code 0 where the part is well, 1 where not.
"""

import http.client
import os
import sys
from collections.abc import Sequence

PORT = 8000
SECONDS = 4
# Six missed heartbeats: see `focushub.ai.jobs`.
WORKER_SILENT_SECONDS = 30


def main(arguments: Sequence[str]) -> int:
    if list(arguments) == ["web"]:
        return 0 if web_is_alive() else 1
    if list(arguments) == ["worker"]:
        return 0 if a_worker_is_alive(os.environ["DATABASE_URL"]) else 1
    print("usage: python -m focushub.health.probe web|worker", file=sys.stderr)  # noqa: T201 - a command.
    return 2


def web_is_alive(port: int = PORT) -> bool:
    """Whether the web process of this machine answers, whatever its servers do."""
    # A host that is served; from inside, the request would else come under another name.
    first = os.environ.get("FOCUSHUB_ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    host = first if first and first != "*" else "127.0.0.1"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/health/live", headers={"Host": host})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def a_worker_is_alive(database_url: str) -> bool:
    """Whether any worker has given a sign of life lately: one that hangs gives none."""
    # Imported here: the web's probe runs every few seconds and needs no driver.
    import psycopg

    try:
        with psycopg.connect(database_url, connect_timeout=SECONDS) as connection:
            row = connection.execute(
                "SELECT EXISTS (SELECT FROM procrastinate_workers"
                " WHERE last_heartbeat > now() - make_interval(secs => %s))",
                [WORKER_SILENT_SECONDS],
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
