"""Numbers of documents: no gap, no double, by registration and financial year."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connections, transaction

from omnistock.domain.numbering.kinds import KINDS, NUMBER_LONGEST, number_text
from omnistock.domain.numbering.models import NumberSeries
from omnistock.domain.numbering.operations import DateBeforeLast, SeriesFull, set_number_prefix, take_number
from omnistock.domain.warehouses.models import Registration
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from omnistock.tenancy.actor import Actor
from tests import make
from tests.personas import ASHA, MAYA, OTTO

NOVEMBER = dt.datetime(2026, 11, 23, 6, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 23)


class Undone(Exception):
    """Makes a boundary roll back."""


@pytest.fixture
def pharma(db: None) -> make.Company:
    return make.organization(now=NOVEMBER)


def registration_id() -> UUID:
    return Registration.objects.get().pk


def test_tax_documents_count_by_registration_kind_and_year(pharma: make.Company) -> None:
    with pharma.acting(ASHA, at=NOVEMBER) as asha:
        first = registration_id()
        other = make.registration(actor=asha).pk

        def take(kind: str, registration: UUID, on: dt.date) -> str:
            return take_number(actor=asha, kind=kind, registration_id=registration, on=on)

        assert take("invoice", first, DAY) == "INV/26-27/000001"
        assert take("invoice", first, DAY) == "INV/26-27/000002"
        assert take("invoice", other, DAY) == "INV/26-27/000001"
        assert take("bill_of_supply", first, DAY) == "BOS/26-27/000001"
        assert take("credit_note", first, DAY) == "CN/26-27/000001"
        assert take("invoice", first, dt.date(2027, 4, 1)) == "INV/27-28/000001"
        assert take("invoice", first, dt.date(2027, 3, 31)) == "INV/26-27/000003"


def test_internal_kinds_count_on_for_ever(pharma: make.Company) -> None:
    with pharma.acting(ASHA, at=NOVEMBER) as asha:
        assert [take_number(actor=asha, kind="dispatch") for _ in range(2)] == ["DN-00001", "DN-00002"]
    with pharma.acting(ASHA, at=NOVEMBER + dt.timedelta(days=400)) as asha:
        assert take_number(actor=asha, kind="dispatch") == "DN-00003"


def test_elsewhere_the_year_is_the_calendar_year(db: None) -> None:
    shop = make.organization(gstin="", country="DE", currency="EUR", now=NOVEMBER)
    with shop.acting(ASHA, at=NOVEMBER) as asha:
        assert take_number(actor=asha, kind="invoice", on=dt.date(2027, 1, 5)) == "INV/27/000001"


def test_a_date_does_not_go_back(pharma: make.Company) -> None:
    with pharma.acting(ASHA, at=NOVEMBER) as asha:
        series = registration_id()
        take_number(actor=asha, kind="invoice", registration_id=series, on=DAY)
        with pytest.raises(DateBeforeLast) as refused:
            take_number(actor=asha, kind="invoice", registration_id=series, on=DAY - dt.timedelta(days=1))
        [fault] = refused.value.faults
        assert fault.details == {"last_date": "2026-11-23", "last_number": "INV/26-27/000001"}
        assert take_number(actor=asha, kind="invoice", registration_id=series, on=DAY) == "INV/26-27/000002"


def test_a_refusal_gives_the_number_back(pharma: make.Company) -> None:
    def take_and_fail(asha: Actor) -> None:
        with transaction.atomic():
            take_number(actor=asha, kind="invoice", registration_id=registration_id(), on=DAY)
            raise Undone

    with pharma.acting(ASHA, at=NOVEMBER) as asha:
        with pytest.raises(Undone):
            take_and_fail(asha)
        assert take_number(actor=asha, kind="invoice", registration_id=registration_id(), on=DAY) == "INV/26-27/000001"


class TestPrefix:
    def test_it_counts_on_under_the_new_prefix_and_next_year_too(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA, at=NOVEMBER) as asha:
            series = registration_id()
            take_number(actor=asha, kind="invoice", registration_id=series, on=DAY)
            set_number_prefix(actor=asha, registration_id=series, document_kind="invoice", prefix="mum1")
            assert take_number(actor=asha, kind="invoice", registration_id=series, on=DAY) == "MUM1/26-27/00002"
            following = dt.date(2027, 4, 2)
            assert take_number(actor=asha, kind="invoice", registration_id=series, on=following) == "MUM1/27-28/00001"

    @pytest.mark.parametrize("prefix", ["", "0AB", "TOOLONG", "A/B", "A B", "É", "CN", "BOS", "A\x00"])
    def test_it_refuses_what_the_law_or_another_series_forbids(self, pharma: make.Company, prefix: str) -> None:
        with pharma.acting(ASHA, at=NOVEMBER) as asha:
            with pytest.raises(Invalid):
                set_number_prefix(actor=asha, registration_id=None, document_kind="invoice", prefix=prefix)
            assert not NumberSeries.objects.filter(document_kind="invoice").exists()

    def test_it_needs_the_permission_and_the_registration(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA, at=NOVEMBER):
            series = registration_id()
        with pharma.acting(MAYA, at=NOVEMBER) as maya, pytest.raises(PermissionMissing):
            set_number_prefix(actor=maya, registration_id=series, document_kind="invoice", prefix="A")
        with make.organization(owner=OTTO).acting(OTTO) as otto, pytest.raises(NotFound):
            set_number_prefix(actor=otto, registration_id=series, document_kind="invoice", prefix="A")
        with pharma.acting(ASHA, at=NOVEMBER) as asha, pytest.raises(Invalid):
            set_number_prefix(actor=asha, registration_id=series, document_kind="dispatch", prefix="A")


def test_every_default_fits_the_law() -> None:
    for kind in KINDS.values():
        if kind.is_tax_document:
            assert len(number_text(prefix=kind.prefix, financial_year="26-27", count=999_999)) <= NUMBER_LONGEST


def test_a_full_series_is_refused(pharma: make.Company) -> None:
    with pharma.acting(ASHA, at=NOVEMBER) as asha:
        series = registration_id()
        take_number(actor=asha, kind="invoice", registration_id=series, on=DAY)
        NumberSeries.objects.filter(document_kind="invoice").update(last_number=999_999)
        with pytest.raises(SeriesFull):
            take_number(actor=asha, kind="invoice", registration_id=series, on=DAY)


def test_sixteen_issuers_leave_no_gap_and_no_double(live_db: None) -> None:
    """Sixteen at once take ten numbers each, and every third gives its number back."""
    pharma = make.organization(now=NOVEMBER)
    with pharma.acting(ASHA, at=NOVEMBER):
        series = registration_id()

    def issue(worker: int) -> list[str]:
        numbers = []
        try:
            for turn in range(10):
                try:
                    with pharma.acting(ASHA, at=NOVEMBER) as asha:
                        number = take_number(actor=asha, kind="invoice", registration_id=series, on=DAY)
                        if (worker + turn) % 3 == 0:
                            raise Undone
                    numbers.append(number)
                except Undone:
                    continue
        finally:
            connections.close_all()
        return numbers

    with ThreadPoolExecutor(16) as pool:
        taken = [number for numbers in pool.map(issue, range(16)) for number in numbers]
    kept = sum((worker + turn) % 3 != 0 for worker in range(16) for turn in range(10))
    assert sorted(taken) == [f"INV/26-27/{count:06d}" for count in range(1, kept + 1)]
