"""Send a day of a web shop's sales to OmniStock, as an integrator's program does it. Python's standard library alone.

    python docs/examples/online_retail.py one_day_2011-12-05.csv --url http://127.0.0.1:8000 --key omni_...

The file is a day of the Online Retail data set (UCI): a line for each product of an invoice. Its products and customers
are made by their own ids, the goods come in as opening stock, and each invoice becomes a confirmed sales order. Every
request carries a key of its own, so that running it again changes nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

LINES_AT_ONCE = 1_000
WALK_IN = "walk-in"


class Refused(Exception):
    """The API said no; the text is everything that it said."""


@dataclass(frozen=True)
class Api:
    """The few calls that this program makes."""

    url: str
    key: str

    def get(self, path: str) -> Any:
        return self._call("GET", path)

    def put(self, path: str, body: Mapping[str, Any]) -> Any:
        return self._call("PUT", path, body)

    def post(self, path: str, body: Mapping[str, Any], *, once: str) -> Any:
        """`once` names the request: sent again, it is not done again."""
        return self._call("POST", path, body, {"Idempotency-Key": once})

    def _call(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Any:
        said = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **(headers or {})}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", data, said, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            problem = json.load(refusal)
            errors = (f"  {error['pointer']}: {error['message']}" for error in problem["errors"])
            raise Refused("\n".join([f"{method} {path}: {problem['detail']}", *errors])) from None


@dataclass(frozen=True)
class Sale:
    """One line of the file. `price` is text: a float cannot say 1.79."""

    invoice: str
    code: str
    name: str
    quantity: int
    price: str
    customer: str


def read_sales(path: Path) -> list[Sale]:
    """What was sold; corrections and what was given back (less than one, or for nothing) are left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            Sale(
                invoice=row["InvoiceNo"].strip(),
                code=row["StockCode"].strip(),
                name=" ".join(row["Description"].split()) or row["StockCode"].strip(),
                quantity=int(row["Quantity"]),
                price=row["UnitPrice"].strip(),
                customer=row["CustomerID"].strip().removesuffix(".0") or WALK_IN,
            )
            for row in csv.DictReader(file)
        ]
    return [row for row in rows if row.quantity > 0 and not row.price.startswith("-") and row.price.strip("0.")]


def send(api: Api, sales: Sequence[Sale]) -> int:
    """Everything of `sales`; answers the number of orders."""
    warehouse = api.get("warehouses")["items"][0]["id"]
    products = send_products(api, sales)
    customers = send_customers(api, sales)
    send_stock(api, sales, products, warehouse)
    return send_orders(api, sales, products, customers, warehouse)


def send_products(api: Api, sales: Iterable[Sale]) -> dict[str, str]:
    """Ids by the shop's codes. The same code in other letters is the same product."""
    first = {sale.code.upper(): sale for sale in reversed(list(sales))}
    return {
        code: api.put(
            f"products/by-external-id/{urllib.parse.quote(code, safe='')}",
            {"sku": code, "name": sale.name, "unit": "pcs", "sale_price": sale.price, "tax_rate": "0"},
        )["id"]
        for code, sale in first.items()
    }


def send_customers(api: Api, sales: Iterable[Sale]) -> dict[str, str]:
    """Ids by the shop's numbers."""
    numbers = dict.fromkeys(sale.customer for sale in sales)
    return {
        number: api.put(f"customers/by-external-id/{number}", {"name": f"Customer {number}"})["id"]
        for number in numbers
    }


def send_stock(api: Api, sales: Iterable[Sale], products: Mapping[str, str], warehouse: str) -> None:
    """As much as the day sells, a thousand lines at once."""
    sold: dict[str, int] = defaultdict(int)
    for sale in sales:
        sold[products[sale.code.upper()]] += sale.quantity
    lines = [{"product_id": product, "quantity": str(quantity), "unit_cost": "1"} for product, quantity in sold.items()]
    for number, part in enumerate(parts_of(lines, LINES_AT_ONCE)):
        body = {"warehouse_id": warehouse, "reason": "opening", "lines": part}
        api.post("adjustments", body, once=f"online-retail-stock-{number}")


def send_orders(
    api: Api, sales: Iterable[Sale], products: Mapping[str, str], customers: Mapping[str, str], warehouse: str
) -> int:
    """Each invoice as a confirmed order. Prices are as the shop's, tax and all."""
    invoices: dict[str, list[Sale]] = defaultdict(list)
    for sale in sales:
        invoices[sale.invoice].append(sale)
    count = 0
    for invoice, rows in invoices.items():
        for number, part in enumerate(parts_of(rows, LINES_AT_ONCE), 1):
            name = invoice if number == 1 else f"{invoice}-{number}"
            lines = [
                {"product_id": products[row.code.upper()], "quantity": str(row.quantity), "unit_price": row.price}
                for row in part
            ]
            order = {"external_id": name, "customer_reference": name, "customer_id": customers[rows[0].customer]}
            order |= {"warehouse_id": warehouse, "prices_include_tax": True, "confirm": True}
            api.post("sales-orders", {**order, "lines": lines}, once=f"online-retail-{name}")
            count += 1
    return count


def parts_of(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """`rows` in lists of at most `size`."""
    rest = iter(rows)
    while part := list(islice(rest, size)):
        yield part


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--key", required=True, help="an API key of the workspace")
    parser.add_argument("--orders", type=int, help="send only the first so many")
    asked = parser.parse_args()
    sales = first_orders(read_sales(asked.file), asked.orders)
    try:
        count = send(Api(asked.url.rstrip("/"), asked.key), sales)
    except Refused as refusal:
        sys.exit(str(refusal))
    sys.stdout.write(f"{count} sales orders are there.\n")


def first_orders(sales: Sequence[Sale], most: int | None) -> list[Sale]:
    """The lines of the first `most` invoices; all of them for None."""
    chosen = set(islice(dict.fromkeys(sale.invoice for sale in sales), most))
    return [sale for sale in sales if sale.invoice in chosen]


if __name__ == "__main__":
    main()
