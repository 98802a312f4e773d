"""One track while it is being placed: each clip after the one before it, overlapping where a transition says so."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from timeline_dsl.node import Node
from timeline_dsl.schedule.lengths import Lengths
from timeline_dsl.schedule.plan import TrackKind
from timeline_dsl.schedule.slots import ONE, Slot, slot_of
from timeline_dsl.schedule.ticks import BLANK, CONTIGUOUS, SAME, Ticks, close, kept_short, whole


class Lane:
    """A track and its slots in document order. `placed` of them have their place; `factor` stretches the track.

    `factor` None: the track is stretched by a factor that is not known, so its lengths are unknown. `doubtful`: the
    factor rests on the estimated length of spoken text.
    """

    factor: Fraction | None = ONE
    doubtful = False
    depth: int | None = None
    placed = 0
    last: Slot | None = None
    end: Ticks | None = 0
    raw: Ticks | None = 0
    guess = False

    def __init__(self, node: Any, path: str, kind: TrackKind, list_name: str, lengths: Lengths) -> None:
        self.node, self.path, self.kind = node, path, kind
        self.prefix = f"{path}/{list_name}/"
        self.slots: list[Slot] = []
        before: Any = None
        slot: Slot | None = None
        for index, clip in enumerate(node.clips):
            if clip is not before:
                before, slot = clip, slot_of(clip, self, index, len(self.slots), lengths)
            elif slot is not None:
                slot = slot.again(index, len(self.slots))
            if slot is not None:
                self.slots.append(slot)

    def reset(self) -> None:
        """Forget every place."""
        for slot in self.slots:
            slot.pace = slot.factor = ONE
            slot.hold = slot.lead = slot.shift = 0
            slot.open = slot.estimated = slot.full = False
        self.placed, self.last, self.end, self.raw, self.guess = 0, None, 0, 0, False

    def advance(self, upto: int) -> Slot | None:
        """Place the slots before position `upto`; stop at one whose target has no place yet, and return it."""
        slots = self.slots
        while self.placed < upto:
            slot = slots[self.placed]
            target, before = slot.target, self.last
            if target is not None:
                if slot.lent is None and target.position >= target.lane.placed:
                    return slot
                self._align(slot, target)
            elif slot.place == "row":
                self._follow(slot)
            elif slot.place == "free":
                _stand_alone(slot)
            else:
                slot.start, slot.end, slot.open = 0, None, True  # from start to end of the output
            self.placed += 1
            if before is not None and before.open and before.loop and self.last is slot:
                _end_loop(before, slot)
        return None

    # -- after the clip before ----------------------------------------------------------------------------------------

    def _follow(self, slot: Slot) -> None:
        given: Any = slot.given_in
        end: Any = slot.given_out
        length = slot.natural
        slot.pace = slot.speed
        if slot.freeze:
            slot.hold = slot.freeze
        if self.guess:
            slot.estimated = True
        if end is not None and given is not None and end is not BLANK and given is not BLANK:
            length, end = (end - given, end) if end >= given else (length, None)
        if end is None:
            slot.full = True
            if slot.speech:
                given = None  # the service ignores the start of speech whose end it is not told
            if self.factor is not ONE:
                given, length = self._stretch(slot, given, length)
        last = self.last
        lead = self._lead(last, length) if last is not None and last.overlap else 0
        if given is None:
            slot.start = None if self.end is None or lead is None else self.end - lead if lead else self.end
        elif given is BLANK:
            slot.start = None
        else:
            slot.start, lead = self._given_start(given, lead)
            slot.estimated = self.doubtful and slot.factor is not ONE
        if lead:
            slot.lead = lead
        if given is None and end is None:
            start, self.last = slot.start, slot
            slot.end = self.end = self.raw = None if start is None or length is None else kept_short(start + length)
            if slot.guessed or slot.estimated:
                slot.estimated = self.guess = True
            if slot.loop:
                slot.open = True
            return
        slot.shift = 0 if given is None or given is BLANK or slot.start is None else given - slot.start
        self._finish(slot, given, end, length)

    def _finish(self, slot: Slot, given: Any, end: Any, length: Ticks | None) -> None:
        start = slot.start
        stop: Ticks | None
        if end is None or (given is not None and given is not BLANK and end is not BLANK):
            stop = None if start is None or length is None else kept_short(start + length)
        elif end is BLANK:
            stop = None
        elif start is None or end >= start:
            stop = end
        else:
            stop = start if length is None else start + length
        if end is None:
            slot.estimated = self.guess = slot.estimated or slot.guessed
            slot.open = slot.loop
        else:
            self.guess = False
        if not slot.full and stop is not None and start is not None and stop - start == slot.natural:
            slot.full = True
        slot.end = self.end = stop
        self.raw = None if stop is None else stop + slot.shift
        self.last = slot

    def _stretch(self, slot: Slot, given: Any, length: Ticks | None) -> tuple[Any, Ticks | None]:
        """Given start and length of a clip on a track that is played slower or faster as a whole."""
        factor = self.factor
        if factor is None:
            return (BLANK if given else given), None
        slot.estimated = slot.estimated or self.doubtful
        slot.factor, slot.pace, slot.hold = factor, slot.speed / factor, whole(slot.freeze * factor)
        return (
            whole(given * factor) if isinstance(given, int) else given,
            None if length is None else whole(length * factor),
        )

    def _lead(self, last: Slot, length: Ticks | None) -> Ticks | None:
        """How far a clip reaches back into the one before it: the transition, no longer than either clip."""
        overlap: Any = last.overlap
        if self.kind != "video":
            return 0
        if overlap is BLANK:
            return None
        lead: Ticks = overlap if last.factor is ONE else whole(overlap * last.factor)
        if last.start is not None and last.end is not None:
            lead = min(lead, last.end - last.start)
        return lead if length is None else min(lead, length)

    def _given_start(self, given: Ticks, lead: Ticks | None) -> tuple[Ticks, Ticks | None]:
        """Where a clip with a start of its own begins, and how far that reaches back into the clip before it.

        A start that abuts the end that the document gives the clip before moves with that clip, and back by the
        transition between them. Any other start holds; one that overlaps already is not moved again.
        """
        end = self.end
        if end is None or lead is None or self.last is None:
            return given, 0
        if lead and close(given, end - lead, SAME):
            return given, end - given
        if self.raw is not None and close(given, self.raw, CONTIGUOUS):
            return given - self.raw + end - lead, lead
        return given, min(lead, end - given) if given < end else 0

    # -- with another clip --------------------------------------------------------------------------------------------

    def _align(self, slot: Slot, target: Slot) -> None:
        """Give a slot the span of its target, the material slowed down to fill it or cut to fit."""
        start, end = slot.lent if slot.lent is not None else (target.start, target.end)
        given_in: Any = slot.given_in
        given_out: Any = slot.given_out
        if given_in is not None:
            start = None if given_in is BLANK else given_in
        if slot.scrolls and given_out is None:
            end = None if start is None or slot.natural is None else start + slot.natural
        elif given_out is not None:
            end = None if given_out is BLANK else given_out
        if start is not None and end is not None and end < start:
            end = start
        slot.start, slot.end = start, end
        slot.pace, slot.hold = slot.speed, slot.freeze
        slot.open = slot.lent is None and target.open and target.end is None and given_out is None
        slot.estimated = target.estimated and (given_in is None or given_out is None)
        if slot.elastic and start is not None and end is not None and slot.natural is not None:
            moving = end - start - slot.freeze
            if slot.natural + SAME < end - start and moving > 0 and slot.natural > slot.freeze:
                slot.pace = Fraction(slot.speed * (slot.natural - slot.freeze) / moving)
        if slot.place != "row":
            return
        slot.lead = slot.shift = 0
        last, before = self.last, self.end
        if last is not None and last.overlap and before is not None and start is not None and start < before:
            slot.lead = min(self._lead(last, None) or 0, before - start)
        self.last, self.end, self.raw, self.guess = slot, end, end, slot.estimated

    # -- lengths ------------------------------------------------------------------------------------------------------

    @property
    def counted(self) -> list[Slot]:
        """The slots that make the track as long as it is."""
        return [slot for slot in self.slots if slot.place == "row"]

    @property
    def ends_with_a_guess(self) -> bool:
        """Whether the clip that ends last does so at an estimated time."""
        last = max(
            (slot for slot in self.slots if slot.place == "row" and slot.end is not None),
            key=lambda slot: (slot.end, slot.estimated),
            default=None,
        )
        return last is not None and last.estimated

    def length(self) -> tuple[Ticks, bool]:
        """Where the last clip ends, as far as is known, and whether nothing about it is unknown."""
        reached: Ticks = 0
        known = True
        for slot in self.slots:
            if slot.place == "row":
                end = slot.end
                if end is None:
                    known, end = False, slot.start  # it plays that far at least
                if end is not None and end > reached:
                    reached = end
        return reached, known


def _end_loop(loop: Slot, after: Slot) -> None:
    """End a loop that has no end of its own where the next clip of its track begins."""
    if after.start is None:
        loop.open = False
    elif loop.start is not None and loop.start < after.start:
        loop.open, loop.end = False, after.start


def _stand_alone(slot: Slot) -> None:
    """A text, picture or effect over the whole: from 0 and to the end of the output unless told otherwise."""
    start, end = slot.given_in, slot.given_out
    slot.pace = slot.speed
    begin: Any = 0 if start is None else start
    slot.start = None if begin is BLANK else begin
    if type(end) is int and slot.start is not None and end < slot.start:
        end = None
    if end is None and slot.natural is not None:
        slot.end = None if slot.start is None else slot.start + slot.natural
    elif end is None:
        slot.end, slot.open = None, True
    else:
        slot.end = end if type(end) is int else None


def lanes_of(timeline: Node, lengths: Lengths) -> list[Lane]:
    """Every track of a timeline, in document order."""
    lanes: list[Lane] = []
    for field, wire, list_name, kind in _LISTS:
        for index, track in enumerate(getattr(timeline, field)):
            clips = getattr(track, "clips", None)
            if clips is None:
                continue
            is_effect = kind == "video" and track.type == "Effect"
            lanes.append(Lane(track, f"/{wire}/{index}", "effect" if is_effect else kind, list_name, lengths))
    return lanes


_LISTS: tuple[tuple[str, str, str, TrackKind], ...] = (
    ("video_tracks", "VideoTracks", "VideoTrackClips", "video"),
    ("audio_tracks", "AudioTracks", "AudioTrackClips", "audio"),
    ("image_tracks", "ImageTracks", "ImageTrackClips", "image"),
    ("subtitle_tracks", "SubtitleTracks", "SubtitleTrackClips", "subtitle"),
    ("effect_tracks", "EffectTracks", "EffectTrackItems", "effect"),
)
