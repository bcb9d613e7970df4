"""The supplier field of buying: a name is typed, the server says whom it means."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.parties.queries import find_suppliers, suppliers_by_ids
from omnistock.interfaces.web.customer_choice import MOST_OFFERED, detail_of, label_of, possible_of, put_away
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker


def offered(*, actor: Actor, text: str) -> list[tuple[str, str]]:
    """(label, detail) of the suppliers that `text` may mean."""
    return [(label_of(each), detail_of(each)) for each in find_suppliers(actor=actor, text=text, limit=MOST_OFFERED)]


def label_by_id(*, actor: Actor, supplier_id: UUID | None) -> str:
    """What stands in the field for a supplier that was chosen elsewhere."""
    found = suppliers_by_ids(actor=actor, ids=[supplier_id]) if supplier_id else {}
    return label_of(found[supplier_id]) if supplier_id in found else ""


def meant(*, actor: Actor, text: str, chosen_id: UUID | None, checker: Checker) -> UUID | None:
    """Whom the field means: the one chosen before while the text is still theirs, else the one whom the text names whole.
    None for an empty field. What is wrong goes to `checker`, at the control `supplier`."""
    if not text:
        return None
    if chosen_id is not None:
        known = suppliers_by_ids(actor=actor, ids=[chosen_id]).get(chosen_id)
        if known is not None and text == label_of(known):
            return known.id
    found = find_suppliers(actor=actor, text=text, limit=MOST_OFFERED, with_archived=True)
    possible = possible_of([each for each in found if not each.archived_at], text=text)
    # A part of a name is not taken for the name, even where only one has it: nothing on the page would have said so.
    if len(possible) == 1 and text.casefold() in (label_of(possible[0]).casefold(), possible[0].name.casefold()):
        return possible[0].id
    if possible:
        names = ", ".join(label_of(each) for each in possible[:4])
        said = _("“{text}” may be {names}; choose one of them.").format(text=text[:60], names=names)
    else:
        said = put_away(found, text=text) or _("No supplier is called “{text}”; choose one from the list.").format(
            text=text[:60]
        )
    checker.add("supplier", said, "unclear")
    return None
