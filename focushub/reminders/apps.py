from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RemindersConfig(AppConfig):
    name = "focushub.reminders"
    label = "reminders"

    def ready(self) -> None:
        # Each feature says in its `reminder_sources.py` what there is to be reminded of.
        autodiscover_modules("reminder_sources")
