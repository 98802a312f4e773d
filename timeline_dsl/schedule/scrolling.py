"""How long a scrolling text takes, from its way, its speed and its rests."""

from __future__ import annotations

from typing import Any

from timeline_dsl.node.limits import HUGE
from timeline_dsl.schedule.ticks import Ticks, exact_ticks, ticks_of, whole
from timeline_dsl.units import exact


def scroll_length(node: Any) -> Ticks | None:
    """How long a scrolling text takes: the way at its speed, with the rests, as often as it repeats."""
    ways = ((node.scroll_start_y, node.scroll_end_y), (node.scroll_start_x, node.scroll_end_x))
    pair = next(((one, other) for one, other in ways if _is_number(one) and _is_number(other)), None)
    if pair is None or not _is_number(node.scroll_speed) or node.scroll_speed <= 0:
        return None
    way = abs(exact(pair[0]) - exact(pair[1])) / exact(node.scroll_speed)
    rests = [ticks_of(rest) for rest in (node.scroll_start_freeze, node.scroll_end_freeze)]
    once = exact_ticks(way) + sum(rest for rest in rests if isinstance(rest, int))
    times = node.scroll_loop_time
    if _is_number(times) and times > 0:
        once = once * exact(times)
    elif node.scroll_loop is True:
        return None
    return whole(once) if once < HUGE else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)
