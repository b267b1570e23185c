from django.apps import AppConfig


class FocusConfig(AppConfig):
    name = "focushub.focus"
    label = "focus"
