"""A workspace is deleted: its clock, its purge by the live catalog, and what is left."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from omnistock.domain.catalog.units import make_default_units
from omnistock.domain.catalog.vocabulary import create_category
from omnistock.domain.departure.calendar import PROMISED_DAYS, dates
from omnistock.domain.departure.models import Departure, DepartureCertificate
from omnistock.domain.departure.operations import (
    DepartureUnderWay,
    NoDeparture,
    advance_departure,
    confirm_departure,
    purge,
    record_departure,
    request_departure,
    undo_departure,
)
from omnistock.domain.departure.queries import LinkUnknown, certificate_of_link, note_fetched
from omnistock.domain.exchange.archive import kinds as archive_kinds
from omnistock.domain.exchange.archive.kinds import tenant_models
from omnistock.domain.identity.operations import accept_invitation, create_api_key, end_membership, invite
from omnistock.domain.identity.operations.invitations import InvitationNotUsable, parse_invitation
from omnistock.domain.privacy.checks import CHECKS
from omnistock.domain.privacy.operations import note_run
from omnistock.domain.support.operations import end_access, grant_access, open_ticket, request_access
from omnistock.domain.support.policies import STAFF
from omnistock.domain.webhooks.operations import create_webhook
from omnistock.interfaces.jobs.tasks import advance_departures
from omnistock.interfaces.web import reauthentication
from omnistock.kernel.errors import Invalid, PermissionMissing
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import WorkspaceFrozen
from omnistock.tenancy.actors import support_actor, system_actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import ApiKey, Membership, Organization
from omnistock.tenancy.queue import enqueue
from tests import make
from tests.domain.market import make_market
from tests.domain.test_archive import trade
from tests.domain.test_promises import forget_what_other_tests_left
from tests.make import Company
from tests.personas import ANIL, ASHA, INES, MAYA, OTTO, RAVI
from tests.support.pages import is_asked_to_confirm

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = dt.timedelta(days=1)


def asked(company: Company, *, at: dt.datetime, **options: Any) -> str:
    with company.acting(ASHA, at=at) as asha:
        return request_departure(actor=asha, typed_name="demo pharma ", **options).token


def go_on(company: Company, *, at: dt.datetime) -> str | None:
    with company.acting(ASHA, at=at) as asha:
        return advance_departure(actor=asha)


def rows_left(organization_id: UUID) -> dict[str, int]:
    """Rows that speak of the organization, in every table of the live catalog: by a column of the organization's, and by
    its id as text wherever it may stand. As the owner, past every policy."""
    found = {}
    with tenant_boundary(organization_id), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'omnistock'::regnamespace AND relkind IN ('r', 'p')"
            " AND NOT relispartition AND has_table_privilege(oid, 'SELECT')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{organization_id}%"])
            if count := cursor.fetchone()[0]:
                found[table] = count
    return found


class TestTheClock:
    def test_it_keeps_the_promise_however_it_came(self) -> None:
        came = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
        usual = dates(came_at=came, confirmed_at=came, is_soon=False)
        assert (usual.freeze_at - came, usual.purge_at - came) == (14 * DAY, 21 * DAY)
        late = dates(came_at=came, confirmed_at=came + 10 * DAY, is_soon=False)
        assert late.purge_at == usual.purge_at, "the clock started when the mail came"
        assert (usual.purge_at - came).days + 7 < PROMISED_DAYS
        last = dates(came_at=came, confirmed_at=came + 25 * DAY, is_soon=False)
        assert last.purge_at == came + 28 * DAY
        assert last.warn_at == last.purge_at - dt.timedelta(hours=48) >= last.freeze_at
        soon = dates(came_at=came, confirmed_at=came, is_soon=True)
        assert (soon.freeze_at, soon.purge_at) == (came, came + 3 * DAY)


class TestAsking:
    def test_only_an_owner_and_only_by_the_name(self) -> None:
        pharma = make.organization()
        with pharma.acting(ANIL) as anil, pytest.raises(PermissionMissing):
            request_departure(actor=anil, typed_name="Demo Pharma")
        with pharma.acting(ASHA) as asha:
            with pytest.raises(Invalid, match="name of the workspace"):
                request_departure(actor=asha, typed_name="Demo")
            request_departure(actor=asha, typed_name="Demo Pharma")
            with pytest.raises(DepartureUnderWay):
                request_departure(actor=asha, typed_name="Demo Pharma")

    def test_by_mail_nothing_happens_until_it_is_confirmed(self) -> None:
        pharma = make.organization()
        with pharma.acting(ASHA) as asha:
            record_departure(actor=asha, came_at=NOW - 10 * DAY)
            assert asha.organization.purge_at is None
        assert go_on(pharma, at=NOW + 60 * DAY) is None
        with pharma.acting(ASHA) as asha:
            found = confirm_departure(actor=asha, typed_name="Demo Pharma", wants_archive=False)
            assert found.purge_at == found.came_at + 21 * DAY

    def test_it_is_undone_in_every_state(self) -> None:
        pharma = make.organization()
        for steps in range(3):
            asked(pharma, at=NOW - 30 * DAY, is_soon=True)
            for _ in range(steps):
                go_on(pharma, at=NOW - 20 * DAY)
            with pharma.acting(ASHA) as asha:
                undo_departure(actor=asha)
            with pharma.acting(RAVI) as ravi:
                assert ravi.may("stock:write"), "all is as it was"
        with pharma.acting(ASHA) as asha, pytest.raises(NoDeparture):
            undo_departure(actor=asha)


class TestFrozen:
    def test_everybody_reads_and_nobody_writes(self) -> None:
        pharma = make.organization()
        pharma.key(INES)
        asked(pharma, at=NOW, is_soon=True)
        for persona in (ASHA, INES):
            with pharma.acting(persona) as somebody:
                assert somebody.may("stock:read")
                with pytest.raises(WorkspaceFrozen, match="can only be read"):
                    create_category(actor=somebody, name="New")
        with pharma.acting(ASHA) as asha:
            assert asha.may("organization:export")

    def test_what_takes_access_away_goes_on(self) -> None:
        """A leaked key, an open link, a webhook and somebody who must go are shut out for all the weeks of a departure."""
        pharma = make.organization()
        pharma.join(RAVI)
        pharma.join(MAYA)
        with pharma.acting(ASHA) as asha:
            key = create_api_key(actor=asha, name="Shop", scopes=["stock:read"]).api_key.pk
            token = invite(actor=asha, role="viewer").token
            withdrawn = invite(actor=asha, role="viewer").invitation.pk
            hook = create_webhook(actor=asha, url="https://example.com/hook", event_types=["*"]).webhook.pk
            ravi = Membership.objects.get(person__email=RAVI.email).pk
        asked(pharma, at=NOW, is_soon=True)
        client = pharma.client(ASHA)
        for page in ("/app/api-keys", "/app/webhooks", f"/app/webhooks/{hook}", "/app/people", f"/app/people/{ravi}"):
            answer = client.get(page)
            assert (answer.status_code, b"/new" in answer.content) == (200, False), page
            assert page == "/app/webhooks" or b"<form" in answer.content.partition(b"<main")[2], page
        assert client.post(f"/app/api-keys/{key}/revocation")["Location"] == "/app/api-keys"
        assert client.post(f"/app/people/invitations/{withdrawn}/withdrawal").status_code == 303
        assert client.post(f"/app/webhooks/{hook}/deletion", {"version": 1}).status_code == 303
        assert client.post(f"/app/people/{ravi}/end").status_code == 303
        with pharma.acting(ASHA) as asha:
            assert ApiKey.objects.get(pk=key).revoked_at
            assert Membership.objects.get(pk=ravi).ended_at
            for write in (
                lambda: create_api_key(actor=asha, name="New", scopes=["stock:read"]),
                lambda: invite(actor=asha, role="viewer"),
            ):
                with pytest.raises(WorkspaceFrozen):
                    write()
            _organization, secret = parse_invitation(token)
            with pytest.raises(InvitationNotUsable, match="being deleted"):
                accept_invitation(person_id=make.person(OTTO).pk, email=OTTO.email, secret=secret, now=NOW)
        with pharma.acting(MAYA) as maya, pytest.raises(PermissionMissing, match="people:write"):
            end_membership(actor=maya, membership_id=ravi)

    def test_a_look_of_support_ends_at_once_all_the_same(self) -> None:
        pharma = make.organization()
        with pharma.acting(ASHA, at=NOW) as asha:
            ticket = open_ticket(actor=asha, subject="Slow", text="It takes minutes.")
            staff = support_actor(
                organization_id=pharma.id, person_id=uuid7(), name="Sunil", permissions=frozenset({STAFF}), now=NOW
            )
            grant = request_access(actor=staff, ticket_id=ticket.pk, scopes=["stock"], reason="To look", hours=24)
            grant_access(actor=asha, access_grant_id=grant.pk)
        asked(pharma, at=NOW, is_soon=True)
        with pharma.acting(ASHA, at=NOW) as asha:
            assert asha.organization.frozen_at
            assert end_access(actor=asha, access_grant_id=grant.pk).ended_at == NOW


class TestThePurge:
    def test_nothing_is_left_but_the_certificate_and_the_bare_trail(self) -> None:
        market = make_market()
        trade(market)
        pharma, others = market.company, make.organization(owner=OTTO, name="Otto Trading")
        client = pharma.client(ASHA)
        token = asked(pharma, at=NOW - 30 * DAY)
        with pharma.acting(ASHA) as asha:
            enqueue(actor=asha, task="check_integrity")
        with others.acting(OTTO):
            before = {model._meta.db_table: model._default_manager.count() for model in tenant_models()}
        assert go_on(pharma, at=NOW - 10 * DAY) == "frozen"
        assert go_on(pharma, at=NOW - 9 * DAY) == "warned"
        assert set(rows_left(pharma.id)) >= {"movement", "procrastinate_jobs", "security_event", "organization"}
        assert go_on(pharma, at=NOW) == "purged"
        assert set(rows_left(pharma.id)) == {"departure_certificate", "security_event"}
        assert not any(str(pharma.id) in str(each.get_decoded()) for each in Session.objects.all())
        assert client.get("/app/", follow=True).status_code == 200, "who was in it is led out"
        found = certificate_of_link(token=token, now=NOW)
        assert found is not None
        assert found.rows["movement"] > 0
        assert (found.organization_name, found.archive_taken) == ("Demo Pharma", False)
        assert found.audit_seq == found.rows["audit_link"]
        with others.acting(OTTO):
            assert before == {model._meta.db_table: model._default_manager.count() for model in tenant_models()}
        note_fetched(certificate=found, now=NOW)
        with pytest.raises(LinkUnknown):
            certificate_of_link(token=token, now=NOW + 2 * DAY)

    def test_the_database_itself_refuses_what_is_not_due(self) -> None:
        """Whoever can run SQL as the product deletes no workspace with it before its time."""
        pharma = make.organization()
        for at, warned_at in ((NOW, None), (NOW - 30 * DAY, None), (NOW - 30 * DAY, NOW)):
            asked(pharma, at=at, is_soon=True)
            if warned_at:
                assert go_on(pharma, at=warned_at) == "warned"
            with pharma.acting(ASHA) as asha, pytest.raises(DatabaseError, match="not due"), transaction.atomic():
                purge(actor=asha)
            with pharma.acting(ASHA) as asha:
                undo_departure(actor=asha)
        assert not DepartureCertificate.objects.exists()

    def test_the_app_role_has_no_other_way(self) -> None:
        for sql in (
            "SELECT 1 FROM departed_event",
            "INSERT INTO departure_certificate (id) VALUES (gen_random_uuid())",
            "DELETE FROM departure_certificate",
            "UPDATE departure_certificate SET organization_name = ''",
        ):
            denied = pytest.raises(DatabaseError, match="permission denied")
            with denied, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)


class TestThePromises:
    def test_a_table_that_no_archive_has(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert CHECKS["P13"](NOW).result == "passed"
        found = tuple(kind for kind in archive_kinds.kinds() if kind.table != "movement")
        monkeypatch.setattr(archive_kinds, "kinds", lambda: found)
        broken = CHECKS["P13"](NOW)
        assert (broken.result, broken.details) == ("failed", ("An archive has no movement, and nothing says why.",))

    def test_a_workspace_that_should_be_gone(self) -> None:
        forget_what_other_tests_left()
        pharma = make.organization()
        asked(pharma, at=NOW - 30 * DAY)
        assert "1 workspaces should be deleted" in CHECKS["P14"](NOW).details[0]
        for at in (NOW - 10 * DAY, NOW - 9 * DAY, NOW):
            go_on(pharma, at=at)
        assert CHECKS["P14"](NOW).result == "passed"

    def test_a_row_that_came_back_and_a_clock_that_stands(self) -> None:
        pharma = make.organization()
        asked(pharma, at=NOW - 30 * DAY)
        for at in (NOW - 10 * DAY, NOW - 9 * DAY, NOW):
            go_on(pharma, at=at)
        with tenant_boundary(pharma.id):
            Organization(id=pharma.id, name="Again").save(force_insert=True)
            make_units(pharma.id)
        assert "rows in unit" in CHECKS["P14"](NOW).details[0]
        note_run(name="advance_departures", now=NOW - 2 * DAY)
        assert "last ran" in CHECKS["P14"](NOW).details[0]


def make_units(organization_id: UUID) -> None:
    make_default_units(system_actor(organization_id=organization_id, door="cli", now=NOW))


class TestOnTheScreen:
    def test_from_the_settings_to_the_certificate(self) -> None:
        pharma = make.organization()
        pharma.join(RAVI)
        client = pharma.client(ASHA)
        assert "Delete this workspace" in client.get("/app/settings/departure").content.decode()
        typed = {"typed_name": "Demo Pharma", "wants_archive": "on"}
        with pytest.MonkeyPatch.context() as later:
            later.setattr(reauthentication, "FRESH_SECONDS", -1)
            asked_for = client.post("/app/settings/departure", typed)
        assert is_asked_to_confirm(asked_for, "/app/settings/departure")
        assert asked_for.context["form"].value("typed_name") == "Demo Pharma"
        make.confirmed(client)
        wrong = client.post("/app/settings/departure", typed | {"typed_name": "x"})
        assert (wrong.status_code, "Write the name" in wrong.content.decode()) == (422, True)
        assert client.post("/app/settings/departure", typed).status_code == 303
        page = client.get("/app/settings/departure").content.decode()
        assert "The archive is being made" in page
        link = re.search(r"/departures/[0-9a-f_-]+", page)
        assert link is not None
        assert "being deleted" in pharma.client(RAVI).get("/app/products").content.decode()
        stranger = Client()
        followed = stranger.get(link[0]).content.decode()
        assert "is being deleted" in followed
        assert followed.count("</time> UTC") == 4, "who is no member has no clock of the workspace"
        assert stranger.get(f"{link[0]}/certificate.pdf").status_code == 404
        with tenant_boundary(pharma.id):
            past = {
                "came_at": NOW - 30 * DAY,
                "freeze_at": NOW - 9 * DAY,
                "warn_at": NOW - 8 * DAY,
                "purge_at": NOW - DAY,
            }
            Departure.objects.update(status="warned", warned_at=NOW - 8 * DAY, **past)
        advance_departures(0)
        assert "None of its rows is left" in stranger.get(link[0]).content.decode()
        paper = stranger.get(f"{link[0]}/certificate.pdf")
        assert paper.content.startswith(b"%PDF-")
        assert Client().get(link[0][:-1] + "x").status_code == 404

    def test_by_mail_with_the_link_and_undone_in_the_app(self) -> None:
        pharma = make.organization()
        with pharma.acting(ASHA) as asha:
            token = record_departure(actor=asha, came_at=NOW - DAY).token
        stranger = Client()
        assert "Somebody asked by mail" in stranger.get(f"/departures/{token}").content.decode()
        assert stranger.post(f"/departures/{token}", {"typed_name": "x"}).status_code == 422
        assert stranger.post(f"/departures/{token}", {"typed_name": "Demo Pharma"}).status_code == 303
        assert pharma.client(ANIL).get("/app/settings/departure").status_code == 403
        client = pharma.client(ASHA)
        assert client.post("/app/settings/departure/undoing").status_code == 303
        assert Client().get(f"/departures/{token}").status_code == 404, "the link of what was undone"
