from rest_framework.routers import SimpleRouter

from focushub.calendar.views.replans import ReplanViewSet
from focushub.calendar.views.schedule import ScheduleViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("schedule/replan", ReplanViewSet, basename="replan")
router.register("schedule", ScheduleViewSet, basename="schedule")

urlpatterns = router.urls
