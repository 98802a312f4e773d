"""What a rendered file shows and sounds like: pictures, colours, frame numbers, tones and lengths as numbers."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from timeline_dsl.render.ends import Ends as Ends
from timeline_dsl.render.ends import ends as ends
from timeline_dsl.render.ffmpeg import find
from timeline_dsl.render.probe import probe
from timeline_dsl.render.process import capture
from timeline_dsl.render.testmedia import CODE_BITS, CODE_HEIGHT

Picture = NDArray[np.uint8]  # height × width × red, green, blue
RATE = 48_000


def pictures(path: Path, start: float = 0.0, length: float | None = None) -> NDArray[np.uint8]:
    """All pictures from `start` on, as an array of pictures × height × width × 3."""
    seen = probe(path)
    cut = [] if length is None else ["-t", str(length)]
    raw = capture(
        find(),
        [
            "-ss",
            str(start),
            "-i",
            str(path),
            "-map",
            "0:V:0",
            *cut,
            "-f",
            "rawvideo",
            "-pix_fmt",
            "rgb24",
            "-fps_mode",
            "passthrough",
            "-",
        ],
    )
    return np.frombuffer(raw, np.uint8).reshape(-1, seen.height or 1, seen.width or 1, 3)


def picture_at(path: Path, time: float) -> Picture:
    """The picture that is shown at `time` seconds."""
    seen = probe(path)
    # a thousandth of a frame: a time that was rounded down must not fall into the picture before
    frame = int(Fraction(time).limit_denominator(100_000) * (seen.fps or 25) + Fraction(1, 1000))
    raw = capture(
        find(),
        [
            "-i",
            str(path),
            "-map",
            "0:V:0",
            "-vf",
            f"select=eq(n\\,{frame})",
            "-frames:v",
            "1",
            "-f",
            "rawvideo",
            "-pix_fmt",
            "rgb24",
            "-",
        ],
    )
    assert raw, f"{path} shows no picture at {time} s"
    return np.frombuffer(raw, np.uint8).reshape(seen.height or 1, seen.width or 1, 3)


Box = tuple[float, float, float, float]
MIDDLE: Box = (0.25, 0.25, 0.75, 0.75)


def color_of(picture: Picture, box: Box = MIDDLE) -> tuple[int, int, int]:
    """Mean red, green and blue of a region; `box` is left, top, right, bottom as shares of the picture."""
    height, width = picture.shape[:2]
    left, top, right, bottom = (round(share * side) for share, side in zip(box, (width, height) * 2, strict=True))
    red, green, blue = picture[top : max(bottom, top + 1), left : max(right, left + 1)].reshape(-1, 3).mean(axis=0)
    return round(float(red)), round(float(green)), round(float(blue))


def color_at(path: Path, time: float, box: Box = MIDDLE) -> tuple[int, int, int]:
    """Mean colour of a region at `time` seconds."""
    return color_of(picture_at(path, time), box)


def is_near(one: tuple[int, int, int], other: tuple[int, int, int] | str, within: int = 12) -> bool:
    """Whether two colours differ by at most `within` in each of red, green and blue; `#RRGGBB` is taken as well."""
    wanted = tuple(bytes.fromhex(other.removeprefix("#"))) if isinstance(other, str) else other
    return all(abs(left - right) <= within for left, right in zip(one, wanted, strict=True))


def frame_number(picture: Picture) -> int:
    """The number that a numbered film (`testmedia.film`) shows in a picture, at any size."""
    height, width = picture.shape[:2]
    row = picture[round(height - height / CODE_HEIGHT / 2)]
    lit = [int(row[round(width * (bit + 0.5) / CODE_BITS)].mean()) > 127 for bit in range(CODE_BITS)]
    return sum(1 << bit for bit, on in enumerate(lit) if on)


def samples(path: Path, start: float = 0.0, length: float | None = None) -> NDArray[np.float32]:
    """Sound from `start` on as samples × channels at 48 kHz, full scale is 1."""
    cut = [] if length is None else ["-t", str(length)]
    channels = probe(path).channels or 1  # its own number: FFmpeg plays mono 3 dB softer on two
    raw = capture(
        find(), ["-ss", str(start), "-i", str(path), "-map", "0:a:0", *cut, "-f", "f32le", "-ar", str(RATE), "-"]
    )
    return np.frombuffer(raw, np.float32).reshape(-1, channels)


def level_at(path: Path, time: float, window: float = 0.1) -> float:
    """Root mean square of the sound from `time` on for `window` seconds; a sine of amplitude A gives A/√2."""
    heard = samples(path, time, window)
    return float(np.sqrt((heard.astype(np.float64) ** 2).mean())) if len(heard) else 0.0


def frequency_at(path: Path, time: float, window: float = 0.2) -> float:
    """The strongest frequency in Hz of the sound from `time` on for `window` seconds."""
    heard = samples(path, time, window).mean(axis=1)
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard)), 1 << 17))
    return float(spectrum.argmax()) * RATE / (1 << 17)
