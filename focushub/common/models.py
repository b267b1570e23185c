"""What every row that belongs to a person has in common."""

from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from uuid6 import uuid7


class OwnedQuerySet(models.QuerySet):
    def owned_by(self, person: Any) -> Self:
        return self.filter(owner=person)


class OwnedModel(models.Model):
    """A row of one person's. Ids are UUIDv7, so they sort by the time they were made."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True


_BUMP = """
UPDATE accounts_user SET state_revision = state_revision + 1
WHERE id IN (SELECT DISTINCT owner_id FROM {table});
RETURN NULL;
"""


def bumps_state() -> list[pgtrigger.Trigger]:
    """Triggers for a model whose rows are part of a person's state: put them into `Meta.triggers`.

    Any insert, update or delete, in whatever way it is made, raises the owner's `state_revision`,
    which stands in the key of every cached answer. The database does it because a service, the
    admin or a bulk update that forgot would serve yesterday's plan.
    """

    def trigger(name: str, operation: Any, table: str, **transition: str) -> pgtrigger.Trigger:
        return pgtrigger.Trigger(
            name=f"bumps_state_{name}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**transition),  # type: ignore[no-untyped-call] # has no types
            func=_BUMP.format(table=table),
        )

    return [
        trigger("insert", pgtrigger.Insert, "new_rows", new="new_rows"),
        trigger("update", pgtrigger.Update, "new_rows", new="new_rows"),
        trigger("delete", pgtrigger.Delete, "old_rows", old="old_rows"),
    ]
