"""A push service, which refuses by the path, and a browser that decrypts what came."""

import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import http_ece
import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def unpadded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def padded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Push:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """`/ok/...` takes a message; `/410/...` and the like answer with that status; `/hang/...`
    waits, `/moved/...` sends on to `/ok/...`.
    """

    pushes: list[Push] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def _handler(service: "PushService") -> type[BaseHTTPRequestHandler]:  # noqa: N805 - the handler's is self
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                service.pushes.append(Push(self.path, headers, body))
                what = self.path.split("/")[1]
                if what == "hang":
                    time.sleep(5)
                self.send_response({"ok": 201, "moved": 307, "hang": 201}.get(what) or int(what))
                if what == "moved":
                    self.send_header("Location", f"{service.url}/ok/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None: ...

        return Handler


class Browser:
    """The other end: what it subscribes with, and how it reads what comes."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = bytes(range(16))

    def keys(self) -> dict[str, str]:
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": unpadded(point), "auth": unpadded(self._secret)}

    def read(self, push: Push) -> dict[str, Any]:
        assert push.headers["content-encoding"] == "aes128gcm"
        plain = http_ece.decrypt(push.body, private_key=self._key, auth_secret=self._secret)
        return dict(orjson.loads(plain))


def claims_of(push: Push, *, audience: str) -> tuple[dict[str, Any], str]:
    """What the sender says of itself, once its signature is good; and its public key."""
    scheme, _, rest = push.headers["authorization"].partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), padded(parts["k"]))
    claims = jwt.decode(parts["t"], point, algorithms=["ES256"], audience=audience)
    return claims, parts["k"]
