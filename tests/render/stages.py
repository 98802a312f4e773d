"""Looks on a small picture, many in one run of FFmpeg: what each shows, frame by frame."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from timeline_dsl.render import looks  # noqa: F401  # registers every look
from timeline_dsl.render.effects import Stage, drawn
from timeline_dsl.render.ffmpeg import find
from timeline_dsl.render.graph import Filter, Graph, Video
from timeline_dsl.render.inputs import Inputs
from timeline_dsl.render.place import Size
from timeline_dsl.render.process import run
from timeline_dsl.units import Span

SIZE = (96, 54)
FPS = 10
Film = NDArray[np.float64]  # frames × height × width × red, green, blue (or alpha as the fourth)

SCENE = {"r": "40+130*X/W+60*gte(Y,H/2)*lt(mod(X,24),12)", "g": "70+100*Y/H", "b": "60+140*(1-X/W)*lt(Y,H*0.7)"}
"""Colours, edges and no symmetry."""


def scene(
    frames: int, planes: Mapping[str, str] = SCENE, pixels: str = "yuv420p", size: Size = SIZE, fps: int = FPS
) -> Video:
    """A picture that stands still."""
    return Video.made(
        Filter("color", c="black", s=f"{size[0]}x{size[1]}", r=fps),
        Filter("trim", end_frame=1),
        Filter("format", pix_fmts="gbrp"),
        Filter("geq", **planes),
        Filter("format", pix_fmts=pixels),
        Filter("tpad", stop=-1, stop_mode="clone"),
        Filter("fps", fps=fps, start_time=0),
        Filter("trim", end_frame=frames),
        Filter("setsar", sar=1),
    )


def stage(
    frames: int,
    *,
    zero: float | Fraction = 0,
    span: float | None = None,
    clear: bool = False,
    size: Size = SIZE,
    full: Size | None = None,
    fps: int = FPS,
) -> Stage:
    """The stage of a stream of `scene`, which begins at `zero` of a clip as long as `span`; a draft of `full`."""
    length = Fraction(frames, fps)
    whole = Span(Fraction(0), Fraction(span) if span is not None else length)
    return Stage(
        path="",
        size=size,
        full=full or size,
        canvas=size,
        fps=Fraction(fps),
        zero=Fraction(zero),
        length=length,
        span=whole,
        clear=clear,
        inputs=Inputs({}),
    )


def films(
    effects: Mapping[str, object],
    frames: int,
    *,
    zero: float | Fraction = 0,
    span: float | None = None,
    planes: Mapping[str, str] = SCENE,
    clear: bool = False,
    at_once: int = 28,
    fps: int = FPS,
    size: Size = SIZE,
) -> dict[str, Film]:
    """What each effect makes of the scene, by the names that are their paths; '' is the scene as it is."""
    pixels, out, count = ("yuva420p", "rgba", 4) if clear else ("yuv420p", "rgb24", 3)
    shown: dict[str, Film] = {}
    names = list(effects)
    while names or not shown:
        some, names = ["", *names[:at_once]], names[at_once:]
        base = scene(frames, planes, pixels, size, fps)
        place = stage(frames, zero=zero, span=span, clear=clear, size=size, fps=fps)
        streams = [
            drawn(base, ((f"/{name}", effects[name]),) if name else (), place).through(
                Filter("format", pix_fmts=pixels)
            )
            for name in some
        ]
        joint = Video.mixed(Filter("vstack", inputs=len(streams)), *streams) if len(streams) > 1 else streams[0]
        raw = _made(joint, out)
        film = np.frombuffer(raw, np.uint8).reshape(-1, len(some), size[1], size[0], count).astype(float)
        assert len(film) == frames
        shown.update({name: film[:, row] for row, name in enumerate(some)})
    return shown


def drafts(effects: Mapping[str, object], frames: int, at: int, planes: Mapping[str, str]) -> dict[str, list[Film]]:
    """Frame number `at` of each effect: drawn at twice the size and made smaller, and as a draft."""
    twice = SIZE[0] * 2, SIZE[1] * 2
    smaller = Filter("scale", w=SIZE[0], h=SIZE[1], flags="area")
    base = scene(frames, planes, size=twice)
    pixels = Filter("format", pix_fmts="yuv420p")
    streams = []
    for name, effect in effects.items():
        items = ((f"/{name}", effect),)
        streams += [
            drawn(base, items, stage(frames, size=twice)).through(pixels, smaller),
            drawn(base.through(smaller, pixels), items, stage(frames, full=twice)),
        ]
    moment = (Filter("trim", start_frame=at, end_frame=at + 1), Filter("setpts", expr="PTS-STARTPTS"))
    ready = [stream.through(pixels, *moment) for stream in streams]
    raw = _made(Video.mixed(Filter("vstack", inputs=len(ready)), *ready), "rgb24")
    film = np.frombuffer(raw, np.uint8).reshape(len(effects), 2, SIZE[1], SIZE[0], 3).astype(float)
    return {name: [film[row, 0], film[row, 1]] for row, name in enumerate(effects)}


def _made(stream: Video, pixels: str) -> bytes:
    ffmpeg, graph = find(), Graph(stream)
    with tempfile.TemporaryDirectory() as folder:
        text, raw = Path(folder) / "graph.txt", Path(folder) / "film.raw"
        text.write_text(graph.text(), encoding="utf8")
        options = ["-map", graph.labels[0], "-f", "rawvideo", "-pix_fmt", pixels]
        run(ffmpeg, [ffmpeg.graph_option, str(text), *options], raw)
        return raw.read_bytes()


def luma(film: Film) -> Film:
    """Brightness, 0 to 255."""
    return film[..., 0] * 0.299 + film[..., 1] * 0.587 + film[..., 2] * 0.114


def saturation(film: Film) -> float:
    """How far colours are from grey, on average."""
    return float((film[..., :3].max(axis=-1) - film[..., :3].min(axis=-1)).mean())


def detail(film: Film, axis: int = -1) -> float:
    """How steeply brightness changes from point to point along an axis: -1 across, -2 down."""
    return float(np.sqrt((np.diff(luma(film), axis=axis) ** 2).mean()))


def nearest(shown: Mapping[str, Film]) -> tuple[float, str, str]:
    """How far apart the two are that look most alike, on average of all points, and which they are."""
    names = list(shown)
    pairs = ((one, other) for place, one in enumerate(names) for other in names[place + 1 :])
    return min((float(np.abs(shown[one] - shown[other]).mean()), one, other) for one, other in pairs)


def balance(film: Film) -> NDArray[np.float64]:
    """Red, green and blue against brightness, on average."""
    mean = film[..., :3].reshape(-1, 3).mean(axis=0)
    return mean - mean.mean()
