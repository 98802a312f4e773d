"""Colours of styled texts and bubbles: the service's own are not published, so each id has a stable stand-in."""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache
from typing import Literal

import attrs

BubbleShape = Literal["rounded", "ellipse", "cloud", "square", "burst", "pill", "label"]

SHAPES: tuple[BubbleShape, ...] = ("rounded", "ellipse", "cloud", "square", "burst", "pill", "label")

_NUMBERS = re.compile(r"(\d+)-(\d+)")
_GOLDEN = 0.618034  # steps of the golden ratio around the circle of hues never come near each other
_SETS = 8


@attrs.frozen(kw_only=True, slots=True)
class Palette:
    """The colours (`#RRGGBB`) of a styled text: `edge` lies around `fill`, `rim` around both.

    Widths are shares of an em; `drop` is how far down its shadow lies, `glow` how far the rim is blurred.
    """

    fill: str
    edge: str
    rim: str
    edge_width: float
    rim_width: float
    drop: float = 0.0
    glow: float = 0.0


@attrs.frozen(kw_only=True, slots=True)
class Bubble:
    """A bubble: its shape, its colour and that of its line, and where along its lower edge the tail stands (0 to 1)."""

    shape: BubbleShape
    fill: str
    line: str
    tail: float


@lru_cache(maxsize=256)
def palette(style: str) -> Palette:
    """The stand-in for a colour style; also an unknown id has one."""
    group, number = _numbers(style)
    hue = (0.02 + 0.11 * group + _GOLDEN * number) % 1.0
    other = (hue + (0.5, 0.08, 0.33)[number % 3]) % 1.0
    light, deep, pale = _color(hue, 0.86, 0.95), _color(hue, 0.24, 0.8), _color(other, 0.93, 0.9)
    kind = group % _SETS
    if kind in (1, 5):
        return Palette(
            fill=light,
            edge=deep,
            rim=pale,
            edge_width=0.05,
            rim_width=0.05 if kind == 5 else 0.0,
            drop=0.05 if kind == 1 else 0.0,
        )
    if kind in (2, 6):
        return Palette(
            fill=_color(hue, 0.97, 0.6),
            edge=_color(other, 0.27, 0.85),
            rim=_color(hue, 0.62, 0.9),
            edge_width=0.04,
            rim_width=0.04,
            glow=0.12 if kind == 6 else 0.0,
        )
    if kind in (3, 7):
        return Palette(
            fill=_color(hue, 0.28, 0.9),
            edge=_color(hue, 0.97, 0.7),
            rim=_color(other, 0.4, 0.7),
            edge_width=0.06,
            rim_width=0.03,
            drop=0.05 if kind == 7 else 0.0,
        )
    return Palette(
        fill=_color(hue, 0.82, 1.0),
        edge=_color(hue, 0.16, 0.5),
        rim=_color(other, 0.7, 0.95),
        edge_width=0.05,
        rim_width=0.04,
        drop=0.04,
        glow=0.08,
    )


@lru_cache(maxsize=128)
def bubble(style: str, text_is_light: bool) -> Bubble:
    """The stand-in for a bubble, dark under a light text and light under a dark one."""
    group, number = _numbers(style)
    hue = (0.13 * group + _GOLDEN * number) % 1.0
    fill, line = _color(hue, 0.91, 0.75), _color(hue, 0.3, 0.6)
    if text_is_light:
        fill, line = _color(hue, 0.22, 0.55), _color(hue, 0.8, 0.7)
    return Bubble(shape=SHAPES[(group - 1) % len(SHAPES)], fill=fill, line=line, tail=(0.25, 0.5, 0.75)[number % 3])


def _numbers(style: str) -> tuple[int, int]:
    match = _NUMBERS.search(style)
    return (int(match[1][-4:]), int(match[2][-6:])) if match else (1, sum(map(ord, style)) % 997)


def _color(hue: float, lightness: float, saturation: float) -> str:
    # yellow and green look lighter than blue at the same value: what is dark is made darker there
    shade = lightness - 0.08 if lightness < 0.5 and 0.08 < hue < 0.55 else lightness
    red, green, blue = colorsys.hls_to_rgb(hue, shade, saturation)
    return "#" + "".join(f"{round(255 * part):02X}" for part in (red, green, blue))


def luminance(color: str) -> float:
    """How light a colour `#RRGGBB` looks, 0 to 1."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How well two colours stand apart: 1 not at all, 21 as black from white."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
