"""What of an OpenAPI document would break the clients of an older one.

An answer may gain properties and a request may lose demands. The other way round, and whatever is
gone or of another type, breaks somebody. Each finding is one line, such as
`POST /api/v1/tasks: request.title: is shorter now (100)`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Node = Mapping[str, Any]
JSON = "application/json"
METHODS = ("get", "post", "put", "patch", "delete")
# Bounds of what is sent: at most one of the two directions may move.
LOWER = ("minLength", "minimum", "minItems")
UPPER = ("maxLength", "maximum", "maxItems")


def breaking_changes(old: Node, new: Node) -> list[str]:
    """The findings, in the order of the old document."""
    return list(_paths(_Document(old), _Document(new)))


@dataclass(frozen=True)
class _Document:
    root: Node

    def resolved(self, schema: Node) -> Node:
        while "$ref" in schema:
            node: Any = self.root
            for part in schema["$ref"].removeprefix("#/").split("/"):
                node = node[part]
            schema = node
        if len(schema.get("allOf", ())) == 1:
            # How drf-spectacular hangs a remark on a reference.
            rest = {name: value for name, value in schema.items() if name != "allOf"}
            return {**self.resolved(schema["allOf"][0]), **rest}
        return schema


@dataclass(frozen=True)
class _Pair:
    """One schema in both documents, and where it stands."""

    old_document: _Document
    new_document: _Document
    old: Node
    new: Node
    where: str
    seen: frozenset[str] = frozenset()

    def below(self, name: str, old: Node, new: Node) -> "_Pair":
        reference = old.get("$ref", "")
        return _Pair(
            self.old_document,
            self.new_document,
            self.old_document.resolved(old),
            self.new_document.resolved(new),
            f"{self.where}{name}",
            self.seen | {reference} if reference else self.seen,
        )

    def is_round(self, old: Node) -> bool:
        return old.get("$ref") in self.seen


def _paths(old: _Document, new: _Document) -> Iterator[str]:
    for path, methods in old.root["paths"].items():
        for method in METHODS:
            if method not in methods:
                continue
            name = f"{method.upper()} {path}"
            now = new.root["paths"].get(path, {}).get(method)
            if now is None:
                yield f"{name}: is gone"
            else:
                yield from _operation(old, new, methods[method], now, name)


def _operation(old: _Document, new: _Document, before: Node, now: Node, name: str) -> Iterator[str]:
    if not before.get("security") and now.get("security"):
        yield f"{name}: asks for a token now"
    yield from _parameters(old, new, before, now, name)
    start = _Pair(old, new, {}, {}, f"{name}: ")
    asked, asked_now = _body(before.get("requestBody", {})), _body(now.get("requestBody", {}))
    if asked is not None and asked_now is not None:
        yield from _request(start.below("request", asked, asked_now))
    elif asked_now is not None and now["requestBody"].get("required"):
        yield f"{name}: request: is needed now"
    for status, response in before["responses"].items():
        if not status.startswith("2"):
            continue
        if status not in now["responses"]:
            yield f"{name}: {status}: is not given any more"
            continue
        given, given_now = _body(response), _body(now["responses"][status])
        if given is not None:
            yield from _response(start.below(status, given, given_now or {}))


def _body(holder: Node) -> Node | None:
    schema = holder.get("content", {}).get(JSON, {}).get("schema")
    return schema if schema is None else dict(schema)


def _parameters(
    old: _Document, new: _Document, before: Node, now: Node, name: str
) -> Iterator[str]:
    known = {(p["in"], p["name"]): p for p in before.get("parameters", ())}
    offered = {(p["in"], p["name"]): p for p in now.get("parameters", ())}
    start = _Pair(old, new, {}, {}, f"{name}: ")
    for key, parameter in offered.items():
        if parameter.get("required") and not known.get(key, {}).get("required"):
            yield f"{name}: {key[0]}.{key[1]}: is needed now"
    for key, parameter in known.items():
        if key not in offered:
            yield f"{name}: {key[0]}.{key[1]}: is gone"
        else:
            schemas = (parameter["schema"], offered[key]["schema"])
            yield from _request(start.below(f"{key[0]}.{key[1]}", *schemas))


def _request(pair: _Pair) -> Iterator[str]:
    """What was sent has to be taken still."""
    yield from _type(pair)
    if pair.old.get("nullable") and not pair.new.get("nullable"):
        yield f"{pair.where}: takes no null any more"
    lost = [v for v in pair.old.get("enum", ()) if v not in pair.new.get("enum", pair.old["enum"])]
    if lost:
        yield f"{pair.where}: takes {', '.join(map(str, lost))} no more"
    for bound in LOWER:
        if pair.new.get(bound, 0) > pair.old.get(bound, 0):
            yield f"{pair.where}: {bound} is {pair.new[bound]} now"
    for bound in UPPER:
        if bound in pair.new and pair.new[bound] < pair.old.get(bound, float("inf")):
            yield f"{pair.where}: {bound} is {pair.new[bound]} now"
    needed = set(pair.new.get("required", ())) - set(pair.old.get("required", ()))
    yield from (f"{pair.where}.{name}: is needed now" for name in sorted(needed))
    for inner in _inner(pair):
        yield from _request(inner)


def _response(pair: _Pair) -> Iterator[str]:
    """What was read has to be there still."""
    yield from _type(pair)
    if pair.new.get("nullable") and not pair.old.get("nullable"):
        yield f"{pair.where}: may be null now"
    for name in pair.old.get("properties", {}):
        if name not in pair.new.get("properties", {}):
            yield f"{pair.where}.{name}: is gone"
    for inner in _inner(pair):
        yield from _response(inner)


def _type(pair: _Pair) -> Iterator[str]:
    before, now = pair.old.get("type"), pair.new.get("type")
    if before is not None and now != before:
        yield f"{pair.where}: was {before} and is {now}"


def _inner(pair: _Pair) -> Iterator[_Pair]:
    """The properties and items that both have."""
    offered = pair.new.get("properties", {})
    for name, schema in pair.old.get("properties", {}).items():
        if name in offered and not pair.is_round(schema):
            yield pair.below(f".{name}", schema, offered[name])
    if "items" in pair.old and "items" in pair.new and not pair.is_round(pair.old["items"]):
        yield pair.below("[]", pair.old["items"], pair.new["items"])
