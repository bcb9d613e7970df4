"""A person's account is deleted: what stands in the way, and what is left of them in every table."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from omnistock.domain.audit.sealing import broken_links, seal_all
from omnistock.domain.catalog.vocabulary import create_category
from omnistock.domain.departure.accounts import StillOwner, delete_account, empty_name, standing_of
from omnistock.domain.departure.operations import request_departure
from omnistock.domain.identity.operations import end_membership
from omnistock.domain.notifications.notices import choose_notices
from omnistock.domain.practice.operations import start_practice
from omnistock.domain.rights.operations import NewRequest, file_request
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.boundary import person_boundary, tenant_boundary
from omnistock.tenancy.models import Membership, Person
from tests import make
from tests.make import Company
from tests.personas import ASHA, PASSWORD, Persona

pytestmark = pytest.mark.django_db
NILA = Persona("Nila Quillfeather", "nila.quillfeather@example.com", "owner")
NOW = timezone.now()


def delete(persona: Persona, typed: str = "") -> None:
    person_id = make.person(persona).pk
    delete_account(person_id=person_id, typed_email=typed or persona.email, now=NOW, address="203.0.113.7")


def tables_with(text: str, company: Company, person: Person) -> set[str]:
    """Every table of the live catalog with a row that holds the text: as the workspace sees it, and as the person does."""
    found = set()
    for boundary in (tenant_boundary(company.id), person_boundary(person.pk)):
        with boundary, connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = 'omnistock'::regnamespace AND relkind IN ('r', 'p')"
                " AND NOT relispartition AND has_table_privilege(oid, 'SELECT')"
            )
            for (table,) in cursor.fetchall():
                cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" t WHERE t::text ILIKE %s)', [f"%{text}%"])
                if cursor.fetchone()[0]:
                    found.add(table)
    return found


def busy(company: Company, persona: Persona) -> Person:
    """Somebody who joined, signed in, did something, asked for something, and is told of things."""
    company.join(persona)
    person = make.person(persona)
    Client().post("/accounts/login/", {"login": persona.email, "password": PASSWORD})
    with company.acting(persona) as actor:
        create_category(actor=actor, name="Seeds")
        choose_notices(actor=actor, mail=["stock_count_completed"])
    asked = NewRequest(kind="grievance", text="It is slow")
    file_request(asked=asked, language="en", now=NOW, person_id=person.pk)
    with company.acting(company.owner) as owner:
        seal_all(actor=owner)
    return person


class TestWhatStandsInTheWay:
    def test_the_last_owner_is_told_of_which_workspaces_and_what_to_do(self) -> None:
        pharma, shop = make.organization(), make.organization(name="Second Shop", gstin="")
        with pytest.raises(StillOwner, match=r"Demo Pharma, Second Shop.*Make somebody else an owner"):
            delete(ASHA)
        pharma.join(NILA)
        with shop.acting(ASHA) as asha:
            request_departure(actor=asha, typed_name="Second Shop")
        with pytest.raises(StillOwner, match=r"of: Second Shop .it is being deleted"):
            delete(ASHA)
        with pharma.acting(ASHA) as asha:
            assert asha.role == "owner", "nothing is done where one workspace stands in the way"
        assert [place.name for place in standing_of(person_id=make.person(ASHA).pk).owned_alone] == ["Second Shop"]

    def test_a_practice_workspace_of_ones_own_goes_along(self) -> None:
        person = make.person(NILA)
        practice = start_practice(person_id=person.pk, now=NOW)
        (place,) = standing_of(person_id=person.pk).places
        assert (place.organization_id, place.goes_along) == (practice, True)
        delete(NILA)
        assert not Person.objects.get(pk=person.pk).is_active
        with tenant_boundary(practice):
            assert Membership.objects.count() == 0

    def test_another_address_is_refused(self) -> None:
        pharma = make.organization()
        pharma.join(NILA)
        with pytest.raises(Invalid, match=NILA.email):
            delete(NILA, "nila@example.com")
        with pharma.acting(NILA) as nila:
            assert nila.role == "owner"


class TestWhatIsLeft:
    def test_of_name_and_address_what_the_list_says_in_every_table(self) -> None:
        pharma = make.organization()
        person = busy(pharma, NILA)
        before = tables_with("quillfeather", pharma, person)
        assert before >= {"person", "account_emailaddress", "invitation", "audit_event", "rights_request"}
        told = standing_of(person_id=person.pk)
        delete(NILA)
        assert tables_with("quillfeather", pharma, person) == {
            "audit_event",
            *("rights_request", "rights_message"),
        }
        assert tables_with(str(person.pk), pharma, person) == {
            *("person", "membership"),  # the empty place, and whose it was
            *("audit_event", "audit_erasure"),
            *("security_event", "consent_event", "rights_request"),
        }
        (place,) = told.places
        assert (place.kept["trail"] > 0, told.kept["requests"]) == (True, 1)
        with tenant_boundary(pharma.id), connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT operation FROM audit_event WHERE to_jsonb(audit_event)::text ILIKE '%quillfeather%'"
            )
            assert {row[0] for row in cursor.fetchall()} <= {
                *("catalog.create_category", "identity.accept_invitation"),
                *("notifications.choose_notices",),
            }, "their name as who did it, and nowhere as to whom it was done"

    def test_nobody_signs_in_and_the_address_is_free_again(self) -> None:
        pharma = make.organization()
        person = busy(pharma, NILA)
        browser = pharma.client(NILA)
        delete(NILA)
        person.refresh_from_db()
        assert (person.name, person.is_active, person.has_usable_password()) == (empty_name(person.pk), False, False)
        assert browser.get("/app/", follow=True).redirect_chain, "no session is left"
        assert make.person(NILA).pk != person.pk
        with pharma.acting(ASHA) as asha:
            membership = Membership.objects.get(person_id=person.pk)
            assert membership.ended_at == NOW
            seal_all(actor=asha)
            assert list(broken_links(actor=asha)) == []

    def test_workspaces_that_were_left_before_forget_too(self) -> None:
        pharma = make.organization()
        person = busy(pharma, NILA)
        with pharma.acting(ASHA) as asha:
            end_membership(actor=asha, membership_id=Membership.objects.get(person_id=person.pk).pk)
        assert "audit_event" in tables_with("quillfeather", pharma, person)
        delete(NILA)
        with tenant_boundary(pharma.id), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_event WHERE subject_name ILIKE '%quillfeather%'")
            assert cursor.fetchone()[0] == 0
