"""Each promise with its last check, and what it comes to in this workspace: for its owner, admins and auditors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from omnistock.domain.agreements.queries import accepted_dpa
from omnistock.domain.privacy.operator import operator
from omnistock.domain.privacy.own_workspace import OwnWorkspace, own_workspace
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.views.public import shown_promises
from omnistock.interfaces.web.words import moment_words
from omnistock.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence; where it leads to, for who may go there; `is_pressing`: somebody here should act."""

    text: str
    href: str = ""
    is_pressing: bool = False


@tenant_view("security:read")
@require_safe
def own_trust(request: TenantRequest) -> HttpResponse:
    actor = request.actor
    own, facts = own_workspace(actor=actor), dict[str, list[Fact]]()
    for promise, fact in (*_facts(actor, own), *_kept(actor, own), *_agreed(actor)):
        facts.setdefault(promise, []).append(fact)
    rows = [(promise, answer, facts.get(promise.id, [])) for promise, answer in shown_promises()]
    return render(request, "pages/trust/page.html", {"rows": rows})


def _facts(actor: Actor, own: OwnWorkspace) -> Iterator[tuple[str, Fact]]:
    """Who gets in, what left, and who may look."""
    factors = ngettext(
        "{missing} of {count} member has no second factor",
        "{missing} of {count} members have no second factor",
        own.members,
    ).format(missing=own.without_factor, count=own.members)
    asked = _("it is asked of everybody") if own.needs_factor else _("it is not asked of everybody")
    yield "P1", Fact(f"{factors}; {asked}.", _to(actor, "people", "people:read"))
    shares = ngettext(
        "{count} text is shared with the operator.", "{count} texts are shared with the operator.", own.shares
    )
    yield "P2", Fact(shares.format(count=own.shares), _to(actor, "shares", "support:read"))
    backup = (
        _("The newest backup is of {at}.").format(at=moment_words(own.backup.started_at, actor=actor))
        if own.backup
        else ""
    )
    drill = (
        _("It was last brought back on trial at {at}.").format(at=moment_words(own.drill.started_at, actor=actor))
        if own.drill
        else ""
    )
    region = _("Region: {region}.").format(region=operator().data_region or _("to be named"))
    yield "P5", Fact(" ".join(filter(None, (region, backup or _("No backup was made yet."), drill))))
    mails = ngettext("{count} mail was made in the last year.", "{count} mails were made in the last year.", own.mails)
    yield "P6", Fact(mails.format(count=own.mails), _to(actor, "mails", "settings:write"))
    looks = ngettext(
        "Support may look at this moment under {count} grant",
        "Support may look at this moment under {count} grants",
        own.open_grants,
    ).format(count=own.open_grants)
    granted = ngettext("{count} was given in the last year", "{count} were given in the last year", own.grants)
    href = _to(actor, "access-grants", "support:read")
    yield "P8", Fact(f"{looks}; {granted.format(count=own.grants)}.", href, own.open_grants > 0)


def _kept(actor: Actor, own: OwnWorkspace) -> Iterator[tuple[str, Fact]]:
    """How it is kept apart, taken out, deleted, and told of."""
    keys = ngettext("{count} API key opens this workspace.", "{count} API keys open this workspace.", own.keys)
    yield "P12", Fact(keys.format(count=own.keys), _to(actor, "api-keys", "settings:write"))
    yield "P12", _trail(actor, own)
    if own.difference_at:
        text = _("The nightly proof last found a difference at {at}.").format(
            at=moment_words(own.difference_at, actor=actor)
        )
        yield "P12", Fact(text, _to(actor, "security-events", "security:read"), is_pressing=True)
    taken = (
        _("Everything was last taken out at {at}.").format(at=moment_words(own.archive_at, actor=actor))
        if own.archive_at
        else ""
    )
    href = _to(actor, "workspace-archives", "organization:export")
    yield "P13", Fact(taken or _("Nobody has taken everything out yet."), href)
    purge = (
        _("This workspace is deleted at {at}.").format(at=moment_words(own.purge_at, actor=actor))
        if own.purge_at
        else ""
    )
    href = _to(actor, "departure", "organization:delete")
    yield "P14", Fact(purge or _("Nobody asked to delete this workspace."), href, bool(purge))
    told = ngettext(
        "{count} incident concerned it in the last year.",
        "{count} incidents concerned it in the last year.",
        own.incidents,
    )
    yield "P15", Fact(told.format(count=own.incidents), _to(actor, "incidents", "security:read"))
    waiting = ngettext(
        "{count} privacy request waits for your answer",
        "{count} privacy requests wait for your answer",
        own.open_requests,
    )
    late = ngettext("{count} is late", "{count} are late", own.late_requests).format(count=own.late_requests)
    href = _to(actor, "principal-requests", "rights:answer")
    yield "P17", Fact(f"{waiting.format(count=own.open_requests)}; {late}.", href, own.late_requests > 0)


def _trail(actor: Actor, own: OwnWorkspace) -> Fact:
    if own.sealed_at is None:
        return Fact(_("No event of the audit log is in its chain yet: that takes some seconds."))
    text = ngettext(
        "{count} event of the audit log is in its chain, the newest of {at}.",
        "{count} events of the audit log are in its chain, the newest of {at}.",
        own.sealed,
    )
    return Fact(
        text.format(count=own.sealed, at=moment_words(own.sealed_at, actor=actor)),
        _to(actor, "audit-events", "audit:read"),
    )


def _agreed(actor: Actor) -> Iterator[tuple[str, Fact]]:
    if not actor.may("settings:write"):
        return
    found = accepted_dpa(actor=actor)
    if found is None:
        yield (
            "P18",
            Fact(_("The data processing agreement is not accepted yet."), reverse("agreements"), is_pressing=True),
        )
    else:
        text = _("The data processing agreement was accepted by {name}.").format(name=found.person_name)
        yield "P18", Fact(text, reverse("agreements"))


def _to(actor: Actor, name: str, permission: str) -> str:
    return reverse(name) if actor.may(permission) else ""


urlpatterns: list[URLPattern] = [path("app/trust", own_trust, name="own-trust")]
