"""/api/docs: the OpenAPI document as a page of ours. Rendered on the server: no script, and nobody else's assets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Row:
    """One name of a shape, at its depth."""

    depth: int
    name: str
    kind: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    anchor: str
    method: str
    path: str
    summary: str
    words: str
    parameters: list[Row]
    body: list[Row]
    answers: list[tuple[str, str, list[Row]]]


def reference(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(request, "api/reference.html", {"groups": groups(), "document_url": "/api/v1/openapi.json"})


@lru_cache(maxsize=1)
def groups() -> list[tuple[str, list[Endpoint]]]:
    """Endpoints by tag, in the document's order."""
    from omnistock.interfaces.api.urls import api

    document = api.get_openapi_schema()
    found: dict[str, list[Endpoint]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                operation = item[method]
                found.setdefault(operation.get("tags", ["other"])[0], []).append(
                    _endpoint(document, path, method, operation)
                )
    return list(found.items())


def _endpoint(document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> Endpoint:
    body = _schema_of(operation.get("requestBody", {}))
    answers = []
    for status, answer in operation.get("responses", {}).items():
        schema = _schema_of(answer)
        answers.append(
            (str(status), answer.get("description", ""), list(_rows(document, schema)) if int(status) < 400 else [])
        )
    return Endpoint(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        words=operation.get("description", ""),
        parameters=[_parameter(document, parameter) for parameter in operation.get("parameters", [])],
        body=list(_rows(document, body)),
        answers=answers,
    )


def _schema_of(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """The shape of a body or an answer, whatever its media type."""
    contents: list[Mapping[str, Any]] = list(part.get("content", {}).values())
    return contents[0].get("schema", {}) if contents else {}


def _parameter(document: Mapping[str, Any], parameter: Mapping[str, Any]) -> Row:
    kind = f"{parameter['in']} · {_kind(document, parameter.get('schema', {}))}"
    return Row(0, parameter["name"], kind, parameter.get("required", False), parameter.get("description", ""))


def _rows(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> Iterator[Row]:
    """The names of a shape, nested ones below their parent, three deep at most."""
    shape = _resolved(document, schema)
    required = set(shape.get("required", ()))
    for name, part in shape.get("properties", {}).items():
        yield Row(depth, name, _kind(document, part), name in required, part.get("description", ""))
        inner = _inner(document, part)
        if inner is not None and depth < 3:
            yield from _rows(document, inner, depth + 1)


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in schema:
        return document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    return _resolved(document, choices[0]) if len(choices) == 1 else schema


def _inner(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    shape = _resolved(document, schema)
    if shape.get("type") == "array":
        shape = _resolved(document, shape.get("items", {}))
    return shape if "properties" in shape else None


def _kind(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    shape = _resolved(document, schema)
    optional = any(choice.get("type") == "null" for choice in schema.get("anyOf", ()))
    if "enum" in shape:
        kind = " | ".join(str(value) for value in shape["enum"])
    elif shape.get("type") == "array":
        kind = f"list of {_kind(document, shape.get('items', {}))}"
    elif "anyOf" in shape:
        kind = " or ".join(_kind(document, choice) for choice in shape["anyOf"])
    else:
        kind = shape.get("format") or ("decimal" if "pattern" in shape else shape.get("type", "any"))
    return f"{kind} or null" if optional else kind
