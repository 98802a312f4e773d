"""A resolved timeline as a picture: one row for each track, one bar for each clip, in SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

import attrs

from timeline_dsl.materials import without_query
from timeline_dsl.serve.engine import Document

WIDTH, GUTTER, MARGIN, ROW, AXIS = 960, 92, 36, 28, 24  # pixels: drawing, track names, right edge, track, scale
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
_MAX_MARKS = 12
_NOT_XML = re.compile(
    r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # no XML can hold these, escaped or not

# Track field, its clip field, and what the row is called. Upper video tracks cover lower ones, so they stand above.
_TRACKS = (
    ("EffectTracks", "EffectTrackItems", "effects"),
    ("SubtitleTracks", "SubtitleTrackClips", "subtitles"),
    ("ImageTracks", "ImageTrackClips", "images"),
    ("VideoTracks", "VideoTrackClips", "video"),
    ("AudioTracks", "AudioTrackClips", "audio"),
)
_STACKED = ("images", "video")


@attrs.frozen
class Bar:
    """One clip: from `start` to `end` in seconds of the output."""

    start: float
    end: float
    label: str


@attrs.frozen
class Lane:
    """One track: what it is called, its kind, and its clips."""

    name: str
    kind: str
    bars: tuple[Bar, ...]


def draw(timeline: Document) -> str:
    """The SVG of a timeline whose times are written in; clips without times are left out."""
    lanes = list(lanes_of(timeline))
    total = max((bar.end for lane in lanes for bar in lane.bars), default=0.0)
    height = AXIS + ROW * len(lanes)
    if total <= 0:
        return _svg(AXIS, '<text class="empty" x="8" y="16">no clip with a known time</text>')
    scale = (WIDTH - GUTTER - MARGIN) / total
    parts = [_axis(total, scale, height)]
    for row, lane in enumerate(lanes):
        top = AXIS + row * ROW
        parts.append(f'<text class="track" x="8" y="{top + 18}">{escape(lane.name)}</text>')
        parts += [_bar(bar, lane.kind, top, scale) for bar in lane.bars]
    return _svg(height, "".join(parts))


def lanes_of(timeline: Document) -> Iterator[Lane]:
    """The tracks from top to bottom, as an editor shows them."""
    for field, clips_field, kind in _TRACKS:
        tracks = [track for track in _list(timeline, field) if isinstance(track, dict)]
        numbered = list(enumerate(tracks, 1))
        for number, track in reversed(numbered) if kind in _STACKED else numbered:
            bars = tuple(_bars(_list(track, clips_field)))
            yield Lane(name=kind if len(tracks) == 1 else f"{kind} {number}", kind=kind, bars=bars)


def _bars(clips: list[Any]) -> Iterator[Bar]:
    for clip in clips:
        if not isinstance(clip, dict):
            continue
        start, end = clip.get("TimelineIn"), clip.get("TimelineOut")
        if isinstance(start, int | float) and isinstance(end, int | float) and end > start >= 0:
            yield Bar(float(start), float(end), _label(clip))


def _label(clip: Document) -> str:
    return _NOT_XML.sub("�", _name(clip))


def _name(clip: Document) -> str:
    content = clip.get("Content")
    if isinstance(content, str) and content:
        return content
    name = clip.get("MediaURL") or clip.get("FileURL") or clip.get("FileUrl")
    if isinstance(name, str) and name:
        return without_query(name).rpartition("/")[2]
    return str(clip.get("MediaId") or clip.get("SubType") or clip.get("Type") or "clip")


def _bar(bar: Bar, kind: str, top: int, scale: float) -> str:
    x, width = GUTTER + bar.start * scale, max(1.5, (bar.end - bar.start) * scale - 1)
    letters = int(width / 7)
    label = bar.label if len(bar.label) <= letters else bar.label[: max(0, letters - 1)] + "…"
    words = f'<text x="{x + 5:.1f}" y="{top + 18}">{escape(label)}</text>' if letters >= 3 else ""
    span = f"{bar.start:.3f} – {bar.end:.3f} s"
    return (
        f'<g class="clip {kind}"><title>{escape(bar.label)}\n{span}</title>'
        f'<rect x="{x:.1f}" y="{top + 3}" width="{width:.1f}" height="{ROW - 6}" rx="3"/>{words}</g>'
    )


def _axis(total: float, scale: float, height: int) -> str:
    step = next((step for step in _STEPS if total / step <= _MAX_MARKS), total / _MAX_MARKS)
    marks = []
    for count in range(int(total / step + 1e-6) + 1):
        x = GUTTER + count * step * scale
        marks.append(
            f'<line x1="{x:.1f}" y1="{AXIS - 6}" x2="{x:.1f}" y2="{height}"/>'
            f'<text x="{x + 3:.1f}" y="14">{count * step:g} s</text>'
        )
    return f'<g class="axis">{"".join(marks)}</g>'


def _svg(height: int, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="100%" role="img" '
        f'aria-label="the timeline">{inside}</svg>'
    )


def _list(node: Document, name: str) -> list[Any]:
    value = node.get(name)
    return value if isinstance(value, list) else []
