"""Words of Django and allauth that stand on our pages. Named here they are in our catalogue, which counts before theirs:
allauth has no Hindi, and Django's has another word for a password than the rest of the page."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

WORDS: Final = (
    _("Authenticator code"),
    _("Be patient, you are sending too many requests."),
    _("Code"),
    _("Current Password"),
    _("Email address"),
    _("Enter a valid email address."),
    _("Forgot your password?"),
    _("Incorrect code."),
    _("Incorrect password."),
    _("New Password"),
    _("New Password (again)"),
    _("Password"),
    _("Password (again)"),
    _("Please type your current password."),
    _("The email address and/or password you specified are not correct."),
    _("This field is required."),
    _("Too many failed login attempts. Try again later."),
    _("You must type the same password each time."),
)
