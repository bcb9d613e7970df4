"""Signatures as Standard Webhooks has them: HMAC-SHA256 over id, moment and body, by a secret of each webhook.

https://www.standardwebhooks.com (specification, "Signature scheme").
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from typing import Final
from uuid import UUID

from django.conf import settings

from omnistock.kernel.signatures import PREFIX, signature

# So long the secret before signs too, so that its reader may change it without a gap.
OVERLAP: Final = dt.timedelta(hours=24)


def secret_of(*, webhook_id: UUID, version: int) -> str:
    """`whsec_` and 24 bytes in base64, derived: whoever reads the database alone can sign nothing."""
    said = b"webhook:" + webhook_id.bytes + version.to_bytes(4, "big")
    return PREFIX + base64.b64encode(hmac.digest(settings.SECRET_KEY.encode(), said, hashlib.sha256)[:24]).decode()


def headers(*, message_id: str, moment: dt.datetime, body: bytes, secrets: tuple[str, ...]) -> dict[str, str]:
    """The three headers of a message; a signature for each secret, the newest first."""
    seconds = str(int(moment.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(
            f"v1,{signature(secret=each, message_id=message_id, seconds=seconds, body=body)}" for each in secrets
        ),
    }
