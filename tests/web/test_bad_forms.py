"""Every form of every page, found by following the links of the practice data, is sent what nobody should send.

No answer is a 500; what is refused is refused in words, shows what was typed, and leaves everything as it was. A form that
is added tomorrow is attacked tomorrow. A short walk is a test like any other; the whole one belongs to `make soak`.
"""

from __future__ import annotations

import random
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib import import_module
from typing import Any, Final
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from omnistock.domain.identity.queries import workspaces_of
from omnistock.interfaces.cli.demo.people import ASHA
from omnistock.interfaces.web.boundary import SESSION_ORGANIZATION
from omnistock.tenancy.boundary import person_boundary, tenant_boundary
from omnistock.tenancy.limits import COUNTER
from omnistock.tenancy.models import Person
from tests import make
from tests.gates.filling import tenant_models
from tests.personas import OTTO
from tests.support.environment import seed
from tests.support.soak import bound

NAUGHTY: Final = "ÅÍ 👾 <script>alert(1)</script> ' \" -- {{ 7*7 }} %s %n ../../etc/passwd \u202etest"
# What a typed field is sent, by name.
ATTACKS: Final = {
    "text": "abc",
    "negative": "-1",
    "huge": "9" * 60,
    "exponent": "1e400",
    "early": "1900-01-01",
    "late": "9999-12-31",
    "long": "n" * 10_000,
    "naughty": NAUGHTY,
    "digits": "٣",
    "nothing": "",
}
# Signing out and the choice of a workspace would end the walk; the screen's own choice is made on every page.
NOT_WALKED: Final = {"account_logout", "workspace-choice", "appearance", "workspace-new"}
MOST_PAGES: Final = 250
FORMS_AT_LEAST: Final = 60
MOST_PAGES_SHORT: Final = 100
FORMS_AT_LEAST_SHORT: Final = 40
ERROR_SIGNS: Final = ("data-error-summary", 'role="alert"', "<h1", "data-toast")


@dataclass
class Control:
    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        return self.kind in ("text", "textarea", "number", "email", "tel", "url", "date", "search")

    @property
    def is_chosen(self) -> bool:
        return self.kind in ("hidden", "select", "checkbox", "radio")


@dataclass
class Form:
    address: str
    controls: list[Control] = field(default_factory=list)

    def filled(self) -> dict[str, Any]:
        """As the page shows it: what a person would send who changed nothing."""
        return {each.name: each.value for each in self.controls if each.kind not in ("file", "checkbox")}


class Reader(HTMLParser):
    """The links and the posting forms of a page. A control outside its form belongs to it by its `form` attribute."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, list[str](), list[Form]()
        self._open: Form | None = None
        self._by_id: dict[str, Form] = {}
        self._apart: list[tuple[str, Control]] = []
        self._select: Control | None = None
        self._area: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and has.get("href"):
            self.links.append(urljoin(self.address, has["href"]))
        elif tag == "form":
            self._open = Form(urljoin(self.address, has.get("action", "") or self.address))
            if has.get("method", "").lower() == "post":
                self.forms.append(self._open)
            self._by_id[has.get("id", "")] = self._open
        elif tag in ("input", "select", "textarea", "button") and has.get("name"):
            kind = has.get("type", "text") if tag == "input" else tag
            self._keep(Control(has["name"], kind, has.get("value", "")), has.get("form", ""))
        elif tag == "option" and self._select is not None:
            self._select.options.append(has.get("value", ""))
            if "selected" in has or len(self._select.options) == 1:
                self._select.value = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def _keep(self, control: Control, form: str) -> None:
        if control.kind == "select":
            self._select = control
        if control.kind == "textarea":
            self._area = control
        if control.name == "csrfmiddlewaretoken" or control.kind == "button" or "__index__" in control.name:
            return  # `__index__`: the blank row that the page's script copies
        if form:
            self._apart.append((form, control))
        elif self._open is not None:
            self._open.controls.append(control)

    def close(self) -> None:
        super().close()
        for form, control in self._apart:
            if form in self._by_id:
                self._by_id[form].controls.append(control)


def read(address: str, page: str) -> Reader:
    reader = Reader(address)
    reader.feed(page)
    reader.close()
    return reader


@dataclass
class World:
    """The practice data, its owner's browser, and ids that another organization has."""

    client: Client
    organization_id: Any
    strange_ids: list[str]

    def digest(self) -> dict[str, Any]:
        found = {}
        with tenant_boundary(self.organization_id), connection.cursor() as cursor:
            for model in tenant_models(apps):
                cursor.execute(f'SELECT count(*), sum(hashtext(t::text)) FROM "{model._meta.db_table}" t')
                found[model._meta.db_table] = cursor.fetchone()
        return found

    def forms(self, *, most_pages: int = MOST_PAGES) -> dict[str, Form]:
        """Every kind of form there is, by the route it is sent to and its fields."""
        waiting, seen, found = deque(["/app/"]), set[str](), dict[str, Form]()
        visits: dict[str, int] = {}
        while waiting and len(seen) < most_pages:
            address = waiting.popleft()
            name = route_of(address)
            # Two of a kind: a draft and a confirmed order offer different things.
            if name is None or address in seen or visits.get(name, 0) >= (2 if "?" not in address else 1):
                continue
            seen.add(address)
            visits[name] = visits.get(name, 0) + 1
            answer = self.client.get(address)
            if answer.status_code != 200 or "html" not in answer["Content-Type"]:
                continue
            page = read(address, answer.content.decode())
            waiting.extend(link.split("#")[0] for link in page.links)
            for form in page.forms:
                target = route_of(form.address)
                if target and target not in NOT_WALKED:
                    names = sorted({re.sub(r"\d+", "0", each.name) for each in form.controls})
                    found.setdefault(f"{target} {' '.join(names)}", form)
        return found


def route_of(address: str) -> str | None:
    """The name of the route; None for what is no page of ours."""
    parts = urlsplit(address)
    if parts.netloc or not parts.path.startswith("/app") or re.search(r"\.(pdf|csv|xlsx)$|/export$", parts.path):
        return None
    try:
        return resolve(parts.path).url_name
    except Resolver404:
        return None


@pytest.fixture(scope="module")
def world(file_db: None) -> Iterator[World]:
    """Demo Pharma, with most stories."""
    with _world(0) as made:
        yield made


@pytest.fixture
def grocery(db: None) -> Iterator[World]:
    """Demo Grocery, which is filled in a second."""
    with _world(1) as made:
        yield made


@contextmanager
def _world(practice: int) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        command = import_module("omnistock.interfaces.cli.demo.command")
        patch.setattr(command, "PRACTICES", command.PRACTICES[practice : practice + 1])
        patch.setattr(COUNTER, "take", _never_over(COUNTER.take))
        command.load(now=timezone.now())
        asha = Person.objects.get(email=ASHA.email)
        client = Client(raise_request_exception=False)
        client.force_login(asha)
        with person_boundary(asha.pk):
            organization_id = next(iter(workspaces_of(person_id=asha.pk))).id
        session = client.session
        session[SESSION_ORGANIZATION] = str(organization_id)
        session.save()
        others = make.organization(owner=OTTO, name="Otto Trading", gstin="")
        with others.acting(OTTO) as otto:
            strange = [
                make.main_warehouse().pk,
                make.product(actor=otto, sku="O").pk,
                make.customer(actor=otto).pk,
                uuid4(),
            ]
        yield World(client, organization_id, [str(each) for each in strange])


def _never_over(take: Any) -> Any:
    """A person would be told to slow down; the walk wants to hear what is wrong with the form."""
    return lambda *arguments, **named: take(*arguments, **named)._replace(is_over=False)


def attacks_on(form: Form, world: World, *, at: int | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the form is sent: attacks in every typed field at once, one in a typed field alone, ids that are nobody's or
    another organization's, nothing, and files that are none. `at` takes some of each, by turns; None takes all."""
    shown = form.filled()
    typed = [each.name for each in form.controls if each.is_typed]
    chosen = [each.name for each in form.controls if each.is_chosen]
    files = [each.name for each in form.controls if each.kind == "file"]
    names = list(ATTACKS)
    if typed:
        for name in by_turns(names, at, 3):
            yield f"{name} in all", shown | dict.fromkeys(typed, ATTACKS[name])
        yield "a null in all", shown | dict.fromkeys(typed, "a\x00b")
        for alone in by_turns(typed, at, 1):
            name = names[(typed.index(alone) + (at or 0)) % len(names)]
            yield f"{name} in {alone}", shown | {alone: ATTACKS[name]}
    if chosen:
        for strange in by_turns([*world.strange_ids, "\x00", "9" * 5_000], at, 1):
            yield f"{strange[:36]} chosen", shown | dict.fromkeys(chosen, strange)
    yield "nothing at all", {}
    for name in files:
        for content in by_turns([b"", b"\x00\xff\xfe" * 50, b"<html>", b"%PDF-1.7", b'a,"b\n1'], at, 1):
            yield f"file {content[:8]!r}", shown | {name: SimpleUploadedFile("../../x\x00.csv", content)}


def short_attacks_on(form: Form, world: World, at: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Another attack in every typed field, and beside it one on what is chosen or nothing at all, by turns."""
    shown, names = form.filled(), list(ATTACKS)
    typed = [each.name for each in form.controls if each.is_typed]
    yield "mixed", shown | {name: ATTACKS[names[(at + step) % len(names)]] for step, name in enumerate(typed)}
    chosen = [each.name for each in form.controls if each.is_chosen]
    strange = by_turns([*world.strange_ids, "a\x00b"], at, 1)[0]
    yield f"{strange} chosen" if at % 4 else "nothing", shown | dict.fromkeys(chosen, strange) if at % 4 else {}


def by_turns(everything: list[Any], at: int | None, count: int) -> list[Any]:
    """`count` of them, others each time; all of them for None."""
    if at is None:
        return everything
    return [everything[(at * count + step) % len(everything)] for step in range(min(count, len(everything)))]


def fault_of(form: Form, sent: dict[str, Any], answer: Any) -> str:
    """What is wrong with an answer; empty where nothing is."""
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if answer.status_code < 400 or answer.status_code == 405:
        return ""
    page = answer.content.decode(errors="replace")
    if not any(sign in page for sign in ERROR_SIGNS):
        return f"{answer.status_code} without a word"
    again = next((each for each in read(form.address, page).forms if each.address == form.address), None)
    if again is None or answer.status_code not in (409, 422):
        return ""
    values = {each.name: each.value for each in again.controls}
    lost = [
        each.name
        for each in form.controls
        if each.is_typed and each.name in values and (text := sent.get(each.name, "")) and "\x00" not in text
        if values[each.name].strip() != text.strip()
    ]
    return f"{answer.status_code}, and forgets what was typed in {lost}" if lost else ""


def test_no_form_near_the_first_page_breaks_forgets_or_changes_anything(grocery: World) -> None:
    forms = grocery.forms(most_pages=MOST_PAGES_SHORT)
    assert len(forms) >= FORMS_AT_LEAST_SHORT, "the walk lost its way"
    assert_they_hold(grocery, forms.items(), short_attacks_on)


@pytest.mark.soak
def test_no_form_breaks_forgets_or_changes_anything(world: World) -> None:
    """Some attacks on each form, by turns."""
    assert_they_hold(world, in_time(world.forms(), 90), lambda form, there, at: attacks_on(form, there, at=at))


@pytest.mark.soak
def test_nor_does_it_under_all_attacks(world: World) -> None:
    assert_they_hold(world, in_time(world.forms(), 60), lambda form, there, at: attacks_on(form, there, at=None))


def in_time(forms: dict[str, Form], seconds: float) -> Iterator[tuple[str, Form]]:
    """Every form in another order each time, as many as there is time for."""
    attacked = 0
    assert len(forms) >= FORMS_AT_LEAST, "the walk lost its way"
    names = sorted(forms)
    random.Random(chosen := seed()).shuffle(names)
    ends_at = time.monotonic() + bound(seconds)
    for name in names:
        if time.monotonic() > ends_at:
            break
        attacked += 1
        yield name, forms[name]
    print(f"seed {chosen}: {attacked} of {len(forms)} forms attacked")  # noqa: T201


Attacks = Callable[[Form, World, int], Iterator[tuple[str, dict[str, Any]]]]


def assert_they_hold(world: World, forms: Iterable[tuple[str, Form]], attacks: Attacks) -> None:
    before, faults = world.digest(), []
    for at, (name, form) in enumerate(forms):
        for attack, sent in attacks(form, world, at):
            here = transaction.savepoint()
            answer = world.client.post(form.address, sent)
            if fault := fault_of(form, sent, answer):
                faults.append(f"{name.split()[0]} ({attack}): {fault}")
            # What was taken is taken back, so that the next form finds what the page showed.
            done = transaction.savepoint_rollback if answer.status_code < 400 else transaction.savepoint_commit
            done(here)
    assert faults == [], "\n".join(faults)
    assert {table for table, rows in world.digest().items() if rows != before[table]} == set()
