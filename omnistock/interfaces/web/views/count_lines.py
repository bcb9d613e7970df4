"""The lines of a count as CSV: what was counted beside the books, and what the packs say of their expiry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from omnistock.domain.exchange.exports.writing import expiry_text
from omnistock.domain.stocktaking.counting_queries import stock_count, stock_count_lines
from omnistock.domain.stocktaking.counting_views import LineView
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_table import table_answer
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import MOST

HEADINGS: Final = (
    *("Bin", "SKU", "Product", "Batch", "Expiry", "Expiry on the pack", "Unit", "Counted", "Books", "Difference"),
    *("Cause", "State", "On the list"),
)


@tenant_view("variances:read")
@require_safe
def count_lines(request: TenantRequest, stock_count_id: UUID) -> HttpResponse:
    count = stock_count(actor=request.actor, count_id=stock_count_id)
    rows = (_row(line) for line in _lines(stock_count_id, actor=request.actor))
    return table_answer(actor=request.actor, name=count.number, headings=HEADINGS, rows=rows)


def _lines(count_id: UUID, *, actor: Actor) -> Iterator[LineView]:
    cursor: str | None = None
    while True:
        page = stock_count_lines(actor=actor, count_id=count_id, cursor=cursor, limit=MOST)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def _row(line: LineView) -> list[Any]:
    pack = line.other_expiry
    return [
        line.location_code,
        line.sku,
        line.product_name,
        line.batch_number,
        expiry_text(line.expires_on, line.expiry_precision),
        expiry_text(pack.pack_expires_on, pack.pack_expiry_precision) if pack else "",
        line.base_unit_code,
        line.counted_base,
        line.book_base,
        line.difference_base,
        line.cause,
        line.state,
        _("yes") if line.is_expected else _("no"),
    ]


urlpatterns: list[URLPattern] = [
    path("app/counts/<uuid:stock_count_id>/lines.csv", count_lines, name="stock-count-lines"),
]
