"""Second factors of a person: which there are, and taking a code of an authenticator app once.

allauth keeps them (`mfa_authenticator`); what it leaves open is closed here: a code counts once, whatever cache there is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare

SECOND: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
PERIOD_SECONDS: Final = 30
_LAST: Final = "last_counter"
_NONCE_BYTES: Final = 12


def factors_of(*, person_id: UUID) -> list[Authenticator]:
    """All that a person has set up, recovery codes too, the oldest first. One statement."""
    return list(Authenticator.objects.filter(user_id=person_id).order_by("created_at", "pk"))


def has_second_factor(*, person_id: UUID) -> bool:
    """Whether signing in asks this person for more than a password. One statement."""
    return Authenticator.objects.filter(user_id=person_id, type__in=SECOND).exists()


def use_code(*, authenticator: Authenticator, code: str, now: dt.datetime) -> bool:
    """Whether `code` is one that the app shows now, or did or will half a minute away; a code, and any older one, is taken
    once. Two at once: the lock lets one of them have it."""
    typed = "".join(code.split())
    with transaction.atomic():
        kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret, last = decrypt(kept.data["secret"]), kept.data.get(_LAST, -1)
        for counter in _counters(now):
            if counter > last and constant_time_compare(format_hotp_value(hotp_value(secret, counter)), typed):
                kept.data[_LAST] = counter
                kept.save(update_fields=["data"])
                return True
    return False


def begin_after(*, authenticator: Authenticator, now: dt.datetime) -> None:
    """Take no code any more that was shown before now: the one that proved the app, when it was set up, counted."""
    authenticator.data[_LAST] = max(_counters(now)) - 1
    authenticator.save(update_fields=["data"])


def seal(text: str) -> str:
    """A factor's secret as it is kept: AES-256-GCM under a key made of SECRET_KEY."""
    nonce = os.urandom(_NONCE_BYTES)
    return b64encode(nonce + AESGCM(_key()).encrypt(nonce, text.encode(), None)).decode()


def unseal(sealed: str) -> str:
    """Raises ValueError where the key is another one, or somebody changed what was kept."""
    raw = b64decode(sealed)
    try:
        return AESGCM(_key()).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None).decode()
    except InvalidTag:
        raise ValueError("SECRET_KEY is not the one that second factors were kept under") from None


def _key() -> bytes:
    return hashlib.blake2b(b"", key=hashlib.sha512(settings.SECRET_KEY.encode()).digest(), person=b"factors").digest()[
        :32
    ]


def _counters(now: dt.datetime) -> Iterable[int]:
    here = int(now.timestamp()) // PERIOD_SECONDS
    return range(here - 1, here + 2)
