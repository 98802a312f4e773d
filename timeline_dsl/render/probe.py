"""What a media file is: its length, size, frame rate and sound, as the renderer will see them.

PyAV answers when it is installed (0.2 to 3 ms a file), otherwise one run of FFmpeg (15 to 30 ms); both give the same
answer, save that FFmpeg tells lengths to a hundredth of a second. What PyAV cannot read, FFmpeg is asked as well.
"""

from __future__ import annotations

import importlib.util
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.errors import MissingMaterial, RenderError
from timeline_dsl.units import Span, Time

PICTURE_DEMUXERS = frozenset({"gif", "apng", "webp_anim", "image2"})
ALPHA_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""Where the alpha of a WebM lies beside the picture, FFmpeg's own decoders leave it out and these do not."""

MATRICES = frozenset({"bt709", "fcc", "bt470bg", "smpte170m", "smpte240m", "bt2020nc"})
"""What makes YUV of RGB, as far as FFmpeg translates it."""

HDR_TRANSFERS = {"smpte2084": "PQ", "arib-std-b67": "HLG"}
"""What makes a signal of light in films of high dynamic range: FFmpeg's name, and the usual one."""

WITHOUT_MATRIX = ("rgb", "bgr", "argb", "abgr", "0rgb", "0bgr", "gbr", "pal8", "x2rgb", "x2bgr", "gray", "ya", "mono")
"""How the names of pixel formats begin that are RGB or grey."""

_NTSC = tuple(Fraction(rate * 1000, 1001) for rate in (24, 30, 48, 60, 120))


@attrs.frozen(kw_only=True, slots=True)
class Probe:
    """One media file. Lengths are exact seconds; what a file does not have is None.

    `width` and `height` are those of the shown picture: turned by `rotation` (degrees clockwise that a player turns it)
    and with square pixels; `odd` tells that a side of the stored one is odd. `fps` is the average. `frames` is counted
    for picture files only: more than one means that it moves. `matrix` is FFmpeg's name of what made YUV of RGB
    (`bt709`), `full_range` tells of YUV from 0 to 255, `transfer` of high dynamic range (one of `HDR_TRANSFERS`).
    `pictures` is when a film shows something, known where that is not all of `duration`. A cover picture in a sound
    file is no picture here. `demuxer` and `decoder` are what `Source` takes.
    """

    duration: Time | None = None
    width: int | None = None
    height: int | None = None
    fps: Fraction | None = None
    has_alpha: bool = False
    rotation: int = 0
    sample_rate: int | None = None
    channels: int | None = None
    is_picture: bool = False
    frames: int | None = None
    demuxer: str = ""
    decoder: str | None = None
    pixel_format: str | None = None
    matrix: str | None = None
    full_range: bool = False
    transfer: str | None = None
    odd: bool = False
    pictures: Span | None = None

    @property
    def has_video(self) -> bool:
        """Whether there is something to see: a film or a picture."""
        return self.width is not None

    @property
    def has_audio(self) -> bool:
        """Whether there is something to hear."""
        return self.channels is not None

    @property
    def is_animated(self) -> bool:
        """Whether this is a picture file that moves (GIF, APNG, WebP)."""
        return self.is_picture and (self.frames or 0) > 1


def probe(path: Path) -> Probe:
    """What the file at `path` is; asked once for each size and time of change.

    Raises `MissingMaterial` when there is no such file, `RenderError` when nothing in it can be played.
    """
    try:
        state = path.stat()
    except OSError as error:
        raise MissingMaterial(
            f"The file {path} cannot be opened: {error.strerror}.", fix="check the name, and the folders given as media"
        ) from error
    if not path.is_file():
        raise MissingMaterial(f"{path} is not a file.", fix="name a media file")
    return _probed(path.absolute(), state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=4096)
def _probed(path: Path, size: int, changed: int) -> Probe:
    if size == 0:
        raise _unreadable(path, "it is empty")
    if importlib.util.find_spec("av") is not None:
        from timeline_dsl.render.probe_av import read

        answer = read(path)
        if answer is not None:
            return answer
    from timeline_dsl.render.probe_ffmpeg import read as ask

    told = ask(path)
    if isinstance(told, str):
        raise _unreadable(path, told)
    return told


def _unreadable(path: Path, reason: str) -> RenderError:
    return RenderError(
        f"The file {path} cannot be played: {reason}.",
        fix="use a whole file of sound, film or picture; playlists and lists of files are not opened",
    )


def is_picture_demuxer(demuxer: str) -> bool:
    """Whether files of this format are pictures, still or moving."""
    return demuxer.endswith("_pipe") or demuxer in PICTURE_DEMUXERS


def plain_rate(rate: Fraction | float | None) -> Fraction | None:
    """A frame rate as both ways of asking can know it: exact for the NTSC family, else to a hundredth."""
    if not rate:
        return None
    near = min(_NTSC, key=lambda exact: abs(exact - Fraction(rate)))
    if abs(near - Fraction(rate)) < Fraction(1, 100):
        return near
    return Fraction(round(Fraction(rate) * 100), 100) or None


def shown_size(width: int, height: int, pixel: Fraction | None, rotation: int) -> tuple[int, int]:
    """The size of a picture with square pixels and turned upright; `pixel` is a pixel's width over its height."""
    if pixel and pixel > 0:
        width = max(round(width * pixel), 1)
    return (height, width) if rotation in (90, 270) else (width, height)


def quarter_turn(matrix_degrees: float) -> int:
    """Degrees clockwise (0, 90, 180, 270) that a player turns a picture whose display matrix FFmpeg reads as this.

    Other angles keep the size of the picture, so they count as 0 here.
    """
    clockwise = -matrix_degrees % 360
    return next((turn for turn in (90, 180, 270) if abs(clockwise - turn) < 1), 0)


def colours_of(pixel_format: str, matrix: str | None, range_: str | None, transfer: str | None) -> dict[str, Any]:
    """The fields of a probe that tell what its YUV means, by FFmpeg's own names; the range is `tv` or `pc`."""
    if pixel_format.startswith(WITHOUT_MATRIX):
        return {}
    full = range_ == "pc" or pixel_format.startswith("yuvj")
    return {
        "matrix": matrix if matrix in MATRICES else None,
        "full_range": full,
        "transfer": transfer if transfer in HDR_TRANSFERS else None,
    }


def holds_alpha(pixel_format: str | None) -> bool:
    """Whether pixels of this FFmpeg format carry transparency (a palette may)."""
    name = pixel_format or ""
    return name.startswith(("yuva", "rgba", "bgra", "argb", "abgr", "gbrap", "ya8", "ya16", "pal8", "ayuv", "vuya"))
