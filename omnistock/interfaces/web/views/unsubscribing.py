"""/unsubscribe/…: the link in every mail that somebody asked for. It works signed out.

A GET only shows (mail programs and their guards open links by themselves), a POST ends it: the page's own button, or a
mail program as RFC 8058 has it, which brings no cookie and no token of a form. What lets in is the signed link.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from omnistock.domain.notifications.kinds import MAIL_KINDS
from omnistock.domain.notifications.unsubscribing import (
    Subscription,
    is_subscribed,
    read_link,
    subscribe_again,
    unsubscribe,
)
from omnistock.kernel.errors import DomainError
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary


@csrf_exempt
@require_http_methods(["GET", "POST"])
def unsubscription(request: HttpRequest, token: str) -> HttpResponse:
    subscription = read_link(token)
    if subscription is None:
        raise Http404
    with tenant_boundary(subscription.organization_id):
        actor = _workspace(subscription)
        if request.method == "POST":
            change = subscribe_again if request.POST.get("do") == "again" else unsubscribe
            change(actor=actor, subscription=subscription)
        context: dict[str, Any] = {
            "workspace": actor.organization.name,
            "purpose": MAIL_KINDS[subscription.kind].purpose,
            "is_subscribed": is_subscribed(subscription),
        }
    return render(request, "public/unsubscribe.html", context)


def _workspace(subscription: Subscription) -> Actor:
    """The product itself, in the workspace that the link names; 404 where that is gone."""
    try:
        return system_actor(organization_id=subscription.organization_id, door="web", now=timezone.now())
    except DomainError:
        raise Http404 from None


urlpatterns: list[URLPattern] = [path("unsubscribe/<str:token>", unsubscription, name="unsubscribe")]
