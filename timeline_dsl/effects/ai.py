"""Effects made by recognition and generation models of the service."""

from __future__ import annotations

from timeline_dsl.node import TypedNode, effect, number, position, text, time
from timeline_dsl.units import Length

SKILL = "Alibaba video-editor skill"


@effect("AI_Matting", page=SKILL, mark="observed")
class Matting(TypedNode):
    """Cut the person out of a green or plain background."""

    color: str | None = text(default=None, mark="observed", doc="`green`; the editor's types also know `auto`.")
    thres: float | None = number(default=None, doc="Threshold, from the editor's types.")


@effect("AI_RealMatting", page=SKILL, mark="observed")
class RealMatting(TypedNode):
    """Cut the person out of a real scene."""


@effect("Harmonization", page=SKILL, mark="observed")
class Harmonization(TypedNode):
    """Match the colours of another clip."""

    reference_clip_id: str | None = text(
        default=None, mark="observed", doc="ClipId of the clip whose colour is the model."
    )


@effect("DeWatermark", page="Timeline types", mark="types")
class DeWatermark(TypedNode):
    """Blur an area."""

    sub_type: str | None = text(default=None, mark="doc", doc="`Delogo_Blur`.")
    x: Length | None = position(default=None, doc="Left edge of the area.")
    y: Length | None = position(default=None, doc="Top edge of the area.")
    width: Length | None = position(default=None, rule="clip.size-range", doc="Width of the area.")
    height: Length | None = position(default=None, rule="clip.size-range", doc="Height of the area.")
    source_in: float | None = time(wire="In", default=None, doc="Start within the clip.")
    source_out: float | None = time(wire="Out", default=None, doc="End within the clip.")
    timeline_in: float | None = time(default=None, doc="Start on the output.")
    timeline_out: float | None = time(default=None, doc="End on the output.")


@effect("VideoDetext", page=SKILL, mark="observed")
class VideoDetext(TypedNode):
    """Erase burned-in text. Its fields are not published; what a document carries is kept."""
