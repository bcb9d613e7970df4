"""Whether the database is where `DATA_REGION` says (promise P5), as far as its host tells.

A pooler of Supabase names its region (`aws-0-ap-south-1.pooler.supabase.com`); a direct host (`db.….supabase.co`) and every
other host do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote, urlsplit

_URLS: Final = (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DIRECT_URL", "DATABASE_BACKUP_URL", "DATABASE_CONSOLE_URL"),
)
_POOLER: Final = re.compile(r"aws-\d+-([a-z]+-[a-z]+-\d+)\.pooler\.supabase\.com")
# How people call them. A region that is not here is known by its code.
_PLACES: Final = MappingProxyType(
    {
        "ap-south-1": "Mumbai",
        "ap-southeast-1": "Singapore",
        "ap-southeast-2": "Sydney",
        "ap-northeast-1": "Tokyo",
        "ap-northeast-2": "Seoul",
        "ca-central-1": "Canada",
        "eu-central-1": "Frankfurt",
        "eu-central-2": "Zurich",
        "eu-north-1": "Stockholm",
        "eu-west-1": "Ireland",
        "eu-west-2": "London",
        "eu-west-3": "Paris",
        "sa-east-1": "São Paulo",
        "us-east-1": "Virginia",
        "us-east-2": "Ohio",
        "us-west-1": "California",
        "us-west-2": "Oregon",
    }
)


def region_faults(values: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each URL that leads to another region than the one that is published. Where none is published yet
    the trust page says so, and nothing is refused."""
    published = values.get("DATA_REGION", "").casefold()
    for name in _URLS:
        code = _region_of(values.get(name, ""))
        if not published or code is None:
            continue
        names = [code, *([_PLACES[code]] if code in _PLACES else [])]
        if not any(each.casefold() in published for each in names):
            where = " or ".join(names)
            yield (
                f"{name} leads to {where}, and DATA_REGION says {values['DATA_REGION']}: "
                f"set DATA_REGION to a text with {where} in it, or the URL of a database that is there"
            )


def _region_of(url: str) -> str | None:
    """The code of the region that the host names; None for one that names none."""
    try:
        host = unquote(urlsplit(url).hostname or "")
    except ValueError:
        return None
    found = _POOLER.fullmatch(host)
    return found[1] if found else None
