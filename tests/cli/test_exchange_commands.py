"""`omnistock import` and `omnistock export`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from omnistock.domain.exchange.operations import FileInput, check_import, start_import
from omnistock.interfaces.cli import exporting, importing
from omnistock.kernel.errors import DomainError
from tests import make
from tests.personas import ASHA
from tests.support.queue import run_waiting

pytestmark = pytest.mark.django_db


def bring(pharma: make.Company, kind: str, file: Path, *options: str) -> Result:
    return CliRunner().invoke(importing.command, [kind, str(file), "--organization", str(pharma.id), *options])


def take(pharma: make.Company, kind: str, *options: str) -> Result:
    return CliRunner().invoke(exporting.command, [kind, "--organization", str(pharma.id), *options])


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    file = tmp_path / "goods.csv"
    file.write_text("Artikel;Bezeichnung;MRP\nA1;Hammer;1,250.50\n")
    return file


def test_in_and_out_again(pharma: make.Company, goods: Path, tmp_path: Path) -> None:
    columns = ["--column", "Artikel=sku", "--column", "Bezeichnung=name"]
    dry = bring(pharma, "products", goods, "--dry-run", *columns)
    assert (dry.exit_code, "checked, nothing changed: 1 rows, 1 new" in dry.output) == (0, True)
    assert take(pharma, "products").output.count("\n") == 1
    done = bring(pharma, "products", goods, *columns)
    assert (done.exit_code, "brought in: 1 rows, 1 new" in done.output) == (0, True)
    out = tmp_path / "out.csv"
    assert take(pharma, "products", "--out", str(out)).exit_code == 0
    assert "A1,Hammer" in out.read_text(encoding="utf-8")
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []
    again = bring(pharma, "products", out)
    assert "0 new, 0 changed, 1 unchanged" in again.output


def test_what_is_wrong_ends_with_1_and_names_row_and_column(pharma: make.Company, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("SKU,Name,MRP\nA,One,abc\n,Two,1\n")
    refused = bring(pharma, "products", file)
    assert refused.exit_code == 1
    assert "row 2, MRP: “abc” is not a number" in refused.output
    assert "row 3, SKU: " in refused.output


def test_an_unknown_kind_list_or_organization_is_a_refusal(pharma: make.Company, goods: Path) -> None:
    assert isinstance(bring(pharma, "passwords", goods).exception, DomainError)
    assert isinstance(take(pharma, "passwords").exception, DomainError)
    options = ["--organization", "00000000-0000-7000-8000-000000000000"]
    assert isinstance(CliRunner().invoke(exporting.command, ["stock", *options]).exception, DomainError)


def test_the_worker_brings_a_started_file_in(pharma: make.Company) -> None:
    with pharma.acting(ASHA) as asha:
        file = FileInput(kind="products", name="f.csv", parts=[b"SKU,Name\nA1,Hammer\n"])
        start_import(actor=asha, import_id=check_import(actor=asha, file=file).id)
    assert run_waiting() >= 1  # other tests' committed jobs may wait as well
    assert "A1,Hammer" in take(pharma, "products").output
