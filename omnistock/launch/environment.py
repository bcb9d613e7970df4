"""The environment of the program, read and checked once.

Every variable that an operator may set is listed here with the check that it must pass. All that is wrong is
told in one go, a line each, before anything is started.
"""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from omnistock.kernel.limits import rules_with
from omnistock.kernel.signatures import PREFIX, key_of
from omnistock.launch.errors import StartRefused
from omnistock.launch.files import write_private
from omnistock.launch.region import region_faults

DEFAULT_BASE_URL = "http://127.0.0.1:8000"
DEFAULT_DATA_FOLDER = ".omnistock"
SECRET_KEY_LENGTH_MINIMUM = 50
"""As Django's own deployment check asks."""


def _database_url(value: str) -> None:
    parts = urlsplit(value)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("must begin with postgresql://")
    if not parts.path.strip("/"):
        raise ValueError("must name a database: postgresql://user:password@host:5432/omnistock")
    if not parts.username:
        raise ValueError("must name a user: postgresql://user:password@host:5432/omnistock")
    _ = parts.port  # raises ValueError when it is not a number below 65536


def _origin(value: str) -> None:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an address such as https://stock.example.com")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("must be an address without a path, such as https://stock.example.com")


def _web_address(value: str) -> None:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be a web address that begins with https://")


def _redis_url(value: str) -> None:
    if urlsplit(value).scheme not in ("redis", "rediss", "unix"):
        raise ValueError("must begin with redis://, rediss:// or unix://")


def _secret(value: str) -> None:
    if len(value) < SECRET_KEY_LENGTH_MINIMUM:
        raise ValueError(f"must have at least {SECRET_KEY_LENGTH_MINIMUM} characters; it has {len(value)}")


def _email(value: str) -> None:
    address = re.fullmatch(r".*<([^<>]+)>\s*", value)
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address.group(1) if address else value):
        raise ValueError("must be a mail address such as help@example.com or Name <help@example.com>")


def _networks(value: str) -> None:
    for part in filter(None, (piece.strip() for piece in value.split(","))):
        try:
            ipaddress.ip_network(part)
        except ValueError:
            raise ValueError(f"must list addresses or networks such as 10.0.0.0/8; {part!r} is none") from None


def _rate_limits(value: str) -> None:
    rules_with(value)


def _phone(value: str) -> None:
    if not re.fullmatch(r"\+?[0-9][0-9 ()-]{5,20}", value):
        raise ValueError("must be a phone number such as +91 98765 43210")


def _webhook_secret(value: str) -> None:
    if not value.startswith(PREFIX):
        raise ValueError("must begin with whsec_, as the provider shows it")
    key_of(value)


def _switch(value: str) -> None:
    if value not in ("0", "1"):
        raise ValueError("must be 1 or 0")


def _sign_up(value: str) -> None:
    if value not in ("open", "invited"):
        raise ValueError("must be open (anybody makes an account) or invited (whoever has an invitation does)")


def _threads(value: str) -> None:
    if not value.isdecimal() or not 1 <= int(value) <= 100:
        raise ValueError("must be a whole number from 1 to 100")


def _processes(value: str) -> None:
    if not value.isdecimal() or not 1 <= int(value) <= 32:
        raise ValueError("must be a whole number from 1 to 32")


def _text(value: str) -> None:
    if any(ord(character) < 32 for character in value):
        raise ValueError("must be one line of text")


VARIABLES: Mapping[str, Callable[[str], None]] = {
    "DATABASE_URL": _database_url,
    "DATABASE_OWNER_URL": _database_url,
    "DATABASE_DIRECT_URL": _database_url,
    "DATABASE_BACKUP_URL": _database_url,
    "DATABASE_CONSOLE_URL": _database_url,
    "OMNISTOCK_DATA": _text,
    "OMNISTOCK_DEBUG": _switch,
    "WEB_PROCESSES": _processes,
    "WEB_THREADS": _threads,
    "BACKUP_DIRECTORY": _text,
    "BACKUP_KEY": _text,
    "ANCHOR_DIRECTORY": _text,
    "REDIS_URL": _redis_url,
    "SECRET_KEY": _secret,
    "BASE_URL": _origin,
    "SIGN_UP": _sign_up,
    "RESEND_API_KEY": _text,
    "RESEND_WEBHOOK_SECRET": _webhook_secret,
    "MAIL_FROM": _email,
    "SENTRY_DSN": _web_address,
    "POSTHOG_KEY": _text,
    "POSTHOG_HOST": _web_address,
    "DATA_REGION": _text,
    "TRUSTED_PROXIES": _networks,
    "RATE_LIMITS": _rate_limits,
    "WEBHOOK_NETWORKS": _networks,
    "OPERATOR_NAME": _text,
    "OPERATOR_ADDRESS": _text,
    "PRIVACY_EMAIL": _email,
    "SECURITY_EMAIL": _email,
    "GRIEVANCE_EMAIL": _email,
    "GRIEVANCE_OFFICER_NAME": _text,
    "DPO_EMAIL": _email,
    "CONTACT_EMAIL": _email,
    "CONTACT_PHONE": _phone,
    "WHATSAPP_NUMBER": _phone,
}
"""Each variable and the check of its value. A check raises ValueError saying what the value must be."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The checked environment. `values` holds what is set (an empty variable counts as not set)."""

    values: Mapping[str, str]
    data_folder: Path

    @classmethod
    def read(cls, source: Mapping[str, str] | None = None, *, data: str | None = None) -> Environment:
        """Reads `source` (the process environment when none is given); `data` overrides OMNISTOCK_DATA.

        Raises StartRefused naming every variable that is wrong.
        """
        source = os.environ if source is None else source
        values = {name: source[name].strip() for name in VARIABLES if source.get(name, "").strip()}
        if data is not None:
            values["OMNISTOCK_DATA"] = data
        faults = list(_faults(values))
        if faults:
            raise StartRefused("\n".join(faults))
        folder = Path(values.get("OMNISTOCK_DATA", DEFAULT_DATA_FOLDER)).expanduser().absolute()
        return cls(values=values, data_folder=folder)

    @property
    def embedded(self) -> bool:
        """Whether the database is our own: no DATABASE_URL is set."""
        return "DATABASE_URL" not in self.values

    @property
    def base_url(self) -> str:
        """The public origin without a slash at its end."""
        return self.values.get("BASE_URL", DEFAULT_BASE_URL).rstrip("/")

    @property
    def secret_file(self) -> Path:
        """Where the secret key is kept that is not set."""
        return self.data_folder / "secret_key"

    def with_values(self, **values: str) -> Environment:
        """The same environment with these variables set as well."""
        return Environment(values={**self.values, **values}, data_folder=self.data_folder)

    def variables(self) -> dict[str, str]:
        """What a child process, or Django's settings in this one, must find in its environment."""
        return {
            **self.values,
            "OMNISTOCK_DATA": str(self.data_folder),
            "SECRET_KEY": self.values.get("SECRET_KEY") or _kept_secret(self.secret_file),
            "BASE_URL": self.base_url,
        }


def _faults(values: Mapping[str, str]) -> list[str]:
    faults = []
    for name, value in values.items():
        try:
            VARIABLES[name](value)
        except ValueError as fault:
            faults.append(f"{name} {fault}")
    if "DATABASE_URL" in values and "SECRET_KEY" not in values:
        faults.append("SECRET_KEY must be set where DATABASE_URL is: at least 50 random characters")
    if "DATABASE_OWNER_URL" in values and "DATABASE_URL" not in values:
        faults.append("DATABASE_URL must be set where DATABASE_OWNER_URL is: the same database, role app")
    faults.extend(region_faults(values))
    return faults


def _kept_secret(path: Path) -> str:
    """The secret key of an embedded installation: made once, readable by its user alone."""
    if not path.exists():
        write_private(path, secrets.token_urlsafe(64))
    kept = path.read_text().strip()
    if len(kept) < SECRET_KEY_LENGTH_MINIMUM:
        raise StartRefused(f"{path} is damaged: remove it, and the copy beside the data is taken")
    return kept
