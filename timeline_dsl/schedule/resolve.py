"""`schedule()`: the times of a timeline, worked out in the order lengths, places, main track, references, cap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timeline_dsl.node.collection import collector_at_rest
from timeline_dsl.schedule.lanes import lanes_of
from timeline_dsl.schedule.ledger import Ledger
from timeline_dsl.schedule.lengths import Lengths
from timeline_dsl.schedule.output import settle
from timeline_dsl.schedule.plan import Schedule
from timeline_dsl.schedule.played import contradictions, plans
from timeline_dsl.schedule.ticks import Ticks, exact_ticks, ticks_of
from timeline_dsl.timeline import Timeline
from timeline_dsl.units import TICKS, Time, TimeLike, exact_seconds


def schedule(
    timeline: Timeline,
    media: object = None,
    durations: Mapping[str, Any] | None = None,
    max_duration: TimeLike | None = None,
) -> Schedule:
    """When everything plays.

    `media` says where materials lie (their files tell their lengths), `durations` gives lengths in seconds (or
    `{"duration": …}`) by MediaId or address, of spoken clips by ClipId. `max_duration` caps the output as
    OutputMediaConfig does. What cannot be known stays None. Raises `UsageError` for arguments that mean nothing.
    """
    asked = None if max_duration is None else exact_seconds(max_duration, name="max_duration")
    lengths = Lengths(media, durations)
    with collector_at_rest():
        lanes = lanes_of(timeline, lengths)
        filled = [lane for lane in lanes if lane.slots]
        output = settle(filled, _cap(timeline, asked))
        tracks = plans(lanes, output)
        findings = [*contradictions(filled), *output.findings]
    return Schedule(
        duration=None if output.length is None else Time(output.length, TICKS),
        tracks=tracks,
        ledger=Ledger(lanes, tracks, output),
        findings=tuple(findings),
        max_duration=asked,
    )


def _cap(timeline: Timeline, asked: Time | None) -> Ticks | None:
    own = ticks_of(timeline.max_duration)
    caps = (own if isinstance(own, int) else None, None if asked is None else exact_ticks(asked))
    return min((cap for cap in caps if cap), default=None)
