from rest_framework.routers import SimpleRouter

from focushub.calendar.views import ScheduleViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("schedule", ScheduleViewSet, basename="schedule")

urlpatterns = router.urls
