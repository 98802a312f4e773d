"""Zooms and turns: both pictures move as one plane, and one fades into the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timeline_dsl.render.transitions.brush import paints
from timeline_dsl.render.transitions.dissolves import envelope
from timeline_dsl.render.transitions.ground import BLACK, WHITE, Field, Ground, blend, chance, ramp, smooth, toward

if TYPE_CHECKING:
    from timeline_dsl.render.painted import Planes

NO_TURN = 0.0


@paints("simplezoom")
def zoom_and_vanish(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """The picture comes ever closer, and vanishes."""
    u, v = at.turned(NO_TURN, 1 + 5 * moment**2)
    gone = smooth(ramp(moment, 0.35, 1.0))
    return blend(at.sampled(before, u, v), at.seen(after), gone)


@paints("dreamyzoom")
def dreamy_zoom(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Closer, aslant and into a soft light, and out of it again into the next picture."""
    share = smooth(ramp(moment, 0.35, 0.65))
    lean = envelope(moment)
    u, v = at.turned(0.03 * lean, 1 + 0.9 * lean)
    shown = before if share <= 0 else after
    view = at.sampled(shown, u, v)
    if 0 < share < 1:
        view = blend(at.sampled(before, u, v), view, share)
    glow = (0.55 * lean) * ramp(1.1 - at.radius, 0, 1)
    return toward(view, WHITE, glow)


@paints("rotatescalefade")
def turn_scale_fade(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """A whole turn, smaller up to the middle and large again, while one picture fades into the other."""
    u, v = at.turned(smooth(moment), 1 - 0.65 * envelope(moment))
    return at.faded(before, after, smooth(ramp(moment, 0.25, 0.75)), u, v, "nothing")


@paints("swirl")
def centre_rotation(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """A disc in the middle winds up, and unwinds with the next picture; around it nothing moves."""
    near = at.kept("swirl", lambda: smooth(ramp(1 - at.radius / 0.5, 0, 1)))
    wound = smooth(1 - abs(2 * moment - 1))
    u, v = at.turned(near * 1.3 * wound)
    return at.faded(before, after, smooth(ramp(moment, 0.35, 0.65)), u, v, "mirror")


@paints("displacement")
def spin_blur(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Everything spins ever faster, the middle fastest, blurred along its turn, and comes to rest as the next one."""
    ahead = 1 - abs(2 * moment - 1)
    share = smooth(ramp(moment, 0.35, 0.65))
    fall = at.kept("vortex", lambda: 0.45 + 0.4 * np.exp(-3 * at.radius).astype(np.float32))
    grain = at.kept("grain", lambda: _grain(at))
    views = []
    for step in range(4):  # exposures, each of one of the pictures
        late = (step + 0.5) / 4 < share
        turn = ahead * ahead * (-1 if late else 1) - 0.24 * ahead * (grain + step - 2) / 4
        u, v = at.turned(fall * turn)
        views.append(at.sampled(after if late else before, u, v, "mirror", fine=False))
    one, other = blend(views[0], views[1], 0.5), blend(views[2], views[3], 0.5)
    return blend(one, other, 0.5)


def _grain(at: Ground) -> Field:
    """A number by chance for every pixel: exposures do not lie in steps beside each other."""
    return chance(np.arange(at.first, at.end)[:, np.newaxis], np.arange(at.size[0])[np.newaxis], seed=81)


@paints("zoomincircles")
def circle_zoom(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Rings come closer one after another, the innermost first, and each turns into the next picture."""
    rings = 5
    ring = at.kept("rings", lambda: np.minimum(np.floor(at.radius * (rings / at.corner)), rings - 1))
    own = np.clip((moment * (1 + 0.5)) - ring * (0.5 / (rings - 1)), 0, 1)
    scale = 1 + 1.2 * np.sin(np.pi * own) ** 2 + 0.3 * np.sin(np.pi * own) * (ring % 2)
    u, v = at.turned(NO_TURN, scale)
    return at.faded(before, after, smooth(ramp(own, 0.4, 0.6)), u, v)


@paints("undulatingburnout")
def wave_zoom(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """A hole with waves along its rim grows out of the middle, and the next picture comes through it."""
    turns = at.kept("rim", lambda: np.sin(at.angle * (2 * np.pi * 12)))
    rim = at.radius - (0.025 + 0.03 * envelope(moment)) * (turns + 1)
    front = moment * (at.corner + 0.12) - 0.06
    hole = ramp(front - rim, 0.0, 0.012)
    u, v = at.turned(NO_TURN, 1 + 0.6 * (1 - moment))
    heat = 0.8 * min(1.0, 8 * moment, 8 * (1 - moment))
    scorched = toward(at.seen(before), BLACK, ramp(front - rim, -0.12, 0.0) * heat)
    return blend(scorched, at.sampled(after, u, v), hole)


@paints("flyeye")
def fly_eye(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Seen through the facets of an eye, each of which shows the picture small."""
    lean = envelope(moment)
    rows = 12
    across, down = at.dx * rows, at.dy * rows
    shift = 0.5 * (np.floor(down) % 2)
    middle = (np.floor(across + shift) + 0.5 - shift, np.floor(down) + 0.5)
    far = 1 + 5 * lean
    local = (across - middle[0], down - middle[1])
    u = (middle[0] + local[0] * far) / rows / at.aspect + 0.5
    v = (middle[1] + local[1] * far) / rows + 0.5
    share = smooth(ramp(moment, 0.2, 0.8))
    view = at.faded(before, after, share, u, v, "mirror")
    rim = ramp(np.sqrt(local[0] ** 2 + local[1] ** 2), 0.42, 0.62) * (0.5 * min(1, 2 * lean))
    return toward(view, BLACK, rim)


@paints("kaleidoscope")
def kaleidoscope(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """A turning star of mirrors."""
    share = smooth(ramp(moment, 0.3, 0.7))
    edge = smooth(ramp(min(moment, 1 - moment), 0.0, 0.2))
    sector = 1 / 6
    turned = (at.angle + 0.25 * moment) % sector
    turns = (np.minimum(turned, sector - turned) + 0.5 * moment) * (2 * np.pi)
    u = at.radius * 1.3 * np.cos(turns) / at.aspect + 0.35
    v = at.radius * 1.3 * np.sin(turns) + 0.45
    star = at.faded(before, after, share, u, v, "mirror")
    if edge >= 1:
        return star
    return blend(at.seen(before if moment < 0.5 else after), star, edge)


@paints("hexagonalize")
def honeycomb(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Cells of a honeycomb grow, each of one colour, and shrink again to the next picture."""
    lean = envelope(moment)
    share = smooth(ramp(moment, 0.3, 0.7))
    if lean < 0.02:
        return blend(at.seen(before), at.seen(after), share)
    size = 0.004 + 0.07 * lean
    x, y = _hexagon(at.dx / size, at.dy / size)
    u = x * size / at.aspect + 0.5
    v = y * size + 0.5
    return at.faded(before, after, share, u, v, "mirror")


def _hexagon(x: Field, y: Field) -> tuple[Field, Field]:
    """The middle of the hexagon that each place lies in; hexagons are √3 wide."""
    wide, tall = (3**0.5), 3
    first = (np.round(x / wide) * wide, np.round(y / tall) * tall)
    second = ((np.floor(x / wide) + 0.5) * wide, (np.floor(y / tall) + 0.5) * tall)
    nearer = (x - first[0]) ** 2 + (y - first[1]) ** 2 <= (x - second[0]) ** 2 + (y - second[1]) ** 2
    return np.where(nearer, first[0], second[0]), np.where(nearer, first[1], second[1])
