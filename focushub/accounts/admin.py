"""People, where they are logged in, and who may not try again for a while."""

from contextlib import suppress
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any, cast

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as BaseGroupAdmin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from focushub.accounts.models import ScopedToken, Session, User
from focushub.accounts.services import sessions
from focushub.common.admin import IsSetFilter, OwnedAdmin, PagedAdmin, WhenFilter, owned_lists
from focushub.common.admin.filters import Choices
from focushub.common.admin.people import SEARCH_HELP, beginning_with, id_in


class NewPersonForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User

    def clean_username(self) -> str:
        return User.objects.spelled(self.cleaned_data["username"])


class PersonForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("staff", "Staff"), ("deactivated", "Deactivated")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "staff":
                return queryset.filter(is_staff=True)
            case "deactivated":
                return queryset.filter(is_active=False)
        return queryset


RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")
SETTINGS = (
    "timezone",
    "country",
    "date_order",
    "session_minutes",
    "capacity_minutes",
    "working_hours",
    "energy_by_hour",
    "allow_model",
)


@admin.register(User)
class UserAdmin(PagedAdmin, BaseUserAdmin):
    """Rights and passwords are a superuser's to give: with either one, all else can be taken."""

    icon = "person"
    form = PersonForm
    add_form = NewPersonForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "email", "created_at", "last_login", "is_active", "is_staff")
    list_filter = (WhenFilter, KindFilter)
    search_fields = ("username", "email")
    search_help_text = SEARCH_HELP
    ordering = ("-pk",)
    actions = None
    filter_horizontal = ()
    change_form_outer_before_template = "focushub/admin/person_links.html"
    fieldsets = (
        (None, {"fields": ("id", "username", "email", "is_active", "created_at", "last_login")}),
        ("Settings", {"fields": SETTINGS}),
    )
    add_fieldsets = BaseUserAdmin.add_fieldsets  # Unfold's own, which is empty, comes first.
    rights_fieldset = ("Rights", {"fields": ("password", *RIGHTS)})

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        named = id_in(search_term)
        if named is not None:
            return queryset.filter(pk=named), False
        return (beginning_with(search_term, queryset) if search_term else queryset), False

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        if obj is None or not _is_superuser(request):
            return super().get_fieldsets(request, obj)
        return (*self.fieldsets, self.rights_fieldset)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return ("id", "created_at", "last_login", *SETTINGS, *(("username",) if obj else ()))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change a superuser's address can become one."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (_is_superuser(request) or obj is None or not obj.is_staff)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Erasing a person reaches further than these rows; it is not done here."""
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {**(extra_context or {}), "owned_lists": owned_lists(request, object_id)}
        return super().change_view(request, object_id, form_url, context)

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        if not _is_superuser(request):
            raise PermissionDenied
        response: HttpResponse = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            # Whoever is logged in may be why a new password was needed.
            sessions.end_other_sessions(person=User.objects.get(pk=id))
        return response


def _is_superuser(request: HttpRequest) -> bool:
    return bool(cast(User, request.user).is_superuser)


class RevokedFilter(IsSetFilter):
    title = "ended"
    parameter_name = "ended"
    column = "revoked_at"
    when_set = "Ended"
    when_not = "Not ended"


@admin.register(Session)
class SessionAdmin(OwnedAdmin):
    icon = "devices"
    list_display = ("last_used_at", "person", "user_agent", "expires_at", "revoked_at")
    list_filter = (*OwnedAdmin.list_filter, RevokedFilter)
    fields = (
        "id",
        "person",
        "user_agent",
        "created_at",
        "last_used_at",
        "expires_at",
        "revoked_at",
    )


@admin.register(ScopedToken)
class ScopedTokenAdmin(OwnedAdmin):
    icon = "key"
    list_display = ("created_at", "person", "scopes", "last_used_at", "expires_at", "revoked_at")
    list_filter = (*OwnedAdmin.list_filter, RevokedFilter)
    fields = ("id", "person", "scopes", "created_at", "last_used_at", "expires_at", "revoked_at")
    text_fields = ("name",)
    text_fieldsets = [("The person's own words", {"fields": ("name",)})]


admin.site.unregister([AccessAttempt, AccessLog, AccessFailureLog, Group])


@admin.register(AccessAttempt)
class AttemptAdmin(PagedAdmin):
    """Log-ins that did not succeed. Deleting a row lets that address try this name again."""

    icon = "lock_clock"
    list_display = ("attempt_time", "username", "ip_address", "failures_since_start", "path_info")
    list_filter = ()
    search_fields = ("username",)
    search_help_text = "User name or address, in full"
    # Not the form's data: a password that slipped into the wrong field stands there.
    fields = ("attempt_time", "username", "ip_address", "failures_since_start", "user_agent")
    readonly_fields = fields

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term:
            return queryset, False
        matches = Q(username=User.objects.spelled(search_term))
        with suppress(ValueError):
            matches |= Q(ip_address=str(ip_address(search_term)))
        return queryset.filter(matches), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Group)
class GroupAdmin(PagedAdmin, BaseGroupAdmin):
    """Roles: what support may see and operators may do."""

    icon = "groups"
    list_filter = ()
    ordering = ("-pk",)
