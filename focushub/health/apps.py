from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "focushub.health"
    label = "health"
