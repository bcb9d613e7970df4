"""The wrapper that Django loads by name; see `schema.py` for what it adds."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.features import DatabaseFeatures as PostgresFeatures

from omnistock.tenancy.backend.pool import pool_of
from omnistock.tenancy.backend.schema import TenantSchemaEditor
from omnistock.tenancy.pipeline import Trip
from omnistock.tenancy.statements import Statement, send


class DatabaseFeatures(PostgresFeatures):
    # The primary key in the database is (organization_id, id): grouping by id alone does not determine the row.
    allows_group_by_selected_pks = False


class TransactionOver(RuntimeError):
    """Something was asked after the question that the commit went along with: a bug, never an answer to a person. It would be
    asked outside of the boundary."""


class DatabaseWrapper(base.DatabaseWrapper):
    """`waiting` are statements that go along with the next round trip (`tenancy.statements.send_later`), `under_way` those
    of `trip` that PostgreSQL is at work on already (`send_ahead`): whoever asks the database anything, opens a savepoint or
    commits finds them done. `ends_with_next`: the next that is sent is the last of the transaction
    (`commit_along`), and then it `is_over`."""

    features_class = DatabaseFeatures
    SchemaEditorClass = TenantSchemaEditor

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.waiting: list[Statement] = []
        self.under_way: list[Statement] = []
        self.trip: Trip | None = None
        self.ends_with_next = self.is_over = False

    def refuse_where_over(self) -> None:
        if self.is_over:
            raise TransactionOver("this transaction was committed along with what it asked last")

    def _cursor(self, name: str | None = None) -> Any:
        self.refuse_where_over()
        self._send_waiting()
        return super()._cursor(name)

    def _commit(self) -> None:
        self._send_waiting(Statement("COMMIT", is_kept=False))
        super()._commit()  # which sends nothing where nothing is open any more
        self._forget()

    def _rollback(self) -> None:
        self._forget()
        super()._rollback()

    def _savepoint_rollback(self, sid: str) -> None:
        self._forget()  # all of them came after the savepoint, since making it sent those before
        super()._savepoint_rollback(sid)

    def _close(self) -> None:
        self._forget()
        super()._close()

    def _send_waiting(self, *along: Statement) -> None:
        if self.waiting or self.under_way:
            send(*along)

    def _forget(self) -> None:
        self.ends_with_next = self.is_over = False
        self.waiting.clear()
        self.under_way.clear()
        trip, self.trip = self.trip, None
        if trip is not None:
            trip.abandon()

    @property
    def pool(self) -> Any:
        """Django's, but a connection is looked at before it is asked (`pool.py`)."""
        if self.alias not in self._connection_pools and (options := self.settings_dict["OPTIONS"].get("pool")):
            parameters = {**self.get_connection_params(), "autocommit": True}
            made = pool_of(parameters, configure=self._configure_connection, options=options)
            self._connection_pools.setdefault(self.alias, made)
        return super().pool
