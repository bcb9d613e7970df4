"""API keys: made and shown once, revoked for good."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.identity.policies import POLICIES
from omnistock.domain.security.operations import record as record_security
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.access import find_for_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import API_KEY_PREFIX, hash_secret, new_secret
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import ApiKey
from omnistock.tenancy.operation import operation
from omnistock.tenancy.roles import PERMISSIONS


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """What was made, with the one sight of its text: only the digest of the secret in it is kept."""

    api_key: ApiKey
    text: str


@operation(POLICIES)
def create_api_key(*, actor: Actor, name: str, scopes: Collection[str]) -> NewApiKey:
    """A key that may do what `scopes` name: permissions that its maker has, who sees all that a key sees.

    Raises `Invalid` with every fault.
    """
    check = Checker()
    kept = check.text("name", name, longest=80, required=True)
    chosen = sorted(set(scopes), key=lambda scope: (scope not in PERMISSIONS, scope))
    if not chosen:
        check.add("scopes", _("Choose at least one scope; stock:read, for one, reads the stock."), "missing")
    for scope in chosen:
        if scope not in PERMISSIONS:
            message = _("“{text}” is not a scope; there are: {scopes}.")
            check.add("scopes", message.format(text=excerpt(scope), scopes=", ".join(PERMISSIONS)), "unknown_choice")
        elif not actor.may(scope):
            message = _("You do not have {scope} yourself, so you cannot give it to a key.")
            check.add("scopes", message.format(scope=scope), "scope_missing")
    if not actor.sees_all:
        message = _("A key sees costs, every customer and every warehouse, and you do not: ask somebody who does.")
        check.add("scopes", message, "scope_missing")
    check.stop()
    secret = new_secret()
    api_key = ApiKey.objects.create(
        organization_id=actor.organization_id,
        name=kept,
        scopes=chosen,
        secret_hash=hash_secret(secret),
        created_by_id=actor.person_id,
        created_at=actor.now,
    )
    _tell(actor, api_key, "create_api_key", after={"name": kept, "scopes": chosen})
    record_security(actor=actor, kind="api_key_made", key=kept, scopes=", ".join(chosen))
    return NewApiKey(api_key, f"{API_KEY_PREFIX}_{actor.organization_id}_{secret}")


@operation(POLICIES, though_frozen=True)
def revoke_api_key(*, actor: Actor, api_key_id: UUID | str) -> ApiKey:
    """End a key at once, for ever. A key that is revoked already stays as it is."""
    api_key = find_for_change(ApiKey.objects.all(), api_key_id, kind="API key")
    if api_key.revoked_at is None:
        api_key.revoked_at = actor.now
        api_key.save(update_fields=["revoked_at"])
        _tell(actor, api_key, "revoke_api_key", after={"revoked_at": actor.now})
        record_security(actor=actor, kind="api_key_revoked", key=api_key.name)
    return api_key


def _tell(actor: Actor, api_key: ApiKey, name: str, *, after: dict[str, object]) -> None:
    record(
        actor=actor,
        operation=f"identity.{name}",
        subject_kind="api_key",
        subject_id=api_key.pk,
        subject_name=api_key.name,
        after=after,
    )
