"""Small documents for the tests of the schedule, and their spans as plain numbers."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from timeline_dsl.schedule import Schedule, schedule
from timeline_dsl.timeline import Timeline

OSS = "https://bucket.oss-cn-shanghai.aliyuncs.com/"
MATERIAL = OSS + "a.mp4"

Json = dict[str, Any]


def clip(**fields: Any) -> Json:
    """A clip of `MATERIAL` with the fields given in their wire spelling."""
    return {"MediaURL": MATERIAL, **fields}


def lasting(length: float, **fields: Any) -> Json:
    """A clip of `length` seconds."""
    return clip(In=0, Out=length, **fields)


def fade(duration: float | None = None, kind: str = "Transition") -> Json:
    """The `Effects` of a clip with a transition."""
    effect = {"Type": kind, "SubType": "fade"}
    return {"Effects": [effect if duration is None else {**effect, "Duration": duration}]}


def document(
    video: list[Any] | None = None, audio: list[Any] | None = None, subtitle: list[Any] | None = None, **fields: Any
) -> Json:
    """A document with one track of each kind given."""
    made: Json = dict(fields)
    if video is not None:
        made["VideoTracks"] = [{"VideoTrackClips": video}]
    if audio is not None:
        made["AudioTracks"] = [{"AudioTrackClips": audio}]
    if subtitle is not None:
        made["SubtitleTracks"] = [{"SubtitleTrackClips": subtitle}]
    return made


def read(doc: Json) -> Timeline:
    """The timeline of a document, whatever is unknown in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Timeline.from_dict(doc)


def planned(doc: Json, durations: Mapping[str, Any] | float | None = None, **options: Any) -> Schedule:
    """The schedule of a document; a number is the length of every `MATERIAL`."""
    known = {MATERIAL: durations} if isinstance(durations, int | float) else durations
    return schedule(read(doc), durations=known, **options)


def number(time: Any) -> float | None:
    """A time as a number with 4 decimals."""
    return None if time is None else round(float(time), 4)


def spans(plan: Schedule, track: str = "/VideoTracks/0") -> list[tuple[float | None, float | None]]:
    """Start and end of every clip of a track."""
    return [(number(one.timeline_in), number(one.timeline_out)) for one in plan if one.path.startswith(f"{track}/")]


def sources(plan: Schedule, track: str = "/VideoTracks/0") -> list[tuple[float | None, float | None, float]]:
    """Start and end in the material, and speed, of every clip of a track."""
    return [
        (number(one.source_in), number(one.source_out), round(float(one.speed), 4))
        for one in plan
        if one.path.startswith(f"{track}/")
    ]
