"""For tools that ask for WSGI; the product is served by ASGI."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "focushub.settings")

application = get_wsgi_application()
