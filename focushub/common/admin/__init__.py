"""The shared part of the admin: pages for staff, who may look at facts and must ask for words."""

from focushub.common.admin.base import OwnedAdmin, PagedAdmin, ReadOnlyAdmin, owned_lists
from focushub.common.admin.filters import (
    ChoiceFilter,
    ExactFilter,
    IsSetFilter,
    PersonFilter,
    WhenFilter,
)
from focushub.common.admin.log import LogEntryAdmin

__all__ = [
    "ChoiceFilter",
    "ExactFilter",
    "IsSetFilter",
    "LogEntryAdmin",
    "OwnedAdmin",
    "PagedAdmin",
    "PersonFilter",
    "ReadOnlyAdmin",
    "WhenFilter",
    "owned_lists",
]
