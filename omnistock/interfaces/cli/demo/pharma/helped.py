"""Help from the operator's staff, by consent: one look that is over, one question that waits; a customer who asks for her
data, and somebody who was erased."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final
from uuid import UUID

from omnistock.domain.parties.inputs import ContactInput
from omnistock.domain.parties.kinds import CUSTOMER
from omnistock.domain.parties.operations import change_customer
from omnistock.domain.parties.writing import read_values
from omnistock.domain.rights.candidates import candidates_of_request
from omnistock.domain.rights.operations import (
    Subjects,
    answer_principal_request,
    erase_person,
    record_principal_request,
)
from omnistock.domain.support import operations
from omnistock.domain.support.models import Ticket
from omnistock.domain.support.policies import STAFF
from omnistock.interfaces.cli.demo.people import ASHA, MEENA, RAVI
from omnistock.interfaces.cli.demo.pharma.cast import Cast
from omnistock.interfaces.cli.demo.stage import Stage
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import support_actor

# Nobody with an account: practice data makes no staff.
_TINA: Final = UUID("01900000-0000-7000-8000-000000000001")


def helped(stage: Stage, cast: Cast) -> None:
    if stage.is_of_one:  # a ticket is the one thing of a practice workspace that reaches somebody outside
        return
    stage.on(9, partial(_looked, stage))
    stage.on(2, partial(_asked, stage))
    stage.on(3, partial(_wants_to_know, stage, cast))
    stage.on(6, partial(_is_forgotten, stage, cast))


def _tina(at: Actor) -> Actor:
    permissions = frozenset({STAFF})
    return support_actor(
        organization_id=at.organization_id, person_id=_TINA, name="Tina Rehearsal", permissions=permissions, now=at.now
    )


def _looked(stage: Stage) -> None:
    """A question that needed a look: granted for two hours, ended after one, settled."""
    ravi, asha = stage.acting(RAVI, days_ago=9), stage.acting(ASHA, days_ago=9)
    text = "Stock by bin shows two lines for bin P-03. Is one of them wrong?"
    ticket = operations.open_ticket(actor=ravi, subject="One bin, two lines", text=text)
    grant = operations.request_access(
        actor=_tina(asha), ticket_id=ticket.pk, scopes=["stock"], reason="To see the two lines as you see them", hours=2
    )
    operations.grant_access(actor=asha, access_grant_id=grant.pk)
    later = asha.at(asha.now + dt.timedelta(hours=1))
    operations.give_back_access(actor=_tina(later), access_grant_id=grant.pk)
    answer = "Both are right: they are two batches in one bin. The column Batch tells them apart."
    operations.answer_ticket(actor=_tina(later), ticket_id=ticket.pk, text=answer)
    operations.close_ticket(actor=stage.acting(RAVI, days_ago=8), ticket_id=ticket.pk)


def _asked(stage: Stage) -> Ticket:
    """A question that waits for Asha's yes or no, with a table that Meena shared."""
    meena = stage.acting(MEENA, days_ago=2)
    text = "The invoice to Latepay Chemists is overdue, and the reminder figure differs from mine."
    ticket = operations.open_ticket(actor=meena, subject="Which invoices count as overdue?", text=text)
    content = "Customer,Due on,Balance\nLatepay Chemists,20 days ago,as on the page Receivable"
    operations.share_report(actor=meena, title="Receivable, one line", content=content, ticket_id=ticket.pk)
    asha = stage.acting(ASHA, days_ago=1)
    operations.request_access(
        actor=_tina(asha), ticket_id=ticket.pk, scopes=["money"], reason="To compare the due dates", hours=4
    )
    return ticket


def _wants_to_know(stage: Stage, cast: Cast) -> None:
    asha = stage.acting(ASHA, days_ago=3)
    customer = cast.customer("Kite Field Health Camp")
    values = {
        "kind": "access",
        "name": customer.name,
        "email": customer.email or "office@example.com",
        "text": "What do you keep about us, and whom did you give it to?",
    }
    record_principal_request(actor=asha, values=values)


def _is_forgotten(stage: Stage, cast: Cast) -> None:
    """Somebody who left a customer asked to be erased, and was."""
    asha = stage.acting(ASHA, days_ago=6)
    customer = cast.customer("Kite Field Health Camp")
    gone = ContactInput(name="Former camp manager", email="former.manager@example.com")
    contacts = (*read_values(CUSTOMER, actor=asha, party_id=customer.id)["contacts"], gone)
    change_customer(actor=asha, customer_id=customer.id, changes={"contacts": contacts})
    asked = {"kind": "erasure", "name": gone.name, "email": gone.email, "text": "I do not work there any more."}
    request = record_principal_request(actor=asha, values=asked)
    (found,) = candidates_of_request(actor=asha, request=request)
    subjects = Subjects(customer_contacts=[found.id])
    erase_person(actor=asha, subjects=subjects, principal_request_id=request.pk)
    answer_principal_request(
        actor=asha, principal_request_id=request.pk, outcome="met", answer="You were taken off the customer's contacts."
    )
