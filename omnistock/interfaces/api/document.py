"""The OpenAPI document. django-ninja says what each endpoint takes and gives; here stands what is true of all of them:
the refusals, the headers of writes, the order of chapters. Nobody repeats it, so nobody forgets it."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import msgspec
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from omnistock.interfaces.api.problems import PROBLEM_TYPE
from omnistock.interfaces.api.shapes import ProblemOut

PREFIX: Final = "/api/v1/"
METHODS: Final = ("get", "post", "put", "patch", "delete")
# pydantic's name of `Listed[ProductOut]`.
_LIST_NAME: Final = re.compile(r"Listed_(\w+?)(?:Out|Head)_")
_WRITES: Final = frozenset(METHODS) - {"get"}

REFUSALS: Final = {
    400: "The body is not JSON.",
    401: "The key is missing, unknown or revoked.",
    403: "The key lacks the scope (`scope_missing`).",
    404: "There is no such record in this organization (`not_found`).",
    409: "It cannot be done as things are: `insufficient_stock`, `batch_not_usable`, `period_locked`, "
    "`idempotency_key_reused`, `id_reused` and others, each with its code.",
    412: "The record has another version by now (`version_conflict`).",
    413: "The body is larger than 10 MB.",
    422: "Something in the request is wrong (`invalid`); `errors` holds all of it.",
    429: "Too many requests (`rate_limited`): `Retry-After` says in how many seconds to come again. Every answer says how "
    "much is left, in `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`.",
}
# What is posted only because it does not fit into an address.
_READS: Final = ("scan",)
_OF_BODIES: Final = (400, 413)
_OF_WRITES: Final = (409,)

_PROBLEM: Final = {"schema": {"$ref": "#/components/schemas/ProblemOut"}}

IDEMPOTENCY_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Of your making, for this one request. Sent again with the same body, it is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
}
IF_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The `version` that you read. The change is refused with 412 when the record was changed since.",
    "schema": {"type": "string", "pattern": r'^(W/)?"?[0-9]{1,9}"?$'},
}


class ExactJson(Parser):
    """RFC 8259 and no more: Python would also read NaN and Infinity, which nothing here can keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(request.body, parse_constant=_refuse_constant)


class QuickJson(BaseRenderer):
    """The answer's bytes without a call of Python for each id in it. What msgspec does not know is said as
    django-ninja says it."""

    media_type = "application/json"
    encoder: Final = msgspec.json.Encoder(enc_hook=NinjaJSONEncoder().default)

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return self.encoder.encode(data)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


class Api(NinjaAPI):
    """django-ninja's API with our document, and our reading of JSON."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    _document: Any = None

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> Any:
        """The document, made once: it does not change while the process lives."""
        if self._document is None:
            self._document = _whole(super().get_openapi_schema(path_prefix=PREFIX))
        return self._document


def _whole(raw: Any) -> Any:
    document = json.loads(_LIST_NAME.sub(r"\1List", json.dumps(raw)))
    for item in document["paths"].values():
        for method, operation in item.items():
            _complete(method, operation)
    components = document["components"]
    components["schemas"] |= _problem_schemas()
    document["tags"] = [{"name": name} for name in _tags(document)]
    return document


def _complete(method: str, operation: dict[str, Any]) -> None:
    operation.setdefault("parameters", [])
    responses = operation["responses"]
    for status in _refusals(method, operation):
        responses[str(status)] = {"description": REFUSALS[status], "content": {PROBLEM_TYPE: _PROBLEM}}
    parameters = operation["parameters"]
    for parameter in parameters:
        parameter["schema"] = _without_null(parameter["schema"])
    if method == "post" and operation["operationId"] not in _READS:
        parameters.append(IDEMPOTENCY_KEY)
    if method in ("patch", "put") or (method == "post" and _has_path(operation)):
        parameters.append(IF_MATCH)


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Nobody can write null into an address: what is optional there is left out."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    if len(choices) != 1:
        return schema
    return choices[0] | {name: value for name, value in schema.items() if name not in ("anyOf", "title", "default")}


def _has_path(operation: dict[str, Any]) -> bool:
    return any(parameter["in"] == "path" for parameter in operation["parameters"])


def _refusals(method: str, operation: dict[str, Any]) -> list[int]:
    found = [401, 403, 422, 429]
    if method in _WRITES:
        found += _OF_WRITES
    if "requestBody" in operation:
        found += _OF_BODIES
    if method in _WRITES or _has_path(operation) or "404" in operation["responses"]:
        found.append(404)
    if method in ("patch", "put") or (method == "post" and _has_path(operation)):
        found.append(412)
    return sorted(found)


def _problem_schemas() -> dict[str, Any]:
    schema = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    return {**schema.pop("$defs"), "ProblemOut": schema}


def _tags(document: Any) -> list[str]:
    found: dict[str, None] = {}
    for item in document["paths"].values():
        for operation in item.values():
            found |= dict.fromkeys(operation.get("tags", ()))
    return list(found)
