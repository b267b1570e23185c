from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "focushub.realtime"
    label = "realtime"
