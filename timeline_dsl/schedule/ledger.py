"""The ledger: the rule behind every number of a schedule, told when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

from timeline_dsl.effects.picture import DLTransition
from timeline_dsl.node.collection import collector_at_rest
from timeline_dsl.schedule.lanes import Lane
from timeline_dsl.schedule.output import Output
from timeline_dsl.schedule.plan import ClipPlan, LedgerEntry, TrackPlan
from timeline_dsl.schedule.slots import ONE, Slot
from timeline_dsl.schedule.ticks import BLANK, SAME, Times
from timeline_dsl.schedule.wording import amount, sum_of, why_unknown
from timeline_dsl.units import TICKS

Line = tuple[str, str]
"""A rule and its words."""

GIVEN_IN = "TimelineIn is given"


class Ledger(Sequence[LedgerEntry]):
    """The entries: the total first, then each track and its clips in document order. Worked out when first read."""

    def __init__(self, lanes: Sequence[Lane], tracks: Sequence[TrackPlan], output: Output) -> None:
        self._lanes, self._tracks, self._output = lanes, tracks, output

    @cached_property
    def total(self) -> LedgerEntry:
        """Why the output lasts as long as it does."""
        rule, text = _total(self._lanes, self._output)
        return LedgerEntry(path="", what="duration", value=Times().of(self._output.length), rule=rule, text=text)

    @cached_property
    def _entries(self) -> tuple[LedgerEntry, ...]:
        found = [self.total]
        with collector_at_rest():
            for lane, track in zip(self._lanes, self._tracks, strict=True):
                found.append(_of_track(lane, track, self._output))
                for slot, clip in zip(lane.slots, track.clips, strict=True):
                    found += _of_clip(slot, clip, self._output)
            return tuple(found)

    def about(self, path: str) -> tuple[LedgerEntry, ...]:
        """The entries about one clip or track."""
        return tuple(entry for entry in self._entries if entry.path == path)

    @overload
    def __getitem__(self, index: int) -> LedgerEntry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[LedgerEntry, ...]: ...
    def __getitem__(self, index: int | slice) -> LedgerEntry | tuple[LedgerEntry, ...]:
        return self._entries[index]

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"<ledger: {self.total.text}>"


# -- the output and its tracks ----------------------------------------------------------------------------------------


def _total(lanes: Sequence[Lane], output: Output) -> Line:
    lane = output.ruling
    if lane is None:
        return "clock §11", "there is no video or audio clip to play"
    if not lane.counted:
        rule, text = (
            "clock §10",
            (
                "the longest Duration of the pictures shown throughout"
                if output.uncut is not None
                else "unknown: no picture shown throughout has a Duration, and nothing else plays"
            ),
        )
    else:
        rivals = [other for other in lanes if other.kind == lane.kind and other.counted]
        place = (
            f", on the main track {lane.path}"
            if output.main
            else f", on the longest {lane.kind} track {lane.path}"
            if len(rivals) > 1
            else ""
        )
        rule = "clock §4"
        text = f"{sum_of(lane)}{place}" if output.uncut is not None else _unknown_total(lanes, output)
        if any(slot.estimated for slot in lane.counted):
            text += "; the length of spoken text is estimated"
    if output.length is not None and output.length != output.uncut:
        return "clock §5", f"{text}; cut to {amount(output.length)} by MaxDuration"
    return rule, text


def _unknown_total(lanes: Sequence[Lane], output: Output) -> str:
    ruling = output.ruling
    counting = [lane for lane in lanes if ruling is not None and lane.kind == ruling.kind and lane.counted]
    lane = next(lane for lane in ([ruling] if output.main and ruling else counting) if not lane.length()[1])
    return f"unknown: {sum_of(lane)}"


def _of_track(lane: Lane, track: TrackPlan, output: Output) -> LedgerEntry:
    rule, text = "clock §4", sum_of(lane)
    if lane.kind in ("subtitle", "image", "effect"):
        text = "shown over the pictures; it never lengthens the output"
    elif lane.factor is None:
        text = f"AutoSpeed fits it to the main track; {text}"
    elif lane.factor is not ONE:
        text = f"AutoSpeed plays it {float(1 / lane.factor):.4g} times as fast, to end with the main track; {text}"
    length, known = lane.length()
    if lane.counted and known and output.limit is not None and length > output.limit:
        text += f"; cut at the end of the output, {amount(output.limit)}"
    return LedgerEntry(path=track.path, what="duration", value=track.duration, rule=rule, text=text)


# -- clips ------------------------------------------------------------------------------------------------------------


def _of_clip(slot: Slot, clip: ClipPlan, output: Output) -> Iterator[LedgerEntry]:
    rule, text = _start(slot)
    if output.limit is not None and slot.start is not None and slot.start > output.limit:
        rule, text = "clock §11", f"{text}; that is behind the end of the output"
    yield LedgerEntry(path=clip.path, what="timeline_in", value=clip.timeline_in, rule=rule, text=text)
    rule, text = _end(slot, output)
    yield LedgerEntry(path=clip.path, what="timeline_out", value=clip.timeline_out, rule=rule, text=text)
    if slot.plays_material:
        rule, text = _source(slot, clip)
        yield LedgerEntry(path=clip.path, what="source_out", value=clip.source_out, rule=rule, text=text)
    if clip.speed != 1:
        rule, text = _pace(slot)
        yield LedgerEntry(path=clip.path, what="speed", value=clip.speed, rule=rule, text=text)
    if clip.freeze:
        yield LedgerEntry(
            path=clip.path,
            what="freeze",
            value=clip.freeze,
            rule="clock §1.8",
            text="FreezeFrame holds the last frame at the end of the clip",
        )
    if slot.effect is not None:
        yield _of_transition(slot, clip)


def _start(slot: Slot) -> Line:
    rule, text = _own_start(slot)
    return rule, f"{text}; its reference runs in a circle and is left out" if slot.circular else text


def _own_start(slot: Slot) -> Line:
    given = slot.given_in
    if slot.target is not None and given is None:
        return "clock §6", f"takes its start from {slot.target.path} ('{slot.wanted}')"
    if slot.place == "whole":
        return "clock §10", "shown from the start of the output"
    if slot.place == "free":
        return _free_rule(slot), "from the start of the output when not told otherwise" if given is None else GIVEN_IN
    if given is BLANK:
        return "clock §2.1", "unknown: TimelineIn is a blank of a template"
    if given is not None and slot.speech and slot.given_out is None:
        return "clock §2", "follows the clip before it: without TimelineOut the TimelineIn of speech is ignored"
    if given is not None and slot.factor is not ONE:
        return "clock §4", f"TimelineIn {amount(given)} is given, and AutoSpeed moves it with its track"
    if given is not None and slot.shift:
        return "clock §3", f"{GIVEN_IN}; the transitions before it move it {amount(slot.shift)} to the left"
    if given is not None:
        return "clock §2.1", GIVEN_IN
    if slot.lead:
        return "clock §3", f"the transition lets it begin {amount(slot.lead)} before the end of the clip before it"
    if slot.start is None:
        return "clock §2.1", "unknown: it follows a clip whose end is not known"
    return "clock §2.1", "follows the clip before it" if slot.start else "the track begins with it"


def _free_rule(slot: Slot) -> str:
    return "clock §9" if slot.type in ("Text", "Subtitle", "AI_ASR") else "clock §8"


def _end(slot: Slot, output: Output) -> Line:
    rule, text = _uncut_end(slot)
    if output.limit is None or slot.end is None or slot.end <= output.limit:
        return rule, text
    if output.length != output.uncut:
        return "clock §5", f"{text}; cut at {amount(output.limit)} by MaxDuration"
    end = f"the end of {output.ruling.path}" if output.ruling is not None else "the end of the output"
    return "clock §11", f"{text}; cut at {amount(output.limit)}, {end}"


def _uncut_end(slot: Slot) -> Line:
    if slot.place == "whole":
        return "clock §10", "shown up to the end of the output"
    if slot.loop and slot.given_out is None:
        return "clock §7", "LoopMode repeats it up to the next clip of its track or the end of the output"
    if slot.open:
        return _free_rule(slot), "up to the end of the output when not told otherwise"
    if slot.given_out is BLANK:
        return "clock §2.2", "unknown: TimelineOut is a blank of a template"
    if isinstance(slot.given_out, int) and not (isinstance(slot.given_in, int) and slot.given_out < slot.given_in):
        return "clock §2.2", "TimelineOut is given" + (" and moves with the start" if slot.shift else "")
    if slot.target is not None and not slot.scrolls:
        return "clock §6", f"takes its end from {slot.target.path} ('{slot.wanted}')"
    if slot.end is None:
        return "clock §2.2", f"unknown: {why_unknown(slot)}"
    length = amount(slot.end - slot.start if slot.start is not None else slot.natural)
    if slot.scrolls:
        return "clock §9", f"scrolling takes {length}"
    if slot.guessed:
        return "clock §2.2", f"speaking the text takes about {length}, estimated from its length and SpeechRate"
    if slot.factor is not ONE:
        return "clock §4", f"lasts {length}: AutoSpeed makes that of its own {amount(slot.natural)}"
    return "clock §1.7" if slot.plays_material else "clock §1.6", f"lasts {length}"


def _source(slot: Slot, clip: ClipPlan) -> Line:
    node, last = slot.node, slot.source_out
    if clip.source_out is None:
        return "clock §1.4", "unknown: the length of the material is not known"
    if last is None or (slot.guessed and not slot.estimated):
        return "clock §2.4", "the length of the material is not known; it is taken to fill the span"
    if clip.source_out * TICKS < last - SAME:
        return "clock §2.4", f"cut to fit its span: the range would reach to {amount(last)}"
    if slot.random:
        return "clock §1.9", "a random section of the material of this length; the service chooses where it begins"
    out = getattr(node, "source_out", None)
    if isinstance(out, int | float) and out >= 0:
        if slot.media is not None and out * TICKS > slot.media + SAME:
            return "clock §1.2", f"Out {amount(round(out * TICKS))} is clamped to the end of the material"
        return "clock §1.2", "Out is given"
    latest = getattr(node, "max_out", None)
    if isinstance(latest, int | float) and latest * TICKS <= last:
        return "clock §1.3", "MaxOut ends it"
    if slot.guessed:
        return "clock §1.4", "the whole speech, its length estimated"
    if slot.media is not None:
        return "clock §1.4", "the material plays to its end"
    return "clock §1.4", "VirginDuration tells the length of the material"


def _pace(slot: Slot) -> Line:
    if slot.target is not None and slot.pace != slot.speed:
        return "clock §6.3", f"slowed down to fill the span of {slot.target.path}"
    if slot.factor is not ONE:
        return "clock §4", "AutoSpeed fits the track to the main track"
    return "clock §1.7", "Speed is given"


def _of_transition(slot: Slot, clip: ClipPlan) -> LedgerEntry:
    path = f"{clip.path}/Effects/{slot.effect_index}"
    name = slot.effect.sub_type or "transition" if slot.effect is not None else ""
    if clip.transition is None:
        return LedgerEntry(
            path=path,
            what="transition",
            rule="clock §3",
            text=f"the {name} has no clip to lead into right here and is not played",
        )
    span = clip.transition.span
    locked = type(slot.effect) is DLTransition
    text = f"the {name} blends for {amount(span.length * TICKS)}" + (
        " and keeps the length of the track" if locked else "; the clips overlap, and the track is shorter by that"
    )
    return LedgerEntry(path=path, what="transition", value=span.length, rule="clock §3", text=text)
