"""A file brought in by the worker: on committed data, with what a page sees meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from omnistock.domain.catalog.models import Product
from omnistock.domain.exchange.operations import BIG_BYTES, CHECK_TASK, RUN_TASK
from omnistock.interfaces.jobs import imports, telling
from tests import make
from tests.make import Company
from tests.personas import ASHA, INES
from tests.support.pages import markup
from tests.support.queue import waiting

pytestmark = pytest.mark.usefixtures("live_db")

ROWS = 4_500
FILE = "SKU,Name,Unit\n" + "".join(f"A-{at},Pencil {at},pcs\n" for at in range(ROWS))


@pytest.fixture
def company(live_db: None) -> Company:
    return make.organization()


def started(client: Client) -> str:
    """The page of an import that waits for the worker."""
    file = SimpleUploadedFile("pencils.csv", FILE.encode())
    page = client.post("/app/imports/new", {"kind": "products", "file": file}).headers["Location"]
    assert client.post(f"{page}/run").status_code == 303
    return str(page)


def run(company: Company) -> None:
    for name, arguments in waiting():
        if name == RUN_TASK and arguments["organization_id"] == str(company.id):
            imports.run_import_job.func(**arguments)


def elsewhere(look: Callable[[], Any]) -> Any:
    """What another request sees: it has a connection of its own."""

    def within() -> Any:
        try:
            return look()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(within).result(30)


def meanwhile(patch: pytest.MonkeyPatch, look: Callable[[], Any], *, of: str = "tell_import_progress") -> list[Any]:
    """What `look` answers each time that the worker has told how far it is."""
    seen: list[Any] = []
    tell = getattr(imports, of)

    def told(**given: Any) -> None:
        tell(**given)
        seen.append(elsewhere(look))

    patch.setattr(telling, "_EVERY_SECONDS", 0)
    patch.setattr(imports, of, told)
    return seen


def check(company: Company) -> None:
    for name, arguments in waiting():
        if name == CHECK_TASK and arguments["organization_id"] == str(company.id):
            imports.check_import_job.func(**arguments)


def products(company: Company) -> int:
    with company.acting(ASHA):
        return Product.objects.count()


def test_page_and_api_see_how_far_it_is_and_nothing_of_it(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    client, ines = company.client(ASHA), company.api(INES)
    page = started(client)
    assert "It waits for the worker" in client.get(page).content.decode()

    def look() -> tuple[bool, bool, dict[str, Any], int]:
        text = company.client(ASHA).get(page).content.decode()
        found = ines.get(f"/api/v1/imports/{page.rpartition('/')[2]}").json()
        return 'aria-valuenow="44"' in text, "2000 of 4500 rows" in text, found, products(company)

    seen = meanwhile(monkeypatch, look)
    run(company)
    bar, words, found, others = seen[0]
    assert (bar, words, others) == (True, True, 0)
    assert (found["status"], found["rows"], found["rows_done"]) == ("running", ROWS, 2_000)
    assert [each[2]["rows_done"] for each in seen] == [2_000, 4_000, ROWS]
    assert "4500 new" in client.get(page).content.decode()
    assert products(company) == ROWS


def test_cancelled_while_it_runs_nothing_of_it_stays(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    client = company.client(ASHA)
    page = started(client)
    seen = meanwhile(monkeypatch, lambda: company.client(ASHA).post(f"{page}/cancellation").status_code)
    run(company)
    assert seen[0] == 303
    assert products(company) == 0
    assert "Cancelled" in client.get(page).content.decode()


def test_a_bug_is_told_and_it_may_be_started_again(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    client = company.client(ASHA)
    page = started(client)

    def broken(**_: Any) -> None:
        raise RuntimeError("secret of a customer")

    with monkeypatch.context() as patch:
        patch.setattr(imports, "run_import", broken)
        with pytest.raises(RuntimeError):
            run(company)
    text = client.get(page).content.decode()
    assert "It went wrong on our side" in text
    assert "secret" not in text
    assert "Bring in 4500 rows" in text


def test_a_program_may_leave_it_to_the_worker(company: Company) -> None:
    ines = company.api(INES)
    file = SimpleUploadedFile("f.csv", b"SKU,Name,Unit\nA-1,Pencil,pcs\n")
    sent = {"kind": "products", "file": file, "in_background": "true"}
    answer = ines._client.post("/api/v1/imports", sent).json()
    assert (answer["status"], products(company)) == ("waiting", 0)
    run(company)
    assert ines.get(f"/api/v1/imports/{answer['id']}").json()["status"] == "done"
    assert products(company) == 1


BIG = FILE + "," * (BIG_BYTES - len(FILE))
"""The same with a last line that is only commas: what makes a file big."""


def test_a_big_file_is_checked_by_the_worker(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    client, ines = company.client(ASHA), company.api(INES)
    sent = {"kind": "products", "file": SimpleUploadedFile("pencils.csv", (BIG + "\n").encode())}
    page = client.post("/app/imports/new", sent).headers["Location"]
    text = client.get(page).content.decode()
    assert "It waits for the worker" in text
    assert "Bring in" not in text

    def look() -> tuple[bool, str, int, int]:
        text = markup(company.client(ASHA).get(page))
        found = ines.get(f"/api/v1/imports/{page.rpartition('/')[2]}").json()
        return (
            f"{ROWS} rows are read and checked: " in text and "left. You" in text,
            found["status"],
            found["rows"],
            found["rows_done"],
        )

    seen = meanwhile(monkeypatch, look, of="tell_check_progress")
    check(company)
    assert seen[1][:3] == (True, "checking", ROWS)
    done = [each[3] for each in seen]
    # Reading, judging and trying are one way: each moves the bar on, and none begins anew.
    assert done == sorted(set(done))
    assert (done[0], done[-1]) == (200, ROWS)
    assert max(later - earlier for earlier, later in pairwise([0, *done])) < ROWS // 2
    assert "Bring in 4500 rows" in client.get(page).content.decode()
    assert products(company) == 0


def test_a_big_one_is_cancelled_while_it_is_checked(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    client = company.client(ASHA)
    sent = {"kind": "products", "file": SimpleUploadedFile("pencils.csv", (BIG + "\n").encode())}
    page = client.post("/app/imports/new", sent).headers["Location"]
    seen = meanwhile(
        monkeypatch, lambda: company.client(ASHA).post(f"{page}/cancellation").status_code, of="tell_check_progress"
    )
    check(company)
    assert seen[0] == 303
    assert "Cancelled" in client.get(page).content.decode()


def test_a_big_one_of_a_program_goes_on_by_itself_or_is_no_table(company: Company) -> None:
    ines = company.api(INES)
    answers = [
        ines._client.post(
            "/api/v1/imports",
            {"kind": "products", "file": SimpleUploadedFile("f.csv", content), "in_background": "true"},
        ).json()
        for content in ((BIG + "\n").encode(), b"\x00\x01 nothing of a table" * BIG_BYTES)
    ]
    assert [each["status"] for each in answers] == ["checking", "checking"]
    check(company)
    run(company)
    found = [ines.get(f"/api/v1/imports/{each['id']}").json() for each in answers]
    assert [(each["status"], each["error_count"]) for each in found] == [("done", 0), ("refused", 1)]
    assert found[1]["errors"][0]["message"]
    assert products(company) == ROWS
