"""One output as parts: stretches of picture, the sound, and the joint that makes one file of them without encoding."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import attrs

from timeline_dsl.render.crew import cores
from timeline_dsl.render.cues import Texts
from timeline_dsl.render.ffmpeg import Ffmpeg
from timeline_dsl.render.graph import Audio, Filter, Video, rate
from timeline_dsl.render.grid import Frames
from timeline_dsl.render.layers import picture
from timeline_dsl.render.part import PICTURE, SOUND, Part, part_of
from timeline_dsl.render.production import Production
from timeline_dsl.render.run import SOUND_SUFFIXES, TRANSPARENT, Target, finished, output_words
from timeline_dsl.render.sound import heard, mastered, mixed, windows
from timeline_dsl.render.source import Source
from timeline_dsl.render.stretches import stretches
from timeline_dsl.units import Span

VOICES = 48
"""So many voices are mixed in one run: each is an open file and a decoder."""

TOGETHER = 12
"""Up to so many voices are made with the picture: at each step FFmpeg looks through all filters of a graph."""

JOINED = (".mp4", ".mov", ".m4v")
"""Formats that keep every timestamp; others are written out of one of them."""

LIST = "pictures.ffconcat"


@attrs.frozen(kw_only=True, slots=True)
class Wanted:
    """What is to be made: `frames` or the `window` of the output, into a file of the format of `suffix`."""

    made: Production
    frames: Frames
    window: Span
    suffix: str
    target: Target
    texts: Texts | None
    room: Path
    ffmpeg: Ffmpeg
    workers: int

    @property
    def shows(self) -> bool:
        """Whether the output has a picture."""
        return self.made.has_picture and self.suffix not in SOUND_SUFFIXES

    @property
    def joins(self) -> bool:
        """Whether the parts are joined into the output itself; else it is written out of what they are joined into."""
        return self.suffix in JOINED or self.target.encoding.transparent


@attrs.frozen(kw_only=True, slots=True)
class Assembly:
    """The parts of an output. `pictures` follow one another; with one alone that is the output (`whole`)."""

    parts: tuple[Part, ...]
    pictures: tuple[Part, ...]
    sound: Part | None
    whole: Part | None


def assembled(wanted: Wanted) -> Assembly:
    """The parts that `wanted` is made of, their graphs and texts written into the room."""
    made = wanted.made
    parts = stretches(made.layers, wanted.frames, made.grid, wanted.workers) if wanted.shows else ()
    rows = windows(made.voices, wanted.window, made.grid, VOICES)
    heard_there = sum(bool(voice.span.overlap(wanted.window)) for voice in made.voices)
    if len(parts) < 2 and len(rows) < 2 and (heard_there <= TOGETHER or not parts):
        whole = _whole(wanted)
        return Assembly(parts=(whole,), pictures=(), sound=None, whole=whole)
    # parts made side by side share the cores: more threads would cost memory and gain nothing
    side_by_side = min(wanted.workers, len(parts)) or 1
    threads = -(-cores() // side_by_side)
    target = attrs.evolve(wanted.target, encoding=attrs.evolve(wanted.target.encoding, threads=threads))
    pictures = tuple(_stretch(attrs.evolve(wanted, target=target), part) for part in parts)
    sounds = tuple(_sound(wanted, rows))
    if not pictures:
        return Assembly(parts=sounds, pictures=(), sound=None, whole=sounds[-1])
    # the sound is one part that takes long in a long output: it begins first
    return Assembly(parts=(*sounds, *pictures), pictures=pictures, sound=sounds[-1], whole=None)


def _whole(wanted: Wanted) -> Part:
    made = wanted.made
    video = shown(made, wanted.frames, wanted.texts, wanted.room) if wanted.shows else None
    audio = heard(made.voices, made.schedule, wanted.window, made.grid, made.inputs) or silent(made)
    graph = finished(video, audio, wanted.target)
    # the output is the user's own: no part that others rely on
    return part_of(
        graph,
        output_words(graph, wanted.suffix, wanted.target.encoding),
        suffix=wanted.suffix,
        stem=PICTURE if wanted.shows else SOUND,
        room=wanted.room,
        length=wanted.target.length,
        ffmpeg=wanted.ffmpeg,
        lasting=False,
    )


def _stretch(wanted: Wanted, frames: Frames) -> Part:
    grid = wanted.made.grid
    target = attrs.evolve(wanted.target, length=grid.time(len(frames)))
    graph = finished(shown(wanted.made, frames, wanted.texts, wanted.room), None, target)
    words = (
        *target.encoding.video_words(wanted.suffix),
        *(() if target.encoding.transparent else ("-video_track_timescale", str(_ticks(target.fps)))),
        "-map_metadata",
        "-1",
        "-map_chapters",
        "-1",
    )
    return part_of(
        graph,
        words,
        stem=PICTURE,
        suffix=TRANSPARENT if target.encoding.transparent else ".mp4",
        room=wanted.room,
        length=target.length,
        ffmpeg=wanted.ffmpeg,
    )


def _ticks(fps: Fraction) -> int:
    """Ticks a second of which a frame takes a whole number, about as many as FFmpeg chooses."""
    return fps.numerator * -(-10_000 // fps.numerator)


def _sound(wanted: Wanted, rows: tuple[Span, ...]) -> Iterator[Part]:
    """The parts of the sound; the last is all of it."""
    made = wanted.made
    # the codec is that of the output; the file keeps every timestamp
    suffix = wanted.suffix if not wanted.shows else ".mp4" if wanted.suffix == ".webm" else ".m4a"
    codec = wanted.suffix if suffix != ".m4a" else suffix
    if len(rows) < 2:
        audio = heard(made.voices, made.schedule, wanted.window, made.grid, made.inputs)
    else:
        pieces: list[Audio] = []
        for row in rows:
            graph = finished(
                None,
                mixed(made.voices, row, made.grid, made.inputs) or silent(made),
                attrs.evolve(wanted.target, length=row.length),
            )
            part = part_of(
                graph,
                ("-c:a", "pcm_f32le", "-map_metadata", "-1"),
                stem=SOUND,
                suffix=".wav",
                room=wanted.room,
                length=row.length,
                ffmpeg=wanted.ffmpeg,
                lasting=False,
            )
            yield part
            # rows that sound alike are one file: read in each place anew, nothing of it is kept for the next
            pieces.append(Audio.of(Source(path=wanted.room / part.name, demuxer="wav", turn=len(pieces))))
        joined = Audio.mixed(Filter("concat", n=len(pieces), v=0, a=1), *pieces)
        audio = mastered(joined, made.voices, made.schedule, wanted.window, made.grid, made.inputs)
    graph = finished(None, audio or silent(made), wanted.target)
    yield part_of(
        graph,
        output_words(graph, codec, wanted.target.encoding),
        stem=SOUND,
        suffix=suffix,
        room=wanted.room,
        length=wanted.target.length,
        ffmpeg=wanted.ffmpeg,
        lasting=wanted.shows,
    )


def silent(made: Production) -> Audio:
    """The beginning of a silence; the end of an output prolongs it."""
    return Audio.made(Filter("anullsrc", r=made.grid.rate, cl="stereo"), Filter("atrim", end=made.grid.time(1)))


def shown(made: Production, frames: Frames, texts: Texts | None, room: Path) -> Video:
    """What the output shows during `frames`, its texts on top."""
    video = picture(made.layers, frames, made.scene)
    grid = made.grid
    span = Span(grid.time(frames.first), grid.time(frames.end))
    return video if texts is None else texts.on(video, span, room, clear=made.scene.clear)


_SAYS_CLEAR = ("-metadata:s:v:0", "alpha_mode=1")
"""What a joined file has to be told: its packets carry transparency."""


def join_words(assembly: Assembly, room: Path, fps: Fraction) -> tuple[str, ...]:
    """The command line, less its output, that joins the parts into a file of `JOINED`, packet by packet.

    Transparent parts are joined into WebM.
    """
    text = "ffconcat version 1.0\n" + "".join(f"file '{part.name}'\n" for part in assembly.pictures)
    (room / LIST).write_text(text, encoding="ascii")
    # lengths of parts are added up in millionths of a second: every frame is put back onto its place
    frame = f"({rate(fps)})"
    snap = f"setts=pts=round(PTS*TB*{frame})/{frame}/TB:dts=round(DTS*TB*{frame})/{frame}/TB:duration=1/{frame}/TB"
    sound = ("-i", f"file:{room / assembly.sound.name}", "-map", "0:v:0", "-map", "1:a:0") if assembly.sound else ()
    clear = any(part.name.endswith(TRANSPARENT) for part in assembly.pictures)
    return (
        "-protocol_whitelist",
        "file",
        "-f",
        "concat",
        "-i",
        f"file:{room / LIST}",
        *sound,
        "-c",
        "copy",
        "-bsf:v",
        snap,
        *(_SAYS_CLEAR if clear else ("-video_track_timescale", str(_ticks(fps)), "-movflags", "+faststart")),
        "-map_metadata",
        "-1",
        "-map_chapters",
        "-1",
    )


def segment_words(file: Path, segments: Path) -> tuple[str, ...]:
    """The command line, less its output, that cuts a joined file into segments for streaming (HLS), as it is.

    `segments` has a place for their numbers, such as `film-%04d.ts`.
    """
    return (
        *copy_words(file),
        "-f",
        "hls",
        "-hls_time",
        "6",
        "-hls_playlist_type",
        "vod",
        "-hls_segment_filename",
        f"{segments}",
    )


def copy_words(file: Path) -> tuple[str, ...]:
    """The command line, less its output, that writes the streams of a joined file in another format."""
    return (
        "-protocol_whitelist",
        "file",
        "-i",
        f"file:{file}",
        "-map",
        "0",
        "-c",
        "copy",
        "-map_metadata",
        "-1",
        "-map_chapters",
        "-1",
    )
