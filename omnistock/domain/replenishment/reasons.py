"""Why a proposal is as large as it is, in sentences that a storekeeper can check with a pencil."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omnistock.domain.replenishment.levels import Level, LowProduct
from omnistock.kernel.numbers import Grouping, grouped, plain


@dataclass(frozen=True, slots=True)
class Reason:
    """Of one product in one warehouse; `level` is what it is measured by."""

    product: LowProduct
    here: Level
    level: Decimal
    lead_days: int | None

    def order(
        self,
        *,
        lacking: Decimal,
        moved: Decimal,
        fill: Decimal,
        quantity: Decimal,
        unit_code: str,
        factor: Decimal,
        is_least: bool,
        is_known: bool,
    ) -> str:
        """Why so much is bought, once `moved` comes from other warehouses."""
        said = [*self._state()]
        if moved:
            said.append(_("{moved} can come from other warehouses.").format(moved=self._of(moved)))
        said.append(_("Filled up to {fill}: {lacking}.").format(fill=plain(fill), lacking=self._of(lacking)))
        if is_least:
            said.append(_("The supplier sells no less than {least}.").format(least=f"{plain(quantity)} {unit_code}"))
        elif unit_code != self.product.unit_code:
            text = _("In whole {unit} of {factor}: {quantity}.")
            said.append(text.format(unit=unit_code, factor=plain(factor), quantity=plain(quantity)))
        if not is_known:
            said.append(_("Nobody is known to sell it: name a supplier on the product's page."))
        return " ".join(said)

    def transfer(
        self, *, lacking: Decimal, donor: str, spare: Decimal, keeps: Decimal, has_rule: bool, is_other: bool
    ) -> str:
        """Why so much comes from another warehouse, that keeps `keeps` for itself."""
        lacks = _("It lacks {lacking}.").format(lacking=self._of(lacking))
        if has_rule:
            text = _("{donor} has {spare} free over the {keeps} that it is filled up to.")
        else:
            text = _("{donor} has {spare} free over the {keeps} that it used in {days} days.")
        spares = text.format(donor=donor, spare=self._of(spare), keeps=plain(keeps), days=self.here.days)
        said = [*self._state(), lacks, spares]
        if is_other:
            said.append(_("It is another registration, so a tax invoice goes along."))
        return " ".join(said)

    def _state(self) -> list[str]:
        """What there will be, and what it is measured by."""
        here = self.here
        parts = [_("{usable} usable").format(usable=plain(here.usable))]
        if here.incoming:
            parts.append(_("{incoming} coming").format(incoming=plain(here.incoming)))
        if here.demand:
            parts.append(_("less {demand} that orders wait for").format(demand=plain(here.demand)))
        if here.outgoing:
            parts.append(_("less {outgoing} to be sent away").format(outgoing=plain(here.outgoing)))
        total = ", ".join(parts)
        if len(parts) > 1:
            total = _("{parts}: {position}").format(
                parts=total, position=grouped(here.position, grouping=Grouping.NONE)
            )
        assert here.reorder_point is not None
        if self.level > here.reorder_point:
            days = self.lead_days or 0
            text = ngettext(
                "{total}. {use} a day for {days} day until a delivery is {level}, over the reorder point {point}.",
                "{total}. {use} a day for {days} days until a delivery is {level}, over the reorder point {point}.",
                days,
            )
        else:
            text = _("{total}. The reorder point is {point}.")
            days = 0
        point = plain(here.reorder_point)
        return [text.format(total=total, use=plain(here.daily_use), days=days, level=plain(self.level), point=point)]

    def _of(self, quantity: Decimal) -> str:
        return f"{plain(quantity)} {self.product.unit_code}"
