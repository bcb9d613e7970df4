"""Where benchmarks run: the product's own embedded PostgreSQL with its ordinary, durable settings, and one
organization."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from omnistock.launch.postgres import EmbeddedPostgres

DATABASE = "bench"


@dataclass(frozen=True)
class Place:
    server: EmbeddedPostgres
    organization_id: UUID
    person_id: UUID

    @property
    def app_url(self) -> str:
        return self.server.url("app", database=DATABASE)

    @property
    def owner_url(self) -> str:
        return self.server.url("owner", database=DATABASE)


@contextmanager
def places() -> Iterator[Callable[[], Place]]:
    """A fresh database with the whole schema, with Django ready as the role app; gone after the block. Each call of
    what it gives makes one more organization: no measure sees what another left."""
    with tempfile.TemporaryDirectory(prefix="omnistock-bench-") as folder:
        server = EmbeddedPostgres(Path(folder) / "postgres", settings={"max_connections": "60"})
        with server.lease():
            _migrate(server)
            yield lambda: _organization(server)
            from django.db import connections

            connections.close_all()
        server.destroy()


def _migrate(server: EmbeddedPostgres) -> None:
    import psycopg

    with psycopg.connect(server.url("postgres", database="postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE bench")
    server.prepare(DATABASE)
    variables = {
        "DATABASE_URL": server.url("app", database=DATABASE),
        "DATABASE_OWNER_URL": server.url("owner", database=DATABASE),
        "SECRET_KEY": secrets.token_hex(32),
        "DJANGO_SETTINGS_MODULE": "omnistock.config.settings",
        "OMNISTOCK_POOL": "0",
    }
    os.environ.update(variables)
    subprocess.run([sys.executable, "-m", "omnistock.launch", "migrate"], check=True, stdout=subprocess.DEVNULL)


def _organization(server: EmbeddedPostgres) -> Place:
    import django

    django.setup()
    from django.utils import timezone

    from omnistock.domain.identity.operations import create_workspace
    from omnistock.domain.identity.operations.workspaces import NewWorkspace
    from omnistock.tenancy.models import Person

    person = Person.objects.create_user(f"{secrets.token_hex(8)}@demo.example", secrets.token_hex(16), name="Bench")
    organization_id = create_workspace(person_id=person.pk, workspace=NewWorkspace(name="Bench"), now=timezone.now())
    return Place(server, organization_id, person.pk)
