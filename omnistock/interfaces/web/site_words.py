"""What the pages for strangers say of the product, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

Text = str | Lazy


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with its pieces: title and sentence."""

    anchor: str
    title: Text
    features: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class ScreenShot:
    """A picture of the practice workspace: `static/built/pictures/{name}.webp`, and `{name}-phone.webp` for narrow windows."""

    name: str
    title: Text
    text: Text
    alt: Text


SCREEN_SHOTS: Final = (
    ScreenShot(
        "receive",
        _("Receive"),
        _("One screen: scan the pack, and product, batch and expiry stand in the line."),
        _("The page on which goods are received, with a line for each batch"),
    ),
    ScreenShot(
        "order",
        _("Reserve"),
        _("First expired goes first, with the customer's own rule, and a reason for every batch that was passed over."),
        _("A sales order with its reserved batches"),
    ),
    ScreenShot(
        "dispatch",
        _("Dispatch"),
        _("Goods leave and the invoice is issued in the same press."),
        _("A dispatch with its delivery note and invoice"),
    ),
    ScreenShot(
        "count",
        _("Count"),
        _("Blind, by several people, while trading goes on. What differs is posted when it is approved."),
        _("A stock count that waits for its review"),
    ),
    ScreenShot(
        "stock",
        _("Know"),
        _("What is there, where, until when and what it is worth: now, and on any past day."),
        _("Stock on hand by batch, with bars for the life that is left"),
    ),
)


_GOODS: Final = (
    Group(
        "stock",
        _("Stock and batches"),
        (
            (
                _("First expired, first out"),
                _(
                    "Batches are chosen by expiry, by the shelf life a customer asks for, and with the "
                    "reason why an earlier one was passed over."
                ),
            ),
            (
                _("One batch, two prices"),
                _("The same batch bought twice keeps both costs to the paisa; free goods keep their share."),
            ),
            (
                _("Hold, rename, merge"),
                _(
                    "A batch on hold, recalled or expired cannot be sold, and can always come back, be "
                    "counted or be written off."
                ),
            ),
            (
                _("Any past day"),
                _("Stock and its value as they were at any moment, without posting anything anew."),
            ),
        ),
    ),
    Group(
        "warehouse",
        _("In the warehouse"),
        (
            (
                _("Bins and zones"),
                _("Receiving, storage, picking, quarantine, dispatch; made by a pattern, with labels as PDF."),
            ),
            (_("Put away with a suggestion"), _("Where the product lies already, then a free bin of its kind.")),
            (
                _("Transfers in two presses"),
                _(
                    "Dispatch and arrival are one document. What is missing stays named on the road until"
                    " it is found or written off."
                ),
            ),
            (_("Scan anywhere"), _("One scan of a GS1 code gives product, batch and expiry.")),
        ),
    ),
    Group(
        "counts",
        _("Stock counts"),
        (
            (_("Planned by themselves"), _("By bin, category, batch or value class, on a rhythm.")),
            (_("Blind"), _("Who counts is not told what the books say.")),
            (
                _("Nobody waits"),
                _("Goods move while they are counted; only what differed at the moment of counting is posted."),
            ),
            (_("On paper too"), _("A sheet to print and to read back, and a chart of accuracy over time.")),
        ),
    ),
)


_TRADE: Final = (
    Group(
        "buying",
        _("Buying"),
        (
            (
                _("Orders and receipts"),
                _(
                    "Partial receipts, several batches a line, freight and duty spread over a receipt by "
                    "value, weight or quantity."
                ),
            ),
            (_("What to order"), _("From what is free, what is on its way and what usually goes out.")),
        ),
    ),
    Group(
        "selling",
        _("Selling and billing"),
        (
            (
                _("Order, pick, dispatch, invoice"),
                _("Three presses from a draft to the invoice. The rest goes on backorder."),
            ),
            (
                _("Tax as it is in India"),
                _(
                    "By place of supply, one line by batch, MRP and rate, numbers without a gap. A plain "
                    "rate elsewhere."
                ),
            ),
            (_("Payments"), _("Allocated to invoices, with what is due and overdue by customer.")),
            (_("Credit limits"), _("A caution before the order is promised, with the reason of whoever went on.")),
        ),
    ),
    Group(
        "recall",
        _("Recall"),
        (
            (_("One search, one press"), _("Frozen everywhere, out of open orders, with everyone who got it.")),
            (_("Proved"), _("What came in equals what is here, on the road, out, back and written off.")),
            (_("Drill"), _("The same with a stop watch, touching nothing.")),
        ),
    ),
)


_WHOLE: Final = (
    Group(
        "data",
        _("In and out"),
        (
            (
                _("Import that can be undone"),
                _("CSV and XLSX, every fault at once with row and column, a dry run, and a way back."),
            ),
            (_("Export everywhere"), _("Every list as CSV, with the filters of the page.")),
            (
                _("API and webhooks"),
                _("Goods, orders, counts and money by API, safe to repeat, with signed messages about what happened."),
            ),
        ),
    ),
    Group(
        "trust",
        _("Kept promises"),
        (
            (
                _("Nightly proof"),
                _("All balances are computed again from the ledger, and the difference is shown: zero."),
            ),
            (
                _("Reversal instead of repair"),
                _("Any posted document, with a preview of what it touches and what stands in the way."),
            ),
            (_("Who did what"), _("Every change with before and after, chained by hashes.")),
            (_("Kept apart twice"), _("By the application and by PostgreSQL's own rules on each row.")),
        ),
    ),
)


AUDIENCE: Final = (
    Group(
        "medicines",
        _("Distributors of medicines"),
        (
            (
                "",
                _(
                    "Batches with MM/YY, MRP and schemes with free goods. A hospital that takes nothing "
                    "under 180 days gets nothing under 180 days. A recall is one screen."
                ),
            ),
        ),
    ),
    Group(
        "food",
        _("Food and grocery"),
        (
            (
                "",
                _(
                    "Loose goods by kilogram and by bag, days of life as bars that get shorter, several "
                    "warehouses under several registrations."
                ),
            ),
        ),
    ),
    Group(
        "spares",
        _("Spares and devices"),
        (("", _("Serial numbers that are in one place at a time, bins by pattern, labels for both.")),),
    ),
    Group(
        "people",
        _("Everyone in the house"),
        (
            (_("Owner:"), _("what is in stock, what it is worth, what will expire.")),
            (_("Storekeeper:"), _("receive, put away, count, pick, with a scanner or a keyboard alone.")),
            (_("Sales and accounts:"), _("orders, invoices and payments without the mouse.")),
            (_("Integrator:"), _("an API that says what went wrong, and where.")),
            (_("Auditor:"), _("reads everything, changes nothing.")),
        ),
    ),
    Group(
        "self",
        _("Who hosts it themselves"),
        (
            (
                "",
                _(
                    "The same program on your own machine: two commands, its own PostgreSQL or yours, "
                    "backups with a nightly trial."
                ),
            ),
        ),
    ),
)

FEATURES: Final = (*_GOODS, *_TRADE, *_WHOLE)
