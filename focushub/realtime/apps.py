from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RealtimeConfig(AppConfig):
    name = "focushub.realtime"
    label = "realtime"

    def ready(self) -> None:
        from focushub.accounts.services import people, sessions
        from focushub.realtime import publishing

        sessions.when_ended(publishing.check_sessions)
        people.when_described(publishing.publish_profile)
        # Each feature names what it tells of in its `events.py`, and answers in its
        # `socket_messages.py`.
        autodiscover_modules("events", "socket_messages")
