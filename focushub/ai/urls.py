from rest_framework.routers import SimpleRouter

from focushub.ai.views import RunViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("runs", RunViewSet, basename="run")

urlpatterns = router.urls
