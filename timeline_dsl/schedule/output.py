"""How long the output is: the main track, the tracks that bend to it, and the cap."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from timeline_dsl.errors import Finding
from timeline_dsl.schedule.align import link, place
from timeline_dsl.schedule.lanes import Lane
from timeline_dsl.schedule.slots import ONE
from timeline_dsl.schedule.ticks import CONTIGUOUS, Ticks

AUTO_SPEED = "AutoSpeed"


class Output(NamedTuple):
    """The length of the output in ticks before (`uncut`) and after MaxDuration; None is unknown.

    `ruling` is the track whose end is the end of the output; `main` says that it was marked as the main track.
    `limit` is where everything is cut: the length, or the cap while the length is unknown. `guessed`: the length rests
    on the estimated length of spoken text.
    """

    length: Ticks | None
    uncut: Ticks | None
    limit: Ticks | None
    ruling: Lane | None
    main: bool
    guessed: bool
    findings: list[Finding]


def settle(lanes: list[Lane], cap: Ticks | None) -> Output:
    """Place everything and settle the length of the output, cut to `cap` if that is given."""
    link(lanes)
    findings = place(lanes)
    main = next(
        (lane for lane in lanes if lane.kind in ("video", "audio") and lane.node.main_track is True and lane.counted),
        None,
    )
    if main is not None and _bend(lanes, main):
        _again(lanes, findings)
    uncut, ruling = _length(lanes, main)
    length = uncut
    if cap is not None:
        reached = 0 if ruling is None else ruling.length()[0]
        if (length is None and reached >= cap) or (length is not None and length > cap):
            length = cap
    if length is not None and _lend(lanes, length):
        _again(lanes, findings)
        uncut, ruling = _length(lanes, main) if uncut is None else (uncut, ruling)
    limit = cap if length is None else length
    guessed = ruling is not None and ruling.ends_with_a_guess
    return Output(length, uncut, limit, ruling, main is not None, guessed, findings)


def _again(lanes: list[Lane], findings: list[Finding]) -> None:
    for lane in lanes:
        lane.reset()
    findings += place(lanes)


def _lend(lanes: list[Lane], length: Ticks) -> bool:
    """Give the clips aligned with what plays to the end of the output that end; whether there are any."""
    found = False
    for lane in lanes:
        for slot in lane.slots:
            target = slot.target
            if target is None or slot.lent is not None or target.start is None:
                continue
            if target.open and target.end is None:
                slot.lent, found = (target.start, max(length, target.start)), True
    return found


def _bend(lanes: list[Lane], main: Lane) -> bool:
    """Note how each track is stretched to the length of the main track; whether any is."""
    goal, sure = main.length()
    guessed, bent = main.ends_with_a_guess, False
    for lane in lanes:
        if lane is main or lane.kind not in ("video", "audio") or any(slot.loop for slot in lane.slots):
            continue
        shorten = lane.node.track_shorten_mode == AUTO_SPEED
        expand = lane.node.track_expand_mode == AUTO_SPEED
        if not (shorten or expand):
            continue
        own, known = lane.length()
        if not (sure and known):
            lane.factor = None
        elif goal > 0 and own > 0 and (shorten if own > goal + CONTIGUOUS else expand and own < goal - CONTIGUOUS):
            lane.factor = Fraction(goal, own)
            lane.doubtful = guessed or any(slot.estimated for slot in lane.slots)
        bent = bent or lane.factor is not ONE
    return bent


def _length(lanes: list[Lane], main: Lane | None) -> tuple[Ticks | None, Lane | None]:
    """The length that the tracks give the output, and the track that ends last of those that count."""
    if main is not None:
        return _longest([main])
    for kind in ("video", "audio"):
        counting = [lane for lane in lanes if lane.kind == kind and lane.counted]
        if counting:
            return _longest(counting)
    pictures = [slot for lane in lanes for slot in lane.slots if slot.place == "whole"]
    if pictures:
        lengths = [slot.natural for slot in pictures if slot.natural is not None]
        return max(lengths, default=None), pictures[0].lane
    return 0, None


def _longest(lanes: list[Lane]) -> tuple[Ticks | None, Lane]:
    lengths = [lane.length() for lane in lanes]
    reached = max(length for length, _ in lengths)
    if all(known for _, known in lengths):
        return reached, next(lane for lane, (length, _) in zip(lanes, lengths, strict=True) if length == reached)
    open_ended = [lane for lane, (_, known) in zip(lanes, lengths, strict=True) if not known]
    return None, max(lanes, key=lambda lane: lane.length()[0]) if reached else open_ended[0]
