"""Frames of an output as pictures: one of them, or several on a contact sheet; nothing else is worked out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count as count_from
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from timeline_dsl.errors import UsageError
from timeline_dsl.render.assembly import shown
from timeline_dsl.render.cues import Texts
from timeline_dsl.render.fidelity import report
from timeline_dsl.render.graph import Filter
from timeline_dsl.render.grid import Frames
from timeline_dsl.render.layers import in_turn
from timeline_dsl.render.place import Size
from timeline_dsl.render.play import script_of
from timeline_dsl.render.production import Production, prepared
from timeline_dsl.render.rendered import Rendered
from timeline_dsl.render.run import picture as write_picture
from timeline_dsl.timeline import Timeline
from timeline_dsl.units import TimeLike, exact_seconds


def still(
    timeline: Timeline,
    path: str | Path,
    at: TimeLike,
    media: object = None,
    *,
    durations: Mapping[str, Any] | None = None,
    size: Size | None = None,
) -> Rendered:
    """Write the frame of the output at the moment `at`, as a picture; nothing else of the output is worked out."""
    begun = time.monotonic()
    made = prepared(timeline, media, durations=durations, size=size)
    made.inputs.refuse_replacing(Path(path))
    moment = exact_seconds(at, name="at")
    if moment > made.duration:
        raise UsageError(
            f"the moment {float(moment):g} s lies behind the output, which lasts {float(made.duration):g} s",
            fix=f"give a moment from 0 to {float(made.duration):g}",
        )
    frame = min(int(moment * made.grid.fps), made.frames.end - 1)
    with _texts(made) as (texts, room):
        video = shown(made, Frames(frame, frame + 1), texts, room)
        done = write_picture(video.through(Filter("setsar", sar=1)), Path(path))
    return Rendered(
        path=Path(path),
        duration=made.grid.time(1),
        size=made.scene.canvas,
        fps=made.grid.fps,
        report=report(made.schedule, made.inputs, made.cast),
        commands=(done.command,),
        timings={"encode": done.elapsed, "total": time.monotonic() - begun},
    )


def sheet(
    timeline: Timeline,
    path: str | Path,
    count: int = 12,
    media: object = None,
    *,
    durations: Mapping[str, Any] | None = None,
    size: Size | None = None,
) -> Rendered:
    """Write a contact sheet: `count` frames of the output, evenly spaced, on one picture."""
    begun = time.monotonic()
    made = prepared(timeline, media, durations=durations, size=size)
    made.inputs.refuse_replacing(Path(path))
    with _texts(made) as (texts, room):
        frames = [Frames(at, at + 1) for at in _spread(len(made.frames), count)]
        columns = next(side for side in count_from(1) if side * side >= len(frames))
        small = Filter("scale", w=max(made.scene.canvas[0] // columns // 2 * 2, 2), h=-2)
        tiles = [shown(made, part, texts, room).through(small) for part in frames]
        rows = -(-len(frames) // columns)
        video = in_turn(tiles, len(tiles), made.grid).through(
            Filter("tile", layout=f"{columns}x{rows}"), Filter("setsar", sar=1)
        )
        done = write_picture(video, Path(path))
    return Rendered(
        path=Path(path),
        duration=made.duration,
        fps=made.grid.fps,
        report=report(made.schedule, made.inputs, made.cast),
        commands=(done.command,),
        timings={"encode": done.elapsed, "total": time.monotonic() - begun},
    )


@contextmanager
def _texts(made: Production) -> Iterator[tuple[Texts | None, Path]]:
    """The texts of the timeline, and a folder for them that goes with the block."""
    with TemporaryDirectory(prefix="timeline-dsl-") as folder:
        script = script_of(made, Path(folder))
        yield Texts(script) if script else None, Path(folder)


def _spread(total: int, count: int) -> list[int]:
    """`count` frame numbers (fewer if there are no more) in the middles of equal parts."""
    parts = max(min(count, total), 1)
    return [total * (2 * part + 1) // (2 * parts) for part in range(parts)]
