"""One part of a render: everything FFmpeg needs to make one file, as plain values that travel to any worker."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import attrs

from timeline_dsl.errors import RenderError
from timeline_dsl.render.ffmpeg import Ffmpeg, find
from timeline_dsl.render.graph import Graph, escaped
from timeline_dsl.render.painted import Painting, paint, planned
from timeline_dsl.render.process import Progress, Stopper, run
from timeline_dsl.render.room import Stopped
from timeline_dsl.render.source import Source
from timeline_dsl.units import Time

PICTURE, SOUND = "picture", "sound"
"""What the names of parts begin with."""

DECODES_APART = 7
"""From this version of FFmpeg on every decoder has a thread of its own."""

FORMAT = 2
"""Counts on when the same timeline is made into other pictures or sounds than before: older parts are made anew."""


@attrs.frozen(kw_only=True, slots=True)
class Part:
    """One file to make in the room: `name`, by the filter graph in the file `script`.

    `inputs` and `options` are the command line less the graph and the output, `length` is seconds of output, `key`
    says what the part shows: parts with one key are alike. `paintings` are painted first. `needs` names the parts
    that it reads, which are still to be made; `lasting` parts are worth keeping for later renders. The filters run in
    so many `threads`.
    """

    name: str
    script: str
    inputs: tuple[str, ...]
    options: tuple[str, ...]
    length: Time
    key: str
    paintings: tuple[Painting, ...] = ()
    needs: tuple[str, ...] = ()
    lasting: bool = True
    threads: int = 1

    @property
    def is_picture(self) -> bool:
        """Whether it is a stretch of what the output shows."""
        return self.name.startswith(PICTURE)

    def words(self, ffmpeg: Ffmpeg, room: Path) -> tuple[str, ...]:
        """The command line of this part less the program and the output."""
        threads = ("-filter_complex_threads", str(self.threads))
        return (*threads, *self.inputs, ffmpeg.graph_option, str(room / self.script), *self.options)

    def command(self, ffmpeg: Ffmpeg, room: Path) -> tuple[str, ...]:
        """The whole command, as one would type it."""
        return (ffmpeg.path, "-hide_banner", "-nostdin", "-y", *self.words(ffmpeg, room), f"file:{room / self.name}")


@attrs.frozen(kw_only=True, slots=True)
class Made:
    """A part that was made, or found in the cache (`reused`): seconds of wall time, frames, what FFmpeg warned of.

    `command` is what one would have typed to make it, alone or with its neighbours.
    """

    name: str
    elapsed: float = 0.0
    frames: int = 0
    log: tuple[str, ...] = ()
    reused: bool = False
    command: tuple[str, ...] = ()


def part_of(
    graph: Graph,
    options: Sequence[str],
    *,
    stem: str,
    suffix: str,
    room: Path,
    length: Time,
    ffmpeg: Ffmpeg,
    threads: int,
    lasting: bool = True,
) -> Part:
    """The part that makes `graph` into a file of the format of `suffix`, its graph written into `room`.

    What the graph reads out of the room besides its inputs must have a name there that tells its content; so does the
    name of the part, which begins with `stem`. Each decoder, and the filters together, get so many `threads`.
    """
    text = graph.text()
    paintings, films = planned(graph, room)
    sources = [source if isinstance(source, Source) else films[source] for source in graph.sources]
    painted = {painting.name for painting in paintings}
    shown = text.replace(escaped(str(room)), "@")
    encoders = next((at + 1 for at, word in enumerate(options) if word == "-threads:v"), None)
    # so many threads show the same picture
    lasting_options = [word for at, word in enumerate(options) if at != encoders]
    told = [FORMAT, ffmpeg.version, shown, lasting_options, suffix, [_identity(source, room) for source in sources]]
    key = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    script = f"{stem}-{key[:16]}.graph"
    (room / script).write_text(text, encoding="utf-8")
    return Part(
        name=f"{stem}-{key[:16]}{suffix}",
        script=script,
        # with one thread an older FFmpeg decodes where it filters
        inputs=graph.arguments(films, threads=threads if threads > 1 or ffmpeg.major >= DECODES_APART else None),
        options=(*(word for label in graph.labels for word in ("-map", label)), *options),
        length=length,
        key=key,
        paintings=paintings,
        lasting=lasting,
        threads=threads,
        needs=tuple(
            source.path.name
            for source in sources
            if source.path.parent == room and source.path.name not in painted and not source.path.exists()
        ),
    )


def _identity(source: Source, room: Path) -> list[str]:
    """What is read of a material: which file, as it is now, and which part of it in which way."""
    words = source.arguments()[:-1]
    if source.path.parent == room:  # made in this render: its name tells its content
        return [source.path.name, *words]
    state = source.path.stat()
    return [str(source.path.absolute()), str(state.st_size), str(state.st_mtime_ns), *words]


def make(part: Part, room: str) -> Made:
    """Make one part; this runs wherever the executor puts it.

    The room is told how far it is, and it ends when the room says so. Raises what `process.run` raises.
    """
    folder = Path(room)
    if not folder.is_dir():
        raise RenderError(
            f"The working folder {folder} is not here.",
            fix="workers need the folder of the output and the materials at the same paths",
        )

    def tell(progress: Progress) -> None:
        tell_of(part, folder, float(progress.done), progress.frame)

    stopped: Stopper = Stopped(folder)
    for painting in part.paintings:
        paint(painting, folder, find(), cancel=stopped)
    done = run(find(), part.words(find(), folder), folder / part.name, total=part.length, progress=tell, cancel=stopped)
    command = part.command(find(), folder)
    return Made(name=part.name, elapsed=done.elapsed, frames=done.frames, log=done.log, command=command)


def tell_of(part: Part, room: Path, done: float, frames: int) -> None:
    """Tell all who look into `room` how far a part is: seconds of output, frames."""
    _news(part, room).write_text(f"{done:.6f} {frames}\n", encoding="ascii")


def heard_of(part: Part, room: Path) -> tuple[float, int]:
    """How far a part is that somebody makes: seconds of output, frames."""
    try:
        done, frames = _news(part, room).read_text(encoding="ascii").split()
        return float(done), int(frames)
    except (OSError, ValueError):
        return 0.0, 0  # nothing is told yet


def _news(part: Part, room: Path) -> Path:
    return room / f"{part.name}.progress"


def copied(source: Path, goal: Path) -> None:
    """The file `source` under the name `goal` too: as the same file where the disk allows it, else as a copy."""
    try:
        goal.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, goal)
