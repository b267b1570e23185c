"""The ASGI application: requests to Django, sockets to `focushub/routing.py`."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "focushub.settings")

http = get_asgi_application()

from focushub.routing import websocket  # noqa: E402 - Django has to be set up first.

application = ProtocolTypeRouter({"http": http, "websocket": websocket})
