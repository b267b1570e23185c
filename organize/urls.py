from django.urls import path
from rest_framework.routers import SimpleRouter

from organize.views.plans import OrganizeView, PlanViewSet
from organize.views.tasks import BreakdownView, ParseView, TaskViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("plans", PlanViewSet, basename="plan")
router.register("tasks", TaskViewSet, basename="task")

urlpatterns = [
    path("organize", OrganizeView.as_view(), name="organize"),
    path("tasks/parse", ParseView.as_view(), name="task-parse"),
    path("tasks/breakdown", BreakdownView.as_view(), name="task-breakdown-preview"),
    *router.urls,
]
