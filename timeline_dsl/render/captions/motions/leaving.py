"""The motions by which a text goes out: those by which it comes in run backwards, unless their label says more."""

from __future__ import annotations

from collections.abc import Iterator

from timeline_dsl.render.captions.motions import entering
from timeline_dsl.render.captions.motions.pose import Cue, Motion, Pose, Stage, along, mixed, reversed_motion
from timeline_dsl.render.captions.motions.reveal import dissolved, feathered, opened, swept_away, wiped


def slid_out(across: int, down: int) -> Motion:
    """Slide: it moves out of its place in one direction."""

    def slide(stage: Stage) -> Iterator[Cue]:
        dx, dy = entering.slide_way(stage, across, down)
        return along(
            lambda part: Pose(dx=dx * part**2, dy=dy * part**2, opacity=min(2 - 2 * part, 1.0)), stage, steps=5
        )

    return slide


def scaled_out(size: float) -> Motion:
    """To another size, into nothing."""
    return lambda stage: along(
        lambda part: Pose(sx=mixed(1, size, part**2), sy=mixed(1, size, part**2), opacity=1 - part), stage, steps=5
    )


def grown_out(stage: Stage) -> Iterator[Cue]:
    """Grow: it grows up from the line on which it stands until nothing is left of it."""
    height = stage.rect.height
    return along(
        lambda part: Pose(sy=mixed(1, 2.4, part), dy=-0.7 * height * part, opacity=1 - part**2), stage, steps=5
    )


OUT: dict[str, Motion] = {
    **{
        f"{name}_out": reversed_motion(entering.IN[f"{name}_in"])
        for name in (
            "blur",
            "wave",
            "slingshot",
            "rotateflip",
            "elasticzoom",
            "spring",
            "zoom",
            "fade",
            "rotate1",
            "rotate2",
            "brokentypewriter",
            "typewriter1",
            "typewriter2",
            "typewriter3",
        )
    },
    "scroll_right_out": reversed_motion(feathered(-1)),
    "scroll_left_out": reversed_motion(feathered(1)),
    "rotatedown_out": reversed_motion(entering.spiralled),
    "open_out": reversed_motion(entering.gathered),
    "growth_out": grown_out,
    "close_out": reversed_motion(opened),
    "dissolve_out": reversed_motion(dissolved),
    "zoomslightout_out": scaled_out(1.2),
    "zoomin_out": scaled_out(0.2),
    "zoomout_out": scaled_out(1.9),
    "angular_out": swept_away,
    "slide_left_out": slid_out(-1, 0),
    "slide_right_out": slid_out(1, 0),
    "slide_up_out": slid_out(0, -1),
    "slide_down_out": slid_out(0, 1),
    "sunset_out": reversed_motion(entering.risen),
    # what is wiped away to the left is what would be uncovered to the right
    "wipe_left_out": reversed_motion(wiped(1, 0)),
    "wipe_right_out": reversed_motion(wiped(-1, 0)),
    "wipe_up_out": reversed_motion(wiped(0, 1)),
    "wipe_down_out": reversed_motion(wiped(0, -1)),
}
