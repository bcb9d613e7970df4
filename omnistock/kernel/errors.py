"""Refusals: what the product says when it will not do what was asked.

A refusal is expected, named, and carries everything a person or a program needs to do better: a stable
`code`, an HTTP `status`, one sentence, and a `Fault` for each thing that is wrong. A bug is never a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where (`pointer`, as in `lines/0/quantity`), a stable code, and words."""

    pointer: str
    message: str
    code: str = "invalid"
    details: Mapping[str, Any] = field(default_factory=dict)


class DomainError(Exception):
    """The base of every refusal. Subclasses stand beside the function that raises them."""

    status = 422
    code = "invalid"

    def __init__(self, message: str, *, faults: Iterable[Fault] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.faults = tuple(faults)


class Invalid(DomainError):
    """What was sent cannot be understood or is out of range. Collects every fault at once."""

    @classmethod
    def at(cls, pointer: str, message: str, code: str = "invalid", **details: Any) -> Invalid:
        """A refusal with the one fault at `pointer`."""
        return cls(message, faults=[Fault(pointer=pointer, message=message, code=code, details=details)])

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> Invalid:
        """A refusal with all of `faults`, its sentence being the first one's."""
        found = tuple(faults)
        return cls(found[0].message, faults=found)


class NotFound(DomainError):
    """There is no such thing, or it is not yours: the answer is the same."""

    status = 404
    code = "not_found"


class PermissionMissing(DomainError):
    """The actor may not do this."""

    status = 403
    code = "scope_missing"


class Conflict(DomainError):
    """It was right when it was asked, and is not now."""

    status = 409
    code = "conflict"


class VersionConflict(Conflict):
    """Somebody else changed the record since it was read."""

    status = 412
    code = "version_conflict"


class IdempotencyKeyReused(Conflict):
    """The same key came with another body."""

    code = "idempotency_key_reused"


class IdReused(Conflict):
    """The same client-made id came with another body."""

    code = "id_reused"


class RateLimited(DomainError):
    """Too many requests; `retry_after_seconds` says when to come again, `headers` what the limit is."""

    status = 429
    code = "rate_limited"

    def __init__(self, message: str, *, retry_after_seconds: int, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds
        self.headers = {"Retry-After": str(retry_after_seconds), **(headers or {})}
