"""The motions that repeat while a text is shown. Each is one round, as long as its stage, and ends as it begins."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import attrs

from timeline_dsl.render.captions.block import Rect
from timeline_dsl.render.captions.motions.pose import REST, Cue, Motion, Pose, Stage, along, facing, together

_TURN = 2 * math.pi


def still(stage: Stage) -> Iterator[Cue]:
    """Plain display."""
    yield Cue(start=0, end=stage.length)


def naughty(stage: Stage) -> Iterator[Cue]:
    """Naughty: every letter wriggles in a way of its own."""

    ways = [(1 if stage.chance(unit, 2) < 0.5 else -1, stage.chance(unit, 1)) for unit in range(stage.count)]

    def wriggle(unit: int, part: float) -> Pose:
        way, ahead = ways[unit]
        angle = _TURN * (part + ahead)
        return Pose(turn=way * 16 * math.sin(angle), dy=-0.16 * stage.em * max(math.sin(angle + 1), 0))

    return together(wriggle, stage, steps=8)


def enlarging(stage: Stage) -> Iterator[Cue]:
    """Enlarge: it grows slowly, and falls back."""
    return along(lambda part: _sized(1 + 0.3 * (part / 0.8 if part <= 0.8 else (1 - part) / 0.2)), stage, steps=10)


def _sized(size: float) -> Pose:
    return Pose(sx=size, sy=size)


def colour_difference(stage: Stage) -> Iterator[Cue]:
    """Colour difference: its red and its blue part from it and come back."""
    far = 0.12 * stage.em

    def aside(part: float) -> Pose:
        return Pose(dx=far * math.sin(_TURN * part), dy=0.4 * far * math.sin(2 * _TURN * part))

    yield from (cue._replace(tint="&H0000FF&") for cue in along(aside, stage, steps=8))
    yield from (cue._replace(tint="&HFFFF00&") for cue in along(lambda part: aside(-part), stage, steps=8))
    yield Cue(start=0, end=stage.length)


def heartbeat(stage: Stage) -> Iterator[Cue]:
    """Heartbeat: two quick beats and a rest."""
    beats = ((0.0, 1.0), (0.12, 1.22), (0.26, 1.0), (0.38, 1.14), (0.54, 1.0), (1.0, 1.0))
    for (start, before), (end, after) in pairwise(beats):
        yield Cue(start=start * stage.length, end=end * stage.length, before=_sized(before), after=_sized(after))


def rocking(stage: Stage) -> Iterator[Cue]:
    """Rock: it tilts from side to side about its middle."""
    return along(lambda part: Pose(turn=7 * math.sin(_TURN * part)), stage, steps=12)


def broken(stage: Stage) -> Iterator[Cue]:
    """Broken: slices of it jump sideways, and it flickers."""
    whole, slices, steps = stage.frame, 4, 6
    edges = [round(whole.top + whole.height * number / slices) for number in range(slices + 1)]
    for step in range(steps):
        start, end = stage.length * step / steps, stage.length * (step + 1) / steps
        if step % 3 == 0:
            yield Cue(start=start, end=end)
            continue
        for number in range(slices):
            far = (stage.chance(step, number) - 0.5) * 0.9 * stage.em
            pose = Pose(dx=far, opacity=0.55 if stage.chance(step, number, 1) < 0.3 else 1.0)
            clip = Rect(stage.canvas.left, edges[number], stage.canvas.right, edges[number + 1])
            yield Cue(start=start, end=end, before=pose, after=pose, clip=(clip, clip))


def shaking(stage: Stage) -> Iterator[Cue]:
    """Shake: it trembles in all directions."""
    steps = 10
    far = 0.12 * stage.em
    poses = [
        REST,
        *(
            Pose(dx=far * (2 * stage.chance(step, 1) - 1), dy=far * (2 * stage.chance(step, 2) - 1))
            for step in range(1, steps)
        ),
        REST,
    ]
    for step in range(steps):
        yield Cue(
            start=stage.length * step / steps,
            end=stage.length * (step + 1) / steps,
            before=poses[step],
            after=poses[step + 1],
        )


def waving(height: float) -> Motion:
    """Wave: the letters go up and down one after another, `height` ems to both sides."""

    def wave(stage: Stage) -> Iterator[Cue]:
        def swell(unit: int, part: float) -> Pose:
            phase = stage.units[unit].x / (5 * stage.em)
            return Pose(dy=-height * stage.em * math.sin(_TURN * (part - phase)))

        return together(swell, stage, steps=8)  # a sine drawn so is off by 8 % at most

    return wave


def swaggering(stage: Stage) -> Iterator[Cue]:
    """Swagger: it sways from side to side and leans into it."""
    return along(
        lambda part: Pose(dx=0.45 * stage.em * math.sin(_TURN * part), slant=0.22 * math.cos(_TURN * part)),
        stage,
        steps=12,
    )


def jumping(height: float) -> Motion:
    """Jump: letter after letter hops, `height` ems high."""

    def jump(stage: Stage) -> Iterator[Cue]:
        own = 0.4

        def hop(unit: int, part: float) -> Pose:
            within = (part - (1 - own) * unit / max(stage.count - 1, 1)) / own
            return Pose(dy=-height * stage.em * math.sin(math.pi * within)) if 0 < within < 1 else REST

        return together(hop, stage, steps=16)

    return jump


def swinging(most: float, above: float) -> Motion:
    """Swing: it hangs from a point `above` heights over its middle, and swings up to `most` degrees to both sides."""

    def swing(stage: Stage) -> Iterator[Cue]:
        arm = above * stage.rect.height

        def hang(part: float) -> Pose:
            angle = most * math.sin(_TURN * part)
            turn = math.radians(angle)
            return Pose(turn=angle, dx=arm * math.sin(turn), dy=arm * (math.cos(turn) - 1))

        return along(hang, stage, steps=14)

    return swing


def shining(stage: Stage) -> Iterator[Cue]:
    """Shine: a light with soft edges runs over its letters, which are darker beside it."""
    whole = stage.frame
    wide = max(1.6 * stage.em, 0.24 * whole.width)
    yield Cue(start=0, end=stage.length)
    dark = Pose(opacity=0.4)
    yield Cue(start=0, end=stage.length, before=dark, after=dark, tint="&H000000&", bare=True)
    for inner, light in ((0.0, Pose(opacity=0.35)), (0.18, Pose(opacity=0.5)), (0.34, Pose(blur=0.06 * stage.em))):
        left = Rect(whole.left - (1 - inner) * wide, whole.top, whole.left - inner * wide, whole.bottom)
        sweep = (left, left.moved(whole.width + wide, 0))
        yield Cue(start=0, end=stage.length, before=light, after=light, clip=sweep, tint="&HFFFFFF&", bare=True)


def rotating(stage: Stage) -> Iterator[Cue]:
    """Rotate: it turns around its middle, clockwise."""
    yield Cue(start=0, end=stage.length, after=Pose(turn=-360))


def wiping(stage: Stage) -> Iterator[Cue]:
    """Rain brush, a windscreen wiper: it sweeps about a point below it, and stops for a moment at both ends."""
    arm = 1.2 * stage.rect.height

    def sweep(part: float) -> Pose:
        angle = 26 * math.sin(math.pi / 2 * math.sin(_TURN * part))
        turn = math.radians(angle)
        return Pose(turn=angle, dx=-arm * math.sin(turn), dy=arm * (1 - math.cos(turn)))

    return along(sweep, stage, steps=16)


def rolling_left(stage: Stage) -> Iterator[Cue]:
    """Bullet-comment roll: it crosses the picture from right to left."""
    yield Cue(
        start=0,
        end=stage.length,
        before=Pose(dx=stage.canvas.right - stage.frame.left),
        after=Pose(dx=stage.canvas.left - stage.frame.right),
    )


def rolling_up(stage: Stage) -> Iterator[Cue]:
    """Subtitle roll: it crosses the picture from the bottom to the top."""
    yield Cue(
        start=0,
        end=stage.length,
        before=Pose(dy=stage.canvas.bottom - stage.frame.top),
        after=Pose(dy=stage.canvas.top - stage.frame.bottom),
    )


def flipping(stage: Stage) -> Iterator[Cue]:
    """Flip: it turns over about its upright axis, and rests."""
    quarter = 0.15 * stage.length
    for number in range(4):
        yield from along(
            partial(_quarter_turn, number), stage, steps=4, start=number * quarter, end=(number + 1) * quarter
        )
    yield Cue(start=4 * quarter, end=stage.length)


def _quarter_turn(number: int, part: float) -> Pose:
    return facing(90 * (number + part), back=number in (1, 2))


@attrs.frozen(kw_only=True, slots=True)
class Repeating:
    """A motion that repeats, and how long one round takes at its own speed, in seconds."""

    motion: Motion
    period: float


LOOP: dict[str, Repeating] = {
    "normal_display": Repeating(motion=still, period=3600.0),
    "naughty_display": Repeating(motion=naughty, period=1.0),
    "zoomout_display": Repeating(motion=enlarging, period=1.6),
    "colordiff_display": Repeating(motion=colour_difference, period=1.0),
    "heartbeat_display": Repeating(motion=heartbeat, period=1.0),
    "rock_display": Repeating(motion=rocking, period=1.2),
    "broken_display": Repeating(motion=broken, period=0.9),
    "shake_display": Repeating(motion=shaking, period=0.6),
    "wave_display": Repeating(motion=waving(0.12), period=1.4),
    "strongwave_display": Repeating(motion=waving(0.36), period=1.4),
    "swag_display": Repeating(motion=swaggering, period=1.6),
    "jump_display": Repeating(motion=jumping(0.5), period=1.4),
    "slightjump_display": Repeating(motion=jumping(0.2), period=1.4),
    "swing_display": Repeating(motion=swinging(12, 0.5), period=1.8),
    "shine_display": Repeating(motion=shining, period=1.6),
    "rotate_display": Repeating(motion=rotating, period=2.5),
    "clockswing_display": Repeating(motion=swinging(22, 2.5), period=2.0),
    "rainbrush_display": Repeating(motion=wiping, period=1.6),
    "rollleft_display": Repeating(motion=rolling_left, period=6.0),
    "roll_display": Repeating(motion=rolling_up, period=6.0),
    "flip_display": Repeating(motion=flipping, period=2.0),
}
