"""The notices that a person agrees to, as data: a new text is a new version, and the old one stays in the events."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

ACCOUNT: Final = "account"
OPT_IN: Final = "notice:"
"""What the purpose of an opt-in begins with; the kind of notice follows."""

NOTICE_VERSION: Final = "2026-11-27"
"""The day of the privacy notice that holds now."""


def account_text() -> str:
    """What stands beside the button that makes an account, in the reader's language."""
    return _(
        "To make your account we keep your name, your email and a hash of your password, to sign you in and to answer you. "
        "The privacy notice says what else, and how you withdraw, ask for your data or complain."
    )


def opt_in_text(words: str) -> str:
    """What a person agrees to who ticks a notice; `words` name it."""
    return _("Mail me when: {words}").format(words=words)
