"""By attack: for every tenant table, as another organization, through the ORM and in raw SQL as the app role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from omnistock.kernel.ids import uuid7
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.current import TenantMissing
from omnistock.tenancy.models import Organization, Person
from tests.gates.filling import Rows, fill, tenant_models

pytestmark = pytest.mark.django_db


class Two:
    """Two filled organizations; `a` is the victim."""

    def __init__(self) -> None:
        self.person = Person.objects.create_user(f"{uuid7()}@example.com", name="Victim")
        self.a, self.rows_a = self._filled("A")
        self.b, self.rows_b = self._filled("B")

    def _filled(self, name: str) -> tuple[UUID, Rows]:
        organization_id = uuid7()
        with tenant_boundary(organization_id):
            organization = Organization(id=organization_id, name=name)
            organization.save(force_insert=True)
            return organization_id, fill(apps, organization, self.person)


@pytest.fixture(scope="session")
def two(django_db_setup: None, django_db_blocker: Any) -> Two:
    """Committed once: every attack below is rolled back."""
    with django_db_blocker.unblock():
        return Two()


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(DatabaseError), transaction.atomic():
        yield


def run(sql: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@pytest.mark.parametrize("model", tenant_models(apps), ids=lambda model: model._meta.db_table)
class TestAttack:
    def test_reads_nothing(self, two: Two, model: Any) -> None:
        victim = two.rows_a[model._meta.db_table]
        with tenant_boundary(two.b):
            assert not model.objects.filter(pk=victim.pk).exists()
            assert run(f'SELECT 1 FROM "{model._meta.db_table}" WHERE id = %s', [victim.pk]) == 0
            assert run(f'SELECT 1 FROM "{model._meta.db_table}" WHERE organization_id = %s', [two.a]) == 0
        with tenant_boundary(two.a):
            assert model.objects.filter(pk=victim.pk).exists()

    def test_changes_and_deletes_nothing(self, two: Two, model: Any) -> None:
        victim = two.rows_a[model._meta.db_table]
        with tenant_boundary(two.b):
            for sql in ('UPDATE "{}" SET id = id WHERE id = %s', 'DELETE FROM "{}" WHERE id = %s'):
                try:
                    with transaction.atomic():
                        assert run(sql.format(model._meta.db_table), [victim.pk]) == 0
                except DatabaseError as error:
                    assert "permission denied" in str(error)
        with tenant_boundary(two.a):
            assert model.objects.filter(pk=victim.pk).exists()

    def test_inserts_nothing_for_another(self, two: Two, model: Any) -> None:
        row = two.rows_b[model._meta.db_table]
        with tenant_boundary(two.b), refused():
            columns = [field.column for field in model._meta.local_fields]
            values = ", ".join("%s" if column in ("id", "organization_id") else f'"{column}"' for column in columns)
            names = ", ".join(f'"{column}"' for column in columns)
            chosen = [uuid7() if column == "id" else two.a for column in columns if column in ("id", "organization_id")]
            run(
                f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {values} FROM "{model._meta.db_table}" WHERE id = %s',
                [*chosen, row.pk],
            )

    def test_refers_to_nothing_of_another(self, two: Two, model: Any) -> None:
        row = two.rows_b[model._meta.db_table]
        for field in model._meta.local_fields:
            if getattr(field, "tenant_reference", False):
                other = two.rows_a[field.related_model._meta.db_table]
                with tenant_boundary(two.b), refused():
                    run(f'UPDATE "{model._meta.db_table}" SET "{field.column}" = %s WHERE id = %s', [other.pk, row.pk])

    def test_nothing_is_seen_without_a_tenant(self, two: Two, model: Any) -> None:
        assert run(f'SELECT 1 FROM "{model._meta.db_table}"', []) == 0
        with pytest.raises(TenantMissing):
            model.objects.count()


def test_the_organization_itself(two: Two) -> None:
    with tenant_boundary(two.b):
        assert list(Organization.objects.values_list("id", flat=True)) == [two.b]
        assert Organization.objects.filter(pk=two.a).update(name="taken") == 0
    with tenant_boundary(two.a):
        assert Organization.objects.get().name == "A"


def test_a_join_carries_the_organization(two: Two) -> None:
    from omnistock.domain.ledger.models import Movement

    with tenant_boundary(two.a):
        sql = str(Movement.objects.select_related("layer__batch").query)
    assert sql.count('"organization_id" = ') >= 3
