"""API keys: made, used and revoked; nobody gives one more than they have."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.identity.operations import create_api_key, revoke_api_key
from omnistock.domain.identity.queries import api_keys
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from omnistock.tenancy.actors import NotSignedIn, actor_for_api_key, parse_api_key
from tests import make
from tests.make import Company
from tests.personas import ANIL, ASHA, MAYA, OTTO

pytestmark = pytest.mark.django_db


class TestApiKeys:
    def test_the_text_is_seen_once_and_opens_the_organization(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = create_api_key(actor=asha, name="Shop", scopes=["stock:read", "stock:read", "catalog:read"])
            assert made.text.startswith(f"omni_{pharma.id}_")
            assert made.api_key.scopes == ["catalog:read", "stock:read"]
            organization_id, secret = parse_api_key(made.text)
            key = actor_for_api_key(organization_id=organization_id, secret=secret, now=timezone.now())
            assert key.permissions == {"catalog:read", "stock:read"}
            assert secret not in str(list(AuditEvent.objects.values()))

    def test_a_revoked_key_opens_nothing(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = create_api_key(actor=asha, name="Shop", scopes=["stock:read"])
            revoke_api_key(actor=asha, api_key_id=made.api_key.pk)
            revoke_api_key(actor=asha, api_key_id=made.api_key.pk)
            assert AuditEvent.objects.filter(operation="identity.revoke_api_key").count() == 1
            with pytest.raises(NotSignedIn):
                actor_for_api_key(organization_id=pharma.id, secret=parse_api_key(made.text)[1], now=timezone.now())
            assert [row.revoked_at is None for row in api_keys()] == [False]

    @pytest.mark.parametrize(
        ("sent", "pointers"),
        [
            ({"name": "", "scopes": []}, ["name", "scopes"]),
            ({"name": "x", "scopes": ["everything", "stock:read"]}, ["scopes"]),
            ({"name": "x" * 81, "scopes": ["stock:read"]}, ["name"]),
        ],
    )
    def test_it_names_what_is_wrong(self, pharma: Company, sent: dict[str, Any], pointers: list[str]) -> None:
        with pharma.acting(ASHA) as asha:
            with pytest.raises(Invalid) as refusal:
                create_api_key(actor=asha, **sent)
            assert [fault.pointer for fault in refusal.value.faults] == pointers

    def test_nobody_gives_a_key_more_than_they_have(self, pharma: Company) -> None:
        with pharma.acting(ANIL) as anil, pytest.raises(Invalid, match="organization:delete"):
            create_api_key(actor=anil, name="x", scopes=["organization:delete"])

    def test_it_needs_the_permission(self, pharma: Company) -> None:
        with pharma.acting(MAYA) as maya, pytest.raises(PermissionMissing):
            create_api_key(actor=maya, name="x", scopes=["stock:read"])

    def test_a_key_of_another_organization_is_not_there(self, pharma: Company) -> None:
        other = make.organization(owner=OTTO, name="Other", gstin="")
        with other.acting(OTTO) as otto:
            theirs = create_api_key(actor=otto, name="x", scopes=["stock:read"]).api_key.pk
        with pharma.acting(ASHA) as asha, pytest.raises(NotFound):
            revoke_api_key(actor=asha, api_key_id=theirs)
