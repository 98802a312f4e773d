"""Motions that uncover a text without moving it: wipes, openings, sectors and scattered cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from timeline_dsl.render.captions.block import Rect
from timeline_dsl.render.captions.motions.pose import GONE, Cue, Motion, Stage, keyframes
from timeline_dsl.render.captions.shapes import rectangles, sector

STRIPS = 16
"""A feathered edge is made of so many strips."""

SOFT = 0.35
"""Each strip takes this share of the time to appear."""

GROUPS = 8
"""Cells appear in so many groups."""

MOST_CELLS = 480


def wiped(across: int, down: int) -> Motion:
    """Wipe: an edge that moves in one direction uncovers the text."""

    def wipe(stage: Stage) -> Iterator[Cue]:
        whole = stage.frame
        start = Rect(
            whole.right if across < 0 else whole.left,
            whole.bottom if down < 0 else whole.top,
            whole.left if across > 0 else whole.right,
            whole.top if down > 0 else whole.bottom,
        )
        yield Cue(start=0, end=stage.length, clip=(start, whole))

    return wipe


def opened(stage: Stage) -> Iterator[Cue]:
    """Opening: from the middle to both sides."""
    whole = stage.frame
    middle = whole.middle[0]
    yield Cue(start=0, end=stage.length, clip=(Rect(middle, whole.top, middle, whole.bottom), whole))


def feathered(across: int) -> Motion:
    """Feathered wipe: a soft edge that moves to the right (1) or to the left (-1) uncovers the text."""

    def wipe(stage: Stage) -> Iterator[Cue]:
        whole = stage.frame
        edges = [round(whole.left + whole.width * strip / STRIPS) for strip in range(STRIPS + 1)]
        own = SOFT * stage.length
        for strip in range(STRIPS):
            place = strip if across > 0 else STRIPS - 1 - strip
            clip = Rect(edges[place], whole.top, edges[place + 1], whole.bottom)
            start = (stage.length - own) * strip / (STRIPS - 1)
            yield Cue(start=start, end=start + own, before=GONE, clip=(clip, clip))
            if start + own < stage.length:
                yield Cue(start=start + own, end=stage.length, clip=(clip, clip))

    return wipe


def swept(stage: Stage) -> Iterator[Cue]:
    """Circle wipe: the hand of a clock uncovers the text."""
    yield from _sectors(stage, lambda part: (0.0, 360.0 * part))


def swept_away(stage: Stage) -> Iterator[Cue]:
    """Circle wipe: the hand of a clock wipes the text away."""
    yield from _sectors(stage, lambda part: (360.0 * part, 360.0))


def _sectors(stage: Stage, angles: Callable[[float], tuple[float, float]]) -> Iterator[Cue]:
    whole = stage.frame
    radii = (whole.width * 0.8, whole.height * 0.8)  # the corners lie within
    steps = keyframes(stage.length, 12)
    for step in range(steps):
        start, end = angles((step + 0.5) / steps)
        yield Cue(
            start=stage.length * step / steps,
            end=stage.length * (step + 1) / steps,
            mask=sector(whole.middle, radii, start, end),
        )


def dissolved(stage: Stage) -> Iterator[Cue]:
    """Dissolve: it appears in scattered cells."""
    whole = stage.frame
    side = max(0.1 * stage.em, math.sqrt(whole.width * whole.height / MOST_CELLS), 1.0)
    columns, rows = max(math.ceil(whole.width / side), 1), max(math.ceil(whole.height / side), 1)
    xs = [round(whole.left + whole.width * column / columns) for column in range(columns + 1)]
    ys = [round(whole.top + whole.height * row / rows) for row in range(rows + 1)]
    groups: list[list[Rect]] = [[] for _ in range(GROUPS)]
    for column in range(columns):
        for row in range(rows):
            cell = Rect(xs[column], ys[row], xs[column + 1], ys[row + 1])
            groups[int(stage.chance(column, row) * GROUPS) % GROUPS].append(cell)
    own = SOFT * stage.length
    for number, cells in enumerate(groups):
        if cells:
            start = (stage.length - own) * number / (GROUPS - 1)
            mask = rectangles(cells)
            yield Cue(start=start, end=start + own, before=GONE, mask=mask)
            if start + own < stage.length:
                yield Cue(start=start + own, end=stage.length, mask=mask)
