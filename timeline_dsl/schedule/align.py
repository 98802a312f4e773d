"""References between clips: who waits for whom, each placed after its target, and circles broken and told."""

from __future__ import annotations

from typing import Any

from timeline_dsl.errors import Finding
from timeline_dsl.schedule.lanes import Lane
from timeline_dsl.schedule.slots import Slot
from timeline_dsl.schedule.ticks import BLANK

ALIGNABLE = ("video", "audio", "subtitle")
"""The kinds of tracks whose clips can be aligned and aligned with."""

MOST_NAMES = 6
"""So many clips of a circle are named."""


def link(lanes: list[Lane]) -> None:
    """Give every slot that wants to be aligned its target: the first clip of that name on another track.

    A clip with both times of its own, a looped one, one whose target is on its own track or does not exist is not
    aligned.
    """
    named: dict[str, list[Slot]] = {}
    wanting: list[Slot] = []
    for lane in lanes:
        if lane.kind in ALIGNABLE:
            for slot in lane.slots:
                if slot.clip_id is not None:
                    _remember(named, slot)
                if slot.wanted is not None:
                    wanting.append(slot)
    for slot in wanting:
        if str(slot.wanted).startswith("$"):
            slot.given_in, slot.given_out = slot.given_in or BLANK, slot.given_out or BLANK
        elif slot.loop or (slot.given_in is not None and slot.given_out is not None):
            continue
        else:
            others = named.get(slot.wanted or "", ())
            slot.target = next((other for other in others if other.lane is not slot.lane), None)


def _remember(named: dict[str, list[Slot]], slot: Slot) -> None:
    """Two clips of a name are enough to remember: the first one, and the first one on another track than that."""
    known = named.setdefault(slot.clip_id or "", [])
    if not known or (len(known) == 1 and known[0].lane is not slot.lane):
        known.append(slot)


def place(lanes: list[Lane]) -> list[Finding]:
    """Place every slot of every lane; the findings tell of references that run in a circle."""
    findings: list[Finding] = []
    for lane in lanes:
        if lane.placed < len(lane.slots):
            _place_up_to(lane, len(lane.slots), findings)
    return findings


def _place_up_to(lane: Lane, upto: int, findings: list[Finding]) -> None:
    """Place the slots of a lane before position `upto`, and first whatever they wait for.

    `waiting` are the lanes that wait, each for a slot further up on the next one, so a slot that is asked for on one of
    them waits for itself.
    """
    waiting = [(lane, upto)]
    lane.depth = 0
    while waiting:
        lane, upto = waiting[-1]
        slot = lane.advance(upto)
        if slot is None:
            waiting.pop()
            lane.depth = None
            continue
        target: Any = slot.target
        if target.lane.depth is None:
            target.lane.depth = len(waiting)
            waiting.append((target.lane, target.position + 1))
        elif type(target.given_in) is int and type(target.given_out) is int:
            slot.lent = (target.given_in, max(target.given_in, target.given_out))
        else:
            first, last = target.lane.depth, len(waiting) - 1
            others = [lane for lane, _ in waiting[first : min(first + MOST_NAMES, last)]]
            findings.append(_circle(slot, others, more=last - first > MOST_NAMES))
            slot.target, slot.circular = None, True


def _circle(slot: Slot, others: list[Lane], more: bool) -> Finding:
    """The finding about a circle that `slot` closes; the other lanes on it wait at their next slot."""
    names = [slot.wanted, *(lane.slots[lane.placed].wanted for lane in others)]
    chain = " → ".join([*(f"'{name}'" for name in names), *(["…"] if more else []), f"'{slot.wanted}'"])
    return Finding(
        rule="ref.cycle",
        severity="warning",
        path=f"{slot.path}/ReferenceClipId",
        evidence="inferred",
        message=f"the references run in a circle: {chain}; this one is left out of account",
        fix="give one of the clips times of its own",
        where=slot.node.where,
    )
