"""The doors of the local engine: a video, one frame, a contact sheet."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Executor
from contextlib import ExitStack
from fractions import Fraction
from itertools import count as count_from
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.render.captions import CaptionScript, script_for
from timeline_dsl.render.ffmpeg import find
from timeline_dsl.render.fidelity import refuse_unfaithful, report
from timeline_dsl.render.graph import Audio, Filter, Video
from timeline_dsl.render.grid import Frames
from timeline_dsl.render.layers import in_turn, picture
from timeline_dsl.render.place import Size
from timeline_dsl.render.process import Watcher
from timeline_dsl.render.production import Production, asked, prepared
from timeline_dsl.render.rendered import Rendered
from timeline_dsl.render.run import DRAFT, SOUND_SUFFIXES, Encoding, Target, command, encode
from timeline_dsl.render.run import picture as write_picture
from timeline_dsl.render.sound import heard
from timeline_dsl.render.source import plain_seconds
from timeline_dsl.timeline import Timeline
from timeline_dsl.units import Span, TimeLike, exact_seconds


def render(timeline: Timeline, path: str | Path, media: object = None, *, durations: Mapping[str, Any] | None = None,
           size: Size | None = None, fps: float | Fraction | None = None, span: tuple[TimeLike, TimeLike] | None = None,
           draft: bool = False, workers: int | None = None, executor: Executor | None = None, strict: bool = False,
           dry_run: bool = False, progress: Watcher | None = None, cancel: threading.Event | None = None,
           time_limit: float | None = None, cache: str | Path | None = None) -> Rendered:
    """Make the video (or sound, by the suffix of `path`) of a timeline from the materials in `media`.

    `span` renders only that range of the output, `draft` half the size in a fraction of the time. `strict` refuses
    effects that do not come close to the service's, `dry_run` runs nothing and returns the commands. `progress` is
    called with `process.Progress` at least twice a second; setting `cancel`, or `time_limit` seconds, end the render
    and leave nothing. Raises `MissingMaterial`, `CheckError`, `ScheduleError`, `RenderError` or `Cancelled`.
    """
    begun = time.monotonic()
    made = prepared(timeline, media, durations=durations, size=size, fps=fps, draft=draft)
    lines = report(made.schedule)
    frames, window = asked(made, span)
    output = Path(path)
    ready = time.monotonic()
    with ExitStack() as rooms:
        texts = _texts(made, rooms)
        lines = (*lines, *(texts.report if texts else ()))
        if strict:
            refuse_unfaithful(lines)
        video, audio, notes = _streams(made, frames, window, output, texts)
        target = Target(size=made.scene.canvas, fps=made.grid.fps, length=window.length,
                        encoding=DRAFT if draft else Encoding())
        result = Rendered(path=output, duration=made.duration if span is None else target.length, report=lines,
                          notes=notes, size=target.even_size if video else None, fps=made.grid.fps if video else None)
        if dry_run:
            return attrs.evolve(result, commands=(command(find(), video, audio, output, target),))
        done = encode(video, audio, output, target, progress=progress, cancel=cancel, time_limit=time_limit)
    ended = time.monotonic()
    return attrs.evolve(result, commands=(done.command,), notes=(*notes, *done.notes),
                        timings={"prepare": ready - begun, "encode": ended - ready, "total": ended - begun})


def _streams(made: Production, frames: Frames, window: Span, output: Path,
             texts: CaptionScript | None) -> tuple[Video | None, Audio | None, tuple[str, ...]]:
    """Picture and sound of some frames, and what is to be told of them."""
    audio = heard(made.voices, made.schedule, window, made.grid, made.inputs)
    if not made.has_picture or output.suffix.lower() in SOUND_SUFFIXES:
        told = (f"only the sound is written: {output.suffix} holds no picture",) if made.has_picture else ()
        return None, audio or _quiet(made), told
    notes = tuple(f"{finding.path}: {finding.message}" for finding in texts.findings) if texts else ()
    return _shown(made, frames, texts), audio or _quiet(made), notes


def _quiet(made: Production) -> Audio:
    return Audio.made(Filter("anullsrc", r=made.grid.rate, cl="stereo"), Filter("atrim", end=made.grid.time(1)))


def _shown(made: Production, frames: Frames, texts: CaptionScript | None) -> Video:
    """What the output shows during `frames`, its texts on top."""
    video = picture(made.layers, frames, made.scene)
    if texts is None or not texts.filters():
        return video
    start = plain_seconds(made.grid.time(frames.first))
    if start == "0":
        return video.through(*texts.filters())
    # texts have the clock of the output
    there, back = (Filter("setpts", expr=f"PTS{sign}{start}/TB") for sign in "+-")
    return video.through(there, *texts.filters(), back)


def _texts(made: Production, rooms: ExitStack) -> CaptionScript | None:
    """The texts of the timeline as files that last as long as `rooms`."""
    if not made.has_picture:
        return None
    folder = rooms.enter_context(tempfile.TemporaryDirectory(prefix="timeline-dsl-"))
    return script_for(made.timeline, made.schedule, size=made.scene.canvas, canvas=made.canvas,
                      materials=made.materials, folder=Path(folder))


def still(timeline: Timeline, path: str | Path, at: TimeLike, media: object = None, *,
          durations: Mapping[str, Any] | None = None, size: Size | None = None) -> Rendered:
    """Write the frame of the output at the moment `at`, as a picture; nothing else of the output is worked out."""
    begun = time.monotonic()
    made = prepared(timeline, media, durations=durations, size=size)
    moment = exact_seconds(at, name="at")
    frame = min(int(moment * made.grid.fps), made.frames.end - 1)
    with ExitStack() as rooms:
        frames = Frames(frame, frame + 1)
        texts = _texts(made, rooms)
        video = _shown(made, frames, texts)
        done = write_picture(video.through(Filter("setsar", sar=1)), Path(path))
    return Rendered(path=Path(path), duration=made.grid.time(1), size=made.scene.canvas, fps=made.grid.fps,
                    report=report(made.schedule), commands=(done.command,),
                    timings={"encode": done.elapsed, "total": time.monotonic() - begun})


def sheet(timeline: Timeline, path: str | Path, count: int = 12, media: object = None, *,
          durations: Mapping[str, Any] | None = None, size: Size | None = None) -> Rendered:
    """Write a contact sheet: `count` frames of the output, evenly spaced, on one picture."""
    begun = time.monotonic()
    made = prepared(timeline, media, durations=durations, size=size)
    with ExitStack() as rooms:
        frames = [Frames(at, at + 1) for at in _spread(len(made.frames), count)]
        columns = next(side for side in count_from(1) if side * side >= len(frames))
        texts = _texts(made, rooms)
        small = Filter("scale", w=max(made.scene.canvas[0] // columns // 2 * 2, 2), h=-2)
        tiles = [_shown(made, part, texts).through(small) for part in frames]
        rows = -(-len(frames) // columns)
        video = in_turn(tiles, made.grid).through(Filter("tile", layout=f"{columns}x{rows}"), Filter("setsar", sar=1))
        done = write_picture(video, Path(path))
    return Rendered(path=Path(path), duration=made.duration, fps=made.grid.fps, report=report(made.schedule),
                    commands=(done.command,), timings={"encode": done.elapsed, "total": time.monotonic() - begun})


def _spread(total: int, count: int) -> list[int]:
    """`count` frame numbers (fewer if there are no more) in the middles of equal parts."""
    parts = max(min(count, total), 1)
    return [total * (2 * part + 1) // (2 * parts) for part in range(parts)]
