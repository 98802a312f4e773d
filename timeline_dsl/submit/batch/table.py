"""A batch's progress for a person: a table that redraws itself on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from timeline_dsl.submit.batch.run import Progress

if TYPE_CHECKING:
    from rich.table import Table

_LINE_EVERY = 10.0  # seconds between two lines where nothing can be redrawn
_COUNTS = ("waiting", "running", "succeeded", "failed", "refused", "unsettled")


@contextmanager
def progress_table(stream: TextIO | None = None) -> Iterator[Callable[[Progress], None]]:
    """What to give `run_batch` as `on_progress`. On a terminal a table by rich, if that is installed."""
    out = stream if stream is not None else sys.stderr
    if out.isatty():
        try:
            from rich.console import Console
            from rich.live import Live
            from rich.table import Table
        except ImportError:
            pass
        else:
            with Live(console=Console(file=out), refresh_per_second=4) as live:
                yield lambda progress: live.update(_filled(Table(title=line_of(progress).partition(":")[0]), progress))
            return
    lines = _Lines(out)
    yield lines
    lines.last()


def line_of(progress: Progress) -> str:
    """The progress in one line."""
    done = progress.total - progress.waiting - progress.running
    counts = ", ".join(f"{getattr(progress, name)} {name}" for name in _COUNTS if getattr(progress, name))
    earlier = f", {progress.earlier} from earlier" if progress.earlier else ""
    return f"{done} of {progress.total} rows after {progress.seconds:.0f} s: {counts or 'nothing to do'}{earlier}"


class _Lines:
    def __init__(self, out: TextIO) -> None:
        self._out, self._guard, self._told = out, threading.Lock(), time.monotonic()
        self._pending: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        with self._guard:
            self._pending = progress
            if time.monotonic() - self._told >= _LINE_EVERY:
                self._tell()

    def last(self) -> None:
        """The line that the interval still held back."""
        with self._guard:
            if self._pending is not None:
                self._tell()

    def _tell(self) -> None:
        if self._pending is not None:
            print(line_of(self._pending), file=self._out, flush=True)
        self._told, self._pending = time.monotonic(), None


def _filled(table: Table, progress: Progress) -> Table:
    for name in _COUNTS:
        table.add_column(name, justify="right")
    table.add_row(*(str(getattr(progress, name)) for name in _COUNTS))
    return table
