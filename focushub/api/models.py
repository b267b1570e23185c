"""Answers already given under an `Idempotency-Key`."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models

LIFETIME = timedelta(hours=24)
MAX_KEY = 200


class IdempotencyRecord(models.Model):
    """One key of one person's. `status` is null while the first call is still at work."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=MAX_KEY)
    # Of method, path and body: the same key with another question is a mistake of the caller's.
    fingerprint = models.CharField(max_length=40)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    resume = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "key"], name="idempotency_key_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["claimed_at"], name="idempotency_age")]

    def __str__(self) -> str:
        return f"idempotency record {self.pk}"
