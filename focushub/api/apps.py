from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "focushub.api"
    label = "api"
