"""What stands in the whole database, so that a test may say that nothing changed."""

from collections.abc import Collection

from django.db import connection

# The queue writes of its own accord, and Django of its own making.
_NOT_OURS = ("procrastinate_", "django_", "pg_")


def digests(*, but_for: Collection[str] = ()) -> dict[str, str]:
    """A digest of all rows of everybody, by the table's name, in one query."""
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names(cursor)
            if name not in but_for and not name.startswith(_NOT_OURS)
        ]
        each = " UNION ALL ".join(
            f"SELECT '{name}', md5(coalesce(string_agg(told, ' ' ORDER BY told), ''))"  # noqa: S608 - names of our own tables
            f' FROM (SELECT one::text AS told FROM "{name}" one) rows'
            for name in tables
        )
        cursor.execute(each)
        return dict(cursor.fetchall())
