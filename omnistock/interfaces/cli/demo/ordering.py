"""When and from whom Demo Grocery orders: what a store can spare for another, what is bought by the carton, and one thing
that nobody is known to sell."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from omnistock.domain.catalog.models import Product
from omnistock.domain.catalog.operations import create_product
from omnistock.domain.parties.inputs import AddressInput
from omnistock.domain.parties.models import Supplier
from omnistock.domain.parties.operations import create_supplier
from omnistock.domain.purchasing.inputs import ProductSupplierInput
from omnistock.domain.purchasing.operations import set_product_suppliers
from omnistock.domain.replenishment.inputs import ReorderRuleInput
from omnistock.domain.replenishment.operations import set_reorder_rules
from omnistock.interfaces.cli.demo.people import ASHA
from omnistock.interfaces.cli.demo.stage import Stage

# SKU, warehouse, reorder point, filled up to, in whole.
_RULES: Final = (
    ("OIL-1", "MAIN", 24, 60, ""),
    ("OIL-1", "PNQ", 40, 96, "carton"),  # Mumbai has two cartons to spare
    ("BISC-100", "MAIN", 96, 240, ""),
    ("BISC-100", "BLR", 200, 480, "carton"),  # Mumbai can send six, to another registration
    ("MILK-500", "MAIN", 100, 200, ""),
    ("CURD-400", "MAIN", 90, 150, ""),
    ("JAG-1", "MAIN", 20, 50, ""),
)
# SKU, carton, their code, cost of a carton, the least, days until it comes.
_DAIRY: Final = (
    ("MILK-500", "SDF-M500", "508.00", None, 1),
    ("CURD-400", "SDF-C400", "467.00", 8, 2),
)
_WHOLESALE: Final = (("OIL-1", "EW-2201", "1456.00", None, 5), ("BISC-100", "EW-3107", "944.00", None, 6))


def say_how_it_is_ordered(stage: Stage, goods: Mapping[str, Product], wholesale: Supplier) -> None:
    """Seven reorder points, two suppliers with codes and costs; jaggery is new, and nobody is known to sell it."""
    asha = stage.acting(ASHA)
    values = {"sku": "JAG-1", "name": "Draft Jaggery 1 kg", "unit": "pack", "hsn_code": "1701", "tax_rate": Decimal(5)}
    known = {**goods, "JAG-1": create_product(actor=asha, values=values)}
    yard = AddressInput(lines=("Survey 4, Practice Pastures",), city="Pune", state_code="27", postal_code="411003")
    dairy = create_supplier(actor=asha, values={"name": "Sample Dairy Farm", "addresses": (yard,)})
    set_reorder_rules(
        actor=asha,
        rules=[
            ReorderRuleInput(
                product_id=known[sku].pk,
                warehouse_id=stage.warehouse(code).pk,
                reorder_point=Decimal(point),
                target=Decimal(target),
                unit=unit,
            )
            for sku, code, point, target, unit in _RULES
        ],
    )
    set_product_suppliers(
        actor=asha,
        suppliers=[
            ProductSupplierInput(
                product_id=known[sku].pk,
                supplier_id=supplier.pk,
                code=code,
                unit="carton",
                unit_cost=Decimal(cost),
                minimum_quantity=None if least is None else Decimal(least),
                lead_days=days,
            )
            for supplier, rows in ((dairy, _DAIRY), (wholesale, _WHOLESALE))
            for sku, code, cost, least, days in rows
        ],
    )
