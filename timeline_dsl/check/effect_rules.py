"""Rules over one effect, the effects of one clip, and the items of one effect track."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline_dsl.catalog import table
from timeline_dsl.check.clip_rules import BARE
from timeline_dsl.check.reading import RECTANGLE, effects, number, on_a_clip, plain, unread, words
from timeline_dsl.check.rule import Fault, Seen, rule
from timeline_dsl.effects.ai import Matting, RealMatting
from timeline_dsl.effects.picture import (
    VFX,
    Background,
    Crop,
    DLTransition,
    Filter,
    KenBurns,
    Pad,
    Scale,
    Transition,
    Zoom,
)
from timeline_dsl.effects.sound import AEqualize, Volume
from timeline_dsl.errors import shown
from timeline_dsl.node import TypedNode, Unknown
from timeline_dsl.tracks import EFFECT_ITEMS, EffectTrack
from timeline_dsl.units import number_of

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

WITH_A_RECTANGLE = ("mosaic_rect", "blur")
"""The special effects that take X, Y, Width and Height on an effect track."""

NOT_WITH_KENBURNS = (Crop, Scale, Pad, Background)

_NUMBER = re.compile(r"\s*(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*", re.ASCII)
_INSIDE = 1.0001
"""The right or lower edge of a window, with room for rounded shares."""


def _ids(effect: TypedNode) -> list[str]:
    """The ids that a SubType names: one, or several with commas."""
    given = words(effect, "sub_type")
    return [] if given is None else [part.strip() for part in given.split(",")]


# -- special effects and paid ids -------------------------------------------------------------------------------------


@rule("effect.vfx-flip", on=VFX)
def flips_are_no_vfx(seen: Seen, context: Context) -> Fault | None:
    """Mirroring is the Flip effect."""
    catalogue = table("vfx")
    if seen.node.sub_type is None or seen.node.sub_type in catalogue.rows:
        return None
    flip = next((name for name in _ids(seen.node) if name in catalogue.forbidden), None)
    if flip is None:
        return None
    direction = "vertical" if flip == "vflip" else "horizontal"
    return seen.fault(
        f"there is no VFX {flip!r}, and the job fails",
        field="sub_type",
        fix=f'write {{"Type": "Flip", "Direction": "{direction}"}} into the Effects of the clip',
    )


def paid_id(effect: VFX | Transition | DLTransition) -> str | None:
    """The first paid id that a SubType names, or None."""
    catalogue = table("vfx" if type(effect) is VFX else "transitions")
    if effect.sub_type is None or effect.sub_type in catalogue.rows:
        return None
    return next((name for name in _ids(effect) if name.startswith(catalogue.paid_prefix)), None)


@rule("effect.paid-id", on=(VFX, Transition, DLTransition))
def paid_ids_need_a_package(seen: Seen, context: Context) -> Fault | None:
    """Paid ids are refused without a package."""
    paid = paid_id(seen.node)
    if paid is None:
        return None
    catalogue = table("vfx" if type(seen.node) is VFX else "transitions")
    return seen.fault(
        f"{shown(paid)} is a paid id, which the service refuses unless its package was bought",
        field="sub_type",
        fix=f"use a built-in id: `timeline-dsl catalog {catalogue.name}` lists them",
    )


# -- items of effect tracks -------------------------------------------------------------------------------------------


@rule("effect.track-mixed", on=EffectTrack)
def one_effect_track_has_one_type(seen: Seen, context: Context) -> Fault | None:
    """The items of an effect track are of one Type."""
    clips = seen.node.clips
    if not isinstance(clips, tuple):
        return None
    first: TypedNode | None = None
    for index, item in enumerate(clips):
        if getattr(item, "TYPE", None) not in EFFECT_ITEMS:
            continue  # told by effect.item-type
        if first is None:
            first = item
        elif type(item) is not type(first):
            return Seen(item, seen, "EffectTrackItems", index).fault(
                f"a {item.TYPE} stands on an effect track of {first.TYPE} items, and the job fails",
                field="Type",
                fix=f"move the {item.TYPE} items to an effect track of their own",
            )
    return None


@rule("effect.item-duration-and-out", on=(VFX, Filter, AEqualize))
def duration_or_timeline_out(seen: Seen, context: Context) -> Fault | None:
    """Only one of Duration and TimelineOut of an item is effective."""
    item = seen.node
    if item.duration is None or on_a_clip(seen) or not item.given("timeline_out"):
        return None
    return seen.fault(
        "Duration is not effective next to TimelineOut", field="duration", fix="remove Duration, or TimelineOut"
    )


@rule("effect.item-rect", on=VFX)
def a_rectangle_is_for_mosaic_and_blur(seen: Seen, context: Context) -> Fault | None:
    """X, Y, Width and Height of a VFX item are read with mosaic_rect and blur only."""
    item = seen.node
    if (item.x is None and item.y is None and item.width is None and item.height is None) or on_a_clip(seen):
        return None
    names = _ids(item)
    if not names or any(name in WITH_A_RECTANGLE or name == "random" for name in names):
        return None
    given = [name for name in RECTANGLE if getattr(item, name.lower()) is not None]
    return seen.fault(
        f"{_listed(given)} {'is' if len(given) == 1 else 'are'} ignored on the VFX {str(item.sub_type)[:60]}",
        field=given[0].lower(),
        fix=f"remove {_listed(given)}, or use mosaic_rect or blur",
    )


@rule("effect.item-rect", on=(Filter, AEqualize))
def other_items_have_no_rectangle(seen: Seen, context: Context) -> Fault | None:
    """A Filter or AEqualize item has no X, Y, Width and Height at all."""
    given = [name for name in RECTANGLE if name in seen.node.extra]
    if not given or on_a_clip(seen):
        return None
    return seen.fault(
        f"{_listed(given)} {'is' if len(given) == 1 else 'are'} ignored on {seen.node.TYPE}, "
        "which covers the whole picture",
        field=given[0],
        fix=f"remove {_listed(given)}, or use the VFX mosaic_rect or blur",
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


@rule("effect.aequalize-place", on=AEqualize)
def aequalize_stands_on_an_effect_track(seen: Seen, context: Context) -> Fault | None:
    """AEqualize is an item of an effect track."""
    if not on_a_clip(seen):
        return None
    return seen.fault(
        "AEqualize is not supported on a clip", field="Type", fix="move it to a track of its own in EffectTracks"
    )


# -- geometry ---------------------------------------------------------------------------------------------------------


@rule("effect.zoom-rates", on=Zoom)
def zoom_goes_in(seen: Seen, context: Context) -> Fault | None:
    """EndRate exceeds StartRate."""
    start, end = number(seen.node, "start_rate"), number(seen.node, "end_rate")
    if start is None or end is None or end > start or start <= 0 or end <= 0:
        return None
    return seen.fault(
        f"EndRate {plain(end)} does not exceed StartRate {plain(start)}, and the job fails",
        field="end_rate",
        fix=f"set EndRate above {plain(start)}; zooming out is a KenBurns effect",
    )


@rule("effect.kenburns-exclusive", on=KenBurns)
def kenburns_stands_alone(seen: Seen, context: Context) -> Fault | None:
    """KenBurns excludes Crop, Scale, Pad and Background on one clip."""
    if seen.parent is None or not on_a_clip(seen):
        return None
    beside = effects(seen.parent.node)
    first = next((index for index, effect in enumerate(beside) if type(effect) is KenBurns), None)
    if seen.index is not None and seen.index != first:
        return None  # one fault tells of them all
    others = list(dict.fromkeys(str(effect.TYPE) for effect in beside if type(effect) in NOT_WITH_KENBURNS))
    if not others:
        return None
    said = " and ".join(others)
    return seen.fault(
        f"KenBurns cannot be combined with {said} on one clip", field="Type", fix=f"remove KenBurns, or {said}"
    )


@rule("effect.kenburns-rect", on=KenBurns)
def windows_are_four_shares(seen: Seen, context: Context) -> list[Fault] | None:
    """Start and End are `x,y,w,h` in shares of the source."""
    if seen.node.start is None and seen.node.end is None:
        return None
    faults = []
    for name in ("start", "end"):
        given = words(seen.node, name)
        wrong = None if given is None else _wrong_window(given)
        if wrong:
            faults.append(
                seen.fault(
                    f"{name.capitalize()} {shown(given)} {wrong}",
                    field=name,
                    fix='write "x,y,w,h" in shares of the source: "0,0.25,0.5,0.5"',
                )
            )
    return faults


def _wrong_window(given: str) -> str | None:
    """What is wrong with a window, or None."""
    parts = given.split(",")
    if len(parts) != 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return "is not four numbers from 0 to 1"
    x, y, width, height = map(float, parts)
    if max(x, y, width, height) > 1:
        return "is not four numbers from 0 to 1"
    if x + width > _INSIDE or y + height > _INSIDE:
        return "reaches beyond the source"
    return None


@rule("effect.background-subtype", on=Background)
def bars_show_blur_or_colour(seen: Seen, context: Context) -> Fault | None:
    """SubType of a Background is Blur or Color."""
    background = seen.node
    if background.sub_type is None and not unread(background, "sub_type"):
        return seen.fault(
            "Background has no SubType", fix='write "SubType": "Blur" with Radius, or "SubType": "Color" with Color'
        )
    if background.sub_type == "Image":
        return seen.fault(
            "SubType Image of Background is not confirmed by the service",
            field="sub_type",
            fix='write "SubType": "Blur" or "Color", or put the picture on a video track below',
        )
    return None


# -- sound ------------------------------------------------------------------------------------------------------------


@rule("effect.volume-key", on=Volume)
def volume_is_said_by_gain(seen: Seen, context: Context) -> Fault | None:
    """The key of the volume is Gain."""
    if not seen.node.extra or "Volume" not in seen.node.extra:
        return None
    value = seen.node.extra["Volume"]
    said = number_of(value) if isinstance(value, str) else value
    gain = plain(said) if isinstance(said, int | float) and not isinstance(said, bool) else "1"
    return seen.fault(
        "the key Volume is no part of a Volume effect, and the job fails",
        field="Volume",
        fix="remove the key Volume; Gain is given"
        if seen.node.given("gain")
        else f'write "Gain": {gain} instead of "Volume"',
    )


@rule("effect.volume-gain-missing", on=Volume)
def volume_has_a_gain(seen: Seen, context: Context) -> Fault | None:
    """A Volume effect has a Gain."""
    volume = seen.node
    if volume.given("gain") or any(key in ("Volume", "gain", "GAIN") for key in volume.extra):
        return None  # a misspelled key is told as such
    return seen.fault("Volume has no effect without Gain", fix='write "Gain": 0.5, or remove the effect')


# -- matting and avatars ----------------------------------------------------------------------------------------------


@rule("effect.matting-color-type", on=Matting)
def matting_takes_color(seen: Seen, context: Context) -> Fault | None:
    """The key of the background's colour is Color."""
    if not seen.node.extra or "ColorType" not in seen.node.extra:
        return None
    return seen.fault(
        "the key ColorType is no part of AI_Matting, and the job fails",
        field="ColorType",
        fix='write "Color": "green" instead of "ColorType"',
    )


@rule("effect.matting-subtype", on=(Matting, RealMatting, VFX, Filter, Unknown))
def matting_is_a_type(seen: Seen, context: Context) -> Fault | None:
    """Matting is told by the Type, not by a SubType."""
    effect = seen.node
    sub_type = getattr(effect, "sub_type", None) or effect.extra.get("SubType")
    if sub_type != "Matting":
        return None
    if isinstance(effect, Matting | RealMatting):
        return seen.fault(
            f"{effect.TYPE} takes no SubType Matting, and the job fails", field="SubType", fix="remove the SubType"
        )
    unknown = isinstance(effect, Unknown)
    if unknown and (not on_a_clip(seen) or effect.type in BARE):
        return None
    # on an unknown Type the fault is told at the Type, which has to change with it
    field = "Type" if unknown and "Type" in effect.extra else "SubType"
    return seen.fault(
        "there is no SubType Matting, and the job fails",
        field=field,
        fix='write {"Type": "AI_Matting", "Color": "green"}, or {"Type": "AI_RealMatting"}',
    )


@rule("effect.avatar-in-effects", on=Unknown)
def an_avatar_is_a_clip(seen: Seen, context: Context) -> Fault | None:
    """AI_Avatar is a clip, no effect."""
    if not on_a_clip(seen) or seen.node.type != "AI_Avatar":
        return None
    return seen.fault(
        "AI_Avatar is a clip, and the job fails with it in Effects",
        field="Type",
        fix="move it to the VideoTrackClips of a video track",
    )
