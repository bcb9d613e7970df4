"""`@operation`: what every public write of the domain is. It checks the permission that the room's `policies.py` names for it,
and keeps the list of all operations, which gates and `db/permissions.txt` read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar

from omnistock.tenancy.actor import Actor

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Operation:
    name: str  # room.function, as in "sales.confirm_order"
    permission: str
    function: Callable[..., Any]


OPERATIONS: Final[dict[str, Operation]] = {}


def operation(policies: Mapping[str, str], *, though_frozen: bool = False) -> Callable[[F], F]:
    """Decorate a keyword-only function that takes `actor`. Fails at import when `policies` has no entry for it.
    `though_frozen`: it takes access away, and so goes on in a workspace that is being deleted."""

    def decorate(function: F) -> F:
        permission = policies[function.__name__]
        room = function.__module__.split(".domain.", 1)[-1].split(".", 1)[0]

        @wraps(function)
        def checked(*, actor: Actor, **arguments: Any) -> Any:
            actor.require(permission, though_frozen=though_frozen)
            return function(actor=actor, **arguments)

        OPERATIONS[f"{room}.{function.__name__}"] = Operation(f"{room}.{function.__name__}", permission, checked)
        return checked  # type: ignore[return-value]

    return decorate
