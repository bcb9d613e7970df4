"""Keeping passwords off the command line: whoever is on the machine reads those of every process."""

from __future__ import annotations

import os
from collections.abc import Mapping

from psycopg.conninfo import conninfo_to_dict, make_conninfo


def apart(url: str) -> tuple[str, Mapping[str, str]]:
    """Where a database's URL leads, as PostgreSQL's programs take it, without the password (which may stand before the
    host or behind `?`), and the environment of a program that is given it there."""
    parameters = conninfo_to_dict(url)
    password = parameters.pop("password", None)
    given = {} if password is None else {"PGPASSWORD": str(password)}
    return make_conninfo("", **parameters), {**os.environ, **given}
