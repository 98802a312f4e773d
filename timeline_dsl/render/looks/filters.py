"""Filters: gradings by id, gradings by seven parameters, and pictures that look drawn."""

from __future__ import annotations

from collections.abc import Mapping

from timeline_dsl.effects import Filter as FilterEffect
from timeline_dsl.render.effects import Stage, Verdict, renders
from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.filters_drawn import DRAWINGS
from timeline_dsl.render.looks.filters_grading import Grading, graded, white_of
from timeline_dsl.render.looks.filters_table import GRADINGS
from timeline_dsl.render.looks.window import Look, Play, chosen, parameters, picked, within

CUSTOM = "color"
RANGE = 100.0
"""The parameters of `color` are taken to go from -100 to 100; no range is published."""


def custom(values: Mapping[str, float]) -> Grading:
    """The grading of the parameters of `color`: brightness, contrast, saturation, tint -100 to 100,
    kelvin_temperature in K with temperature_ratio 0 to 100 as its strength, dark_corner_ratio 0 to 100."""

    def share(name: str, low: float = -1.0) -> float:
        return min(max(values.get(name, 0.0) / RANGE, low), 1.0)

    strength = share("temperature_ratio", 0.0)
    white = white_of(values.get("kelvin_temperature", 6500.0))
    bright, contrast = share("brightness"), share("contrast")
    # a curve alone would leave black, white and every pure colour as they are
    dim, lift = 1 + 0.5 * min(bright, 0.0), 0.8 * max(bright, 0.0)
    red, green, blue = (dim * (1 + strength * (part - 1)) for part in white)
    return Grading(
        bright=bright,
        contrast=contrast,
        saturation=1 + share("saturation"),
        tint=share("tint"),
        fade=0.6 * max(-contrast, 0.0),
        shadows=(lift, lift, lift),
        scale=(red, green, blue),
        corners=share("dark_corner_ratio", 0.0),
    )


def shown_as(grading: Grading) -> Look:
    """The look of a grading."""

    def look(stream: Video, play: Play) -> Video:
        return graded(misty(stream, play, grading.mist) if grading.mist else stream, play, grading)

    return look


def misty(stream: Video, play: Play, strength: float) -> Video:
    """The stream under its own glow."""
    width, height = (max(side // 4, 2) for side in play.size)
    glow = stream.through(
        Filter("scale", w=width, h=height, flags="bilinear"),
        Filter("gblur", sigma=play.part(4 * 36, 2) / 4),
        Filter("scale", w=play.size[0], h=play.size[1], flags="bilinear"),
        Filter("setsar", sar=1),
    )
    return Video.mixed(
        Filter("blend", c0_mode="screen", c1_mode="average", c2_mode="average", all_opacity=round(strength, 3)),
        stream,
        glow,
    )


def verdict(name: str) -> Verdict:
    """How near the filter called `name` comes."""
    if name == CUSTOM:
        return Verdict("close", "the ranges are not published: -100 to 100 is assumed, and a lower kelvin is warmer")
    if name in DRAWINGS:
        return Verdict("close", "drawn by edges and tones; the strokes differ")
    if name not in GRADINGS:
        return Verdict("missing", f"no filter is called {name[:40]!r}")
    fidelity = GRADINGS[name][0]
    return Verdict(
        fidelity,
        "graded by its label; the strength is estimated"
        if fidelity == "close"
        else "the label names no colours: graded by its family",
    )


def look_of(name: str, ext_params: str | None) -> Look | None:
    """The look of a filter id; None for one that is not known."""
    if name == CUSTOM:
        return shown_as(custom(parameters(ext_params)))
    if name in DRAWINGS:
        return DRAWINGS[name]
    return shown_as(GRADINGS[name][1]) if name in GRADINGS else None


@renders(FilterEffect, fidelity=picked("filters", verdict))
def filtered(stream: Video, effect: FilterEffect, stage: Stage) -> Video:
    """Grade the picture during the effect's window."""
    look = look_of(chosen(effect, "filters", stage.path), effect.ext_params)
    return stream if look is None else within(stream, effect, stage, look)
