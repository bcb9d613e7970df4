"""The invitation by whose link somebody without an account was led to the sign-up page. The link stands in `next`, and is
looked at anew each time."""

from __future__ import annotations

from allauth.utils import get_request_param
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone

from omnistock.domain.identity.operations.invitations import open_invitation, parse_invitation
from omnistock.kernel.errors import DomainError
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import Invitation


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation whose link led here, while somebody may still accept it."""
    try:
        found = resolve(get_request_param(request, REDIRECT_FIELD_NAME) or "")
        if found.url_name != "invitation":
            return None
        organization_id, secret = parse_invitation(found.kwargs["token"])
        with tenant_boundary(organization_id):
            return open_invitation(secret=secret, email=None, now=timezone.now())
    except (Resolver404, DomainError):
        return None
