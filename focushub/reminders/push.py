"""Web Push (RFC 8030, 8188, 8291, 8292): one message to one browser, encrypted for it alone.

Only known push services are spoken to, over TLS and with no redirect, so that an address which a
client names cannot make us ask a machine of our own network.
"""

import ipaddress
import logging
import time
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from focushub.common.errors import DomainError, FieldProblem, Kind

if TYPE_CHECKING:
    from py_vapid import Vapid02

log = logging.getLogger(__name__)

TIMEOUT_SECONDS: Final = 10.0
_LIFE_OF_A_SIGNATURE: Final = 3_600
_DELIVERED: Final = range(200, 300)
_GONE: Final = frozenset({404, 410})


class PushNotSetUp(DomainError):
    kind = Kind.CONFLICT
    code = "push_not_set_up"
    detail = "Push messages are not set up on this server. Reminders come over the socket."


class EndpointNotAllowed(DomainError):
    code = "push_endpoint_not_allowed"
    detail = "This is no address of a push service that we know."

    def __init__(self) -> None:
        super().__init__(problems=[FieldProblem("endpoint", self.code, self.detail)])


class Outcome(Enum):
    DELIVERED = "delivered"
    GONE = "gone"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class Address:
    """What a browser gave of itself."""

    endpoint: str
    p256dh: str
    auth: str


def check_endpoint(endpoint: str) -> None:
    """Raises `EndpointNotAllowed`."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError as fault:
        raise EndpointNotAllowed from fault
    if settings.PUSH_SERVICE_OF_TESTS and endpoint.startswith(settings.PUSH_SERVICE_OF_TESTS):
        return
    is_known = any(host == known or host.endswith(f".{known}") for known in settings.PUSH_HOSTS)
    if parts.scheme != "https" or port not in {None, 443} or parts.username or not is_known:
        raise EndpointNotAllowed
    if _is_address(host):
        raise EndpointNotAllowed


def public_key() -> str | None:
    """What a browser needs to subscribe; None where push is not set up."""
    return _key_pair(settings.VAPID_PRIVATE_KEY)[1] if settings.VAPID_PRIVATE_KEY else None


def encrypted(payload: bytes, address: Address) -> bytes:
    """For this browser alone.

    Raises:
        ValueError: its keys are of the right length, and none all the same.
    """
    # Imported on first use: it brings aiohttp and requests along, which the web never needs.
    from pywebpush import WebPusher

    keys = {"p256dh": address.p256dh, "auth": address.auth}
    pusher = WebPusher({"endpoint": address.endpoint, "keys": keys})
    return bytes(pusher.encode(payload)["body"])


async def send(
    client: httpx.AsyncClient, address: Address, payload: bytes, *, seconds: int, topic: str
) -> Outcome:
    """Args:
    seconds: how long the service may keep it for a browser that sleeps.
    topic: a newer message of the same takes its place; at most 32 letters and digits.
    """
    try:
        check_endpoint(address.endpoint)
        body = encrypted(payload, address)
        headers = _signed(address.endpoint) | {
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(seconds),
            "Topic": topic,
            "Urgency": "high",
        }
        # As a stream: what the answer says is nothing to us, however long it is.
        async with client.stream(
            "POST", address.endpoint, content=body, headers=headers
        ) as response:
            status = response.status_code
    except (httpx.HTTPError, ValueError, EndpointNotAllowed) as fault:
        log.warning("push not delivered", extra={"fault": type(fault).__name__})
        return Outcome.FAULTY
    if status in _DELIVERED:
        return Outcome.DELIVERED
    log.warning("push refused", extra={"status": status})
    return Outcome.GONE if status in _GONE else Outcome.FAULTY


def client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False)


def make_key_pair() -> tuple[str, str]:
    """Private and public, as the environment and browsers want them."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from py_vapid.utils import b64urlencode

    secret = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    private = b64urlencode(secret.to_bytes(32, "big"))
    return private, _key_pair(private)[1]


def _signed(endpoint: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    vapid, _ = _key_pair(settings.VAPID_PRIVATE_KEY)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + _LIFE_OF_A_SIGNATURE,
        "sub": settings.VAPID_CONTACT,
    }
    return dict(vapid.sign(claims))


@cache
def _key_pair(private: str) -> "tuple[Vapid02, str]":
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from py_vapid import Vapid02
    from py_vapid.utils import b64urlencode

    vapid = Vapid02.from_raw(private.encode())
    point = vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return vapid, b64urlencode(point)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
