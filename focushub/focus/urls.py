from django.urls import path
from rest_framework.routers import SimpleRouter

from focushub.focus.views.check_ins import CheckInViewSet, EnergyView, MoodViewSet
from focushub.focus.views.rooms import RoomViewSet
from focushub.focus.views.sessions import FocusSessionViewSet
from focushub.focus.views.support import FocusStartView, MoodLogView

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("focus-sessions", FocusSessionViewSet, basename="focus-session")
router.register("check-ins", CheckInViewSet, basename="check-in")
router.register("rooms", RoomViewSet, basename="room")
router.register("moods", MoodViewSet, basename="mood")

urlpatterns = [
    *router.urls,
    path("energy", EnergyView.as_view(), name="energy"),
    path("mood/log", MoodLogView.as_view(), name="mood-log"),
    path("focus/start", FocusStartView.as_view(), name="focus-start"),
]
