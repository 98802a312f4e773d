"""The rows of a batch, read from JSONL or CSV, each one submission with its place in the file."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from timeline_dsl.errors import DocumentError, UsageError
from timeline_dsl.submit.parameters import Output, Settings, Subject, parameters_of

# A template id of the service, or a function that makes the subject from a row's values (a local template).
Template: TypeAlias = "str | Callable[[Mapping[str, Any]], Subject]"

_SOURCES = ("timeline", "template_id", "project_id")
_MEMBERS = frozenset({"key", "output", "params", *_SOURCES})
_BLANK = re.compile(r"\{([^{}]+)\}")


@attrs.frozen(kw_only=True)
class Row:
    """One line of the file: `values` fill the template, or the row brings its own source. `where` is `file:line`."""

    where: str
    key: str | None
    values: Mapping[str, Any]
    source: Subject | None
    output: Output | None


def read_rows(path: str | Path) -> tuple[Row, ...]:
    """The rows of a `.csv` file, or of a file with one JSON object a line. Raises DocumentError with the line.

    A CSV's columns `key` and `output` mean the submission, all others fill the template; an empty cell fills nothing,
    and one that begins with `[` or `{` is JSON. A JSON line has `key`, `output`, and `params` for the batch's template,
    or one of `timeline`, `template_id` (with `params`), `project_id`.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path} cannot be read: {error}") from error
    rows = tuple(_csv_rows(path, text) if path.suffix.lower() == ".csv" else _json_rows(path, text))
    if not rows:
        raise DocumentError(f"{path} has no rows.")
    _refuse_twice(rows)
    return rows


def parameters_of_row(row: Row, template: Template | None, output: str | None) -> dict[str, str]:
    """The parameters of the row's submission. `output` is an address with `{column}` in it; a row's own goes before."""
    where = row.output if row.output is not None else _filled(row, output)
    return parameters_of(_subject(row, template), where, Settings())


def _csv_rows(path: Path, text: str) -> Iterator[Row]:
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    try:
        for cells in reader:
            where = f"{path.name}:{reader.line_num}"
            if None in cells or None in cells.values():
                raise DocumentError(f"{where}: the row has not as many cells as the first line has names.")
            values = {name: _cell(cell, name, where) for name, cell in cells.items() if cell != ""}
            key, output = values.pop("key", None), values.pop("output", None)
            yield Row(where=where, key=key, values=values, source=None, output=output)
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


def _json_rows(path: Path, text: str) -> Iterator[Row]:
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
        unknown = sorted(document.keys() - _MEMBERS)
        if unknown:
            raise DocumentError(f"{where}: a row has no member {unknown[0]!r}.",
                                fix=f"a row has {', '.join(sorted(_MEMBERS))}; the template's values go into params")
        yield _json_row(where, document)


def _json_row(where: str, document: Mapping[str, Any]) -> Row:
    sources = [name for name in _SOURCES if document.get(name) is not None]
    if len(sources) > 1:
        raise DocumentError(f"{where}: a row has only one of {' and '.join(sources)}.")
    values, key, output = document.get("params") or {}, document.get("key"), document.get("output")
    if not isinstance(values, dict) or not isinstance(document.get("timeline") or {}, dict):
        raise DocumentError(f"{where}: params and timeline are JSON objects.")
    if not isinstance(key, str | None) or not isinstance(output, str | dict | None):
        raise DocumentError(f"{where}: key is a text, output an address or an OutputMediaConfig object.")
    source: Subject | None = None
    if document.get("timeline") is not None:
        source = document["timeline"]
    elif document.get("template_id") is not None:
        source = (str(document["template_id"]), values)
    elif document.get("project_id") is not None:
        source = str(document["project_id"])
    return Row(where=where, key=key, values=values, source=source, output=output)


def _subject(row: Row, template: Template | None) -> Subject:
    if row.source is not None:
        return row.source
    if template is None:
        raise UsageError(f"{row.where}: the row has no timeline, template_id or project_id, and the batch no template.")
    return (template, row.values) if isinstance(template, str) else template(row.values)


def _filled(row: Row, pattern: str | None) -> str:
    if pattern is None:
        raise UsageError(f"{row.where}: the row has no output, and neither has the batch.",
                         fix="give output='https://bucket.oss-region.aliyuncs.com/{key}.mp4'")

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
            raise DocumentError(f"{row.where}: the key {row.key!r} stands already at {seen[row.key]}.",
                                fix="give every row a key of its own; the same key is the same submission")
