"""How a person likes the screen: theme, language, single-letter keys. It belongs to the person, not to a workspace."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from omnistock.domain.identity.operations import change_profile
from omnistock.interfaces.web.answers import SeeOther, own_address
from omnistock.interfaces.web.errors import refused
from omnistock.kernel.errors import DomainError

_NAMES = ("theme", "language")


@login_required
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Change what was sent and go back to the page that it was sent from (`next`)."""
    changes: dict[str, object] = {name: request.POST[name] for name in _NAMES if name in request.POST}
    if "single_keys" in request.POST:
        changes["single_keys"] = request.POST["single_keys"] == "on"
    assert request.user.is_authenticated
    try:
        with transaction.atomic():
            change_profile(person_id=request.user.pk, changes=changes)
    except DomainError as error:
        return refused(request, error)
    return SeeOther(own_address(request, request.POST.get("next", "")))
