"""How a password is kept (promise P1)."""

from __future__ import annotations

from django.contrib.auth.hashers import BCryptSHA256PasswordHasher


class Bcrypt12(BCryptSHA256PasswordHasher):
    """bcrypt with cost 12, written out so that no default changes it. The SHA-256 before it lifts the 72-byte limit."""

    rounds = 12
