"""One SQL statement that runs hundreds of times a second, handed to libpq as it stands.

The driver's cursor looks for a dumper for each parameter of each call and waits through generators: of 240 µs
of processor time for the 41 parameters of an intake, 170 (measured). Nothing of that is needed where the
values are text already.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from django.db import connections
from psycopg import Connection, DataError, OperationalError
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from pydantic_core import to_json

_number = count(1)
_AS_TEXT: dict[type, Callable[[Any], bytes | None]] = {
    type(None): lambda value: None,
    str: str.encode,
    bool: lambda value: b"t" if value else b"f",
    datetime: lambda value: value.isoformat().encode(),
    list: to_json,
    dict: to_json,
}


class Statement:
    """A statement with `%s` for each parameter; a connection prepares it once, outside transactions."""

    def __init__(self, sql: str) -> None:
        first, *rest = sql.split("%s")
        self.sql = (first + "".join(f"${n}{part}" for n, part in enumerate(rest, 1))).encode()
        self.name = f"liandong_{next(_number)}".encode()

    def first(self, values: Sequence[Any]) -> list[Any] | None:
        """Run it on Django's connection, in its transaction; return the first row as text, or None.

        Values are text, numbers, truth, moments, None; lists and dicts are passed as JSON. Raises Django's
        database errors.
        """
        here = connections["default"]
        here.close_if_health_check_failed()
        here.ensure_connection()
        here.validate_no_broken_transaction()
        if here.queries_logged:
            here.queries_log.append({"sql": self.sql.decode(), "time": ""})
        with here.wrap_database_errors:
            result = self._run(
                here.connection, [_AS_TEXT.get(type(value), _word)(value) for value in values]
            )
        if not result.ntuples:
            return None
        row = (result.get_value(0, n) for n in range(result.nfields))
        return [None if value is None else value.decode() for value in row]

    def _run(self, line: Connection[Any], values: list[Any]) -> Any:
        if b"\0" in b"".join(filter(None, values)):  # libpq would end the text there
            raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
        if not line.autocommit:
            if line.info.transaction_status == TransactionStatus.IDLE:
                line.execute(
                    ""
                )  # the driver opens a transaction before the first statement it sees
            with line.lock:
                return _checked(line, line.pgconn.exec_params(self.sql, values))
        with line.lock:
            try:
                return _checked(line, line.pgconn.exec_prepared(self.name, values))
            except (
                InvalidSqlStatementName
            ):  # new here, or the driver has thrown all away after a rollback
                _checked(line, line.pgconn.prepare(self.name, self.sql))
                return _checked(line, line.pgconn.exec_prepared(self.name, values))


def _checked(line: Connection[Any], result: Any) -> Any:
    if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        return result
    if line.pgconn.status != ConnStatus.OK:
        raise OperationalError(result.error_message.decode())
    raise error_from_result(result, encoding="utf-8")


def _word(value: Any) -> bytes:
    return str(value).encode()
