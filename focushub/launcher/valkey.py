"""Valkey out of its wheel (it speaks Redis' protocol), on a unix socket only."""

import socket
from pathlib import Path

from focushub.launcher.errors import LaunchError
from focushub.launcher.postgres import own, server_environment
from focushub.launcher.processes import Account, Child, Family, Rank, tail_of

START_SECONDS = 20.0
MEMORY = "512mb"


class Valkey:
    def __init__(
        self,
        *,
        family: Family,
        program: Path,
        data: Path,
        sockets: Path,
        account: Account | None,
        durable: bool = True,
    ) -> None:
        """Args:
        data: where it keeps its snapshot; made when absent.
        account: who to run as, when root starts it.
        durable: False for throw-away servers, which write nothing.
        """
        self._family = family
        self._program = program
        self._data = data
        self._socket = sockets / "valkey.sock"
        self._account = account
        self._durable = durable
        self._child: Child | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}?db=0"

    def start(self) -> None:
        own(self._data, self._account)
        self._child = self._family.start(
            "Valkey",
            [
                *(self._program, "--port", "0", "--unixsocket", self._socket),
                *("--unixsocketperm", "700", "--daemonize", "no", "--dir", "."),
                # What has a lifetime makes room for what has none, as in production.
                *("--maxmemory", MEMORY, "--maxmemory-policy", "volatile-lru"),
                *("--save", "300 1" if self._durable else ""),
            ],
            environment=server_environment(),
            folder=self._data,
            account=self._account,
            rank=Rank.SERVER,
        )

    def wait(self) -> Child:
        """Raises:
        LaunchError: it ended, or does not answer in time.
        """
        assert self._child is not None
        child = self._child
        if not self._family.wait_until(self._answers, seconds=START_SECONDS, watched=[child]):
            raise LaunchError(
                f"Valkey did not answer within {START_SECONDS:.0f} s. "
                f"The end of {child.log}:\n{tail_of(child.log) if child.log else ''}"
            )
        return child

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(1)
            try:
                probe.connect(str(self._socket))
                probe.sendall(b"PING\r\n")
                return probe.recv(64).startswith(b"+PONG")
            except OSError:
                return False
