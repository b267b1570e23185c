"""Where WebSockets go: one address, behind the gate that asks for a ticket."""

from focushub.realtime.consumer import PersonSocket
from focushub.realtime.gate import Gate

websocket = Gate(PersonSocket.as_asgi())
