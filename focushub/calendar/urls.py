from django.urls import path
from rest_framework.routers import SimpleRouter

from focushub.calendar.views.feed import FeedView
from focushub.calendar.views.imports import ImportView
from focushub.calendar.views.now import NotThisView, NowView
from focushub.calendar.views.replans import ReplanViewSet
from focushub.calendar.views.schedule import ScheduleViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("schedule/replan", ReplanViewSet, basename="replan")
router.register("schedule", ScheduleViewSet, basename="schedule")

urlpatterns = [
    *router.urls,
    path("calendar/<str:token>.ics", FeedView.as_view(), name="calendar-feed"),
    path("schedule/import", ImportView.as_view(), name="schedule-import"),
    path("now", NowView.as_view(), name="now"),
    path("now/not-this", NotThisView.as_view(), name="now-not-this"),
]
