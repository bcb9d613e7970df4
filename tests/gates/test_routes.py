"""Every route, of the pages and of the API, is visited as a stranger, as the owner of another organization, and as a
member who only reads. A route that is added tomorrow is visited tomorrow; what the walk cannot know of it, it asks for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import Organization, Person
from omnistock.tenancy.roles import ROLES
from tests import make
from tests.gates.filling import fill, tenant_models
from tests.make import ApiClient, Company
from tests.personas import ASHA, INES, OTTO, VIDYA

# Whoever comes may see these.
OPEN: Final = {
    "healthz": "an operator's monitor asks",
    "readyz": "an operator's monitor asks",
    "openapi-json": "the document of the API names nobody",
    "api-reference": "the same document to read",
    "styleguide": "in debug only, and made of samples",
    "outbox": "on one's own machine only: the first mail comes before one can sign in",
    "home": "the way in",
    "unsubscribe": "its signed link is what lets in: who gets a mail need not have an account",
    "mail-webhook": "the mail provider's; only what it signed is read",
    **dict.fromkeys(
        ("privacy", "trust", "retention", "subprocessors", "cookies", "grievance", "security", "security-txt"),
        "a page for the public",
    ),
    "departure-link": "its link is what lets in: who asked may not be able to sign in any more",
    "departure-certificate": "the same",
    **dict.fromkeys(
        (
            *("features", "pricing", "audience", "contact", "status", "terms", "start", "sitemap"),
            *("robots", "favicon"),
            *("dpa", "dpa-document"),
            *("blog", "blog-feed", "blog-post", "demo-request", "demo-booked", "demo-calendar"),
        ),
        "a page for who looks before signing up",
    ),
    "account-deleted": "who reads it has no account any more",
    "rights-request-new": "whoever is in somebody's records may ask, with an account or without",
    **dict.fromkeys(("rights-request", "rights-proof", "rights-letter", "rights-account"), "its link is what lets in"),
}
# Of somebody who is signed in, whatever their workspace; each looks for itself at what is theirs.
PERSONAL: Final = {
    "appearance": "one's own screen",
    "profile": "one's own name and password",
    **dict.fromkeys(("activity", "activity-export"), "what one did oneself"),
    **dict.fromkeys(("account-security", "session-end", "sessions-end"), "one's own factors and sessions"),
    "workspaces": "one's own workspaces",
    "workspace-choice": "one's own workspaces",
    "workspace-new": "makes one's own",
    "practice-start": "makes one's own to practise in",
    "invitation": "its link is what lets in",
    **dict.fromkeys(
        ("my-data", "my-data-file", "my-data-report", "my-data-request", "my-data-letter", "account-deletion"),
        "one's own data and requests",
    ),
}
# A POST of these writes nothing that others see, so a reader may send one; nothing of the organization's may change by it.
READERS_MAY_POST: Final = {
    "transfer-challan": "a file, whatever the method; refused while the transfer is no document yet",
    "notices": "marks one's own notices as read",
    "notice-choices": "what one asks to be told of oneself",
    "notice-reading": "marks one's own notice as read; another member's is not there",
    "own-mail-resumption": "mail to one's own address",
    "saved-view-new": "a name for what one's own list shows",
    "saved-view-removal": "forgets such a name",
}
# What stands in an address where no id of a row of that table stands.
SAMPLES: Final = {
    "message_id": "00000000-0000-7000-8000-000000000000",
    "report": "cert_in",
    "incident_id": "00000000-0000-7000-8000-000000000000",
    "rights_request_id": "00000000-0000-7000-8000-000000000000",
    "organization_id": "00000000-0000-7000-8000-000000000000",
    "name": "products",
    "slug": "stock-value",
    "token": "no-invitation",
    "external_id": "x",
    "session_number": "1",
    "document_kind": "invoice",
}
WRITES: Final = ("post", "patch", "put", "delete")


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    view: Any

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"<(?:\w+:)?(\w+)>", self.pattern)

    @property
    def is_tenants(self) -> bool:
        return bool(getattr(self.view, "is_tenant_view", False))

    @property
    def is_consoles(self) -> bool:
        return bool(getattr(self.view, "is_console_view", False))

    def address(self, ids: dict[str, Any]) -> str:
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: self._standing_for(found[1], ids), self.pattern)

    def _standing_for(self, parameter: str, ids: dict[str, Any]) -> str:
        table = parameter.removesuffix("_id")
        if table == "document":  # of the kind that the route's name begins with, as in "receipt-reversal"
            table = self.name.rpartition("-")[0].replace("-", "_")
        assert table in ids or parameter in SAMPLES, f"say in SAMPLES what stands for <{parameter}> of an address"
        return str(ids[table]) if table in ids else SAMPLES[parameter]


def routes(patterns: Any = None, before: str = "") -> Iterator[Route]:
    """Every route of a page. The API's come from its document; allauth's are allauth's."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLResolver):
            if pattern not in ("api/v1/", "accounts/"):
                yield from routes(each.url_patterns, pattern)
        elif isinstance(each, URLPattern):
            yield Route(each.name or pattern, pattern, each.callback)


def endpoints() -> list[tuple[str, str, Route]]:
    """Method, name and route of everything that the API answers."""
    document = Client().get("/api/v1/openapi.json").json()
    return [
        (method, operation["operationId"], Route(path, re.sub(r"{(\w+)}", r"<\1>", path).lstrip("/"), None))
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in ("get", *WRITES)
    ]


@dataclass
class Houses:
    """Demo Pharma with a row in every table, and Otto's, who knows every id of it."""

    pharma: Company
    ottos: Company
    ids: dict[str, Any]

    def digest(self) -> dict[str, Any]:
        """What Demo Pharma's tables hold."""
        found = {}
        with tenant_boundary(self.pharma.id), connection.cursor() as cursor:
            for model in tenant_models(apps):
                if model._meta.db_table == "audit_event":  # taking a file away is noted too
                    continue
                cursor.execute(f'SELECT count(*), sum(hashtext(t::text)) FROM "{model._meta.db_table}" t')
                found[model._meta.db_table] = cursor.fetchone()
        return found


@pytest.fixture(scope="module")
def houses(file_db: None) -> Houses:
    """For the walks, which change nothing."""
    pharma, ottos = make.organization(), make.organization(owner=OTTO, name="Otto Trading", gstin="")
    pharma.join(VIDYA)
    somebody = Person.objects.create_user("somebody@example.com", name="Somebody")
    with tenant_boundary(pharma.id):
        rows = fill(apps, Organization.objects.get(pk=pharma.id), somebody)
    return Houses(pharma, ottos, {table: row.pk for table, row in rows.items()})


def visit(client: Any, method: str, address: str) -> Any:
    """The answer; a page that raises for want of a likely row has shown nothing, and is told as its error."""
    try:
        return getattr(client, method)(address)
    except Http404:
        raise
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def text_of(answer: Any) -> str:
    return b"".join(answer).decode(errors="replace")


def status_of(answer: Any) -> Any:
    return getattr(answer, "status_code", answer)


def test_every_route_says_whose_it_is() -> None:
    """A page is a tenant's by its decorator; one that is not stands in a list above, with the reason."""
    listed = set(OPEN) | set(PERSONAL)
    found = {route.name: route for route in routes()}
    assert [
        name for name, route in found.items() if not (route.is_tenants or route.is_consoles or name in listed)
    ] == []
    assert [name for name in listed if name in found and found[name].is_tenants] == [], "take these off the list"
    listed |= set(READERS_MAY_POST)
    assert [name for name in listed if name not in found and name != "openapi-json"] == [], "there is no such route"


def test_no_name_and_no_address_is_given_twice() -> None:
    """The second of two would answer nobody, and the walks, which go by name, would pass one of them by."""
    found = list(routes())
    assert [name for name, times in Counter(route.name for route in found).items() if times > 1] == []
    assert [pattern for pattern, times in Counter(route.pattern for route in found).items() if times > 1] == []


def test_the_console_is_not_there_for_anybody_else(houses: Houses) -> None:
    """Also not for an owner who knows every id, whatever is asked."""
    found = [route for route in routes() if route.is_consoles]
    assert len(found) > 5
    assert all(route.pattern.startswith("console/") for route in found)
    otto, pharmas = houses.ottos.client(OTTO), houses.pharma.client(ASHA)
    faults = [
        f"{method} {route.pattern}: {status_of(answer)}"
        for route in found
        for client in (otto, pharmas)
        for method in ("get", "post")
        for answer in [getattr(client, method)(route.address(houses.ids))]
        if status_of(answer) != 404
    ]
    assert faults == [], "\n".join(faults)


def test_the_list_bites() -> None:
    def forgotten(request: Any) -> None:
        """A view that nobody decorated."""

    route = Route("forgotten", "app/forgotten/<uuid:thing_id>", forgotten)
    assert not route.is_tenants
    with pytest.raises(AssertionError, match="what stands for <thing_id>"):
        route.address({})


def test_a_stranger_is_sent_to_the_door(houses: Houses) -> None:
    stranger, faults = Client(), []
    for route in routes():
        if route.name in OPEN:
            continue
        for method in ("get", "post"):
            stranger.cookies.clear()
            answer = visit(stranger, method, route.address(houses.ids))
            is_sent = status_of(answer) == 302 and answer["Location"].startswith("/accounts/login/")
            if not is_sent and status_of(answer) != 405:
                faults.append(f"{method} {route.pattern}: {status_of(answer)}")
    assert faults == [], "\n".join(faults)


def test_a_stranger_is_told_to_bring_a_key(houses: Houses) -> None:
    guessed = {"Authorization": f"Bearer omni_{houses.pharma.id}_guessed"}
    faults = [
        f"{method} {route.pattern}: {status_of(answer)}"
        for at, (method, _name, route) in enumerate(endpoints())
        # Not all from one address, which would soon be told to wait.
        for client in [Client(headers=guessed, REMOTE_ADDR=f"198.51.100.{at % 200}")]
        for answer in [visit(client, method, route.address(houses.ids))]
        if status_of(answer) != 401
    ]
    assert faults == [], "\n".join(faults)


def test_another_organizations_owner_finds_nothing_on_a_page(houses: Houses) -> None:
    """With every id known: no page has them, and no list names one."""
    otto, before, faults = houses.ottos.client(OTTO), houses.digest(), []
    theirs = {str(each) for each in houses.ids.values()}
    for route in routes():
        if not route.is_tenants:
            continue
        address = route.address(houses.ids)
        answers = [visit(otto, method, address) for method in ("get", "post")]
        got, posted = (status_of(answer) for answer in answers)
        if set(route.parameters) - set(SAMPLES):
            # A step that is only posted leads who asks for it by GET to its document, which is 404.
            if 404 not in (got, posted) or got not in (404, 405, 303) or posted not in (404, 405):
                faults.append(f"{route.pattern}: {got}, {posted}")
        elif status_of(answers[0]) == 200:
            text = text_of(answers[0])  # once: a stream is empty the second time
            faults += [f"{route.pattern} names {each}" for each in theirs if each in text]
        elif isinstance(answers[0], str):
            faults.append(f"{route.pattern}: {answers[0]}")
    assert faults == [], "\n".join(faults)
    assert houses.digest() == before


def test_another_organizations_key_finds_nothing(houses: Houses) -> None:
    otto, before, faults = houses.ottos.api(INES), houses.digest(), []
    theirs = {str(each) for each in houses.ids.values()}
    for method, _name, route in endpoints():
        answer = visit(otto, method, route.address(houses.ids))
        if [each for each in route.parameters if each not in SAMPLES]:
            if status_of(answer) != 404 and not _judges_the_body_first(method, answer):
                faults.append(f"{method} {route.pattern}: {status_of(answer)}")
        elif not isinstance(answer, str):
            text = text_of(answer)
            faults += [f"{route.pattern} names {each}" for each in theirs if each in text]
    assert faults == [], "\n".join(faults)
    assert houses.digest() == before


def test_who_only_reads_writes_nothing_on_a_page(houses: Houses) -> None:
    vidya, before, faults = houses.pharma.client(VIDYA), houses.digest(), []
    for route in routes():
        if route.is_tenants:
            answer = visit(vidya, "post", route.address(houses.ids))
            # 200: a page that shows the same by any method. A form that was not taken answers 4xx, a write leads on.
            if status_of(answer) not in (403, 405, 200) and route.name not in READERS_MAY_POST:
                faults.append(f"{route.name} {route.pattern}: {status_of(answer)}")
    assert faults == [], "\n".join(faults)
    assert houses.digest() == before


def test_a_key_that_only_reads_writes_nothing(houses: Houses) -> None:
    reader = ApiClient(houses.pharma.key(INES, scopes=sorted(ROLES["viewer"])))
    before, faults = houses.digest(), []
    for method, name, route in endpoints():
        if method in WRITES:
            answer = visit(reader, method, route.address(houses.ids))
            if status_of(answer) != 403 and not _judges_the_body_first(method, answer):
                faults.append(f"{method} {name}: {status_of(answer)}")
    assert faults == [], "\n".join(faults)
    assert houses.digest() == before


def _judges_the_body_first(method: str, answer: Any) -> bool:
    """A body that is no order of any kind is told so before anything is looked for; it names no row."""
    return method in WRITES and status_of(answer) == 422
