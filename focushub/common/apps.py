from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "focushub.common"
    label = "common"
