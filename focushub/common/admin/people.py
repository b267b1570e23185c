"""Finding somebody by what a letter to the support names."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

User = get_user_model()

SEARCH_HELP = "User name or e-mail (how it begins), or id"
# Names that begin alike: past so many, the words are no way to find one person's rows.
MAX_PEOPLE = 20


def id_in(words: str) -> UUID | None:
    try:
        return UUID(words.strip())
    except ValueError:
        return None


def beginning_with(words: str, people: QuerySet[Any]) -> QuerySet[Any]:
    """By user name or address, without regard to case; an index serves each half of the OR."""
    words = words.strip().lower()
    return people.alias(address=Lower("email")).filter(
        Q(username__startswith=words) | Q(address__startswith=words)
    )


def rows_of(words: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows of the people whose name or address begins so, or the row or person with the id."""
    named = id_in(words)
    if named is not None:
        return rows.filter(Q(pk=named) | Q(owner_id=named))
    found = beginning_with(words, User.objects.all()).values_list("pk", flat=True)[:MAX_PEOPLE]
    # Asked first: joined, the planner may choose to walk the whole table instead.
    return rows.filter(owner_id__in=list(found))
