"""What is true of every endpoint: keys, scopes, addresses, versions, doing it once, and how it says no."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from omnistock.tenancy.roles import PERMISSIONS
from tests import make
from tests.personas import INES

PRODUCT = {"sku": "PARA-500", "name": "Paracetamol 500 mg"}


def problem(answer: Any, status: int, code: str) -> Any:
    """The problem of an answer, which is one of this status and code."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), answer.content
    found = answer.json()
    assert found["status"] == status
    assert found["code"] == code
    assert set(found) == {"type", "title", "status", "detail", "code", "errors"}
    return found


def pointers(found: Any) -> set[str]:
    return {each["pointer"] for each in found["errors"]}


class TestKeys:
    @pytest.mark.parametrize(
        "header", ["", "Bearer", "Bearer x", "Basic abc", f"Bearer omni_{UUID(int=7)}_secret", "Bearer omni_1_2"]
    )
    def test_without_one_nothing_is_answered(self, pharma: make.Company, header: str) -> None:
        answer = Client(headers={"Authorization": header}).get("/api/v1/products")
        problem(answer, 401, "not_signed_in")
        assert answer.headers["WWW-Authenticate"] == "Bearer"

    def test_a_missing_scope_is_named(self, pharma: make.Company) -> None:
        reader = pharma.api(INES, scopes=["catalog:read"])
        assert reader.get("/api/v1/products").status_code == 200
        found = problem(reader.post("/api/v1/products", PRODUCT), 403, "scope_missing")
        assert "catalog:write" in found["detail"]

    def test_who_writes_sees_what_came_of_it(self, pharma: make.Company) -> None:
        writer = pharma.api(INES, scopes=["catalog:write"])
        assert writer.post("/api/v1/products", PRODUCT).json()["sku"] == "PARA-500"
        problem(writer.get("/api/v1/products"), 403, "scope_missing")

    def test_another_organization_is_not_there(self, ines: make.ApiClient, otto: make.ApiClient) -> None:
        mine = ines.post("/api/v1/products", PRODUCT).json()["id"]
        problem(otto.get(f"/api/v1/products/{mine}"), 404, "not_found")
        problem(otto.patch(f"/api/v1/products/{mine}", {"name": "Mine now"}), 404, "not_found")
        assert otto.get("/api/v1/products").json() == {"items": [], "next_cursor": None}


class TestAddresses:
    @pytest.mark.parametrize("path", ["nothing", "products/not-an-id", "", "products/1/2/3", "PRODUCTS"])
    def test_where_nothing_is(self, ines: make.ApiClient, path: str) -> None:
        problem(ines.get(f"/api/v1/{path}"), 404, "not_found")
        problem(Client(enforce_csrf_checks=True).post(f"/api/v1/{path}"), 404, "not_found")

    def test_a_method_that_is_not_taken(self, ines: make.ApiClient) -> None:
        answer = ines.delete("/api/v1/products")
        problem(answer, 405, "method_not_allowed")
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}

    def test_an_unknown_parameter_is_refused_and_the_known_ones_are_named(self, ines: make.ApiClient) -> None:
        found = problem(ines.get("/api/v1/products", {"serch": "x", "page": "2"}), 422, "invalid")
        assert pointers(found) == {"query:serch", "query:page"}
        assert "search" in found["detail"]

    def test_a_parameter_given_twice_is_refused(self, ines: make.ApiClient) -> None:
        found = problem(ines.get("/api/v1/products", {"limit": ["many", "1"]}), 422, "invalid")
        assert found["detail"] == "limit is given 2 times: give it once."
        assert pointers(found) == {"query:limit"}

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("limit", "0"),
            ("limit", "501"),
            ("limit", "many"),
            ("cursor", "nonsense"),
            ("updated_since", "yesterday"),
            ("updated_since", "2027-01-01T00:00:00"),
            ("archived", "perhaps"),
            ("tracking", "sometimes"),
            ("category_id", "7"),
            ("search", "a\x00b"),
        ],
    )
    def test_a_parameter_that_cannot_be(self, ines: make.ApiClient, name: str, value: str) -> None:
        found = problem(ines.get("/api/v1/products", {name: value}), 422, "invalid")
        assert pointers(found) == {f"query:{name}"}


class TestBodies:
    @pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"sku": NaN}', b"[" * 100_000 + b"]" * 100_000])
    def test_what_is_no_json(self, ines: make.ApiClient, body: bytes) -> None:
        answer = ines._client.post("/api/v1/products", body, content_type="application/json")
        problem(answer, 400, "unreadable")

    @pytest.mark.parametrize("body", ["null", "[]", '"text"', "7", ""])
    def test_what_is_no_object(self, ines: make.ApiClient, body: str) -> None:
        answer = ines._client.post("/api/v1/products", body, content_type="application/json")
        problem(answer, 422, "invalid")

    def test_all_faults_at_once_each_with_its_place(self, ines: make.ApiClient) -> None:
        body = {"sku": 7, "nam": "x", "tax_rate": 5.5, "units": [{"code": "box", "factor": "ten"}], "expires": "yes"}
        found = problem(ines.post("/api/v1/products", body), 422, "invalid")
        assert pointers(found) == {"/sku", "/nam", "/name", "/tax_rate", "/units/0/factor", "/expires"}
        body = {"sku": "", "name": "n" * 10_000, "unit": "furlong", "tax_rate": "101", "barcodes": ["4006381333932"]}
        found = problem(ines.post("/api/v1/products", body), 422, "invalid")
        assert pointers(found) == {"/sku", "/name", "/unit", "/tax_rate", "/barcodes/0"}
        assert ines.get("/api/v1/products").json()["items"] == []

    def test_a_hundred_megabytes(self, ines: make.ApiClient) -> None:
        body = b'{"sku": "' + b"x" * 100_000_000 + b'"}'
        answer = ines._client.post("/api/v1/products", body, content_type="application/json")
        problem(answer, 413, "too_large")


class TestOnce:
    def test_the_same_key_and_body_are_done_once(self, ines: make.ApiClient) -> None:
        first = ines.post("/api/v1/products", PRODUCT, **{"Idempotency-Key": "one"})
        again = ines.post("/api/v1/products", dict(reversed(PRODUCT.items())), **{"Idempotency-Key": "one"})
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.json() == first.json()
        assert len(ines.get("/api/v1/products").json()["items"]) == 1

    def test_the_same_key_with_another_body_is_refused(self, ines: make.ApiClient) -> None:
        ines.post("/api/v1/products", PRODUCT, **{"Idempotency-Key": "one"})
        other = ines.post("/api/v1/products", PRODUCT | {"name": "Other"}, **{"Idempotency-Key": "one"})
        problem(other, 409, "idempotency_key_reused")

    def test_a_refusal_is_not_remembered(self, ines: make.ApiClient) -> None:
        problem(ines.post("/api/v1/products", PRODUCT | {"sku": ""}, **{"Idempotency-Key": "one"}), 422, "invalid")
        assert ines.post("/api/v1/products", PRODUCT, **{"Idempotency-Key": "one"}).status_code == 201

    def test_a_clients_own_id(self, ines: make.ApiClient) -> None:
        body = PRODUCT | {"id": str(uuid4())}
        assert ines.post("/api/v1/products", body).json()["id"] == body["id"]
        again = ines.post("/api/v1/products", body)
        assert (again.status_code, again.json()["id"]) == (200, body["id"])
        problem(ines.post("/api/v1/products", body | {"name": "Other"}), 409, "id_reused")

    def test_an_own_id_that_another_program_has_used(self, pharma: make.Company) -> None:
        first, second = (pharma.api(INES, scopes=PERMISSIONS) for _each in range(2))
        place = first.get("/api/v1/warehouses").json()["items"][0]["id"]
        line = {
            "product_id": first.post("/api/v1/products", PRODUCT | {"tracking": "none"}).json()["id"],
            "quantity": "1",
        }
        body = {"id": str(uuid4()), "warehouse_id": place, "reason": "found", "lines": [line]}
        assert first.post("/api/v1/adjustments", body).status_code == 201
        problem(second.post("/api/v1/adjustments", body), 409, "id_reused")
        assert len(first.get("/api/v1/adjustments").json()["items"]) == 1

    @pytest.mark.parametrize("key", ["", "k" * 201, "schlüssel", "a\tb"])
    def test_a_key_that_cannot_be(self, ines: make.ApiClient, key: str) -> None:
        found = problem(ines.post("/api/v1/products", PRODUCT, **{"Idempotency-Key": key}), 422, "invalid")
        assert pointers(found) == {"header:Idempotency-Key"}


class TestChanges:
    @pytest.fixture
    def url(self, ines: make.ApiClient) -> str:
        return f"/api/v1/products/{ines.post('/api/v1/products', PRODUCT | {'mrp': '20'}).json()['id']}"

    def test_what_is_sent_is_changed_and_null_clears(self, ines: make.ApiClient, url: str) -> None:
        assert ines.patch(url, {"name": "Para"}).json()["mrp"] == "20"
        changed = ines.patch(url, {"mrp": None}).json()
        assert (changed["name"], changed["mrp"], changed["version"]) == ("Para", None, 3)

    @pytest.mark.parametrize("written", ["1", '"1"', 'W/"1"'])
    def test_an_old_version_is_refused(self, ines: make.ApiClient, url: str, written: str) -> None:
        assert ines.patch(url, {"name": "First"}, **{"If-Match": written}).status_code == 200
        problem(ines.patch(url, {"name": "Second"}, **{"If-Match": written}), 412, "version_conflict")
        assert ines.get(url).json()["name"] == "First"

    def test_a_version_that_cannot_be(self, ines: make.ApiClient, url: str) -> None:
        found = problem(ines.patch(url, {"name": "x"}, **{"If-Match": "*"}), 422, "invalid")
        assert pointers(found) == {"header:If-Match"}


class TestDocument:
    def test_it_is_served_without_a_key(self, client: Client) -> None:
        answer = client.get("/api/v1/openapi.json")
        assert answer.status_code == 200
        document = json.loads(answer.content)
        assert document["openapi"].startswith("3.1")

    def test_every_endpoint_says_what_it_does_and_how_it_refuses(self, client: Client) -> None:
        document = client.get("/api/v1/openapi.json").json()
        names = []
        for item in document["paths"].values():
            for operation in item.values():
                names.append(operation["operationId"])
                assert operation["summary"]
                assert operation["tags"]
                assert {"401", "403", "422"} <= operation["responses"].keys()
        assert len(names) == len(set(names))
