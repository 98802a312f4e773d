"""Faults of a signal: blocks out of place, colours apart, lines that jump between both pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timeline_dsl.render.transitions.brush import paints
from timeline_dsl.render.transitions.dissolves import envelope
from timeline_dsl.render.transitions.ground import Ground, chance

if TYPE_CHECKING:
    from timeline_dsl.render.painted import Planes

_STEPS = 15
"""So many different disturbances in one transition."""


@paints("glitchmemories")
def glitch(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Blocks of the picture are out of place and its colours apart; ever more of them show the next picture."""
    step, lean = int(moment * _STEPS), envelope(moment)
    rows = np.floor(at.y * 16 + chance(step, seed=61) * 3)
    columns = np.floor(at.x * (5 * at.aspect) + chance(rows, step, seed=62) * 2)
    luck = chance(columns, rows, step, seed=63)
    hit = luck < (0.55 * lean)
    shift = (chance(columns, rows, step, seed=64) - 0.5) * 0.5 * hit
    drop = (chance(rows, columns, step, seed=65) - 0.5) * 0.2 * hit
    u, v = at.x + shift, at.y + drop
    turned = chance(columns, rows, seed=66) < (2 * moment - 0.5)
    apart = 0.04 * lean * (1 if step % 3 else -1.5)
    view = at.faded(before, after, turned, u, v, "mirror")
    # one of the two colours out of place
    blue = at.faded(before, after, turned, u + apart, v, "mirror", fine=False)
    return (view[0], blue[1], *view[2:])


@paints("glitchdisplace")
def alternation(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Both pictures alternate in quick steps, in bands of lines torn aside."""
    step, lean = int(moment * _STEPS), envelope(moment)
    band = np.floor(at.y * (9 + 5 * (step % 3)) + chance(step, seed=71) * 5)
    torn = (chance(band, step, seed=72) - 0.5) * (0.45 * lean)
    fine = (chance(np.floor(at.y * 180), step, seed=73) - 0.5) * (0.03 * lean)
    u = at.x + torn + fine
    other = chance(band, step, seed=74) * 0.999 < moment
    return at.faded(before, after, other, u, at.y, "mirror")
