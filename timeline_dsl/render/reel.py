"""Neighbouring parts that one FFmpeg makes in one go and cuts apart: what lies around their cuts is decoded once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import attrs

from timeline_dsl.errors import RenderError
from timeline_dsl.render.ffmpeg import Ffmpeg, find
from timeline_dsl.render.graph import Graph
from timeline_dsl.render.part import Made, Part, tell_of
from timeline_dsl.render.process import Progress, run
from timeline_dsl.render.room import Stopped

STEM = "reel"
"""What the names of reels begin with."""

_LIGHT = frozenset(
    {"null", "split", "trim", "setpts", "settb", "fps", "tpad", "concat", "xfade", "overlay", "scale", "format"}
    | {"setsar", "setparams", "pad", "crop", "color", "ass", "lutyuv", "hflip", "vflip", "transpose"}
)
"""Filters that take little beside decoding and encoding: one FFmpeg keeps two cores busy with them."""

_INPUTS = 12
"""A graph of more inputs is not made in one go: each of them takes memory."""


@attrs.frozen(kw_only=True, slots=True)
class Reel:
    """Neighbouring `parts` made in one go: `whole` encodes all of them, its name is the pattern of their files."""

    whole: Part
    parts: tuple[Part, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The files that FFmpeg cuts, in order."""
        return tuple(self.whole.name % number for number in range(len(self.parts)))

    @property
    def pattern(self) -> str:
        """What matches every file that FFmpeg cuts."""
        return self.whole.name.replace("%d", "*")

    def command(self, ffmpeg: Ffmpeg, room: Path) -> tuple[str, ...]:
        """The whole command, as one would type it."""
        # FFmpeg reads all of the name as a pattern, the folder as well
        folder = str(room).replace("%", "%%")
        return (*self.whole.command(ffmpeg, room)[:-1], f"file:{Path(folder) / self.whole.name}")

    def shares(self, done: float) -> Iterator[tuple[Part, float]]:
        """How many seconds of each part are made once `done` seconds of all are."""
        ends = accumulate(float(part.length) for part in self.parts)
        for part, end in zip(self.parts, ends, strict=True):
            yield part, min(max(done - end + float(part.length), 0.0), float(part.length))


def is_light(graph: Graph) -> bool:
    """Whether one FFmpeg makes a graph as fast as two would make its halves."""
    if graph.painted or len(graph.sources) > _INPUTS:
        return False
    return all(step.name in _LIGHT for node in graph.nodes for step in node.chain)


def cutting_words(frames: Sequence[int], fps: Fraction, ticks: int) -> tuple[str, ...]:
    """The options that cut an output before each of its `frames` into MP4 files of so many `ticks` a second."""
    # half a frame early: the frame itself may be told a rounding later
    moments = (f"{float((frame - Fraction(1, 2)) / fps):.6f}" for frame in frames)
    return (
        "-force_key_frames",
        ",".join(moments),
        "-f",
        "segment",
        "-segment_frames",
        ",".join(map(str, frames)),
        "-reset_timestamps",
        "1",
        # the first packets of a part are decoded before its first picture is shown; FFmpeg 5 would move them all
        "-avoid_negative_ts",
        "disabled",
        "-segment_format",
        "mp4",
        "-segment_format_options",
        f"video_track_timescale={ticks}",
    )


def make_reel(reel: Reel, room: str) -> tuple[Made, ...]:
    """Make all parts of a reel; this runs wherever the executor puts it. Raises what `process.run` raises."""
    folder = Path(room)
    ffmpeg = find()
    command = reel.command(ffmpeg, folder)

    def tell(progress: Progress) -> None:
        pace = progress.frame / float(progress.done) if progress.done else 0.0
        for part, done in reel.shares(float(progress.done)):
            tell_of(part, folder, done, round(done * pace))

    try:
        words = (*reel.whole.words(ffmpeg, folder), command[-1])
        done = run(ffmpeg, words, total=reel.whole.length, progress=tell, cancel=Stopped(folder))
        if {file.name for file in folder.glob(reel.pattern)} != set(reel.files):
            raise RenderError("FFmpeg did not cut its output where it was told to.", command=command)
        for part, file in zip(reel.parts, reel.files, strict=True):
            (folder / file).replace(folder / part.name)
    finally:
        for left in folder.glob(reel.pattern):
            left.unlink(missing_ok=True)
    return tuple(
        Made(
            name=part.name,
            elapsed=done.elapsed * float(part.length / reel.whole.length),
            frames=round(done.frames * part.length / reel.whole.length),
            log=done.log,
            command=command,
        )
        for part in reel.parts
    )
