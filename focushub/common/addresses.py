"""The address a request came from, believing only as many proxies as the settings name."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """IPv4 or IPv6 text; "unknown" on a unix socket.

    Each trusted proxy appends the address it saw to X-Forwarded-For, so the entry that the
    outermost of them wrote is the last we can believe; what stands before it the caller chose.
    """
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES and forwarded[0]:
        return forwarded[-settings.TRUSTED_PROXIES][:64]
    return request.META.get("REMOTE_ADDR") or "unknown"
