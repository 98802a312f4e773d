"""Special effects: every id changes the picture in its window only, and what comes close does what its label says."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from stages import Film, balance, detail, films, luma, nearest, saturation

import timeline_dsl as td
from timeline_dsl.catalog import table
from timeline_dsl.render.effects import TOLD, Verdict
from timeline_dsl.render.looks.vfx.shown import verdict

ROWS = table("vfx").rows
FRAMES, FIRST, END = 36, 3, 33
INSIDE = slice(FIRST, END)

STILL = {
    "h_blur",
    "v_blur",
    "blur",
    "fisheye",
    "glass",
    "rainbowfilter",
    "mosaic_rect",
    "mask_circle",
    "mask_rec",
    "mask_linear",
    "mask_minor",
    "splitstill2",
    "splitstill3",
    "splitstill4",
    "splitstill6",
    "splitstill9",
    "blackwhitesplit",
    "blurthreesplit",
}
"""The effects that do not move of themselves."""


def effects(start: float, end: float) -> dict[str, td.VFX]:
    return {name: td.VFX(sub_type=name, timeline_in=start, timeline_out=end) for name in ROWS}


@pytest.fixture(scope="module")
def shown() -> dict[str, Film]:
    """Every effect from frame 3 up to frame 33 of 36; '' is the scene as it is."""
    return films(effects(FIRST / 10, END / 10), FRAMES)


@pytest.mark.parametrize("name", ROWS)
def test_an_effect_changes_the_picture_in_its_window_only(shown: dict[str, Film], name: str) -> None:
    changed = np.abs(shown[name] - shown[""]).mean(axis=(1, 2, 3))
    assert (changed[[*range(FIRST), *range(END, FRAMES)]] == 0).all()
    assert changed[INSIDE].max() > 1.5


@pytest.mark.parametrize("name", ROWS)
def test_an_effect_moves_unless_it_stands_still(shown: dict[str, Film], name: str) -> None:
    moves = np.abs(np.diff(shown[name][INSIDE], axis=0)).mean(axis=(1, 2, 3)).max()
    assert moves == 0 if name in STILL else moves > 0.05


def test_every_effect_shows_in_a_part_of_the_output_what_it_shows_in_the_whole() -> None:
    # it begins between two frames, and frames last no round number of seconds
    off_frames = effects(0.011, 1.5)
    whole, part = films(off_frames, 8, span=2, fps=30), films(off_frames, 2, zero=Fraction(6, 30), span=2, fps=30)
    assert [name for name in part if (part[name] != whole[name][6:]).any()] == []


Said = Callable[[Film, Film], bool]


def blurred(axis: int) -> Said:
    return lambda before, after: detail(after[-1], axis) < 0.75 * detail(before[-1], axis)


def dark_then_whole(before: Film, after: Film) -> bool:
    light = luma(after).mean(axis=(1, 2))
    return bool(light[0] < 0.35 * luma(before).mean() and np.abs(after[-1] - before[-1]).mean() < 2)


def whole_then_dark(before: Film, after: Film) -> bool:
    return dark_then_whole(before[::-1], after[::-1])


def white_then_whole(before: Film, after: Film) -> bool:
    return bool(luma(after)[0].mean() > 200 and np.abs(after[-1] - before[-1]).mean() < 2)


def blurred_then_sharp(before: Film, after: Film) -> bool:
    return detail(after[0]) < 0.7 * detail(before[0]) and np.abs(after[-1] - before[-1]).mean() < 2


def sharp_then_blurred(before: Film, after: Film) -> bool:
    return blurred_then_sharp(before[::-1], after[::-1])


def grey_then_coloured(before: Film, after: Film) -> bool:
    return saturation(after[0]) < 6 and saturation(after[-1]) > 0.9 * saturation(before[-1])


def coloured_then_grey(before: Film, after: Film) -> bool:
    return saturation(after[0]) > 0.9 * saturation(before[0]) and saturation(after[-1]) < 8


def larger(before: Film, after: Film) -> bool:
    """The picture's middle, enlarged, is what is seen at the largest."""

    def enlarged(rate: float) -> Film:
        rows = np.clip(np.round((np.arange(54) - 26.5) / rate + 26.5), 0, 53).astype(int)
        columns = np.clip(np.round((np.arange(96) - 47.5) / rate + 47.5), 0, 95).astype(int)
        return before[0][rows][:, columns]

    return (
        min(np.abs(after - enlarged(rate)).mean(axis=(1, 2, 3)).min() for rate in (1.08, 1.1, 1.12, 1.3, 1.35, 1.48))
        < 0.5 * np.abs(after - before).mean(axis=(1, 2, 3)).max()
    )


def shaken(before: Film, after: Film) -> bool:
    """Neighbouring frames differ by where edges lie, not by how bright they are."""
    return bool(np.ptp(luma(after).mean(axis=(1, 2))) < 8 and np.abs(np.diff(after, axis=0)).mean() > 0.5)


def barred(before: Film, after: Film) -> bool:
    return bool(
        luma(after)[-1, :5].max() < 20
        and luma(after)[-1, -5:].max() < 20
        and np.abs(after[-1, 12:42] - before[-1, 12:42]).mean() < 1
    )


def cells(columns: int, rows: int) -> Said:
    # cells are cut on even pixels: neighbours may be shifted by one
    def say(before: Film, after: Film) -> bool:
        wide, high = 96 // columns, 54 // rows
        places = [(x * wide, y * high) for x in range(columns) for y in range(rows)]
        parts = [after[0, y : y + high, x : x + wide] for x, y in places]
        return all(np.abs(part - parts[0]).mean() < 8 for part in parts)

    return say


def flickers(before: Film, after: Film) -> bool:
    return bool(np.ptp(luma(after).mean(axis=(1, 2))) > 20)


def brighter(before: Film, after: Film) -> bool:
    return bool(luma(after).mean() > luma(before).mean() + 0.5 and (luma(after) - luma(before)).max() > 40)


def spots(before: Film, after: Film) -> bool:
    """Some points become much brighter, most do not."""
    rise = (after - before).max(axis=-1)
    return bool(rise.max() > 60 and (rise > 40).mean() < 0.35)


def dark_around(before: Film, after: Film) -> bool:
    ratio = luma(after) / (luma(before) + 1)
    return bool(ratio[:, [0, 0, -1, -1], [0, -1, 0, -1]].mean() < 0.75 and ratio.max() > 0.9)


def grey(before: Film, after: Film) -> bool:
    return saturation(after) < 8


def green(before: Film, after: Film) -> bool:
    return bool(balance(after)[1] > 15 and balance(after)[1] == balance(after).max())


def many_colours(before: Film, after: Film) -> bool:
    return saturation(after) > saturation(before) + 2


def negative_at_times(before: Film, after: Film) -> bool:
    return bool(
        np.abs(after - (255 - before)).mean(axis=(1, 2, 3)).min() < 4
        and np.abs(after - before).mean(axis=(1, 2, 3)).min() < 1
    )


def redder(before: Film, after: Film) -> bool:
    """In the middle, even where it was blue."""
    return bool((after - before)[:, 20:34, 40:56].mean(axis=(0, 1, 2)).argmax() == 0)


def many_hues(before: Film, after: Film) -> bool:
    """Each of red, green and blue is raised somewhere above the others."""
    change = after - before
    change -= change.mean(axis=-1, keepdims=True)
    return bool((change.max(axis=(0, 1, 2)) > 12).all())


def flits(before: Film, after: Film) -> bool:
    """It stands for a while, and changes all at once."""
    steps = np.abs(np.diff(after, axis=0)).mean(axis=(1, 2, 3))
    return bool((steps > 5).sum() in (2, 3) and (steps == 0).sum() > 20)


def pink(before: Film, after: Film) -> bool:
    rise = after - before
    return bool(rise[..., 0].mean() > 1 and rise[..., 0].mean() > rise[..., 1].mean() + 1)


def six_fold(before: Film, after: Film) -> bool:
    """Turned by half, a kaleidoscope of six wedges is itself."""
    unlike = [np.abs(film[0] - film[0][::-1, ::-1]).mean() for film in (after, before)]
    return bool(unlike[0] < 0.1 * unlike[1])


def bent(before: Film, after: Film) -> bool:
    """Other places, the same colours."""
    return bool(
        np.abs(after.mean(axis=(1, 2)) - before.mean(axis=(1, 2))).max() < 40
        and np.abs(after - before).mean(axis=(1, 2, 3)).max() > 1.2
    )


def blocky(before: Film, after: Film) -> bool:
    return bool((np.abs(np.diff(luma(after[0]), axis=1)) < 2).mean() > 0.6)


OPENS = ("open", "withcircleopen", "slightrectshow", "slightshow", "wipecross")
LABELS: dict[str, tuple[Said, ...]] = {
    **dict.fromkeys(OPENS, (dark_then_whole,)),
    **dict.fromkeys(("close", "withcircleclose", "disappear", "blackfade"), (whole_then_dark,)),
    "black": (flickers,),
    "whiteshow": (white_then_whole,),
    "h_blur": (blurred(-1),),
    "v_blur": (blurred(-2),),
    "blur": (blurred(-1), blurred(-2)),
    "bluropen": (blurred_then_sharp,),
    "blurclose": (sharp_then_blurred,),
    "color_to_grey": (coloured_then_grey,),
    "grey_to_color": (grey_then_coloured,),
    **dict.fromkeys(("zoominout", "zoomslight", "zoom", "heartbeat"), (larger,)),
    **dict.fromkeys(("slightshake", "jitter", "smalljitter", "swing"), (shaken,)),
    "movie": (barred,),
    "splitstill2": (cells(2, 1),),
    "splitstill3": (cells(3, 1),),
    "splitstill4": (cells(2, 2),),
    "splitstill6": (cells(3, 2),),
    "splitstill9": (cells(3, 3),),
    "white": (flickers, brighter),
    "minus_glitter": (negative_at_times,),
    "flashingscreen": (flickers,),
    **dict.fromkeys(
        (
            "withcircleshake",
            "withcircleflashlight",
            "moon_projection",
            "star_projection",
            "heart_projection",
            "carwindow_projection",
            "lightcenter",
            "rotationspotlight",
        ),
        (dark_around,),
    ),
    **dict.fromkeys(("lightsweep", "scanlight", "anglelight", "shine", "flashinglight"), (brighter,)),
    **dict.fromkeys(
        (
            "starry",
            "starfield",
            "starfieldshinee",
            "starfieldshinee2",
            "starsparkle",
            "flyfire",
            "spotfall",
            "shinningstar_light",
            "colorfulstarry",
            "meteorshower",
            "sparklestarfield",
            "fireworks",
            "moon",
            "heartfireworks",
            "starexplosion",
            "moons_and_stars",
            "darknight_rainbow",
        ),
        (spots,),
    ),
    **dict.fromkeys(("fallingheart", "risingheartbubble", "heartbubbleshinee", "heartsurround"), (pink,)),
    **dict.fromkeys(("rainbowfilter", "movingrainbow"), (many_colours,)),
    "blackwhitetv": (grey,),
    "sunset_projection": (dark_around, redder),
    **dict.fromkeys(("stormlaser", "illusion"), (many_hues,)),
    "livesplit": (flits,),
    "nightvision": (green,),
    "kaleidoscope": (six_fold,),
    "mosaic_rect": (blocky,),
    **dict.fromkeys(("fisheye", "planet", "waterripple", "simpleripple", "segmentation", "glass"), (bent,)),
}
"""What the labels of effects that come close say, where it can be measured."""


@pytest.mark.parametrize("name", LABELS)
def test_a_close_effect_does_what_its_label_says(shown: dict[str, Film], name: str) -> None:
    before, after = shown[""][INSIDE], shown[name][INSIDE]
    assert verdict(name).fidelity == "close"
    assert [said.__name__ for said in LABELS[name] if not said(before, after)] == []


def test_how_near_every_effect_comes_is_told_with_a_reason() -> None:
    assert {verdict(name).fidelity for name in ROWS} == {"close", "stand-in"}
    assert all(verdict(name).why for name in ROWS)
    assert TOLD[td.VFX](td.VFX(sub_type="zoom"), "") == Verdict("close", "timing and strength are estimated")
    assert TOLD[td.VFX](td.VFX(sub_type="OV0001-000001"), "") == Verdict(
        "missing", "no effect is called 'OV0001-000001'"
    )


def test_no_two_effects_look_alike(shown: dict[str, Film]) -> None:
    distance, *pair = nearest({name: film[INSIDE][::5, ::3, ::3] for name, film in shown.items()})
    assert distance > 0.5, pair


CELLS = {
    "starry": 6,
    "starfieldshinee": 5,
    "starfieldshinee2": 3.5,
    "starsparkle": 3,
    "colorfulstarry": 6,
    "shinningstar_light": 2.6,
    "spotfall": 5,
    "flyfire": 5,
    "fallingcircle": 3.2,
}
"""How many cells a height the particles of an effect lie in, each in its own."""


def test_particles_are_not_cut_off_at_the_edges_of_their_cells() -> None:
    names = {name: td.VFX(sub_type=name) for name in CELLS}
    shown = films(names, 1, planes=dict.fromkeys("rgb", "60"))
    for name, across in CELLS.items():
        light = luma(shown[name][0]) - np.median(luma(shown[name][0]))
        # at their first frame cells begin in the middle of the picture
        lines = [((np.arange(side) + 0.5 - side / 2) / 54 * across) % 1 for side in (54, 96)]
        near = [np.minimum(line, 1 - line) < 0.6 * across / 54 for line in lines]
        assert light.max() > 60, name
        assert light[near[0]].max() < 0.4 * light.max(), name
        assert light[:, near[1]].max() < 0.4 * light.max(), name


def test_a_heart_has_two_lobes_and_a_point() -> None:
    shown = films({"heart_projection": td.VFX(sub_type="heart_projection")}, 1, planes=dict.fromkeys("rgb", "100"))
    bright = luma(shown["heart_projection"][0]) > 90
    tops = bright.argmax(axis=0)
    lobes = tops[[37, 59]]
    assert (tops[48] - lobes >= 4).all(), "a notch lies between its lobes"
    assert (tops[[32, 64]] - lobes >= 2).all(), "its lobes are round"
    assert bright[40, 48] and not bright[40, [36, 60]].any()


def test_a_rainbow_is_red_outside_and_violet_inside(shown: dict[str, Film]) -> None:
    column = (shown["darknight_rainbow"] - shown[""])[FIRST + 5, :, 48]
    at = {row: column[row] - column[row].mean() for row in (13, 16, 23)}
    assert [int(at[row].argmax()) for row in (13, 16, 23)] == [0, 1, 2]


def test_hearts_fall_and_bubbles_rise() -> None:
    names = {"fallingheart": 1, "risingheartbubble": -1}
    shown = films({name: td.VFX(sub_type=name) for name in names}, 3)
    for name, way in names.items():
        masks = (shown[name][..., 0] - shown[""][..., 0]) > 40
        here, there = (np.roll(masks[0], way * step, axis=0) for step in (2, -2))
        assert (here & masks[1]).sum() > (there & masks[1]).sum()


def test_a_transparent_picture_keeps_its_shape_under_every_effect() -> None:
    some = ("zoom", "swing", "starry", "glass", "splitstill4", "movie", "white", "fallingheart", "h_blur", "oldtv")
    shown = films({name: td.VFX(sub_type=name) for name in some}, 3, clear=True)
    for name in some:
        assert shown[name].shape[-1] == 4
        assert (shown[name][..., 3] > 250).all()


def test_effects_follow_each_other(shown: dict[str, Film]) -> None:
    from stages import FPS, scene, stage

    from timeline_dsl.render.effects import drawn
    from timeline_dsl.render.graph import Graph

    items = tuple(
        (f"/{index}", td.VFX(sub_type=name, timeline_in=index, timeline_out=index + 0.1))
        for index, name in enumerate(ROWS)
    )
    text = Graph(drawn(scene(len(ROWS) * FPS), items, stage(len(ROWS) * FPS))).text()
    assert text.count("concat=n=") == len(ROWS)
