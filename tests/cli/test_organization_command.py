"""`omnistock organization`, `omnistock api-key create`, `omnistock departure record`."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.test import Client
from django.utils import timezone

from omnistock.domain.audit.models import AuditEvent
from omnistock.interfaces.cli import api_key, departure, organization
from omnistock.kernel.errors import DomainError, Invalid
from omnistock.tenancy.actors import actor_for_api_key, parse_api_key
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.directory import organization_ids
from omnistock.tenancy.models import Organization, Person
from omnistock.tenancy.roles import PERMISSIONS
from tests import make
from tests.personas import ASHA, PASSWORD

pytestmark = pytest.mark.django_db


def run(command: Any, *arguments: str, **options: str) -> Result:
    words = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    return CliRunner().invoke(command, [*arguments, *words])


def create(**options: str) -> Result:
    wanted = {
        "name": "Klein Handel",
        "owner_email": "otto@example.com",
        "owner_name": "Otto Klein",
        "password": PASSWORD,
        "country": "DE",
        "currency": "EUR",
    }
    return run(organization.command, "create", **(wanted | options))


class TestOrganization:
    def test_it_prints_the_id_and_the_owner_signs_in(self) -> None:
        made = UUID(create().output.strip())
        with tenant_boundary(made):
            assert (Organization.objects.get().name, Organization.objects.get().currency) == ("Klein Handel", "EUR")
            assert AuditEvent.objects.get(operation="identity.create_workspace").door == "cli"
        answer = Client().post("/accounts/login/", {"login": "otto@example.com", "password": PASSWORD})
        assert answer.headers["Location"] == "/app/"

    def test_somebody_who_is_there_owns_another(self) -> None:
        make.organization()
        people = Person.objects.count()
        made = create(owner_email=ASHA.email, owner_name="Asha", gstin="", country="IN", currency="")
        assert made.exit_code == 0
        assert Person.objects.count() == people

    @pytest.mark.parametrize(
        ("wrong", "pointers"),
        [
            ({"owner_email": "nobody"}, ["email"]),
            ({"owner_email": ""}, ["email"]),
            ({"owner_name": "", "password": "short"}, ["name", "password"]),
            ({"name": ""}, ["name"]),
            ({"country": "XX"}, ["country"]),
            ({"currency": "XXX"}, ["currency"]),
        ],
    )
    def test_it_names_what_is_wrong(self, wrong: dict[str, str], pointers: list[str]) -> None:
        before = Person.objects.count(), organization_ids()
        refusal = create(**wrong).exception
        assert isinstance(refusal, Invalid)
        assert [fault.pointer for fault in refusal.faults] == pointers
        assert (Person.objects.count(), organization_ids()) == before

    def test_a_slip_in_the_address_makes_nobody_an_owner(self) -> None:
        make.person(ASHA)
        before = organization_ids()
        refusal = create(owner_email=ASHA.email, password="the password of somebody else").exception
        assert isinstance(refusal, Invalid)
        assert organization_ids() == before


class TestApiKey:
    def test_it_prints_a_key_that_opens_the_organization(self) -> None:
        pharma = make.organization()
        done = run(api_key.command, "create", organization=str(pharma.id), scopes="stock:read, catalog:read")
        organization_id, secret = parse_api_key(done.output.strip())
        with tenant_boundary(organization_id):
            actor = actor_for_api_key(organization_id=organization_id, secret=secret, now=timezone.now())
        assert actor.permissions == {"stock:read", "catalog:read"}

    def test_all_means_every_scope(self) -> None:
        pharma = make.organization()
        done = run(api_key.command, "create", organization=str(pharma.id), scopes="all")
        organization_id, secret = parse_api_key(done.output.strip())
        with tenant_boundary(organization_id):
            actor = actor_for_api_key(organization_id=organization_id, secret=secret, now=timezone.now())
        assert actor.permissions == set(PERMISSIONS)

    def test_an_organization_that_is_not_there(self) -> None:
        refusal = run(api_key.command, "create", organization=str(uuid4()), scopes="stock:read").exception
        assert isinstance(refusal, DomainError)
        assert "There is no organization" in refusal.message

    def test_a_scope_that_is_not_there(self) -> None:
        pharma = make.organization()
        refusal = run(api_key.command, "create", organization=str(pharma.id), scopes="everything").exception
        assert isinstance(refusal, Invalid)


def test_the_operator_gives_a_plan() -> None:
    company = make.organization()
    assert run(organization.command, "plan", str(company.id), "starter").output.strip() == "starter"
    with company.acting(ASHA):
        assert Organization.objects.get().plan == "starter"
        assert AuditEvent.objects.get(operation="identity.change_plan").after == {"plan": "starter"}
    assert run(organization.command, "plan", str(company.id), "golden").exit_code == 2


def test_a_request_for_deletion_by_mail_waits_for_an_owner() -> None:
    company = make.organization()
    done = run(departure.command, "record", str(company.id), came_at="2026-11-20", reason="We close.")
    link = done.output.strip().removeprefix(settings.BASE_URL)
    assert "Somebody asked by mail" in Client().get(link).content.decode()
    with company.acting(ASHA):
        assert Organization.objects.get().purge_at is None
    assert "in the future" in str(run(departure.command, "record", str(company.id), came_at="2999-01-01").exception)
