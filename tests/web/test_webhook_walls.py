"""Webhooks tell of everything: who sees less, or holds a stolen session, has nobody told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from omnistock.domain.webhooks import operations
from omnistock.interfaces.web import reauthentication
from omnistock.kernel.errors import Invalid
from tests import make
from tests.personas import ANIL, ASHA
from tests.support.pages import is_asked_to_confirm, markup
from tests.webhooks.test_telling import URL, hooked

pytestmark = pytest.mark.django_db


def test_who_sees_a_part_has_nobody_told_of_the_whole(pharma: make.Company) -> None:
    made = hooked(pharma, URL).webhook
    with pharma.acting(ANIL) as anil:
        limited = replace(anil, warehouse_ids=frozenset())
        for do in (
            lambda: operations.create_webhook(actor=limited, url=URL, event_types=["sales.*"]),
            lambda: operations.change_webhook(actor=limited, webhook_id=made.id, changes={"url": f"{URL}/mine"}),
            lambda: operations.change_webhook(actor=limited, webhook_id=made.id, changes={"is_active": True}),
        ):
            with pytest.raises(Invalid, match="ask somebody who does"):
                do()
        off = operations.change_webhook(actor=limited, webhook_id=made.id, changes={"is_active": False})
        assert off.disabled_at is not None


def test_a_stolen_session_has_nobody_told(pharma: make.Company) -> None:
    page = f"/app/webhooks/{hooked(pharma, URL).webhook.id}"
    client = pharma.client(ASHA)
    with pytest.MonkeyPatch.context() as later:
        later.setattr(reauthentication, "FRESH_SECONDS", -reauthentication.GRACE_SECONDS - 1)
        for address in ("/app/webhooks/new", f"{page}/edit", f"{page}/secret"):
            answer = client.post(address, {"url": URL, "event_types": ["*"], "version": "7"})
            if address.endswith("/secret"):
                assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
            else:
                assert is_asked_to_confirm(answer, address)
        again = client.post(f"{page}/edit", {"url": URL, "event_types": ["*"], "version": "7"})
        assert 'name="version" value="7"' in markup(again), "who changed it meanwhile is not overwritten"
