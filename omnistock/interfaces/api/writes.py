"""Creating through the API, once. `Idempotency-Key` and a client-made `id` are two ways to say "this one thing"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema, Status

from omnistock.kernel.errors import IdempotencyKeyReused, IdReused, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.idempotency import claim

LONGEST_KEY = 200


def create(request: Any, body: Schema, *, make: Callable[[UUID], Any], show: Callable[[UUID], Any]) -> Status:
    """Do `make(id)` unless the same request was done before, then answer with `show(id)`: 201 for a new one or for a replayed
    key, 200 for a client's id that is there with an equal body.

    Raises `IdempotencyKeyReused` or `IdReused` (409) when the body differs from the first one.
    """
    sent = body.dict()
    object_id = sent.get("id") or uuid7()
    key = _key(request)
    if key is not None and (first := claim(actor=request.actor, key=f"key:{key}", body=_about(request, sent), object_id=object_id)):
        return Status(201, show(first))
    if sent.get("id") is not None and _is_there(request, object_id, sent):
        return Status(200, show(object_id))
    make(object_id)
    return Status(201, show(object_id))


def _is_there(request: Any, object_id: UUID, sent: dict[str, Any]) -> bool:
    try:
        return claim(actor=request.actor, key=f"id:{object_id}", body=_about(request, sent), object_id=object_id) is not None
    except IdempotencyKeyReused:
        raise IdReused(f"The id {object_id} was used before with another body.") from None


def _about(request: HttpRequest, sent: dict[str, Any]) -> dict[str, Any]:
    return {"path": request.path, "body": sent}


def _key(request: HttpRequest) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 1 <= len(key) <= LONGEST_KEY:
        raise Invalid.at("header:Idempotency-Key", f"An Idempotency-Key has 1 to {LONGEST_KEY} characters.")
    return key


def expected_version(request: HttpRequest) -> int | None:
    """The version that the client read, from `If-Match`: 3, "3" or W/"3"; None when it did not say."""
    text = request.headers.get("If-Match")
    if text is None:
        return None
    digits = text.strip().removeprefix("W/").strip('"')
    if not digits.isdecimal() or len(digits) > 9:
        raise Invalid.at("header:If-Match", 'Send the record\'s version, as in If-Match: "3".')
    return int(digits)
