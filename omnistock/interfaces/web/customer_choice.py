"""The customer field of an order: a name is typed, the server says whom it means and what to know of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omnistock.domain.billing.queries import credit_facts
from omnistock.domain.parties.queries import PartyView, customers_by_ids, find_customers
from omnistock.domain.sales.inputs import CreditFacts
from omnistock.interfaces.web.status import Tone
from omnistock.interfaces.web.words import grouping_of
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.numbers import grouped
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker

MOST_OFFERED: Final = 12


@dataclass(frozen=True, slots=True)
class Chip:
    tone: Tone
    text: str


def label_of(customer: PartyView) -> str:
    """The name, and the code by which customers of one name are told apart."""
    return f"{customer.name} · {customer.code}" if customer.code else customer.name


def detail_of(customer: PartyView) -> str:
    """What helps to choose between two: the city and the GSTIN."""
    city = next((address.city for address in customer.addresses if address.city), "")
    return " · ".join(part for part in (city, customer.gstin) if part)


def offered(*, actor: Actor, text: str) -> list[tuple[str, str]]:
    """(label, detail) of the customers that `text` may mean."""
    return [(label_of(each), detail_of(each)) for each in find_customers(actor=actor, text=text, limit=MOST_OFFERED)]


def meant(*, actor: Actor, text: str, chosen_id: UUID | None, checker: Checker | None = None) -> PartyView | None:
    """Whom the field means: the one chosen before while the text is still theirs, else the one whom the text names.

    What is wrong goes to `checker`, at the control `customer`.
    """
    if chosen_id is not None:
        known = customers_by_ids(actor=actor, ids=[chosen_id]).get(chosen_id)
        if known is not None and text in ("", label_of(known)):
            return known
    found = find_customers(actor=actor, text=text, limit=MOST_OFFERED, with_archived=True) if text else []
    possible = possible_of([each for each in found if not each.archived_at], text=text)
    if len(possible) == 1:
        return possible[0]
    if checker is not None:
        checker.add("customer", _doubt(text, found), "missing" if not text else "unclear")
    return None


def doubt_about(*, actor: Actor, text: str) -> str:
    """What is unclear about a text that means nobody yet, in the words in which the form would refuse it."""
    if not text:
        return ""
    return _doubt(text, find_customers(actor=actor, text=text, limit=MOST_OFFERED, with_archived=True))


def possible_of(found: list[PartyView], *, text: str) -> list[PartyView]:
    """Whom of `found` the text may mean: those with exactly this name where there are any."""
    return [each for each in found if _is_called(each, text)] or found


def put_away(found: list[PartyView], *, text: str) -> str:
    """That whom the text names is archived: who reads only that there is none makes them anew."""
    named = next((each for each in found if each.archived_at and _is_called(each, text)), None)
    return _("%(name)s is archived; restore it first.") % {"name": named.name} if named else ""


def _is_called(party: PartyView, text: str) -> bool:
    return text.casefold() in (label_of(party).casefold(), party.name.casefold())


def _doubt(text: str, found: list[PartyView]) -> str:
    """`found` with those that are archived."""
    labels = [label_of(each) for each in possible_of([each for each in found if not each.archived_at], text=text)]
    if not text:
        return _("Choose a customer.")
    if not labels and (said := put_away(found, text=text)):
        return said
    if not labels:
        return _("No customer is called “{text}”; choose one from the list.").format(text=text[:60])
    return _("“{text}” may be {names}; choose one of them.").format(text=text[:60], names=", ".join(labels[:4]))


def credit_of(*, actor: Actor, customer: PartyView) -> CreditFacts:
    return credit_facts(actor=actor, customer_id=customer.id)


def credit_chips(*, actor: Actor, customer: PartyView, credit: CreditFacts) -> list[Chip]:
    """What a seller should know before promising anything: credit used, bills overdue."""
    chips = []
    used, limit = credit.outstanding, customer.credit_limit
    if limit is not None:
        words = {"used": _about(used, actor=actor), "limit": grouped(round(limit, 0), grouping=grouping_of(actor))}
        chips.append(Chip("warn" if used > limit else "neutral", _("{used} of {limit} used").format(**words)))
    elif used > 0:
        chips.append(Chip("neutral", _("{used} owed").format(used=_about(used, actor=actor))))
    if credit.overdue_count:
        text = ngettext("{count} bill overdue", "{count} bills overdue", credit.overdue_count)
        chips.append(Chip("bad", text.format(count=credit.overdue_count)))
    return chips


def _about(amount: Decimal, *, actor: Actor) -> str:
    """A chip has room for whole rupees: `₹ 42,000`."""
    whole = grouped(round(amount, 0), grouping=grouping_of(actor))
    return f"{currency_of(actor.organization.currency).symbol}\N{NO-BREAK SPACE}{whole}"
