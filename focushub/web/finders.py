"""Finds the client's files in `frontend/`, where its tools and types lie beside them."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import get_files
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

FOLDER = "client"
# What a browser is given; all else in `frontend/` is for those who build it.
SERVED = (".css", ".js", ".svg")
IGNORED = ["node_modules", "services/*.ts"]


class ClientFiles(FileSystemStorage):
    # `collectstatic` puts them there.
    prefix = FOLDER


class ClientFinder(BaseFinder):
    def __init__(self) -> None:
        self.storage = ClientFiles(location=settings.CLIENT_ROOT)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        for path in get_files(self.storage, [*(ignore_patterns or ()), *IGNORED]):
            if path.endswith(SERVED):
                yield path, self.storage

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        parts = PurePath(path).parts
        is_ours = parts[:1] == (FOLDER,) and "node_modules" not in parts and path.endswith(SERVED)
        inside = "/".join(parts[1:])
        if not is_ours or not self.storage.exists(inside):
            return []
        return [self.storage.path(inside)] if find_all else self.storage.path(inside)
