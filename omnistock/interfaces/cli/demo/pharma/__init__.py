"""Demo Pharma Distributors: a wholesaler of medicines in Pune with four months behind it."""

from __future__ import annotations

from typing import Final

from omnistock.domain.identity.operations.workspaces import NewWorkspace
from omnistock.interfaces.cli.demo.codes import gstin
from omnistock.interfaces.cli.demo.pharma.buying import stock_up
from omnistock.interfaces.cli.demo.pharma.cast import Cast
from omnistock.interfaces.cli.demo.pharma.catalogue import make_products
from omnistock.interfaces.cli.demo.pharma.firm import make_bins, make_customers, make_suppliers, settle_in
from omnistock.interfaces.cli.demo.pharma.noticing import ask_for_notices
from omnistock.interfaces.cli.demo.pharma.selling import trade
from omnistock.interfaces.cli.demo.pharma.stories import tell
from omnistock.interfaces.cli.demo.stage import Stage

WORKSPACE: Final = NewWorkspace(
    name="Demo Pharma Distributors", keeps="medicines", gstin=gstin("27", "AAACD"), is_practice=True
)


def play(stage: Stage) -> None:
    """Fill the workspace: what stands, then what was bought and sold, then what is open today."""
    settle_in(stage)
    bins = make_bins(stage)
    products = make_products(stage)
    suppliers = make_suppliers(stage)
    customers = make_customers(stage)
    stock_up(stage, products=products, suppliers=suppliers, bins=bins)
    trade(stage, products=products, customers=customers)
    ask_for_notices(stage)
    tell(stage, Cast(products=products, suppliers=suppliers, customers=customers))
    stage.play()
