"""The ledger's longer statements."""

from __future__ import annotations

from omnistock.tenancy.sql_files import reader

read = reader(__file__)
