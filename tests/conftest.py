"""The ground of every test: real PostgreSQL as the role app, the network off, every random test repeatable.

- `db` (pytest-django's, or its mark): rolled back at the end; the boundary works inside.
- `file_db`: what tests of one file begin with is made once, by fixtures of scope "module" that ask for this; each test
  undoes what it did to it, and with the file all of it goes. `pharma` is such a one.
- `live_db`: committed for real, nothing is cleaned: make a fresh organization. For threads and browsers. The people of
  one file are nobody to the next: their rows stay, under other addresses.
- `site`: the address of a real web server on this run's database (implies `live_db`).
"""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from omnistock.kernel.starting import start
from tests.support import environment

if TYPE_CHECKING:  # this file is read before Django is ready
    from tests.make import Company

environment.set_environment()

OWNER_URL = pytest.StashKey[str]()

for name, examples in {"quick": 25, "ci": 100, "soak": 2_000}.items():
    hypothesis_settings.register_profile(
        name, max_examples=examples, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
    )
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# What takes ten seconds or more begins first, so that no worker is left with one of them when the others are done. The first
# three take minutes; a worker whose file has so few tests as the crawl's is handed the next file at once: a short one.
LONGEST = (
    *("browser/test_every_page.py", "browser", "launch/test_program.py", "web/test_bad_forms.py"),
    *("launch/test_backup.py", "api/test_schemathesis.py", "gates/test_routes.py", "launch/test_postgres.py"),
    *("gates/test_limits.py", "concurrency/test_batch_storm.py", "cli/test_demo.py", "domain/test_archive.py"),
    *("jobs/test_imports.py", "gates/test_migrations.py", "domain/test_counts.py", "web/test_counts.py"),
    *("domain/test_exchange_nasty.py", "api/test_online_retail.py", "domain/test_exchange_imports.py"),
    *("gates/test_blind_counts.py", "web/test_offered_links.py", "concurrency/test_ledger_storm.py"),
)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("hypothesis_seed", None) is None:
        config.option.hypothesis_seed = str(environment.seed())
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["tests.support.passwords.CheapBcrypt"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        place = _together(item.path.relative_to(environment.ROOT / "tests").as_posix())
        return LONGEST.index(place) if place in LONGEST else len(LONGEST)

    items.sort(key=rank)
    _refuse_what_depends_on_order(items)


def _refuse_what_depends_on_order(items: list[pytest.Item]) -> None:
    """What a file's fixture adds to what another made (`tablets` to `pharma`) is there for every later test of the file that
    asks for the other: each of them has to ask for both, else it would begin with more or with less by who went before."""
    asked: dict[tuple[Path, str], list[pytest.Item]] = {}
    added: set[tuple[Path, str, str]] = set()
    for item in items:
        made = {name: found[-1] for name, found in item._fixtureinfo.name2fixturedefs.items()}  # type: ignore[attr-defined]
        shared = {name for name, fixture in made.items() if fixture.scope == "module"} - {"file_db"}
        for name in shared:
            asked.setdefault((item.path, name), []).append(item)
        for name in shared - {"ines"}:  # she adds a key, which nobody counts
            added |= {(item.path, name, base) for base in shared.intersection(_begun_with(name, made))}
    for path, name, base in sorted(added):
        without = [item.nodeid for item in asked[path, base] if item not in asked[path, name]]
        if without:
            raise pytest.UsageError(f"{name} adds to {base}, so these ask for it too, or it is made anew: {without}")


def _begun_with(name: str, made: dict[str, pytest.FixtureDef[Any]]) -> set[str]:
    """What a fixture asks for, and what that asks for in turn."""
    direct = set(made[name].argnames).intersection(made)
    return direct.union(*(_begun_with(each, made) for each in direct - {name}))


def _together(file: str) -> str:
    """What is run by one worker: a file, but everything that walks through one site in one browser, since each worker would
    start both for itself."""
    is_walk = file.startswith("browser/") and file not in LONGEST
    return "browser" if is_walk else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _together(super()._split_scope(nodeid).removeprefix("tests/"))

    return Together(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """The product and all tests live as long as the run: the collector need not walk them while they are imported (a
    third of the collection's processor time), nor again and again later (a tenth of that of tests of pages)."""
    with start():
        found = yield
    gc.set_threshold(10_000)
    return found


def pytest_report_header(config: pytest.Config) -> str:
    return f"seed of random tests: {config.option.hypothesis_seed} (repeat with TEST_SEED or --hypothesis-seed)"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the long proofs printed of themselves (`seed 7: 24 kills, ...`), whichever worker they ran in."""
    for report in terminalreporter.stats.get("passed", ()):
        for line in report.capstdout.splitlines():
            if line.startswith("seed "):
                terminalreporter.write_line(f"{report.duration:.0f} s {report.nodeid}: {line[:300]}")


@pytest.fixture(scope="session", autouse=True)
def network_off() -> Iterator[None]:
    from tests.support.network import guard_network

    with pytest.MonkeyPatch.context() as patch:
        guard_network(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def own_door_of_mail(django_test_environment: None) -> None:
    """Mail leaves by the product's own last door in tests too, not by the one that Django's test runner puts in."""
    from django.conf import settings

    settings.EMAIL_BACKEND = "omnistock.domain.notifications.backend.Nowhere"


@pytest.fixture(scope="session", autouse=True)
def static_files_once(django_test_environment: None) -> Iterator[None]:
    """Every client of a test makes the middleware anew, and WhiteNoise then looks for all static files: they stay the same."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def remember(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", remember)
        yield


@pytest.fixture(autouse=True)
def nothing_taken() -> None:
    """No test meets a rate limit for what others did, nor sums that were kept for them."""
    from omnistock.domain.reporting import kept
    from omnistock.domain.security.later import LATER
    from omnistock.tenancy.limits import COUNTER

    COUNTER.forget()
    LATER.forget()
    kept.forget()


@pytest.fixture(scope="session")
def database_name() -> str:
    """Of this pytest process alone; ends with its number, by which a killed run's database is found and dropped."""
    return f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_blocker: pytest.FixtureRequest, database_name: str
) -> Iterator[None]:
    """In place of pytest-django's: the schema is made by the owner, the tests run as app."""
    from django.db import connection, connections

    from tests.support.server import own_database

    with own_database(database_name) as server, django_db_blocker.unblock():
        url = server.url("app", database=database_name)
        request.config.stash[OWNER_URL] = server.url("owner", database=database_name)
        os.environ["DATABASE_URL"] = url
        connection.close()
        connection.settings_dict.update(_settings_of(url))
        os.environ["DATABASE_CONSOLE_URL"] = server.url("console", database=database_name)
        connections["console"].settings_dict.update(_settings_of(os.environ["DATABASE_CONSOLE_URL"]))
        _assert_bound_role()
        yield
        connections.close_all()


@pytest.fixture(scope="module")
def file_db(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A transaction around the tests of a file, each of which is a savepoint in it. Not with `live_db` in one file; and
    PostgreSQL's own `now()` stands still in it."""
    from django.db import transaction

    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # a boundary is durable, and may only be within a test's
        with around:
            yield
            transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def undone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Within `file_db` every test is a savepoint, whatever it asks for."""
    from django.db import connection

    if not connection.in_atomic_block:
        yield
        return
    from tests.make import nothing_learnt

    with nothing_learnt():
        request.getfixturevalue("db")
        yield


@pytest.fixture(scope="module")
def pharma(file_db: None) -> Company:
    """Demo Pharma, of Asha."""
    from tests import make

    return make.organization()


@pytest.fixture(scope="module", autouse=True)
def own_people(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every file meets its personas for the first time: those that it committed leave their addresses afterwards."""
    yield
    if owner := request.config.stash.get(OWNER_URL, None):
        with psycopg.connect(owner, autocommit=True) as connection:
            for table in ("account_emailaddress", "person"):
                connection.execute(
                    f"UPDATE omnistock.{table} SET email = 'gone-' || id || '@example.com' WHERE email NOT LIKE 'gone-%'"
                )


@pytest.fixture
def live_db(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The database with real commits. Not to be mixed with `db` in one test. What it enqueued and nobody ran does not stay:
    the next test that runs what waits would meet it."""
    from django.db import connection, connections

    assert not connection.in_atomic_block, (
        "a test of this file began in `file_db`: put those that commit into their own"
    )
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
        connections.close_all()


@pytest.fixture(scope="session")
def running_site(django_db_setup: None) -> Iterator[str]:
    from tests.support.site import serve

    with serve() as address:
        yield address


@pytest.fixture
def site(running_site: str, live_db: None) -> str:
    """The address of a web server of the product, started once a run, on this run's database."""
    return running_site


def _settings_of(url: str) -> dict[str, object]:
    from omnistock.config.settings import _database

    found = _database(url)
    return {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}


def _assert_bound_role() -> None:
    """Tests as a superuser would prove nothing about tenancy."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls, pg_has_role(current_user, 'owner', 'MEMBER')"
            " FROM pg_roles WHERE rolname = current_user"
        )
        found = cursor.fetchone()
    assert found == ("app", False, False), f"the tests must run as app, not as {found}"
