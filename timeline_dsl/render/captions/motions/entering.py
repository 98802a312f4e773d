"""The motions by which a text comes in, each as long as its stage; at the end the text rests."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from timeline_dsl.render.captions.block import Rect
from timeline_dsl.render.captions.motions.pose import (
    GONE,
    REST,
    Cue,
    Motion,
    Pose,
    Stage,
    along,
    bounced,
    eased,
    facing,
    mixed,
    one_by_one,
    overshot,
    together,
    waiting,
)
from timeline_dsl.render.captions.motions.reveal import dissolved, feathered, opened, swept, wiped


def blurred(stage: Stage) -> Iterator[Cue]:
    """Blur in: from a blur to sharp letters."""
    # what is blurred is faint: it becomes opaque sooner than sharp
    return along(lambda part: Pose(blur=0.4 * stage.em * (1 - part), opacity=min(2 * part, 1.0)), stage, steps=4)


def faded(stage: Stage) -> Iterator[Cue]:
    """Fade in."""
    yield Cue(start=0, end=stage.length, before=GONE)


def waved(stage: Stage) -> Iterator[Cue]:
    """Wave bounce in: letter after letter springs up from below."""
    return one_by_one(
        lambda unit, part: Pose(dy=(1 - bounced(part)) * 0.9 * stage.em, opacity=min(3 * part, 1.0)),
        stage,
        share=0.6,
        steps=6,
    )


def heartbeat(stage: Stage) -> Iterator[Cue]:
    """Heart bounce: it comes with the two beats of a heart."""
    beats = ((0.0, 0.0), (0.25, 1.3), (0.45, 0.9), (0.65, 1.18), (0.85, 0.97), (1.0, 1.0))
    yield from by_points(beats, stage)


def notes(stage: Stage) -> Iterator[Cue]:
    """Note bounce: letter after letter hops in, every other one higher."""

    def hop(unit: int, part: float) -> Pose:
        height = (0.9 if unit % 2 else 0.6) * stage.em
        return Pose(
            dy=-height * abs(math.sin(1.5 * math.pi * part)) * (1 - part),
            turn=14 * (1 - part) * (-1) ** unit,
            opacity=min(4 * part, 1.0),
        )

    return one_by_one(hop, stage, share=0.55, steps=6)


def spiralled(stage: Stage) -> Iterator[Cue]:
    """Spiral up: letter after letter winds up from below."""

    def wind(unit: int, part: float) -> Pose:
        rest = 1 - eased(part)
        angle, radius = 2.5 * math.pi * rest, 1.1 * stage.em * rest
        return Pose(
            dx=radius * math.sin(angle),
            dy=radius * math.cos(angle) + 1.2 * stage.em * rest,
            turn=-270 * rest,
            opacity=min(2 * part, 1.0),
        )

    return one_by_one(wind, stage, share=0.7, steps=6)


def gathered(stage: Stage) -> Iterator[Cue]:
    """Gather in: the letters come together from far apart."""
    middle = stage.rect.middle[0]

    def near(unit: int, part: float) -> Pose:
        return Pose(dx=(stage.units[unit].x - middle) * 1.2 * (1 - eased(part)), opacity=min(1.5 * part, 1.0))

    return together(near, stage, steps=4)


def slung(stage: Stage) -> Iterator[Cue]:
    """Slingshot: it shoots in from the left, past its place and back."""
    way = stage.frame.right - stage.canvas.left
    past = min(stage.em, 0.12 * stage.canvas.width) / 0.1

    def shot(part: float) -> Pose:
        over = overshot(part)
        dx = -way * (1 - over) if over < 1 else past * (over - 1)
        return Pose(dx=dx, slant=0.35 * (1 - part) * (1 if over < 1 else -1), opacity=min(6 * part, 1.0))

    return along(shot, stage, steps=9)


def flipped(stage: Stage) -> Iterator[Cue]:
    """Flip: it turns over about its upright axis."""
    edge = 1 - 0.5 ** (1 / 3)  # where half the way is done

    def turn(part: float, *, back: bool) -> Pose:
        return facing(180 * (1 - eased(part)), back=back)._replace(opacity=min(4 * part, 1.0))

    yield from along(lambda part: turn(edge * part, back=True), stage, steps=4, end=edge * stage.length)
    yield from along(lambda part: turn(edge + (1 - edge) * part, back=False), stage, steps=6, start=edge * stage.length)


def stretched(stage: Stage) -> Iterator[Cue]:
    """Elastic stretch: it swings between wide and tall."""

    def swing(part: float) -> Pose:
        wide = bounced(part, swings=2.0, damping=3.2)
        return Pose(
            sx=max(mixed(0.15, 1.0, wide), 0.05), sy=max(mixed(1.6, 1.0, wide), 0.05), opacity=min(5 * part, 1.0)
        )

    return along(swing, stage, steps=10)


def popped(stage: Stage) -> Iterator[Cue]:
    """Pop in: out of a point, a little past its size and back."""

    def pop(part: float) -> Pose:
        size = max(overshot(part, 2.2), 0.0)
        return Pose(sx=size, sy=size, opacity=min(8 * part, 1.0))

    return along(pop, stage, steps=8)


def sprung(stage: Stage) -> Iterator[Cue]:
    """Spring: it drops in and swings up and down until it rests."""

    def swing(part: float) -> Pose:
        rest = 1 - bounced(part, swings=2.2, damping=3.4)
        return Pose(dy=-1.6 * stage.em * rest, sy=max(1 - 0.25 * rest, 0.2), opacity=min(5 * part, 1.0))

    return along(swing, stage, steps=12)


def grown(stage: Stage) -> Iterator[Cue]:
    """Grow: it grows up from the line on which it stands."""
    height = stage.rect.height
    return along(
        lambda part: Pose(sy=max(eased(part), 0.01), dy=height * (1 - eased(part)) / 2, opacity=min(4 * part, 1.0)),
        stage,
        steps=5,
    )


def scaled(size: float, stage: Stage) -> Iterator[Cue]:
    """From another size, out of nothing."""
    return along(
        lambda part: Pose(sx=mixed(size, 1, eased(part)), sy=mixed(size, 1, eased(part)), opacity=part), stage, steps=5
    )


def slightly_enlarged(stage: Stage) -> Iterator[Cue]:
    """Slight enlarge: from a little smaller."""
    return scaled(0.8, stage)


def shrunk(stage: Stage) -> Iterator[Cue]:
    """Shrink in: from nearly double size."""
    return scaled(1.9, stage)


def enlarged(stage: Stage) -> Iterator[Cue]:
    """Enlarge in: from a fraction of its size."""
    return scaled(0.2, stage)


def turned(stage: Stage) -> Iterator[Cue]:
    """Rotate in: half a turn, from a smaller size."""

    def turn(part: float) -> Pose:
        done = eased(part)
        size = mixed(0.4, 1, done)
        return Pose(turn=180 * (1 - done), sx=size, sy=size, opacity=min(2 * part, 1.0))

    return along(turn, stage, steps=8)


def flown(stage: Stage) -> Iterator[Cue]:
    """Rotate and fly in: it comes from the left, turning."""
    way = stage.frame.right - stage.canvas.left
    return along(
        lambda part: Pose(turn=360 * (1 - eased(part)), dx=-way * (1 - eased(part)), opacity=min(4 * part, 1.0)),
        stage,
        steps=10,
    )


def printed_badly(stage: Stage) -> Iterator[Cue]:
    """Faulty printer: the letters come in no order, first out of place and flickering."""
    order = sorted(range(stage.count), key=lambda unit: stage.chance(unit, 1))
    own = 0.35 * stage.length
    for place, unit in enumerate(order):
        start = (stage.length - own) * place / max(stage.count - 1, 1)
        off = Pose(
            dx=0.3 * stage.em * (stage.chance(unit, 2) - 0.5),
            dy=0.7 * stage.em * (stage.chance(unit, 3) - 0.5),
            opacity=0.7,
        )
        yield from waiting(off, unit, start, start + 0.4 * own)
        yield from waiting(REST, unit, start + 0.6 * own, start + 0.75 * own)
        yield from waiting(off._replace(dy=-off.dy / 2), unit, start + 0.75 * own, start + own)
        yield from waiting(REST, unit, start + own, stage.length)


def typed(stage: Stage) -> Iterator[Cue]:
    """Typewriter I: letter after letter is there at once."""
    times = tuple((stage.length * sign / stage.signs,) * 2 for sign in range(stage.signs))
    yield Cue(start=0, end=stage.length, fades=times)


def typed_softly(stage: Stage) -> Iterator[Cue]:
    """Typewriter II: letter after letter fades in."""
    step = stage.length / (stage.signs + 0.6)
    own = stage.length - step * (stage.signs - 1)  # a little more than a step: it is letters that are seen to come
    yield Cue(start=0, end=stage.length, fades=tuple((step * sign, step * sign + own) for sign in range(stage.signs)))


def typed_hard(stage: Stage) -> Iterator[Cue]:
    """Typewriter III: letter after letter strikes the page from above."""
    return one_by_one(
        lambda unit, part: Pose(sx=mixed(1.9, 1, part), sy=mixed(1.9, 1, part), opacity=part),
        stage,
        share=0.25,
        steps=2,
    )


def slid(across: int, down: int) -> Motion:
    """Slide: it moves into its place in one direction."""

    def slide(stage: Stage) -> Iterator[Cue]:
        dx, dy = slide_way(stage, across, down)
        return along(
            lambda part: Pose(dx=-dx * (1 - eased(part)), dy=-dy * (1 - eased(part)), opacity=min(2 * part, 1.0)),
            stage,
            steps=5,
        )

    return slide


def slide_way(stage: Stage, across: int, down: int) -> tuple[float, float]:
    """How far a text slides, in pixels."""
    return across * 0.3 * stage.canvas.width, down * max(0.3 * stage.canvas.height, stage.frame.height)


def risen(stage: Stage) -> Iterator[Cue]:
    """Sunrise: it comes up from behind the line on which it stands."""
    frame = Rect(stage.canvas.left, stage.canvas.top, stage.canvas.right, stage.frame.bottom)
    for cue in along(lambda part: Pose(dy=stage.frame.height * (1 - eased(part))), stage, steps=6):
        yield cue._replace(clip=(frame, frame))


def by_points(points: tuple[tuple[float, float], ...], stage: Stage) -> Iterator[Cue]:
    """Sizes at given parts of the time, with straight ways between them."""
    for (start, before), (end, after) in pairwise(points):
        yield Cue(
            start=start * stage.length,
            end=end * stage.length,
            before=Pose(sx=before, sy=before, opacity=min(before * 4, 1.0)),
            after=Pose(sx=after, sy=after),
        )


IN: dict[str, Motion] = {
    "blur_in": blurred,
    "wave_in": waved,
    "scroll_right_in": feathered(1),
    "scroll_left_in": feathered(-1),
    "heartjump_in": heartbeat,
    "musicjump_in": notes,
    "rotateup_in": spiralled,
    "close_in": gathered,
    "slingshot_in": slung,
    "rotateflip_in": flipped,
    "elasticzoom_in": stretched,
    "zoom_in": popped,
    "spring_in": sprung,
    "fade_in": faded,
    "growth_in": grown,
    "open_in": opened,
    "dissovle_in": dissolved,
    "zoomslightout_in": slightly_enlarged,
    "zoomin_in": shrunk,
    "zoomout_in": enlarged,
    "angular_in": swept,
    "rotate1_in": turned,
    "rotate2_in": flown,
    "brokentypewriter_in": printed_badly,
    "typewriter1_in": typed,
    "typewriter2_in": typed_softly,
    "typewriter3_in": typed_hard,
    "slide_left_in": slid(-1, 0),
    "slide_right_in": slid(1, 0),
    "slide_down_in": slid(0, 1),
    "slide_up_in": slid(0, -1),
    "sunrise_in": risen,
    "wipe_left_in": wiped(-1, 0),
    "wipe_right_in": wiped(1, 0),
    "wipe_down_in": wiped(0, 1),
    "wipe_up_in": wiped(0, -1),
}
