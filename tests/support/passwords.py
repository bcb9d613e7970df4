"""The product's password hasher, made cheap: cost 12 takes a quarter of a second each time."""

from __future__ import annotations

from omnistock.domain.identity.passwords import Bcrypt12


class CheapBcrypt(Bcrypt12):
    """Same algorithm and same shape of hash, at bcrypt's lowest cost."""

    rounds = 4
