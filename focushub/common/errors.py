"""What can go wrong in the domain, told without HTTP.

A service raises a `DomainError`; `focushub.api.errors` turns its `kind` into a status, once, for
every route. `code` is for programs and stays; `detail` is one sentence for a person and may change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    """What sort of trouble it is; the API gives each its status."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    STALE = "stale"
    MISMATCH = "mismatch"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing to mend: `field` is a dotted path into the body ("tasks.0.title"), or empty."""

    field: str
    code: str
    detail: str


class DomainError(Exception):
    """Base of every refusal that a service gives.

    Args:
        detail: one sentence for a person; the class's own where left out.
        problems: what to mend, field by field.
        retry_after: seconds after which the same call may work.
    """

    kind: ClassVar[Kind] = Kind.INVALID
    code: ClassVar[str] = "invalid"
    detail: str = "This request cannot be carried out as it stands."

    def __init__(
        self,
        detail: str | None = None,
        *,
        problems: Sequence[FieldProblem] = (),
        retry_after: int | None = None,
    ) -> None:
        self.detail = detail or type(self).detail
        self.problems = tuple(problems)
        self.retry_after = retry_after
        super().__init__(self.detail)
