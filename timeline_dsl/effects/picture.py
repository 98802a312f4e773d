"""Effects on the picture: transitions, filters, special effects, geometry, background."""

from __future__ import annotations

from typing import Literal

from timeline_dsl.node import TypedNode, choice, colour, effect, listed, number, position, text, time, trait
from timeline_dsl.units import Length

EFFECT_PAGE = "Effect configurations"
PICTURE_TYPES = "Timeline types"
SKILL = "Alibaba video-editor skill"

BackgroundKind = Literal["Blur", "Color", "Image"]
FlipDirection = Literal["horizontal", "vertical"]
QuarterTurn = Literal[90, 180, 270]


@trait
class Blend(TypedNode):
    """A blend of a clip into the next one."""

    sub_type: str | None = listed(
        "transitions",
        several=True,
        default=None,
        rule="transition.subtype",
        doc="Id of the transition; `random` or a comma list picks one.",
    )
    duration: float | None = time(
        default=None,
        said="1",
        rule="transition.duration",
        mark="inferred",
        firm=False,
        doc="Length of the blend, shorter than both neighbours.",
    )


@effect("Transition", page=EFFECT_PAGE)
class Transition(Blend):
    """Blend a clip into the next one. Stands on the earlier clip and shortens the track by its duration."""


@effect("DLTransition", page=EFFECT_PAGE)
class DLTransition(Blend):
    """Blend a clip into the next one and keep the length of the track: the service supplies the frames at the seam."""


@effect("VFX", page=EFFECT_PAGE)
class VFX(TypedNode):
    """A special effect on a clip, or on the whole picture as an item of an effect track."""

    sub_type: str | None = listed(
        "vfx",
        several=True,
        default=None,
        rule="effect.vfx-subtype",
        mark="observed",
        doc="Id of the effect; `random` or a comma list picks one.",
    )
    timeline_in: float | None = time(
        default=None, said="start of the clip; 0 on an effect track", doc="Start on the output."
    )
    timeline_out: float | None = time(default=None, said="end of the clip or of the output", doc="End on the output.")
    duration: float | None = time(default=None, said="whole video", doc="Length on an effect track; TimelineOut wins.")
    ext_params: str | None = text(
        default=None, mark="doc", doc="Parameters of the effect as `k=v,k=v`, mainly of masks."
    )
    x: Length | None = position(default=None, said="whole picture", doc="Left edge; only `mosaic_rect` and `blur`.")
    y: Length | None = position(default=None, said="whole picture", doc="Top edge; only `mosaic_rect` and `blur`.")
    width: Length | None = position(default=None, rule="clip.size-range", doc="Width; only `mosaic_rect` and `blur`.")
    height: Length | None = position(default=None, rule="clip.size-range", doc="Height; only `mosaic_rect` and `blur`.")


@effect("Filter", page=EFFECT_PAGE)
class Filter(TypedNode):
    """A colour grading of a clip, or of the whole picture as an item of an effect track."""

    sub_type: str | None = listed(
        "filters",
        several=True,
        default=None,
        rule="effect.filter-subtype",
        doc="Id of the filter; `random` or a comma list picks one; `color` takes ExtParams.",
    )
    timeline_in: float | None = time(
        default=None, said="start of the clip; 0 on an effect track", doc="Start on the output."
    )
    timeline_out: float | None = time(default=None, said="end of the clip or of the output", doc="End on the output.")
    duration: float | None = time(default=None, said="whole video", doc="Length on an effect track; TimelineOut wins.")
    ext_params: str | None = text(
        default=None, mark="doc", doc="`effect=color,brightness=…` and the six other parameters of `color`."
    )


@effect("Background", page=EFFECT_PAGE)
class Background(TypedNode):
    """Fill the bars around a picture that does not cover the output. Not together with KenBurns."""

    sub_type: BackgroundKind | None = choice(
        BackgroundKind,
        default=None,
        firm=False,
        mark="doc",
        rule="effect.background-subtype",
        doc="What the bars show.",
    )
    radius: float | None = number(
        ge=0.01,
        le=1,
        default=None,
        mark="doc",
        rule="effect.background-radius",
        doc="Strength of the blur, for SubType Blur.",
    )
    color: str | None = colour(default=None, doc="Colour of the bars, for SubType Color.")
    image_url: str | None = text(
        default=None, mark="inferred", doc="Picture in the bars; not confirmed by the service."
    )


@effect("KenBurns", page=EFFECT_PAGE)
class KenBurns(TypedNode):
    """Pan and zoom slowly over a picture. Not together with Crop, Scale, Pad or Background on one clip."""

    start: str | None = text(
        default=None,
        mark="doc",
        said="automatic",
        rule="effect.kenburns-rect",
        doc="First window `x,y,w,h` in shares of the source, inside 0 to 1.",
    )
    end: str | None = text(
        default=None,
        mark="doc",
        said="automatic",
        rule="effect.kenburns-rect",
        doc="Last window `x,y,w,h` in shares of the source, inside 0 to 1.",
    )
    duration: float | None = time(
        le=10,
        default=None,
        said="length of the clip",
        mark="doc",
        rule="effect.kenburns-duration",
        doc="Length of the move, at most 10 s.",
    )


@effect("Zoom", page=SKILL, mark="observed")
class Zoom(TypedNode):
    """Zoom about the centre. EndRate must exceed StartRate."""

    start_rate: float | None = number(
        gt=0,
        default=None,
        mark="observed",
        firm=False,
        rule="effect.zoom-rates",
        unit="times",
        doc="Size at the start; 1 is the original.",
    )
    end_rate: float | None = number(
        gt=0,
        default=None,
        mark="observed",
        firm=False,
        rule="effect.zoom-rates",
        unit="times",
        doc="Size at the end; larger than StartRate.",
    )
    duration: float | None = time(default=None, mark="observed", doc="Length of the zoom from the start of the clip.")


@effect("Crop", page=PICTURE_TYPES, mark="types")
class Crop(TypedNode):
    """Keep a part of the source picture; X + Width and Y + Height stay within it."""

    x: Length | None = position(default=None, doc="Left edge of the part, relative to the source.")
    y: Length | None = position(default=None, doc="Top edge of the part, relative to the source.")
    width: Length | None = position(
        default=None, rule="clip.size-range", doc="Width of the part, relative to the source."
    )
    height: Length | None = position(
        default=None, rule="clip.size-range", doc="Height of the part, relative to the source."
    )


@effect("Pad", page=PICTURE_TYPES, mark="types")
class Pad(TypedNode):
    """Attach a picture to an edge. Its fields are not published; what a document carries is kept."""


@effect("Scale", page=EFFECT_PAGE)
class Scale(TypedNode):
    """Scale a picture, for a part of its time if told."""

    width: Length | None = position(default=None, rule="clip.size-range", mark="doc", doc="Width to scale to.")
    height: Length | None = position(default=None, rule="clip.size-range", mark="doc", doc="Height to scale to.")
    timeline_in: float | None = time(default=None, mark="doc", said="start of the clip", doc="Start on the output.")
    timeline_out: float | None = time(default=None, mark="doc", said="end of the clip", doc="End on the output.")


@effect("Rotate", page=SKILL, mark="observed")
class Rotate(TypedNode):
    """Turn a picture by quarter turns, clockwise."""

    degree: QuarterTurn | None = choice(
        QuarterTurn, default=None, firm=False, mark="observed", rule="effect.rotate-degree", doc="Degrees clockwise."
    )


@effect("Flip", page=SKILL, mark="observed")
class Flip(TypedNode):
    """Mirror a picture; two effects mirror it both ways."""

    direction: FlipDirection | None = choice(
        FlipDirection,
        default=None,
        firm=False,
        mark="observed",
        rule="effect.flip-direction",
        doc="Which way the picture is mirrored.",
    )


@effect("FreezeFrame", page=SKILL, mark="observed")
class FreezeFrame(TypedNode):
    """Hold the last frame at the end of a clip, which grows by that time."""

    duration: float | None = time(default=None, mark="observed", doc="How long the frame is held.")


@effect("Clip", page=EFFECT_PAGE)
class RandomClip(TypedNode):
    """Play a random section of the material."""

    sub_type: Literal["RandomClip"] | None = choice(
        Literal["RandomClip"], default=None, mark="doc", firm=False, rule="effect.type-known", doc="The only kind."
    )
    clip_duration: float | None = time(default=None, mark="doc", doc="Length of the section.")


__all__ = [
    "VFX",
    "Background",
    "BackgroundKind",
    "Crop",
    "DLTransition",
    "Filter",
    "Flip",
    "FlipDirection",
    "FreezeFrame",
    "KenBurns",
    "Pad",
    "QuarterTurn",
    "RandomClip",
    "Rotate",
    "Scale",
    "Transition",
    "Zoom",
]
