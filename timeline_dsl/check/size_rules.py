"""Rules of the size: how large the result is, and how much material it may use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline_dsl.check.faults import Caution
from timeline_dsl.check.presence import is_blank, wire
from timeline_dsl.check.rule import Fault, Seen, rule
from timeline_dsl.clips import ASRClip, AudioClip, AvatarClip, GlobalImageClip, ImageClip, ImageTrackClip, VideoClip
from timeline_dsl.errors import TimelineError
from timeline_dsl.materials import without_query
from timeline_dsl.request import LEAST_SIDE, MOST_BITRATE, MOST_SHORT_SIDE, MOST_SIDE, OutputMediaConfig
from timeline_dsl.timeline import Timeline

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

LOOKS_LIKE_BITS = 100_000
"""A Bitrate of this size was probably meant in bit/s."""

MOST_BYTES = 2**40
CAREFUL_BYTES = 10**12
"""The service takes 1 TB of material, and does not say which of the two that is."""

_PICTURES = (VideoClip, ImageClip, GlobalImageClip, ImageTrackClip)
_MATERIALS = (*_PICTURES, AudioClip, ASRClip, AvatarClip)


# -- the size ---------------------------------------------------------------------------------------------------------


def _side(output: OutputMediaConfig, name: str) -> int | None:
    value = getattr(output, name)
    return value if isinstance(value, int) else None


def _legal(side: int) -> bool:
    return LEAST_SIDE <= side <= MOST_SIDE


@rule("output.short-side-max", on=OutputMediaConfig)
def the_shorter_side_is_at_most_2160(seen: Seen, context: Context) -> Fault | None:
    """The shorter side of the output is at most 2160 pixels."""
    width, height = _side(seen.node, "width"), _side(seen.node, "height")
    if width is None or height is None or min(width, height) <= MOST_SHORT_SIDE:
        return None
    shorter = min(width, height)
    return seen.fault(
        f"the shorter side of {width}x{height} is {shorter}, and may be at most {MOST_SHORT_SIDE}",
        field="width" if width < height else "height",
        fix=f"lower one side to {MOST_SHORT_SIDE} or less",
    )


@rule("output.size-even", on=OutputMediaConfig)
def sides_are_even(seen: Seen, context: Context) -> Iterator[Fault]:
    """Width and Height of the output are even."""
    sides = {name: side for name in ("width", "height") if (side := _side(seen.node, name)) is not None}
    if len(sides) == 2 and min(sides.values()) > MOST_SHORT_SIDE:
        return  # the size has to change anyway
    for name, side in sides.items():
        if side % 2 and _legal(side):
            lower = f" or {side + 1}" if side < MOST_SIDE else ""
            yield seen.fault(
                f"{wire(seen.node, name)} {side} is odd, which most encoders do not take",
                field=name,
                fix=f"write {side - 1}{lower}",
            )


@rule("output.size-half", on=OutputMediaConfig)
def both_sides_are_given_or_none(seen: Seen, context: Context) -> Fault | None:
    """Width and Height of the output are given together."""
    given = [name for name in ("width", "height") if seen.node.given(name)]
    side = _side(seen.node, given[0]) if len(given) == 1 else None
    if side is None or not _legal(side):
        return None
    there, lacking = ("Width", "Height") if given == ["width"] else ("Height", "Width")
    return seen.fault(
        f"{there} is {side}, and {lacking} is not given: the service takes it from the materials",
        field=given[0],
        fix=f"give {lacking} too",
    )


@rule("output.bitrate-unit", on=OutputMediaConfig)
def a_bitrate_counts_kilobits(seen: Seen, context: Context) -> Fault | None:
    """Bitrate is in Kbit/s."""
    bitrate = seen.node.bitrate
    if not isinstance(bitrate, int) or bitrate < LOOKS_LIKE_BITS:
        return None
    return seen.fault(
        f"Bitrate {bitrate} looks like bit/s, and is read as Kbit/s",
        field="bitrate",
        fix=f"write {min(round(bitrate / 1000), MOST_BITRATE)}",
    )


@rule("output.default-size-legal", on=OutputMediaConfig)
def the_default_size_is_legal(seen: Seen, context: Context) -> Fault | None:
    """Where no size is given, the largest width and height of the materials make a legal one."""
    if context.materials is None and not context.durations:
        return None
    if seen.node.given("width") or seen.node.given("height"):
        return None
    sizes = [_size_of(address, context) for address in _addresses(context, *_PICTURES)]
    known = [size for size in sizes if size is not None]
    if not known:
        return None
    width, height = max(size[0] for size in known), max(size[1] for size in known)
    faults = [f"{side} is above {MOST_SIDE}" for side in (width, height) if side > MOST_SIDE]
    if min(width, height) > MOST_SHORT_SIDE:
        faults.append(f"the shorter side is above {MOST_SHORT_SIDE}")
    if len(known) == len(sizes):  # a material of unknown size could still make the result large enough
        faults += [f"{side} is below {LEAST_SIDE}" for side in (width, height) if side < LEAST_SIDE]
    if not faults:
        return None
    return seen.fault(
        f"no size is given, and the largest sides of the materials make {width}x{height}: {'; '.join(faults)}",
        fix="give Width and Height, for example 1920 and 1080",
    )


# -- the materials ----------------------------------------------------------------------------------------------------


def _addresses(context: Context, *kinds: type[Any]) -> list[str]:
    """Every material that nodes of some classes use, each once."""
    used = (seen.node.media for seen in context.all(*kinds))
    return list(dict.fromkeys(media for media in used if media and not is_blank(media)))


def _told(address: str, context: Context) -> Mapping[str, Any]:
    """What the caller knows of a material."""
    known = context.durations or {}
    entry = known.get(address, known.get(without_query(address)))
    return entry if isinstance(entry, Mapping) else {}


def _file_of(address: str, context: Context) -> Path | None:
    if context.materials is None:
        return None
    try:
        return context.materials.find(address)
    except (OSError, ValueError):
        return None  # a name that no file can have


def _size_of(address: str, context: Context) -> tuple[int, int] | None:
    """Width and height of a material, or None when they are unknown."""
    told = _told(address, context)
    width, height = told.get("width"), told.get("height")
    if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
        return width, height
    path = _file_of(address, context)
    if path is None:
        return None
    from timeline_dsl.render.probe import probe

    try:
        found = probe(path)
    except TimelineError:
        return None
    return (found.width, found.height) if found.width and found.height else None


def _bytes_of(address: str, context: Context) -> int:
    size = _told(address, context).get("size")
    if isinstance(size, int | float) and not isinstance(size, bool) and 0 < size < 1e30:
        return int(size)
    path = _file_of(address, context)
    try:
        return path.stat().st_size if path is not None else 0
    except OSError:
        return 0


@rule("limits.material-size", on=Timeline)
def materials_are_at_most_a_terabyte(seen: Seen, context: Context) -> Fault | None:
    """The materials of a timeline are at most 1 TB together."""
    if context.materials is None and not context.durations:
        return None
    total = sum(_bytes_of(address, context) for address in _addresses(context, *_MATERIALS))
    if total <= CAREFUL_BYTES:
        return None
    fix = "use fewer or smaller materials"
    if total > MOST_BYTES:
        return seen.fault(f"the materials are {total} bytes together, and at most 1 TB (2^40) is taken", fix=fix)
    return Caution(
        seen,
        f"the materials are {total} bytes together, and at most 1 TB is taken, whether that is 10^12 bytes or 2^40",
        fix=fix,
    )
