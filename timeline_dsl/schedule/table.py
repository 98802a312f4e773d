"""A schedule as a table for people: every span, and why the output lasts as long as it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from timeline_dsl.materials import is_url, without_query
from timeline_dsl.units import Time, clock

if TYPE_CHECKING:
    from timeline_dsl.schedule.plan import ClipPlan, Schedule, TrackPlan

LONGEST_NAME = 40


def table(plan: Schedule) -> str:
    """The schedule in lines: the total, each track with its clips, the findings."""
    lines = [_total(plan)]
    for track in plan.tracks:
        lines += ["", *_track(track)]
    if plan.findings:
        lines += ["", *map(str, plan.findings)]
    return "\n".join(lines)


def _total(plan: Schedule) -> str:
    total = getattr(plan.ledger, "total", None) or next((entry for entry in plan.ledger if not entry.path), None)
    return clock(plan.duration) if total is None else f"{clock(plan.duration)}: {total.text}"


def _track(track: TrackPlan) -> Iterator[str]:
    yield f"{track.path}  {track.kind}  {clock(track.duration)}"
    rows = [_row(clip) for clip in track.clips]
    widths = [max(len(row[column]) for row in rows) for column in range(4)] if rows else []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[1:], widths[1:], strict=False)]
        yield "  " + "  ".join([row[0].rjust(widths[0]), *cells, row[4]]).rstrip()


def _row(clip: ClipPlan) -> tuple[str, str, str, str, str]:
    span = f"{_time(clip.timeline_in)} → {_time(clip.timeline_out)}"
    source = "" if clip.source_in is None else f"source {_time(clip.source_in)} → {_time(clip.source_out)}"
    words = "  ".join(filter(None, (_name(clip.node), *_notes(clip))))
    return clip.path.rpartition("/")[2], clip.type or "?", span, source, words


def _time(time: Time | None) -> str:
    return "?".rjust(8) if time is None else f"{float(time):8.3f}"


def _notes(clip: ClipPlan) -> Iterator[str]:
    if not clip.visible:
        yield "not played"
    if clip.speed != 1:
        yield f"speed {float(clip.speed):.4g}"
    if clip.loop:
        yield "looped"
    if clip.freeze:
        yield f"last {clock(clip.freeze)} frozen"
    if clip.estimated:
        yield "estimated"
    if clip.transition is not None:
        blend = clip.transition
        span = f"{_time(blend.span.start).strip()} → {_time(blend.span.end).strip()}"
        yield f"{blend.node.sub_type or 'transition'} {span}"


def _name(node: Any) -> str:
    """What a clip shows, in a few words: the last part of its address, its text, the id of its effect."""
    for field in ("media_url", "media_id", "image_id", "file_url", "content", "sub_type"):
        value = getattr(node, field, None)
        if isinstance(value, str) and value:
            text = without_query(value).rpartition("/")[2] if is_url(value) else " ".join(value.split())
            return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"
    return ""
