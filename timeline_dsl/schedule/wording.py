"""Times and sums in words: `2.5 s`, `three 5 s clips minus two 0.5 s transitions`."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum

from timeline_dsl.schedule.lanes import Lane
from timeline_dsl.schedule.slots import Slot
from timeline_dsl.schedule.ticks import SAME, Ticks, close
from timeline_dsl.units import TICKS

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

MOST_GROUPS = 3
"""Lengths are listed one by one up to so many different ones."""


def amount(ticks: Ticks | float | None) -> str:
    """A time as people write it: `2.5 s`."""
    if ticks is None:
        return "an unknown time"
    text = f"{float(ticks) / TICKS:.4f}".rstrip("0").rstrip(".")
    return f"{text} s"


def count(number: int) -> str:
    """A small number as a word."""
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def sum_of(lane: Lane) -> str:
    """Why a track is as long as it is."""
    row = lane.counted
    if not row:
        return "no clip that counts"
    unknown = [slot for slot in row if slot.start is None or slot.end is None]
    if unknown:
        more = f" (and {count(len(unknown) - 1)} more)" if len(unknown) > 1 else ""
        return f"{why_unknown(unknown[0])}{more}"
    lengths, leads, gaps = [], [], []
    total: Ticks = 0
    for slot, before in zip(row, [None, *row], strict=False):
        assert slot.start is not None and slot.end is not None  # no clip of the row is unknown here
        lengths.append(slot.end - slot.start)
        step = slot.start - ((before.end or 0) if before is not None else 0)
        if slot.lead and close(step, -slot.lead, SAME):
            leads.append(slot.lead)
        elif step:
            gaps.append(step)
        total = slot.end
    if total != lane.length()[0] or any(gap < 0 for gap in gaps):
        last = max(row, key=lambda slot: slot.end or 0)
        return f"its clip {last.index} ends last, at {amount(last.end)}"
    text = _grouped(lengths, "clip")
    if gaps:
        text += f" plus {amount(_together(gaps))} of {'a gap' if len(gaps) == 1 else 'gaps'}"
    if leads:
        text += f" minus {_grouped(leads, 'transition')}"
    return text


def _together(values: Iterable[Ticks]) -> float:
    """A sum for a message: exact sums of thousands of fractions take seconds."""
    return fsum(map(float, values))


def _grouped(values: Iterable[Ticks], noun: str) -> str:
    groups: dict[Ticks, int] = {}
    for value in values:
        groups[value] = groups.get(value, 0) + 1
    if len(groups) > MOST_GROUPS:
        return f"{sum(groups.values())} {noun}s of {amount(_together(v * n for v, n in groups.items()))} together"
    parts = [f"{count(number)} {amount(value)} {noun}{'s' if number > 1 else ''}" for value, number in groups.items()]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def why_unknown(slot: Slot) -> str:
    """What is not known about a clip whose place or length is unknown, and who could tell."""
    name = f"{slot.path} ({slot.type or 'unknown type'})"
    if slot.natural is None and slot.given_out is None and slot.target is None:
        if slot.elastic or slot.media is not None:
            return f"the length of the material of {name} is not known; give durations= or media="
        if slot.speech or slot.type == "AI_Avatar":
            return f"the length of the speech of {name} is not known"
        return f"{name} has no Duration"
    if slot.lane.factor is None:
        return f"the track of {name} bends to the main track, and one of the two lengths is not known"
    if slot.target is not None:
        return f"{name} follows {slot.target.path}, whose times are not known"
    return f"the place of {name} rests on times that are not known"
