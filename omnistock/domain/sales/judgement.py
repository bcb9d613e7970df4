"""Everything that is to be looked at before an order is confirmed: reads what the cautions need, and asks for
reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from omnistock.domain.catalog.units import product_facts
from omnistock.domain.sales.cautions import PricedLine, credit_cautions, price_cautions
from omnistock.domain.sales.inputs import CreditFacts
from omnistock.domain.sales.lines import unit_costs
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.kernel.india import state_of
from omnistock.kernel.supply import Scheme
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.cautions import Accepted, Caution, accept

# What is not dispatched yet of the customer's other orders, tax included; a document's own discount is left aside, so
# that a limit is rather met too early than too late.
_OPEN_ORDERS: Final = """
SELECT coalesce(sum(
    line.amount
    * (line.quantity_base - line.dispatched_quantity_base - line.cancelled_quantity_base) / line.quantity_base
    * CASE WHEN sales_order.prices_include_tax THEN 1 ELSE 1 + coalesce(line.tax_rate, 0) / 100 END
), 0)
FROM sales_order
JOIN sales_order_line line
  ON line.organization_id = sales_order.organization_id AND line.sales_order_id = sales_order.id
WHERE sales_order.organization_id = %(organization)s AND sales_order.customer_id = %(customer)s
  AND sales_order.id <> %(order)s AND sales_order.status IN ('confirmed', 'reserved', 'picked', 'partly_dispatched')
"""


def explained_cautions(
    order: SalesOrder,
    lines: Sequence[SalesOrderLine],
    *,
    actor: Actor,
    credit: CreditFacts | None,
    said: Sequence[Accepted] | None,
) -> list[dict[str, str]]:
    """The cautions of this order with the reasons given, as the order keeps them. Raises `NeedsReason`."""
    products = product_facts(actor=actor, ids={line.product_id for line in lines})
    costs = unit_costs(actor=actor, products=products.values()) if actor.sees_costs else {}
    priced = [
        PricedLine(
            pointer=f"lines/{line.position - 1}",
            product_name=products[line.product_id].name,
            unit_code=line.unit_code,
            factor=line.factor,
            unit_price=line.unit_price,
            price_source=line.price_source,
            discount_percent=line.discount_percent,
            tax_rate=Decimal(0) if order.prices_include_tax or not order.tax else line.tax_rate or Decimal(0),
            mrp=products[line.product_id].mrp,
            unit_cost=costs.get(line.product_id),
        )
        for line in lines
        if line.quantity > 0
    ]
    found = [*price_cautions(priced, actor=actor), *_about_the_scheme(order)]
    customer = order.customer
    open_orders = Decimal(0)
    if customer.credit_limit is not None:
        open_orders = _open_orders(actor=actor, customer_id=customer.id, order_id=order.id)
    found += credit_cautions(actor=actor, customer=customer, total=order.total, open_orders=open_orders, credit=credit)
    return accept(found, said)


def _about_the_scheme(order: SalesOrder) -> Iterator[Caution]:
    """A composition dealer makes no supply outward to another State, and loses the scheme by one (CGST Act s.10(2)(c)). One
    to a special economic zone is such a supply wherever the zone lies (IGST Act s.7(5)(b))."""
    if not order.place_of_supply or order.tax:  # who charges tax is under no such scheme
        return
    seller = order.warehouse.registration
    if seller is None or seller.scheme != Scheme.COMPOSITION:
        return
    words = {"warehouse": order.warehouse.name, "state": state_of(order.place_of_supply).name}
    if seller.state_code != order.place_of_supply:
        message = _(
            "%(warehouse)s sells under the composition scheme, which sells within its own State alone; this is a supply "
            "to %(state)s."
        )
        yield Caution("customer_id", message % words, "composition_inter_state")
    elif order.customer.gst_treatment == "sez":
        message = _(
            "%(warehouse)s sells under the composition scheme, which sells within its own State alone; a supply to a "
            "special economic zone counts as one to another State."
        )
        yield Caution("customer_id", message % words, "composition_inter_state")


def _open_orders(*, actor: Actor, customer_id: UUID, order_id: UUID) -> Decimal:
    values = {"organization": actor.organization_id, "customer": customer_id, "order": order_id}
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_ORDERS, values)
        return Decimal(cursor.fetchone()[0])
