"""Data for tests, made by the real operations, so that no test holds a state which the product cannot reach.

    pharma = make.organization()                      # Demo Pharma, owned by Asha
    with pharma.acting(RAVI) as ravi:                 # the boundary, and Ravi's actor in it
        post_receipt(actor=ravi, ...)
    pharma.client(MEENA).get("/app/")                 # signed in, with this workspace chosen
    pharma.api(INES).post("/api/v1/products", {...})  # JSON with a key of every scope

Each room's makers are a section: small functions that take `actor` and have a default for everything else.
"""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from uuid import UUID
from weakref import WeakSet

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.catalog.models import Product
from omnistock.domain.catalog.operations import create_product
from omnistock.domain.identity.operations import (
    accept_invitation,
    change_member,
    create_api_key,
    create_workspace,
    invite,
    register_person,
)
from omnistock.domain.identity.operations.invitations import parse_invitation
from omnistock.domain.identity.operations.workspaces import NewWorkspace
from omnistock.domain.parties.inputs import AddressInput
from omnistock.domain.parties.models import Customer, Supplier
from omnistock.domain.parties.operations import create_customer, create_supplier
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput, ReceiptLineInput
from omnistock.domain.purchasing.models import PurchaseOrder, Receipt
from omnistock.domain.purchasing.operations import create_purchase_order, post_receipt
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.models import SalesOrder
from omnistock.domain.sales.operations import create_sales_order
from omnistock.domain.warehouses.models import Location, Registration, Warehouse
from omnistock.domain.warehouses.operations import create_location, create_registration, create_warehouse
from omnistock.interfaces.web.boundary import SESSION_ORGANIZATION
from omnistock.interfaces.web.session_store import SIGNED_IN_AT, SessionStore
from omnistock.tenancy.actor import Actor, Door
from omnistock.tenancy.actors import actor_for_api_key, actor_for_person, parse_api_key
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import Membership, Person
from omnistock.tenancy.roles import PERMISSIONS
from tests.personas import ASHA, PASSWORD, Persona

_counter = itertools.count(1)

# Plainly invented: the PAN has the serial 0000, the check digits are right.
PHARMA_GSTIN = "27AAACD0000A1ZV"  # Maharashtra
PHARMA_GSTIN_KARNATAKA = "29AAACD0000A1ZR"


def unique(prefix: str) -> str:
    """A short name that no other of this run has: committed data is never cleaned."""
    return f"{prefix}-{next(_counter)}"


# --- people and places ------------------------------------------------------------------------------------------------


def person(persona: Persona) -> Person:
    """The persona with a verified address and `PASSWORD`; made at first use."""
    found = Person.objects.filter(email=persona.email).first()
    if found is not None:
        return found
    made = register_person(name=persona.name, email=persona.email, password=PASSWORD)
    return Person.objects.get(pk=made)


def organization(
    *,
    owner: Persona = ASHA,
    name: str = "Demo Pharma",
    gstin: str = PHARMA_GSTIN,
    now: dt.datetime | None = None,
    **settings: Any,
) -> Company:
    """A workspace with its first warehouse and, with a GSTIN, its registration. Not inside a boundary."""
    workspace = NewWorkspace(name=name, gstin=gstin, keeps=settings.pop("keeps", "medicines"), **settings)
    organization_id = create_workspace(person_id=person(owner).pk, workspace=workspace, now=now or timezone.now())
    return Company(organization_id, owner)


class Company:
    """An organization of a test, and its people: whoever acts, joins by an invitation at first."""

    def __init__(self, organization_id: UUID, owner: Persona) -> None:
        self.id = organization_id
        self.owner = owner
        self._joined = {owner.email}
        self._keys: dict[str, str] = {}
        self._people: dict[str, UUID] = {}
        _companies.add(self)

    @contextmanager
    def acting(self, persona: Persona, *, at: dt.datetime | None = None, door: Door = "web") -> Iterator[Actor]:
        """The boundary of this organization with the persona's actor; commits at the end as a request does."""
        self.join(persona)
        with tenant_boundary(self.id):
            yield self.actor(persona, at=at, door=door)

    def actor(self, persona: Persona, *, at: dt.datetime | None = None, door: Door = "web") -> Actor:
        """The actor of somebody who joined, inside the boundary."""
        now = at or timezone.now()
        if persona.role is None:
            organization_id, secret = parse_api_key(self._keys[persona.email])
            return actor_for_api_key(organization_id=organization_id, secret=secret, now=now)
        found = actor_for_person(organization_id=self.id, person_id=self._person_id(persona), door=door, now=now)
        assert found is not None, f"{persona.name} did not join"
        return found

    def join(self, persona: Persona, **limits: Any) -> None:
        """Make the persona a member by invitation, or the integrator's key. `limits` are those of `invite`."""
        if persona.role is None:
            self.key(persona)
        elif persona.email not in self._joined:
            with self.acting(self.owner) as owner:
                token = invite(actor=owner, role=persona.role, email=persona.email, **limits).token
            _organization_id, secret = parse_invitation(token)
            with tenant_boundary(self.id):
                accept_invitation(
                    person_id=self._person_id(persona), email=persona.email, secret=secret, now=timezone.now()
                )
            self._joined.add(persona.email)

    def limit(self, persona: Persona, **changes: Any) -> None:
        """Change what a member may do: role, sees_costs, sees_only_own_customers, warehouse_ids."""
        self.join(persona)
        with self.acting(self.owner) as owner:
            member = Membership.objects.get(person=person(persona))
            change_member(actor=owner, membership_id=member.pk, changes=changes)

    def key(self, persona: Persona, scopes: Sequence[str] | None = None) -> str:
        """The text of the persona's API key; made at first use with every scope, or anew with `scopes`."""
        if scopes is not None or persona.email not in self._keys:
            with self.acting(self.owner) as owner:
                made = create_api_key(actor=owner, name=persona.name, scopes=PERMISSIONS if scopes is None else scopes)
            self._keys[persona.email] = made.text
        return self._keys[persona.email]

    def client(self, persona: Persona) -> Client:
        """A browser of the persona, signed in, with this workspace chosen."""
        self.join(persona)
        client, session = Browser(), SessionStore()
        found = person(persona)
        # What signing in leaves, in one statement instead of eight. The sign-in itself has tests of its own.
        session[SESSION_KEY] = str(found.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = found.get_session_auth_hash()
        session[SIGNED_IN_AT] = int(time.time())
        session[SESSION_ORGANIZATION] = str(self.id)
        # As after a sign-in of a moment ago: what asks who one is does not ask again.
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(found.pk)
        session.create()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    def _person_id(self, persona: Persona) -> UUID:
        """Asked once: who acts here stays the same person."""
        if persona.email not in self._people:
            self._people[persona.email] = person(persona).pk
        return self._people[persona.email]

    def api(self, persona: Persona, scopes: Sequence[str] | None = None) -> ApiClient:
        """A program of the persona's with a key of these scopes, or of every one."""
        return ApiClient(self.key(persona, scopes))


def confirmed(client: Client) -> Client:
    """The same browser, whose person has just shown once more that it is them."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


# Those that are in use now.
_companies: WeakSet[Company] = WeakSet()


@contextmanager
def nothing_learnt() -> Iterator[None]:
    """Who joined a company in the block, or got a key, is forgotten after it, as it is in the database."""
    before = [(company, company._joined, company._keys, company._people) for company in _companies]
    for company, joined, keys, people in before:
        company._joined, company._keys, company._people = set(joined), dict(keys), dict(people)
    yield
    for company, joined, keys, people in before:
        company._joined, company._keys, company._people = joined, keys, people


class Browser(Client):
    """Reads a download to its end, as a browser does; a streamed answer's `content` is then the whole file."""

    def request(self, **request: Any) -> Any:
        answer: Any = super().request(**request)
        if not answer.streaming:
            return answer
        whole = b"".join(answer.streaming_content)
        return HttpResponse(whole, status=answer.status_code, headers=dict(answer.headers))


class ApiClient:
    """Speaks JSON to the API with a key. Answers are Django's test responses: `.status_code`, `.json()`."""

    def __init__(self, key: str) -> None:
        self._client = Client(headers={"Authorization": f"Bearer {key}"})

    def get(self, path: str, query: Any = None, **headers: str) -> Any:
        return self._client.get(path, query, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("post", path, body, headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("patch", path, body, headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("put", path, body, headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self._client.delete(path, headers=headers)

    def upload(self, path: str, file: Any, **headers: str) -> Any:
        return self._client.post(path, {"file": file}, headers=headers)

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        call = getattr(self._client, method)
        return call(path, {} if body is None else body, content_type="application/json", headers=headers)


def main_warehouse() -> Warehouse:
    """The warehouse that the workspace came with, inside the boundary."""
    return Warehouse.objects.get(code="MAIN")


def warehouse(*, actor: Actor, code: str = "", name: str = "", **fields: Any) -> Warehouse:
    """Another warehouse; belongs to no registration unless one is given."""
    chosen = code or unique("W")
    return create_warehouse(actor=actor, code=chosen, name=name or f"Warehouse {chosen}", **fields)


def location(*, actor: Actor, warehouse: Warehouse, code: str = "", kind: str = "storage", **fields: Any) -> Location:
    """A bin of a warehouse."""
    return create_location(actor=actor, warehouse_id=warehouse.pk, code=code or unique("B"), kind=kind, **fields)


def registration(*, actor: Actor, gstin: str = PHARMA_GSTIN_KARNATAKA, **fields: Any) -> Registration:
    """Another registration of the same legal entity."""
    return create_registration(actor=actor, gstin=gstin, legal_name=actor.organization.name, **fields)


# --- products and parties ---------------------------------------------------------------------------------------------


def product(*, actor: Actor, **values: Any) -> Product:
    """A product counted in tablets, with strips of 10 and boxes of 100, tracked by batch with an expiry date; `values`
    are fields of `ProductInput`, and may say otherwise."""
    packs = (PackUnitInput(code="strip", factor=Decimal(10)), PackUnitInput(code="box", factor=Decimal(100)))
    usual = {"sku": unique("SKU"), "name": "Paracetamol 500 mg", "unit": "tablet", "units": packs}
    tracked = {"tracking": "batch", "expires": True, "tax_rate": Decimal(5), "hsn_code": "3004"}
    return create_product(actor=actor, values=usual | tracked | values)


def plain_product(*, actor: Actor, **values: Any) -> Product:
    """A product counted in pieces and not tracked."""
    return create_product(actor=actor, values={"sku": unique("SKU"), "name": "Stapler", "unit": "pcs"} | values)


def customer(*, actor: Actor, **values: Any) -> Customer:
    """An unregistered customer in Maharashtra."""
    address = AddressInput(lines=("12 Hill Road",), city="Mumbai", state_code="27", postal_code="400050")
    return create_customer(actor=actor, values={"name": "Sunrise Chemists", "addresses": (address,)} | values)


def supplier(*, actor: Actor, **values: Any) -> Supplier:
    return create_supplier(actor=actor, values={"name": "Cipla Depot"} | values)


# --- buying and selling -----------------------------------------------------------------------------------------------


def purchase_order(*, actor: Actor, lines: Sequence[PurchaseOrderLineInput], **values: Any) -> PurchaseOrder:
    """A confirmed order for the first warehouse, from a new supplier."""
    usual = {"warehouse_id": main_warehouse().pk, "confirm": True}
    if "supplier_id" not in values:
        usual["supplier_id"] = supplier(actor=actor).pk
    return create_purchase_order(actor=actor, lines=lines, **usual | values)


def receipt(*, actor: Actor, lines: Sequence[ReceiptLineInput], **values: Any) -> Receipt:
    """Goods into the first warehouse, or where their order says."""
    usual = {} if "purchase_order_id" in values else {"warehouse_id": main_warehouse().pk}
    return post_receipt(actor=actor, lines=lines, **usual | values)


def received(*, actor: Actor, product: Product, quantity: str = "100", batch: str = "B1", **values: Any) -> Receipt:
    """One line of base units at 10.00 each; a tracked product in a batch that is good for 400 days more."""
    head = {name: values.pop(name) for name in ("warehouse_id", "supplier_id") if name in values}
    line: dict[str, Any] = {"product_id": product.pk, "quantity": Decimal(quantity), "unit_cost": Decimal(10)}
    if product.tracking != "none":
        line |= {"batch_number": batch, "expires_on": actor.today + dt.timedelta(days=400)}
    return receipt(actor=actor, lines=[ReceiptLineInput(**line | values)], **head)


def sales_order(*, actor: Actor, lines: Sequence[SalesOrderLineInput], **values: Any) -> SalesOrder:
    """An order out of the first warehouse, confirmed and reserved, of a new customer."""
    usual = {"warehouse_id": main_warehouse().pk, "confirm": True}
    if "customer_id" not in values:
        usual["customer_id"] = customer(actor=actor).pk
    return create_sales_order(actor=actor, lines=lines, **usual | values)
