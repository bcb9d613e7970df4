"""Error reports to Sentry (promise P4): nothing goes where no DSN is set, and where one is, only what is listed here.

A report is written anew from a list of what may leave (`allowed`), not cleaned of what may not: type and place of each
error, route template, status, task, release. Texts of errors and log records, locals, bodies, queries, headers, people
and breadcrumbs are not on the list. Everything that the SDK would gather or hook into by itself is off; what is reported
is what a logger calls an error, and what ends a process.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Callable, Mapping
from importlib.metadata import version
from types import TracebackType
from typing import Any, Final

import sentry_sdk
from django.conf import settings

from omnistock.kernel.log_lines import (
    errors_of,
    file_or_unknown,
    name_or_unknown,
    record_facts,
    route_or_unknown,
    schema_facts,
    steps_of,
    type_of,
)

# Who asks for a page that is not there, or under a name that is not ours, is no error of the product.
_NOT_OURS: Final = ("django.security", "sentry_sdk")
_LEVELS: Final = frozenset({"fatal", "critical", "error", "warning"})
_TAGS: Final = frozenset({"status", "task", "sqlstate", "table", "constraint", "logger", "place"})
_PLACE: Final = re.compile(r"[\w./<> +-]{1,300}:\d+", re.ASCII)
_ID: Final = re.compile(r"[0-9a-f-]{32,36}")
_FLUSH_SECONDS: Final = 2

OPTIONS: Final[Mapping[str, Any]] = {
    # Nothing hooks itself in, nothing is kept to be sent along.
    "default_integrations": False,
    "auto_enabling_integrations": False,
    "max_breadcrumbs": 0,
    "auto_session_tracking": False,
    "send_client_reports": False,
    "propagate_traces": False,
    "trace_propagation_targets": [],
    "traces_sample_rate": None,
    "enable_logs": False,
    "enable_metrics": False,
    "enable_db_query_source": False,
    "enable_http_request_source": False,
    "spotlight": False,
    # Nothing of anybody is gathered: what `data_collection` leaves out would be, so it names every part of it.
    "include_local_variables": False,
    "include_source_context": False,
    "attach_stacktrace": False,
    "max_request_body_size": "never",
    "server_name": "",
    "data_collection": {
        "user_info": False,
        "cookies": {"mode": "off"},
        "http_headers": {"request": {"mode": "off"}},
        "http_bodies": [],
        "url_query_params": {"mode": "off"},
        "graphql": {"document": False, "variables": False},
        "gen_ai": {"inputs": False, "outputs": False},
        "database_query_data": False,
        "queues": False,
        "stack_frame_variables": False,
        "frame_context_lines": 0,
    },
}
"""What stands between the SDK's defaults and the promise, each by name."""


def differing_options(client: Any) -> list[str]:
    """The names of options that run in `client` in another way than they are written here."""
    running: Mapping[str, Any] = client.options
    gathered = {name: value for name, value in running["data_collection"].items() if name != "provided_by_user"}
    found = [name for name, value in OPTIONS.items() if {**running, "data_collection": gathered}.get(name) != value]
    return [*found, "send_default_pii"] if client.should_send_default_pii() else found


def allowed(event: Mapping[str, Any], hint: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A report made of what may leave, and of nothing else of `event`."""
    made: dict[str, Any] = {
        "platform": "python",
        "level": event["level"] if event.get("level") in _LEVELS else "error",
        "release": f"omnistock@{version('omnistock')}",
        "environment": "development" if settings.DEBUG else "production",
    }
    if _ID.fullmatch(str(event.get("event_id", ""))):
        made["event_id"] = event["event_id"]
    if isinstance(event.get("timestamp"), str | float | int) or hasattr(event.get("timestamp"), "isoformat"):
        made["timestamp"] = event["timestamp"]
    if event.get("transaction"):
        made["transaction"] = route_or_unknown(event["transaction"])
    tags = event.get("tags")
    if isinstance(tags, Mapping):
        made["tags"] = {name: _tag(name, tags[name]) for name in tags if name in _TAGS}
    values = (event.get("exception") or {}).get("values") or []
    if values:
        made["exception"] = {"values": [_error(each) for each in values]}
    return made


def _tag(name: str, value: Any) -> str:
    if name == "place":
        return str(value) if _PLACE.fullmatch(str(value)) else "?"
    return name_or_unknown(value)


def _error(value: Mapping[str, Any]) -> dict[str, Any]:
    frames = (value.get("stacktrace") or {}).get("frames") or []
    return {
        "type": name_or_unknown(value.get("type")),
        "module": name_or_unknown(value.get("module") or "builtins"),
        "stacktrace": {
            "frames": [
                {
                    "filename": file_or_unknown(frame.get("filename")),
                    "function": name_or_unknown(frame.get("function")),
                    "lineno": frame["lineno"] if isinstance(frame.get("lineno"), int) else 0,
                    "in_app": file_or_unknown(frame.get("filename")).startswith("omnistock/"),
                }
                for frame in frames
            ]
        },
    }


def report_of(*, level: str, error: BaseException | None, facts: Mapping[str, str]) -> dict[str, Any]:
    """A report of an error, or (None) of a log record by its place alone. `facts` are tags; "route" names the page."""
    told = {name: value for name, value in facts.items() if name != "route"}
    event: dict[str, Any] = {"level": level, "transaction": facts.get("route"), "tags": told}
    if error is None:
        return event
    event["tags"] = {**told, **schema_facts(error)}
    event["exception"] = {
        "values": [
            {
                "type": type_of(each),
                "module": type(each).__module__,
                "stacktrace": {
                    "frames": [
                        {"filename": step.file, "function": step.function, "lineno": step.line}
                        for step in steps_of(each)
                    ]
                },
            }
            for each in reversed(list(errors_of(error)))
        ]
    }
    return event


class ReportErrors(logging.Handler):
    """What any logger calls an error becomes a report."""

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(_NOT_OURS):
            return
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        place = f"{file_or_unknown(record.pathname)}:{record.lineno}"
        facts = {**record_facts(record), "logger": record.name, "place": place}
        level = "fatal" if record.levelno >= logging.CRITICAL else "error"
        sentry_sdk.capture_event(report_of(level=level, error=error, facts=facts))  # type: ignore[arg-type]


def report_end(error: BaseException) -> None:
    """Report what ends a process or a thread, and wait until it has left."""
    if isinstance(error, Exception) and sentry_sdk.get_client().is_active():
        sentry_sdk.capture_event(report_of(level="fatal", error=error, facts={}))  # type: ignore[arg-type]
        sentry_sdk.flush(timeout=_FLUSH_SECONDS)


def start(dsn: str) -> Callable[[], None] | None:
    """Switch reports on for this process, where `dsn` is set; answers what switches them off again (for tests)."""
    if not dsn:
        return None
    nothing: Any = lambda item, hint: None  # noqa: E731
    sentry_sdk.init(
        dsn=dsn,
        **OPTIONS,
        integrations=[],
        before_send=allowed,  # type: ignore[arg-type]
        before_breadcrumb=nothing,
        before_send_transaction=nothing,
        before_send_log=nothing,
        before_send_metric=nothing,
    )
    handler = ReportErrors()
    logging.getLogger().addHandler(handler)
    hook, thread_hook = sys.excepthook, threading.excepthook

    def process_ends(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        report_end(error)
        hook(kind, error, trace)

    def thread_ends(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value is not None:
            report_end(ended.exc_value)
        thread_hook(ended)

    sys.excepthook, threading.excepthook = process_ends, thread_ends

    def stop() -> None:
        sys.excepthook, threading.excepthook = hook, thread_hook
        logging.getLogger().removeHandler(handler)
        sentry_sdk.get_client().close(timeout=_FLUSH_SECONDS)
        sentry_sdk.get_global_scope().set_client(None)

    return stop
