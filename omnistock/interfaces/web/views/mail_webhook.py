"""/webhooks/mail: where the mail provider tells what became of our mails. Only what it signed is read."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from omnistock.domain.notifications import provider
from omnistock.kernel.errors import DomainError
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary


@csrf_exempt
@require_POST
def mail_webhook(request: HttpRequest) -> HttpResponse:
    """204 once it is written down, also where it was before; 400 for what the provider did not sign; 404 where no secret
    is set, since nothing could be told from a forgery."""
    if not settings.RESEND_WEBHOOK_SECRET:
        raise Http404
    if len(request.body) > provider.BODY_LONGEST:
        return HttpResponse(status=413)
    now = timezone.now()
    told = provider.read_message(headers=request.headers, body=request.body, now=now)
    if told is None:
        return HttpResponse("The signature is not the provider's, or it is too old.\n", status=400)
    if provider.was_taken(told):
        return HttpResponse(status=204)
    if told.organization_id is None:
        provider.take_of_account(told, now=now)
        return HttpResponse(status=204)
    with tenant_boundary(told.organization_id):
        try:
            actor = system_actor(organization_id=told.organization_id, door="web", now=now)
        except DomainError:  # the workspace was deleted since
            return HttpResponse(status=204)
        provider.take_of_workspace(told, actor=actor)
    return HttpResponse(status=204)


urlpatterns: list[URLPattern] = [path("webhooks/mail", mail_webhook, name="mail-webhook")]
