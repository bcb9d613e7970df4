"""The reports there are, in the order in which their page shows them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from omnistock.interfaces.web.reports import lying, period, worth
from omnistock.interfaces.web.reports.shape import Report

REPORTS: Final = {
    report.slug: report
    for report in (
        Report(
            "stock-value",
            _("Value on hand"),
            _("What is there and what it cost, now or at the end of any past day."),
            icon="boxes",
            build=worth.value_on_hand,
        ),
        Report(
            "movements",
            _("Movements in a period"),
            _("Opening, what came in and went out by kind, closing; it adds up to the last paisa."),
            icon="arrow-left-right",
            build=period.movements,
        ),
        Report(
            "cost-of-goods-sold",
            _("Cost of goods sold"),
            _("What the goods that left had cost, batch by batch."),
            icon="banknote",
            build=worth.costs,
            needs_costs=True,
        ),
        Report(
            "expiry",
            _("Expiry"),
            _("What ends within which days, and what it is worth."),
            icon="history",
            build=lying.expiring,
        ),
        Report(
            "slow-stock",
            _("Slow and dead stock"),
            _("What nobody bought or used for so long."),
            icon="package-open",
            build=lying.slow,
        ),
        Report(
            "ageing",
            _("Stock ageing"),
            _("How long what is on hand has been there."),
            icon="layers",
            build=lying.ageing,
        ),
        Report(
            "abc",
            _("ABC classes"),
            _("The few products that most of the value goes through, and the many that little does."),
            icon="clipboard-list",
            build=worth.abc,
        ),
        Report(
            "stock-register",
            _("Stock register (Rule 56)"),
            _("Opening balance, receipt, supply, lost, stolen, destroyed, written off, gifts, samples, balance."),
            icon="landmark",
            build=period.register,
        ),
    )
}
