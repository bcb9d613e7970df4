"""How products are ordered: the lists that its imports read again."""

from __future__ import annotations

from typing import Final

from omnistock.domain.exchange.exports.shape import ExportList
from omnistock.domain.exchange.exports.shape import columns as _columns
from omnistock.domain.purchasing.supplied import product_suppliers
from omnistock.domain.replenishment.queries import reorder_rules

_REORDER_RULE: Final = _columns(
    "SKU=sku | Name=product_name | Warehouse=warehouse_name | Reorder point=reorder_point | Fill up to=target | "
    "Base unit=base_unit_code | Lead days=lead_days | In whole=unit_code"
)
_PRODUCT_SUPPLIER: Final = _columns(
    "SKU=sku | Name=product_name | Supplier=supplier_name | Supplier code=code | Unit=unit_code | Unit cost=unit_cost | "
    "Minimum quantity=minimum_quantity | Lead days=lead_days | First choice=is_preferred"
)
ORDERING: Final = (
    ExportList("reorder_rules", "Reorder points", "stock:read", _REORDER_RULE, reorder_rules, {}),
    ExportList(
        "product_suppliers", "Suppliers of products", "purchasing:read", _PRODUCT_SUPPLIER, product_suppliers, {}
    ),
)
