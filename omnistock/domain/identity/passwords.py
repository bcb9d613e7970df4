"""How a password is chosen and kept (promise P1): at least 12 characters (settings), none that everybody tries first, and no
rule about what it is composed of."""

from __future__ import annotations

import re
from typing import Any, Final

from django.contrib.auth.hashers import BCryptSHA256PasswordHasher
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_EDGES: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
# One piece and nothing else, twice or more; one letter is no piece.
_AGAIN: Final = re.compile(r"^(?!(.)\1*$)(.{4,}?)\2+$")
# Nobody thinks of a longer one first, and the time that the two above take grows with the square of the length.
_LONGEST_JUDGED: Final = 256
# What somebody thinks of who looks at this very page.
_OURS: Final = frozenset({"omnistock", "inventory", "warehouse", "stockkeeper", "password", "passphrase"})


class Bcrypt12(BCryptSHA256PasswordHasher):
    """bcrypt with cost 12, written out so that no default changes it. The SHA-256 before it lifts the 72-byte limit.

    A hash of another cost is verified, and written anew with this one when its person signs in.
    """

    rounds = 12


class LongEnough(MinimumLengthValidator):
    """Django's rule in our own words, which have every language of ours."""

    def get_error_message(self) -> str:
        return _("This password is too short: take at least {count} characters, such as three or four words.").format(
            count=self.min_length
        )

    def get_help_text(self) -> str:
        return _("At least {count} characters; three or four words are easy to keep in mind.").format(
            count=self.min_length
        )


class NotOneself(UserAttributeSimilarityValidator):
    """Refuses what is much like the person's own name or address."""

    def get_error_message(self) -> str:
        return _("This password is too much like your name or your address.")

    def get_help_text(self) -> str:
        return _("Not your name or your address.")


class CommonPassword(CommonPasswordValidator):
    """Refuses the 20,000 passwords that are tried first (the list that comes with Django, BSD licence, made of public
    breaches; nothing is asked of anybody), also with digits and signs put before or behind them, and one of them over and
    over."""

    def get_error_message(self) -> str:
        return _("This is one of the passwords that are tried first. Take another.")

    def get_help_text(self) -> str:
        return _("Not one that many people use.")

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        if len(password) > _LONGEST_JUDGED:
            return
        trimmed = _EDGES.sub("", password.lower().strip())
        core = _AGAIN.sub(r"\2", trimmed)
        if core and core != password.lower() and (core in self.passwords or core in _OURS):
            message = _(
                "This is a password that many people use, with something put to it. Take several words instead."
            )
            raise ValidationError(message, code="password_too_common")
