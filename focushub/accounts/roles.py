"""What staff may do: support looks, operators act. The groups are there after every `migrate`.

Rights on people (who is staff, who has which role, passwords) are a superuser's alone; see
`focushub.accounts.admin`. The person's own words are shown to neither role without a record.
"""

from typing import Any, Final

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission

SUPPORT: Final = "support"
OPERATOR: Final = "operator"
# Beside looking at everything.
ACTS: Final = frozenset(
    {
        ("accounts", "change_user"),
        ("ai", "add_promptversion"),
        ("ai", "change_promptversion"),
        ("ai", "change_modelswitch"),
        ("ai", "retry_job"),
        ("axes", "delete_accessattempt"),
    }
)


def after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    # Tests empty the tables and send the signal without a plan: nothing was migrated then.
    if "plan" in kwargs and sender.label == list(apps.app_configs)[-1]:
        make()


def make() -> None:
    """Both groups, with exactly the rights that stand here."""
    looks = set(Permission.objects.filter(codename__startswith="view_"))
    acts = {
        permission
        for permission in Permission.objects.select_related("content_type")
        if (permission.content_type.app_label, permission.codename) in ACTS
    }
    Group.objects.get_or_create(name=SUPPORT)[0].permissions.set(looks)
    Group.objects.get_or_create(name=OPERATOR)[0].permissions.set(looks | acts)
