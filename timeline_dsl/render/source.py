"""One material as FFmpeg opens it: the file, the part of it that is read, and what it may reach (only itself)."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import attrs

from timeline_dsl.units import Time

PROTOCOLS = "file,pipe"
"""FFmpeg may open files and pipes: a material that names an address of the network is refused by FFmpeg itself."""

FORMATS = (
    "mov",
    "matroska",
    "avi",
    "asf",
    "flv",
    "mpegts",
    "mpeg",
    "mxf",
    "rm",
    "ivf",
    "dv",
    "ogg",
    "h264",
    "hevc",
    "mjpeg",
    "mp3",
    "wav",
    "aac",
    "flac",
    "aiff",
    "w64",
    "amr",
    "ac3",
    "eac3",
    "caf",
    "gif",
    "apng",
    "webp_anim",
    "png_pipe",
    "jpeg_pipe",
    "webp_pipe",
    "bmp_pipe",
    "tiff_pipe",
)
"""Formats that hold their own content; playlists, concat lists and name patterns open other files and are left out."""

_JPEG = b"\xff\xd8\xff"
_MANY_JPEGS = frozenset({".mjpg", ".mjpeg"})  # films that are nothing but JPEGs one after another

_PATTERN = "%*?{"  # what FFmpeg reads as a pattern of many files in the name of a picture
_HEAD = 65_536  # bytes: whether a picture moves is told before its first frame
_PICTURES = (
    (b"\x89PNG", "png_pipe", b"acTL", "apng"),
    (b"RIFF", "webp_pipe", b"ANIM", "webp_anim"),
    (b"GIF8", "gif", b"", "gif"),
    (b"BM", "bmp_pipe", b"", "bmp_pipe"),
    (b"II*\0", "tiff_pipe", b"", "tiff_pipe"),
    (b"MM\0*", "tiff_pipe", b"", "tiff_pipe"),
)
"""How pictures begin, their format, what stands in one that moves, and the format of that."""

MAX_PIXELS = 16_384 * 16_384
"""A picture larger than this is refused by the decoder before memory is taken for it."""


def address(path: Path) -> str:
    """`path` as FFmpeg takes it without reading a protocol, an option or a pattern into the name."""
    return f"file:{path.absolute()}"


def demuxer_of(path: Path) -> str | None:
    """The format of a file that FFmpeg would take for another one by its name; None leaves the choice to FFmpeg.

    A JPEG longer than the first look at it, and every picture with a pattern in its name or folder, counts as many
    files, which are not opened.
    """
    if path.suffix.lower() in _MANY_JPEGS:
        return None
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return None  # FFmpeg tells the reason
    if head.startswith(_JPEG):
        return "jpeg_pipe"
    if not any(sign in str(path.absolute()) for sign in _PATTERN):
        return None
    kind = next((kind for kind in _PICTURES if head.startswith(kind[0])), None)
    if kind is None or (kind[0] == b"RIFF" and head[8:12] != b"WEBP"):
        return None
    _, still, mark, moving = kind
    return moving if mark and mark in head else still


def guards(demuxer: str | None = None) -> tuple[str, ...]:
    """The input options that keep a material from reaching anything but itself.

    With a known `demuxer` FFmpeg does not guess; without one it may only choose from `FORMATS`.
    """
    allowed = demuxer if demuxer else ",".join(FORMATS)
    chosen = ("-f", demuxer) if demuxer else ()
    return ("-protocol_whitelist", PROTOCOLS, "-format_whitelist", allowed, *chosen)


@attrs.frozen(kw_only=True, slots=True)
class Source:
    """A material, or a part of it: two equal sources are opened once.

    `start` and `length` cut it while it is read, in seconds of the material; `demuxer` is its format
    (`Probe.demuxer`), `decoder` the video decoder where FFmpeg's own choice would lose something (alpha of VP9);
    `repeats` plays it so many times more, -1 for ever; `turn` tells apart what is opened anew for each of its rounds.
    """

    path: Path
    start: Time | None = None
    length: Time | None = None
    demuxer: str | None = None
    decoder: str | None = None
    repeats: int = 0
    turn: int = 0

    def arguments(self, threads: int | None = None) -> tuple[str, ...]:
        """The options of this input and the input itself, as they stand on the command line.

        Its decoders get so many `threads`; None leaves that to FFmpeg.
        """
        words = [*guards(self.demuxer), "-max_pixels", str(MAX_PIXELS)]
        if threads is not None:
            words += ["-threads", str(threads)]
        if self.decoder:
            words += ["-c:v", self.decoder]
        if self.repeats:
            words += ["-stream_loop", str(self.repeats)]
        if self.start:
            words += ["-ss", plain_seconds(self.start)]
        if self.length is not None:
            words += ["-t", plain_seconds(self.length)]
        return (*words, "-i", address(self.path))


def plain_seconds(time: Time) -> str:
    """Seconds as FFmpeg reads them: decimals down to the microsecond, never an exponent."""
    micro = round(Fraction(time) * 1_000_000)
    sign, micro = ("-", -micro) if micro < 0 else ("", micro)
    whole, part = divmod(micro, 1_000_000)
    return f"{sign}{whole}.{part:06d}".rstrip("0").rstrip(".")
