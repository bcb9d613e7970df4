"""Which mails a member asks for, in the workspace that is open: nothing is sent that was not asked for."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from omnistock.domain.notifications.kinds import NOTICE_KINDS
from omnistock.domain.notifications.notices import choose_notices, notices_of
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.kernel.errors import Invalid

WORDS: Final = {"stock_count_completed": gettext_lazy("A stock count was approved")}


@tenant_view()
@require_http_methods(["GET", "POST"])
def notices(request: TenantRequest) -> HttpResponse:
    actor = request.actor
    problem, status = "", 200
    if request.method == "POST":
        try:
            with transaction.atomic():
                words = {kind: str(word) for kind, word in WORDS.items()}
                choose_notices(actor=actor, kinds=request.POST.getlist("kind"), words=words)
        except Invalid as error:
            problem, status = error.message, error.status
        else:
            messages.success(request, _("Your choice is saved."))
            return SeeOther(reverse("notices"))
    chosen = notices_of(actor=actor)
    offered = [(kind, WORDS[kind], kind in chosen) for kind, needs in NOTICE_KINDS.items() if actor.may(needs)]
    context = {"offered": offered, "problem": problem}
    return render(request, "account/notices.html", context, status=status)


urlpatterns: list[URLPattern] = [path("app/notices", notices, name="notices")]
