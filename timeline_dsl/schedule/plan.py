"""`Schedule` and the values it is made of: when every clip plays, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import attrs

from timeline_dsl.effects.picture import DLTransition, Transition
from timeline_dsl.errors import Finding
from timeline_dsl.node import Node
from timeline_dsl.node.collection import collector_at_rest
from timeline_dsl.units import Span, Time, TimeLike, exact_seconds, wire_seconds

if TYPE_CHECKING:  # what only some callers ask of a schedule is loaded when they ask
    from timeline_dsl.schedule.compare import Comparison
    from timeline_dsl.schedule.moment import Moment

TrackKind = Literal["video", "audio", "image", "subtitle", "effect"]


@attrs.frozen(kw_only=True, slots=True)
class TransitionPlan:
    """A blend of a clip into the next one. `path` is the JSON Pointer of the effect, `span` its time on the output.

    `locked` is a DLTransition: the clips do not overlap, and the last frame of the first one stands through the blend.
    """

    path: str
    node: Transition | DLTransition
    span: Span
    locked: bool = False


@attrs.frozen(slots=True)
class ClipPlan:
    """When a clip plays. Times are exact seconds; what cannot be known yet is None.

    `timeline_in` and `timeline_out` are its place on the output after every cut; a clip wholly behind the end has both
    at the end. `source_in` and `source_out` are the stretch of its material that is played (once, where it is looped),
    None for pictures and texts. `speed` is the effective one. The last `freeze` seconds hold the last frame.
    `estimated`: the place rests on a guess at the length of a spoken text. `transition` leads into the next clip.
    """

    path: str
    type: str
    node: Node
    timeline_in: Time | None = None
    timeline_out: Time | None = None
    source_in: Time | None = None
    source_out: Time | None = None
    speed: Fraction = Fraction(1)
    freeze: Time = Fraction(0)
    loop: bool = False
    estimated: bool = False
    transition: TransitionPlan | None = None

    @property
    def span(self) -> Span | None:
        """The place on the output, or None while an end of it is unknown."""
        if self.timeline_in is None or self.timeline_out is None:
            return None
        return Span(self.timeline_in, self.timeline_out)

    @property
    def length(self) -> Time | None:
        """How long the clip plays on the output, in seconds."""
        if self.timeline_in is None or self.timeline_out is None:
            return None
        return self.timeline_out - self.timeline_in

    @property
    def visible(self) -> bool:
        """Whether the clip plays at all: False for one that lasts no time or lies behind the end of the output."""
        return self.timeline_in is None or self.timeline_out is None or self.timeline_in < self.timeline_out

    def to_dict(self) -> dict[str, Any]:
        """The clip as plain JSON values, times rounded to 4 decimals."""
        return {
            "path": self.path,
            "type": self.type,
            "timeline_in": wire(self.timeline_in),
            "timeline_out": wire(self.timeline_out),
            "source_in": wire(self.source_in),
            "source_out": wire(self.source_out),
            "speed": wire_seconds(self.speed),
        }


@attrs.frozen(kw_only=True, slots=True)
class TrackPlan:
    """One track: its clips in document order, and where the last of them ends (None while that is unknown)."""

    path: str
    kind: TrackKind
    duration: Time | None = None
    clips: tuple[ClipPlan, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The track as plain JSON values."""
        return {
            "path": self.path,
            "kind": self.kind,
            "duration": wire(self.duration),
            "clips": [clip.to_dict() for clip in self.clips],
        }


@attrs.frozen(kw_only=True, slots=True)
class LedgerEntry:
    """The reason of one number: `what` (a field, or `duration`) of `path` is `value` by `rule`; `text` says why."""

    path: str
    what: str
    value: Time | None = None
    rule: str
    text: str

    def to_dict(self) -> dict[str, Any]:
        """The entry as plain JSON values."""
        return {"path": self.path, "what": self.what, "value": wire(self.value), "rule": self.rule, "text": self.text}


@attrs.frozen(kw_only=True, slots=True)
class Schedule:
    """When everything plays. `duration` is the length of the output, None while it is unknown.

    `ledger` tells the rule behind every number and is worked out when it is first read. `findings` are contradictions
    that only the times show. `max_duration` is the cap that was asked for besides the timeline's own.
    """

    duration: Time | None = None
    tracks: tuple[TrackPlan, ...] = ()
    ledger: Sequence[LedgerEntry] = attrs.field(default=(), eq=False, repr=False)
    findings: tuple[Finding, ...] = ()
    max_duration: Time | None = None

    @cached_property
    def clips(self) -> Mapping[str, ClipPlan]:
        """Every clip by its JSON Pointer, in document order."""
        return {clip.path: clip for track in self.tracks for clip in track.clips}

    def __iter__(self) -> Iterator[ClipPlan]:
        """Every clip, in document order."""
        return (clip for track in self.tracks for clip in track.clips)

    def at(self, time: TimeLike) -> Moment:
        """What is seen (bottom to top) and heard at a moment of the output."""
        from timeline_dsl.schedule.moment import moment

        return moment(self, exact_seconds(time, name="at"))

    def compare(self, other: Schedule) -> Comparison:
        """What is different in `other`."""
        from timeline_dsl.schedule.compare import compare

        return compare(self, other)

    def to_dict(self) -> dict[str, Any]:
        """The schedule as plain JSON values: times are numbers with at most 4 decimals, unknown ones null."""
        with collector_at_rest():
            return {
                "duration": wire(self.duration),
                "tracks": [track.to_dict() for track in self.tracks],
                "ledger": [entry.to_dict() for entry in self.ledger],
                "findings": [finding.to_dict() for finding in self.findings],
            }

    def __str__(self) -> str:
        from timeline_dsl.schedule.table import table

        return table(self)


def wire(time: Time | None) -> float | None:
    """A time as JSON holds it, or None."""
    return None if time is None else wire_seconds(time)
