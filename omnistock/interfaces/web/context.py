"""What every page gets besides its own data."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from omnistock.domain.notifications.queries import unread_lookup
from omnistock.domain.support.models import AccessGrant
from omnistock.domain.support.queries import active_grants, is_looked_at_lookup
from omnistock.interfaces.web.navigation import actions_for, navigation_for, place_at
from omnistock.interfaces.web.outbox import outbox_is_shown
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.current import is_inside_boundary
from omnistock.tenancy.statements import send

THEMES = ("system", "light", "dark")
LANGUAGES = tuple(settings.LANGUAGES)


def shell(request: HttpRequest) -> dict[str, Any]:
    """`actor`, `navigation`, `current_place` in it, `palette_actions` (only within a workspace), `theme`, `language`,
    `single_keys`, `debug`, `outbox_is_shown`, `unread_notices` (a function: it asks the database when
    a page shows it), `support_grant` (staff look under it), `support_grants` (a function: who of staff may look),
    `sign_up_is_open` (to everybody, not the invited alone)."""
    actor = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    navigation = navigation_for(actor) if actor else ()
    frame = _Frame(actor)
    return {
        "sign_up_is_open": settings.SIGN_UP == "open",
        "actor": actor,
        "navigation": navigation,
        "current_place": place_at(request.path, navigation),
        "palette_actions": actions_for(actor) if actor else (),
        "theme": person.theme if person else "system",
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": LANGUAGES,
        "single_keys": person.single_keys if person else True,
        "debug": settings.DEBUG,
        "outbox_is_shown": outbox_is_shown(request),
        "unread_notices": frame.unread_notices,
        "support_grant": getattr(request, "support_grant", None),
        "support_grants": frame.support_grants,
    }


class _Frame:
    """What the frame of a page asks the database, in one round trip, when it first shows any of it. A refusal is drawn
    outside the boundary, where nothing of a workspace can be asked."""

    def __init__(self, actor: Actor | None) -> None:
        self.actor = actor if actor is not None and is_inside_boundary() else None

    def unread_notices(self) -> int:
        return self._asked[0]

    def support_grants(self) -> list[AccessGrant]:
        return active_grants(actor=self.actor) if self.actor and self._asked[1] else []

    @cached_property
    def _asked(self) -> tuple[int, bool]:
        if self.actor is None:
            return 0, False
        unread, is_looked_at = unread_lookup(actor=self.actor), is_looked_at_lookup(actor=self.actor)
        if self.actor.membership_id is None:
            send(is_looked_at)
        else:
            send(unread, is_looked_at)
        return unread.rows[0][0] if unread.rows else 0, is_looked_at.rows[0][0]
