"""Saved views of lists: the menu in a list's filter row, the page that names one, and the page that keeps them in order."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, URLPattern, path, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.saved_views.operations import (
    LONGEST_PAGE,
    remove_own_view,
    remove_shared_view,
    save_view,
    share_view,
)
from omnistock.domain.saved_views.policies import SHARE
from omnistock.domain.saved_views.queries import SavedViewView, saved_views
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.navigation import NAVIGATION
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.view_words import query_words
from omnistock.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class ShownView:
    """A view with where it leads, what its list is called, and whether it is what the list shows now."""

    view: SavedViewView
    href: str
    page_label: str
    is_current: bool = False


@require_safe
@tenant_view()
def saved_view_menu(request: TenantRequest) -> HttpResponse:
    """What the menu of a list offers: it asks when it is opened, so that no list pays for it."""
    page, query = _page(request, request.GET), _query(request.GET)
    rows = [_shown(each, query) for each in saved_views(actor=request.actor, page=page)]
    context = {
        "own": [row for row in rows if not row.view.is_shared],
        "shared": [row for row in rows if row.view.is_shared],
        "new_href": f"{reverse('saved-view-new')}?{_named(page, query)}",
    }
    return render(request, "pages/saved_views/menu.html", context)


@tenant_view()
def saved_view_new(request: TenantRequest) -> HttpResponse:
    """Name what the list shows."""
    sent = request.POST if request.method == "POST" else request.GET
    page, query = _page(request, sent), _query(sent)
    address = f"{reverse(page)}?{query}"

    def write(posted: Posted) -> str:
        save = share_view if posted.is_on("is_shared") else save_view
        made = save(actor=request.actor, page=page, name=posted.text("name"), query=query)
        messages.success(request, _("“{name}” is under Views from now on.").format(name=made.name))
        return address

    def show(form: FormState, status: int) -> HttpResponse:
        context = {
            "form": form,
            "page": page,
            "query": query,
            "crumbs": [(_label(page), address)],
            "what": query_words(query, page=page, actor=request.actor),
            "may_share": request.actor.may(SHARE),
        }
        return render(request, "pages/saved_views/new.html", context, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(), 200)


@require_safe
@tenant_view()
def saved_view_list(request: TenantRequest) -> HttpResponse:
    """One's own and the shared ones of the lists that one may see."""
    rows = [_shown(each) for each in saved_views(actor=request.actor) if _may_see(request, each.page)]
    return render(request, "pages/saved_views/list.html", {"rows": rows})


@require_POST
@tenant_view()
def saved_view_removal(request: TenantRequest, saved_view_id: UUID) -> HttpResponse:
    """Forget one's own, or take a shared one from everybody's lists."""
    remove = remove_shared_view if request.POST.get("shared") == "yes" else remove_own_view
    removed = remove(actor=request.actor, saved_view_id=saved_view_id)
    messages.success(request, _("“{name}” is gone; the list is as before.").format(name=removed.name))
    return SeeOther(reverse("saved-views"))


def _page(request: TenantRequest, sent: QueryDict) -> str:
    """The list, by the name of its address. Raises `NotFound` for what is no list without a record in its address, and
    for one that the actor may not see."""
    name = str(sent.get("page", ""))
    try:
        if 0 < len(name) <= LONGEST_PAGE and reverse(name).startswith("/app/") and _may_see(request, name):
            return name
    except NoReverseMatch:
        pass
    raise NotFound(_("There is no such list."))


def _may_see(request: TenantRequest, page: str) -> bool:
    """By the permission of the page itself; of a list that is no more there is nothing to hide."""
    try:
        permission = getattr(resolve(reverse(page)).func, "permission", None)
    except NoReverseMatch:
        return True
    return permission is None or request.actor.may(permission)


def _query(sent: QueryDict) -> str:
    """What the list was asked for, without the place in it."""
    asked = QueryDict(str(sent.get("query", ""))[:4000], mutable=True)
    for name in ("cursor", *(name for name, values in asked.lists() if not any(values))):
        asked.pop(name, None)
    return asked.urlencode()


def _named(page: str, query: str) -> str:
    named = QueryDict(mutable=True)
    named.update({"page": page, "query": query})
    return named.urlencode()


def _shown(view: SavedViewView, query: str | None = None) -> ShownView:
    try:
        href = reverse(view.page)
    except NoReverseMatch:  # of a list that is no more
        href = reverse("today")
    return ShownView(view, f"{href}?{view.query}", _label(view.page), view.query == query)


def _label(page: str) -> str:
    label = next((place.label for place in NAVIGATION if place.url_name == page), page.replace("-", " ").capitalize())
    return str(label)


urlpatterns: list[URLPattern] = [
    path("app/saved-views", saved_view_list, name="saved-views"),
    path("app/saved-views/menu", saved_view_menu, name="saved-view-menu"),
    path("app/saved-views/new", saved_view_new, name="saved-view-new"),
    path("app/saved-views/<uuid:saved_view_id>/removal", saved_view_removal, name="saved-view-removal"),
]
