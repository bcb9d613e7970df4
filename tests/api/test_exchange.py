"""Files in and out through the API, and the trail of it all."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import make
from tests.api.test_day import API, done
from tests.api.test_frame import problem
from tests.personas import INES

PRODUCTS = "SKU,Name,Unit,Sale price\nA-1,Stapler,pcs,120.50\nA-2,=HYPERLINK(1),pcs,80\n"


def send(ines: make.ApiClient, content: str, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    file = SimpleUploadedFile("products.csv", content.encode(), content_type="text/csv")
    return ines._client.post(f"{API}/imports", {"kind": "products", "file": file} | fields, headers=headers)


def test_a_file_comes_in_whole(ines: make.ApiClient) -> None:
    tried = done(send(ines, PRODUCTS, dry_run="true"), 200)
    assert (tried["status"], tried["rows"], tried["created"]) == ("checked", 2, 2)
    assert ines.get(f"{API}/products").json()["items"] == []
    brought = done(send(ines, PRODUCTS), 200)
    assert (brought["status"], brought["created"]) == ("done", 2)
    again = done(send(ines, PRODUCTS), 200)
    assert (again["status"], again["unchanged"]) == ("done", 2)
    assert ines.get(f"{API}/imports/{again['id']}").json() == again
    assert len(ines.get(f"{API}/imports").json()["items"]) == 3


def test_or_not_at_all_with_every_error(ines: make.ApiClient) -> None:
    wrong = "SKU,Name,Unit,Sale price\nA-1,Stapler,pcs,abc\n,Nameless,pcs,1\n"
    refused = done(send(ines, wrong), 200)
    assert (refused["status"], refused["error_count"]) == ("refused", 2)
    assert {each["row"] for each in refused["errors"]} == {2, 3}
    assert ines.get(f"{API}/products").json()["items"] == []


def test_sent_twice_with_a_key_it_is_one_import(ines: make.ApiClient) -> None:
    key = {"Idempotency-Key": "file"}
    assert done(send(ines, PRODUCTS, key), 200) == done(send(ines, PRODUCTS, key), 200)
    problem(send(ines, PRODUCTS + "A-3,Pen,pcs,1\n", key), 409, "idempotency_key_reused")


def test_what_is_no_file_of_ours(ines: make.ApiClient) -> None:
    assert send(ines, "", kind="products").status_code == 422
    assert send(ines, PRODUCTS, kind="elephants").status_code == 422
    assert send(ines, PRODUCTS, colour="red").status_code == 422
    problem(ines.post(f"{API}/imports", {"kind": "products"}), 422, "invalid")
    problem(send(ines, "x" * 100_000_000), 413, "too_large")


def test_a_list_goes_out_and_is_noted(ines: make.ApiClient, otto: make.ApiClient) -> None:
    done(send(ines, PRODUCTS), 200)
    answer = ines.get(f"{API}/exports/products")
    text = b"".join(answer.streaming_content).decode()
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "A-1" in text
    assert ",=HYPERLINK" not in text
    assert "A-1" not in b"".join(otto.get(f"{API}/exports/products").streaming_content).decode()
    problem(ines.get(f"{API}/exports/elephants"), 422, "invalid")
    trail = ines.get(f"{API}/audit-events", {"operation": "exchange.export_list"}).json()["items"]
    assert [(each["door"], each["actor_name"]) for each in trail] == [("api", INES.name)]


def test_a_list_goes_out_only_to_who_may_read_it(pharma: make.Company) -> None:
    reader = pharma.api(INES, scopes=["catalog:read"])
    assert reader.get(f"{API}/exports/products").status_code == 200
    problem(reader.get(f"{API}/exports/customers"), 403, "scope_missing")
    problem(reader.get(f"{API}/audit-events"), 403, "scope_missing")


def test_a_refused_file_comes_back_annotated(ines: make.ApiClient, otto: make.ApiClient) -> None:
    refused = done(send(ines, "SKU,Name,Sale price\nA-1,,abc\n"), 200)
    answer = ines.get(f"{API}/imports/{refused['id']}/errors")
    assert answer.content.decode("utf-8-sig").splitlines()[0] == "What is wrong,SKU,Name,Sale price"
    problem(otto.get(f"{API}/imports/{refused['id']}/errors"), 404, "not_found")


def test_an_import_is_undone_once_and_whole(ines: make.ApiClient, otto: make.ApiClient) -> None:
    brought = done(send(ines, PRODUCTS), 200)
    url = f"{API}/imports/{brought['id']}/undoing"
    preview = done(ines.get(url), 200)
    assert preview == {"removed": 2, "restored": 0, "documents": [], "obstacles": []}
    problem(otto.post(url, {}), 404, "not_found")
    assert done(ines.post(url, {}), 200)["status"] == "undone"
    assert ines.get(f"{API}/products").json()["items"] == []
    problem(ines.post(url, {}), 409, "import_closed")


def test_what_stands_in_the_way_of_undoing_is_named(ines: make.ApiClient) -> None:
    brought = done(send(ines, PRODUCTS), 200)
    made = ines.get(f"{API}/products").json()["items"][0]
    done(ines.patch(f"{API}/products/{made['id']}", {"name": "Mine"}), 200)
    refused = problem(ines.post(f"{API}/imports/{brought['id']}/undoing", {}), 409, "undo_blocked")
    assert [each["message"] for each in refused["errors"]] == ["Mine was changed since, by Ines Integrator."]
    assert len(ines.get(f"{API}/products").json()["items"]) == 2
