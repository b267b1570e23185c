from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RealtimeConfig(AppConfig):
    name = "focushub.realtime"
    label = "realtime"

    def ready(self) -> None:
        # Each feature names what it tells of in its `events.py`.
        autodiscover_modules("events")
