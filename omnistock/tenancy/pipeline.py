"""Many prepared statements in one round trip, with as little Python for each as it takes.

psycopg's own pipeline keeps a cursor, a parsed query and a look at the socket for each statement: for a posting's
twenty-five that is more than PostgreSQL needs to run them, and as many chances to lose the interpreter to another
thread. Here statements are turned into bytes first, then sent together, and their results are read in one wait
(docs/decisions/0009). What takes PostgreSQL long may set out before the rest is known (docs/decisions/0022).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary

from psycopg import Connection, Error, errors
from psycopg.abc import PQGen
from psycopg.abc import Transformer as Transforming
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, Format, PipelineStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.waiting import Ready, Wait

PREPARED_AT_MOST: Final = 400
Values = Mapping[str, Any] | Sequence[Any]
Rows = list[tuple[Any, ...]]
Key = tuple[bytes, tuple[int, ...]]  # text, types

_PLACES: Final = re.compile(r"%(?:\((?P<name>\w+)\)s|(?P<at>s)|(?P<percent>%))")
_GOOD: Final = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK, ExecStatus.EMPTY_QUERY)
_UUID_OID: Final = 2950
_UUID_LENGTH: Final = b"\0\0\0\x10"
# As PostgreSQL sends an array: one dimension, no nulls, of ids; then how many there are, from 1 on.
_UUID_ARRAY: Final = b"\0\0\0\1\0\0\0\0\0\0\x0b\x86%b\0\0\0\1"
_ELEMENTS: Final[Mapping[type, Callable[[Any], str]]] = {
    UUID: attrgetter("hex"),  # with nulls among them
    Decimal: Decimal.__str__,
    int: int.__repr__,
    date: date.isoformat,
    type(None): str,  # never asked: nothing is there
    bool: bool.__repr__,
}
# What each connection has prepared, with its name there; the oldest first.
_prepared: Final[WeakKeyDictionary[Connection[Any], dict[Key, bytes]]] = WeakKeyDictionary()
_numbers: Final = itertools.count(1)


@dataclass(frozen=True, slots=True)
class _Bound:
    """A statement with its values as they go over the wire."""

    key: Key
    parameters: Any
    formats: Any
    is_kept: bool


@dataclass(frozen=True, slots=True)
class _Binary:
    """A value as PostgreSQL keeps it; `oid` 0: the statement says of which type it is."""

    data: bytes
    oid: int


@dataclass(slots=True)
class _Batch:
    """What was sent. Of each command: whether its rows are wanted, and what it has prepared once it went well."""

    names: dict[Key, bytes]
    is_wanted: list[bool] = field(default_factory=list)
    prepares: dict[int, tuple[Key, bytes]] = field(default_factory=dict)
    new: dict[Key, bytes] = field(default_factory=dict)

    def send(self, pgconn: Any, statement: _Bound) -> None:
        text, types = statement.key
        if statement.is_kept:
            pgconn.send_query_prepared(self._name(pgconn, statement.key), statement.parameters, statement.formats)
        else:
            pgconn.send_query_params(text, statement.parameters, types, statement.formats)
        self.is_wanted.append(True)

    def begin(self, pgconn: Any) -> None:
        self._aside(pgconn, b"BEGIN")

    def _aside(self, pgconn: Any, command: bytes) -> None:
        pgconn.send_query_params(command, None)
        self.is_wanted.append(False)

    def _name(self, pgconn: Any, key: Key) -> bytes:
        if (found := self.names.get(key) or self.new.get(key)) is not None:
            return found
        if len(self.names) + len(self.new) >= PREPARED_AT_MOST and self.names:
            self._aside(pgconn, b"DEALLOCATE " + self.names.pop(next(iter(self.names))))
        name = self.new[key] = b"omnistock_%d" % next(_numbers)
        pgconn.send_prepare(name, *key)
        self.prepares[len(self.is_wanted)] = (key, name)
        self.is_wanted.append(False)
        return name


class Trip:
    """Statements on their way, which are answered together."""

    def __init__(self, connected: Connection[Any]) -> None:
        self._connected = connected
        self._transformer = _transformer(connected)
        self._batch = _Batch(_prepared.setdefault(connected, {}))

    def send(self, asked: Sequence[tuple[str, Values, bool]]) -> None:
        """Each statement: text, values, whether it is worth preparing."""
        written: dict[int, Any] = {}
        # A value that cannot be sent is found out here.
        statements = [_bound(self._transformer, written, *each) for each in asked]
        pgconn = self._connected.pgconn
        if pgconn.pipeline_status == PipelineStatus.OFF:
            is_idle = pgconn.transaction_status == TransactionStatus.IDLE
            pgconn.enter_pipeline_mode()
            if is_idle and not self._connected.autocommit:
                self._batch.begin(pgconn)
        for statement in statements:
            self._batch.send(pgconn, statement)

    def set_out(self) -> None:
        """Let PostgreSQL begin now. Where the answers are waited for at once it is not worth its while: it would be woken
        twice."""
        self._connected.pgconn.flush()

    def answers(self) -> list[Rows]:
        """The rows of each statement, in order. The first that fails is raised, and with it the transaction has
        ended."""
        pgconn = self._connected.pgconn
        if pgconn.pipeline_status == PipelineStatus.OFF:
            return []
        try:
            pgconn.pipeline_sync()
            results = self._connected.wait(_exchange(pgconn))
        finally:
            if pgconn.status == ConnStatus.OK:
                pgconn.exit_pipeline_mode()
        return _rows(self._connected, self._transformer, self._batch, results)

    def abandon(self) -> None:
        """Let the connection go again; what came of the statements is nobody's concern any more."""
        with suppress(Error):
            self.answers()


def _transformer(connected: Connection[Any]) -> Transforming:
    """What the connection writes and reads values by: looked up once, by type. It knows its connection, so it is kept there:
    a table of ours would let no connection go."""
    kept = vars(connected)
    found: Transforming | None = kept.get("omnistock_transformer")
    if found is None:
        found = kept["omnistock_transformer"] = Transformer(connected)
    return found


@lru_cache(maxsize=2 * PREPARED_AT_MOST)
def _parsed(sql: str) -> tuple[bytes, tuple[str, ...] | None]:
    """The statement with $1 in the places of its values, and the values' names in that order; None where they have
    none."""
    names: dict[str, int] = {}
    count = itertools.count(1)

    def number(found: re.Match[str]) -> str:
        if found["percent"]:
            return "%"
        return f"${next(count) if found['at'] else names.setdefault(found['name'], len(names) + 1)}"

    text = _PLACES.sub(number, sql)
    return text.encode(), tuple(names) or None


def _bound(transformer: Transforming, written: dict[int, Any], sql: str, values: Values, is_kept: bool) -> _Bound:
    if not values:
        return _Bound((sql.encode(), ()), None, None, is_kept)
    text, names = _parsed(sql)
    ordered = [_sendable(values[name], written) for name in names] if names else list(values)  # type: ignore[call-overload]
    binary = [(at, value) for at, value in enumerate(ordered) if type(value) is _Binary]
    for at, _value in binary:
        ordered[at] = None
    parameters = transformer.dump_sequence(ordered, [PyFormat.AUTO] * len(ordered))
    types, formats = list(transformer.types or ()), list(transformer.formats or ())
    for at, value in binary:
        parameters[at], types[at], formats[at] = value.data, value.oid, Format.BINARY  # type: ignore[index]
    return _Bound((text, tuple(types)), parameters, formats, is_kept)


def _sendable(value: Any, written: dict[int, Any]) -> Any:
    """Ids, and lists of ids, numbers and words, as PostgreSQL keeps or writes them. A posting has twenty such lists and
    names its organization in every statement, and each is written once for all of them; psycopg would look for a
    dumper, and for what to escape, at every element. The statement says what a list holds (`::uuid[]`)."""
    kind = type(value)
    if kind is not list and kind is not UUID:
        return value
    if (found := written.get(id(value))) is None:
        found = written[id(value)] = _Binary(value.bytes, _UUID_OID) if kind is UUID else _packed(value)
    return found


def _packed(value: list[Any]) -> Any:
    """Ids go as they are kept, which neither side has to write out or read; everything else as text."""
    if value and type(value[0]) is UUID:
        try:
            ids = [each.int.to_bytes(16, "big") for each in value]
        except AttributeError:  # a null among them
            return _as_text(value)
        return _Binary(_UUID_ARRAY % len(ids).to_bytes(4, "big") + _UUID_LENGTH.join((b"", *ids)), 0)
    return _as_text(value)


def _as_text(value: list[Any]) -> Any:
    first = next((each for each in value if each is not None), None)
    if type(first) is str:
        return _words_as_text(value)
    if (text := _ELEMENTS.get(type(first))) is None:
        return value
    try:
        return "{" + ",".join(["NULL" if each is None else text(each) for each in value]) + "}"
    except (AttributeError, TypeError):  # not all of one type
        return value


def _words_as_text(value: list[Any]) -> Any:
    """Many lines say the same few words."""
    try:
        quoted = {word: '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in set(value) - {None}}
    except (AttributeError, TypeError):  # not all of one type
        return value
    quoted[None] = "NULL"
    return "{" + ",".join([quoted[word] for word in value]) + "}"


def _exchange(pgconn: Any) -> PQGen[list[list[PGresult]]]:
    """The results of each command, once all is sent and the synchronization has come back."""
    while pgconn.flush():
        if (yield Wait.RW) & Ready.R:
            pgconn.consume_input()
    results: list[list[PGresult]] = [[]]
    while True:
        while pgconn.is_busy():
            yield Wait.R
            pgconn.consume_input()
        result = pgconn.get_result()
        if result is None:
            if pgconn.status != ConnStatus.OK:  # then no synchronization will come
                return results
            results.append([])
        elif result.status == ExecStatus.PIPELINE_SYNC:
            return results
        else:
            results[-1].append(result)


def _rows(
    connected: Connection[Any], transformer: Transforming, batch: _Batch, results: list[list[PGresult]]
) -> list[Rows]:
    rows: list[Rows] = []
    for at, (is_wanted, found) in enumerate(zip(batch.is_wanted, results, strict=False)):
        if not found:
            raise errors.OperationalError("the connection to the database is lost")
        result = found[-1]
        if result.status not in _GOOD:
            raise errors.error_from_result(result, encoding=transformer.encoding)
        if is_wanted:
            count = result.ntuples
            if count:
                transformer.set_pgresult(result)
            rows.append(transformer.load_rows(0, count, tuple) if count else [])
        elif at in batch.prepares:
            key, name = batch.prepares[at]
            batch.names[key] = name
    return rows
