"""Words for counts: what is counted, why a line differs, and what happened since somebody counted it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from omnistock.domain.stocktaking.counting_views import PlanView, ReviewLine
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
