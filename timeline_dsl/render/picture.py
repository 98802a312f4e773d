"""The picture of one clip over a stretch of the output, frame by frame exact."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TypeGuard

import attrs

from timeline_dsl.effects import Background
from timeline_dsl.errors import shown as quoted
from timeline_dsl.render import excerpts
from timeline_dsl.render.colours import IN_SPACE, arriving
from timeline_dsl.render.effects import Stage, Verdict, drawn, during, told, with_paths
from timeline_dsl.render.graph import Filter, Value, Video, rate
from timeline_dsl.render.grid import Frames, Grid
from timeline_dsl.render.inputs import Inputs, Material
from timeline_dsl.render.looks.geometry import cut
from timeline_dsl.render.looks.motion import Move, enlarged, moved, pan
from timeline_dsl.render.place import Rect, Size
from timeline_dsl.render.shots import Shot
from timeline_dsl.render.source import Source
from timeline_dsl.schedule import ClipPlan
from timeline_dsl.units import COLOR, Span, Time

OPAQUE, CLEAR = "yuv420p", "yuva420p"

LEAD = 2
"""So many source frames are read before the first one wanted: what is shown at a moment began before it."""

TIE = Time(1, 1000)
"""Source frames count so much late, in seconds: one in the middle between two of the output goes to the later one,
in every stretch and however its time was rounded."""


@attrs.frozen(kw_only=True, slots=True)
class Scene:
    """What all clips of one picture share: `canvas` is the size that is drawn, `full` the output's own.

    A `clear` picture is transparent where nothing is shown, others are black there.
    """

    grid: Grid
    canvas: Size
    full: Size
    inputs: Inputs
    duration: Time
    clear: bool = False


@attrs.frozen(slots=True)
class Stretch:
    """A part of a material as an input. Its clock starts at `zero` (seconds of the material)."""

    source: Source
    zero: Time


def stretch(plan: ClipPlan, material: Material, span: Span) -> Stretch:
    """What has to be read of a clip's material for a stretch of the output, a few frames of lead included."""
    begin = source_time(plan, span.start)
    end = source_time(plan, span.end)
    fps = material.probe.fps or Fraction(25)
    lead = LEAD / fps
    # on a frame of the material: files that tell times in frames or milliseconds hold no other moment exactly
    zero = max(floor((begin - lead) * fps) / fps, Fraction(0))
    last = min(end, plan.source_out) if plan.source_out is not None else end
    whole = material.probe.duration is not None and last >= material.probe.duration
    seen = material.probe.pictures
    if seen is not None and zero < seen.start:
        zero, last = Fraction(0), max(last, seen.start + lead)  # one cannot seek before the first picture, which stands
    # the last frame of the stretch may begin just before its end
    length = None if whole else max(last - zero, lead)
    return Stretch(material.source(zero, length), zero)


def source_time(plan: ClipPlan, time: Time) -> Time:
    """What moment of its material a clip shows at a moment of the output."""
    return (plan.source_in or Fraction(0)) + (time - (plan.timeline_in or Fraction(0))) * plan.speed


def shown(shot: Shot, frames: Frames, scene: Scene) -> Video:
    """The clip in the size of its box, as exactly `frames`, the first at 0; its last picture stands after its end."""
    # what begins behind the last frame of the material is read from before it
    held = 0 if shot.is_still else max(frames.first - _last_live(shot, scene.grid), 0)
    stream = _moving(shot, Frames(frames.first - held, frames.end), scene)
    return _decorated(excerpt(stream, held, len(frames), scene.grid) if held else stream, shot, frames, scene)


def _last_live(shot: Shot, grid: Grid) -> int:
    """The last frame for which the material has a picture; later ones repeat it."""
    plan = shot.plan
    seen = shot.material.probe.pictures
    last = min((end for end in (plan.source_out, seen.end if seen else None) if end is not None), default=None)
    if plan.source_in is None or last is None:
        return shot.frames.end
    end = (plan.timeline_in or 0) + (last - plan.source_in) / plan.speed
    return max(grid.frame(end) - LEAD, shot.frames.first)


def _moving(shot: Shot, frames: Frames, scene: Scene) -> Video:
    """The clip without its looks."""
    move = _move(shot)
    size = enlarged(move, shot.shape, shot.placement.box.size) if move else shot.placement.box.size
    pixels = Filter("format", pix_fmts=OPAQUE if shot.opaque else CLEAR)
    arrival = arriving(shot.material.probe)
    shape = (
        *arrival.before,
        *shot.reshape,
        *((cut(shot.placement.cut),) if shot.placement.cut else ()),
        Filter("scale", w=size[0], h=size[1], **arrival.scale),
        *arrival.after,
        Filter("setsar", sar=1),
        pixels,
        IN_SPACE,
    )
    stream = _timed(shot, frames, shape, scene)
    if move:
        into = scene.grid.time(frames.first) - (shot.plan.timeline_in or Fraction(0))
        stream = stream.through(
            moved(move, size, into, scene.grid.fps),
            Filter("scale", w=shot.placement.box.width, h=shot.placement.box.height),
            Filter("setsar", sar=1),  # scale keeps the shape of what is seen by stretching its points
            pixels,
        )
    if shot.mask:
        stream = _masked(stream, shot, frames, size if not move else shot.placement.box.size, scene)
    return stream


def _move(shot: Shot) -> Move | None:
    if shot.pan is None:
        return None
    return pan(shot.pan, shot.shape, shot.placement.box.size, shot.plan.length or Fraction(1))


def _masked(stream: Video, shot: Shot, frames: Frames, size: Size, scene: Scene) -> Video:
    """The stream with the brightness of its mask as transparency."""
    mask = scene.inputs.material(shot.mask)
    if mask is None or not mask.probe.has_video:
        return stream
    into = scene.grid.time(frames.first) - (shot.plan.timeline_in or Fraction(0))
    film = Video.of(mask.source(None, into + scene.grid.time(len(frames) + LEAD)))
    bright = film.through(
        *((Filter("alphaextract"),) if mask.probe.has_alpha else ()),
        Filter("scale", w=size[0], h=size[1]),
        Filter("setsar", sar=1),
        Filter("format", pix_fmts="gray"),
        excerpts.MORE,
        *_shifted(-into),
        Filter("fps", fps=rate(scene.grid.fps), start_time=0),
        *excerpts.counted(len(frames), scene.grid.fps),
    )
    merged = Video.mixed(Filter("alphamerge"), stream, bright).through(Filter("format", pix_fmts=CLEAR))
    return merged.through(*_faded(shot), *excerpts.counted(len(frames), scene.grid.fps))


def _faded(shot: Shot) -> tuple[Filter, ...]:
    return () if shot.opacity >= 1 else (Filter("lutyuv", a=f"val*{shot.opacity:g}"),)


def _stood(frames: Frames, grid: Grid) -> tuple[Filter, ...]:
    """Filters that let the only picture of a stream stand for exactly these frames."""
    # held before the frame rate is set: one picture alone may be shorter than half a frame, and would be dropped
    return (
        Filter("tpad", stop=-1, stop_mode="clone"),
        Filter("fps", fps=rate(grid.fps), start_time=0),
        Filter("trim", end_frame=len(frames)),
    )


def _timed(shot: Shot, frames: Frames, shape: tuple[Filter, ...], scene: Scene) -> Video:
    """The material in its shape, on the frame grid of the output."""
    faded = () if shot.mask else _faded(shot)
    if shot.is_still:
        return Video.of(shot.material.source()).through(
            Filter("trim", end_frame=1), *shape, *faded, *_stood(frames, scene.grid)
        )
    clock, source = _clock(shot, frames, scene.grid)
    # what is dropped need not be scaled, what is repeated is scaled once
    drops = (shot.material.probe.fps or Fraction(25)) * shot.plan.speed > scene.grid.fps
    look = (*shape, *faded)
    timed = (excerpts.MORE, *clock, Filter("fps", fps=rate(scene.grid.fps), start_time=0))
    steps = (*timed, *look) if drops else (*look, *timed)
    return Video.of(source).through(*steps, *excerpts.counted(len(frames), scene.grid.fps))


def excerpt(stream: Video, start: int, count: int, grid: Grid) -> Video:
    """`count` frames of a stream from its frame `start` on, the first at 0."""
    return stream.through(*excerpts.excerpt(start, count, grid.fps))


def _clock(shot: Shot, frames: Frames, grid: Grid) -> tuple[tuple[Filter, ...], Source]:
    """The material, and the filters that set its clock so that the first of `frames` is at 0."""
    begin, end = grid.time(frames.first), grid.time(frames.end)
    if shot.material.probe.is_animated:
        return _animation_clock(shot, begin, end)
    read = stretch(shot.plan, shot.material, Span(begin, end))
    late = (read.zero - source_time(shot.plan, begin)) / shot.plan.speed
    if shot.plan.speed == 1 and late == 0 and shot.material.probe.fps == grid.fps:
        return (), read.source
    return _shifted(late, shot.plan.speed), read.source


def _shifted(late: Time, speed: Fraction = Fraction(1)) -> tuple[Filter, ...]:
    """Filters that play a stream `speed` times as fast, and then `late` seconds later."""
    slower = "" if speed == 1 else f"*{speed.denominator}/{speed.numerator}"
    # in millionths: the source's own clock may hold the moment of no frame of the output
    shift = round((late + TIE) * 1_000_000)
    return Filter("settb", expr="1/1000000"), Filter("setpts", expr=f"floor(PTS{slower}+({shift})+0.5)")


def _animation_clock(shot: Shot, begin: Time, end: Time) -> tuple[tuple[Filter, ...], Source]:
    """A moving picture plays round after round from the start of its clip."""
    start = begin - (shot.plan.timeline_in or Fraction(0))
    speed = shot.plan.speed
    clock = _shifted(-start, speed)
    if shot.material.probe.demuxer == "webp_anim":  # FFmpeg cannot seek in it: repeating the input would never end
        return (Filter("loop", loop=-1, size=shot.material.probe.frames or 1), *clock), shot.material.source()
    return clock, shot.material.source(None, (start + end - begin) * speed, repeats=-1)


def _decorated(stream: Video, shot: Shot, frames: Frames, scene: Scene) -> Video:
    """The stream with the looks of the clip's effects."""
    span = shot.plan.span
    if span is None:
        return stream
    stage = Stage(
        path=shot.plan.path,
        size=shot.placement.box.size,
        full=shot.full,
        canvas=scene.canvas,
        fps=scene.grid.fps,
        zero=scene.grid.time(frames.first),
        length=scene.grid.time(len(frames)),
        span=span,
        clear=not shot.opaque,
        inputs=scene.inputs,
    )
    return drawn(stream, with_paths(shot.plan.path, shot.effects), stage)


def visible(stream: Video, shot: Shot) -> tuple[Video, Rect]:
    """What of a clip's picture lies on the canvas, and where."""
    box = shot.placement.box
    seen = box.common(Rect(0, 0, *shot.canvas)) or box
    if seen == box:
        return stream, box
    return stream.through(cut(Rect(seen.x - box.x, seen.y - box.y, *seen.size))), seen


def on_canvas(shot: Shot, frames: Frames, scene: Scene, *, clear: bool) -> Video:
    """The clip as a picture of the whole canvas; what it leaves free is transparent (`clear`) or black."""
    if shot.background is None and shot.placement.box.common(Rect(0, 0, *scene.canvas)) is None:
        return plain("black", frames, scene, clear=clear)
    picture = shown(shot, frames, scene)
    stream, seen = visible(picture, shot)
    if shot.background is not None:
        whole = backed(picture, stream, seen, shot.background, frames, scene)
        # what it follows or fades into may be transparent
        return whole.through(Filter("format", pix_fmts=CLEAR)) if clear else whole
    stream = stream.through(Filter("format", pix_fmts=CLEAR)) if clear and shot.opaque else stream
    if seen == Rect(0, 0, *scene.canvas):
        return stream
    return stream.through(*_padded(seen, scene.canvas, clear=clear))


def _padded(seen: Rect, canvas: Size, *, clear: bool) -> tuple[Filter, ...]:
    pad = Filter("pad", w=canvas[0], h=canvas[1], x=seen.x, y=seen.y, color="black@0" if clear else "black")
    if canvas[0] % 2 == canvas[1] % 2 == 0:
        return (pad,)
    # pad makes sides even where colour is kept for two by two pixels
    return (
        Filter("format", pix_fmts="yuva444p" if clear else "yuv444p"),
        pad,
        Filter("format", pix_fmts=CLEAR if clear else OPAQUE),
    )


told(
    Background,
    lambda effect: (
        Verdict("stand-in", "the service does not confirm pictures as background")
        if effect.sub_type == "Image"
        else Verdict("close", "the strength of the blur is estimated")
        if effect.sub_type == "Blur"
        else Verdict("exact")
        if _is_color(effect.color)
        else Verdict("stand-in", f"{quoted(effect.color)} is no colour; the bars stay black")
    ),
)


def _is_color(text: str | None) -> TypeGuard[str]:
    """Whether `text` is a colour `#RRGGBB`, with or without the hash."""
    return isinstance(text, str) and COLOR.fullmatch("#" + text.removeprefix("#")) is not None


def backed(picture: Video, stream: Video, seen: Rect, background: Background, frames: Frames, scene: Scene) -> Video:
    """The clip with its bars filled: `picture` is all of it, `stream` what lies on the canvas, at `seen`."""
    image = scene.inputs.material(background.image_url) if background.sub_type == "Image" else None
    if background.sub_type == "Color" and _is_color(background.color):
        below = plain("0x" + background.color.removeprefix("#"), frames, scene)
    elif background.sub_type == "Blur":
        below = picture.through(*blurred(background.radius or 0.1, scene.canvas), Filter("format", pix_fmts=OPAQUE))
    elif image is not None and image.probe.has_video:
        arrival = arriving(image.probe)
        below = Video.of(image.source()).through(
            Filter("trim", end_frame=1),
            *arrival.before,
            *_filled(scene.canvas, 1, **arrival.scale),
            *arrival.after,
            Filter("format", pix_fmts=OPAQUE),
            IN_SPACE,
            *_stood(frames, scene.grid),
        )
    else:
        below = plain("black", frames, scene)
    whole = overlaid(below, stream, seen, frames, frames, scene.grid)
    return whole.through(*excerpts.counted(len(frames), scene.grid.fps))


def blurred(radius: float, canvas: Size) -> tuple[Filter, ...]:
    """Filters that fill the canvas with a blurred picture; `radius` is 0.01 to 1."""
    # blurring a small picture and enlarging it looks the same and costs a fraction
    share = 8 if radius >= 0.1 else 4 if radius >= 0.03 else 2
    sigma = max(min(canvas) * min(radius, 1.0) / 4 / share, 0.5)
    return (
        *_filled(canvas, share),
        Filter("gblur", sigma=round(sigma, 3), steps=2),
        Filter("scale", w=canvas[0], h=canvas[1], flags="bilinear"),
        Filter("setsar", sar=1),
    )


def _filled(canvas: Size, share: int, **scale: Value) -> tuple[Filter, ...]:
    """Filters that cover one part in `share` of the canvas with a picture."""
    width, height = (max(side // share, 2) for side in canvas)
    return (
        Filter("scale", w=width, h=height, force_original_aspect_ratio="increase", **scale),
        Filter("crop", w=width, h=height),
        Filter("setsar", sar=1),
    )


def plain(color: str, frames: Frames, scene: Scene, *, clear: bool = False) -> Video:
    """A picture of one colour (a name or `0xRRGGBB`), or (`clear`) one that nothing of is seen."""
    width, height = scene.canvas
    return Video.made(
        Filter("color", c=color + "@0" * clear, s=f"{width}x{height}", r=rate(scene.grid.fps)),
        Filter("trim", end_frame=1),
        Filter("format", pix_fmts="gbrap" if clear else "gbrp"),  # else it makes YUV by another matrix
        Filter("format", pix_fmts=CLEAR if clear else OPAQUE),
        IN_SPACE,
        Filter("setsar", sar=1),
        *_stood(frames, scene.grid),
    )


def overlaid(below: Video, above: Video, where: Rect, frames: Frames, part: Frames, grid: Grid) -> Video:
    """`below` (which shows `frames`) with `above` on it during `part`; the clock of `above` starts with `part`.

    The last one of several laid over one another is to be `counted`.
    """
    late = grid.time(part.first - frames.first)
    if late:
        above = above.through(excerpts.later(late))
    when = during(late, grid.time(part.end - frames.first), grid.time(len(frames)), grid.fps)
    return Video.mixed(Filter("overlay", x=where.x, y=where.y, format="yuv420", **when), below, above)
