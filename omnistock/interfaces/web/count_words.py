"""Words for counts: what is counted, why a line differs, and what happened since somebody counted it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from omnistock.domain.stocktaking.counting_expiries import OtherExpiry, Printed
from omnistock.domain.stocktaking.counting_views import PlanView, ReviewLine
from omnistock.interfaces.web.words import day_words
from omnistock.kernel.days import format_month
from omnistock.kernel.numbers import plain

SCOPES: Final[dict[str, str | Promise]] = {
    "warehouse": gettext_lazy("The whole warehouse"),
    "locations": gettext_lazy("Bins"),
    "category": gettext_lazy("A category"),
    "products": gettext_lazy("Products"),
    "batches": gettext_lazy("Batches"),
    "abc": gettext_lazy("A class by value"),
}
# Each with the one letter that chooses it.
CAUSES: Final[tuple[tuple[str, str | Promise, str], ...]] = (
    ("miscount", gettext_lazy("Miscount"), "m"),
    ("misplaced", gettext_lazy("Misplaced"), "p"),
    ("unposted", gettext_lazy("Not posted"), "u"),
    ("damaged", gettext_lazy("Damaged"), "d"),
    ("lost", gettext_lazy("Lost"), "l"),
    ("found", gettext_lazy("Found"), "f"),
)
CADENCES: Final[dict[int, str | Promise]] = {
    1: gettext_lazy("every day"),
    7: gettext_lazy("every week"),
    14: gettext_lazy("every two weeks"),
    30: gettext_lazy("every month"),
    91: gettext_lazy("every quarter"),
    365: gettext_lazy("every year"),
}


def scope_words(plan: PlanView) -> str:
    words = str(SCOPES[plan.scope])
    return f"{words} {plan.abc_class}" if plan.scope == "abc" else words


def cadence_words(days: int) -> str:
    """`every week`, `every 10 days`."""
    if days in CADENCES:
        return str(CADENCES[days])
    return ngettext("every {count} day", "every {count} days", days).format(count=days)


def moved_words(line: ReviewLine) -> str:
    """`counted 40; 5 have left since; agrees`: why the figures of now look different from what was counted."""
    if not line.moved or line.counted is None:
        return ""
    unit = line.base_unit_code
    what = _("{quantity} {unit} left since") if line.moved < 0 else _("{quantity} {unit} came in since")
    since = what.format(quantity=plain(abs(line.moved)), unit=unit)
    result = _("agrees") if line.difference == 0 else _("the difference stays")
    return _("counted {quantity}; {since}; {result}").format(quantity=plain(line.counted), since=since, result=result)


def cause_of(line: ReviewLine) -> str:
    """The cause that is chosen, or that is meant where none is."""
    return line.cause or ("found" if (line.difference or Decimal(0)) > 0 else "lost")


def other_expiry_words(found: OtherExpiry) -> str:
    """As it is told to whoever counts."""
    return _("{words}: whoever approves is shown it.").format(words=expiry_words(found))


def expiry_words(found: OtherExpiry) -> str:
    """`the pack of B2301 says 03/28, the file 31 Jan 2028`"""
    message = _("The pack of {batch} says {pack}, the file {file}")
    return message.format(
        batch=found.batch_number or found.product_name,
        pack=printed_words(Printed(found.pack_expires_on, found.pack_expiry_precision)),
        file=printed_words(Printed(found.expires_on, found.expiry_precision)),
    )


def printed_words(printed: Printed) -> str:
    """An expiry as packs print it: 03/28, or 31 Mar 2028."""
    return format_month(printed.on) if printed.precision == "month" else day_words(printed.on)
