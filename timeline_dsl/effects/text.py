"""Text: its look, its motion, and the banner text of a clip."""

from __future__ import annotations

from typing import Literal

from timeline_dsl.catalog.ids import (
    Alignment,
    BubbleStyleId,
    EffectColorStyleId,
    FontName,
    InMotionId,
    LoopMotionId,
    OutMotionId,
    TextAdaptMode,
)
from timeline_dsl.node import (
    ABSENT,
    Node,
    TypedNode,
    choice,
    colour,
    effect,
    flag,
    listed,
    node,
    number,
    part,
    parts,
    position,
    text,
    time,
    trait,
)
from timeline_dsl.units import Length

TEXT_PAGE = "Subtitle configurations"

SizeRequest = Literal["RealDim", "Nominal"]
BorderStyle = Literal[1, 3]
LayerKind = Literal["Outline", "Shadow", "Box"]
ReadAlignment = Literal[Alignment, "1", "2", "3", "4", "5", "6", "7", "8", "9"]
"""What documents carry: exports write the keys of a number pad, `8` for TopCenter."""


@node(page=TEXT_PAGE, mark="doc")
class FontFace(Node):
    """Bold, italic, underlined."""

    bold: bool | None = flag(default=None, said="false", mark="doc", doc="Bold.")
    italic: bool | None = flag(default=None, said="false", mark="doc", doc="Italic.")
    underline: bool | None = flag(default=None, said="false", mark="doc", doc="Underlined.")


@node(page=TEXT_PAGE, mark="doc")
class SubtitleEffect(Node):
    """One layer drawn below the text: an outline, a shadow or a box. Layers are drawn in the order given."""

    type: LayerKind | None = choice(
        LayerKind, default=None, mark="doc", firm=False, rule="effect.type-known", doc="What the layer is."
    )
    color: str | None = colour(
        default=None, pattern="#?[0-9A-Fa-f]{6}", doc="Colour of the layer, `#RRGGBB` or `RRGGBB`."
    )
    bord: float | None = number(
        default=None, mark="doc", doc="Thickness: above 1 pixels, 0 to 1 relative to the font size; padding of a box."
    )
    x_bord: float | None = number(wire="XBord", default=None, mark="doc", doc="Thickness sideways.")
    y_bord: float | None = number(wire="YBord", default=None, mark="doc", doc="Thickness up and down.")
    shift: float | None = number(default=None, mark="doc", unit="px", doc="Offset both ways.")
    x_shift: float | None = number(
        wire="XShift", default=None, mark="doc", unit="px", doc="Offset to the right, may be negative."
    )
    y_shift: float | None = number(
        wire="YShift", default=None, mark="doc", unit="px", doc="Offset downwards, may be negative."
    )
    blur: float | None = number(default=None, mark="doc", doc="Glow of an outline or shadow.")
    opacity: float | None = number(
        ge=0, le=1, default=None, mark="doc", firm=False, rule="text.opacity", doc="0 is transparent, 1 opaque."
    )
    radius: float | None = number(default=None, mark="doc", unit="px", doc="Corner radius of a box.")
    image_url: str | None = text(
        wire="ImageURL", also=("ImageUrl",), default=None, mark="doc", doc="Picture of a box instead of a colour."
    )
    width: float | None = number(default=None, mark="doc", doc="Width of the bubble picture.")
    height: float | None = number(default=None, mark="doc", doc="Height of the bubble picture.")
    text_area: str | None = text(default=None, mark="doc", doc="`x,y,w,h` of the text in the bubble, in shares of it.")


@trait
class TextLook(TypedNode):
    """The look, place and motion of text: what text clips, banner texts, srt files and recognised subtitles share."""

    x: Length | None = position(default=None, said="0", mark="doc", doc="Across; what it means depends on Alignment.")
    y: Length | None = position(default=None, said="0", mark="doc", doc="Down; what it means depends on Alignment.")
    fixed_x: Length | None = position(default=None, mark="doc", doc="Like X, not scaled with the material.")
    fixed_y: Length | None = position(default=None, mark="doc", doc="Like Y, not scaled with the material.")
    font: FontName | None = listed(
        "fonts", unless="font_url", default=None, said="SimSun", rule="text.font-known", doc="Name of the font."
    )
    font_url: str | None = text(
        wire="FontURL",
        also=("FontUrl",),
        default=None,
        mark="doc",
        doc="Address of a ttf, woff or otf file; wins over Font.",
    )
    font_size: float | None = number(
        gt=0,
        le=5000,
        unit="px",
        default=None,
        mark="doc",
        said="0 (give it always)",
        rule="text.font-size-max",
        doc="Size, scaled with FECanvas or with the material.",
    )
    fixed_font_size: float | None = number(
        gt=0,
        le=5000,
        unit="px",
        default=None,
        mark="doc",
        firm=False,
        rule="text.font-size-max",
        doc="Size that is not scaled; FontSize wins over it.",
    )
    size_request_type: SizeRequest | None = choice(
        SizeRequest,
        default=None,
        said="RealDim",
        mark="doc",
        firm=False,
        rule="effect.type-known",
        doc="How the size is measured.",
    )
    font_color: str | None = colour(default=None, said="white", doc="Colour of the text.")
    font_color_opacity: float | None = number(
        ge=0,
        le=1,
        default=None,
        said="1",
        mark="doc",
        firm=False,
        rule="text.opacity",
        doc="0 is transparent, 1 opaque.",
    )
    font_face: FontFace | None = part(FontFace, default=None, doc="Bold, italic, underlined.")
    spacing: float | None = number(unit="px", default=None, said="0", mark="doc", doc="Space between letters.")
    line_spacing: float | None = number(unit="px", default=None, said="0", mark="doc", doc="Space between lines.")
    angle: float | None = number(unit="degrees", default=None, said="0", mark="doc", doc="Turn, counter-clockwise.")
    border_style: BorderStyle | None = choice(
        BorderStyle,
        default=None,
        said="1",
        mark="doc",
        firm=False,
        rule="text.border-style",
        doc="1 outline and shadow, 3 opaque box.",
    )
    outline: float | None = number(unit="px", default=None, said="0", mark="doc", doc="Width of the outline.")
    outline_colour: str | None = colour(default=None, doc="Colour of the outline; of the box with BorderStyle 3.")
    outline_opacity: float | None = number(
        ge=0, le=1, default=None, firm=False, rule="text.opacity", doc="0 transparent, 1 opaque."
    )
    shadow: float | None = number(unit="px", default=None, said="0", mark="doc", doc="Distance of the shadow.")
    back_colour: str | None = colour(default=None, doc="Colour of the shadow.")
    back_opacity: float | None = number(
        ge=0, le=1, default=None, firm=False, rule="text.opacity", doc="0 transparent, 1 opaque."
    )
    alignment: Alignment | None = choice(
        ReadAlignment,
        default=None,
        mark="doc",
        rule="text.alignment-enum",
        doc="Which point of the text X and Y place.",
    )
    adapt_mode: TextAdaptMode | None = choice(
        TextAdaptMode,
        default=None,
        mark="doc",
        firm=False,
        rule="text.adapt-mode-enum",
        doc="How long lines are broken or shrunk.",
    )
    text_width: Length | None = position(
        default=None, mark="doc", rule="clip.size-range", doc="Width at which lines break."
    )
    effect_color_style: EffectColorStyleId | None = listed(
        "effect_color_styles", default=None, rule="text.style-known", doc="Styled text; overrides the colours."
    )
    effect_color_style_id: EffectColorStyleId | None = listed(
        "effect_color_styles",
        default=None,
        rule="text.style-known",
        doc="Another spelling of EffectColorStyle in older documents.",
    )
    bubble_style_id: BubbleStyleId | None = listed(
        "bubble_styles", default=None, rule="text.style-known", doc="Bubble around the text."
    )
    bubble_width: float | None = number(default=None, mark="doc", doc="Width of the bubble.")
    bubble_height: float | None = number(default=None, mark="doc", doc="Height of the bubble.")
    subtitle_effects: tuple[SubtitleEffect, ...] = parts(
        SubtitleEffect, default=ABSENT, mark="doc", doc="Layers below the text, in order."
    )
    aai_motion_in_effect: InMotionId | None = listed(
        "subtitle_motions", default=None, rule="text.motion-known", doc="Motion in."
    )
    aai_motion_in: float | None = time(default=None, said="0.5", mark="doc", doc="Length of the motion in.")
    aai_motion_out_effect: OutMotionId | None = listed(
        "subtitle_motions", default=None, rule="text.motion-known", doc="Motion out."
    )
    aai_motion_out: float | None = time(default=None, said="0.5", mark="doc", doc="Length of the motion out.")
    aai_motion_loop_effect: LoopMotionId | None = listed(
        "subtitle_motions", default=None, rule="text.motion-known", doc="Motion that repeats; excludes in and out."
    )
    ratio: float | None = number(default=None, unit="times", mark="doc", doc="Speed of the repeating motion.")
    scroll_start_y: float | None = number(unit="px", default=None, mark="doc", doc="Where vertical scrolling starts.")
    scroll_end_y: float | None = number(
        unit="px", default=None, mark="doc", doc="Where vertical scrolling ends; may be negative."
    )
    scroll_start_x: float | None = number(unit="px", default=None, mark="doc", doc="Where horizontal scrolling starts.")
    scroll_end_x: float | None = number(unit="px", default=None, mark="doc", doc="Where horizontal scrolling ends.")
    scroll_speed: float | None = number(
        unit="px/s", default=None, mark="doc", doc="Speed; without it the path fills the span."
    )
    scroll_start_freeze: float | None = time(default=None, mark="doc", doc="Rest before scrolling.")
    scroll_end_freeze: float | None = time(default=None, mark="doc", doc="Rest after scrolling.")
    scroll_start_shift: float | None = number(unit="px", default=None, mark="doc", doc="Offset of the start.")
    scroll_end_shift: float | None = number(unit="px", default=None, mark="doc", doc="Offset of the end.")
    scroll_loop_time: float | None = number(default=None, mark="doc", unit="times", doc="How often scrolling repeats.")
    scroll_direction: str | None = text(default=None, mark="doc", doc="`Left` scrolls sideways.")
    scroll_loop: bool | None = flag(default=None, mark="doc", doc="Repeat scrolling.")


@trait
class Written(TypedNode):
    """The text itself."""

    content: str | None = text(
        default=None, mark="doc", rule="text.content-required", doc="The text; a newline or `\\N` breaks the line."
    )


@effect("Text", page=TEXT_PAGE)
class TextEffect(TextLook, Written):
    """Banner text of a clip, shown for the clip's span unless told otherwise.

    FixedFontSize, FixedX and FixedY are the safe fields here: the plain ones scale with the material.
    """

    timeline_in: float | None = time(default=None, said="start of the clip", mark="doc", doc="Start on the output.")
    timeline_out: float | None = time(default=None, said="end of the clip", mark="doc", doc="End on the output.")


@node(page="Alibaba video-editor skill", mark="observed")
class HighlightingStyle(Node):
    """The word being spoken. Its colours are BBGGRR without `#`: yellow is `00FFFF`."""

    font_color: str | None = text(
        default=None, mark="observed", rule="ai.highlight-colour-hash", doc="Text colour, BBGGRR."
    )
    outline_colour: str | None = text(
        default=None, mark="observed", rule="ai.highlight-colour-hash", doc="Outline colour, BBGGRR."
    )
    outline: float | None = number(default=None, unit="px", mark="observed", doc="Width of the outline.")


@trait
class RecognisedLook(TextLook):
    """What recognised subtitles add to the look of text."""

    alignment_text: str | None = text(
        default=None, mark="observed", doc="The full text, verbatim, to align with the sound."
    )
    need_highlighting: bool | None = flag(default=None, mark="observed", doc="Highlight the word being spoken.")
    highlighting_style: HighlightingStyle | None = part(
        HighlightingStyle, default=None, mark="observed", doc="Look of the word being spoken."
    )


@effect("AI_ASR", page="Alibaba video-editor skill", mark="observed")
class ASREffect(RecognisedLook):
    """Subtitles recognised from the sound of a Video, Audio, AI_TTS or AI_Avatar clip."""
