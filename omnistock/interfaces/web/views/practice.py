"""The practice workspace: opened from anywhere, begun anew or thrown away on its own page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.practice.operations import delete_practice, is_being_filled, reset_practice, start_practice
from omnistock.domain.practice.policies import END
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import SESSION_ORGANIZATION, TenantRequest, tenant_view
from omnistock.interfaces.web.console_door import not_for_staff
from omnistock.interfaces.web.views.workspaces import enter


@login_required
@not_for_staff
@require_POST
def practice_start(request: Any) -> HttpResponse:
    """Work in one's own practice workspace from now on; it is made where there is none."""
    enter(request, start_practice(person_id=request.user.pk, now=timezone.now()))
    return SeeOther(reverse("practice"))


@require_safe
@tenant_view()
def practice_page(request: TenantRequest) -> HttpResponse:
    """What it is for, and how it begins anew or goes. While the worker fills it, the page asks again by itself."""
    actor = request.actor
    context = {
        "is_practice": actor.organization.is_practice,
        "is_being_filled": actor.organization.is_practice and is_being_filled(actor=actor),
        "may_end": actor.may(END),
    }
    return render(request, "pages/practice/page.html", context)


@require_POST
@tenant_view(END)
def practice_reset(request: TenantRequest) -> HttpResponse:
    reset_practice(actor=request.actor)
    messages.success(request, _("Everything in it is forgotten; its story is told anew."))
    return SeeOther(reverse("practice"))


@require_POST
@tenant_view(END)
def practice_deletion(request: TenantRequest) -> HttpResponse:
    name = request.actor.organization.name
    delete_practice(actor=request.actor)
    _forget(request)
    messages.success(request, _("“{name}” is gone. You may practise in a new one whenever you like.").format(name=name))
    return SeeOther(reverse("workspaces"))


def _forget(request: HttpRequest) -> None:
    request.session.pop(SESSION_ORGANIZATION, None)  # gone already, where the request is done again


urlpatterns: list[URLPattern] = [
    path("app/practice", practice_page, name="practice"),
    path("app/practice/start", practice_start, name="practice-start"),
    path("app/practice/reset", practice_reset, name="practice-reset"),
    path("app/practice/deletion", practice_deletion, name="practice-deletion"),
]
