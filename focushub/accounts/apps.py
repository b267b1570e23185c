from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "focushub.accounts"
    label = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from focushub.accounts.roles import after_migrate  # Models are there from now on.

        # Each part says in its `personal_data.py` what is special about what it stores.
        autodiscover_modules("personal_data")
        post_migrate.connect(after_migrate)
