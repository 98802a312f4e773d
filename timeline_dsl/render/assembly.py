"""One output as parts: stretches of picture, the sound, and the joint that makes one file of them without encoding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import attrs

from timeline_dsl.render.crew import cores
from timeline_dsl.render.cues import Texts
from timeline_dsl.render.ffmpeg import Ffmpeg
from timeline_dsl.render.graph import Audio, Filter, Graph, Video, rate
from timeline_dsl.render.grid import Frames
from timeline_dsl.render.layers import picture
from timeline_dsl.render.part import PICTURE, SOUND, Part, part_of
from timeline_dsl.render.production import Production
from timeline_dsl.render.reel import STEM, Reel, cutting_words, is_light
from timeline_dsl.render.run import SOUND_SUFFIXES, TRANSPARENT, Target, finished, output_words
from timeline_dsl.render.sound import heard, mastered, mixed, windows
from timeline_dsl.render.source import Source
from timeline_dsl.render.stretches import stretches
from timeline_dsl.units import Span, Time

VOICES = 48
"""So many voices are mixed in one run: each is an open file and a decoder."""

TOGETHER = 12
"""Up to so many voices are made with the picture: at each step FFmpeg looks through all filters of a graph."""

JOINED = (".mp4", ".mov", ".m4v")
"""Formats that keep every timestamp; others are written out of one of them."""

LIST = "pictures.ffconcat"

CORES_OF_ONE = 2
"""So many cores one FFmpeg keeps busy: it decodes, filters and encodes side by side."""

MOST_THREADS = 16
"""More threads of a decoder or an encoder gain nothing."""

PLAIN = ("-map_metadata", "-1", "-map_chapters", "-1")
"""Nothing that materials say of themselves is told by what is made of them."""


@attrs.frozen(kw_only=True, slots=True)
class Wanted:
    """What is to be made: `frames` or the `window` of the output, into a file of the format of `suffix`.

    So many `workers` make parts of it side by side, all of them `here` or wherever an executor puts them; in each of
    them decoders and filters get so many `threads`.
    """

    made: Production
    frames: Frames
    window: Span
    suffix: str
    target: Target
    texts: Texts | None
    room: Path
    ffmpeg: Ffmpeg
    workers: int
    here: bool = True
    threads: int = 1

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
    """The parts of an output. `pictures` follow one another; with one alone that is the output (`whole`).

    `reels` make some of them together.
    """

    parts: tuple[Part, ...]
    pictures: tuple[Part, ...]
    sound: Part | None
    whole: Part | None
    reels: tuple[Reel, ...] = ()


def assembled(wanted: Wanted) -> Assembly:
    """The parts that `wanted` is made of, their graphs and texts written into the room."""
    made = wanted.made
    parts = stretches(made.layers, wanted.frames, made.grid, wanted.workers) if wanted.shows else ()
    rows = windows(made.voices, wanted.window, made.grid, VOICES)
    heard_there = sum(bool(voice.span.overlap(wanted.window)) for voice in made.voices)
    if len(parts) < 2 and len(rows) < 2 and (heard_there <= TOGETHER or not parts):
        whole = _whole(_side_by_side(wanted, 1))
        return Assembly(parts=(whole,), pictures=(), sound=None, whole=whole)
    sharing = _side_by_side(wanted, min(wanted.workers, len(parts)) or 1)
    pictures = tuple(_stretch(sharing, part) for part in parts)
    sounds = tuple(_sound(wanted, rows))
    if not pictures:
        return Assembly(parts=sounds, pictures=(), sound=None, whole=sounds[-1])
    # the sound is one part that takes long in a long output: it begins first
    return Assembly(
        parts=(*sounds, *pictures),
        pictures=pictures,
        sound=sounds[-1],
        whole=None,
        reels=tuple(_reels(wanted, parts, pictures)),
    )


def _side_by_side(wanted: Wanted, count: int) -> Wanted:
    """What is wanted, when so many processes share the cores: more threads cost memory and gain nothing."""
    threads = min(-(-cores() // count), MOST_THREADS)
    return attrs.evolve(
        wanted,
        threads=threads,
        target=attrs.evolve(
            wanted.target,
            # frames of an encoder wait for one another: with one more for every two cores none of those idles
            encoding=attrs.evolve(wanted.target.encoding, threads=threads * 3 // 2),
        ),
    )


def _reels(wanted: Wanted, parts: Sequence[Frames], pictures: Sequence[Part]) -> Iterator[Reel]:
    """Neighbouring pictures that are made together, where every core would have one of them at the most."""
    if not wanted.here or len(pictures) > max(wanted.workers, CORES_OF_ONE) or wanted.suffix == ".webm":
        return
    lanes = -(-wanted.workers // CORES_OF_ONE)
    size = -(-len(pictures) // lanes)
    for at in range(0, len(pictures), size):
        some = pictures[at : at + size]
        if 1 < len({part.name for part in some}) == len(some):  # what is alike is made once
            reel = _reel(_side_by_side(wanted, lanes), parts[at : at + size], some)
            if reel is not None:
                yield reel


def _reel(wanted: Wanted, parts: Sequence[Frames], pictures: Sequence[Part]) -> Reel | None:
    """Pictures made together; None where that gains nothing."""
    frames = Frames(parts[0].first, parts[-1].end)
    graph, target = _drawn(wanted, frames)
    if not is_light(graph):
        return None
    cuts = [part.first - frames.first for part in parts[1:]]
    words = (*target.encoding.video_words(wanted.suffix), *cutting_words(cuts, target.fps, _ticks(target.fps)))
    whole = _part(wanted, graph, (*words, *PLAIN), stem=STEM, suffix=".mp4", length=target.length, lasting=False)
    # light filters gain nothing from threads, which take memory
    whole = attrs.evolve(whole, name=f"{Path(whole.name).stem}-%d.mp4", threads=1)
    return Reel(whole=whole, parts=tuple(pictures))


def _part(
    wanted: Wanted, graph: Graph, words: Sequence[str], *, stem: str, suffix: str, length: Time, lasting: bool = True
) -> Part:
    return part_of(
        graph,
        words,
        stem=stem,
        suffix=suffix,
        room=wanted.room,
        length=length,
        ffmpeg=wanted.ffmpeg,
        threads=wanted.threads,
        lasting=lasting,
    )


def _drawn(wanted: Wanted, frames: Frames) -> tuple[Graph, Target]:
    """The graph of a stretch of the picture, and what is made of it."""
    target = attrs.evolve(wanted.target, length=wanted.made.grid.time(len(frames)))
    return finished(shown(wanted.made, frames, wanted.texts, wanted.room), None, target), target


def _whole(wanted: Wanted) -> Part:
    made = wanted.made
    video = shown(made, wanted.frames, wanted.texts, wanted.room) if wanted.shows else None
    audio = heard(made.voices, made.schedule, wanted.window, made.grid, made.inputs) or silent(made)
    graph = finished(video, audio, wanted.target)
    words = output_words(graph, wanted.suffix, wanted.target.encoding)
    stem = PICTURE if wanted.shows else SOUND
    # the output is the user's own: no part that others rely on
    return _part(wanted, graph, words, stem=stem, suffix=wanted.suffix, length=wanted.target.length, lasting=False)


def _stretch(wanted: Wanted, frames: Frames) -> Part:
    graph, target = _drawn(wanted, frames)
    clear = target.encoding.transparent
    ticks = () if clear else ("-video_track_timescale", str(_ticks(target.fps)))
    words = (*target.encoding.video_words(wanted.suffix), *ticks, *PLAIN)
    return _part(wanted, graph, words, stem=PICTURE, suffix=TRANSPARENT if clear else ".mp4", length=target.length)


def _ticks(fps: Fraction) -> int:
    """Ticks a second of which a frame takes a whole number, about as many as FFmpeg chooses."""
    return fps.numerator * -(-10_000 // fps.numerator)


def _sound(wanted: Wanted, rows: tuple[Span, ...]) -> Iterator[Part]:
    """The parts of the sound; the last is all of it."""
    made = wanted.made
    # the codec is that of the output; the file keeps every timestamp
    suffix = wanted.suffix if not wanted.shows else ".mp4" if wanted.suffix == ".webm" else ".m4a"
    codec = wanted.suffix if suffix != ".m4a" else suffix
    words: Sequence[str]
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
            words = ("-c:a", "pcm_f32le", "-map_metadata", "-1")
            part = _part(wanted, graph, words, stem=SOUND, suffix=".wav", length=row.length, lasting=False)
            yield part
            # rows that sound alike are one file: read in each place anew, nothing of it is kept for the next
            pieces.append(Audio.of(Source(path=wanted.room / part.name, demuxer="wav", turn=len(pieces))))
        joined = Audio.mixed(Filter("concat", n=len(pieces), v=0, a=1), *pieces)
        audio = mastered(joined, made.voices, made.schedule, wanted.window, made.grid, made.inputs)
    graph = finished(None, audio or silent(made), wanted.target)
    words = output_words(graph, codec, wanted.target.encoding)
    yield _part(wanted, graph, words, stem=SOUND, suffix=suffix, length=wanted.target.length, lasting=wanted.shows)


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


def join_words(assembly: Assembly, room: Path, fps: Fraction, *, planned: bool = False) -> tuple[str, ...]:
    """The command line, less its output, that joins the parts into a file of `JOINED`, packet by packet.

    Transparent parts are joined into WebM. Where it is `planned` alone, parts that are made together have the names
    that FFmpeg gives them.
    """
    named = {
        part.name: file for reel in assembly.reels if planned for part, file in zip(reel.parts, reel.files, strict=True)
    }
    names = (named.get(part.name, part.name) for part in assembly.pictures)
    text = "ffconcat version 1.0\n" + "".join(f"file '{name}'\n" for name in names)
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
        *PLAIN,
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
    return ("-protocol_whitelist", "file", "-i", f"file:{file}", "-map", "0", "-c", "copy", *PLAIN)
