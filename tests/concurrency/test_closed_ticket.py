"""A look ends with its ticket, also one that is asked for while somebody closes it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from omnistock.domain.support import operations
from omnistock.domain.support.models import AccessGrant
from omnistock.domain.support.operations import GrantNotOpen
from tests import make
from tests.domain.test_support import asked_on
from tests.personas import ASHA


def test_nobody_asks_to_look_while_the_ticket_is_closed(live_db: None) -> None:
    pharma = make.organization()
    with pharma.acting(ASHA) as asha:
        ticket = operations.open_ticket(actor=asha, subject="Slow", text="The stock list takes minutes.")

    def ask() -> AccessGrant:
        try:
            with pharma.acting(ASHA) as asha:
                return asked_on(ticket, actor=asha)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as staff:
        with pharma.acting(ASHA) as asha:
            operations.close_ticket(actor=asha, ticket_id=ticket.pk)
            asking = staff.submit(ask)
            with pytest.raises(TimeoutError):
                asking.result(0.5)
        with pytest.raises(GrantNotOpen):
            asking.result(10)
