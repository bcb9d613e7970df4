"""Two at the same moment, of whom the second waits for the first and then sees what it did."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from omnistock.domain.catalog.queries import next_sku
from omnistock.domain.warehouses.models import Registration
from omnistock.domain.warehouses.operations import archive_registration, archive_warehouse, restore_warehouse
from omnistock.domain.warehouses.operations.warehouses import LastWarehouse, RegistrationIsArchived
from tests import make
from tests.make import Actor, Company
from tests.personas import ASHA


def after(company: Company, first: Callable[[Actor], Any], second: Callable[[Actor], Any]) -> Any:
    """What comes of `second`, begun when `first` is done and not yet committed."""

    def other() -> Any:
        try:
            with company.acting(ASHA) as asha:
                return second(asha)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as somebody:
        with company.acting(ASHA) as asha:
            first(asha)
            waiting = somebody.submit(other)
            with pytest.raises(TimeoutError):
                waiting.result(0.5)
        return waiting.result(10)


def put_away(warehouse_id: UUID) -> Callable[[Actor], Any]:
    return lambda actor: archive_warehouse(actor=actor, warehouse_id=warehouse_id)


def test_one_warehouse_stays(live_db: None) -> None:
    pharma = make.organization()
    with pharma.acting(ASHA) as asha:
        main, second = make.main_warehouse(), make.warehouse(actor=asha)
    with pytest.raises(LastWarehouse):
        after(pharma, put_away(main.pk), put_away(second.pk))


def test_none_is_taken_up_again_into_a_registration_that_is_put_away(live_db: None) -> None:
    pharma = make.organization()
    with pharma.acting(ASHA) as asha:
        registration: Registration = make.registration(actor=asha)
        there = make.warehouse(actor=asha, registration_id=registration.pk)
        archive_warehouse(actor=asha, warehouse_id=there.pk)
    with pytest.raises(RegistrationIsArchived):
        after(
            pharma,
            lambda actor: archive_registration(actor=actor, registration_id=registration.pk),
            lambda actor: restore_warehouse(actor=actor, warehouse_id=there.pk),
        )


def test_each_product_gets_a_number_of_its_own(live_db: None) -> None:
    pharma = make.organization()

    def new(actor: Actor) -> str:
        return make.product(actor=actor, sku=next_sku()).sku

    assert after(pharma, new, new) == "P-0002"
