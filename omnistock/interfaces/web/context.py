"""What every page gets besides its own data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from omnistock.domain.notifications.queries import unread_notices
from omnistock.domain.support.queries import active_grants
from omnistock.interfaces.web.navigation import actions_for, navigation_for
from omnistock.interfaces.web.outbox import outbox_is_shown
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.current import is_inside_boundary

THEMES = ("system", "light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """`actor`, `navigation`, `palette_actions` (only within a workspace), `theme`, `language`, `single_keys`, `debug`,
    `outbox_is_shown`, `unread_notices` (a function: it asks the database when a page shows it), `support_grant` (staff look
    under it), `support_grants` (a function: who of staff may look), `sign_up_is_open` (to everybody, not the invited alone)."""
    actor = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    return {
        "sign_up_is_open": settings.SIGN_UP == "open",
        "actor": actor,
        "navigation": navigation_for(actor, path=request.path) if actor else [],
        "palette_actions": actions_for(actor) if actor else [],
        "theme": person.theme if person else "system",
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": settings.LANGUAGES,
        "single_keys": person.single_keys if person else True,
        "debug": settings.DEBUG,
        "outbox_is_shown": outbox_is_shown(request),
        "unread_notices": lambda: _unread(actor),
        "support_grant": getattr(request, "support_grant", None),
        "support_grants": lambda: active_grants(actor=actor) if actor and is_inside_boundary() else [],
    }


def _unread(actor: Actor | None) -> int:
    """A refusal is drawn outside the boundary, where nothing of a workspace can be asked."""
    if actor is None or actor.membership_id is None or not is_inside_boundary():
        return 0
    return unread_notices(actor=actor)
