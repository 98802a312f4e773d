"""Fields of particles: one in every cell of a moving raster, each at its own place, in its own time."""

from __future__ import annotations

from timeline_dsl.render.looks.vfx.paint import P, Q
from timeline_dsl.render.looks.window import Play

ROWS = 108
"""Particles are worked out on at most so many rows."""

DX, DY = "ld(6)", "ld(7)"
"""The point from the middle of its particle, in cells."""

OWN, OTHER = "ld(4)", "ld(5)"
"""Two numbers from 0 up to 1 that belong to the particle."""


def scattered(
    play: Play,
    body: str,
    *,
    across: float,
    right: str = "0",
    down: str = "0",
    share: float = 1.0,
    number: int = 0,
    axes: tuple[str, str] = (P, Q),
    spread: float = 0.6,
) -> str:
    """An expression of particles: `across` cells a picture's height, moving by `right` and `down` heights.

    `body` tells the light of one particle from `DX`, `DY`, `OWN`, `OTHER`; only a `share` of the cells has one.
    """
    seed = round(play.chance(number) * 9, 3)
    return (
        f"st(0,({axes[0]}-({right}))*{across:g});st(1,({axes[1]}-({down}))*{across:g});"
        "st(2,floor(ld(0)));st(3,floor(ld(1)));"
        # one sine is enough for both numbers: its late digits know nothing of its early ones
        f"st(5,abs(sin(ld(2)*12.71+ld(3)*31.17+{seed}))*971.3);st(4,mod(ld(5),1));st(5,mod(ld(5)*61.7,1));"
        f"st(6,ld(0)-ld(2)-0.5-(ld(4)-0.5)*{spread:g});st(7,ld(1)-ld(3)-0.5-(ld(5)-0.5)*{spread:g});"
        + (body if share >= 1 else f"if(lt(mod(ld(4)*7+ld(5)*3,1),{share:g}),{body},0)")
    )


def twinkling(play: Play, speed: float = 3.0) -> str:
    """0 to 1 and back, each particle in its own time."""
    return f"(0.5+0.5*sin({play.clock('N')}*{speed:g}*(0.6+{OTHER})+{OWN}*40))"


def disc(radius: str, soft: float = 0.06) -> str:
    """A round spot."""
    return f"clip(({radius}-hypot({DX},{DY}))/{soft:g}+0.5,0,1)"


def glow(size: float) -> str:
    """A spot that fades outwards, and ends at twice its size: a particle must not reach beyond its cell."""
    return f"pow(max(1-({DX}*{DX}+{DY}*{DY})/{4 * size * size:.6f},0),4)"


def glint(size: float) -> str:
    """A star of four rays, which end at its size."""
    return f"max({ray(size, DX, DY)},max({ray(size, DY, DX)},{glow(size * 0.2)}))"


def ray(size: float, beside: str, along: str, width: float = 0.12) -> str:
    """Two rays that point both ways and grow thin."""
    return f"exp(-abs({beside})/{size * width:.5f})*pow(max(1-abs({along})/{size:g},0),1.5)"


def heart(size: str, x: str = DX, y: str = DY, soft: float = 0.22) -> str:
    """A heart, twice as wide as `size`; its edge is `soft` sizes wide."""
    # a circle whose points are pushed up, the more the farther they lie from the middle
    return (
        f"(st(8,abs(({x})/({size})));st(9,0.18-({y})/({size}));"
        f"clip(0.5+(1-hypot(ld(8),ld(9)-0.8*pow(ld(8),0.667)))/{soft:g},0,1))"
    )


def star(size: float, x: str, y: str, turn: str = "0") -> str:
    """A star of five points."""
    # from a point to the notch beside it runs a straight line
    return (
        f"(st(8,{x});st(9,{y});if(lt(hypot(ld(8),ld(9)),{size * 1.1:g}),"
        f"st(7,abs(mod(atan2(ld(8),0-ld(9))+{turn}+PI/5,2*PI/5)-PI/5));"
        f"clip((1-hypot(ld(8),ld(9))*(cos(ld(7))+1.376*sin(ld(7)))/{size:g})*14,0,1),0))"
    )
