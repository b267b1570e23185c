"""The address a request came from, believing only as many proxies as the settings name."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

from django.conf import settings
from django.http import HttpRequest

# A socket without addresses, or a proxy that does not tell; nobody's own address.
UNKNOWN: Final = "0.0.0.0"  # noqa: S104 - never bound to
# What one subscriber of IPv6 holds whole: one of its 2^64 addresses says nothing about the next.
_SUBSCRIBER_BITS: Final = 64


def client_address(request: HttpRequest) -> str:
    """An IPv4 address, or the first one of an IPv6 /64.

    Each trusted proxy appends the address it saw to X-Forwarded-For, so the entry that the
    outermost of them wrote is the last we can believe; what stands before it the caller chose.
    """
    seen = request.META.get("REMOTE_ADDR") or UNKNOWN
    if settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        if len(forwarded) >= settings.TRUSTED_PROXIES:
            seen = forwarded[-settings.TRUSTED_PROXIES].strip() or seen
    return _subscriber(seen)


def _subscriber(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return UNKNOWN
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(IPv6Network((int(address), _SUBSCRIBER_BITS), strict=False).network_address)
    return str(address)
