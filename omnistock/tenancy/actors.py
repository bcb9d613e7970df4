"""Building the `Actor`, inside the boundary, in one statement."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from omnistock.kernel.errors import DomainError, NotFound
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor, Door, OrganizationProfile
from omnistock.tenancy.roles import KEPT_WHEN_FROZEN, PERMISSIONS, ROLES
from omnistock.tenancy.statements import Statement, send

API_KEY_PREFIX = "omni"

_PROFILE = """o.id, o.name, o.country, o.currency, o.time_zone, o.round_off, o.minimum_shelf_life_days,
    o.life_watch_days, o.life_near_days, o.life_urgent_days, o.keeps, o.is_practice, o.adjustment_approval_over"""
# Last, so that nothing else moves.
_LEAVING = "o.frozen_at, o.purge_at"

_MEMBER = f"""
SELECT {_PROFILE}, m.id, m.role, m.sees_costs, m.sees_only_own_customers, p.name,
    CASE WHEN m.is_limited_to_warehouses
         THEN ARRAY(SELECT warehouse_id FROM membership_warehouse w
                    WHERE w.organization_id = m.organization_id AND w.membership_id = m.id) END,
    o.needs_second_factor AND NOT EXISTS (SELECT FROM mfa_authenticator a
        WHERE a.user_id = p.id AND a.type IN ('totp', 'webauthn')),
    p.language,
    {_LEAVING}
FROM membership m JOIN organization o ON o.id = m.organization_id JOIN person p ON p.id = m.person_id
WHERE m.organization_id = %s AND m.person_id = %s AND m.ended_at IS NULL AND p.is_active
    AND NOT EXISTS (SELECT FROM staff s WHERE s.person_id = p.id AND s.ended_at IS NULL)
"""

_KEY = f"""
SELECT {_PROFILE}, k.id, k.scopes, k.name, k.revoked_at, {_LEAVING}
FROM api_key k JOIN organization o ON o.id = k.organization_id
WHERE k.organization_id = %s AND k.secret_hash = %s
"""

_KEY_BY_ID = f"""
SELECT {_PROFILE}, k.id, k.scopes, k.name, k.revoked_at, {_LEAVING}
FROM api_key k JOIN organization o ON o.id = k.organization_id
WHERE k.organization_id = %s AND k.id = %s
"""

_STAFF = """
SELECT p.name FROM staff s JOIN person p ON p.id = s.person_id WHERE s.person_id = %s AND s.ended_at IS NULL AND p.is_active
"""

_ORGANIZATION = f"SELECT {_PROFILE}, {_LEAVING} FROM organization o WHERE o.id = %s"


class NotSignedIn(DomainError):
    """No key, an unknown one, or one that was revoked."""

    status = 401
    code = "not_signed_in"


def actor_for_person(
    *,
    organization_id: UUID,
    person_id: UUID,
    door: Door,
    now: dt.datetime,
    request_id: UUID | None = None,
    address: str | None = None,
) -> Actor | None:
    """The member's actor, or None when the person is no member of this organization."""
    row = _one(_MEMBER, [organization_id, person_id])
    if row is None:
        return None
    membership_id, role, sees_costs, only_own, name, warehouses, lacks_factor, language = row[13:-2]
    return Actor(
        organization=_profile(row),
        permissions=_left(ROLES[role], row),
        asleep=_asleep(ROLES[role], row),
        door=door,
        request_id=request_id or uuid7(),
        now=now,
        name=name,
        person_id=person_id,
        membership_id=membership_id,
        role=role,
        warehouse_ids=None if warehouses is None else frozenset(warehouses),
        sees_costs=sees_costs,
        sees_only_own_customers=only_own,
        address=address,
        lacks_factor=lacks_factor,
        language=language,
    )


def actor_for_api_key(*, organization_id: UUID, secret: str, now: dt.datetime, request_id: UUID | None = None) -> Actor:
    """The key's actor. Raises `NotSignedIn` for an unknown or revoked key."""
    lookup = api_key_lookup(organization_id=organization_id, secret=secret)
    send(lookup)
    return actor_found(lookup.rows, now=now, request_id=request_id)


def api_key_lookup(*, organization_id: UUID, secret: str) -> Statement:
    """The statement of `actor_for_api_key`, to be sent along with another."""
    return Statement(_KEY, [organization_id, hash_secret(secret)])


def actor_found(
    rows: Sequence[Any], *, now: dt.datetime, request_id: UUID | None = None, address: str | None = None
) -> Actor:
    """The actor of what an `api_key_lookup` answered. Raises `NotSignedIn`."""
    row = rows[0] if rows else None
    return _key_actor(row, door="api", now=now, request_id=request_id, address=address)


def actor_for_job(*, organization_id: UUID, person_id: UUID | None, api_key_id: UUID | None, now: dt.datetime) -> Actor:
    """Who asked for a job, as they are when it runs; the product itself where nobody did.

    Raises `NotSignedIn` when the member has left or the key was revoked meanwhile: what they asked for is not done.
    """
    if person_id is not None:
        found = actor_for_person(organization_id=organization_id, person_id=person_id, door="job", now=now)
        if found is None:
            raise NotSignedIn("Whoever asked for this job is no member of the workspace any more.")
        return found
    if api_key_id is not None:
        return _key_actor(_one(_KEY_BY_ID, [organization_id, api_key_id]), door="job", now=now)
    return system_actor(organization_id=organization_id, door="job", now=now)


def _key_actor(
    row: Any, *, door: Door, now: dt.datetime, request_id: UUID | None = None, address: str | None = None
) -> Actor:
    if row is None or row[16] is not None:
        raise NotSignedIn("This API key is unknown or was revoked.")
    scopes = row[14] if isinstance(row[14], list) else json.loads(row[14])
    return Actor(
        organization=_profile(row),
        permissions=_left(frozenset(scopes), row),
        asleep=_asleep(frozenset(scopes), row),
        door=door,
        request_id=request_id or uuid7(),
        now=now,
        name=row[15],
        api_key_id=row[13],
        role="api",
        address=address,
    )


def system_actor(*, organization_id: UUID, door: Door, now: dt.datetime) -> Actor:
    """The product itself acting for the whole organization: jobs that nobody asked for, and the operator's commands."""
    row = _one(_ORGANIZATION, [organization_id])
    if row is None:
        raise DomainError(f"There is no organization {organization_id}.")
    return Actor(
        organization=_profile(row),
        permissions=frozenset(PERMISSIONS),
        door=door,
        request_id=uuid7(),
        now=now,
        name="OmniStock",
        role="system",
    )


def support_actor(
    *,
    organization_id: UUID,
    person_id: UUID,
    name: str,
    permissions: frozenset[str],
    sees_costs: bool = False,
    now: dt.datetime,
    address: str | None = None,
) -> Actor:
    """Somebody of the operator's staff within a workspace: with these permissions and no more, and a member of nothing.
    Raises `NotFound` where there is no such workspace."""
    row = _one(_ORGANIZATION, [organization_id])
    if row is None:
        raise NotFound("There is no such workspace.")
    return Actor(
        organization=_profile(row),
        permissions=permissions,
        door="web",
        request_id=uuid7(),
        now=now,
        name=f"{name} (OmniStock)"[:120],
        person_id=person_id,
        role="support",
        sees_costs=sees_costs,
        address=address,
    )


def staff_name(*, person_id: UUID) -> str | None:
    """The name of somebody who is staff now; None for anybody else. One statement."""
    row = _one(_STAFF, [person_id])
    return None if row is None else str(row[0])


def new_secret() -> str:
    """192 random bits, in letters that survive copying."""
    return secrets.token_hex(24)


def hash_secret(secret: str) -> bytes:
    """A secret of 192 random bits needs no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


def parse_api_key(text: str) -> tuple[UUID, str]:
    """`omni_<organization>_<secret>` into its parts. Raises `NotSignedIn`."""
    prefix, _, rest = text.partition("_")
    organization, _, secret = rest.partition("_")
    try:
        if prefix != API_KEY_PREFIX or not secret:
            raise ValueError
        return UUID(organization), secret
    except ValueError:
        raise NotSignedIn("Send `Authorization: Bearer omni_<organization>_<secret>`.") from None


def _left(permissions: frozenset[str], row: Any) -> frozenset[str]:
    """What of them is left in a workspace that is being deleted."""
    return permissions if row[-2] is None else permissions & KEPT_WHEN_FROZEN


def _asleep(permissions: frozenset[str], row: Any) -> frozenset[str]:
    """And what is not, until that is undone."""
    return permissions - _left(permissions, row)


def _profile(row: Any) -> OrganizationProfile:
    return OrganizationProfile(
        id=row[0],
        name=row[1],
        country=row[2],
        currency=row[3],
        time_zone=row[4],
        round_off=row[5],
        minimum_shelf_life_days=row[6],
        life_limits=(row[7], row[8], row[9]),
        keeps=row[10],
        is_practice=row[11],
        adjustment_approval_over=row[12],
        frozen_at=row[-2],
        purge_at=row[-1],
    )


def _one(sql: str, values: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()
