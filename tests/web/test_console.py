"""The operator's console and a granted look, on committed rows: the console reads on a connection of its own.

The attacks stand beside what works: without a grant, with an expired, ended, another's or another workspace's, by a write,
out of scope, without a factor, past the session.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.support import operations
from omnistock.domain.support.models import AccessGrant, Share, Ticket
from omnistock.domain.support.scopes import SCOPES
from omnistock.interfaces.web.console_door import SESSION_SEEN
from omnistock.interfaces.web.granted import SESSION_GRANT
from omnistock.tenancy.boundary import tenant_boundary
from tests import make
from tests.make import Company
from tests.personas import ASHA, OTTO, Persona
from tests.support.pages import markup
from tests.support.server import server

SUNIL = Persona("Sunil Support", "sunil@example.com", None)


@pytest.fixture
def pharma(live_db: None) -> Company:
    return make.organization(name="Console Pharma", gstin="")


@pytest.fixture
def staff(live_db: None, database_name: str) -> Iterator[None]:
    """Sunil is staff for one test, as the owner's act makes it."""
    person = make.person(SUNIL)
    with psycopg.connect(server().url("owner", database=database_name), autocommit=True) as owner:
        owner.execute("INSERT INTO omnistock.staff (person_id, reason) VALUES (%s, 'tests')", [person.pk])
        yield
        owner.execute("DELETE FROM omnistock.staff WHERE person_id = %s", [person.pk])


def browser(*, factor: bool = True, ago: dt.timedelta = dt.timedelta(0)) -> Client:
    """Sunil's, signed in with a second factor so long ago."""
    client = make.Browser()
    client.force_login(make.person(SUNIL))
    session = client.session
    moment = time.time() - ago.total_seconds()
    session["account_authentication_methods_user"] = str(make.person(SUNIL).pk)
    session["account_authentication_methods"] = [{"method": "mfa" if factor else "password", "at": moment}]
    session.save()
    return client


def with_session(client: Client, **values: object) -> Client:
    session = client.session
    session.update(values)
    session.save()
    return client


def ticket_of(company: Company) -> Ticket:
    with company.acting(ASHA if company.owner is ASHA else OTTO) as owner:
        return operations.open_ticket(actor=owner, subject="Slow list", text="It takes minutes.")


def granted(company: Company, client: Client, *scopes: str) -> AccessGrant:
    """Asked for in the console, granted in the app by who confirmed who they are."""
    ticket = ticket_of(company)
    asked = {"scopes": list(scopes), "reason": "To look", "hours": "2"}
    assert client.post(f"/console/tickets/{company.id}/{ticket.pk}/access", asked).status_code == 303
    with tenant_boundary(company.id):
        grant = AccessGrant.objects.get(ticket_id=ticket.pk)
    shown = markup(client.get(f"/console/tickets/{company.id}/{ticket.pk}"))
    assert f"{', '.join(escape(str(SCOPES[name].label)) for name in scopes)}; 2 h" in shown
    decision = f"/app/access-grants/{grant.pk}/decision"
    owner = company.client(company.owner)
    stale = with_session(company.client(company.owner), account_authentication_methods=[])
    assert stale.post(decision, {"do": "grant"})["Location"].startswith("/accounts/reauthenticate/")
    with tenant_boundary(company.id):
        assert AccessGrant.objects.get(pk=grant.pk).granted_at is None
    assert owner.post(decision, {"do": "grant"}).status_code == 303
    return grant


def views(company: Company) -> list[str]:
    with tenant_boundary(company.id):
        found = AuditEvent.objects.filter(operation="support.view").order_by("id")
        return [each.after["page"] for each in found if each.after]


class TestTheDoor:
    def test_it_needs_staff_a_factor_and_a_fresh_session(self, staff: None, pharma: Company) -> None:
        assert pharma.client(ASHA).get("/console/").status_code == 404
        assert browser(factor=False).get("/console/").status_code == 403
        assert browser().get("/console/").status_code == 200
        late = browser(ago=dt.timedelta(minutes=16))
        assert late.get("/console/")["Location"].startswith("/accounts/login/")
        assert late.get("/console/")["Location"].startswith("/accounts/login/"), "it is signed out"
        seen = with_session(browser(ago=dt.timedelta(hours=7)), **{SESSION_SEEN: int(time.time())})
        assert seen.get("/console/").status_code == 200
        over = with_session(browser(ago=dt.timedelta(hours=9)), **{SESSION_SEEN: int(time.time())})
        assert over.get("/console/").status_code == 302

    def test_who_is_staff_no_more_is_out_at_once(self, live_db: None) -> None:
        make.person(SUNIL)
        assert browser().get("/console/").status_code == 404

    def test_staff_are_let_into_no_workspace_as_members(self, staff: None) -> None:
        """Not even one of their own from before: with every page 404, and none to make."""
        client = browser()
        for page in ("/app/", "/app/products", "/app/workspaces", "/app/workspaces/new", "/app/tickets"):
            assert client.get(page).status_code == 404, page
        assert client.post("/app/workspaces/new", {"name": "Mine"}).status_code == 404


class TestTickets:
    def test_it_shows_accounts_and_tickets_and_answers(self, staff: None, pharma: Company) -> None:
        ticket, client = ticket_of(pharma), browser()
        with pharma.acting(ASHA) as asha:
            share = operations.share_report(actor=asha, title="Value", content="SHOWN-TO-US", ticket_id=ticket.pk)
        address = f"/console/tickets/{pharma.id}/{ticket.pk}"
        assert "Console Pharma" in client.get("/console/").content.decode()
        assert "Console Pharma" in client.get("/console/accounts?q=console").content.decode()
        assert "SHOWN-TO-US" in client.get(address).content.decode()
        assert client.post(address, {"text": "We look.", "do": "answer"}).status_code == 303
        assert "We look." in pharma.client(ASHA).get(f"/app/tickets/{ticket.pk}").content.decode()
        with pharma.acting(ASHA) as asha:
            operations.withdraw_share(actor=asha, share_id=share.pk)
        assert "SHOWN-TO-US" not in client.get(address).content.decode()

    def test_a_ticket_is_found_in_its_own_workspace_alone(self, staff: None, pharma: Company) -> None:
        others = make.organization(owner=OTTO, name="Otto Console", gstin="")
        ticket = ticket_of(pharma)
        assert browser().get(f"/console/tickets/{others.id}/{ticket.pk}").status_code == 404
        address = f"/console/tickets/{others.id}/{ticket.pk}/access"
        assert browser().post(address, {"scopes": ["stock"], "reason": "x", "hours": "1"}).status_code == 404


class TestAGrantedLook:
    def test_each_page_is_in_the_log_before_it_is_shown_and_everybody_sees_the_banner(
        self, staff: None, pharma: Company
    ) -> None:
        client = browser()
        grant = granted(pharma, client, "stock")
        assert client.get("/app/stock").status_code == 404, "a grant alone opens nothing: it is entered on the ticket"
        assert client.post(f"/console/grants/{pharma.id}/{grant.pk}/entry").status_code == 303
        page = client.get("/app/stock")
        assert page.status_code == 200
        assert "You look as support" in page.content.decode()
        assert views(pharma) == ["/app/stock"]
        assert "may look at this workspace until" in pharma.client(ASHA).get("/app/products").content.decode()
        assert client.post("/console/leaving").status_code == 303
        assert client.get("/app/stock").status_code == 404

    def test_it_reads_and_no_more(self, staff: None, pharma: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        client = browser()
        grant = granted(pharma, client, "catalog")
        client.post(f"/console/grants/{pharma.id}/{grant.pk}/entry")
        assert client.get("/app/products").status_code == 200
        with tenant_boundary(pharma.id):
            before = AuditEvent.objects.count()
        out_of_scope = [
            "/app/customers",
            "/app/audit",
            "/app/people",
            "/app/tickets",
            "/app/search?q=a",
            "/app/",
            "/app/notices",
        ]
        to_write = ["/app/products/new", "/app/products/export", "/app/exports/products.csv"]
        assert {page: client.get(page).status_code for page in [*out_of_scope, *to_write]} == dict.fromkeys(
            [*out_of_scope, *to_write], 404
        )
        assert client.post("/app/products/new", {"sku": "X", "name": "X", "unit": "pcs"}).status_code == 404
        assert client.post("/app/products").status_code == 404
        assert client.get("/app/products?cursor=made-up").status_code == 404, "an address that makes no sense"
        with tenant_boundary(pharma.id):
            after = AuditEvent.objects.exclude(operation="support.view").count()
        assert after <= before

    def test_the_database_itself_refuses_a_write(
        self, staff: None, pharma: Company, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A page that wrote while it is looked at: the transaction cannot, whatever the view does."""
        from omnistock.interfaces.web.views import products

        client = browser()
        grant = granted(pharma, client, "catalog")
        client.post(f"/console/grants/{pharma.id}/{grant.pk}/entry")

        def writes(*args: object, **kwargs: object) -> None:
            Ticket.objects.update(subject="Written by support")

        monkeypatch.setattr(products, "render", writes)
        assert client.get("/app/products").status_code == 404
        with tenant_boundary(pharma.id):
            assert not Ticket.objects.filter(subject="Written by support").exists()

    def test_without_one_that_holds_there_is_nothing(self, staff: None, pharma: Company) -> None:
        client = browser()
        grant = granted(pharma, client, "catalog")
        others = make.organization(owner=OTTO, name="Otto Console", gstin="")
        of_others = granted(others, client, "catalog")
        forged = {
            "another workspace": f"{others.id} {grant.pk}",
            "the other way": f"{pharma.id} {of_others.pk}",
            "made up": f"{pharma.id} 00000000-0000-7000-8000-000000000000",
        }
        for name, value in forged.items():
            assert with_session(browser(), **{SESSION_GRANT: value}).get("/app/products").status_code == 404, name
        held = {SESSION_GRANT: f"{pharma.id} {grant.pk}"}
        assert with_session(browser(), **held).get("/app/products").status_code == 200
        assert with_session(browser(factor=False), **held).get("/app/products").status_code == 404
        assert with_session(others.client(OTTO), **held).get("/app/products").status_code == 404, "no staff"
        with tenant_boundary(pharma.id):
            soon = timezone.now()
            AccessGrant.objects.filter(pk=grant.pk).update(granted_at=soon - dt.timedelta(hours=2), expires_at=soon)
        assert with_session(browser(), **held).get("/app/products").status_code == 404, "expired"

    def test_it_ends_at_once(self, staff: None, pharma: Company) -> None:
        client = browser()
        grant = granted(pharma, client, "catalog")
        client.post(f"/console/grants/{pharma.id}/{grant.pk}/entry")
        assert client.get("/app/products").status_code == 200
        assert pharma.client(ASHA).post(f"/app/access-grants/{grant.pk}/end").status_code == 303
        assert client.get("/app/products").status_code == 404
        assert client.post(f"/console/grants/{pharma.id}/{grant.pk}/entry").status_code == 404


class TestSharingAPage:
    def test_what_stands_in_the_box_is_what_is_sent(self, pharma: Company) -> None:
        client = pharma.client(ASHA)
        with pharma.acting(ASHA) as asha:
            make.received(actor=asha, product=make.plain_product(actor=asha, name="Visible stapler"))
        form = client.get("/app/reports/stock-value/share")
        shown = form.context["form"].values["content"]
        assert "Visible stapler" in shown
        assert not with_shares(pharma), "looking at the form sends nothing"
        client.post("/app/shares/new", {"title": "Value", "content": "Only this line"})
        assert with_shares(pharma) == ["Only this line"]
        lost = client.get("/app/made-up")
        assert lost.status_code == 404
        assert "/app/shares/new?page=/app/made-up" in lost.content.decode()
        assert "/app/shares/new" not in Client().get("/app/made-up").content.decode()
        error = client.get("/app/shares/new?page=/app/products", headers={"referer": "https://x/app/y?secret=1"})
        assert "secret" not in error.content.decode()


def with_shares(company: Company) -> list[str]:
    with tenant_boundary(company.id):
        return list(Share.objects.values_list("content", flat=True))
