"""Films that Python paints: exactly the pictures, each film once, and nothing left after a failure."""

from __future__ import annotations

import pickle
import sys
import threading
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest

from timeline_dsl.errors import Cancelled, MissingExtra, RenderError
from timeline_dsl.render import testmedia
from timeline_dsl.render.colours import IN_SPACE
from timeline_dsl.render.ffmpeg import Ffmpeg
from timeline_dsl.render.graph import Filter, Graph, Painted, Video
from timeline_dsl.render.painted import paint, paint_all, pixel_format, planned, shown
from timeline_dsl.render.place import Size
from timeline_dsl.render.probe import probe
from timeline_dsl.render.process import capture
from timeline_dsl.render.source import Source

SIZE = (81, 47)
FPS = Fraction(30000, 1001)
COUNT = 7


@attrs.frozen
class Copyist:
    """Paints one of the pictures that it gets, darker by a number."""

    which: int = 0
    less: int = 0

    def begin(self, size: Size, *, clear: bool) -> Any:
        """What paints."""
        return lambda number, pictures: (pictures[self.which][0] - np.uint8(self.less), *pictures[self.which][1:])


def moving(seed: int, *, clear: bool = False, colors: Sequence[Filter] = ()) -> Video:
    """Noise, another one in every frame."""
    return Video.made(
        Filter("color", c="gray", s="160x90", r="30000/1001"),
        Filter("format", pix_fmts="yuva420p"),
        Filter("noise", alls=60, allf="t", all_seed=seed),
        Filter("trim", end_frame=COUNT),
        Filter("scale", w=SIZE[0], h=SIZE[1]),
        Filter("format", pix_fmts=pixel_format(clear=clear)),
        *colors,
    )


def painted(*inputs: Video, painter: Any = None, clear: bool = False) -> Video:
    """What a copyist makes of noise."""
    return shown(Painted(inputs=inputs, painter=painter or Copyist(), size=SIZE, fps=FPS, frames=COUNT, clear=clear))


def raw(ffmpeg: Ffmpeg, video: Video, folder: Path, *, clear: bool = False) -> bytes:
    """All pictures of a stream as bytes."""
    graph = Graph(video)
    films = paint_all(graph, folder, ffmpeg)
    return capture(
        ffmpeg,
        [
            *graph.arguments(films),
            "-filter_complex",
            graph.text(),
            "-map",
            graph.labels[0],
            "-f",
            "rawvideo",
            "-pix_fmt",
            pixel_format(clear=clear),
            "-",
        ],
    )


@pytest.mark.parametrize("clear", [False, True])
@pytest.mark.parametrize("which", [0, 1])
def test_a_film_shows_exactly_what_was_painted(which: int, clear: bool, ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    streams = moving(1, clear=clear), moving(2, clear=clear)
    film = painted(*streams, painter=Copyist(which), clear=clear)
    assert raw(ffmpeg, film, tmp_path, clear=clear) == raw(ffmpeg, streams[which], tmp_path, clear=clear)


def test_a_film_may_be_painted_from_a_painted_one(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    noise = moving(1)
    twice = painted(painted(noise, painter=Copyist(less=5)), painter=Copyist(less=2))
    assert raw(ffmpeg, twice, tmp_path) == raw(ffmpeg, painted(noise, painter=Copyist(less=7)), tmp_path)


def test_the_name_of_a_film_tells_its_content(tmp_path: Path) -> None:
    def name(*inputs: Video, painter: Copyist) -> str:
        return planned(Graph(painted(*inputs, painter=painter)), tmp_path)[0][0].name

    one = name(moving(1), painter=Copyist())
    assert one == name(moving(1), painter=Copyist())
    assert one not in (name(moving(2), painter=Copyist()), name(moving(1), painter=Copyist(less=1)))


def test_a_film_that_lies_there_is_not_painted_again(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    (painting,) = planned(Graph(painted(moving(1))), tmp_path)[0]
    paint(painting, tmp_path, ffmpeg)
    written = (tmp_path / painting.name).stat().st_mtime_ns
    paint(painting, tmp_path, ffmpeg)
    assert (tmp_path / painting.name).stat().st_mtime_ns == written


def test_a_painting_travels_to_other_workers(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    (painting,) = planned(Graph(painted(moving(1))), tmp_path)[0]
    assert pickle.loads(pickle.dumps(painting)) == painting


def test_a_film_is_of_the_working_space_and_says_so(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    noise = moving(1, colors=[IN_SPACE])
    # newer versions of FFmpeg would translate one into the other here
    both = Video.mixed(Filter("hstack"), noise, painted(noise))
    content = np.frombuffer(raw(ffmpeg, both, tmp_path), np.uint8).reshape(COUNT, -1)
    bright = content[:, : SIZE[0] * 2 * SIZE[1]].reshape(COUNT, SIZE[1], 2, SIZE[0])
    assert (bright[:, :, 0] == bright[:, :, 1]).all()
    (film,) = tmp_path.glob("*.mkv")
    assert (probe(film).matrix, probe(film).full_range) == ("bt709", False)


def test_a_cancelled_painting_leaves_nothing(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    (painting,) = planned(Graph(painted(moving(1))), tmp_path)[0]
    cancel = threading.Event()
    beats: list[int] = []

    def beat() -> None:
        beats.append(1)
        if len(beats) == 3:
            cancel.set()

    with pytest.raises(Cancelled, match=r"^The render was cancelled\.$"):
        paint(painting, tmp_path, ffmpeg, cancel=cancel, beat=beat)
    assert [path.suffix for path in tmp_path.iterdir()] == [".graph"]


def test_a_painting_ends_at_its_time_limit(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    (painting,) = planned(Graph(painted(moving(1))), tmp_path)[0]
    with pytest.raises(RenderError) as caught:
        paint(painting, tmp_path, ffmpeg, time_limit=0.0)
    assert caught.value.message == "The render was stopped: it ran longer than the time limit of 0 s."


def test_a_material_that_cannot_be_read_is_named(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film at all" * 50)
    stream = Video.of(Source(path=broken)).through(Filter("scale", w=SIZE[0], h=SIZE[1]))
    (painting,) = planned(Graph(painted(stream)), tmp_path)[0]
    with pytest.raises(RenderError, match=f"^FFmpeg cannot read {broken}: "):
        paint(painting, tmp_path, ffmpeg)
    assert not list(tmp_path.glob("*.mkv"))


def test_streams_without_a_picture_are_told(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    film = testmedia.film(tmp_path / "short.mp4", length=Fraction(1, 5))
    empty = Video.of(Source(path=film)).through(Filter("trim", start=5))
    (painting,) = planned(Graph(painted(empty)), tmp_path)[0]
    with pytest.raises(RenderError) as caught:
        paint(painting, tmp_path, ffmpeg)
    assert caught.value.message == "FFmpeg gave no picture to paint a transition from."


def test_without_numpy_the_install_line_is_told(
    ffmpeg: Ffmpeg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (painting,) = planned(Graph(painted(moving(1))), tmp_path)[0]
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(MissingExtra) as caught:
        paint(painting, tmp_path, ffmpeg)
    assert str(caught.value) == (
        "NumPy, which paints transitions, is not installed. Fix: pip install 'timeline-dsl[render]'"
    )
