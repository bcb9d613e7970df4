"""/api/docs: the OpenAPI document as a page of ours. Rendered on the server: no script, and nobody else's assets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from omnistock.interfaces.api.document import METHODS, PREFIX, REFUSALS
from omnistock.interfaces.api.shapes import DECIMAL_PATTERN, EXPIRY_PATTERN
from omnistock.tenancy.roles import PERMISSIONS

_PATTERNED = {DECIMAL_PATTERN: "decimal", EXPIRY_PATTERN: "day or month"}
Text = str | Promise
_CAPITAL = re.compile(r"([A-Z])")


@dataclass(frozen=True, slots=True)
class Row:
    """One name of a shape, at its depth."""

    depth: int
    name: str
    kind: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back when it was done. `shape` names a chapter of the page, or is empty."""

    status: str
    shape: str
    is_page: bool
    media_type: str

    @property
    def label(self) -> str:
        return label(self.shape)


@dataclass(frozen=True, slots=True)
class Endpoint:
    anchor: str
    method: str
    path: str
    summary: str
    words: str
    parameters: list[Row]
    body: list[Row]
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class Shape:
    """What answers hold."""

    name: str
    words: str
    rows: list[Row]

    @property
    def label(self) -> str:
        return label(self.name)


# A working day in its order: what is done, by which operations, and what one has to know there.
_DAY: Final[tuple[tuple[Text, tuple[str, ...], Text], ...]] = (
    (
        _("Order from a supplier"),
        ("create_purchase_order",),
        _("With confirm it is ordered at once. Left as a draft it is confirmed by its first receipt."),
    ),
    (
        _("Receive with batch and expiry"),
        ("create_receipt_of_order",),
        _("Quantities per the line's unit; an expiry may be a month. Later receipts of the order take what is left."),
    ),
    (_("See what is there"), ("list_stock", "get_batch"), _("By bin and batch, in the base unit.")),
    (
        _("Take an order"),
        ("create_sales_order", "allocate_sales_order"),
        _(
            "Reserves first expired first out: allocations say what, skipped says why not a batch, short_base what waits."
        ),
    ),
    (
        _("Dispatch, whole or in part"),
        ("create_dispatch",),
        _(
            "A part is named by line_id with its quantity in the base unit. The answer names the invoice and its status."
        ),
    ),
    (
        _("Invoice"),
        ("issue_invoice", "get_invoice_pdf"),
        _("Issued with the dispatch where the warehouse has a tax registration; else a draft that is issued here."),
    ),
    (
        _("Be paid"),
        ("create_payment", "allocate_payment", "get_customer_balance"),
        _("The oldest invoices first unless allocations say otherwise; what is left is an advance."),
    ),
    (
        _("Take back"),
        ("cancel_invoice", "create_credit_note", "create_refund", "reverse_payment", "close_sales_order"),
        _(
            "An invoice is cancelled while its goods are here and nothing is paid on it; later it is credited, and what was "
            "paid on it is an advance again, which can be refunded."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a working day, with its endpoints in their order."""

    title: Text
    endpoints: list[Endpoint]
    words: Text


@dataclass(frozen=True, slots=True)
class Reference:
    day: list[Step]
    scopes: tuple[str, ...]
    groups: list[tuple[str, list[Endpoint]]]
    shapes: list[Shape]
    refusals: Mapping[int, str]


def reference(request: HttpRequest) -> HttpResponse:
    """The page."""
    origin = f"{request.scheme}://{request.get_host()}"
    return render(request, "api/reference.html", {"reference": contents(), "origin": origin})


@lru_cache(maxsize=1)
def contents() -> Reference:
    """Everything on the page, in the document's order. It does not change while the process lives."""
    from omnistock.interfaces.api.urls import api

    document = api.get_openapi_schema()
    groups: dict[str, list[Endpoint]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                operation = item[method]
                groups.setdefault(operation["tags"][0], []).append(_endpoint(document, path, method, operation))
    named = [answer.shape for endpoints in groups.values() for each in endpoints for answer in each.answers]
    shapes = [_shape(document, name) for name in dict.fromkeys(name for name in named if name)]
    refusals = {status: words.replace("`", "") for status, words in REFUSALS.items()}
    return Reference(
        day=_day(each for endpoints in groups.values() for each in endpoints),
        scopes=PERMISSIONS,
        groups=list(groups.items()),
        shapes=shapes,
        refusals=refusals,
    )


def _day(endpoints: Iterable[Endpoint]) -> list[Step]:
    by_anchor = {each.anchor: each for each in endpoints}
    return [Step(title, [by_anchor[anchor] for anchor in anchors], words) for title, anchors, words in _DAY]


def label(shape: str) -> str:
    """ProductOut is a product, ReceiptHead a receipt without its lines."""
    words = _CAPITAL.sub(r" \1", shape.removesuffix("Out").removesuffix("Head")).strip().lower()
    return f"{words}, without lines" if shape.endswith("Head") else words


def _endpoint(document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> Endpoint:
    done = ((status, answer) for status, answer in operation["responses"].items() if int(status) < 400)
    return Endpoint(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path.removeprefix(PREFIX.rstrip("/")),
        summary=operation.get("summary", ""),
        words=operation.get("description", "").replace("`", ""),
        parameters=[_parameter(document, parameter) for parameter in operation.get("parameters", [])],
        body=list(_rows(document, _schema_of(operation.get("requestBody", {})))),
        answers=[_answer(document, status, answer) for status, answer in done],
    )


def _answer(document: Mapping[str, Any], status: str, answer: Mapping[str, Any]) -> Answer:
    schema = _schema_of(answer)
    items = _resolved(document, schema).get("properties", {}).get("items", {}).get("items")
    name = (items or schema).get("$ref", "").rsplit("/", 1)[-1]
    media_type = next(iter(answer.get("content", {"": None})))
    return Answer(status=status, shape=name, is_page=items is not None, media_type=media_type)


def _shape(document: Mapping[str, Any], name: str) -> Shape:
    found = document["components"]["schemas"][name]
    return Shape(name=name, words=found.get("description", ""), rows=list(_rows(document, found)))


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
    if "enum" in shape:
        kind = " | ".join(str(value) for value in shape["enum"] if value != "")
    elif "const" in shape:
        kind = str(shape["const"])
    elif shape.get("type") == "array":
        kind = f"list of {_kind(document, shape.get('items', {}))}"
    elif "anyOf" in shape:
        kinds = [_kind(document, choice) for choice in shape["anyOf"] if choice.get("type") != "null"]
        kind = "decimal" if "decimal" in kinds else " or ".join(dict.fromkeys(kinds))
    else:
        kind = _PATTERNED.get(shape.get("pattern", "")) or shape.get("format") or shape.get("type", "any")
    is_optional = any(choice.get("type") == "null" for choice in schema.get("anyOf", ()))
    return f"{kind} or null" if is_optional else kind
