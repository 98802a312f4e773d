"""How rules read a node that may be broken: numbers to reckon with, lists to walk, and seconds in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from timeline_dsl.check.rule import Seen
from timeline_dsl.clips import AudioClip, GlobalImageClip, ImageClip, VideoClip
from timeline_dsl.errors import TimelineError
from timeline_dsl.node import Node, TypedNode, facts_of
from timeline_dsl.schedule.lengths import Lengths

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

T = TypeVar("T")

RECTANGLE = ("X", "Y", "Width", "Height")
"""The keys of a place on the picture."""

TOLERANCE = 0.0001
"""Times that differ by no more are the same: the service keeps four decimals."""


def unread(node: Node, name: str) -> bool:
    """Whether a field is in the document in a form that was not read: a template's `$Name`, or a fault."""
    if not node.extra:
        return False
    fact = facts_of(type(node))[name]
    return fact.wire in node.extra or any(key in node.extra for key in fact.also)


def number(node: Node, name: str, absent: float | None = None) -> float | None:
    """The number in a field, `absent` where the document leaves it out, None where it cannot be reckoned with."""
    value = getattr(node, name)
    if value is None:
        return None if unread(node, name) else absent
    return None if isinstance(value, str) else value


def time(node: Node, name: str, absent: float | None = None) -> float | None:
    """Like `number`, and None for a negative time, which is a fault of its own."""
    value = number(node, name, absent)
    return value if value is None or value >= 0 else None


def own_length(clip: Any) -> float | None:
    """How long a clip lasts by its own In, Out, Speed or Duration, in seconds; None where they do not tell."""
    kind = type(clip)
    if kind is not VideoClip and kind is not AudioClip:
        if kind is not ImageClip and kind is not GlobalImageClip:
            return None
        if clip.duration is not None or kind is GlobalImageClip:
            return time(clip, "duration")
    if clip.source_out is None or (clip.extra and any(unread(clip, name) for name in ("source_in", "speed"))):
        return None
    start, speed = clip.source_in or 0, 1 if clip.speed is None else clip.speed
    try:
        return (clip.source_out - start) / speed if 0 <= start < clip.source_out and 0.1 <= speed <= 100 else None
    except TypeError:  # the blank of a template
        return None


def later(one: Any, other: Any) -> bool:
    """Whether a time is later than another; a template's blank counts as later, because nothing is known of it."""
    try:
        return bool(one > other)
    except TypeError:
        return True


def words(node: Node, name: str) -> str | None:
    """The text in a field, or None where there is none or a template's `$Name` stands for it."""
    value = getattr(node, name)
    return value if isinstance(value, str) and not value.startswith("$") else None


def said_true(value: object) -> bool:
    """Whether a raw JSON value says yes: `true`, or the text of it."""
    return value is True or value == "true"


def items(node: Node, name: str, *kinds: type[Node]) -> Iterator[tuple[int, Any]]:
    """The structures of the classes `kinds` in a list field, each with its index. A blank in its place holds none."""
    held = getattr(node, name)
    if isinstance(held, tuple):
        for index, item in enumerate(held):
            if type(item) in kinds:
                yield index, item


def inside(parent: Seen, name: str, index: int) -> Seen:
    """An item of a list field of `parent`, at its place."""
    return Seen(getattr(parent.node, name)[index], parent, facts_of(type(parent.node))[name].wire, index)


def lengths_of(context: Context) -> Lengths | None:
    """The lengths of the materials, None where the caller told nothing of them. A file is opened once a check."""
    if context.materials is None and not context.durations:
        return None
    return once(context, "lengths", _lengths)


def _lengths(context: Context) -> Lengths | None:
    try:
        return Lengths(context.materials, context.durations)
    except TimelineError:  # durations that are none are told where they are used
        return None


def once(context: Context, name: str, work: Callable[[Context], T]) -> T:
    """What several rules ask for: worked out for the first of them, and kept with the context under a name."""
    kept = vars(context)
    if name not in kept:
        kept[name] = work(context)
    found: T = kept[name]
    return found


def on_a_clip(seen: Seen) -> bool:
    """Whether an effect stands in the Effects of a clip, not on a track; also inside a template's array."""
    return seen.wire.startswith("Effects")


def effects(clip: Node) -> tuple[TypedNode, ...]:
    """The effects on a clip; none where it takes none or a blank stands for them."""
    held = getattr(clip, "effects", ())
    return held if isinstance(held, tuple) else ()


def secs(value: float) -> str:
    """A time in words: `2.5 s`."""
    return f"{plain(value)} s"


def plain(value: float) -> str:
    """A number in words, at most four decimals."""
    return f"{round(value, 4):.12g}"
