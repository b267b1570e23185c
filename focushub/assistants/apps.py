from django.apps import AppConfig


class AssistantsConfig(AppConfig):
    name = "focushub.assistants"
    label = "assistants"
