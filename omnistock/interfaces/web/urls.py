"""Every page. Nouns in paths; a view's permission stands on its `@tenant_view`. A room's URLs stand beside its views."""

from __future__ import annotations

from django.urls import URLPattern, path

from omnistock.interfaces.web import outbox
from omnistock.interfaces.web.appearance import appearance
from omnistock.interfaces.web.styleguide import styleguide
from omnistock.interfaces.web.views import (
    api_keys,
    categories,
    credit_notes,
    customers,
    dispatches,
    home,
    invoices,
    payment_form,
    payments,
    people,
    products,
    profile,
    purchase_order_form,
    purchase_orders,
    receipt_form,
    receipts,
    receivable,
    registrations,
    sales_order_form,
    sales_orders,
    scan,
    search,
    suppliers,
    today,
    units,
    warehouses,
    workspace_settings,
    workspaces,
)

urlpatterns: list[URLPattern] = [
    path("app/appearance", appearance, name="appearance"),
    path("app/styleguide", styleguide, name="styleguide"),
    path("app/outbox", outbox.outbox, name="outbox"),
    *home.urlpatterns,
    *today.urlpatterns,
    *products.urlpatterns,
    *units.urlpatterns,
    *categories.urlpatterns,
    *customers.urlpatterns,
    *suppliers.urlpatterns,
    *scan.urlpatterns,
    *search.urlpatterns,
    *invoices.urlpatterns,
    *credit_notes.urlpatterns,
    *payment_form.urlpatterns,
    *payments.urlpatterns,
    *receivable.urlpatterns,
    *api_keys.urlpatterns,
    *people.urlpatterns,
    *profile.urlpatterns,
    *registrations.urlpatterns,
    *purchase_order_form.urlpatterns,
    *purchase_orders.urlpatterns,
    *receipt_form.urlpatterns,
    *receipts.urlpatterns,
    *sales_order_form.urlpatterns,
    *sales_orders.urlpatterns,
    *dispatches.urlpatterns,
    *warehouses.urlpatterns,
    *workspace_settings.urlpatterns,
    *workspaces.urlpatterns,
]
