"""A batch: each row of a file as a timeline that is written, rendered or submitted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.documents import save_text
from timeline_dsl.errors import TimelineError, UsageError, shown
from timeline_dsl.templates.kinds import Template
from timeline_dsl.templates.rows import Attempt, Rows, attempts
from timeline_dsl.timeline import Timeline

_BLANK = re.compile(r"\{(?P<name>\w+)(?::(?P<width>0?[0-9]{1,2})d)?\}")
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\x00-\x1f]')


@attrs.frozen(kw_only=True)
class Batch:
    """What came of a batch: how many rows made something, and how many did not."""

    made: int
    failed: int


def run_batch(
    template: Template,
    rows: Rows,
    folder: str | Path | None = None,
    *,
    name: str = "{row:06d}",
    render_with: Callable[[Timeline, Path], object] | None = None,
    submit_with: Callable[[Timeline, str], object] | None = None,
    region: str | None = None,
    say: Callable[[str], object] | None = None,
) -> Batch:
    """Make something of every row, one at a time, and tell of each row that makes nothing.

    Without a callable the timelines are written as `<name>.json` into `folder`; `render_with` gets each timeline and
    the path `<name>.mp4` there; `submit_with` gets each timeline and its name, which serves as its key. In `name`,
    `{row}` is the number of the row and `{column}` a cell of it. `say` gets one text for each row that fails.
    """
    if render_with is not None and submit_with is not None:
        raise UsageError("a batch either renders or submits", fix="run it twice")
    if folder is None and submit_with is None:
        raise UsageError("a batch that writes or renders needs a folder", fix='run_batch(template, rows, "out/")')
    names: set[str] | None = None if "{row" in name else set()
    made = failed = 0
    for attempt in attempts(template, rows, region=region):
        try:
            if attempt.error is not None:
                raise attempt.error
            assert attempt.timeline is not None
            called = file_name(name, attempt, names)
            _put(attempt.timeline, called, Path(folder or "."), render_with, submit_with)
        except TimelineError as error:
            failed += 1
            if say is not None:
                say(str(error) if error is attempt.error else f"{_place(attempt)}: {error}")
            continue
        made += 1
    return Batch(made=made, failed=failed)


def _put(
    timeline: Timeline,
    name: str,
    folder: Path,
    render_with: Callable[[Timeline, Path], object] | None,
    submit_with: Callable[[Timeline, str], object] | None,
) -> None:
    if submit_with is not None:
        submit_with(timeline, name)
    elif render_with is not None:
        render_with(timeline, folder / f"{name}.mp4")
    else:
        save_text(folder / f"{name}.json", timeline.to_json(check=False) + "\n")


def file_name(pattern: str, attempt: Attempt, taken: set[str] | None = None) -> str:
    """The name that a pattern gives to a row. Raises `UsageError` for one that is no file name, or taken."""
    values: Mapping[str, Any] = {**attempt.values, "row": attempt.number}

    def filled(match: re.Match[str]) -> str:
        value = values.get(match["name"])
        if value is None or isinstance(value, bool | list | dict) or value == "":
            raise UsageError(
                f"the name {pattern!r} needs {match['name']!r}, which the row does not have as text",
                fix="name a column that every row fills, or {row}",
            )
        return format(value, f"{match['width']}d") if match["width"] and isinstance(value, int) else str(value)

    name = _BLANK.sub(filled, pattern)
    if _FORBIDDEN.search(name) or name in ("", ".", "..") or "{" in name or len(name.encode("utf8")) > 200:
        raise UsageError(f"{shown(name)} is no name for a file", fix="let --name give plain words")
    if taken is not None:
        if name in taken:
            raise UsageError(f"the name {name!r} is taken by an earlier row", fix="add {row} to the name")
        taken.add(name)
    return name


def _place(attempt: Attempt) -> str:
    row = f"row {attempt.number}"
    return f"{attempt.where}: {row}" if attempt.where else row
