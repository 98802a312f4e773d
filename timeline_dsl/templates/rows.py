"""Rows to timelines: a template filled in from a CSV or JSONL file, one row at a time."""

from __future__ import annotations

import csv
import json
import warnings
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.errors import (
    CheckError,
    DocumentError,
    Finding,
    TemplateError,
    TimelineError,
    TimelineWarning,
    UsageError,
    shown,
)
from timeline_dsl.templates.cells import from_cell
from timeline_dsl.templates.contract import Unfit
from timeline_dsl.templates.kinds import ConfigTemplate, FunctionTemplate, Template
from timeline_dsl.templates.origins import parameter_at
from timeline_dsl.timeline import Timeline

Rows = str | Path | Iterable[Mapping[str, Any]]
"""A `.csv` file, a file with one JSON object a line, or the values themselves."""


@attrs.frozen(kw_only=True)
class Attempt:
    """One row: the timeline that it makes, or the error that kept it from making one.

    `number` counts from 1, `where` is the file and line, `values` are what the row says, by column.
    """

    number: int
    where: str | None
    values: Mapping[str, Any]
    timeline: Timeline | None = None
    error: TimelineError | None = None


@attrs.frozen(kw_only=True)
class _Row:
    """One row as it was read. A `fault` keeps the rest from being read."""

    where: str | None
    values: Mapping[str, Any]
    cells: bool = False
    fault: str = ""


def timelines(template: Template, rows: Rows, *, check: bool = True, region: str | None = None) -> Iterator[Timeline]:
    """The timeline of each row, made when it is asked for. The first row that makes none raises.

    The error names the row and, where it can be known, the column. `check` holds each timeline against the rules.
    """
    with closing(attempts(template, rows, check=check, region=region)) as made:
        for attempt in made:
            if attempt.error is not None:
                raise attempt.error
            assert attempt.timeline is not None
            yield attempt.timeline


def attempts(
    template: Template, rows: Rows, *, check: bool = True, region: str | None = None
) -> Generator[Attempt, None, None]:
    """What comes of each row: a timeline, or the error that it met. One row is held at a time."""
    if not isinstance(template, Template):
        raise UsageError(
            f"rows fill a template (got {shown(template)})",
            fix="td.Template.from_config(…) or a function under @td.template",
        )
    strangers: set[str] = set()
    for number, row in enumerate(_rows(template, rows), 1):
        _warn_of_strangers(template, row, strangers)
        try:
            timeline = _made(template, row)
            if check:
                _checked(template, row, timeline, region)
        except TimelineError as error:
            yield Attempt(number=number, where=row.where, values=row.values, error=_placed(error, number, row))
            continue
        yield Attempt(number=number, where=row.where, values=row.values, timeline=timeline)


# -- reading -----------------------------------------------------------------------------------------------------------


def _rows(template: Template, rows: Rows) -> Iterator[_Row]:
    if not isinstance(rows, str | Path):
        for values in rows:
            fault = "" if isinstance(values, Mapping) else f"a row is a mapping of values (got {shown(values)})"
            yield _Row(where=None, values={} if fault else values, fault=fault)
        return
    path = Path(rows)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _table(template, file, path) if path.suffix.lower() == ".csv" else _lines(file, path)
    except OSError as error:
        raise DocumentError(f"{str(path)!r} cannot be read: {error.strerror}", fix="name a CSV or JSONL file") from None
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path.name} is not UTF-8 text ({error.reason})", fix="save it as UTF-8") from None


def _table(template: Template, file: Iterable[str], path: Path) -> Iterator[_Row]:
    reader = csv.reader(file, strict=True)
    try:
        names = next(reader, None)
        if names is None:
            raise DocumentError(f"{path.name} is empty", fix="the first line names the columns: title,clip")
        _check_names(template, names, path)
        for cells in reader:
            if not any(cells):
                continue
            even = len(cells) == len(names)
            fault = "" if even else f"it has {len(cells)} cells, and the first line names {len(names)}"
            values = dict(zip(names, cells, strict=False))
            yield _Row(where=f"{path.name}:{reader.line_num}", values=values, cells=True, fault=fault)
    except csv.Error as error:
        raise DocumentError(
            f"{path.name}:{reader.line_num}: {error}", fix="quote cells that hold commas, quotes or lines"
        ) from None


def _check_names(template: Template, names: list[str], path: Path) -> None:
    for name in names:
        if names.count(name) > 1:
            raise DocumentError(f"{path.name}:1: the column {name!r} stands twice", fix="keep one of them")
    for parameter in template.params:
        if parameter.required and parameter.name not in names:
            near = get_close_matches(parameter.name, names, n=1)
            fix = f"rename {near[0]!r} to {parameter.name!r}" if near else f"add it ({parameter.type})"
            raise DocumentError(
                f"{path.name}:1: there is no column {parameter.name!r}, which the template needs", fix=fix
            )


def _lines(file: Iterable[str], path: Path) -> Iterator[_Row]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield _Row(where=where, values={}, fault=f"it is no JSON ({error})")
            continue
        fault = "" if isinstance(values, dict) else f"a row is a JSON object (got {shown(values)})"
        yield _Row(where=where, values={} if fault else values, fault=fault)


def _warn_of_strangers(template: Template, row: _Row, seen: set[str]) -> None:
    """Warn once of each column that fills nothing: it may name files, or be misspelt."""
    strange = row.values.keys() - {one.name for one in template.params} - seen
    for name in sorted(strange):
        seen.add(name)
        warnings.warn(TimelineWarning(f"the column {name!r} fills no parameter of the template"), stacklevel=4)


# -- making ------------------------------------------------------------------------------------------------------------


class _CellError(TemplateError):
    """A cell that does not fit its column."""

    def __init__(self, column: str, message: str, fix: str) -> None:
        super().__init__(message, fix=fix)
        self.column = column


def _made(template: Template, row: _Row) -> Timeline:
    if row.fault:
        raise TemplateError(row.fault)
    return template.expand(_values(template, row))


def _values(template: Template, row: _Row) -> dict[str, Any]:
    """The values that a row gives to the parameters; an empty cell gives none."""
    values: dict[str, Any] = {}
    for one in template.params:
        given = row.values.get(one.name)
        if one.name not in row.values or (row.cells and given == ""):
            if one.required:
                reason = "is empty, and the template needs it" if row.cells else "is missing"
                raise _CellError(one.name, reason, f"it takes {one.type}")
            continue
        try:
            wire = isinstance(template, ConfigTemplate)
            values[one.name] = from_cell(one, given, wire=wire) if row.cells and isinstance(given, str) else given
        except Unfit as unfit:
            item = f"item {unfit.at} " if unfit.at else ""
            raise _CellError(one.name, f"{item}{unfit}", f"it takes {one.type}") from None
    return values


def _checked(template: Template, row: _Row, timeline: Timeline, region: str | None) -> None:
    errors = timeline.check(region=region).errors
    if errors:
        raise CheckError(_with_columns(template, row, errors))


def _with_columns(template: Template, row: _Row, findings: tuple[Finding, ...]) -> list[Finding]:
    """The findings, each with the column from which its place was filled, where that can be told."""
    try:
        config, values = template.to_config(), _values(template, row)
        if isinstance(template, FunctionTemplate):
            values = template.clips_param(**values)
    except TimelineError:
        return list(findings)
    named = []
    for finding in findings:
        column = parameter_at(finding.path, config, values)
        message = finding.message if column is None else f"column {column!r}: {finding.message}"
        named.append(attrs.evolve(finding, message=message))
    return named


def _placed(error: TimelineError, number: int, row: _Row) -> TimelineError:
    """The error with the row, and the column where one cell is at fault."""
    place = f"row {number}" + (f", column {error.column!r}" if isinstance(error, _CellError) else "")
    found = error.findings if isinstance(error, TemplateError | CheckError) else ()
    column = {one.path.split("/")[1] for one in found if isinstance(error, TemplateError) and one.path.count("/")}
    if isinstance(error, TemplateError) and len(column) == 1 and not isinstance(error, _CellError):
        name = column.pop()
        place += f", column {name!r}" if name in row.values else ""
    made = RowError(f"{place}: {error.message}", number=number, findings=found, fix=error.fix)
    made.where = row.where
    made.__cause__ = error
    return made


class RowError(TemplateError):
    """A row that makes no timeline. `number` counts from 1; `findings` are those of the timeline, or of the values."""

    def __init__(self, message: str, *, number: int, findings: Iterable[Finding] = (), fix: str | None = None) -> None:
        super().__init__(message, findings=findings, fix=fix)
        self.number = number
