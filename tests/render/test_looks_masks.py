"""Masks, regions, hidden areas and matting: where they act, and what they leave."""

from __future__ import annotations

import numpy as np
import pytest
from stages import SIZE, Film, detail, films, luma

import timeline_dsl as td
from timeline_dsl.catalog import table
from timeline_dsl.render.effects import LOOKS, TOLD, Verdict
from timeline_dsl.render.looks.catalogue import fidelity_rows
from timeline_dsl.render.looks.masks import read_mask
from timeline_dsl.render.looks.regions import area
from timeline_dsl.render.place import Rect

WHITE = {"r": "220", "g": "220", "b": "220"}
NAMES = ("mask_circle", "mask_rec", "mask_linear", "mask_minor")


def cover(name: str, parameters: str) -> Film:
    """How much of a grey picture a mask leaves at each point, 0 to 1."""
    shown = films({"x": td.VFX(sub_type=name, ext_params=parameters)}, 1, planes=WHITE)
    return shown["x"][0, ..., 1] / shown[""][0, ..., 1]


def test_a_circle_keeps_its_inside() -> None:
    kept = cover("mask_circle", "x=0.25,y=0.5,width=0.25,height=0.5")
    assert kept[27, 24] > 0.97
    assert kept[27, 33] > 0.9 and kept[15, 24] > 0.9
    assert kept[17, 33] < 0.05 and kept[27, 60] < 0.05
    assert kept.mean() == pytest.approx(np.pi / 4 * 0.125, abs=0.01)


def test_numbers_above_one_are_pixels() -> None:
    assert cover("mask_rec", "x=48,y=27,width=40,height=20").mean() == pytest.approx(800 / (96 * 54), abs=0.01)
    assert cover("mask_rec", "x=0.5,y=0.5,width=1,height=1").mean() > 0.97


def test_a_rectangle_has_round_corners_and_an_angle() -> None:
    sharp, round_ = (cover("mask_rec", f"width=60,height=40,radius={radius}") for radius in (0, 15))
    assert sharp[9, 20] > 0.9 and round_[9, 20] < 0.1 and round_[27, 48] > 0.97
    turned = cover("mask_rec", "width=50,height=10,angle=90")
    assert turned[8, 48] > 0.9 and turned[27, 60] < 0.1


def test_an_angle_turns_clockwise() -> None:
    turned = cover("mask_minor", "size=0.2,angle=30")
    assert turned[27 + 16, 48 + 28] > 0.9 and turned[27 - 16, 48 + 28] < 0.1


def test_a_linear_mask_keeps_one_side_of_its_line() -> None:
    kept = cover("mask_linear", "y=0.25")
    assert kept[:11].min() > 0.9 and kept[16:].max() < 0.1
    assert cover("mask_linear", "x=0.25,angle=90")[:, :22].max() < 0.1


def test_a_band_is_as_wide_as_its_size() -> None:
    kept = cover("mask_minor", "size=0.5")
    assert kept.mean() == pytest.approx(0.5, abs=0.02)
    assert kept[27].min() > 0.97 and kept[[2, 51]].max() < 0.05


def test_the_edge_is_as_soft_as_told() -> None:
    hard, soft = (cover("mask_linear", f"antialias={value}")[:, 48] for value in (0.01, 0.5))
    assert ((hard > 0.1) & (hard < 0.9)).sum() <= 3
    assert ((soft > 0.1) & (soft < 0.9)).sum() > 15


def test_outside_as_much_is_left_as_told() -> None:
    assert cover("mask_circle", "outer_alpha=0.5")[2, 2] == pytest.approx(0.5, abs=0.03)
    assert cover("mask_circle", "outer_alpha=1").min() > 0.99


@pytest.mark.parametrize("name", NAMES)
def test_inside_a_mask_the_picture_may_be_blurred(name: str) -> None:
    stripes = dict.fromkeys("rgb", "60+120*lt(mod(X,8),4)")
    shown = films({"x": td.VFX(sub_type=name, ext_params="y=0.3,blur_intensity=0.9,outer_alpha=1")}, 1, planes=stripes)
    inside, outside = (slice(8, 14), slice(35, 60)), (slice(50, 54), slice(0, 20))
    assert detail(shown["x"][0][inside]) < 0.5 * detail(shown[""][0][inside])
    assert np.abs(shown["x"][0][outside] - shown[""][0][outside]).mean() < 1


def test_on_a_picture_that_may_be_transparent_a_mask_makes_it_so() -> None:
    mask = td.VFX(sub_type="mask_circle", timeline_in=0.1, ext_params="outer_alpha=0.2")
    alpha = films({"x": mask}, 3, clear=True)["x"][..., 3]
    assert alpha[0].min() == 255
    assert alpha[1:, 27, 48].min() == 255
    assert alpha[1:, 1, 1].max() == pytest.approx(51, abs=2)
    assert LOOKS[td.VFX].clears(mask)
    assert not LOOKS[td.VFX].clears(td.VFX(sub_type="mask_circle", ext_params="outer_alpha=1"))
    assert not LOOKS[td.VFX].clears(td.VFX(sub_type="zoom"))


def test_a_mask_without_parameters_lies_in_the_middle() -> None:
    mask = read_mask(None, (200, 100))
    assert (mask.x, mask.y, mask.width, mask.height, mask.angle, mask.blur, mask.outer) == (100, 50, 100, 50, 0, 0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "x=1e30,y=-1e30,width=-5,height=1e30",
        "radius=1e30,size=-1,angle=1e9",
        "antialias=-1,blur_intensity=9,outer_alpha=-9",
        "x=nan,y=,=,;[]",
    ],
)
def test_wild_parameters_still_make_a_picture(text: str) -> None:
    shown = films({name: td.VFX(sub_type=name, ext_params=text) for name in NAMES}, 1)
    assert len(shown) == 5


@pytest.mark.parametrize("name", ["mosaic_rect", "blur"])
def test_a_region_leaves_the_rest_as_it_is(name: str) -> None:
    effect = td.VFX(sub_type=name, x=td.pct(25), y=td.pct(50), width=td.pct(50), height=td.pct(25), timeline_in=0.1)
    shown = films({"x": effect}, 2)
    change = np.abs(shown["x"] - shown[""]).mean(axis=-1)
    assert change[0].max() == 0
    assert change[1, 27:39, 24:70].mean() > 1
    rest = change[1].copy()
    rest[25:43, 22:74] = 0
    assert rest.max() < 2


def test_a_small_region_hides_as_well_as_a_large_one() -> None:
    # bars of the width of letters in a strip like that of a name or a number
    bars = dict.fromkeys("rgb", "if(lt(mod(X,8),4),220,30)")
    place = {"x": td.px(120), "y": td.px(80), "width": td.px(80), "height": td.px(20)}
    effects = {name: td.VFX(sub_type=name, **place) for name in ("mosaic_rect", "blur")}
    effects["hidden"] = td.DeWatermark(sub_type="Delogo_Blur", **place)
    shown = films(effects, 1, planes=bars, size=(320, 180))
    for name in effects:
        inside = luma(shown[name][0])[84:96, 130:190]
        assert np.ptp(inside) < 0.4 * 190, name


def test_the_rest_of_a_region_is_filled_in() -> None:
    assert area(td.VFX(sub_type="blur"), SIZE) is None
    assert area(td.VFX(sub_type="blur", x=td.px(11)), SIZE) == Rect(10, 0, 86, 54)
    assert area(td.VFX(sub_type="blur", x=td.pct(50), width=td.pct(80)), SIZE) == Rect(48, 0, 48, 54)


def test_a_hidden_area_follows_times_within_the_clip() -> None:
    effect = td.DeWatermark(
        sub_type="Delogo_Blur",
        x=td.pct(50),
        y=td.pct(50),
        width=td.pct(50),
        height=td.pct(50),
        source_in=0.1,
        source_out=0.3,
    )
    shown = films({"x": effect}, 4)
    change = np.abs(shown["x"] - shown[""]).mean(axis=-1)
    assert [bool(frame.max() > 0) for frame in change] == [False, True, True, False]
    assert change[:, :25, :46].max() < 2


def test_green_becomes_transparent_and_the_rest_stays() -> None:
    planes = {"r": "if(lt(X,W/2),20,200)", "g": "if(lt(X,W/2),190,60)", "b": "if(lt(X,W/2),30,60)"}
    shown = films({"x": td.Matting(color="green")}, 1, planes=planes, clear=True)["x"][0]
    # the corners aside: FFmpeg keys a point by its neighbours, of which they lack some
    assert shown[1:-1, 1:44, 3].max() < 40
    assert shown[1:-1, 52:-1, 3].min() > 215


def test_what_needs_the_services_models_says_so() -> None:
    assert TOLD[td.Matting](td.Matting(color="green"), "") == Verdict("close", "green is keyed out by its colour")
    assert TOLD[td.Matting](td.Matting(color="auto"), "") == Verdict(
        "stand-in", "Color 'auto': only green is keyed out"
    )
    assert TOLD[td.RealMatting](td.RealMatting(), "") == Verdict(
        "missing", "cutting a person out of a real scene needs the service's model"
    )
    assert TOLD[td.Harmonization](td.Harmonization(reference_clip_id="a"), "").fidelity == "stand-in"
    shown = films({"x": td.Harmonization(reference_clip_id="a")}, 1)
    assert np.abs(shown["x"] - shown[""]).mean() > 1


def test_every_filter_and_effect_of_the_catalogue_has_a_row() -> None:
    rows = list(fidelity_rows())
    wanted = [(name, id_) for name in ("filters", "vfx") for id_ in table(name).rows]
    assert [(row.kind, row.id) for row in rows] == wanted
    assert [row.id for row in fidelity_rows("vfx")] == list(table("vfx").rows)
    assert next(fidelity_rows()).to_dict() == {
        "kind": "filters",
        "id": "m1",
        "fidelity": "close",
        "why": "graded by its label; the strength is estimated",
    }
