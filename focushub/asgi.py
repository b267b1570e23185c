"""The ASGI application; `focushub/routing.py` will put sockets beside it."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "focushub.settings")

application = get_asgi_application()
