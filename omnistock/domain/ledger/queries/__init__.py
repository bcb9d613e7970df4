"""Every read over the ledger's rows. Costs and other warehouses than the actor's are left out here."""

from omnistock.domain.ledger.queries.abc import AbcProduct, abc_classes
from omnistock.domain.ledger.queries.batches import batch_of, batch_page, batches, expiring
from omnistock.domain.ledger.queries.books import Books, LockPreview, books, lock_preview
from omnistock.domain.ledger.queries.movements import movements
from omnistock.domain.ledger.queries.stock import stock, stock_totals, value_on_hand

__all__ = [
    "AbcProduct",
    "Books",
    "LockPreview",
    "abc_classes",
    "batch_of",
    "batch_page",
    "batches",
    "books",
    "expiring",
    "lock_preview",
    "movements",
    "stock",
    "stock_totals",
    "value_on_hand",
]
