"""Texts drawn by libass on a plain ground, as arrays: what the tests of captions measure."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import timeline_dsl as td
from timeline_dsl.clips import TextClip
from timeline_dsl.materials import Materials
from timeline_dsl.render.captions import CaptionScript, script_for
from timeline_dsl.render.captions.fonts import spare
from timeline_dsl.render.ffmpeg import find
from timeline_dsl.render.graph import Filter, Graph, Video
from timeline_dsl.render.process import capture
from timeline_dsl.tracks import SubtitleTrack

Pictures = NDArray[np.uint8]  # pictures × height × width × red, green, blue
OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"
SIZE = (320, 180)
INK = 60
"""A pixel this much brighter than black belongs to a text."""


def timeline(*clips: Any, size: tuple[int, int] | None = SIZE, length: float = 2.0) -> td.Timeline:
    """A timeline that shows texts, each on a track of its own, over a film of `length` seconds."""
    made = td.Timeline(size=size).video(td.video(OSS + "a.mp4")[0:length])
    return made.but(subtitle_tracks=tuple(SubtitleTrack(clips=(clip,)) for clip in clips))


def text(content: str, *, start: float = 0.0, end: float = 1.0, **look: Any) -> TextClip:
    """A text clip in the middle of the picture; `look` are the names of a style."""
    style = td.TextStyle(**{"size": 40, "align": "CenterCenter", **look})
    return style.on(TextClip(content=content, timeline_in=start, timeline_out=end))


def script_of(
    edit: td.Timeline, folder: Path, *, size: tuple[int, int] = SIZE, fps: int = 25, media: object = None
) -> CaptionScript:
    """The captions of a timeline, which must have some."""
    materials = Materials.of(media)
    durations = {OSS + "a.mp4": 3600.0}
    made = script_for(
        edit,
        edit.schedule(media=materials, durations=durations),
        size=size,
        materials=materials,
        folder=folder,
        fps=Fraction(fps),
    )
    assert made is not None
    return made


def pictures(
    script: CaptionScript,
    *,
    length: float,
    size: tuple[int, int] = SIZE,
    fps: int = 25,
    ground: str = "black",
    start: float = 0.0,
) -> Pictures:
    """All pictures of `length` seconds of the captions on a ground of one colour."""
    video = Video.made(
        Filter("color", c=ground, s=f"{size[0]}x{size[1]}", r=fps, d=start + length), Filter("format", pix_fmts="rgb24")
    )
    video = video.through(*script.filters(), Filter("format", pix_fmts="rgb24"))
    graph = Graph(video)
    with tempfile.TemporaryDirectory() as room:
        file = Path(room) / "graph.txt"
        file.write_text(graph.text(), encoding="utf-8")
        raw = capture(
            find(), [find().graph_option, str(file), "-map", *graph.labels, "-ss", str(start), "-f", "rawvideo", "-"]
        )
    return np.frombuffer(raw, np.uint8).reshape(-1, size[1], size[0], 3)


def drawn(
    *clips: Any,
    size: tuple[int, int] = SIZE,
    at: float = 0.0,
    canvas: tuple[int, int] | None = None,
    media: object = None,
) -> NDArray[np.uint8]:
    """One picture of some texts, as height × width × 3."""
    edit = timeline(*clips, size=canvas or size, length=at + 1)
    with tempfile.TemporaryDirectory() as room:
        return pictures(script_of(edit, Path(room), size=size, media=media), length=0.04, size=size, start=at)[0]


def ink(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How much text there is in every pixel."""
    return picture.astype(np.float64).max(axis=-1)


def extent(picture: NDArray[np.uint8]) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of all text in a picture; None where there is none."""
    rows, columns = np.where(ink(picture) > INK)
    if not len(rows):
        return None
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def box(picture: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """The extent of a text that must be there."""
    found = extent(picture)
    assert found is not None
    return found


def middle(picture: NDArray[np.uint8]) -> tuple[float, float]:
    """The centre of the extent."""
    left, top, right, bottom = box(picture)
    return (left + right) / 2, (top + bottom) / 2


def has_color(picture: NDArray[np.uint8], color: str, within: int = 40) -> int:
    """How many pixels are nearly of a colour `#RRGGBB`."""
    wanted = np.array(list(bytes.fromhex(color.removeprefix("#"))))
    return int((np.abs(picture.astype(int) - wanted).max(axis=-1) <= within).sum())


def undrawable() -> str:
    """A sign that no font of this machine draws."""
    return next(sign for sign in "\U00012000\U00016a40\U0001e7e0\U00010d00" if spare(sign) is None)
