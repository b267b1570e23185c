"""A person's device: REST and the socket of one log-in, over a real server."""

import json
from contextlib import ExitStack
from typing import Any, Self
from uuid import UUID

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from focushub.accounts.services.tokens import read_access_token

SECONDS = 20


class Device:
    """A client of one log-in: asks for a ticket, opens a socket, speaks JSON."""

    def __init__(self, address: str, token: str) -> None:
        self.token = token
        self.address = address
        self._open = ExitStack()
        self.http = self._open.enter_context(
            httpx.Client(
                base_url=f"{address}/api/v1",
                headers={"Authorization": f"Bearer {token}"},
                timeout=SECONDS,
            )
        )
        self.socket: ClientConnection

    @property
    def session_id(self) -> UUID:
        return read_access_token(self.token).session_id

    def ticket(self) -> str:
        return str(self.http.post("/realtime/ticket").raise_for_status().json()["ticket"])

    def open(self, *, ticket: str | None = None, path: str = "/ws", **options: Any) -> Self:
        offered = ["focushub.v1", f"ticket.{ticket or self.ticket()}"]
        url = self.address.replace("http", "ws", 1) + path
        opening = connect(url, **{"subprotocols": offered, **options})
        self.socket = self._open.enter_context(opening)
        return self

    def hello(self, **options: Any) -> int:
        """Opens, and gives the number that the first word tells."""
        told = self.open(**options).hear()
        assert told["type"] == "hello"
        return int(told["seq"])

    def say(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def hear(self) -> dict[str, Any]:
        return dict(json.loads(self.socket.recv(SECONDS)))

    def hear_until(self, kind: str) -> dict[str, Any]:
        while (told := self.hear())["type"] != kind:
            pass
        return told

    def is_silent(self) -> bool:
        """Whatever was said before the answer to this would have come before it."""
        self.say(type="ping")
        return self.hear() == {"type": "pong"}

    def ended(self) -> int | None:
        """The code with which the server closes, which has to come."""
        try:
            while True:
                self.socket.recv(SECONDS)
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else None

    def close(self) -> None:
        self._open.close()
