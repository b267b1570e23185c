from django.urls import path

from focushub.web.views import client

urlpatterns = [
    path("", client, name="client"),
    # Where the link in a letter leads; the token stands behind the `#`.
    path("reset-password", client, name="client-reset-password"),
]
