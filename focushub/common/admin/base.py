"""What all pages of the admin have in common."""

import json
from typing import TYPE_CHECKING, Any, ClassVar

import orjson
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, DELETION
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from focushub.common.admin import disclosure, people
from focushub.common.admin.filters import PersonFilter, WhenFilter, parameters
from focushub.common.admin.paging import KeysetChangeList

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin  # Unfold has no types; its class extends this one.
else:
    from unfold.admin import ModelAdmin

Fieldsets = list[tuple[str | None, dict[str, Any]]]


def page_of(row_id: Any, model: type[Model]) -> str:
    """The address of a row's page."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row_id])


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def as_json(value: Any) -> SafeString:
    """JSON values, indented, as a block that keeps its lines."""
    return format_html(
        '<pre class="whitespace-pre-wrap break-words">{}</pre>',
        orjson.dumps(value, option=orjson.OPT_INDENT_2).decode(),
    )


class PagedAdmin(ModelAdmin):
    """Newest first, page by page, nothing counted, and found only by what an index serves."""

    icon = "table_rows"
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    ordering = ("-pk",)
    list_disable_select_all = True

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetChangeList]:
        return KeysetChangeList

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what a filter offers: `?title__icontains=` would read hidden text by guessing."""
        assert request is not None
        return lookup in set(parameters(self.get_list_filter(request)))

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return disclosure.record(request, obj, flag=ADDITION, message=_as_text(message))

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return disclosure.record(request, obj, flag=CHANGE, message=_as_text(message))

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        return [disclosure.record(request, row, flag=DELETION, message="") for row in queryset]


class ReadOnlyAdmin(PagedAdmin):
    """Looked at, not touched: what a person or the machine wrote is theirs."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class OwnedAdmin(ReadOnlyAdmin):
    """Rows of people's.

    Attributes:
        text_fields: columns with the person's own words. No list and no page reads them from the
            database until a staff member asks, by a button whose use is recorded.
        text_fieldsets: what a page shows, below the facts, once it was asked.
    """

    text_fields: tuple[str, ...] = ()
    text_fieldsets: Fieldsets = []

    list_filter: ClassVar[tuple[type[admin.SimpleListFilter], ...]] = (WhenFilter, PersonFilter)
    search_fields = ("owner__username",)
    search_help_text = people.SEARCH_HELP
    change_form_outer_after_template = "focushub/admin/text_panel.html"

    @admin.display(description="person")
    def person(self, row: Any) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', page_of(row.owner_id, type(row.owner)), row.owner.username
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("owner")
        return rows if disclosure.shows_text(request) else rows.defer(*self.text_fields)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (people.rows_of(search_term, queryset) if search_term else queryset), False

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        facts = list(super().get_fieldsets(request, obj))
        return facts + self.text_fieldsets if disclosure.shows_text(request) else facts

    def get_urls(self) -> list[URLPattern]:
        show = path(
            "<path:object_id>/show-text/",
            self.admin_site.admin_view(self.show_text),
            name=self._show_text_name,
        )
        return [show, *super().get_urls()]

    @property
    def _show_text_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_show_text"

    def show_text(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Records who asked, and sends them to the page, which shows the text that once."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.text_fieldsets or not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        disclosure.permit(request, row)
        return redirect(page_of(row.pk, self.model))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        disclosure.take_permit(request, self.model, unquote(object_id))
        shown = disclosure.shows_text(request)
        if shown:
            messages.info(request, "Shown this once, and recorded. A reload hides it again.")
        context = {
            "show_text_url": ""
            if shown or not self.text_fieldsets
            else reverse(f"admin:{self._show_text_name}", args=[object_id])
        }
        return super().change_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )


def owned_lists(request: HttpRequest, person_id: Any) -> list[dict[str, str]]:
    """A link to each kind of rows that this person can have and the staff member may see."""
    links = []
    for model, page in admin.site._registry.items():
        if isinstance(page, OwnedAdmin) and page.has_view_permission(request):
            links.append(
                {
                    "title": str(model._meta.verbose_name_plural).capitalize(),
                    "href": f"{list_of(model)}?{PersonFilter.parameter_name}={person_id}",
                    "icon": page.icon,
                }
            )
    return links


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups by app, of what the staff member may see; a new feature's pages join by themselves."""
    groups: list[dict[str, Any]] = [
        {"items": [{"title": "The last day", "icon": "monitoring", "link": reverse("admin:index")}]}
    ]
    for app in admin.site.get_app_list(request):
        items = [
            {
                "title": model["name"],
                "icon": getattr(admin.site._registry[model["model"]], "icon", "table_rows"),
                "link": model["admin_url"],
            }
            for model in app["models"]
            if model["admin_url"]
        ]
        groups.append({"title": app["name"], "separator": True, "items": items})
    return groups


def _as_text(message: Any) -> str:
    return json.dumps(message) if isinstance(message, list) else str(message)
