"""From a filter graph to a file: the encoder's settings, the command, and one run of it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Literal

import attrs

from timeline_dsl.errors import OutputError, RenderError
from timeline_dsl.render.colours import EXACTLY, IN_SPACE
from timeline_dsl.render.ffmpeg import Ffmpeg, find
from timeline_dsl.render.graph import Audio, Filter, Graph, Painted, Video, rate
from timeline_dsl.render.painted import paint_all
from timeline_dsl.render.process import Stopper, Watcher, run
from timeline_dsl.render.source import Source
from timeline_dsl.units import Time

Preset = Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"]

VIDEO_SUFFIXES = (".mp4", ".mov", ".mkv", ".m4v", ".ts", ".webm", ".m3u8")
TRANSPARENT = ".webm"
"""The one format whose picture may be transparent."""

SOUND_SUFFIXES = (".mp3", ".wav", ".flac", ".ogg", ".m4a")
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp")

LONGEST_SIDE = 8192
"""A larger output is refused before any work begins."""

_SOUND_CODECS = {".mp3": "libmp3lame", ".wav": "pcm_s16le", ".flac": "flac", ".ogg": "libvorbis", ".webm": "libopus"}
_BT601 = (
    Filter("scale", out_color_matrix="bt601", out_range="tv", flags=EXACTLY),
    Filter("format", pix_fmts="yuv420p"),
)
# in two steps: FFmpeg 7.0 loses the matrix else
_JPEG = (*_BT601, Filter("scale", out_range="pc"), Filter("format", pix_fmts="yuvj420p"))
_AS_PICTURE = {".jpg": _JPEG, ".jpeg": _JPEG, ".webp": _BT601}
"""These formats hold YUV and say nothing of it: it is BT.601 to everyone."""

_QUALITY = {".jpg": ("-q:v", "2"), ".jpeg": ("-q:v", "2")}


@attrs.frozen(kw_only=True, slots=True)
class Encoding:
    """How the output is written: H.264 by x264 with `preset` and `crf` (0 to 51), AAC of `audio_kilobits` kbit/s.

    `threads` is the number of encoder threads, 0 for as many as there are cores. `sample_rate` is in Hz. A
    `transparent` picture keeps its transparency, which only VP9 in WebM does.
    """

    preset: Preset = "veryfast"
    crf: int = 23
    audio_kilobits: int = 160
    sample_rate: int = 48_000
    channels: int = 2
    threads: int = 0
    transparent: bool = False

    @property
    def pixels(self) -> str:
        """The pixel format of the output."""
        return "yuva420p" if self.transparent else "yuv420p"

    def video_words(self, suffix: str = ".mp4") -> tuple[str, ...]:
        """The options of the picture in a file of this suffix: H.264, or VP9 in WebM."""
        if suffix == ".webm":
            speed = (
                ("-deadline", "realtime", "-cpu-used", "8")
                if self.preset == "ultrafast"
                else ("-deadline", "good", "-cpu-used", "4")
            )
            # the same sight at a larger number than x264's
            return (
                "-c:v",
                "libvpx-vp9",
                "-crf",
                str(min(self.crf + 9, 63)),
                "-b:v",
                "0",
                *speed,
                "-row-mt",
                "1",
                "-pix_fmt",
                self.pixels,
                *(("-auto-alt-ref", "0") if self.transparent else ()),
                "-threads:v",
                str(self.threads or 8),
            )
        return (
            "-c:v",
            "libx264",
            "-preset",
            self.preset,
            "-crf",
            str(self.crf),
            "-pix_fmt",
            "yuv420p",
            "-threads:v",
            str(self.threads),
        )

    def audio_words(self, suffix: str) -> tuple[str, ...]:
        """The options of the sound in a file of this suffix."""
        codec = _SOUND_CODECS.get(suffix, "aac")
        bitrate = ("-b:a", f"{self.audio_kilobits}k") if codec in ("aac", "libmp3lame", "libopus") else ()
        return ("-c:a", codec, *bitrate, "-ar", str(self.sample_rate), "-ac", str(self.channels))


DRAFT = Encoding(preset="ultrafast", crf=28)
"""Quick to make; to look at, not to keep."""


@attrs.frozen(kw_only=True, slots=True)
class Encoded:
    """What was written: `size` in pixels (None without picture), `frames`, seconds of wall time, the exact command.

    `notes` tells what differs from what was asked; `log` is what FFmpeg warned of.
    """

    path: Path
    size: tuple[int, int] | None
    frames: int
    elapsed: float
    command: tuple[str, ...]
    notes: tuple[str, ...] = ()
    log: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, slots=True)
class Target:
    """What a graph is made into: picture of `size` at `fps`, `length` seconds long, by `encoding`."""

    size: tuple[int, int]
    fps: Fraction
    length: Time
    encoding: Encoding = Encoding()

    @property
    def frames(self) -> int:
        """The number of pictures: the last one begins before the end."""
        return max(round(self.length * self.fps), 1)

    @property
    def even_size(self) -> tuple[int, int]:
        """The size with odd sides one pixel larger: 4:2:0 has one colour for two by two pixels."""
        return self.size[0] + self.size[0] % 2, self.size[1] + self.size[1] % 2


def finished(video: Video | None, audio: Audio | None, target: Target) -> Graph:
    """The graph that ends in exactly the pictures and samples of `target`, so that both end together.

    The last picture stands, and silence follows, where a stream ends before its time.
    """
    outputs: list[Video | Audio] = []
    # with a picture both ends are set by the frame grid, so that picture and sound agree to the sample
    length = target.length if video is None else Fraction(target.frames) / target.fps
    if video is not None:
        width, height = target.even_size
        # pad cuts odd sides where colour is kept for two by two pixels
        whole = Filter("format", pix_fmts="yuva444p" if target.encoding.transparent else "yuv444p")
        edge = Filter("pad", w=width, h=height, color="black@0" if target.encoding.transparent else "black")
        padded = (whole, edge) if (width, height) != target.size else ()
        outputs.append(
            video.through(
                *padded,
                Filter("fps", fps=rate(target.fps)),
                Filter("tpad", stop=-1, stop_mode="clone"),
                Filter("trim", end_frame=target.frames),
                Filter("setsar", sar=1),
                Filter("format", pix_fmts=target.encoding.pixels),
                IN_SPACE,
            )
        )
    if audio is not None:
        samples = round(length * target.encoding.sample_rate)
        layout = "mono" if target.encoding.channels == 1 else "stereo"
        outputs.append(
            audio.through(
                Filter("aresample", sample_rate=target.encoding.sample_rate),
                Filter("aformat", sample_fmts="fltp", channel_layouts=layout),
                Filter("apad", whole_len=samples),
                Filter("atrim", end_sample=samples),
            )
        )
    return Graph(*outputs)


def arguments(
    ffmpeg: Ffmpeg,
    graph: Graph,
    script: Path | None,
    suffix: str,
    encoding: Encoding,
    films: Mapping[Painted, Source] | None = None,
) -> tuple[str, ...]:
    """The command line less its output; `script` is the file that holds `graph.text()`, None puts the text in it.

    `films` are what was painted for the graph.
    """
    text = ("-filter_complex", graph.text()) if script is None else (ffmpeg.graph_option, str(script))
    maps = (word for label in graph.labels for word in ("-map", label))
    return (*graph.arguments(films), *text, *maps, *output_words(graph, suffix, encoding))


def output_words(graph: Graph, suffix: str, encoding: Encoding) -> tuple[str, ...]:
    """How the outputs of `graph` are written into a file of this suffix."""
    words: list[str] = []
    if any(output.kind == "v" for output in graph.outputs):
        words += encoding.video_words(suffix)
    if any(output.kind == "a" for output in graph.outputs):
        words += encoding.audio_words(suffix)
    if suffix in (".mp4", ".mov", ".m4v", ".m4a"):
        words += ["-movflags", "+faststart"]
    return (*words, "-map_metadata", "-1", "-map_chapters", "-1")


def command(ffmpeg: Ffmpeg, video: Video | None, audio: Audio | None, output: Path, target: Target) -> tuple[str, ...]:
    """The command that `encode` would run, with the graph written out in it."""
    _check(video, audio, output, target)
    words = arguments(ffmpeg, finished(video, audio, target), None, output.suffix.lower(), target.encoding)
    return (ffmpeg.path, "-hide_banner", "-nostdin", "-y", *words, f"file:{output.absolute()}")


def encode(
    video: Video | None,
    audio: Audio | None,
    output: Path,
    target: Target,
    *,
    progress: Watcher | None = None,
    cancel: Stopper | None = None,
    time_limit: float | None = None,
    loglevel: str = "warning",
    ffmpeg: Ffmpeg | None = None,
) -> Encoded:
    """Write picture and sound to `output`, whose suffix chooses the container.

    Raises `RenderError` for a suffix, a size or a folder that does not serve, and when FFmpeg fails.
    """
    suffix = output.suffix.lower()
    _check(video, audio, output, target)
    ffmpeg = ffmpeg or find()
    graph = finished(video, audio, target)
    with tempfile.TemporaryDirectory(prefix="timeline-dsl-") as folder:
        script = Path(folder) / "graph.txt"
        script.write_text(graph.text(), encoding="utf-8")
        films = paint_all(graph, Path(folder), ffmpeg, cancel=cancel, time_limit=time_limit)
        words = arguments(ffmpeg, graph, script, suffix, target.encoding, films)
        done = run(
            ffmpeg,
            words,
            output,
            total=target.length,
            progress=progress,
            cancel=cancel,
            time_limit=time_limit,
            loglevel=loglevel,
        )
    return Encoded(
        path=output,
        size=target.even_size if video is not None else None,
        frames=done.frames,
        elapsed=done.elapsed,
        command=done.command,
        log=done.log,
        notes=notes_of(target, shows=video is not None),
    )


def picture(video: Video, output: Path, *, time_limit: float | None = None, ffmpeg: Ffmpeg | None = None) -> Encoded:
    """Write the first picture of `video` to `output` (png, jpg, webp or bmp)."""
    suffix = output.suffix.lower()
    _check_suffix(output, PICTURE_SUFFIXES)
    ffmpeg = ffmpeg or find()
    graph = Graph(video.through(*_AS_PICTURE.get(suffix, ())))
    with tempfile.TemporaryDirectory(prefix="timeline-dsl-") as folder:
        script = Path(folder) / "graph.txt"
        script.write_text(graph.text(), encoding="utf-8")
        films = paint_all(graph, Path(folder), ffmpeg, time_limit=time_limit)
        words = [
            *graph.arguments(films),
            ffmpeg.graph_option,
            str(script),
            "-map",
            *graph.labels,
            "-frames:v",
            "1",
            *_QUALITY.get(suffix, ()),
            *(() if suffix == ".webp" else ("-update", "1")),
        ]
        done = run(ffmpeg, words, output, time_limit=time_limit)
    return Encoded(path=output, size=None, frames=1, elapsed=done.elapsed, command=done.command, log=done.log)


def check_output(output: Path, target: Target, *, shows: bool) -> None:
    """Raise `OutputError` for a suffix or a name that does not serve; `shows`: there is a picture to be written."""
    _check_suffix(output, (*VIDEO_SUFFIXES, *SOUND_SUFFIXES) if shows else (*SOUND_SUFFIXES, *VIDEO_SUFFIXES))
    _check_size(target.size)
    if target.encoding.transparent and (output.suffix.lower() != TRANSPARENT or not shows):
        raise OutputError(
            f"The output {output} cannot be transparent"
            + (": only WebM keeps transparency." if shows else ": it has no picture."),
            fix=f"let the name end in {TRANSPARENT}, or leave transparent out" if shows else "leave transparent out",
        )
    if output.is_dir():
        raise OutputError(f"The output {output.absolute()} is a folder.", fix="name a file in it, such as out.mp4")


def _check(video: Video | None, audio: Audio | None, output: Path, target: Target) -> None:
    if video is None and audio is None:
        raise RenderError("There is nothing to render: neither picture nor sound.", fix="add a video or an audio clip")
    _check_suffix(output, VIDEO_SUFFIXES if video is not None else (*SOUND_SUFFIXES, *VIDEO_SUFFIXES))
    _check_size(target.size)


def _check_suffix(output: Path, allowed: Sequence[str]) -> None:
    if output.suffix.lower() not in allowed:
        names = ", ".join(allowed)
        said = f"ends in {output.suffix}" if output.suffix else "has no suffix"
        raise OutputError(f"The output {output} {said}, and the suffix chooses the format.", fix=f"use one of {names}")


def _check_size(size: tuple[int, int]) -> None:
    if not all(2 <= side <= LONGEST_SIDE for side in size):
        raise RenderError(
            f"An output of {size[0]}x{size[1]} pixels cannot be made.",
            fix=f"choose sides from 2 to {LONGEST_SIDE} pixels",
        )


def notes_of(target: Target, *, shows: bool) -> tuple[str, ...]:
    """What differs from the size that was asked for."""
    if not shows or target.even_size == target.size:
        return ()
    asked, made = ("x".join(map(str, size)) for size in (target.size, target.even_size))
    return (f"the output is {made} instead of {asked}: H.264 needs even sides, and black was added at the edge",)
