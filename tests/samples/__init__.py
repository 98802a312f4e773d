"""Timelines as editors, programs and documentation write them: each with the spans that the clock gives it by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

OSS = "https://media-house.oss-cn-shanghai.aliyuncs.com/"

Json = dict[str, Any]
Spans = list[tuple[float, float]]


@attrs.frozen
class Sample:
    """A document without errors: its length and, by the path of a track, the spans of its clips, in seconds.

    `lengths` are those of the materials by the last part of their address, or by MediaId or ClipId.
    """

    name: str
    document: Json
    length: float | None
    spans: Mapping[str, Spans] = attrs.field(factory=dict)
    lengths: Mapping[str, float] = attrs.field(factory=dict)

    @property
    def durations(self) -> dict[str, float]:
        """The lengths as `schedule` takes them."""
        return {OSS + name if "." in name else name: length for name, length in self.lengths.items()}


def at(name: str, **fields: Any) -> Json:
    """A clip of the object `name` of the bucket."""
    return {"MediaURL": OSS + name, **fields}


def asset(name: str, **fields: Any) -> Json:
    """A clip of a media asset."""
    return {"MediaId": name, **fields}


def picture(name: str, **fields: Any) -> Json:
    """A picture on a video track."""
    return {"Type": "Image", "MediaURL": OSS + name, **fields}


def text(content: str, **fields: Any) -> Json:
    """A text on a subtitle track."""
    return {"Type": "Text", "Content": content, "FontSize": 48, **fields}


def video(*clips: Json, **fields: Any) -> Json:
    """A video track."""
    return {**fields, "VideoTrackClips": list(clips)}


def audio(*clips: Json, **fields: Any) -> Json:
    """An audio track."""
    return {**fields, "AudioTrackClips": list(clips)}


def words(*clips: Json) -> Json:
    """A subtitle track."""
    return {"SubtitleTrackClips": list(clips)}


def layer(*items: Json) -> Json:
    """An effect track."""
    return {"EffectTrackItems": list(items)}


def effect(kind: str, **fields: Any) -> Json:
    """An effect."""
    return {"Type": kind, **fields}


V0, V1, V2 = "/VideoTracks/0", "/VideoTracks/1", "/VideoTracks/2"
A0, A1 = "/AudioTracks/0", "/AudioTracks/1"
S0, S1, I0, E0 = "/SubtitleTracks/0", "/SubtitleTracks/1", "/ImageTracks/0", "/EffectTracks/0"
