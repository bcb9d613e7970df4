"""Every cookie that the product sets (promise P10). A cookie that is not here fails a check and a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Cookie:
    """`days` 0: until the browser is closed."""

    name: str
    purpose: str | Promise
    days: int


COOKIES: Final = (
    Cookie(settings.SESSION_COOKIE_NAME, _("Keeps you signed in. It is set when you sign in."), 14),
    Cookie(settings.CSRF_COOKIE_NAME, _("Proves that a form was sent from our own page."), 365),
)
