"""The promises as an owner sees them: with what each comes to in the own workspace, and nothing of another's."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from omnistock.domain.audit.sealing import seal_all
from omnistock.domain.exchange.models import WorkspaceArchive
from omnistock.domain.privacy.own_workspace import own_workspace
from omnistock.domain.privacy.promises import PROMISES
from omnistock.domain.rights.operations import record_principal_request
from omnistock.domain.support.operations import share_report
from tests import make
from tests.make import Company
from tests.personas import ARUN, ASHA, MAYA, OTTO, RAVI

pytestmark = pytest.mark.django_db
PAGE = "/app/trust"


def test_every_promise_is_there_with_what_it_comes_to_here(pharma: Company) -> None:
    others = make.organization(owner=OTTO, name="Otto Trading", gstin="")
    pharma.join(RAVI)
    Authenticator.objects.create(user=make.person(RAVI), type=Authenticator.Type.TOTP, data={})
    with pharma.acting(ASHA) as asha:
        share_report(actor=asha, title="Value", content="Stock")
        record_principal_request(actor=asha, values={"kind": "access", "name": "Nila", "email": "nila@example.com"})
        seal_all(actor=asha)
    shown = pharma.client(ASHA).get(PAGE).content.decode()
    for promise in PROMISES.values():
        assert f"{promise.id} ·" in shown
    for said in ("1 of 2 members have no second factor", "1 text is shared", "1 privacy request waits"):
        assert said in shown, said
    assert "The data processing agreement is not accepted yet." in shown
    assert reverse("own-trust") in pharma.client(ASHA).get("/app/settings").content.decode()
    other = others.client(OTTO).get(PAGE).content.decode()
    for said in ("1 of 1 member has no second factor", "0 texts are shared", "0 privacy requests wait"):
        assert said in other, said


def test_it_tells_what_is_late_and_what_was_taken_out(pharma: Company) -> None:
    with pharma.acting(ASHA) as asha:
        record_principal_request(actor=asha, values={"kind": "access", "name": "Nila", "email": "nila@example.com"})
        values = {"organization_id": pharma.id, "direction": "export", "status": "done", "asked_by": "Asha"}
        moments = {"finished_at": asha.now, "created_at": asha.now, "updated_at": asha.now}
        WorkspaceArchive.objects.create(**values, **moments, file_name="a.zip", downloads=1)
    with pharma.acting(ASHA, at=asha.now + dt.timedelta(days=31)) as later:
        own = own_workspace(actor=later)
        assert (own.open_requests, own.late_requests, own.archive_at) == (1, 1, asha.now)


def test_who_reads_the_security_log_reads_it_and_nobody_else(pharma: Company) -> None:
    pharma.join(ARUN)
    pharma.join(MAYA)
    auditor = pharma.client(ARUN).get(PAGE)
    assert auditor.status_code == 200
    assert reverse("agreements") not in auditor.content.decode(), "no page is offered that refuses"
    assert pharma.client(MAYA).get(PAGE).status_code == 403
