from rest_framework.routers import SimpleRouter

from focushub.focus.views.sessions import FocusSessionViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("focus-sessions", FocusSessionViewSet, basename="focus-session")

urlpatterns = router.urls
