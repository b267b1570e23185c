from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CalendarConfig(AppConfig):
    name = "focushub.calendar"
    label = "calendar"
    verbose_name = "Calendar"

    def ready(self) -> None:
        # Each feature registers what it has on the agenda in its `agenda.py`.
        autodiscover_modules("agenda")
