from django.urls import path
from rest_framework.routers import SimpleRouter

from focushub.reminders import views

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("reminders", views.ReminderViewSet, basename="reminder")
router.register(
    "me/push-subscriptions", views.PushSubscriptionViewSet, basename="push-subscription"
)

urlpatterns = [
    path("me/reminders", views.ReminderSettingsView.as_view(), name="reminder-settings"),
    *router.urls,
]
