"""Probing with PyAV, in this process."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

from timeline_dsl.render.probe import (
    ALPHA_DECODERS,
    Probe,
    colours_of,
    holds_alpha,
    is_picture_demuxer,
    plain_rate,
    quarter_turn,
    shown_size,
)
from timeline_dsl.render.probe_turn import is_upright
from timeline_dsl.render.source import FORMATS, MAX_PIXELS, PROTOCOLS, address, demuxer_of
from timeline_dsl.units import Span, Time

_MAY_TURN = frozenset({"mov", "matroska"})
_MATRICES = {1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020nc"}
_RANGES = {1: "tv", 2: "pc"}
_TRANSFERS = {16: "smpte2084", 18: "arib-std-b67"}
_DURATION = re.compile(r"(\d+):(\d\d):(\d\d\.\d+)")
_HEAD = 65_536  # bytes: a camera's EXIF block stands before the picture


def read(path: Path) -> Probe | None:
    """What the file is, or None when PyAV cannot tell."""
    import av

    limits = {"protocol_whitelist": PROTOCOLS, "format_whitelist": ",".join(FORMATS)}
    try:
        kind = demuxer_of(path)
        with av.open(address(path), format=kind, container_options=limits, metadata_errors="replace") as container:
            return _read(path, container)
    except (av.FFmpegError, OSError, ValueError):
        return None  # FFmpeg is asked next, and tells the reason


def _read(path: Path, container: Any) -> Probe | None:
    from av.stream import Disposition

    demuxer = container.format.name.partition(",")[0]
    covers = [stream for stream in container.streams.video if Disposition.attached_pic in stream.disposition]
    films = [stream for stream in container.streams.video if stream not in covers]
    sounds = [stream for stream in container.streams.audio if stream.codec_context is not None and stream.channels]
    picture = bool(films) and is_picture_demuxer(demuxer)
    seen: dict[str, Any] = {}
    if films:
        film = films[0]
        context = film.codec_context
        if context is None or not context.width or not context.pix_fmt:
            return None
        film.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
        pixel = film.sample_aspect_ratio
        alpha = film.metadata.get("alpha_mode") == "1" or film.metadata.get("ALPHA_MODE") == "1"
        turn = _rotation(path, container, film) if _may_turn(path, demuxer, picture) else 0
        width, height = shown_size(context.width, context.height, Fraction(pixel) if pixel else None, turn)
        seen = {
            "width": width,
            "height": height,
            "rotation": turn,
            "pixel_format": context.pix_fmt,
            "odd": bool(context.width % 2 or context.height % 2),
            **colours_of(
                context.pix_fmt,
                _MATRICES.get(context.colorspace),
                _RANGES.get(context.color_range),
                _TRANSFERS.get(context.color_trc),
            ),
            "has_alpha": alpha or holds_alpha(context.pix_fmt),
            "decoder": ALPHA_DECODERS.get(context.codec.canonical_name) if alpha else None,
            "fps": None if picture else plain_rate(film.average_rate or film.base_rate),
        }
    elif not sounds:
        return None
    frames, length = _moving(container, films[0]) if picture else (None, None)
    if not picture and container.duration is not None:
        length = Fraction(container.duration, 1_000_000)
    if picture and frames and frames > 1 and length:
        seen["fps"] = plain_rate(frames / length)
    elif films and sounds and length:
        seen["pictures"] = _pictures(container, films[0], length, 1 / (seen["fps"] or Fraction(25)))
    heard = {"sample_rate": sounds[0].sample_rate, "channels": sounds[0].channels} if sounds else {}
    return Probe(duration=length, is_picture=picture, frames=frames, demuxer=demuxer, **seen, **heard)


def _pictures(container: Any, film: Any, length: Time, frame: Time) -> Span | None:
    """When the film of a file shows something, where it begins later or ends earlier than the file by over a frame."""
    begin = Fraction(container.start_time or 0, 1_000_000)
    start = max((film.start_time or 0) * film.time_base - begin, Fraction(0))
    told = _DURATION.fullmatch(film.metadata.get("DURATION", ""))
    if film.duration:
        end = start + film.duration * film.time_base
    elif told:  # Matroska tells when the last picture ends
        end = int(told[1]) * 3600 + int(told[2]) * 60 + Fraction(told[3]) - begin
    else:
        return None
    return Span(start, end) if start < end and (start > frame or end + frame < length) else None


def _may_turn(path: Path, demuxer: str, picture: bool) -> bool:
    if not picture:
        return demuxer in _MAY_TURN and not (demuxer == "mov" and is_upright(path))
    with path.open("rb") as file:
        return b"exif" in file.read(_HEAD).lower()


def _rotation(path: Path, container: Any, film: Any) -> int:
    first = next(container.decode(film), None)
    if first is not None and container.duration is None:
        container.seek(0)  # the packets of a picture are counted afterwards
    return quarter_turn(first.rotation) if first is not None else 0


def _moving(container: Any, film: Any) -> tuple[int, Fraction | None]:
    """How many frames a picture file has, and how long they take where there are several."""
    count, end = 0, Fraction(0)
    for packet in container.demux(film):
        if packet.size and packet.pts is not None:
            count += 1
            end = max(end, (packet.pts + (packet.duration or 0)) * packet.time_base)
        elif packet.size:
            count += 1
    return max(count, 1), end if count > 1 else None
