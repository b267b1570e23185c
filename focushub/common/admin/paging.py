"""Lists that cost the same on the first page and the last, with ten rows or ten million.

A page is found by the id it begins after, not by a number, so nothing is counted and nothing is
skipped over.
"""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest

OLDER_THAN = "before"
NEWER_THAN = "after"


class KeysetPaginator(Paginator):
    """Names the template only; `KeysetChangeList` has found the page already."""

    template_name = "focushub/admin/pages.html"


class KeysetChangeList(ChangeList):
    """Newest first. `?before=<id>` is the page of older rows, `?after=<id>` that of newer ones."""

    has_newer = False
    has_older = False

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str | Combinable]:
        return ["-pk"]

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: Any = None
    ) -> QuerySet[Any, Any]:
        # Taken out first: a new filter or search must begin at the first page of its own.
        self.older_than = self._take_id(OLDER_THAN)
        self.newer_than = self._take_id(NEWER_THAN)
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request: HttpRequest) -> None:
        size = self.list_per_page
        if self.newer_than is not None:
            rows = list(self.queryset.filter(pk__gt=self.newer_than).order_by("pk")[: size + 1])
            self.has_newer, self.has_older = len(rows) > size, True
            rows = rows[:size][::-1]
        else:
            page = self.queryset
            if self.older_than is not None:
                page = page.filter(pk__lt=self.older_than)
            rows = list(page[: size + 1])
            self.has_newer, self.has_older = self.older_than is not None, len(rows) > size
            rows = rows[:size]
        self.result_list = rows
        # Equal, which keeps Unfold from calling a page's rows all "results".
        self.result_count = self.full_result_count = len(rows)
        self.show_full_result_count = False
        self.show_admin_actions = bool(rows)
        self.can_show_all = self.multi_page = False
        self.paginator = KeysetPaginator(rows, size)

    @property
    def newer_page(self) -> str:
        """The query string of the link, or nothing where there is no such page."""
        return self._page(NEWER_THAN, self.result_list[:1]) if self.has_newer else ""

    @property
    def older_page(self) -> str:
        return self._page(OLDER_THAN, self.result_list[-1:]) if self.has_older else ""

    def _page(self, parameter: str, row: Any) -> str:
        # An empty page, behind an id that somebody typed, leads back to the newest rows.
        return self.get_query_string({parameter: str(row[0].pk)} if row else {})

    def _take_id(self, parameter: str) -> Any:
        self.params.pop(parameter, None)
        typed = self.filter_params.pop(parameter, None)
        if not typed:
            return None
        key = self.model._meta.pk
        assert key is not None
        try:
            return key.to_python(typed[-1])
        except ValidationError:
            return None
