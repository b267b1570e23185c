"""How a person says they are."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from focushub.common.models import OwnedModel, OwnedQuerySet, bumps_state

LEAST, MOST = 1, 10
MAX_NOTE = 2_000
MAX_TRIGGERS = 10
MAX_TRIGGER = 80


class CheckInQuerySet(OwnedQuerySet):
    def between(self, since: datetime, until: datetime) -> Self:
        return self.filter(created_at__gt=since, created_at__lte=until)


def _scale() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(LEAST), MaxValueValidator(MOST)]
    )


class CheckIn(OwnedModel):
    """How a person says they are, on scales from 1 to 10; whatever they leave out is null."""

    energy = _scale()
    mood = _scale()
    stress = _scale()
    note = models.TextField(max_length=MAX_NOTE, blank=True)
    triggers = ArrayField(
        models.CharField(max_length=MAX_TRIGGER), default=list, blank=True, size=MAX_TRIGGERS
    )

    objects: ClassVar = CheckInQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *(
                models.CheckConstraint(
                    name=f"check_in_{scale}_in_range",
                    condition=Q(**{f"{scale}__isnull": True})
                    | Q(**{f"{scale}__range": (LEAST, MOST)}),
                )
                for scale in ("energy", "mood", "stress")
            ),
            models.CheckConstraint(
                name="check_in_says_something",
                condition=Q(energy__isnull=False) | Q(mood__isnull=False) | Q(stress__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], name="check_in_newest"),
            models.Index(fields=["owner", "-created_at"], name="check_in_when"),
        ]
        triggers = bumps_state()

    def __str__(self) -> str:
        return f"check-in {self.pk}"
