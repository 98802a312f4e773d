"""Probing by what FFmpeg says of its input, for machines without PyAV and for files PyAV does not read."""

from __future__ import annotations

import re
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

from timeline_dsl.render.ffmpeg import Ffmpeg, environment, find
from timeline_dsl.render.probe import (
    ALPHA_DECODERS,
    HDR_TRANSFERS,
    MATRICES,
    Probe,
    colours_of,
    holds_alpha,
    is_picture_demuxer,
    plain_rate,
    quarter_turn,
    shown_size,
)
from timeline_dsl.render.source import MAX_PIXELS, address, demuxer_of, guards

_LIMIT = 60.0  # seconds for one file

_INPUT = re.compile(r"^Input #0, ([^\s]+), from ", re.MULTILINE)
_LENGTH = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.MULTILINE)
_STREAM = re.compile(r"^  Stream #0:\d+(?:\[\w+\])?(?:\(\w+\))?: (Video|Audio): ", re.MULTILINE)
_SIZE = re.compile(r", (\d+)x(\d+)")
_PIXEL = re.compile(r"\bSAR (\d+):(\d+)")
_RATE = re.compile(r", ([\d.]+)(k?) fps\b")
_BASE_RATE = re.compile(r", ([\d.]+)(k?) tbr\b")
_SOUND = re.compile(r", (\d+) Hz, ([^,\n]+)")
_TURN = re.compile(r"(?:Display Matrix|displaymatrix): rotation of (-?[\d.]+) degrees")
_ALPHA = re.compile(r"^\s+alpha_mode\s*: 1\b", re.MULTILINE | re.IGNORECASE)
_FORMAT = re.compile(r"Video: \w+[^,]*?(?:\([^)]*\) ?)*, (\w+)(?:\(([^)]*)\))?")
_ERROR = re.compile(r"(?:Error opening input: |: )([^:\n]+)$")

_CHANNELS = {
    "mono": 1,
    "stereo": 2,
    "downmix": 2,
    "quad": 4,
    "hexagonal": 6,
    "octagonal": 8,
    "cube": 8,
    "hexadecagonal": 16,
}


def read(path: Path, ffmpeg: Ffmpeg | None = None) -> Probe | str:
    """What the file is, or the reason why FFmpeg cannot play it."""
    ffmpeg = ffmpeg or find()
    look = [
        "-noautorotate",
        *guards(demuxer_of(path)),
        "-max_pixels",
        str(MAX_PIXELS),
        "-i",
        address(path),
        "-map",
        "0:V:0?",
        "-frames:v",
        "1",
        "-vf",
        "showinfo",
        "-f",
        "null",
        "-",
    ]
    said = _said(ffmpeg, look)
    opened = _INPUT.search(said)
    if opened is None:
        return _reason(said)
    demuxer = opened[1].rstrip(",").partition(",")[0]
    report, _, frame = said[opened.start() :].partition("\nStream mapping:")
    report = report.partition("\nOutput #0")[0]
    streams = _streams(report)
    films = (text for kind, text in streams if kind == "Video" and "(attached pic)" not in text.splitlines()[0])
    film = next(films, None)
    sound = next((text for kind, text in streams if kind == "Audio" and _SOUND.search(text)), None)
    picture = film is not None and is_picture_demuxer(demuxer)
    seen = _seen(film, frame, picture) if film else {}
    if seen is None:
        return f"FFmpeg {ffmpeg.version} cannot decode its picture"
    if film is None and sound is None:
        return "there is neither picture nor sound in it"
    frames, length = _moving(ffmpeg, path, demuxer) if picture else (None, _length(report))
    if picture and frames and frames > 1 and length:
        seen["fps"] = plain_rate(frames / length)
    return Probe(duration=length, is_picture=picture, frames=frames, demuxer=demuxer, **seen, **_heard(sound))


def _said(ffmpeg: Ffmpeg, words: list[str]) -> str:
    command = [ffmpeg.path, "-hide_banner", "-nostdin", "-nostats", *words]
    try:
        answer = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_LIMIT, env=environment(), check=False
        )
    except subprocess.TimeoutExpired:
        return f"reading it took longer than {_LIMIT:g} s"
    return answer.stdout.decode("utf-8", "replace") + answer.stderr.decode("utf-8", "replace")


def _reason(said: str) -> str:
    lines = [line for line in said.splitlines() if line and not line.startswith("Error opening input file")]
    known = [match[1] for line in lines if (match := _ERROR.search(line))]
    reason = (known or lines or ["FFmpeg gives no reason"])[-1].strip().rstrip(".")
    return "FFmpeg says: " + reason if known else reason


def _streams(report: str) -> list[tuple[str, str]]:
    """Kind and text of every stream of the input, its indented metadata included."""
    heads = list(_STREAM.finditer(report))
    ends = [head.start() for head in heads[1:]] + [len(report)]
    return [(head[1], report[head.start() : end]) for head, end in zip(heads, ends, strict=True)]


def _seen(film: str, frame: str, picture: bool) -> dict[str, Any] | None:
    head = film.splitlines()[0]
    size, pixel, kind = _SIZE.search(head), _PIXEL.search(head), _FORMAT.search(head)
    if size is None or kind is None or kind[1] == "none":
        return None
    turn = _TURN.search(film) or _TURN.search(frame)
    rotation = quarter_turn(float(turn[1])) if turn else 0
    shape = Fraction(int(pixel[1]), int(pixel[2])) if pixel and int(pixel[2]) else None
    width, height = shown_size(int(size[1]), int(size[2]), shape, rotation)
    alpha = _ALPHA.search(film) is not None
    codec = head.partition("Video: ")[2].split()[0].rstrip(",")
    rate = _RATE.search(head) or _BASE_RATE.search(head)
    return {
        "width": width,
        "height": height,
        "rotation": rotation,
        "pixel_format": kind[1],
        "odd": bool(int(size[1]) % 2 or int(size[2]) % 2),
        **_colours(kind[1], kind[2] or ""),
        "has_alpha": alpha or holds_alpha(kind[1]),
        "decoder": ALPHA_DECODERS.get(codec) if alpha else None,
        "fps": None if picture or rate is None else plain_rate(Fraction(rate[1]) * (1000 if rate[2] else 1)),
    }


def _colours(pixel_format: str, notes: str) -> dict[str, Any]:
    """What is told behind the pixel format: `tv, bt2020nc/bt2020/smpte2084, progressive`."""
    parts = [part.strip() for part in notes.split(",")]
    matrix = next((name for part in parts if (name := part.partition("/")[0]) in MATRICES), None)
    transfer = next((name for part in parts if (name := part.rpartition("/")[2]) in HDR_TRANSFERS), None)
    return colours_of(pixel_format, matrix, next((part for part in parts if part in ("tv", "pc")), None), transfer)


def _heard(sound: str | None) -> dict[str, Any]:
    match = _SOUND.search(sound) if sound else None
    if match is None:
        return {}
    return {"sample_rate": int(match[1]), "channels": _channels(match[2])}


def _channels(layout: str) -> int:
    """The number of channels in FFmpeg's name of a layout: `stereo`, `5.1(side)`, `3 channels`, `4.0`."""
    name = layout.partition("(")[0].strip()
    if name in _CHANNELS:
        return _CHANNELS[name]
    numbers = re.findall(r"\d+", name)
    if "channels" in name and numbers:
        return int(numbers[0])
    return sum(map(int, numbers)) or 1


def _length(report: str) -> Fraction | None:
    match = _LENGTH.search(report)
    return int(match[1]) * 3600 + int(match[2]) * 60 + Fraction(match[3]) if match else None


def _moving(ffmpeg: Ffmpeg, path: Path, demuxer: str) -> tuple[int, Fraction | None]:
    """How many frames a picture file has, and how long they take where there are several."""
    listing = _said(
        ffmpeg,
        [
            "-loglevel",
            "error",
            *guards(demuxer),
            "-i",
            address(path),
            "-map",
            "0:v:0",
            "-c",
            "copy",
            "-f",
            "framecrc",
            "-",
        ],
    )
    base = re.search(r"^#tb 0: (\d+)/(\d+)", listing, re.MULTILINE)
    rows = re.findall(r"^0,\s*-?\d+,\s*(-?\d+),\s*(\d+),", listing, re.MULTILINE)
    if len(rows) < 2 or base is None:
        return 1, None
    end = max(int(start) + int(length) for start, length in rows)
    return len(rows), Fraction(end * int(base[1]), int(base[2]))
