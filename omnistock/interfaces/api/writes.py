"""Writing through the API, once. `Idempotency-Key` and a client-made `id` are two ways to say "this one thing"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Status

from omnistock.interfaces.api.shapes import Body
from omnistock.kernel.errors import IdempotencyKeyReused, IdReused, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.boundary import commit_ahead, commit_and_read_on, commit_with_answer
from omnistock.tenancy.idempotency import claim
from omnistock.tenancy.roles import PERMISSIONS

LONGEST_KEY = 200
# Who counts writes, and is still not told what the books say.
_READS = frozenset(permission for permission in PERMISSIONS if permission.endswith(":read")) - {"variances:read"}


def create(
    request: Any,
    body: Body,
    *,
    make: Callable[[UUID], Any],
    show: Callable[[UUID], Any],
    status: int = 201,
    shows_at_once: bool = False,
    is_told: bool = False,
) -> Status:
    """Do `make(id)` unless the same request was done before, then answer with `show(id)`: `status` for a new one or
    for a replayed key, 200 for a client's id that is there with an equal body. `shows_at_once`: `show` sends one
    statement of its own and nothing else, and the commit goes along with it. `is_told`: what `make` gives back is what
    `show` would read, and the database commits while the answer is put together.

    Raises `IdempotencyKeyReused` or `IdReused` (409) when the body differs from the first one.
    """
    own_id: UUID | None = getattr(body, "id", None)
    object_id = own_id or uuid7()
    if first := _first_of_key(request, body, object_id):
        return Status(status, show(first))
    if own_id is not None and _is_there(request, object_id, body):
        return Status(200, show(object_id))
    made = make(object_id)
    if is_told:
        commit_ahead()
        return Status(status, made)
    (commit_with_answer if shows_at_once else commit_and_read_on)()
    return Status(status, show(object_id))


def act(
    request: Any,
    body: Body,
    operation: Callable[..., Any],
    *,
    show: Callable[[Any, UUID], Any],
    **arguments: Any,
) -> Status:
    """Do `operation` to a record, once for each `Idempotency-Key`, and answer 200 with how it stands.

    The first of `arguments` is the record's id; the version that the client read goes along.
    """
    object_id: UUID = next(iter(arguments.values()))
    version = expected_version(request)
    if _first_of_key(request, body, object_id) is None:
        operation(actor=request.actor, expected_version=version, **arguments)
        commit_and_read_on()
    return Status(200, show(request, object_id))


def writer(actor: Actor) -> Actor:
    """Who has written something may see what came of it: the answer of a write needs no second scope."""
    return replace(actor, permissions=actor.permissions | _READS)


def _first_of_key(request: Any, sent: Body, object_id: UUID) -> UUID | None:
    """The object that the request's key made before; None when there is no key, or it is new."""
    key = idempotency_key(request)
    return (
        None
        if key is None
        else claim(actor=request.actor, key=f"key:{key}", body=_about(request, sent), object_id=object_id)
    )


def _is_there(request: Any, object_id: UUID, sent: Body) -> bool:
    body = _about(request, sent)
    try:
        return claim(actor=request.actor, key=f"id:{object_id}", body=body, object_id=object_id) is not None
    except IdempotencyKeyReused:
        raise IdReused(f"The id {object_id} was used before with another body.") from None


def _about(request: HttpRequest, sent: Body) -> dict[str, Any]:
    return {"path": request.path, "body": sent.model_dump()}


def idempotency_key(request: HttpRequest) -> str | None:
    """The request's key, if it has one. Raises `Invalid` for one that is none."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (1 <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        message = f"An Idempotency-Key has 1 to {LONGEST_KEY} characters of ASCII that can be printed."
        raise Invalid.at("header:Idempotency-Key", message)
    return key


def expected_version(request: HttpRequest) -> int | None:
    """The version that the client read, from `If-Match`: 3, "3" or W/"3"; None when it did not say."""
    text = request.headers.get("If-Match")
    if text is None:
        return None
    digits = text.strip().removeprefix("W/").strip('"')
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 9:
        raise Invalid.at("header:If-Match", 'Send the record\'s version, as in If-Match: "3".')
    return int(digits)
