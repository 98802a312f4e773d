"""Whatever a document holds: a schedule or an error of the package, and never a long wait."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.schedule.edits import document, planned, read
from tests.schedule.randomly import broken
from timeline_dsl.errors import TimelineError
from timeline_dsl.schedule import effect_span, pin, schedule


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(broken)
def test_any_document_is_scheduled_told_pinned_and_looked_at(doc: dict[str, Any]) -> None:
    try:
        timeline = read(doc)
        plan = schedule(timeline, durations={"a": 4, "b": 1e-4})
    except TimelineError:
        return
    json.dumps(plan.to_dict(), allow_nan=False)
    assert str(plan)
    for moment in (0, 1, 7.5):
        json.dumps(plan.at(moment).to_dict())
    for clip in plan:
        for effect in getattr(clip.node, "effects", ()):
            effect_span(plan, clip, effect)
    again = schedule(pin(timeline, plan))
    assert str(plan.compare(again))


@pytest.mark.parametrize("count", [6000])
def test_crossing_references_in_thousands_of_circles_are_no_long_wait(count: int) -> None:
    video = [{"Out": 1, "ClipId": f"v{i}", "ReferenceClipId": f"a{count - 1 - i}"} for i in range(count)]
    audio = [{"Out": 1, "ClipId": f"a{i}", "ReferenceClipId": f"v{count - 1 - i}"} for i in range(count)]
    timeline = read(document(video=video, audio=audio))
    begin = time.process_time()
    plan = schedule(timeline)
    assert len(plan.findings) == count
    assert time.process_time() - begin < 2


def test_a_chain_through_thousands_of_tracks_is_no_long_wait() -> None:
    count = 4000
    clips = [{"Out": 1, "ClipId": f"c{i}", "ReferenceClipId": f"c{i + 1}"} for i in range(count)]
    tracks: list[dict[str, Any]] = [{"AudioTrackClips": [one]} for one in clips]
    tracks.append({"AudioTrackClips": [{"Out": 7, "ClipId": f"c{count}"}]})
    plan = planned({"AudioTracks": tracks})
    assert (plan.duration, plan.findings) == (7, ())


def test_a_clip_of_an_unknown_type_is_placed_by_the_times_it_says() -> None:
    plan = planned(
        document(
            video=[
                {"Type": "Hologram", "In": 1, "Out": 4},
                {"Type": "Hologram"},
                None,
                5,
                {"Type": "Hologram", "TimelineIn": "12", "Duration": 3},
            ]
        )
    )
    assert [(one.path.rpartition("/")[2], one.type, one.timeline_in, one.timeline_out) for one in plan] == [
        ("0", "Hologram", 0, 3),
        ("1", "Hologram", 3, None),
        ("4", "Hologram", 12, 15),
    ]


def test_negative_times_mean_nothing() -> None:
    plan = planned(document(video=[{"MediaURL": "a", "In": -3, "Out": 5, "TimelineIn": -2}]))
    assert (plan.clips["/VideoTracks/0/VideoTrackClips/0"].source_in, plan.duration) == (0, 5)
