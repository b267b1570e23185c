"""The person, with the settings that shape every plan, and the sessions they are logged in with."""

from datetime import timedelta
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from uuid6 import uuid7

from focushub.common.models import OwnedModel, OwnedQuerySet

# Changes of these make a cached answer untrue; a log-in or a new password does not.
STATE_FIELDS = (
    "timezone",
    "country",
    "working_hours",
    "energy_by_hour",
    "session_minutes",
    "capacity_minutes",
    "date_order",
    "allow_model",
    "is_active",
)


class Energy(models.TextChoices):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class DateOrder(models.TextChoices):
    """How 3/4 is read: `mdy` the 4th of March, `dmy` the 3rd of April."""

    MONTH_FIRST = "mdy"
    DAY_FIRST = "dmy"


def default_working_hours() -> dict[str, list[list[str]]]:
    """ISO weekday ("1" is Monday) to a list of [start, end] local times, "HH:MM"."""
    return {str(day): [["09:00", "18:00"]] for day in range(1, 8)}


def default_energy() -> list[str]:
    """For each hour of the local day: high in the late morning, low after lunch and at night."""
    return (["low"] * 8 + ["medium"] + ["high"] * 3 + ["medium"] + ["low"] * 2 + ["medium"] * 4) + [
        "low"
    ] * 5


class UserManager(BaseUserManager["User"]):
    @staticmethod
    def spelled(username: str) -> str:
        """The one way in which a user name is kept, so that no two look alike."""
        return User.normalize_username(username).lower()

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=self.spelled(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=self.spelled(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(
        max_length=150,
        unique=True,
        validators=[
            RegexValidator(
                r"^[\w.@+-]+\Z", "Letters, digits and @ . + - _ only.", code="invalid_username"
            )
        ],
    )
    email = models.EmailField(blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    timezone = models.CharField(max_length=64, default="UTC")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2.")
    date_order = models.CharField(
        max_length=3, choices=DateOrder.choices, default=DateOrder.MONTH_FIRST
    )
    working_hours = models.JSONField(default=default_working_hours)
    energy_by_hour = ArrayField(
        models.CharField(max_length=6, choices=Energy.choices), size=24, default=default_energy
    )
    session_minutes = models.PositiveSmallIntegerField(default=45)
    capacity_minutes = models.PositiveSmallIntegerField(default=240)
    allow_model = models.BooleanField(
        default=True, help_text="Off: no word of this person's is ever sent to a model."
    )
    state_revision = models.PositiveBigIntegerField(default=1, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_username_lower_case", condition=Q(username=Lower("username"))
            ),
            models.CheckConstraint(
                name="user_session_minutes_in_range", condition=Q(session_minutes__range=(5, 240))
            ),
            models.CheckConstraint(
                name="user_capacity_minutes_in_range",
                condition=Q(capacity_minutes__range=(15, 1440)),
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at"], name="user_newest"),
            # In the order of bytes, so that staff find an address by how it begins.
            # Not unique: addresses are not proven, so a unique one could be taken by a stranger,
            # and a refusal would tell whose address is registered here.
            models.Index(OpClass(Lower("email"), name="text_pattern_ops"), name="user_address"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="bumps_own_state",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange(*STATE_FIELDS),
                func="NEW.state_revision = OLD.state_revision + 1; RETURN NEW;",
            ),
            # A `save()` of a person who was read a while ago must not bring old answers back.
            pgtrigger.Trigger(
                name="keeps_own_state",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__state_revision__lt=pgtrigger.F("old__state_revision")),
                func="NEW.state_revision = OLD.state_revision; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class SessionQuerySet(OwnedQuerySet):
    def live(self) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())


class Session(OwnedModel):
    """One log-in on one device: the family of all refresh tokens that came from it.

    Only the hash of the newest refresh token is kept. An older one that turns up again means that
    somebody has a copy, so the whole family ends.
    """

    refresh_hash = models.CharField(max_length=64, editable=False)
    user_agent = models.CharField(max_length=200, blank=True)
    last_used_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = SessionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-last_used_at"], name="session_newest")]

    def __str__(self) -> str:
        return f"session {self.pk}"

    def revoke(self) -> None:
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at", "updated_at"])

    def extend(self, lifetime: timedelta) -> None:
        self.last_used_at = timezone.now()
        self.expires_at = self.last_used_at + lifetime


class Scope(models.TextChoices):
    """What a kept token opens."""

    CALENDAR_READ = "calendar:read"
    ASSISTANT_READ = "assistant:read"
    ASSISTANT_WRITE = "assistant:write"


class ScopedTokenQuerySet(OwnedQuerySet):
    def live(self) -> Self:
        unending = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
        return self.filter(unending, revoked_at__isnull=True)


class ScopedToken(OwnedModel):
    """Lets a calendar or an assistant in, where a log-in cannot be typed. Only its hash is kept."""

    name = models.CharField(max_length=60)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), size=3)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ScopedTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="scoped_token_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="scoped_token_opens_something", condition=Q(scopes__len__gte=1)
            ),
            models.CheckConstraint(
                name="scoped_token_scopes_known",
                condition=Q(scopes__contained_by=Scope.values),
            ),
        ]
        indexes = [models.Index(fields=["owner", "-id"], name="scoped_token_newest")]

    def __str__(self) -> str:
        return f"token {self.pk}"
