"""Categories of products: their list with a form for one more, and the form of one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omnistock.domain.catalog import queries
from omnistock.domain.catalog.vocabulary import change_category, create_category
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form


@tenant_view("catalog:read")
@require_http_methods(["GET", "POST"])
def category_list(request: TenantRequest) -> HttpResponse:
    """The categories; who may write adds one here."""

    def write(posted: Posted) -> str:
        made = create_category(actor=request.actor, name=posted.text("name"))
        messages.success(request, _("The category {category} is there.").format(category=made.name))
        return reverse("categories")

    def show(form: FormState, status: int) -> HttpResponse:
        context = {
            "form": form,
            "categories": queries.categories(actor=request.actor),
            "may_write": request.actor.may("catalog:write"),
            "crumbs": [(_("Products"), reverse("products"))],
        }
        return render(request, "pages/categories/list.html", context, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(), 200)


@tenant_view("catalog:write")
@require_http_methods(["GET", "POST"])
def category(request: TenantRequest, category_id: UUID) -> HttpResponse:
    """The form of a category: its name."""

    def write(posted: Posted) -> str:
        saved = change_category(
            actor=request.actor,
            category_id=category_id,
            name=posted.text("name"),
            expected_version=posted.version(),
        )
        messages.success(request, _("The category {category} is saved.").format(category=saved.name))
        return reverse("categories")

    def show(form: FormState, status: int) -> HttpResponse:
        found = queries.category(actor=request.actor, category_id=category_id)
        context = {
            "form": form if form.values else FormState(values={"name": found.name, "version": found.version}),
            "category": found,
            "crumbs": [(_("Products"), reverse("products")), (_("Categories"), reverse("categories"))],
        }
        return render(request, "pages/categories/form.html", context, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(), 200)


urlpatterns: list[URLPattern] = [
    path("app/categories", category_list, name="categories"),
    path("app/categories/<uuid:category_id>", category, name="category"),
]
