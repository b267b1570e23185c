"""Every route. A feature adds one line."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

handler400 = "focushub.api.errors.bad_request"
handler403 = "focushub.api.errors.forbidden"
handler404 = "focushub.api.errors.not_found"
handler500 = "focushub.api.errors.server_error"

API = [
    path("", include("focushub.accounts.urls")),
    path("", include("focushub.calendar.urls")),
    path("", include("focushub.ai.urls")),
    path("", include("focushub.realtime.urls")),
    path("", include("focushub.focus.urls")),
    path("", include("focushub.reminders.urls")),
    path("", include("focushub.chat.urls")),
    path("", include("organize.urls")),
    path("", include("learning.urls")),
]

urlpatterns = [
    path("api/v1/", include(API)),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    path("", include("focushub.health.urls")),
    path("", include("focushub.assistants.urls")),
    path("", include("focushub.web.urls")),
    path("admin/", admin.site.urls),
    path("admin", RedirectView.as_view(pattern_name="admin:index")),
]
