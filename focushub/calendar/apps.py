from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "focushub.calendar"
    label = "calendar"
    verbose_name = "Calendar"
