"""`Idempotency-Key`: a POST that is sent again gives the first answer and does nothing twice.

The claim is committed on its own, so that a second call sees it; the work and the stored answer
share one transaction, so that a crash between the two cannot leave one without the other.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.api.halves import Unfinished
from focushub.api.models import LIFETIME, MAX_KEY, IdempotencyRecord
from focushub.common.errors import DomainError, Kind
from focushub.common.rendering import render

HEADER = "Idempotency-Key"
# A claim with no answer after this long belonged to a process that died.
ABANDONED = timedelta(seconds=60)
_KEPT_HEADERS = ("Location", "ETag", "Content-Type")
_JSON = "application/json"


class KeyReused(DomainError):
    kind = Kind.MISMATCH
    code = "idempotency_key_reused"
    detail = "This Idempotency-Key was used with another request. Take a new key."


class StillAtWork(DomainError):
    kind = Kind.CONFLICT
    code = "idempotency_in_progress"
    detail = "The first request with this Idempotency-Key is still at work."


class BadKey(DomainError):
    code = "invalid_idempotency_key"
    detail = f"An Idempotency-Key has 1 to {MAX_KEY} visible ASCII characters."


class Resumable(Response):
    """An answer that is told anew when the call is sent again: the view's `resume` makes it from
    this `resume`, an id. For what would be untrue later, such as a clock.
    """

    def __init__(self, data: Any = None, *, resume: str, status: int) -> None:
        super().__init__(data, status=status)
        self.resume = resume


class Retold(HttpResponse):
    """As `Resumable`, of bytes: a copy of them here would outlive the row that they stand in."""

    def __init__(self, content: bytes, *, resume: str) -> None:
        super().__init__(content, content_type=_JSON)
        self.resume = resume


class Pending(Resumable, Unfinished):
    """An answer that is still being made elsewhere; `resume` tells the view where to find it."""

    def __init__(self, resume: str) -> None:
        super().__init__(resume=resume, status=202)


class IdempotentMixin:
    """For views: wraps the POST handler of a person who sent a key."""

    # False where an answer holds what may be told once only, and kept nowhere.
    keeps_answers = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc] # DRF's view is the sibling
        key = request.headers.get(HEADER)
        handler = getattr(self, "post", None)  # Absent where the answer will be 405.
        if request.method != "POST" or not self.keeps_answers:
            return
        if key is not None and handler is not None and request.user:
            # DRF looks the handler up after this, on the instance.
            setattr(self, "post", partial(self._once, handler, key))  # noqa: B010 - a plain assignment would type every view's own method

    def resume(self, request: Request, resume: str) -> HttpResponseBase:
        """The answer of an earlier call, told anew. Views that give a `Resumable` define it."""
        raise StillAtWork(retry_after=1)

    def _once(
        self, handler: Callable[..., HttpResponseBase], key: str, request: Request, **kwargs: Any
    ) -> HttpResponseBase:
        if not (1 <= len(key) <= MAX_KEY and key.isascii() and key.isprintable()):
            raise BadKey
        record, is_mine = _claim(request, key)
        if not is_mine:
            if record.resume:
                return self.resume(request, record.resume)
            return _replay(record)
        try:
            with transaction.atomic():
                response = handler(request, **kwargs)
                if response.status_code < 400:
                    _keep(record, response)
        except BaseException:
            _mine(record).delete()
            raise
        if response.status_code >= 400:
            _mine(record).delete()
        return response


def _claim(request: Request, key: str) -> tuple[IdempotencyRecord, bool]:
    """The record of this key, and whether this call is the one to do the work."""
    now = timezone.now()
    fresh = {"fingerprint": _fingerprint(request), "claimed_at": now}
    record, created = IdempotencyRecord.objects.get_or_create(
        owner_id=request.user.pk, key=key, defaults=fresh
    )
    if created:
        return record, True
    if now - record.claimed_at > LIFETIME or (
        record.status is None and now - record.claimed_at > ABANDONED
    ):
        taken = _mine(record).update(status=None, body=b"", headers={}, resume="", **fresh)
        record.refresh_from_db()
        if taken:
            return record, True
    if record.fingerprint != fresh["fingerprint"]:
        raise KeyReused
    if record.status is None:
        raise StillAtWork(retry_after=1)
    return record, False


def _fingerprint(request: Request) -> str:
    told = f"{request.method} {request.get_full_path()}\n".encode() + render(request.data)
    return hashlib.blake2b(told, digest_size=20).hexdigest()


def _mine(record: IdempotencyRecord) -> QuerySet[IdempotencyRecord]:
    """The row, as long as nobody has taken the claim over since `record` was read."""
    return IdempotencyRecord.objects.filter(pk=record.pk, claimed_at=record.claimed_at)


def _keep(record: IdempotencyRecord, response: HttpResponseBase) -> None:
    """Raises `StillAtWork`, which takes the work back, where another call has the claim now."""
    body, resume = b"", ""
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    if isinstance(response, Resumable | Retold):
        resume = response.resume
    elif isinstance(response, Response):
        body = b"" if response.data is None else render(response.data)
        # Django's own default stands there until DRF renders.
        headers["Content-Type"] = response.content_type or _JSON
    elif isinstance(response, HttpResponse):
        body = response.content
    kept = _mine(record).update(
        status=response.status_code, body=body, resume=resume, headers=headers
    )
    if not kept:
        raise StillAtWork(retry_after=1)


def _replay(record: IdempotencyRecord) -> HttpResponse:
    return HttpResponse(bytes(record.body), status=record.status, headers=record.headers)
