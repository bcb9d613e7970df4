"""Refusals that the security log keeps, as the doors meet them: a door hands over what was refused, and to whom."""

from __future__ import annotations

from typing import Final

from omnistock.domain.security.later import LATER
from omnistock.domain.security.operations import of_actor
from omnistock.kernel.errors import DomainError, NotFound, PermissionMissing, RateLimited
from omnistock.tenancy.actor import Actor

_KINDS: Final = ((PermissionMissing, "not_allowed"), (RateLimited, "rate_limit"))


def note_refusal(*, actor: Actor, error: DomainError, route: str, is_by_id: bool) -> None:
    """Keep that `actor` was refused at `route` (the template of an address, never what was asked for), if it is of a kind
    that tells of an attempt. To be called outside of the boundary, which the refusal rolled back.

    `is_by_id`: the address named a record by its id. Ids are not guessed, and what is here stays here: who asks for one
    that is not here was given it elsewhere, or it is another workspace's, which looks the same from here.
    """
    kind = next((kind for refusal, kind in _KINDS if isinstance(error, refusal)), None)
    if kind is None and isinstance(error, NotFound) and is_by_id:
        kind = "not_ours"
    if kind is not None:
        LATER.add(of_actor(actor=actor, kind=kind, outcome="refused", route=route))
