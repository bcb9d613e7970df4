"""Sending the same write twice does it once. One row for each key and sender, in the transaction of the write itself:
a refusal rolls the row back, so it is not remembered, and a concurrent twin waits for the first to end."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID

from omnistock.kernel.errors import IdempotencyKeyReused
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

CLAIM = """
WITH claimed AS (
    INSERT INTO idempotency_key (organization_id, id, who, key, body_hash, object_id, created_at)
    VALUES (%(organization)s, %(id)s, %(who)s, %(key)s, %(hash)s, %(object)s, %(now)s)
    ON CONFLICT (organization_id, who, key) DO NOTHING RETURNING object_id
)
SELECT true, %(hash)s::bytea, object_id FROM claimed
UNION ALL
SELECT false, body_hash, object_id FROM idempotency_key
WHERE organization_id = %(organization)s AND who = %(who)s AND key = %(key)s AND NOT EXISTS (SELECT FROM claimed)
"""


def body_hash(body: Any) -> bytes:
    """SHA-256 of the parsed body in canonical form: spacing and order of names do not matter."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def claim(*, actor: Actor, key: str, body: Any, object_id: UUID) -> UUID | None:
    """Take `key` for the write that will make `object_id`. Returns None when the write is to be done now, or the id of the
    object that the first call made. Raises `IdempotencyKeyReused` when the key came with another body."""
    hashed = body_hash(body)
    values: dict[str, Any] = {
        "organization": actor.organization_id,
        "id": uuid7(),
        "who": actor.who,
        "key": key,
        "hash": hashed,
        "object": object_id,
        "now": actor.now,
    }
    claiming = Statement(CLAIM, values)
    while not claiming.rows:  # a twin that committed between the insert and the snapshot shows at the second look
        send(claiming)
    is_new, seen, first_id = claiming.rows[0]
    if is_new:
        return None
    if bytes(seen) != hashed:
        raise IdempotencyKeyReused(
            f"The Idempotency-Key {key!r} was used before with another body. Use a new key for a new request."
        )
    return first_id
