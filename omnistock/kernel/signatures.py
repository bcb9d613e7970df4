"""Signatures as Standard Webhooks has them: HMAC-SHA256 over id, moment and body, by a secret that both sides have.

https://www.standardwebhooks.com (specification, "Signature scheme"). Ours are made with it, and our mail provider's
are checked by it, under other names of the headers.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
from typing import Final

PREFIX: Final = "whsec_"
# Older, or so far ahead: somebody recorded it, or a clock is wrong. Either way it is not taken.
TOLERANCE: Final = dt.timedelta(minutes=5)


def key_of(secret: str) -> bytes:
    """The bytes of a secret as it is written. Raises ValueError where it is not one."""
    try:
        found = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("must be whsec_ and base64") from error
    if not found:
        raise ValueError("must be whsec_ and base64")
    return found


def signature(*, secret: str, message_id: str, seconds: str, body: bytes) -> str:
    """The signature of one message, without its version."""
    signed = f"{message_id}.{seconds}.".encode() + body
    return base64.b64encode(hmac.digest(key_of(secret), signed, hashlib.sha256)).decode()


def is_genuine(*, secret: str, message_id: str, seconds: str, signatures: str, body: bytes, now: dt.datetime) -> bool:
    """Whether one of `signatures` (`v1,…` with spaces between) is that of the message, and its moment is near `now`."""
    if not (message_id and seconds.isascii() and seconds.isdecimal() and len(seconds) <= 12):
        return False
    if abs(now.timestamp() - int(seconds)) > TOLERANCE.total_seconds():
        return False
    wanted = signature(secret=secret, message_id=message_id, seconds=seconds, body=body).encode()
    given = [each.partition(",") for each in signatures.split(" ")]
    return any(
        version == "v1" and hmac.compare_digest(wanted, value.encode("utf-8", "replace"))
        for version, _comma, value in given
    )
