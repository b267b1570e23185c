from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AiConfig(AppConfig):
    name = "focushub.ai"
    label = "ai"
    verbose_name = "Runs"

    def ready(self) -> None:
        # Each feature registers itself in its `feature.py`, as models do in `admin.py`.
        autodiscover_modules("feature")
