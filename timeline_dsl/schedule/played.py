"""What is played at last: every clip cut at the end of the output, with the stretch of its material that is left."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from timeline_dsl.effects.picture import DLTransition
from timeline_dsl.errors import Finding
from timeline_dsl.schedule.lanes import Lane
from timeline_dsl.schedule.output import Output
from timeline_dsl.schedule.plan import ClipPlan, TrackPlan, TransitionPlan
from timeline_dsl.schedule.slots import FASTEST, ONE, SLOWEST, Slot
from timeline_dsl.schedule.ticks import CONTIGUOUS, SAME, Ticks, Times, close, whole
from timeline_dsl.schedule.wording import amount
from timeline_dsl.units import Span

NOTHING = Fraction(0)


def plans(lanes: list[Lane], output: Output) -> tuple[TrackPlan, ...]:
    """The plan of every track."""
    times = Times()
    return tuple(_track(lane, output, times) for lane in lanes)


def _track(lane: Lane, output: Output, times: Times) -> TrackPlan:
    if not lane.slots:
        return TrackPlan(path=lane.path, kind=lane.kind, duration=NOTHING)
    for slot in lane.slots:
        if slot.open and output.length is not None:
            slot.closed = max(output.length, slot.start or 0)
    length, limit = _length(lane, output)
    joins = _joins(lane, limit, times) if any(slot.effect for slot in lane.slots) else {}
    guessed = output.guessed
    clips = [_clip(slot, limit, guessed, times, joins.get(slot.position)) for slot in lane.slots]
    return TrackPlan(path=lane.path, kind=lane.kind, duration=times.of(length), clips=tuple(clips))


def _length(lane: Lane, output: Output) -> tuple[Ticks | None, Ticks | None]:
    """Where the last clip of a track that counts ends on the output, and where the track is cut (None: nowhere)."""
    counted = lane.counted or lane.slots
    ends = [slot.closed if slot.open else slot.end for slot in counted]
    known = [end for end in ends if end is not None]
    reached, limit = max(known, default=0), output.limit
    if limit is not None and reached >= limit:
        return limit, limit
    if len(known) < len(ends):
        return None, limit
    return reached, None if len(counted) == len(lane.slots) else limit


def _clip(slot: Slot, limit: Ticks | None, guessed: bool, times: Times, transition: TransitionPlan | None) -> ClipPlan:
    start, end = slot.start, slot.closed if slot.open else slot.end
    cut = False
    if limit is not None:
        if start is not None and start > limit:
            start = limit
        if end is None and start == limit:
            end = limit  # whatever it would last, nothing of it is left
        elif end is not None and end > limit:
            end, cut = limit, True
    source_in: Ticks | None = None
    source_out: Ticks | None = None
    hold: Ticks = 0
    if slot.plays_material:
        source_in, source_out, hold = slot.source_in, slot.source_out, slot.hold
        if cut or slot.loop or not slot.full:
            source_out, hold = _material(slot, start, end)
    # by place: there may be hundreds of thousands
    return ClipPlan(
        f"{slot.lane.prefix}{slot.index}",
        slot.type,
        slot.node,
        None if start is None else times[start] if type(start) is int else times.at(start),
        None if end is None else times[end] if type(end) is int else times.at(end),
        times[source_in] if type(source_in) is int else None,
        None if source_out is None else times[source_out] if type(source_out) is int else times.at(source_out),
        slot.pace,
        times.at(hold) if hold else NOTHING,
        slot.loop,
        slot.estimated or (guessed and (cut or slot.open)),
        transition,
    )


def _material(slot: Slot, start: Ticks | None, end: Ticks | None) -> tuple[Ticks | None, Ticks]:
    """Where the material that is played ends, and how long its last frame is held after that."""
    if start is None or end is None:
        return slot.source_out, slot.hold
    length = end - start
    last, pace = slot.source_out, slot.pace
    if last is None and slot.loop:
        return None, 0
    reached = slot.source_in + (length if pace is ONE else whole(length * pace))
    if last is None or (slot.guessed and not slot.estimated):
        # as long as the span asks for: what the material does not hold stays empty
        return (None, min(slot.hold, length)) if slot.hold else (reached, 0)
    moving = last - slot.source_in if pace is ONE else (last - slot.source_in) / pace
    if length >= moving + slot.hold - SAME:
        return last, slot.hold
    if length >= moving:
        return last, length - moving
    return (reached if moving - length > SAME else last), 0


def _joins(lane: Lane, limit: Ticks | None, times: Times) -> dict[int, TransitionPlan]:
    """The transition that each slot (by position) makes into the next one of its track."""
    if lane.kind != "video":
        return {}
    row = lane.counted
    found: dict[int, TransitionPlan] = {}
    for slot, after in pairwise(row):
        if slot.effect is None or after.start is None or (slot.start is not None and after.start < slot.start):
            continue
        locked = type(slot.effect) is DLTransition
        start, end = after.start, after.start + (_seam(slot, after) if locked else after.lead)
        if after.end is not None and after.end < end:
            end = after.end
        if limit is not None and end > limit:
            end = limit
        if start < end:
            found[slot.position] = TransitionPlan(
                path=f"{lane.prefix}{slot.index}/Effects/{slot.effect_index}",
                node=slot.effect,
                span=Span(times.at(start), times.at(end)),
                locked=locked,
            )
    return found


def _seam(slot: Slot, after: Slot) -> Ticks:
    """How long a duration-locked transition blends, from the seam on; nothing where the clips do not meet."""
    blend, start, end = slot.blend, after.start, slot.end
    if not isinstance(blend, int) or start is None or end is None or not close(start, end, CONTIGUOUS):
        return 0
    return blend * slot.factor


def contradictions(lanes: list[Lane]) -> list[Finding]:
    """What only the times show: clips that begin behind their material, or would play at a speed that is none."""
    found: list[Finding] = []
    for lane in lanes:
        for slot in lane.slots:
            if slot.media is not None and slot.elastic and slot.source_in >= slot.media:
                found.append(_in_behind_material(slot, slot.media))
            if slot.pace is not slot.speed and not SLOWEST <= slot.pace <= FASTEST:
                found.append(_speed_out_of_range(slot))
    return found


def _in_behind_material(slot: Slot, media: Ticks) -> Finding:
    return Finding(
        rule="clip.in-within-media",
        severity="error",
        path=f"{slot.path}/In",
        evidence="observed",
        message=f"In {amount(slot.source_in)} is not before the end of the material, which lasts {amount(media)}",
        fix=f"set In below {amount(media)}",
        where=slot.node.where,
    )


def _speed_out_of_range(slot: Slot) -> Finding:
    return Finding(
        rule="clip.effective-speed",
        severity="warning",
        path=slot.path,
        evidence="inferred",
        message=f"the clip would play at {float(slot.pace):.4g} times its speed; the service plays 0.1 to 100 times",
        fix="change its length, or the length that it is fitted to",
        where=slot.node.where,
    )
