"""Demo Grocery: three shops' stores in two States, so two registrations; loose goods by weight, prices with tax."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.catalog.models import Product
from omnistock.domain.catalog.operations import create_product
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.identity.operations.workspaces import NewWorkspace
from omnistock.domain.parties.inputs import AddressInput
from omnistock.domain.parties.models import Customer, Supplier
from omnistock.domain.parties.operations import create_customer, create_supplier
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.domain.purchasing.operations import post_receipt
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.operations import create_sales_order
from omnistock.domain.stocktaking.counting_inputs import CountScope
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput, ArrivalLineInput, MoveLineInput, TransferLineInput
from omnistock.domain.stocktaking.models import Transfer
from omnistock.domain.stocktaking.operations import (
    arrive_transfer,
    create_stock_count,
    create_transfer,
    dispatch_transfer,
    post_adjustment,
    post_move,
)
from omnistock.domain.stocktaking.queries import transfer as transfer_view
from omnistock.domain.warehouses.operations import (
    change_warehouse,
    create_locations,
    create_registration,
    create_warehouse,
)
from omnistock.interfaces.cli.demo.codes import gstin, gtin
from omnistock.interfaces.cli.demo.counted import count_all
from omnistock.interfaces.cli.demo.ordering import say_how_it_is_ordered
from omnistock.interfaces.cli.demo.people import ASHA, FARID, MEENA, RAVI
from omnistock.interfaces.cli.demo.stage import OPENED_DAYS_AGO, Stage

WORKSPACE: Final = NewWorkspace(name="Demo Grocery", keeps="food", gstin=gstin("27", "AABCG"), is_practice=True)
MUMBAI, PUNE, BENGALURU = "MAIN", "PNQ", "BLR"

# SKU, name, unit, (pack, how many of the unit), HSN, tax per cent, price per unit, tracked by batch with a shelf life.
_GOODS: Final = (
    ("RICE-L", "Practice Rice, loose", "kg", ("bag", "25"), "1006", 5, "62.00", None),
    ("DAL-L", "Sample Dal, loose", "kg", ("bag", "30"), "0713", 5, "118.00", None),
    ("ATTA-5", "Example Flour 5 kg", "bag", ("carton", "4"), "1101", 5, "245.00", 180),
    ("SUGAR-L", "Mock Sugar, loose", "kg", ("bag", "50"), "1701", 5, "46.00", None),
    ("OIL-1", "Rehearsal Sunflower Oil 1 l", "bottle", ("carton", "12"), "1512", 5, "148.00", 270),
    ("TEA-250", "Draft Tea 250 g", "pack", ("carton", "24"), "0902", 5, "132.00", 540),
    ("BISC-100", "Demo Biscuits 100 g", "pack", ("carton", "48"), "1905", 5, "24.00", 150),
    ("MILK-500", "Sample Milk 500 ml", "pack", ("carton", "20"), "0401", 0, "31.00", 6),
    ("CURD-400", "Sample Curd 400 g", "pack", ("carton", "15"), "0403", 5, "38.00", 14),
    ("SOAP-75", "Placeholder Soap 75 g", "pcs", ("carton", "72"), "3401", 5, "36.00", None),
    ("CANDLE", "Testing Candles", "pack", ("carton", "30"), "3406", 5, "55.00", None),
    ("ONION-L", "Practice Onions, loose", "kg", ("bag", "50"), "0703", 0, "34.00", None),
)


def play(stage: Stage) -> None:
    """Three stores, a dozen goods, and what moves between them."""
    _places(stage)
    goods = {product.sku: product for product in _products(stage)}
    supplier, hotel = _parties(stage)
    stage.on(40, partial(_stock_up, stage, goods, supplier))
    stage.on(96, partial(_slow, stage, goods, supplier))
    stage.on(4, partial(_fresh, stage, goods, supplier))
    stage.on(9, partial(_arrived_short, stage, goods))
    stage.on(3, partial(_spoiled, stage, goods))
    stage.on(3, partial(_bins, stage, goods))
    stage.on(2, partial(_sold_with_tax, stage, goods, hotel))
    stage.on(1, partial(_on_the_road, stage, goods))
    stage.on(0, partial(_ordered, stage, goods, hotel))
    stage.on(0, partial(_counted, stage))
    stage.on(0, partial(say_how_it_is_ordered, stage, goods, supplier))
    stage.play()


def _places(stage: Stage) -> None:
    """Mumbai and Pune belong to Maharashtra's registration, Bengaluru to Karnataka's."""
    owner = stage.acting(ASHA, days_ago=OPENED_DAYS_AGO)
    mumbai = stage.warehouse(MUMBAI)
    address = {"address_lines": ("3 Sample Market",), "city": "Mumbai", "postal_code": "400001"}
    change_warehouse(actor=owner, warehouse_id=mumbai.pk, changes={"name": "Mumbai store", **address})
    create_warehouse(
        actor=owner,
        code=PUNE,
        name="Pune store",
        registration_id=mumbai.registration_id,
        address_lines=("8 Practice Lane",),
        city="Pune",
        postal_code="411002",
    )
    south: dict[str, Any] = {"address_lines": ("21 Rehearsal Cross",), "city": "Bengaluru", "postal_code": "560001"}
    registration = create_registration(
        actor=owner, legal_name=owner.organization.name, gstin=gstin("29", "AABCG"), **south
    )
    create_warehouse(actor=owner, code=BENGALURU, name="Bengaluru store", registration_id=registration.pk, **south)


def _products(stage: Stage) -> list[Product]:
    owner = stage.acting(ASHA, days_ago=OPENED_DAYS_AGO)
    made = []
    for at, (sku, name, unit, (pack, factor), hsn, rate, price, life) in enumerate(_GOODS, start=1):
        values: dict[str, Any] = {
            "sku": sku,
            "name": name,
            "unit": unit,
            "units": (PackUnitInput(code=pack, factor=Decimal(factor)),),
            "barcodes": () if unit == "kg" else (gtin(500 + at),),
            "tracking": "none" if life is None else "batch",
            "shelf_life_days": life,
            "hsn_code": hsn,
            "tax_category": "taxable" if rate else "exempt",
            "tax_rate": Decimal(rate),
            "sale_price": Decimal(price),
            "purchase_price": (Decimal(price) * Decimal("0.82")).quantize(Decimal("0.01")),
        }
        made.append(create_product(actor=owner, values=values))
    return made


def _parties(stage: Stage) -> tuple[Supplier, Customer]:
    owner = stage.acting(ASHA, days_ago=OPENED_DAYS_AGO)
    depot = AddressInput(lines=("Gate 2, Sample Yard",), city="Nashik", state_code="27", postal_code="422001")
    kitchen = AddressInput(lines=("5 Example Road",), city="Mumbai", state_code="27", postal_code="400002")
    supplier = create_supplier(
        actor=owner,
        values={"name": "Example Wholesale Foods", "gstin": gstin("27", "AACCE"), "addresses": (depot,)},
    )
    hotel = create_customer(
        actor=owner,
        values={"name": "Rehearsal Hotel Kitchen", "credit_days": 15, "addresses": (kitchen,)},
    )
    return supplier, hotel


def _stock_up(stage: Stage, goods: Mapping[str, Product], supplier: Supplier) -> None:
    """Everything that keeps, by bag and carton, into Mumbai; a part of it into Bengaluru. Of candles there are enough."""
    for code, count in ((MUMBAI, 12), (BENGALURU, 4)):
        wanted = [each for each in goods.values() if each.sku != "CANDLE"]
        lasting = [each for each in wanted if each.shelf_life_days is None or each.shelf_life_days > 30]
        lines = [_pack(stage, product, count, batch=f"{product.sku[:3]}-{code}") for product in lasting]
        _receive(stage, code, supplier, lines, days_ago=40)


def _slow(stage: Stage, goods: Mapping[str, Product], supplier: Supplier) -> None:
    """Candles for a festival that is over: nothing of them was sold since."""
    _receive(stage, PUNE, supplier, [_pack(stage, goods["CANDLE"], 40)], days_ago=96)


def _fresh(stage: Stage, goods: Mapping[str, Product], supplier: Supplier) -> None:
    """Milk that is good for two days more, and curd for ten."""
    lines = [
        _pack(stage, goods["MILK-500"], 6, batch="MLK-4", days_left=2),
        _pack(stage, goods["CURD-400"], 5, batch="CRD-4", days_left=10),
    ]
    _receive(stage, MUMBAI, supplier, lines, days_ago=4)


def _arrived_short(stage: Stage, goods: Mapping[str, Product]) -> None:
    """Thirty bottles left Mumbai, twenty-eight came to Pune; two stay in transit until they are found."""
    transfer = _send(stage, goods, PUNE, {"OIL-1": "30"}, days_ago=9)
    ravi = stage.acting(RAVI, days_ago=8)
    line = transfer_view(actor=ravi, transfer_id=transfer.pk).lines[0]
    arrived = ArrivalLineInput(line_id=line.id, quantity=Decimal(28), reason="short")
    arrive_transfer(actor=ravi, transfer_id=transfer.pk, lines=[arrived])


def _spoiled(stage: Stage, goods: Mapping[str, Product]) -> None:
    """Three and a half kilograms of onions went bad."""
    lines = [AdjustmentLineInput(product_id=goods["ONION-L"].pk, quantity=Decimal("-3.5"))]
    post_adjustment(
        actor=stage.acting(RAVI, days_ago=3),
        warehouse_id=stage.warehouse(MUMBAI).pk,
        reason="wastage",
        lines=lines,
        notes="Went bad in the heat",
    )


def _bins(stage: Stage, goods: Mapping[str, Product]) -> None:
    """Twelve bins in the back room, and soap moved into one of them."""
    owner, ravi = stage.acting(ASHA, days_ago=3), stage.acting(RAVI, days_ago=3)
    mumbai = stage.warehouse(MUMBAI)
    bins = create_locations(actor=owner, warehouse_id=mumbai.pk, pattern="R-01..R-12", zone="Back room")
    assert mumbai.default_location_id is not None
    line = MoveLineInput(
        product_id=goods["SOAP-75"].pk,
        quantity=Decimal(72),
        from_location_id=mumbai.default_location_id,
        to_location_id=bins[0].pk,
    )
    post_move(actor=ravi, warehouse_id=mumbai.pk, lines=[line], notes="Off the floor")


def _sold_with_tax(stage: Stage, goods: Mapping[str, Product], hotel: Customer) -> None:
    """A sale at prices that include the tax: 12.5 kg of rice loose, a bag of dal, two cartons of oil."""
    lines = [
        SalesOrderLineInput(product_id=goods["RICE-L"].pk, quantity=Decimal("12.5")),
        SalesOrderLineInput(product_id=goods["DAL-L"].pk, quantity=Decimal(1), unit="bag"),
        SalesOrderLineInput(product_id=goods["OIL-1"].pk, quantity=Decimal(2), unit="carton"),
    ]
    order_id = _order(stage, hotel, lines, days_ago=2)
    dispatch_order(actor=stage.acting(FARID, days_ago=2), sales_order_id=order_id)


def _on_the_road(stage: Stage, goods: Mapping[str, Product]) -> None:
    """Sugar and tea are on their way to Pune."""
    _send(stage, goods, PUNE, {"SUGAR-L": "75.5", "TEA-250": "24"}, days_ago=1)


def _counted(stage: Stage) -> None:
    """Bengaluru was counted this morning: three differences wait for somebody who approves them, and a pack that shows
    another expiry than the file."""
    scope = CountScope(scope="warehouse")
    warehouse_id = stage.warehouse(BENGALURU).pk
    count = create_stock_count(actor=stage.acting(ASHA), warehouse_id=warehouse_id, scope=scope)
    count_all(
        count.pk, actor=stage.acting(RAVI), differences={0: "-12", 2: "5", 3: "-1"}, least=Decimal(0), pack_days=20
    )


def _ordered(stage: Stage, goods: Mapping[str, Product], hotel: Customer) -> None:
    """An open order for tomorrow."""
    lines = [
        SalesOrderLineInput(product_id=goods["MILK-500"].pk, quantity=Decimal(3), unit="carton"),
        SalesOrderLineInput(product_id=goods["ONION-L"].pk, quantity=Decimal("7.25")),
    ]
    _order(stage, hotel, lines, days_ago=0)


def _pack(
    stage: Stage, product: Product, count: int, *, batch: str = "", days_left: int | None = None
) -> ReceiptLineInput:
    """So many bags or cartons; `days_left` None: half of the shelf life is still there."""
    pack, factor = next((pack, Decimal(factor)) for sku, _n, _u, (pack, factor), *_rest in _GOODS if sku == product.sku)
    is_tracked = product.tracking == "batch"
    left = product.shelf_life_days // 2 if days_left is None and product.shelf_life_days else days_left
    cost = product.purchase_price or Decimal(0)
    return ReceiptLineInput(
        product_id=product.pk,
        quantity=Decimal(count),
        unit=pack,
        unit_cost=cost * factor,
        batch_number=batch if is_tracked else "",
        expires_on=stage.day(left) if is_tracked and left is not None else None,
    )


def _receive(stage: Stage, code: str, supplier: Supplier, lines: Sequence[ReceiptLineInput], *, days_ago: int) -> None:
    post_receipt(
        actor=stage.acting(RAVI, days_ago=days_ago),
        warehouse_id=stage.warehouse(code).pk,
        supplier_id=supplier.pk,
        supplier_document_number=f"EW-{code}-{days_ago}",
        lines=lines,
    )


def _send(
    stage: Stage, goods: Mapping[str, Product], code: str, quantities: Mapping[str, str], *, days_ago: int
) -> Transfer:
    """From Mumbai; from now on it is in transit."""
    ravi = stage.acting(RAVI, days_ago=days_ago)
    lines = [TransferLineInput(product_id=goods[sku].pk, quantity=Decimal(text)) for sku, text in quantities.items()]
    transfer = create_transfer(
        actor=ravi,
        from_warehouse_id=stage.warehouse(MUMBAI).pk,
        to_warehouse_id=stage.warehouse(code).pk,
        lines=lines,
    )
    return dispatch_transfer(actor=ravi, transfer_id=transfer.pk)


def _order(stage: Stage, hotel: Customer, lines: Sequence[SalesOrderLineInput], *, days_ago: int) -> UUID:
    """The id of a confirmed order at Mumbai, at prices that include the tax."""
    made = create_sales_order(
        actor=stage.acting(MEENA, days_ago=days_ago),
        customer_id=hotel.pk,
        warehouse_id=stage.warehouse(MUMBAI).pk,
        lines=lines,
        prices_include_tax=True,
        confirm=True,
    )
    return made.pk
