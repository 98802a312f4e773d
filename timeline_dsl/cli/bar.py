"""The progress bar of a render."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from timeline_dsl.render.process import Progress


@contextmanager
def progress_bar(name: str, *, hidden: bool) -> Iterator[Callable[[Progress], None] | None]:
    """A bar on standard error that a render moves; nothing when it is hidden or nobody is looking."""
    if hidden or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[speed]}"),
    )
    with Bars(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task(name, total=1.0, speed="")

        def move(progress: Progress) -> None:
            bars.update(task, completed=progress.share, speed=f"{progress.speed:.1f}x" if progress.speed else "")

        yield move
