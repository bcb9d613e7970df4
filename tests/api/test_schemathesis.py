"""The API does what its document says: schemathesis makes requests out of the document, good and bad, and judges the
answers by it. No answer is a 500, each conforms, and what the document forbids is refused. The soak does it at length;
`schemathesis.toml` tells how to do it by hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection
from hypothesis import HealthCheck, Phase, assume, settings

from omnistock.tenancy.limits import COUNTER
from tests import make
from tests.personas import INES
from tests.support.environment import ROOT

pytestmark = pytest.mark.usefixtures("live_db")
addresses = cycle(f"198.51.100.{number}" for number in range(250))

# The document is made, and read, by the worker that runs these: each of them collects every test.
schema = schemathesis.pytest.from_fixture("described")
# Times an endpoint. There are three hundred of them: eight times are two minutes, sixty times a quarter of an hour.
AT_LENGTH = int(os.environ.get("AT_LENGTH", "8"))
calmly = settings(deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def described(django_db_setup: None) -> Iterator[schemathesis.BaseSchema]:
    # Not that of config/wsgi.py, which makes every page ready first.
    product = get_wsgi_application()

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        """Each request comes from another address: schemathesis asks once a case with a key that is none, and who does so too
        often is told to wait (429), which it takes for a fault of the answer to a wrong key."""
        return product(environ | {"REMOTE_ADDR": next(addresses)}, start_response)

    config = schemathesis.Config.from_path(ROOT / "schemathesis.toml")
    with pytest.MonkeyPatch.context() as patch:
        # One connection serves all requests, as one of the pool does in the product: a new one takes as long as some of them.
        patch.setitem(connection.settings_dict, "CONN_MAX_AGE", None)
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)
        connection.close()


@pytest.fixture(autouse=True)
def known_by_its_old_name(request: pytest.FixtureRequest) -> None:
    """schemathesis 4.32 asks for the name under which pytest kept a test's id until 9.2."""
    request.node._nodeid = request.node.nodeid


@pytest.fixture(scope="module")
def headers(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """A key of an organization that these requests fill with whatever they like."""
    with django_db_blocker.unblock():
        # Called without a socket between, schemathesis asks for compressed answers and does not unpack them.
        yield {"Authorization": f"Bearer {make.organization().key(INES)}", "Accept-Encoding": "identity"}


def ask(case: schemathesis.Case, headers: dict[str, str]) -> None:
    """What is wrong by an empty list or object in the query is not there when the address is written, so it is no
    request that could be refused."""
    COUNTER.forget()  # all endpoints are asked in one test, by one key
    assume(not any(value in ([], {}) for value in (case.query or {}).values()))
    case.call_and_validate(headers=headers)


@schema.parametrize()
@settings(calmly, max_examples=2)
def test_it_does_what_it_says(case: schemathesis.Case, headers: dict[str, str]) -> None:
    ask(case, headers)


@pytest.mark.soak
@schema.parametrize()
@settings(calmly, max_examples=AT_LENGTH)
def test_it_does_so_at_length(case: schemathesis.Case, headers: dict[str, str]) -> None:
    ask(case, headers)
