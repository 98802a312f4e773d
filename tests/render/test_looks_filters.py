"""Filters: every id changes the picture, a close one in the way its label says, and only in its window."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from stages import Film, balance, detail, films, luma, nearest, saturation

import timeline_dsl as td
from timeline_dsl.catalog import table
from timeline_dsl.render.effects import TOLD, Verdict
from timeline_dsl.render.fidelity import report
from timeline_dsl.render.looks.filters import custom, verdict
from timeline_dsl.render.looks.filters_grading import Grading, white_of
from timeline_dsl.render.looks.filters_table import GRADINGS
from timeline_dsl.render.looks.vfx.shown import verdict as vfx_verdict
from timeline_dsl.render.looks.window import chosen, parameters

ROWS = table("filters").rows
COLOR = "effect=color,brightness=-30,contrast=10,saturation=10,kelvin_temperature=3000,temperature_ratio=80"


@pytest.fixture(scope="module")
def graded() -> dict[str, Film]:
    """Eight frames of every filter, which acts during the third to the sixth."""
    effects = {name: td.Filter(sub_type=name, timeline_in=0.2, timeline_out=0.6, ext_params=COLOR) for name in ROWS}
    return films(effects, 8)


@pytest.fixture(scope="module")
def pairs(graded: dict[str, Film]) -> dict[str, tuple[Film, Film]]:
    """A frame of the scene as it is, and the same frame filtered."""
    return {name: (graded[""][3], graded[name][3]) for name in ROWS}


@pytest.mark.parametrize("name", ROWS)
def test_a_filter_changes_the_picture_in_its_window_only(graded: dict[str, Film], name: str) -> None:
    plain, film = graded[""], graded[name]
    changed = np.abs(film - plain).mean(axis=(1, 2, 3))
    assert (changed[[0, 1, 6, 7]] == 0).all()
    assert (changed[2:6] > 1.5).all()


def warmer(before: Film, after: Film) -> bool:
    return bool((balance(after)[0] - balance(after)[2]) > (balance(before)[0] - balance(before)[2]) + 4)


def cooler(before: Film, after: Film) -> bool:
    return warmer(after, before)


def greener(before: Film, after: Film) -> bool:
    return bool(balance(after)[1] > balance(before)[1] + 2)


def redder(before: Film, after: Film) -> bool:
    return bool(balance(after)[0] > balance(before)[0] + 2)


def darker(before: Film, after: Film) -> bool:
    return bool(luma(after).mean() < luma(before).mean() - 5)


def lighter(before: Film, after: Film) -> bool:
    return darker(after, before)


def greyer(before: Film, after: Film) -> bool:
    return saturation(after) < 0.6 * saturation(before)


def grey(before: Film, after: Film) -> bool:
    return saturation(after) < 4


def bolder(before: Film, after: Film) -> bool:
    return bool(luma(after).std() > luma(before).std() * 1.1)


def softer(before: Film, after: Film) -> bool:
    return bool(luma(after).std() < luma(before).std() * 0.95) or detail(after) < 0.9 * detail(before)


def sharper(before: Film, after: Film) -> bool:
    return detail(after) > 1.05 * detail(before)


def inverted(before: Film, after: Film) -> bool:
    return bool(np.abs(after - (255 - before)).mean() < 4)


def negative(before: Film, after: Film) -> bool:
    """What is bright becomes dark, on the orange of film."""
    alike = np.corrcoef(luma(after).ravel(), luma(before).ravel())[0, 1]
    return bool(alike < -0.95 and balance(after)[0] > balance(255 - before)[0] + 4)


def blue_in_the_dark_and_orange_in_the_light(before: Film, after: Film) -> bool:
    lean = (after[..., 0] - after[..., 2]) - (before[..., 0] - before[..., 2])
    dark, light = np.quantile(luma(before), (0.2, 0.8))
    return bool(lean[luma(before) < dark].mean() < lean[luma(before) > light].mean() - 8)


def pale(before: Film, after: Film) -> bool:
    """Nothing is black."""
    return bool(after.min() > before.min() + 10)


def darker_at_the_corners(before: Film, after: Film) -> bool:
    ratio = luma(after) / (luma(before) + 1)
    corners = np.mean([ratio[:6, :8].mean(), ratio[:6, -8:].mean(), ratio[-6:, :8].mean(), ratio[-6:, -8:].mean()])
    return bool(corners < 0.9 * ratio[20:34, 38:58].mean())


def few_tones(before: Film, after: Film) -> bool:
    return bool(np.abs(np.diff(luma(after), axis=1)).max() > np.abs(np.diff(luma(before), axis=1)).max())


def black_on_white(before: Film, after: Film) -> bool:
    return grey(before, after) and bool(luma(after).max() > 215 and np.ptp(luma(after)) > 60)


LABELS: dict[str, tuple[Callable[[Film, Film], bool], ...]] = {
    "m1": (warmer, greyer),
    "m2": (greyer,),
    "m3": (cooler,),
    "m4": (cooler,),
    "m5": (redder,),
    "m6": (darker,),
    "m7": (warmer, greyer),
    "m8": (lighter, sharper),
    "pf1": (bolder, darker_at_the_corners),
    "pf2": (greener, bolder),
    "pf3": (warmer,),
    "pf4": (warmer, bolder),
    "pf5": (warmer, greyer),
    "pf6": (negative,),
    "pf7": (cooler,),
    "pf8": (warmer, pale),
    "pfa": (greyer, bolder, sharper),
    "pfb": (grey,),
    "pfc": (lighter,),
    "pi1": (lighter, cooler),
    "pi2": (darker, cooler),
    "pi3": (warmer,),
    "pi4": (darker,),
    "pl1": (blue_in_the_dark_and_orange_in_the_light,),
    "pl2": (softer,),
    "pl3": (greener,),
    "pl4": (lighter, warmer),
    "pj1": (greener,),
    "pj2": (warmer, greyer),
    "pj3": (warmer, lighter),
    "pj4": (warmer, softer),
    "delta": (redder, lighter),
    "electric": (greener,),
    "faded": (greyer, pale),
    "slowlived": (cooler, softer),
    "urbex": (lighter, sharper),
    "warm": (warmer,),
    "f2": (cooler, lighter),
    "f4": (cooler,),
    "f7": (warmer,),
    "pv1": (sharper,),
    "pv2": (lighter, cooler),
    "pv3": (lighter,),
    "pv4": (softer, greyer),
    "pv5": (lighter,),
    "pv6": (grey,),
    "a1": (softer,),
    "a2": (darker, greyer),
    "a3": (cooler, lighter),
    "old_photo": (warmer, greyer, darker_at_the_corners),
    "image_invert": (inverted,),
    "darkcorner": (darker_at_the_corners,),
    "strongcontrast": (bolder,),
    "oldmovie_darkcorner": (greyer, darker_at_the_corners),
    "comicstrip": (few_tones,),
    "cartoon": (few_tones,),
    "simplecrosshatch": (black_on_white,),
    "blackwhitesketch": (black_on_white,),
    "color": (warmer, darker),
}
"""What the labels of the filters that come close say."""


def test_every_close_filter_has_its_label_held() -> None:
    assert {name for name in ROWS if verdict(name).fidelity == "close"} == set(LABELS)
    assert {verdict(name).fidelity for name in ROWS} == {"close", "stand-in"}
    assert all(verdict(name).why for name in ROWS)


@pytest.mark.parametrize("name", LABELS)
def test_a_close_filter_does_what_its_label_says(pairs: dict[str, tuple[Film, Film]], name: str) -> None:
    before, after = pairs[name]
    assert [said.__name__ for said in LABELS[name] if not said(before, after)] == []


def test_no_two_filters_look_alike(graded: dict[str, Film]) -> None:
    distance, *pair = nearest({name: film[3] for name, film in graded.items()})
    assert distance > 3.5, pair


@pytest.mark.parametrize("name", ["comicstrip", "cartoon", "simplecrosshatch", "blackwhitesketch"])
def test_what_a_drawing_shows_can_be_told_between_its_outlines(name: str) -> None:
    # bars of a letter's width: were an outline as broad as they are, nothing of them would be left
    bars = dict.fromkeys("rgb", "if(lt(mod(X,12),6),235,20)")
    shown = luma(films({"x": td.Filter(sub_type=name)}, 1, planes=bars)["x"][0])
    assert np.median(shown[:, 3::12]) > 180
    assert np.median(shown[:, 3::12]) > np.median(shown[:, 0::12]) + 80


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ("brightness=-40", darker),
        ("brightness=40", lighter),
        ("contrast=60", bolder),
        ("contrast=-60", softer),
        ("saturation=-100", grey),
        ("saturation=-60", greyer),
        ("tint=-60", greener),
        ("kelvin_temperature=3000,temperature_ratio=100", warmer),
        ("kelvin_temperature=12000,temperature_ratio=100", cooler),
        ("dark_corner_ratio=70", darker_at_the_corners),
    ],
)
def test_each_parameter_of_a_custom_grading_acts(parameters: str, said: Callable[[Film, Film], bool]) -> None:
    shown = films({"x": td.Filter(sub_type="color", ext_params=f"effect=color,{parameters}")}, 1)
    assert said(shown[""][0], shown["x"][0])


def test_a_pure_colour_is_darkened_and_lightened() -> None:
    red = {"r": "255", "g": "0", "b": "0"}
    steps = {f"{step}": td.Filter(sub_type="color", ext_params=f"brightness={step}") for step in (-50, -10, 10, 50)}
    softened = {"soft": td.Filter(sub_type="color", ext_params="contrast=-50")}
    shown = {
        name: film.reshape(-1, 3).mean(axis=0) for name, film in films({**steps, **softened}, 1, planes=red).items()
    }
    assert [shown[name][0] for name in ("-50", "-10", "")] == pytest.approx([191, 242, 254], abs=4)
    assert [shown[name][2] for name in ("", "10", "50", "soft")] == pytest.approx([0, 10, 51, 23], abs=4)


def test_a_custom_grading_of_zeros_leaves_the_picture() -> None:
    shown = films({"x": td.Filter(sub_type="color", ext_params="effect=color,brightness=0,temperature_ratio=0")}, 1)
    assert np.abs(shown["x"] - shown[""]).mean() < 1.5


def test_parameters_beyond_all_bounds_still_make_a_picture() -> None:
    wild = (
        "brightness=1e30,contrast=1e30,saturation=1e30,kelvin_temperature=1e30,temperature_ratio=1e30,tint=1e30,"
        "dark_corner_ratio=1e30"
    )
    for text in (wild, wild.replace("1e30", "-1e30"), "brightness=nan,contrast=inf,tint=,=5,x"):
        assert len(films({"x": td.Filter(sub_type="color", ext_params=text)}, 1)["x"]) == 1


def test_only_numbers_are_read_out_of_parameters() -> None:
    assert parameters("effect=color, Brightness = -10,contrast=1e1,tint=nan,x=,=3,saturation") == {
        "brightness": -10.0,
        "contrast": 10.0,
    }
    assert parameters(None) == {}


def test_daylight_is_white_and_candlelight_is_orange() -> None:
    assert white_of(6500) == pytest.approx((1, 1, 1))
    red, green, blue = white_of(2000)
    assert red > green > blue
    red, green, blue = white_of(15_000)
    assert red < green < blue
    assert custom({"kelvin_temperature": 2000.0}) == custom({})


def test_one_of_a_list_is_picked_and_stays_picked() -> None:
    several = td.Filter(sub_type="m1, pf6,warm")
    picked = {chosen(several, "filters", f"/VideoTracks/0/VideoTrackClips/{index}/Effects/0") for index in range(40)}
    assert picked == {"m1", "pf6", "warm"}
    assert chosen(several, "filters", "/a") == chosen(several, "filters", "/a")
    assert chosen(td.Filter(sub_type="random"), "filters", "/a") in ROWS
    assert chosen(td.Filter(), "filters", "/a") == ""


def test_of_several_filters_the_one_that_is_shown_is_told() -> None:
    several = td.Filter(sub_type="m1, tokoyo")
    told = {chosen(several, "filters", path): TOLD[td.Filter](several, path) for path in map(str, range(20))}
    assert told == {
        "m1": Verdict("close", "m1 is picked: graded by its label; the strength is estimated"),
        "tokoyo": Verdict("stand-in", "tokoyo is picked: the label names no colours: graded by its family"),
    }
    assert TOLD[td.Filter](td.Filter(), "") == Verdict("missing", "it names no id")
    assert TOLD[td.Filter](td.Filter(sub_type="m1"), "") == Verdict(
        "close", "graded by its label; the strength is estimated"
    )


def test_a_report_tells_of_the_ids_that_are_picked() -> None:
    clip = td.image("https://bucket.oss-cn-shanghai.aliyuncs.com/a.png", 1).with_effects(
        td.Filter(sub_type="m1,pf2"), td.VFX(sub_type="random")
    )
    edit = td.Timeline().video(clip).effects(td.VFX(sub_type="zoom,OV0001-000001,swing"))
    for line, kind, node, judge in zip(
        report(edit.schedule()),
        ("filters", "vfx", "vfx"),
        (*clip.effects, edit.effect_tracks[0].clips[0]),
        (verdict, vfx_verdict, vfx_verdict),
        strict=True,
    ):
        name = chosen(node, kind, line.path)
        assert (line.fidelity, line.why) == (judge(name).fidelity, f"{name} is picked: {judge(name).why}")


def test_grain_follows_the_frame_wherever_the_output_begins() -> None:
    names = [name for name in ROWS if GRADINGS.get(name, ("", Grading()))[1].grain >= 6]
    effects = {name: td.Filter(sub_type=name) for name in names}
    whole, part = films(effects, 12), films(effects, 3, zero=0.7, span=1.2)
    for name in names:
        assert np.abs(part[name] - whole[name][7:10]).mean() < 0.4
        assert np.abs(np.diff(whole[name], axis=0)).mean(axis=(1, 2, 3)).min() > 0.9
