"""Small real media made on demand: films that number their frames, tones, and pictures, for tests and the demo."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from timeline_dsl.render.colours import IN_SPACE
from timeline_dsl.render.ffmpeg import find
from timeline_dsl.render.graph import Audio, Filter, Graph, Video, rate
from timeline_dsl.render.process import run
from timeline_dsl.units import Time

CODE_BITS = 12
"""A numbered film shows the frame number in so many cells along its lower edge, the lowest bit at the left."""

CODE_HEIGHT = 8
"""The strip of cells takes one part in so many of the height."""


def film(
    path: Path,
    *,
    size: tuple[int, int] = (320, 180),
    fps: Fraction | int = 25,
    length: Time | float = 2,
    color: str = "#204080",
    numbered: bool = False,
    tone: float | None = None,
    level: float = 0.25,
    sample_rate: int = 48_000,
    noise: int = 0,
    pixel_format: str = "yuv420p",
    sample_aspect: str = "1",
    rotation: int = 0,
) -> Path:
    """A film of one colour (`#RRGGBB`) in `path`, whose suffix chooses the container; returns `path`.

    `numbered` adds the frame number as cells (`CODE_BITS`), `tone` a sine of so many Hz with amplitude `level`,
    `noise` grain of that strength (0 to 100), `rotation` a mark that players turn it so many degrees clockwise.
    """
    length = Fraction(length)
    picture = Video.made(
        Filter("color", c=_ffmpeg_color(color), s=f"{size[0]}x{size[1]}", r=rate(Fraction(fps)), d=length),
        *_pixels(pixel_format),
        *((Filter("noise", alls=noise, allf="t", all_seed=7),) if noise else ()),
        *(_number_cells(size) if numbered else ()),
        Filter("setsar", sar=sample_aspect),
    )
    outputs: list[Video | Audio] = [picture]
    if tone is not None:
        outputs.append(_tone(tone, level, length, sample_rate))
    alpha = pixel_format.startswith("yuva") and path.suffix == ".webm"
    codec = (
        ["-c:v", "libvpx-vp9", "-cpu-used", "8", "-deadline", "realtime"]
        if path.suffix == ".webm"
        else ["-c:v", "qtrle"]
        if pixel_format in ("rgba", "argb")
        else ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "12"]
    )
    _make(path, Graph(*outputs), codec if not alpha else [*codec, "-auto-alt-ref", "0"])
    return _turned(path, rotation) if rotation else path


def sound(
    path: Path,
    *,
    frequency: float = 440,
    length: Time | float = 2,
    level: float = 0.25,
    sample_rate: int = 48_000,
    channels: int = 2,
) -> Path:
    """A sine of `frequency` Hz with amplitude `level` (1 is full scale); the suffix chooses wav, mp3, m4a …"""
    tone = _tone(frequency, level, Fraction(length), sample_rate, channels)
    return _make(path, Graph(tone), [])


def picture(path: Path, *, size: tuple[int, int] = (320, 180), color: str = "#C04020", alpha: float = 1.0) -> Path:
    """A still picture of one colour; `alpha` below 1 needs a format that holds it (png, webp)."""
    pixels = "rgba" if alpha < 1 and path.suffix in (".png", ".webp") else "rgb24"
    if path.suffix in (".jpg", ".jpeg"):
        pixels = "yuvj444p"
    still = Video.made(
        Filter("color", c=f"{_ffmpeg_color(color)}@{alpha}", s=f"{size[0]}x{size[1]}", r="1", d=1),
        Filter("format", pix_fmts=pixels),
    )
    return _make(path, Graph(still), ["-frames:v", "1", *(["-update", "1"] if path.suffix != ".webp" else [])])


def animation(path: Path, colors: Sequence[str], *, size: tuple[int, int] = (160, 90), fps: int = 5) -> Path:
    """A moving picture (.gif, .png as APNG, .webp) that shows each of `colors` for one frame, for ever in turn."""
    moving = Video.made(
        Filter("color", c="black", s=f"{size[0]}x{size[1]}", r=str(fps), d=Fraction(len(colors), fps)),
        Filter("format", pix_fmts="rgb24"),
        *(
            Filter("drawbox", color=_ffmpeg_color(color), t="fill", enable=f"eq(n,{number})")
            for number, color in enumerate(colors)
        ),
    )
    options: dict[str, list[str]] = {
        ".gif": [],
        ".png": ["-f", "apng", "-plays", "0"],
        ".webp": ["-c:v", "libwebp_anim", "-loop", "0"],
    }
    return _make(path, Graph(moving), options[path.suffix])


def _tone(frequency: float, level: float, length: Time, sample_rate: int, channels: int = 1) -> Audio:
    wave = f"{level:g}*sin(2*PI*{frequency:g}*t)"
    return Audio.made(Filter("aevalsrc", exprs="|".join([wave] * channels), s=sample_rate, d=length))


def _pixels(pixel_format: str) -> list[Filter]:
    """Filters that make these pixels of one colour; YUV is of the working space, and says so."""
    pixels = Filter("format", pix_fmts=pixel_format)
    if not pixel_format.startswith("yuv"):
        return [pixels]
    # the source of colours would make YUV by another matrix
    return [Filter("format", pix_fmts="gbrap" if pixel_format.startswith("yuva") else "gbrp"), pixels, IN_SPACE]


def _number_cells(size: tuple[int, int]) -> list[Filter]:
    width, height = size[0] // CODE_BITS, size[1] // CODE_HEIGHT
    top = size[1] - height
    strip = Filter("drawbox", x=0, y=top, w=size[0], h=height, color="black", t="fill")
    cells = [
        Filter(
            "drawbox", x=bit * width, y=top, w=width, h=height, color="white", t="fill", enable=f"bitand(n,{1 << bit})"
        )
        for bit in range(CODE_BITS)
    ]
    return [strip, *cells]


def _ffmpeg_color(color: str) -> str:
    return "0x" + color.removeprefix("#")


def _make(path: Path, graph: Graph, options: Sequence[str]) -> Path:
    maps = [word for label in graph.labels for word in ("-map", label)]
    run(find(), [*graph.arguments(), "-filter_complex", graph.text(), *maps, *options], path)
    return path


def _turned(path: Path, rotation: int) -> Path:
    # the mark is written while the streams are copied; both notations count anticlockwise
    ffmpeg = find()
    upright = path.with_name(f"{path.stem}-upright{path.suffix}")
    path.rename(upright)
    before, after = (
        (["-display_rotation", str(-rotation)], [])
        if ffmpeg.major >= 6
        else ([], ["-metadata:s:v:0", f"rotate={-rotation % 360}"])
    )
    try:
        run(ffmpeg, [*before, "-i", f"file:{upright.absolute()}", "-c", "copy", *after], path)
    finally:
        upright.unlink()
    return path
