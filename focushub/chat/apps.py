from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ChatConfig(AppConfig):
    name = "focushub.chat"
    label = "chat"
    verbose_name = "Chat"

    def ready(self) -> None:
        # Each feature says in its `coach.py` what the coach may read and propose.
        autodiscover_modules("coach")
