"""Runs of shots to one picture, bottom to top: a ground of what hides all below it, and what lies upon it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import takewhile

import attrs

from timeline_dsl.render.effects import Stage, drawn
from timeline_dsl.render.excerpts import counted
from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.grid import Frames, Grid
from timeline_dsl.render.picture import Scene, excerpt, on_canvas, overlaid, plain, shown, visible
from timeline_dsl.render.place import Rect
from timeline_dsl.render.shots import Layer, Run, Shot, Veil
from timeline_dsl.render.transitions import blended, chosen, is_painted, painted
from timeline_dsl.units import Span


@attrs.frozen(slots=True)
class Piece:
    """The part of a run that is seen."""

    run: Run
    frames: Frames


def picture(layers: Sequence[Layer], frames: Frames, scene: Scene) -> Video:
    """What the output shows, as exactly `frames`, the first at 0."""
    stream: Video | None = None
    # most of a long timeline is elsewhere
    above = [layer for layer in layers if isinstance(layer, Veil) or layer.frames.common(frames)]
    while above or stream is None:
        runs = list(takewhile(lambda layer: isinstance(layer, Run), above))
        stream = _laid(stream, [run for run in runs if isinstance(run, Run)], frames, scene)
        above = above[len(runs) :]
        if above and isinstance(above[0], Veil):
            stream = _veiled(stream, above.pop(0), frames, scene)
    return stream


def _veiled(stream: Video, veil: Layer, frames: Frames, scene: Scene) -> Video:
    """The picture under effects that cover all of it."""
    start, length = scene.grid.time(frames.first), scene.grid.time(len(frames))
    stage = Stage(
        path="",
        size=scene.canvas,
        full=scene.full,
        canvas=scene.canvas,
        fps=scene.grid.fps,
        zero=start,
        length=length,
        span=Span(Fraction(0), max(scene.duration, start + length)),
        clear=scene.clear,
        inputs=scene.inputs,
    )
    items = (
        tuple(
            (path, effect) for path, effect in veil.items if stage.window(effect).overlap(Span(start, start + length))
        )
        if isinstance(veil, Veil)
        else ()
    )
    return drawn(stream, items, stage)


def _laid(below: Video | None, runs: Sequence[Run], frames: Frames, scene: Scene) -> Video:
    """Runs on what is already there, which is nothing at the bottom."""
    ground, upper = layered(runs, frames)
    if below is None:
        stream = _ground(ground, frames, scene)
    else:
        stream, upper = below, sorted([*ground, *upper], key=lambda piece: runs.index(piece.run))
    for piece in upper:
        above, where = _upper(piece, scene)
        stream = overlaid(stream, above, where, frames, piece.frames, scene.grid)
    return stream.through(*counted(len(frames), scene.grid.fps)) if upper else stream


def layered(runs: Sequence[Run], frames: Frames) -> tuple[list[Piece], list[Piece]]:
    """What is seen during `frames`: the ground, in play order and without overlaps, and what lies on it, bottom to top.

    Nothing of what something opaque hides is kept; only what lies on something else has to be laid over it.
    """
    seen: list[Piece] = []
    for index, run in enumerate(runs):
        hidden = tuple(above.frames for above in runs[index + 1 :] if above.covers)
        seen += [Piece(run, part) for part in run.frames.common(frames).without(hidden)]
    ground: list[Piece] = []
    upper: list[Piece] = []
    for index, piece in enumerate(seen):
        alone = piece.run.opaque and not any(below.frames.common(piece.frames) for below in seen[:index])
        (ground if piece.run.covers or alone else upper).append(piece)
    return sorted(ground, key=lambda piece: piece.frames.first), upper


def _ground(pieces: Sequence[Piece], frames: Frames, scene: Scene) -> Video:
    """The ground; where there is none it is black, or transparent."""
    segments: list[Video] = []
    at = frames.first
    for piece in pieces:
        if at < piece.frames.first:
            segments.append(plain("black", Frames(at, piece.frames.first), scene, clear=scene.clear))
        segments += _segments(piece, scene, clear=scene.clear)
        at = piece.frames.end
    if at < frames.end:
        segments.append(plain("black", Frames(at, frames.end), scene, clear=scene.clear))
    return in_turn(segments, len(frames), scene.grid)


def _upper(piece: Piece, scene: Scene) -> tuple[Video, Rect]:
    """A piece that lies on others, and where."""
    if len(piece.run.shots) == 1:
        shot = piece.run.shots[0]
        if shot.background is None and len(shot.places) == 1:
            return visible(shown(shot, piece.frames, scene), shot)
    clear = not piece.run.covers
    segments = _segments(piece, scene, clear=clear)
    return in_turn(segments, len(piece.frames), scene.grid), Rect(0, 0, *scene.canvas)


def in_turn(segments: Sequence[Video], count: int, grid: Grid) -> Video:
    """Streams of the canvas one after another, `count` frames together, the first at 0."""
    if len(segments) == 1:
        return segments[0]
    # a segment of one frame has no length for concat
    return Video.mixed(Filter("concat", n=len(segments)), *segments).through(*counted(count, grid.fps))


def _on_canvas(shot: Shot, frames: Frames, scene: Scene, *, clear: bool) -> Video:
    """The clip as a picture of the whole canvas, in each of its places."""
    parts = [on_canvas(part, some, scene, clear=clear) for part, some in shot.parts(frames)]
    return in_turn(parts, len(frames), scene.grid)


def _segments(piece: Piece, scene: Scene, *, clear: bool) -> list[Video]:
    """The piece as streams of the whole canvas: shots alone, and blends, in play order."""
    steps = _steps(piece.run, scene.grid)
    wanted = [step for step in steps if step.frames.common(piece.frames)]
    streams: dict[int, tuple[Video, Frames]] = {}
    for index, shot in enumerate(piece.run.shots):
        parts = [
            step.frames if step.into else step.frames.common(piece.frames)
            for step in wanted
            if index in step.shots and not (step.into and is_painted(_name(step, piece.run)))
        ]
        if parts:
            needed = Frames(min(part.first for part in parts), max(part.end for part in parts))
            streams[index] = _on_canvas(shot, needed, scene, clear=clear), needed
    return [_step(step, piece, streams, scene, clear=clear) for step in wanted]


@attrs.frozen(slots=True)
class _Step:
    """A stretch of a run: shot number `shot` alone, or (`into`) its blend into the next one."""

    shot: int
    frames: Frames
    into: bool

    @property
    def shots(self) -> tuple[int, ...]:
        """The numbers of the shots that are seen."""
        return (self.shot, self.shot + 1) if self.into else (self.shot,)


def _name(blend: _Step, run: Run) -> str:
    """The transition that a blend shows."""
    joint = run.joints[blend.shot]
    return chosen(joint.node, joint.path)


def _steps(run: Run, grid: Grid) -> list[_Step]:
    steps: list[_Step] = []
    at = run.shots[0].frames.first
    for index, shot in enumerate(run.shots):
        if index < len(run.joints):
            blend = grid.frames(run.joints[index].span)
            steps += [
                _Step(index, Frames(at, blend.first), False),
                _Step(index, Frames(max(at, blend.first), blend.end), True),
            ]
            at = max(at, blend.end)
        else:
            steps.append(_Step(index, Frames(at, shot.frames.end), False))
    return [step for step in steps if step.frames]


def _step(step: _Step, piece: Piece, streams: dict[int, tuple[Video, Frames]], scene: Scene, *, clear: bool) -> Video:
    wanted = step.frames.common(piece.frames)
    if not step.into:
        return _taken(*streams[step.shot], wanted, scene.grid)
    name = _name(step, piece.run)
    if is_painted(name):  # beforehand, out of streams of its own
        before, after = (_on_canvas(piece.run.shots[shot], wanted, scene, clear=clear) for shot in step.shots)
        return painted(before, after, name, step.frames, wanted, scene.grid, size=scene.canvas, clear=clear)
    before, after = (_taken(*streams[shot], step.frames, scene.grid) for shot in step.shots)
    blend = blended(before, after, name, step.frames, scene.grid, clear=clear)
    return _taken(blend, step.frames, wanted, scene.grid)


def _taken(stream: Video, held: Frames, wanted: Frames, grid: Grid) -> Video:
    """The frames `wanted` of a stream that shows `held`."""
    if held == wanted:
        return stream
    return excerpt(stream, wanted.first - held.first, len(wanted), grid)
