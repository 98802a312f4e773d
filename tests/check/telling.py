"""Small documents for tests of the rules, and what `check_document` tells about them."""

import json
from typing import Any

from timeline_dsl.check import check_document
from timeline_dsl.errors import Finding

BUCKET = "https://bucket.oss-cn-shanghai.aliyuncs.com/"
FILM = BUCKET + "a.mp4"


def findings(document: Any, kind: str = "timeline", **known: Any) -> tuple[Finding, ...]:
    return check_document(document, kind=kind, **known).findings


def told(document: Any, kind: str = "timeline", **known: Any) -> list[tuple[str, str]]:
    """Rule and path of every finding."""
    return [(finding.rule, finding.path) for finding in findings(document, kind, **known)]


def only(document: Any, kind: str = "timeline", **known: Any) -> Finding:
    """The one finding about a document."""
    found = findings(document, kind, **known)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def film(**fields: Any) -> dict[str, Any]:
    return {"MediaURL": FILM, **fields}


def video(*clips: Any) -> dict[str, Any]:
    return {"VideoTracks": [{"VideoTrackClips": list(clips)}]}


def with_audio(*clips: Any) -> dict[str, Any]:
    return {**video(film()), "AudioTracks": [{"AudioTrackClips": list(clips)}]}


def with_subtitles(*clips: Any) -> dict[str, Any]:
    return {**video(film()), "SubtitleTracks": [{"SubtitleTrackClips": list(clips)}]}


def request(**parameters: Any) -> dict[str, Any]:
    """A request without faults, some of its parameters changed; None takes one out."""
    base = {"Timeline": video(film()), "OutputMediaConfig": {"MediaURL": BUCKET + "out.mp4"}, **parameters}
    return {name: value for name, value in base.items() if value is not None}


def output(**fields: Any) -> dict[str, Any]:
    """An output config without faults, some of its fields changed; None takes one out."""
    base = {"MediaURL": BUCKET + "out.mp4", **fields}
    return {name: value for name, value in base.items() if value is not None}


def as_text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
