from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "focushub.reminders"
    label = "reminders"
