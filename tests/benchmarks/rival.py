"""A cached `POST /api/v1/organize` as a plain FastAPI would do it, to be measured against.

It gives the guarantees that ours gives on a hit: the token's signature, the session's revocation,
an exact limit for each person over all processes, a validated body, a key that does not depend on
how the body is written, a request id, CORS, a bound on the body. Redis is asked once a request.
It has nothing behind the cache: what is not there is a 503.
"""

import hashlib
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import uuid4

import jwt
import orjson
import redis.asyncio
from fastapi import Depends, FastAPI, Header, HTTPException, Response
from fastapi.middleware.cors import CORSMiddleware
from pydantic import AwareDatetime, BaseModel, Field
from starlette.types import ASGIApp, Receive, Scope, Send

SECRET_KEY = os.environ["FOCUSHUB_SECRET_KEY"]
PREFIX = os.environ["FOCUSHUB_REDIS_PREFIX"]
LIMIT = int(os.environ["FOCUSHUB_THROTTLE_ANSWERS"])
ALGORITHM, AUDIENCE = "HS256", "focushub-api"
WINDOW_SECONDS = 60
MAX_BODY = 1_048_576

# The pool's own bound is 100, and then it refuses.
link = redis.asyncio.from_url(os.environ["REDIS_URL"], max_connections=1000)


class Ask(BaseModel, str_strip_whitespace=True):
    text: str = Field(min_length=1, max_length=20_000)
    goal: str = Field("", max_length=500)
    kind: Literal["auto", "tasks", "space"] = "auto"
    available_minutes: int | None = Field(None, ge=5, le=1440)
    energy: Literal["low", "medium", "high"] | None = None
    granularity: int = Field(3, ge=1, le=5)
    starts_at: AwareDatetime | None = None
    timezone: str = Field("UTC", max_length=64)


@dataclass(frozen=True, slots=True)
class Caller:
    person_id: str
    session_id: str


def answer_key(person_id: str, ask: Ask) -> str:
    canonical = orjson.dumps(ask.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
    told = hashlib.blake2b(canonical, digest_size=20).hexdigest()
    return f"{PREFIX}:rival:answer:{person_id}:{told}"


def revocation_key(session_id: str) -> str:
    return f"{PREFIX}:rival:revoked:{session_id}"


async def caller(authorization: Annotated[str, Header()] = "") -> Caller:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise HTTPException(401, "no token")
    try:
        claims = jwt.decode(
            token,
            SECRET_KEY,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            options={"require": ["sub", "sid", "exp"]},
        )
    except jwt.InvalidTokenError as problem:
        raise HTTPException(401, "bad token") from problem
    return Caller(claims["sub"], claims["sid"])


class BoundedBody:
    """Refuses a body that says it is too large, or does not say: uvicorn holds it to its word."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            if int(headers.get(b"content-length", 0)) > MAX_BODY or b"transfer-encoding" in headers:
                await Response(status_code=413)(scope, receive, send)
                return
        await self._app(scope, receive, send)


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield
    await link.aclose()


app = FastAPI(lifespan=lifespan)
app.add_middleware(BoundedBody)
app.add_middleware(CORSMiddleware, allow_origins=["https://focushub.example"])


@app.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "healthy"}


@app.post("/api/v1/organize")
async def organize(ask: Ask, who: Annotated[Caller, Depends(caller)]) -> Response:
    count_key = f"{PREFIX}:rival:limit:{who.person_id}:{int(time.time() // WINDOW_SECONDS)}"
    async with link.pipeline(transaction=False) as trip:
        trip.exists(revocation_key(who.session_id))
        trip.incr(count_key)
        trip.expire(count_key, WINDOW_SECONDS)
        trip.get(answer_key(who.person_id, ask))
        is_revoked, count, _, answer = await trip.execute()
    if is_revoked:
        raise HTTPException(401, "revoked")
    if count > LIMIT:
        raise HTTPException(429, "too many", {"Retry-After": str(WINDOW_SECONDS)})
    if answer is None:
        raise HTTPException(503, "not there")
    headers = {"X-Request-ID": str(uuid4())}
    return Response(answer, media_type="application/json", headers=headers)
