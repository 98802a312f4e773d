"""The pictures that carry the banner texts of their clips: where they lie when, and how large they are shown.

Inferred, for the service publishes no measure: a text of a clip is laid on what is seen of the material (after Crop
and Rotate, within what Cover cuts) in the pixels of the material, and goes with it into the box of the clip. Plain X,
Y and TextWidth count on the box, FontSize and all else in pixels is as much larger or smaller as the picture is; where
that is stretched the letters keep their shape, and take the smaller of both factors. Fixed fields count on the output,
and so does a place of which nothing but the other half is given as fixed. Each place of a Scale effect carries the
text anew; KenBurns and Zoom move the picture within its box, in which the text stands still. Nothing of a text that
reaches out of the box is cut off. Recognised subtitles of a clip count on the output, as captions do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

import attrs

from timeline_dsl.clips import AvatarClip
from timeline_dsl.effects.text import TextEffect, TextLook
from timeline_dsl.render.captions.avatars import PORTRAIT, place_of
from timeline_dsl.render.captions.look import Canvas
from timeline_dsl.render.captions.texts import Carrier, Shown
from timeline_dsl.render.place import middle_of
from timeline_dsl.render.shots import Layer, Run, Shot
from timeline_dsl.schedule import Schedule
from timeline_dsl.units import Span


@attrs.frozen(slots=False)
class Carriers:
    """The pictures of all clips of a schedule; `layers` are drawn on `canvas` at `fps` frames a second."""

    schedule: Schedule
    canvas: Canvas
    shots: dict[str, Shot]
    fps: Fraction | None

    @classmethod
    def of(cls, schedule: Schedule, canvas: Canvas, layers: Sequence[Layer], fps: Fraction | None) -> Carriers:
        """The pictures among `layers`."""
        shots = {shot.plan.path: shot for layer in layers if isinstance(layer, Run) for shot in layer.shots}
        return cls(schedule, canvas, shots if fps else {}, fps)

    def carried(self, shown: Shown) -> Iterator[Shown]:
        """A text with the picture that carries it: once for every place that this has while the text is shown."""
        if not isinstance(shown.look, TextEffect):
            yield shown
            return
        parts = list(self._parts(shown.path.rpartition("/Effects/")[0], shown.span))
        for number, (span, carrier) in enumerate(parts):
            look = _moving(shown.look, enters=number == 0, leaves=number == len(parts) - 1)
            yield attrs.evolve(shown, look=look, span=span, carrier=carrier)

    def _parts(self, clip: str, span: Span) -> Iterator[tuple[Span, Carrier | None]]:
        shot, node = self.shots.get(clip), self.schedule.clips[clip].node
        if shot is None or self.fps is None:
            yield span, _of_avatar(node, self.canvas) if isinstance(node, AvatarClip) else None
            return
        changes = [place.frames.first / self.fps for place in shot.places[1:]]
        edges = [span.start, *(min(max(change, span.start), span.end) for change in changes), span.end]
        for place, (start, end) in zip(shot.places, pairwise(edges), strict=True):
            if start < end:
                yield Span(start, end), _of_shot(attrs.evolve(shot, places=(place,)))


def _of_shot(shot: Shot) -> Carrier:
    """The picture of a clip in the first of its places."""
    box, cut = shot.placement.box, shot.placement.cut
    if shot.pan is not None:  # which looks at a part of the shape of the box, wherever it lies
        cut = middle_of(shot.shape, box.size)
    width, height = cut.size if cut else shot.shape
    return Carrier(
        left=box.x, top=box.y, width=box.width, height=box.height, across=box.width / width, down=box.height / height
    )


def _of_avatar(node: AvatarClip, canvas: Canvas) -> Carrier:
    rect = place_of(node, canvas)
    return Carrier(
        left=round(rect.left),
        top=round(rect.top),
        width=round(rect.width),
        height=round(rect.height),
        across=rect.width / PORTRAIT[0],
        down=rect.height / PORTRAIT[1],
    )


def _moving(look: TextEffect, *, enters: bool, leaves: bool) -> TextEffect:
    """The look of a stretch of a text: it moves in at the start of the first one, and out at the end of the last."""
    if not enters and look.aai_motion_in_effect:
        look = attrs.evolve(look, aai_motion_in_effect=None)
    if not leaves and look.aai_motion_out_effect:
        look = attrs.evolve(look, aai_motion_out_effect=None)
    return look


def carried_fields(look: TextLook) -> tuple[str, ...]:
    """The fields by which a text goes with its picture: those that no Fixed one stands in for."""
    fields = (
        ("X", look.x is not None and look.fixed_x is None),
        ("Y", look.y is not None and look.fixed_y is None),
        ("FontSize", bool(look.font_size)),  # which wins over FixedFontSize
    )
    return tuple(name for name, counts in fields if counts)


def board_of(look: TextLook, canvas: Canvas, carrier: Carrier | None) -> Canvas:
    """What a text is laid on: its picture, the whole `canvas`, or the one across and the other down."""
    if carrier is None:
        return canvas
    if look.fixed_x is None and (look.x is not None or look.fixed_y is None):
        board = attrs.evolve(canvas, left=carrier.left, width=carrier.width, px_across=carrier.across)
    else:
        board = canvas
    if look.fixed_y is None and (look.y is not None or look.fixed_x is None):
        board = attrs.evolve(board, top=carrier.top, height=carrier.height, px_down=carrier.down)
    if look.font_size or not look.fixed_font_size:
        board = attrs.evolve(board, font_scale=min(carrier.across, carrier.down))
    return board
