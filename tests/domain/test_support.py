"""Support by consent: tickets, what is shared, and who may be let in by whom for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.departure.accounts import delete_account, empty_name
from omnistock.domain.identity.operations import accept_invitation, change_member, end_membership, invite
from omnistock.domain.identity.operations.invitations import parse_invitation
from omnistock.domain.notifications.models import Notice
from omnistock.domain.support import operations, queries
from omnistock.domain.support.models import AccessGrant, Share, Ticket, TicketAttachment
from omnistock.domain.support.operations import AlreadyWithdrawn, Attachment, GrantNotOpen, TicketClosed
from omnistock.domain.support.policies import STAFF
from omnistock.domain.support.scopes import SCOPES, permissions_of
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import support_actor
from omnistock.tenancy.roles import PERMISSIONS, ROLES
from tests import make
from tests.make import Company
from tests.personas import ANIL, ASHA, INES, MAYA, OTTO, RAVI, VIDYA
from tests.support.pictures import jpeg_photo

pytestmark = pytest.mark.django_db

SUNIL = uuid7()


def sunil(actor: Actor, person_id: UUID = SUNIL) -> Actor:
    """Staff at a ticket of the actor's workspace, at the same moment."""
    return support_actor(
        organization_id=actor.organization_id,
        person_id=person_id,
        name="Sunil",
        permissions=frozenset({STAFF}),
        now=actor.now,
    )


def asked(actor: Actor, **values: object) -> AccessGrant:
    ticket = operations.open_ticket(actor=actor, subject="Slow", text="The stock list takes minutes.")
    return asked_on(ticket, actor=actor, **values)


def asked_on(ticket: Ticket, *, actor: Actor, **values: object) -> AccessGrant:
    usual = {"scopes": ["stock"], "reason": "To see the list as you do", "hours": 4}
    return operations.request_access(actor=sunil(actor), ticket_id=ticket.pk, **usual | values)  # type: ignore[arg-type]


class TestTickets:
    def test_a_ticket_goes_to_and_fro(self, pharma: Company) -> None:
        with pharma.acting(RAVI) as ravi:
            files = [Attachment("list.csv", b"a,b")]
            ticket = operations.open_ticket(actor=ravi, subject="Slow", text="It takes minutes.", attachments=files)
            operations.answer_ticket(actor=sunil(ravi), ticket_id=ticket.pk, text="We look.")
            assert Ticket.objects.get().status == "answered"
            operations.write_message(actor=ravi, ticket_id=ticket.pk, text="Thanks")
            operations.close_ticket(actor=ravi, ticket_id=ticket.pk)
            with pytest.raises(TicketClosed):
                operations.answer_ticket(actor=sunil(ravi), ticket_id=ticket.pk, text="One more thing")
            view = queries.ticket(actor=ravi, ticket_id=ticket.pk)
            assert [each.message.is_staff for each in view.messages] == [False, True, False]
            (file,) = view.messages[0].attachments
            found = queries.attachment(actor=ravi, ticket_id=ticket.pk, ticket_attachment_id=file.pk)
            assert bytes(found.content) == b"a,b"
            assert ticket.number == "T-00001"

    def test_a_photo_goes_to_staff_without_where_it_was_taken(self, pharma: Company) -> None:
        with pharma.acting(RAVI) as ravi:
            files = [Attachment("IMG_1.jpg", jpeg_photo(way_up=6, place=b"18.5204N 73.8567E"))]
            operations.open_ticket(actor=ravi, subject="Slow", text="A picture of it.", attachments=files)
            assert b"18.5204N" not in TicketAttachment.objects.get().content
            heic = [Attachment("IMG_2.heic", b"\x00\x00\x00\x18ftypheic18.5204N")]
            with pytest.raises(Invalid, match="neither a PDF nor"):
                operations.open_ticket(actor=ravi, subject="Slow", text="Another.", attachments=heic)

    def test_who_asked_is_told_of_the_answer_and_owners_of_a_wish_to_look(self, pharma: Company) -> None:
        with pharma.acting(RAVI) as ravi:
            ticket = operations.open_ticket(actor=ravi, subject="Two lines", text="Which is right?")
        pharma.join(VIDYA)
        with pharma.acting(ASHA) as asha:
            operations.answer_ticket(actor=sunil(asha), ticket_id=ticket.pk, text="Both.")
            operations.request_access(
                actor=sunil(asha), ticket_id=ticket.pk, scopes=["stock"], reason="To see them", hours=1
            )
            told = Notice.objects.order_by("created_at", "id").values_list("membership__person__name", "kind")
            assert list(told) == [("Ravi Patil", "ticket_answered"), ("Asha Rao", "support_access_asked")]
        client = pharma.client(RAVI)
        shown = client.get("/app/notices").content.decode()
        assert "Support answered" in shown
        with pharma.acting(RAVI) as ravi:
            notice = Notice.objects.get(membership_id=ravi.membership_id)
        assert client.post(f"/app/notices/{notice.pk}/reading")["Location"] == f"/app/tickets/{ticket.pk}"

    def test_nothing_said_can_be_changed(self, pharma: Company) -> None:
        with pharma.acting(RAVI) as ravi:
            operations.open_ticket(actor=ravi, subject="Slow", text="It takes minutes.")
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute("UPDATE ticket_message SET text = 'x'")

    def test_who_may_not_and_others(self, pharma: Company) -> None:
        with pharma.acting(VIDYA) as vidya, pytest.raises(PermissionMissing):
            operations.open_ticket(actor=vidya, subject="x", text="x")
        with pharma.acting(ASHA) as asha:
            ticket = operations.open_ticket(actor=asha, subject="x", text="x")
            with pytest.raises(PermissionMissing):
                operations.answer_ticket(actor=asha, ticket_id=ticket.pk, text="As if I were staff")
            with pytest.raises(Invalid):
                operations.write_message(actor=asha, ticket_id=ticket.pk, text="")
        with make.organization(owner=OTTO, name="Otto", gstin="").acting(OTTO) as otto:
            for do in (operations.write_message, operations.answer_ticket):
                who = sunil(otto) if do is operations.answer_ticket else otto
                with pytest.raises(NotFound):
                    do(actor=who, ticket_id=ticket.pk, text="x")


class TestSharing:
    def test_what_was_seen_is_what_is_kept_and_it_can_be_taken_back(self, pharma: Company) -> None:
        with pharma.acting(RAVI) as ravi:
            share = operations.share_report(actor=ravi, title="Stock value", content="SKU,Value\nA,1")
            assert (share.content, share.ticket.subject) == ("SKU,Value\nA,1", "Stock value")
            operations.withdraw_share(actor=ravi, share_id=share.pk)
            kept = Share.objects.get()
            assert (kept.content, kept.withdrawn_at) == ("", ravi.now)
            with pytest.raises(AlreadyWithdrawn):
                operations.withdraw_share(actor=ravi, share_id=share.pk)
            told = AuditEvent.objects.filter(subject_kind="share").order_by("id")
            assert [each.operation for each in told] == ["support.share_report", "support.withdraw_share"]
            assert "SKU,Value" not in str([each.after for each in told])

    def test_what_is_taken_back_holds_nothing_whoever_writes_it(self, pharma: Company) -> None:
        with pharma.acting(RAVI) as ravi:
            share = operations.share_report(actor=ravi, title="Stock value", content="secret")
            with pytest.raises(IntegrityError, match="share_withdrawn_is_empty"), transaction.atomic():
                Share.objects.filter(pk=share.pk).update(withdrawn_at=ravi.now)


class TestAccess:
    def test_an_owner_or_admin_grants_it_for_a_while_and_ends_it(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            grant = asked(asha)
            staff = sunil(asha)
            assert queries.usable_grant(actor=staff, access_grant_id=grant.pk) is None, "asking is not being let in"
            operations.grant_access(actor=asha, access_grant_id=grant.pk)
            assert queries.usable_grant(actor=staff, access_grant_id=grant.pk) is not None
            assert queries.active_grants(actor=asha)
            at_the_end = staff.at(asha.now + dt.timedelta(hours=4))
            assert queries.usable_grant(actor=at_the_end, access_grant_id=grant.pk) is None, "it is over by itself"
            assert queries.usable_grant(actor=sunil(asha, uuid7()), access_grant_id=grant.pk) is None, (
                "another of staff"
            )
            operations.end_access(actor=asha, access_grant_id=grant.pk)
            assert queries.usable_grant(actor=staff, access_grant_id=grant.pk) is None
            assert not queries.active_grants(actor=asha)
            with pytest.raises(GrantNotOpen):
                operations.grant_access(actor=asha, access_grant_id=grant.pk)

    @pytest.mark.parametrize("who", ["the workspace", "staff"])
    def test_it_ends_with_its_ticket(self, pharma: Company, who: str) -> None:
        with pharma.acting(ASHA) as asha:
            grant = asked(asha)
            operations.grant_access(actor=asha, access_grant_id=grant.pk)
            waiting = operations.request_access(
                actor=sunil(asha), ticket_id=grant.ticket_id, scopes=["money"], reason="The invoices too", hours=1
            )
            if who == "staff":
                operations.answer_ticket(actor=sunil(asha), ticket_id=grant.ticket_id, text="Done.", close=True)
            else:
                operations.close_ticket(actor=asha, ticket_id=grant.ticket_id)
            assert queries.usable_grant(actor=sunil(asha), access_grant_id=grant.pk) is None
            assert AuditEvent.objects.filter(operation="support.end_access").count() == 2
            operations.write_message(actor=asha, ticket_id=grant.ticket_id, text="Again.")
            with pytest.raises(GrantNotOpen):
                operations.grant_access(actor=asha, access_grant_id=waiting.pk)

    def test_it_goes_with_the_member_who_granted_it(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            grant = asked(asha)
        with pharma.acting(ANIL) as anil:
            operations.grant_access(actor=anil, access_grant_id=grant.pk)
        with pharma.acting(ASHA) as asha:
            assert queries.usable_grant(actor=sunil(asha), access_grant_id=grant.pk) is not None
            assert queries.active_grants(actor=asha)
            waiting = asked_on(grant.ticket, actor=asha)
            end_membership(actor=asha, membership_id=anil.membership_id)
            assert queries.usable_grant(actor=sunil(asha), access_grant_id=grant.pk) is None
            assert not queries.active_grants(actor=asha)
            assert queries.grant(actor=asha, access_grant_id=grant.pk).status_at(asha.now) == "ended"
            assert AuditEvent.objects.get(operation="support.end_access").subject_id == grant.pk
            with pytest.raises(PermissionMissing):  # whoever is taken out while they press
                operations.grant_access(actor=anil, access_grant_id=waiting.pk)
            token = invite(actor=asha, role="admin", email=ANIL.email).token
            _organization_id, secret = parse_invitation(token)
            person = make.person(ANIL)
            accept_invitation(person_id=person.pk, email=ANIL.email, secret=secret, now=asha.now)
        with pharma.acting(ANIL) as anil:
            assert queries.usable_grant(actor=sunil(anil), access_grant_id=grant.pk) is None, (
                "coming back opens nothing"
            )
            operations.grant_access(actor=anil, access_grant_id=waiting.pk)
        delete_account(person_id=person.pk, typed_email=person.email, now=anil.now, address=None)
        with pharma.acting(ASHA) as asha:
            ended = AccessGrant.objects.get(pk=waiting.pk)
            assert ended.ended_at == anil.now, "what the console reads, too"
            assert ended.granted_by_name == empty_name(person.pk), "the trail alone keeps whose word it was"

    def test_it_ends_with_the_right_to_grant_it(self, pharma: Company) -> None:
        with pharma.acting(ANIL) as anil:
            grant = asked(anil)
            operations.grant_access(actor=anil, access_grant_id=grant.pk)
        with pharma.acting(ASHA) as asha:
            member = {"actor": asha, "membership_id": anil.membership_id}
            change_member(**member, changes={"role": "owner"})
            assert queries.active_grants(actor=asha), "an owner may grant it, too"
            change_member(**member, changes={"role": "manager"})
            assert not queries.active_grants(actor=asha)
            change_member(**member, changes={"role": "admin"})
            assert queries.usable_grant(actor=sunil(asha), access_grant_id=grant.pk) is None, "for good"

    @pytest.mark.parametrize(
        "values",
        [
            {"scopes": []},
            {"scopes": ["costs"]},
            {"scopes": ["everything"]},
            {"hours": 25},
            {"hours": 0},
            {"hours": ""},
            {"reason": ""},
        ],
    )
    def test_what_is_asked_has_a_bound(self, pharma: Company, values: dict[str, object]) -> None:
        with pharma.acting(ASHA) as asha, pytest.raises(Invalid):
            asked(asha, **values)

    def test_nobody_else_grants(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            grant = asked(asha)
        tries: list[tuple[object, Callable[[Actor], Actor]]] = [
            (MAYA, lambda actor: actor),  # a manager
            (RAVI, lambda actor: actor),
            (INES, lambda actor: actor),  # a key, of every scope
            (ASHA, sunil),  # staff themselves
        ]
        for persona, as_whom in tries:
            with pharma.acting(persona) as actor, pytest.raises(PermissionMissing):  # type: ignore[arg-type]
                operations.grant_access(actor=as_whom(actor), access_grant_id=grant.pk)
        with make.organization(owner=OTTO, name="Otto", gstin="").acting(OTTO) as otto, pytest.raises(NotFound):
            operations.grant_access(actor=otto, access_grant_id=grant.pk)
        with pharma.acting(ASHA):
            assert AccessGrant.objects.get().granted_at is None

    def test_the_database_holds_a_member_and_a_day(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            grant = asked(asha)
            rows = AccessGrant.objects.filter(pk=grant.pk)
            day, rule = dt.timedelta(hours=24, seconds=1), "access_grant_by_a_member"
            for forged in (
                {"granted_at": asha.now, "expires_at": asha.now + dt.timedelta(hours=1)},
                {"granted_at": asha.now, "expires_at": asha.now + day, "granted_by": asha.membership_id},
                {"granted_at": None, "expires_at": asha.now + dt.timedelta(hours=1)},
            ):
                with pytest.raises(IntegrityError, match=rule), transaction.atomic():
                    rows.update(**forged)

    def test_scopes_only_read_and_staff_is_no_role_and_no_scope(self) -> None:
        assert all(name.endswith(":read") for scope in SCOPES.values() for name in scope.permissions)
        assert permissions_of(["stock", "nonsense"]) == SCOPES["stock"].permissions
        assert STAFF not in PERMISSIONS
        assert not any(STAFF in permissions for permissions in ROLES.values())
        assert not {"audit:read", "people:read", "security:read"} & permissions_of(list(SCOPES))
