"""Films that Python paints: made beside the graph that shows them, before it runs, one picture at a time.

A graph may hold `Painted` streams. `planned` turns each into a `Painting`, plain values that travel to any worker;
`paint` reads the streams that it is painted from out of one FFmpeg, paints, and writes the film through another.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Protocol

import attrs

from timeline_dsl.errors import Cancelled, MissingExtra, RenderError
from timeline_dsl.render.colours import IN_SPACE
from timeline_dsl.render.excerpts import counted
from timeline_dsl.render.ffmpeg import Ffmpeg, find
from timeline_dsl.render.graph import MATRIX, Filter, Graph, Painted, Video, rate
from timeline_dsl.render.place import Size
from timeline_dsl.render.process import Pipe, Stopper, half_written, piped
from timeline_dsl.render.source import Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Planes = tuple[NDArray[np.uint8], ...]
    """A picture: brightness, two planes of colour in half the width and height, and transparency where it has one."""

_COLORS = ("-color_range", "tv", "-colorspace", MATRIX, "-color_primaries", MATRIX, "-color_trc", MATRIX)

Paint = Callable[[int, "Sequence[Planes]"], "Planes"]
"""Paints picture number n (from 0) out of the pictures of that moment. What it returns is written before the next."""


class Painter(Protocol):
    """A value that travels, and knows how to begin a film. Its `repr` tells what it paints."""

    def begin(self, size: Size, *, clear: bool) -> Paint:
        """What paints the pictures of a film of `size` pixels."""


@attrs.frozen(kw_only=True, slots=True)
class Painting:
    """A film to paint in the working folder: `name`, out of the outputs of the graph in the file `script`.

    `inputs` are the inputs of that graph as they stand on a command line, `label` its output: the streams by turns.
    """

    name: str
    script: str
    inputs: tuple[str, ...]
    label: str
    streams: int
    painter: Painter
    size: Size
    fps: Fraction
    frames: int
    clear: bool

    @property
    def pixels(self) -> str:
        """The pixel format."""
        return pixel_format(clear=self.clear)

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """Rows and columns of the planes of a picture."""
        whole, small = (self.size[1], self.size[0]), (-(-self.size[1] // 2), -(-self.size[0] // 2))
        return (whole, small, small, *([whole] if self.clear else []))

    def reading(self, ffmpeg: Ffmpeg, folder: Path) -> tuple[str, ...]:
        """The command line, less the program, that gives the streams."""
        return (
            *self.inputs,
            ffmpeg.graph_option,
            str(folder / self.script),
            "-map",
            self.label,
            "-frames:v",
            str(self.frames * self.streams),
            "-c:v",
            "rawvideo",
            "-f",
            "rawvideo",
            "-",
        )

    def writing(self) -> tuple[str, ...]:
        """The command line, less the program and the output, that takes the pictures."""
        # Matroska holds no raw picture with transparency; in odd sizes several slices lose a row with FFmpeg 6 and 7
        odd = self.size[0] % 2 or self.size[1] % 2
        codec = ("ffv1", "-level", "3", *(("-slices", "1") if odd else ())) if self.clear else ("rawvideo",)
        return (
            *_COLORS,
            "-f",
            "rawvideo",
            "-pixel_format",
            self.pixels,
            "-video_size",
            f"{self.size[0]}x{self.size[1]}",
            "-framerate",
            rate(self.fps),
            "-i",
            "pipe:0",
            "-c:v",
            *codec,
            "-f",
            "matroska",
        )


def pixel_format(*, clear: bool) -> str:
    """The pixel format of streams with or without transparency."""
    return "yuva420p" if clear else "yuv420p"


def shown(painted: Painted) -> Video:
    """What is painted, as a stream of exactly its frames, the first at 0."""
    # Matroska keeps times in thousandths of a second
    return Video.of(painted).through(
        *counted(painted.frames, painted.fps),
        Filter("setsar", sar=1),
        Filter("format", pix_fmts=pixel_format(clear=painted.clear)),
        IN_SPACE,
    )


def planned(graph: Graph, folder: Path) -> tuple[tuple[Painting, ...], dict[Painted, Source]]:
    """What has to be painted before `graph` runs, in that order, and the film of each as an input.

    The graphs that the films are painted from are written into `folder`, where the films will lie. The name of a film
    tells what it shows.
    """
    paintings: list[Painting] = []
    films: dict[Painted, Source] = {}
    for painted in graph.painted:
        streams = Graph(_by_turns(painted))
        earlier, needed = planned(streams, folder)
        painting = _painting(painted, streams, needed, folder)
        paintings += [*earlier, painting]
        films[painted] = Source(path=folder / painting.name)
    return tuple(dict.fromkeys(paintings)), films


def _by_turns(painted: Painted) -> Video:
    """One stream of the pictures of all streams: those of the first moment, those of the second, …"""
    # pictures are read by their size in bytes: it has to be this one
    exactly = (
        Filter("scale", w=painted.size[0], h=painted.size[1]),
        Filter("format", pix_fmts=pixel_format(clear=painted.clear)),
    )
    ready = [video.through(*exactly, *counted(painted.frames, painted.fps)) for video in painted.inputs]
    if len(ready) == 1:
        return ready[0]
    return Video.mixed(Filter("interleave", nb_inputs=len(ready)), *ready).through(
        *counted(painted.frames * len(ready), painted.fps * len(ready))
    )


def _painting(painted: Painted, streams: Graph, films: dict[Painted, Source], folder: Path) -> Painting:
    text, inputs = streams.text(), streams.arguments(films)
    told = [
        text,
        [word.replace(str(folder), "@") for word in inputs],
        repr(painted.painter),
        painted.size,
        rate(painted.fps),
        painted.frames,
        painted.clear,
        [_state(source) for source in streams.sources],
    ]
    key = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24]
    script = f"painted-{key}.graph"
    (folder / script).write_text(text, encoding="utf-8")
    return Painting(
        name=f"painted-{key}.mkv",
        script=script,
        inputs=inputs,
        label=streams.labels[0],
        streams=len(painted.inputs),
        painter=painted.painter,
        size=painted.size,
        fps=painted.fps,
        frames=painted.frames,
        clear=painted.clear,
    )


def _state(source: object) -> list[int]:
    """The size and time of a material; the name of a film tells its content."""
    if not isinstance(source, Source):
        return []
    state = source.path.stat()
    return [state.st_size, state.st_mtime_ns]


def paint(
    painting: Painting,
    folder: Path,
    ffmpeg: Ffmpeg,
    *,
    cancel: Stopper | None = None,
    time_limit: float | None = None,
    beat: Callable[[], None] | None = None,
) -> None:
    """Paint a film into `folder`, unless it lies there. `beat` is called several times a second.

    Raises `RenderError` when FFmpeg fails or `time_limit` seconds are over, `Cancelled` once `cancel` is set,
    `MissingExtra` without NumPy.
    """
    film = folder / painting.name
    if film.is_file():
        return
    _need_numpy()

    def watch() -> None:
        if cancel is not None and cancel.is_set():
            raise Cancelled("The render was cancelled.")
        if time_limit is not None and time.monotonic() - begun > time_limit:
            raise RenderError(
                f"The render was stopped: it ran longer than the time limit of {time_limit:g} s.",
                fix="allow more time, or render a shorter range or a draft",
            )
        if beat is not None:
            beat()

    begun = time.monotonic()
    with half_written(film) as part:
        with piped(ffmpeg, painting.reading(ffmpeg, folder)) as source:
            written = _written(_pictures(painting, source, watch), painting, part, ffmpeg)
        if not written:
            raise RenderError(
                "FFmpeg gave no picture to paint a transition from.",
                command=(ffmpeg.path, *painting.reading(ffmpeg, folder)),
            )


def command(painting: Painting, folder: Path) -> tuple[str, ...]:
    """What one would type to paint a film into `folder`; what it needs to know is written there beside it."""
    job = folder / Path(painting.name).with_suffix(".painting")
    job.write_bytes(pickle.dumps(painting))
    return (sys.executable, "-m", __name__, str(job))


def _written(pictures: Iterator[list[Planes]], painting: Painting, part: Path, ffmpeg: Ffmpeg) -> int:
    """Paint out of `pictures` into the file `part`; returns the number of pictures."""
    brush = painting.painter.begin(painting.size, clear=painting.clear)
    first = next(pictures, None)
    if first is None:
        return 0
    count = 0
    with piped(ffmpeg, painting.writing(), part) as goal:
        for picture in chain((first,), pictures):
            for plane in brush(count, picture):
                goal.stream.write(plane.data)
            count += 1
    return count


def paint_all(
    graph: Graph,
    folder: Path,
    ffmpeg: Ffmpeg,
    *,
    cancel: Stopper | None = None,
    time_limit: float | None = None,
    beat: Callable[[], None] | None = None,
) -> dict[Painted, Source]:
    """Paint everything that `graph` needs into `folder`, and tell where it lies. Raises what `paint` raises."""
    paintings, films = planned(graph, folder)
    begun = time.monotonic()
    for painting in paintings:
        left = None if time_limit is None else max(time_limit - (time.monotonic() - begun), 0.0)
        paint(painting, folder, ffmpeg, cancel=cancel, time_limit=left, beat=beat)
    return films


def _need_numpy() -> None:
    try:
        import numpy as np  # noqa: F401  # whoever paints uses it
    except ImportError as error:
        raise MissingExtra("NumPy, which paints transitions,", "render") from error


_AHEAD = 3
"""So many pictures are read before they are wanted."""


def _pictures(painting: Painting, source: Pipe, watch: Callable[[], None]) -> Iterator[list[Planes]]:
    """The pictures of every moment, one of each stream, as FFmpeg gives them; fewer where it ends early."""
    import numpy as np

    size = sum(rows * columns for rows, columns in painting.shapes)
    news: SimpleQueue[NDArray[np.uint8] | None] = SimpleQueue()
    places = threading.Semaphore(_AHEAD)
    wanted = [True]

    def read() -> None:
        while places.acquire() and wanted:
            buffer = np.empty((painting.streams, size), np.uint8)
            if source.stream.readinto(buffer.data.cast("B")) < buffer.size:  # type: ignore[attr-defined]
                break
            news.put(buffer)
        news.put(None)

    threading.Thread(target=read, daemon=True).start()
    try:
        while True:
            watch()
            try:
                moment = news.get(timeout=0.1)
            except Empty:
                continue
            if moment is None:
                return
            places.release()
            yield [_planes(picture, painting) for picture in moment]
    finally:
        wanted.clear()
        places.release()


def _planes(picture: NDArray[np.uint8], painting: Painting) -> Planes:
    """The planes of a picture out of its bytes, without a copy."""
    planes, at = [], 0
    for rows, columns in painting.shapes:
        planes.append(picture[at : at + rows * columns].reshape(rows, columns))
        at += rows * columns
    return tuple(planes)


if __name__ == "__main__":
    # only files that a dry run has just written are to be given here: a pickle may hold any code
    asked = Path(sys.argv[1])
    paint(pickle.loads(asked.read_bytes()), asked.parent, find())
