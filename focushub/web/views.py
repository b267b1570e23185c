"""The page that the whole client lives in. It holds no word of anybody's: all comes by the API."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

# No script or style but our own files, nothing from elsewhere, no text that becomes markup: what
# somebody pasted, or a model said, has no way to run. 'self' covers the WebSocket as well.
CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # The other files say for how long they are good; the page that names them is asked for anew.
    "Cache-Control": "no-cache",
}


@require_safe
async def client(request: HttpRequest) -> HttpResponse:
    page = (settings.CLIENT_ROOT / "index.html").read_bytes()
    return HttpResponse(page, headers=HEADERS)
