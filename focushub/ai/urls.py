from django.urls import path
from rest_framework.routers import SimpleRouter

from focushub.ai.live.views import RunEventsView
from focushub.ai.views import RunViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("runs", RunViewSet, basename="run")

urlpatterns = [
    *router.urls,
    path("runs/<uuid:pk>/events", RunEventsView.as_view(), name="run-events"),
]
