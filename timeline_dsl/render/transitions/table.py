"""Every transition id: the motion that shows it, how near that comes, and which is shown where several are named."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.effects import DLTransition, Transition
from timeline_dsl.render.effects import Fidelity, Verdict, seeded

if TYPE_CHECKING:
    from timeline_dsl.render.transitions.brush import Brush

STANDARD = "fade"


@attrs.frozen(kw_only=True, slots=True)
class Motion:
    """How a transition is shown: by FFmpeg's xfade motion of the name `xfade`, or painted by `module`."""

    fidelity: Fidelity
    xfade: str | None = None
    module: str | None = None
    why: str = ""


def _built_in(xfade: str, why: str) -> Motion:
    return Motion(fidelity="close", xfade=xfade, why=why)


def _painted(module: str, why: str) -> Motion:
    return Motion(fidelity="close", module=module, why=why)


# every xfade motion here is one of the 46 that FFmpeg 5 has
TRANSITIONS: dict[str, Motion] = {
    "directional": _painted("wipes", "a wipe from the upper left corner to the lower right one"),
    "directionalwipe": _painted("wipes", "a wipe from left to right with a broad soft edge"),
    "wiperight": _built_in("wiperight", "the edge goes to the right"),
    "wipeleft": _built_in("wipeleft", "the edge goes to the left"),
    "wipedown": _built_in("wipedown", "the edge goes down"),
    "wipeup": _built_in("wipeup", "the edge goes up"),
    "radial": _painted("wipes", "a soft hand goes round the middle from nine o'clock"),
    "angular": _painted("wipes", "a sharp hand turns from twelve o'clock"),
    "wind": _painted("wipes", "every line wipes to the right at its own pace"),
    "windowslice": _painted("wipes", "the lines of a grid widen"),
    "windowblinds": _painted("wipes", "ten slats open downward"),
    "bowTieVertical": _painted("wipes", "triangles from above and below meet and widen"),
    "bowTieHorizontal": _painted("wipes", "triangles from both sides meet and widen"),
    "doorway": _painted("cards", "two doors open, the next picture comes closer behind them"),
    "luma": _painted("wipes", "a gap along a diagonal opens"),
    "doomscreentransition_up": _painted("cards", "bars rise away at their own times"),
    "doomscreentransition_down": _painted("cards", "bars fall away at their own times"),
    "pinwheel": _painted("wipes", "eight blades turn and widen"),
    "randomsquares": _painted("wipes", "squares change in random order"),
    "squareswire": _painted("wipes", "squares grow in the cells of a grid, corner to corner"),
    "polka": _painted("wipes", "dots grow together"),
    "circlecrop": _built_in("circlecrop", "a circle closes to black and opens"),
    "circle": _painted("wipes", "a sharp ellipse grows"),
    "circleopen": _painted("wipes", "an ellipse with a broad soft edge grows"),
    "zoomincircles": _painted("zooms", "rings come closer one after another"),
    "heart": _painted("wipes", "a heart grows"),
    "polarfunction": _painted("wipes", "a flower of six petals grows"),
    "fade": _built_in("fade", "an even fade"),
    "fadecolor": _painted("dissolves", "a fade through black"),
    "fadegrayscale": _painted("dissolves", "a fade through grey"),
    "colordistance": _painted("dissolves", "pixels of nearly the same colour change first"),
    "colorphase": _painted("dissolves", "red, green and blue change one after another"),
    "crosshatch": _painted("wipes", "fine lines across and down change at random"),
    "hexagonalize": _painted("zooms", "cells of a honeycomb grow and shrink"),
    "pixelize": _built_in("pixelize", "squares of one colour grow and shrink"),
    "perlin": _painted("wipes", "spots of noise spread"),
    "morph": _painted("dissolves", "grain by grain under snow"),
    "multiplyblend": _painted("dissolves", "both pictures are multiplied in the middle"),
    "burn": _painted("dissolves", "the picture glows amber and white"),
    "flyeye": _painted("zooms", "facets that each show the picture small"),
    "simplezoom": _painted("zooms", "ever closer, and gone"),
    "dreamyzoom": _painted("zooms", "closer and aslant into a soft light"),
    "linearblur": _built_in("hblur", "blurred along the lines"),
    "displacement": _painted("zooms", "a spin that blurs, in the middle fastest"),
    "swirl": _painted("zooms", "a disc in the middle winds up and unwinds"),
    "rotatescalefade": _painted("zooms", "a turn, smaller and larger, while it fades"),
    "squeeze": _built_in("squeezeh", "the picture is pressed to its middle line"),
    "swap": _painted("cards", "the front card goes behind the other one"),
    "bounce_up": _painted("cards", "the picture flies up and bounces"),
    "bounce_down": _painted("cards", "the picture drops and bounces"),
    "cube": _painted("cards", "a cube turns"),
    "gridflip": _painted("cards", "tiles turn over"),
    "mosaic": _painted("cards", "along a wall of photographs"),
    "kaleidoscope": _painted("zooms", "a turning star of mirrors"),
    "dreamy": _painted("warps", "the picture sways"),
    "undulatingburnout": _painted("zooms", "a hole with a waving rim grows, the next picture comes closer in it"),
    "crazyparametricfun": _painted("warps", "looping waves fold the picture"),
    "ripple": _painted("warps", "rings run over the picture"),
    "waterdrop": _painted("warps", "one ring grows and leaves the next picture behind"),
    "crosswarp": _painted("warps", "the picture streams past on the walls of a tunnel, the next one grows at its end"),
    "directionalwarp": _painted("warps", "the picture twists into the next one along a front"),
    "glitchmemories": _painted("glitches", "blocks out of place and colours apart"),
    "glitchdisplace": _painted("glitches", "both pictures alternate in torn bands"),
}
"""How each id of the service is shown; paid ids and ids that came later are shown as a plain fade."""


def chosen(effect: Transition | DLTransition, path: str) -> str:
    """The id that is shown: `random` and comma lists pick one, the same from render to render."""
    said = (effect.sub_type or STANDARD).strip()
    names = [name.strip() for name in said.split(",") if name.strip()]
    if "random" in names:
        names = list(table("transitions").rows)
    return names[seeded(f"{path} {said}") % len(names)] if names else STANDARD


def motion(name: str) -> Motion:
    """How the transition called `name` is shown."""
    return TRANSITIONS.get(name) or Motion(fidelity="stand-in", xfade=STANDARD, why="shown as a plain fade")


def verdict(effect: Transition | DLTransition, path: str) -> Verdict:
    """How near a transition comes."""
    name = chosen(effect, path)
    found = motion(name)
    said = effect.sub_type or STANDARD
    return Verdict(found.fidelity, found.why if name == said else f"{name} out of {said}, {found.why}")


def fidelity_rows() -> Iterator[tuple[str, str, Fidelity, str]]:
    """For every transition of the catalogue: the kind, the id, how near it comes, and in what way."""
    for name in table("transitions").rows:
        found = motion(name)
        yield "transitions", name, found.fidelity, found.why


def brush_of(name: str) -> Brush:
    """What paints the transition `name`. Needs NumPy."""
    from timeline_dsl.render.transitions.brush import BRUSHES

    import_module(f"{__package__}.{motion(name).module}")
    return BRUSHES[name]
