"""Keeping passwords off the command line: whoever is on the machine reads those of every process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit


def apart(url: str) -> tuple[str, Mapping[str, str]]:
    """A database's URL without its password, and the environment of a program of PostgreSQL's that is given it there."""
    parts = urlsplit(url)
    if parts.password is None:
        return url, os.environ
    told, _at, place = parts.netloc.rpartition("@")
    bare = parts._replace(netloc=f"{told.partition(':')[0]}@{place}")
    return bare.geturl(), {**os.environ, "PGPASSWORD": unquote(parts.password)}
