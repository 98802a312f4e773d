"""A timeline made ready to be played here: scheduled, its materials found, its size and frame rate settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.errors import CheckError, ScheduleError, UsageError, shown
from timeline_dsl.materials import Materials
from timeline_dsl.render import looks  # noqa: F401  # registers every look
from timeline_dsl.render.cache import PartCache
from timeline_dsl.render.grid import Frames, Grid
from timeline_dsl.render.inputs import Inputs, found, look_into
from timeline_dsl.render.picture import Scene
from timeline_dsl.render.place import Size
from timeline_dsl.render.probe import Probe, plain_rate
from timeline_dsl.render.run import LONGEST_SIDE
from timeline_dsl.render.shots import Layer, stacked
from timeline_dsl.render.sound import Voice, voices
from timeline_dsl.render.speech import Cast, cast_of
from timeline_dsl.schedule import Schedule, schedule
from timeline_dsl.schedule.lengths import Lengths
from timeline_dsl.timeline import Timeline
from timeline_dsl.units import Span, Time, TimeLike, exact_seconds

STANDARD_SIZE: Size = (1280, 720)
STANDARD_FPS = Fraction(25)
FASTEST = 240
"""More frames a second are neither asked for nor taken over from a material."""

DRAFT_SHARE = 2
"""A draft has one part in so many of the width and height."""


@attrs.frozen(kw_only=True, slots=True)
class Production:
    """Everything that is known before the first frame."""

    timeline: Timeline
    schedule: Schedule
    materials: Materials
    inputs: Inputs
    scene: Scene
    layers: tuple[Layer, ...]
    voices: tuple[Voice, ...]
    cast: Cast
    duration: Time

    @property
    def canvas(self) -> Size:
        """The size of the output in pixels; a draft draws the smaller one of `scene`."""
        return self.scene.full

    @property
    def grid(self) -> Grid:
        """The frame grid of the output."""
        return self.scene.grid

    @property
    def frames(self) -> Frames:
        """All frames of the output; at least one."""
        return Frames(0, max(self.grid.frame(self.duration), 1))

    @property
    def has_picture(self) -> bool:
        """Whether there is anything to see: without it the output is sound alone."""
        return any(clip.visible for track in self.schedule.tracks if track.kind != "audio" for clip in track.clips)


def speaking(
    made: Production,
    window: Span,
    room: Path,
    *,
    check: Callable[[], None],
    workers: int,
    cache: PartCache | None = None,
) -> Production:
    """The same after the texts that are heard during `window` were spoken into `room`.

    Raises what `check` raises, which is called again and again.
    """
    cast = made.cast.recorded(made.schedule, window, room, check=check, workers=workers, cache=cache)
    return attrs.evolve(made, cast=cast, voices=voices(made.schedule, made.inputs, cast.recordings))


def prepared(
    timeline: Timeline,
    media: object = None,
    *,
    durations: Mapping[str, Any] | None = None,
    size: Size | None = None,
    fps: float | Fraction | None = None,
    draft: bool = False,
    clear: bool = False,
) -> Production:
    """The timeline made ready; a `clear` picture is transparent where nothing is shown.

    Raises `MissingMaterial`, `CheckError` or `ScheduleError` when it cannot be played.
    """
    materials = Materials.of(media)
    look_into(timeline, materials)
    plan = schedule(timeline, media=materials, durations=durations)
    inputs = found(plan, materials)
    errors = [finding for finding in plan.findings if finding.severity == "error"]
    if errors:
        raise CheckError(errors)
    length = _known_length(plan, inputs)
    canvas = _size(size, timeline, plan, inputs)
    grid = Grid(_fps(fps, timeline, plan, inputs))
    share = DRAFT_SHARE if draft else 1
    small = tuple(max(side // share // 2 * 2, 2) for side in canvas) if draft else canvas
    scene = Scene(grid=grid, canvas=(small[0], small[1]), full=canvas, inputs=inputs, duration=length, clear=clear)
    return Production(
        timeline=timeline,
        schedule=plan,
        materials=materials,
        inputs=inputs,
        scene=scene,
        layers=stacked(plan, inputs, canvas, grid, small=scene.canvas),
        voices=voices(plan, inputs),
        cast=cast_of(plan, Lengths(durations=durations).seconds),
        duration=length,
    )


def _known_length(plan: Schedule, inputs: Inputs) -> Time:
    unknown = [clip for clip in plan if clip.timeline_in is None or clip.timeline_out is None]
    if plan.duration is not None and not unknown:
        if plan.duration <= 0:
            raise ScheduleError(
                "The timeline lasts no time: nothing of it would be seen or heard.", fix="give it a clip that plays"
            )
        return plan.duration
    for clip in unknown:
        inputs.material(getattr(clip.node, "media", None))  # one that cannot be played says why itself
    names = ", ".join(f"{clip.path} ({getattr(clip.node, 'media', None) or clip.type})" for clip in unknown[:5])
    raise ScheduleError(
        f"The times of {len(unknown)} clip{'s' * (len(unknown) != 1)} cannot be worked out: {names or 'the output'}.",
        fix="give Out or TimelineOut, or say where the materials lie",
    )


def _size(size: Size | None, timeline: Timeline, plan: Schedule, inputs: Inputs) -> Size:
    """The size asked for, else the timeline's, else the largest width and height among the materials."""
    chosen = size or timeline.size
    if chosen is None:
        seen = _probes(plan, timeline, inputs)
        sizes = [(probe.width, probe.height) for probe in seen if probe.width and probe.height]
        chosen = (max(width for width, _ in sizes), max(height for _, height in sizes)) if sizes else STANDARD_SIZE
    if len(chosen) != 2 or not all(isinstance(side, int) and 2 <= side <= LONGEST_SIDE for side in chosen):
        raise UsageError(
            f"An output of {shown(size or chosen)} pixels cannot be made.",
            fix=f"give width and height from 2 to {LONGEST_SIDE}, such as size=(1280, 720)",
        )
    return chosen[0], chosen[1]


def _fps(fps: float | Fraction | None, timeline: Timeline, plan: Schedule, inputs: Inputs) -> Fraction:
    """The frame rate asked for, else the timeline's, else that of the first video, the main track's before others."""
    if fps is not None and not (isinstance(fps, int | float | Fraction) and 1 <= fps <= FASTEST):
        raise UsageError(f"fps must be a number from 1 to {FASTEST} (got {shown(fps)})", fix="fps=25")
    said = plain_rate(fps or timeline.fps)
    if said is not None:
        return said
    films = (probe.fps for probe in _probes(plan, timeline, inputs) if probe.fps and not probe.is_picture)
    return next((rate for rate in films if 1 <= rate <= FASTEST), STANDARD_FPS)


def _probes(plan: Schedule, timeline: Timeline, inputs: Inputs) -> Iterable[Probe]:
    """What the pictures of the timeline are, those of the main track first."""
    main = {f"/VideoTracks/{index}" for index, track in enumerate(timeline.video_tracks) if track.main_track}
    for track in sorted(plan.tracks, key=lambda track: track.path not in main):
        for clip in track.clips if track.kind in ("video", "image") else ():
            material = inputs.material(getattr(clip.node, "media", None)) if clip.visible else None
            if material is not None:
                yield material.probe


def asked(production: Production, span: tuple[TimeLike, TimeLike] | None) -> tuple[Frames, Span]:
    """A range of the output as frames and as time; all of it without one.

    With a picture both are the same stretch. Raises `UsageError` for a range outside of the output.
    """
    if span is None:
        frames, exactly = production.frames, Span(Fraction(0), production.duration)
    else:
        frames, exactly = _range(production, span)
    grid = production.grid
    return frames, Span(grid.time(frames.first), grid.time(frames.end)) if production.has_picture else exactly


def _range(production: Production, span: tuple[TimeLike, TimeLike]) -> tuple[Frames, Span]:
    start, end = (exact_seconds(moment, name="range") for moment in span)
    frames = production.grid.frames(Span(start, end)).common(production.frames)
    if not frames or start >= production.duration:
        raise UsageError(
            f"the range {float(start):g} to {float(end):g} s shows nothing of the output, which lasts "
            f"{float(production.duration):g} s",
            fix="give a start before its end, both within the output",
        )
    return frames, Span(start, min(end, production.duration))
