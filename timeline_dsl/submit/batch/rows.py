"""The rows of a batch, read from JSONL or CSV, each one submission with its place in the file."""

from __future__ import annotations

import csv
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.errors import DocumentError, TimelineError, TimelineWarning, UsageError
from timeline_dsl.submit.parameters import Output, Settings, Subject, parameters_of
from timeline_dsl.templates import Template
from timeline_dsl.templates.rows import attempts

_OWN = ("key", "output")  # what a row says about its submission; the rest fills the template
_SOURCES = ("timeline", "template_id", "project_id")
_MEMBERS = frozenset({*_OWN, *_SOURCES, "params"})
_BLANK = re.compile(r"\{([^{}]+)\}")
_MOST_TOLD = 20  # bad rows told at once


@attrs.frozen(kw_only=True)
class Row:
    """One submission of a batch. `where` is `file:line`; `values` are what the row says, by column."""

    where: str
    source: Subject
    key: str | None = None
    output: Output | None = None
    values: Mapping[str, Any] = attrs.field(factory=dict)


def read_rows(path: str | Path, template: str | Template | None = None) -> tuple[Row, ...]:
    """The rows of a `.csv` file, or of a file with one JSON object a line. Raises DocumentError with the line.

    With a template (its id at the service, or a local one, which is filled here) the columns or members of a row fill
    it, `key` and `output` apart; an empty cell fills nothing. Without one, a JSON line has one of `timeline`,
    `template_id` (with `params`) and `project_id`.
    """
    path = Path(path)
    if isinstance(template, Template):
        rows = tuple(_expanded(path, template))
    else:
        rows = tuple(_row(where, values, template) for where, values in _values(path))
    if not rows:
        raise DocumentError(f"{path} has no rows.")
    _refuse_twice(rows)
    return rows


def parameters_of_row(row: Row, output: str | None) -> dict[str, str]:
    """The parameters of the row's submission. `output` is an address with `{column}` in it; a row's own goes before."""
    return parameters_of(row.source, row.output if row.output is not None else _filled(row, output), Settings())


def _expanded(path: Path, template: Template) -> Iterator[Row]:
    """The rows with the timelines that a local template makes of them; all that make none are told together."""
    bad: list[TimelineError] = []
    with warnings.catch_warnings():
        for name in _OWN:
            warnings.filterwarnings("ignore", f"the column '{name}' fills no parameter", TimelineWarning)
        for attempt in attempts(template, path, check=False):
            if attempt.error is not None or attempt.timeline is None:
                bad.extend([attempt.error] if attempt.error is not None else [])
                if len(bad) == _MOST_TOLD:
                    break
                continue
            where = attempt.where or f"{path.name}, row {attempt.number}"
            yield _row(where, attempt.values, attempt.timeline)
    if bad:
        raise DocumentError("\n".join([f"{path.name} has rows that the template cannot take:", *map(str, bad)]))


def _values(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each row's place, and what it says."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path} cannot be read: {error}") from error
    yield from _table(path, text) if path.suffix.lower() == ".csv" else _lines(path, text)


def _table(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    try:
        for cells in reader:
            where = f"{path.name}:{reader.line_num}"
            if None in cells or None in cells.values():
                raise DocumentError(f"{where}: the row has not as many cells as the first line has names.")
            yield where, {name: _cell(cell, name, where) for name, cell in cells.items() if cell != ""}
    except csv.Error as error:
        raise DocumentError(f"{path.name}:{reader.line_num + 1}: {error}.") from error


def _cell(cell: str, name: str, where: str) -> Any:
    # Numbers stay text, as the service takes them: an id of digits alone must not become a number.
    if cell[:1] not in ("[", "{"):
        return cell
    try:
        return json.loads(cell)
    except ValueError as error:
        raise DocumentError(f"{where}: the cell {name!r} begins like JSON and is none ({error}).") from error


def _lines(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            document = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DocumentError(f"{where}: this is no JSON ({error}).") from error
        if not isinstance(document, dict):
            raise DocumentError(f"{where}: a row is a JSON object.")
        yield where, document


def _row(where: str, values: Mapping[str, Any], filled: str | Subject | None) -> Row:
    """The row for `values`, whose source is the template's id or timeline, or is among them."""
    key, output = (values.get(name) or None for name in _OWN)
    if not isinstance(key, str | None) or not isinstance(output, str | dict | None):
        raise DocumentError(f"{where}: key is a text, output an address or an OutputMediaConfig object.")
    rest: Mapping[str, Any] = {name: value for name, value in values.items() if name not in _OWN}
    if filled is None:
        source, rest = _own_source(where, values)
    else:
        source = (filled, rest) if isinstance(filled, str) else filled
    return Row(where=where, key=key, output=output, values=rest, source=source)


def _own_source(where: str, document: Mapping[str, Any]) -> tuple[Subject, Mapping[str, Any]]:
    unknown = sorted(document.keys() - _MEMBERS)
    if unknown:
        raise DocumentError(
            f"{where}: without a template a row has no member {unknown[0]!r}.",
            fix=f"a row has {', '.join(sorted(_MEMBERS))}; to fill a template, name it",
        )
    sources = [name for name in _SOURCES if document.get(name) is not None]
    if len(sources) != 1:
        raise DocumentError(f"{where}: a row without a template has exactly one of {', '.join(_SOURCES)}.")
    source: Any = document[sources[0]]
    values = document.get("params") or {}
    if not isinstance(values, dict) or not isinstance(source, dict if sources[0] == "timeline" else str):
        raise DocumentError(f"{where}: params and timeline are JSON objects, template_id and project_id are texts.")
    return (str(source), values) if sources[0] == "template_id" else source, values


def _filled(row: Row, pattern: str | None) -> str:
    if pattern is None:
        raise UsageError(
            f"{row.where}: the row has no output, and neither has the batch.",
            fix="give output='https://bucket.oss-region.aliyuncs.com/{key}.mp4'",
        )

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        found = row.key if name == "key" else row.values.get(name)
        if not isinstance(found, str | int | float) or isinstance(found, bool):
            raise UsageError(f"{row.where}: the output {pattern} wants {name!r}, which the row does not have as text.")
        return str(found)

    return _BLANK.sub(value, pattern)


def _refuse_twice(rows: tuple[Row, ...]) -> None:
    seen: dict[str, str] = {}
    for row in rows:
        if row.key is not None and seen.setdefault(row.key, row.where) != row.where:
            raise DocumentError(
                f"{row.where}: the key {row.key!r} stands already at {seen[row.key]}.",
                fix="give every row a key of its own; the same key is the same submission",
            )
