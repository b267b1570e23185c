from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "focushub.chat"
    label = "chat"
