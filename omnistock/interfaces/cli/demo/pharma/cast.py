"""Whom and what the stories call by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from omnistock.domain.catalog.models import Product
from omnistock.domain.parties.models import Customer, Supplier


@dataclass(frozen=True, slots=True)
class Cast:
    products: Sequence[Product]
    suppliers: Sequence[Supplier]
    customers: Sequence[Customer]

    def product(self, name: str) -> Product:
        return next(each for each in self.products if each.name == name)

    def customer(self, name: str) -> Customer:
        return next(each for each in self.customers if each.name == name)
