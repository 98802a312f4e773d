"""The exception tree, and `Finding`: the one shape in which a fault is told."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from types import FrameType, TracebackType
from typing import Any, Literal

import attrs

Severity = Literal["error", "warning"]
Evidence = Literal["seed", "doc", "types", "observed", "inferred"]

_PACKAGE = __name__.partition(".")[0]
DOOR = f"{_PACKAGE}.cli."
INNER = frozenset((_PACKAGE, "attr._make", "functools", ""))
"""Modules whose frames are never the reader's: the package itself, attrs with the code it writes (no name), caches."""


@attrs.frozen(kw_only=True, slots=True)
class Finding:
    """One fault of a document: where it stands, what is wrong, why, and how to mend it.

    `rule` is a slug (`timeline-dsl explain SLUG`), `path` a JSON Pointer into the document, `where` the
    `file:line` that wrote the node or None, `evidence` how sure the project is of the rule.
    """

    rule: str
    severity: Severity
    path: str
    message: str
    fix: str = ""
    where: str | None = None
    evidence: Evidence = "inferred"

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain JSON values."""
        return {field.name: getattr(self, field.name) for field in attrs.fields(Finding)}

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        lines = [f"{place}{self.path or '/'}: {self.message} [{self.rule}]"]
        if self.fix:
            lines.append(f"  fix: {self.fix}")
        return "\n".join(lines)


class TimelineError(Exception):
    """Root of every exception of the package. `fix` says how to mend it, `where` is the reader's `file:line`."""

    def __init__(self, message: str, *, fix: str | None = None, where: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.where = where
        _trim_uncaught_tracebacks()

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.message}" if not self.fix else f"{place}{self.message.rstrip('.')}. Fix: {self.fix}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.args, self.__dict__.copy())


def _restore(kind: type[TimelineError], args: tuple[Any, ...], state: dict[str, Any]) -> TimelineError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class UsageError(TimelineError):
    """A call that cannot mean anything: a wrong argument, an ambiguous position, items in an impossible order."""


class FieldError(UsageError):
    """A value that a field does not take. `kind` is the class, `field` the Python name, `value` what was given."""

    def __init__(
        self, kind: str, field: str, value: object, expected: str, *, fix: str | None = None, where: str | None = None
    ) -> None:
        self.kind, self.field, self.value, self.expected = kind, field, value, expected
        super().__init__(f"{kind}.{field} must be {expected} (got {shown(value)})", fix=fix, where=where)


class DocumentError(TimelineError):
    """Text that is no JSON, or JSON that is no document of the kind asked for."""


class CheckError(TimelineError):
    """The document has findings with severity error. `findings` holds all of them, in document order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        count = len(self.findings)
        head = "1 error" if count == 1 else f"{count} errors"
        super().__init__("\n".join([f"{head} in the timeline:", *map(str, self.findings)]))


class ScheduleError(TimelineError):
    """The times of a timeline cannot be worked out."""


class MissingMaterial(TimelineError):
    """A material that the timeline uses lies in none of the given folders."""


class MissingExtra(TimelineError):
    """Something optional is not installed. `extra` names the extra; `fix` is the install line."""

    def __init__(self, what: str, extra: str) -> None:
        self.extra = extra
        super().__init__(f"{what} is not installed.", fix=f"pip install 'timeline-dsl[{extra}]'")


class RenderError(TimelineError):
    """The local engine failed. `command`, `code` and `log` tell what FFmpeg was asked and what it said last."""

    def __init__(
        self,
        message: str,
        *,
        command: Iterable[str] = (),
        code: int | None = None,
        log: str = "",
        fix: str | None = None,
    ) -> None:
        self.command, self.code, self.log = tuple(command), code, log
        super().__init__(message, fix=fix)


class OutputError(RenderError, UsageError):
    """The output cannot be written as it was asked for: a suffix, a folder, a name that does not serve."""


class Cancelled(RenderError):
    """The caller stopped a render; nothing half-written was left behind."""


class TemplateError(TimelineError):
    """A template and its parameters do not fit. `findings` holds each misfit with its place."""

    def __init__(self, message: str, *, findings: Iterable[Finding] = (), fix: str | None = None) -> None:
        self.findings = tuple(findings)
        super().__init__(message, fix=fix)


class SubmitError(TimelineError):
    """The service, or the way to it, refused a call. `code`, `status` and `request_id` are the service's own."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        status: int | None = None,
        request_id: str = "",
        data: Mapping[str, Any] | None = None,
        fix: str | None = None,
    ) -> None:
        self.code, self.status, self.request_id = code, status, request_id
        self.data = dict(data or {})
        super().__init__(message, fix=fix)


class JobFailed(SubmitError):
    """The job was accepted and then failed."""


class TimelineWarning(UserWarning):
    """Something legal that is probably not meant: an unknown key kept, an id that the catalogue does not know."""


def shown(value: object, limit: int = 60) -> str:
    """`value` as it is shown in a message: its repr, cut to `limit` characters, never failing."""
    try:
        text = repr(value)
    except Exception as error:  # a foreign __repr__ may raise anything, and this is already an error message
        text = f"<{type(value).__name__} whose repr fails: {type(error).__name__}>"
    return text if len(text) <= limit else text[: limit - 1] + "…"


def readers_frames(frame: FrameType | None) -> Iterator[FrameType]:
    """The frames from `frame` outward that do not belong to the package; behind its command line there is no reader."""
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name.startswith(DOOR):
            return
        if name not in INNER and not name.startswith(_PACKAGE + "."):
            yield frame
        frame = frame.f_back


def readers_line(depth: int = 1) -> str | None:
    """`file:line` of the innermost caller outside the package, or None when there is none."""
    frame = next(readers_frames(sys._getframe(depth)), None)
    if frame is None:
        return None
    name = frame.f_code.co_filename
    return f"{name.replace(chr(92), '/').rpartition('/')[2]}:{frame.f_lineno}"


def without_own_frames(trace: TracebackType | None) -> TracebackType | None:
    """`trace` without the frames of the package, so that it ends at the reader's own line."""
    if trace is None:
        return None
    rest = without_own_frames(trace.tb_next)
    frames = list(readers_frames(trace.tb_frame))
    if frames and frames[0] is trace.tb_frame:
        return TracebackType(rest, trace.tb_frame, trace.tb_lasti, trace.tb_lineno)
    return rest


def _trim_uncaught_tracebacks() -> None:
    """Make an uncaught error of the package end at the reader's line; other exceptions are shown as before.

    Called when the first such error is made, so that importing the package changes nothing.
    """
    if getattr(sys.excepthook, "trims_timeline_errors", False):
        return
    before = sys.excepthook

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> Any:
        if isinstance(error, TimelineError):
            trace = without_own_frames(trace)
            error.__traceback__ = trace
            error.__suppress_context__ = True
        return before(kind, error, trace)

    show.trims_timeline_errors = True  # type: ignore[attr-defined]  # a mark on our own function
    sys.excepthook = show
