from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ErrorDetail

from focushub.accounts.models import DateOrder, Energy, Scope, Session, User
from focushub.accounts.services import profile
from focushub.accounts.services.sessions import TokenPair
from focushub.accounts.services.tokens import NewToken
from focushub.api import serializers

MAX_PASSWORD = 256


class UserNameField(serializers.CharField):
    """In the one spelling in which names are kept, and only then checked."""

    def to_internal_value(self, data: Any) -> str:
        return User.objects.spelled(super().to_internal_value(data))


class PasswordField(serializers.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=MAX_PASSWORD,
            trim_whitespace=False,
            write_only=True,
            style={"input_type": "password"},
            **kwargs,
        )


class ZoneField(serializers.CharField):
    default_error_messages = {"unknown": "An IANA time zone, such as Europe/Berlin."}

    def to_internal_value(self, data: Any) -> str:
        name = super().to_internal_value(data)
        if name not in profile.zone_names():
            self.fail("unknown")
        return name


class CountryField(serializers.CharField):
    default_error_messages = {"unknown": "Two letters of ISO 3166-1, such as DE, or nothing."}

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data).upper()
        if code and code not in profile.country_codes():
            self.fail("unknown")
        return code


_CLOCK_TIME = {"type": "string", "pattern": f"^{profile.CLOCK_TIME}$"}
_SPAN = {"type": "array", "items": _CLOCK_TIME, "minItems": 2, "maxItems": 2}
_DAY = {"type": "array", "items": _SPAN, "maxItems": profile.MAX_SPANS_A_DAY}


@extend_schema_field(
    {
        "type": "object",
        "properties": dict.fromkeys(profile.WEEKDAYS, _DAY),
        "additionalProperties": False,
    }
)
class WorkingHoursField(serializers.DictField):
    """ISO weekday ("1" is Monday) to spans of local time; a day that is left out is a day off."""

    child = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))

    def to_internal_value(self, data: Any) -> profile.WeekHours:
        hours: Mapping[str, Sequence[Sequence[str]]] = super().to_internal_value(data)
        try:
            return profile.checked_week(hours)
        except profile.BadWorkingHours as refusal:
            raise serializers.ValidationError(
                {
                    problem.field or "non_field_errors": [
                        ErrorDetail(problem.detail, code=problem.code)
                    ]
                    for problem in refusal.problems
                }
            ) from refusal


class RegistrationSerializer(serializers.Serializer):
    username = UserNameField(
        max_length=150, validators=User._meta.get_field("username").validators[:1]
    )
    password = PasswordField()
    email = serializers.EmailField(max_length=254, default="", allow_blank=True)
    timezone = ZoneField(default="UTC")
    country = CountryField(default="", allow_blank=True)
    date_order = serializers.ChoiceField(DateOrder.choices, default=DateOrder.MONTH_FIRST)


class LoginSerializer(serializers.Serializer):
    username = serializers.CharField(max_length=150)
    password = PasswordField()


class RefreshSerializer(serializers.Serializer):
    refresh_token = serializers.CharField(max_length=200)


class TokenPairSerializer(serializers.Serializer[TokenPair]):
    access_token = serializers.CharField()
    refresh_token = serializers.CharField(help_text="Works once: each refresh gives a new one.")
    token_type = serializers.ChoiceField(["bearer"])
    expires_in = serializers.IntegerField(help_text="Seconds until the access token runs out.")


class PasswordChangeSerializer(serializers.Serializer):
    current_password = PasswordField()
    new_password = PasswordField()


class PasswordResetSerializer(serializers.Serializer):
    email = serializers.EmailField(max_length=254)


class PasswordResetAskedSerializer(serializers.Serializer):
    detail = serializers.CharField()


class PasswordResetConfirmSerializer(serializers.Serializer):
    token = serializers.CharField(max_length=200, help_text="From the link in the letter.")
    new_password = PasswordField()


class MeSerializer(serializers.ModelSerializer):
    email = serializers.EmailField(max_length=254, allow_blank=True)
    timezone = ZoneField()
    country = CountryField(allow_blank=True)
    date_order = serializers.ChoiceField(DateOrder.choices)
    working_hours = WorkingHoursField()
    energy_by_hour = serializers.ListField(
        child=serializers.ChoiceField(Energy.choices),
        min_length=24,
        max_length=24,
        help_text="For each hour of the local day, from midnight.",
    )
    session_minutes = serializers.IntegerField(min_value=5, max_value=240)
    capacity_minutes = serializers.IntegerField(min_value=15, max_value=1440)

    class Meta:
        model = User
        fields = (
            "id",
            "username",
            "email",
            "timezone",
            "country",
            "date_order",
            "working_hours",
            "energy_by_hour",
            "session_minutes",
            "capacity_minutes",
            "allow_model",
            "created_at",
        )
        read_only_fields = ("id", "username", "created_at")


class EraseSerializer(serializers.Serializer):
    password = PasswordField(help_text="Asked again: a token that was stolen erases nobody.")


class SessionSerializer(serializers.ModelSerializer):
    is_current = serializers.SerializerMethodField(help_text="The one that this request used.")

    class Meta:
        model = Session
        fields = ("id", "user_agent", "created_at", "last_used_at", "expires_at", "is_current")
        read_only_fields = fields

    def get_is_current(self, session: Session) -> bool:
        return session == self.context["request"].auth


class ScopedTokenSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices))
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To the minute.")
    expires_at = serializers.DateTimeField(allow_null=True)


class NewTokenSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=60, help_text="Where it is used, for yourself.")
    scopes = serializers.ListField(
        child=serializers.ChoiceField(Scope.choices),
        min_length=1,
        max_length=len(Scope),
        help_text="What it opens, and nothing else.",
    )
    expires_at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        default=None,
        default_timezone=UTC,
        help_text="By default it stands until it is revoked.",
    )

    def validate_scopes(self, scopes: list[str]) -> list[str]:
        return list(dict.fromkeys(scopes))

    def validate_expires_at(self, moment: datetime | None) -> datetime | None:
        if moment is not None and moment <= timezone.now():
            raise serializers.ValidationError("Choose a moment that is still to come.", "past")
        return moment


class MadeTokenSerializer(ScopedTokenSerializer):
    token = serializers.CharField(help_text="Shown this once. Whoever has it is let in.")

    def to_representation(self, made: Any) -> dict[str, Any]:
        assert isinstance(made, NewToken)
        return {**ScopedTokenSerializer(made.row).data, "token": made.token}
