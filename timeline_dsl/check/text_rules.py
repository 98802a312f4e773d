"""Rules of texts and subtitles: what they say, how large, how they move and scroll, and their files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from timeline_dsl.catalog import table
from timeline_dsl.check.addresses import shown_address
from timeline_dsl.check.faults import Caution
from timeline_dsl.check.presence import filled, is_blank, missing, null, raw, wire
from timeline_dsl.check.rule import Fault, Seen, rule
from timeline_dsl.clips import ASRClip, SubtitleClip, TextClip
from timeline_dsl.effects.text import ASREffect, TextEffect, TextLook
from timeline_dsl.errors import shown
from timeline_dsl.materials import extension
from timeline_dsl.node import facts_of
from timeline_dsl.units import Px

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

_TEXTS = (TextClip, TextEffect)
_LOOKS = (*_TEXTS, SubtitleClip, ASRClip, ASREffect)

USUAL_MOTION = 0.5
"""Seconds that a motion in or out takes where the document does not say."""

_MOTIONS = {"aai_motion_in_effect": "in", "aai_motion_out_effect": "out", "aai_motion_loop_effect": "loop"}


# -- what a text says ------------------------------------------------------------------------------------------------


@rule("text.content-required", on=_TEXTS)
def a_text_has_content(seen: Seen, context: Context) -> Fault | None:
    """A text has Content."""
    node = seen.node
    if node.content or "Text" in node.extra:
        return None
    fix = 'give it, for example "Content": "Episode 1"'
    if node.content is not None:  # editors write texts that nobody has filled in yet
        return Caution(seen, "the text is empty, and shows nothing", "content", fix)
    if raw(node, "content") is not None:
        return None
    return seen.fault("the text has no Content, and shows nothing", field=null(node, "content"), fix=fix)


@rule("text.text-key", on=_TEXTS)
def a_text_is_written_in_content(seen: Seen, context: Context) -> Fault | None:
    """The text stands in Content; a key Text is not read."""
    if "Text" not in seen.node.extra:
        return None
    return seen.fault(
        "the text stands under the key Text, which is not read",
        field="Text",
        fix="write it under Content" if seen.node.content is None else "remove Text; Content is shown",
    )


# -- how large it is -------------------------------------------------------------------------------------------------


@rule("text.font-size-missing", on=_TEXTS)
def a_text_has_a_size(seen: Seen, context: Context) -> Fault | None:
    """A text has FontSize or FixedFontSize."""
    node = seen.node
    if (
        node.font_size is not None
        or node.fixed_font_size is not None
        or filled(node, "font_size")
        or filled(node, "fixed_font_size")
        or node.bubble_style_id is not None
    ):
        return None
    return seen.fault(
        "neither FontSize nor FixedFontSize is given, and the text may be invisible",
        fix='give FontSize: about 4 % of the height of the output, "FontSize": 40 at 1080',
    )


@rule("text.font-size-exclusive", on=_LOOKS)
def one_size_is_given(seen: Seen, context: Context) -> Fault | None:
    """FontSize and FixedFontSize are not given together."""
    node = seen.node
    if node.fixed_font_size is None or not filled(node, "font_size") or is_blank(node.fixed_font_size):
        return None
    return seen.fault(
        f"FixedFontSize {node.fixed_font_size:g} is ignored because FontSize is given",
        field="fixed_font_size",
        fix="keep one of the two",
    )


# -- where it is -----------------------------------------------------------------------------------------------------


@rule("text.pixel-xy", on=TextClip)
def texts_are_placed_in_shares(seen: Seen, context: Context) -> Fault | None:
    """The place of a text is not given as a pair of pixels."""
    node = seen.node
    if type(node.x) is not Px or type(node.y) is not Px or min(node.x, node.y) < 2:
        return None
    return seen.fault(
        f"X {node.x:g} and Y {node.y:g} place the text in pixels, which is unreliable",
        field="x",
        fix='write "Alignment": "TopCenter" and Y as a share of the height, 0 to 0.9999',
    )


@rule("text.bottom-center-no-y", on=(*_TEXTS, ASRClip, ASREffect))
def bottom_texts_keep_off_the_edge(seen: Seen, context: Context) -> Fault | None:
    """A text at BottomCenter has a Y."""
    node = seen.node
    if node.alignment != "BottomCenter" or filled(node, "y") or filled(node, "fixed_y"):
        return None
    return seen.fault(
        "Alignment BottomCenter without Y hugs the lower edge",
        field="alignment",
        fix='write "Alignment": "TopCenter" and "Y": 0.85',
    )


# -- how it moves ----------------------------------------------------------------------------------------------------


@rule("text.loop-with-inout", on=_LOOKS)
def a_repeating_motion_stands_alone(seen: Seen, context: Context) -> Fault | None:
    """A motion that repeats excludes motions in and out."""
    node = seen.node
    if not node.aai_motion_loop_effect or is_blank(node.aai_motion_loop_effect):
        return None
    others = [
        wire(node, name)
        for name in ("aai_motion_in_effect", "aai_motion_out_effect")
        if filled(node, name) and not is_blank(getattr(node, name))
    ]
    if not others:
        return None
    return seen.fault(
        f"AaiMotionLoopEffect and {' and '.join(others)} are given together, which is not allowed",
        field="aai_motion_loop_effect",
        fix=f"keep the loop, or {' and '.join(others)}",
    )


@rule("text.motion-known", on=_LOOKS)
def motions_stand_in_their_field(seen: Seen, context: Context) -> Iterator[Fault] | None:
    """A motion in stands in AaiMotionInEffect, a motion out in AaiMotionOutEffect, one that repeats in the third."""
    node = seen.node
    if node.aai_motion_in_effect is None and node.aai_motion_out_effect is None and node.aai_motion_loop_effect is None:
        return None
    return _misplaced_motions(seen)


@cache
def _family(motion: str) -> str | None:
    row = table("subtitle_motions").rows.get(motion)
    return None if row is None else row.family


def _misplaced_motions(seen: Seen) -> Iterator[Fault]:
    homes = {family: wire(seen.node, name) for name, family in _MOTIONS.items()}
    for name, family in _MOTIONS.items():
        motion = getattr(seen.node, name)
        if motion and (found := _family(motion)) is not None and found != family:
            near = table("subtitle_motions").near(f"{motion.rpartition('_')[0]}_{family}")
            hint = f", or {near!r}" if near and _family(near) == family else ""
            yield seen.fault(
                f"{shown(motion)} is a motion for {homes[found]}, not for {homes[family]}",
                field=name,
                fix=f"move it to {homes[found]}{hint}",
            )


@rule("text.motion-fits", on=_LOOKS)
def motions_fit_into_the_span(seen: Seen, context: Context) -> Fault | None:
    """The motions in and out of a text are no longer than the text is shown."""
    node = seen.node
    if (
        node.aai_motion_in is None
        and node.aai_motion_out is None
        and node.aai_motion_in_effect is None
        and node.aai_motion_out_effect is None
    ):
        return None
    lead, tail = _motion(node, "in"), _motion(node, "out")
    span = _span(seen, context) if lead + tail > 0 else None
    if span is None or lead + tail <= span + 0.0001:
        return None
    parts = {"in": lead, "out": tail}
    said = " and ".join(f"the motion {side} takes {length:g} s" for side, length in parts.items() if length)
    field = next(
        name
        for name in ("aai_motion_in", "aai_motion_out", "aai_motion_in_effect", "aai_motion_out_effect")
        if getattr(node, name) is not None
    )
    return seen.fault(
        f"{said}, but the text is shown for {span:g} s",
        field=field,
        fix=f"keep the motions within {span:g} s together, or show the text longer",
    )


def _motion(node: TextLook, side: str) -> float:
    """How long the motion in or out takes, in seconds; 0 where there is none or a blank stands for it."""
    length = getattr(node, f"aai_motion_{side}")
    if isinstance(length, int | float):
        return max(length, 0)
    effect = getattr(node, f"aai_motion_{side}_effect")
    said = node.given(f"aai_motion_{side}")
    return USUAL_MOTION if effect and not is_blank(effect) and not said else 0


def _span(seen: Seen, context: Context) -> float | None:
    """How long a text is shown, in seconds, or None when that is not known."""
    node: Any = seen.node
    if isinstance(node, ASREffect):
        return None
    end = node.timeline_out
    if end is None and not node.given("timeline_out"):
        plan = context.clip_plan(seen if not isinstance(node, TextEffect) else seen.parent or seen)
        length = None if plan is None or plan.estimated else plan.length
        return None if length is None else float(length)
    start = node.timeline_in if node.given("timeline_in") or isinstance(node, TextEffect) else 0
    if not isinstance(start, int | float) or not isinstance(end, int | float) or end <= start:
        return None
    return end - start


@rule("text.scroll-fields", on=TextClip)
def scrolling_has_a_path(seen: Seen, context: Context) -> Fault | None:
    """A text that scrolls at a speed says from where to where."""
    node = seen.node
    if node.scroll_speed is None or node.scroll_direction is not None:
        return None
    lacking = {
        axis: [name for name in (f"scroll_start_{axis}", f"scroll_end_{axis}") if not filled(node, name)]
        for axis in ("y", "x")
    }
    if not all(lacking.values()):
        return None
    axis = min(lacking, key=lambda axis: len(lacking[axis]))
    names = " and ".join(wire(node, name) for name in lacking[axis])
    return seen.fault(
        f"ScrollSpeed is given without {names}, and the text has no path to scroll along",
        field="scroll_speed",
        fix=f"give {names} in pixels",
    )


# -- files -----------------------------------------------------------------------------------------------------------


@rule("subtitle.file-url", on=SubtitleClip)
def subtitles_come_from_a_file(seen: Seen, context: Context) -> Fault | None:
    """A Subtitle clip has a FileURL that ends in .srt or .ass."""
    node = seen.node
    url = node.file_url
    if not url:
        if missing(node, "file_url"):
            return seen.fault(
                "the Subtitle clip has no FileURL",
                field=null(node, "file_url"),
                fix="give FileURL, an OSS address ending in .srt or .ass",
            )
        return None
    ending = extension(url)
    if is_blank(url) or ending in ("srt", "ass") or (not ending and node.sub_type is not None):
        return None
    what = f"ends in .{ending}" if ending else "has no extension"
    return seen.fault(
        f"FileURL {shown_address(url)} {what}, and only .srt and .ass files are read",
        field="file_url",
        fix="convert the subtitles to srt or ass",
    )


@cache
def _style_fields() -> tuple[str, ...]:
    """The names of the fields by which a Subtitle clip styles an srt file."""
    plain = {fact.name for fact in facts_of(SubtitleClip).values()}
    return tuple(name for name in TextLook._FIELDS if name in plain)  # type: ignore[attr-defined]  # traits hold them


@rule("subtitle.ass-style", on=SubtitleClip)
def an_ass_file_keeps_its_style(seen: Seen, context: Context) -> Fault | None:
    """An .ass file keeps its own style; the style of the clip is ignored."""
    node = seen.node
    if not node.file_url or is_blank(node.file_url) or "ass" not in (node.sub_type, extension(node.file_url)):
        return None
    given = [name for name in _style_fields() if getattr(node, name) not in (None, ())]
    if not given:
        return None
    names = [wire(node, name) for name in given]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return seen.fault(
        f"{', '.join(names[:3])}{more} on an .ass file: the file keeps its own style",
        field=given[0],
        fix="write the style into the .ass file, or use an .srt file",
    )
