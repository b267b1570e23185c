"""The ASGI application: requests to Django, sockets to `focushub/routing.py`."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "focushub.settings")

http = get_asgi_application()

# Django has to be set up first. The routes bring all views along: at the start, not at the cost of
# whoever asks first.
from focushub import urls as _urls  # noqa: E402, F401
from focushub.common.memory import keep_loaded  # noqa: E402
from focushub.common.threads import begin_on_loop, with_borrowed_threads  # noqa: E402
from focushub.routing import websocket  # noqa: E402

application = ProtocolTypeRouter({"http": with_borrowed_threads(http), "websocket": websocket})
begin_on_loop()
keep_loaded()
