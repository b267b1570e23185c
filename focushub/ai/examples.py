"""What runs look like, for the OpenAPI document; a test validates each of them."""

from drf_spectacular.utils import OpenApiExample

from focushub.api.examples import answered

_listed = {
    "id": "0199a1b2-0000-7000-8000-000000000002",
    "feature": "organize",
    "state": "queued",
    "engine": "builtin",
    "model": "llama3.1",
    "prompt_version": "5c1e0a9b7d42",
    "attempts": 0,
    "tokens_in": 0,
    "tokens_out": 0,
    "duration_ms": None,
    "degraded": None,
    "created_at": "2026-11-23T13:58:00Z",
    "finished_at": None,
}

RUN_LIST = [answered("Runs", _listed)]
RUN = [
    answered(
        "A run whose draft is there",
        {**_listed, "draft": {"summary": "One task, about 5 min in all."}, "answer": None},
    )
]

RUN_EVENTS = [
    OpenApiExample(
        "Words",
        value={"event": "token", "id": "1-4", "data": {"text": "One small step"}},
        response_only=True,
        media_type="text/event-stream",
    )
]
