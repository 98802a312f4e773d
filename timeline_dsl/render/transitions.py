"""How a clip blends into the next one: every transition id, the motion that shows it, and how near that comes."""

from __future__ import annotations

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.effects import DLTransition, Transition
from timeline_dsl.render.effects import Fidelity, Verdict, seeded
from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.grid import Frames, Grid

STANDARD = "fade"


@attrs.frozen(slots=True)
class Motion:
    """How a transition is shown: by FFmpeg's xfade motion of this name."""

    fidelity: Fidelity
    xfade: str
    why: str = ""


def _near(xfade: str) -> Motion:
    return Motion("stand-in", xfade, f"shown by FFmpeg's {xfade}")


TRANSITIONS: dict[str, Motion] = {
    "fade": Motion("close", "fade"),
    "wipeleft": Motion("close", "wipeleft"),
    "wiperight": Motion("close", "wiperight"),
    "wipeup": Motion("close", "wipeup"),
    "wipedown": Motion("close", "wipedown"),
    "fadecolor": _near("fadeblack"),
    "fadegrayscale": _near("fadegrays"),
    "circleopen": _near("circleopen"),
    "circle": _near("circleopen"),
    "circlecrop": _near("circlecrop"),
    "radial": _near("radial"),
    "angular": _near("radial"),
    "pixelize": _near("pixelize"),
    "directional": _near("diagtl"),
    "windowslice": _near("hlslice"),
    "windowblinds": _near("hlslice"),
    "squeeze": _near("squeezeh"),
    "doorway": _near("horzopen"),
    "linearblur": _near("hblur"),
    "dreamyzoom": _near("zoomin"),
    "simplezoom": _near("zoomin"),
    "swap": _near("slideleft"),
}
"""What is known of each id; an id that is not here is shown as a plain fade."""


def chosen(effect: Transition | DLTransition, path: str) -> str:
    """The id that is shown: `random` and comma lists pick one, the same from render to render."""
    said = (effect.sub_type or STANDARD).strip()
    names = [name.strip() for name in said.split(",") if name.strip()]
    if "random" in names:
        names = list(table("transitions").rows)
    return names[seeded(f"{path} {said}") % len(names)] if names else STANDARD


def motion(name: str) -> Motion:
    """How the transition called `name` is shown."""
    return TRANSITIONS.get(name) or Motion("stand-in", STANDARD, "shown as a plain fade")


def verdict(effect: Transition | DLTransition, path: str) -> Verdict:
    """How near a transition comes."""
    name = chosen(effect, path)
    found = motion(name)
    said = effect.sub_type or STANDARD
    why = found.why if name == said else f"{name} out of {said}" + (f", {found.why}" if found.why else "")
    return Verdict(found.fidelity, why)


def blended(before: Video, after: Video, name: str, blend: Frames, grid: Grid, *, clear: bool) -> Video:
    """The frames of a transition: both streams show exactly them, the first at 0."""
    # xfade ends early where its inputs end, and each version in its way: one picture more, cut off afterwards
    more = Filter("tpad", stop=1, stop_mode="clone")
    both = Video.mixed(Filter("xfade", transition=motion(name).xfade, duration=grid.time(len(blend)), offset=0),
                       before.through(more), after.through(more))
    pixels = Filter("format", pix_fmts="yuva420p" if clear else "yuv420p")
    return both.through(Filter("trim", end_frame=len(blend)), pixels)
