"""Drafts: what is drawn half as large looks like the output made smaller."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from edits import OSS, Played
from numpy.typing import NDArray
from stages import drafts

import timeline_dsl as td
from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.run import picture as write_picture

PLANES = {"r": "40+130*X/W+60*gte(Y,H/2)*lt(mod(X/W*16,4),2)", "g": "70+100*Y/H", "b": "60+140*(1-X/W)*lt(Y,H*0.7)"}
MASK = "x=60,y=45,width=80,height=40,radius=14,size=30,angle=20,antialias=8,blur_intensity=0.3,outer_alpha=0.3"
PART = {"x": td.px(34), "y": td.px(18), "width": td.px(90), "height": td.px(54)}

FAMILIES: dict[str, tuple[type, tuple[str, ...]]] = {
    "masks": (td.VFX, ("mask_circle", "mask_rec", "mask_linear", "mask_minor")),
    "grain": (td.VFX, ("oldtv", "blackwhitetv", "nightvision")),
    "screens": (td.VFX, ("tvshow",)),
    "outlines": (td.VFX, ("neolighting", "edgescan")),
    "shifts": (td.VFX, ("shock", "h_blur", "v_blur", "glass")),
    "cells": (td.VFX, ("splitstill6", "splitstill9", "blurthreesplit", "image_in_image")),
    "blurs": (td.VFX, ("bluropen", "blurring", "windowblur")),
    "lights": (td.VFX, ("shine", "starry", "fallingheart")),
    "gradings": (td.Filter, ("m8", "pv1", "pl2", "old_photo", "oldmovie_darkcorner")),
    "drawings": (td.Filter, ("comicstrip", "cartoon", "blackwhitesketch", "simplecrosshatch")),
}
NAMES = tuple(name for _, names in FAMILIES.values() for name in names)
LEAST = dict.fromkeys(("shock", "glass", "cartoon", "comicstrip", "blackwhitesketch"), 29.0)
LEAST |= {"simplecrosshatch": 22.0}
"""Decibels that are too few elsewhere: these look every point up at a whole pixel, or decide for one of few tones."""


@pytest.fixture(scope="module")
def drawn() -> dict[str, list[NDArray[np.float64]]]:
    """A frame of every effect in the full size, made smaller, and as a draft."""
    effects = {name: kind(sub_type=name, ext_params=MASK) for kind, names in FAMILIES.values() for name in names}
    effects |= {f"{name} of a part": td.VFX(sub_type=name, **PART) for name in ("mosaic_rect", "blur")}
    return drafts({**effects, "hidden": td.DeWatermark(**PART)}, 4, 2, PLANES)


def nearness(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Peak signal to noise ratio of two pictures in decibels; 30 and more are hard to tell apart."""
    return float(10 * np.log10(255**2 / max(((one - other) ** 2).mean(), 0.001)))


@pytest.mark.parametrize("name", [*NAMES, "mosaic_rect of a part", "blur of a part", "hidden"])
def test_a_look_of_a_draft_is_that_of_the_output_made_smaller(
    drawn: dict[str, list[NDArray[np.float64]]], name: str
) -> None:
    assert nearness(*drawn[name]) > LEAST.get(name, 33.0)


def picture(path: Path) -> None:
    """Write the scene as a picture of 640 × 360."""
    write_picture(
        Video.made(
            Filter("color", c="black", s="640x360"),
            Filter("trim", end_frame=1),
            Filter("format", pix_fmts="gbrp"),
            Filter("geq", **PLANES),
        ),
        path,
    )


def test_a_draft_of_an_edit_is_the_edit_made_smaller(tmp_path: Path) -> None:
    picture(tmp_path / "scene.png")
    still = td.image(OSS + "scene.png", 0.4)
    mask = td.VFX(sub_type="mask_circle", ext_params="x=60,y=45,width=70,height=50,antialias=4")
    edit = (
        td.Timeline(size=(320, 180), fps=25)
        .video(still.with_effects(td.vfx("neolighting")))
        .video(still.box(x="41px", y="22px", w="160px", h="90px").with_effects(mask))
        .video(still.box(x="200px", y="80px", w="90px", h="60px").with_effects(td.Scale(width=td.px(61))))
        .effects(td.VFX(sub_type="blur", x=td.px(20), y=td.px(110), width=td.px(101), height=td.px(51)))
    )
    full = Played(edit, tmp_path, tmp_path / "full.mp4").pictures[5].astype(float)
    draft = Played(edit, tmp_path, tmp_path / "draft.mp4", draft=True).pictures[5].astype(float)
    assert draft.shape == (90, 160, 3)
    smaller = full.reshape(90, 2, 160, 2, 3).mean(axis=(1, 3))
    assert nearness(smaller, draft) > 29
