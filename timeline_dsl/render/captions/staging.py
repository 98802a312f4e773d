"""When a text moves and when it rests: its motion in, its motion out, or the rounds of one that repeats."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from math import ceil

import attrs

from timeline_dsl.effects.text import TextLook
from timeline_dsl.render.captions.block import Rect
from timeline_dsl.render.captions.layers import frame_of
from timeline_dsl.render.captions.look import Canvas
from timeline_dsl.render.captions.motions import IN, LOOP, OUT, Cue, Motion, Stage
from timeline_dsl.render.captions.player import Player

USUAL_LENGTH = 0.5
"""Seconds of a motion in or out that says no length."""

MOST_EVENTS = 30_000
"""A motion that would need more events for one text does not repeat."""

FASTEST, SLOWEST = 20.0, 0.05
"""The speed of a motion that repeats stays within these factors."""


@attrs.frozen(kw_only=True, slots=True)
class Moves:
    """The motions of a text and their lengths in seconds; what the text does not have is None."""

    entering: Motion | None = None
    leaving: Motion | None = None
    repeating: Motion | None = None
    lead: float = 0.0
    tail: float = 0.0
    period: float = 0.0

    @property
    def any(self) -> bool:
        """Whether the text moves at all."""
        return self.entering is not None or self.leaving is not None or self.repeating is not None


def moves_of(look: TextLook, length: float) -> Moves:
    """The motions of a text that is shown for `length` seconds; one that repeats excludes the others."""
    if loop := LOOP.get(look.aai_motion_loop_effect or ""):
        speed = look.ratio if look.ratio and look.ratio > 0 else 1.0
        return Moves(repeating=loop.motion, period=loop.period / min(max(speed, SLOWEST), FASTEST))
    entering, leaving = IN.get(look.aai_motion_in_effect or ""), OUT.get(look.aai_motion_out_effect or "")
    lead = _length(look.aai_motion_in) if entering else 0.0
    tail = _length(look.aai_motion_out) if leaving else 0.0
    fit = min(1.0, length / (lead + tail)) if lead + tail else 1.0
    return Moves(entering=entering, leaving=leaving, lead=lead * fit, tail=tail * fit)


def _length(said: float | None) -> float:
    return USUAL_LENGTH if said is None else max(said, 0.0)


def unknown_motions(look: TextLook) -> Iterator[str]:
    """The ids of motions that nothing is known of."""
    for name, known in (
        (look.aai_motion_in_effect, IN),
        (look.aai_motion_out_effect, OUT),
        (look.aai_motion_loop_effect, LOOP),
    ):
        if name and name not in known:
            yield name


def staged(player: Player, moves: Moves, canvas: Canvas, em: float, start: float, end: float) -> bool:
    """Write a text with its motions, shown from `start` to `end`; False when a motion had to be left out."""
    clock = player.sheet.clock
    setup = stage_for(player, canvas, em)
    if moves.repeating is not None:
        return _repeated(player, moves, setup, start, end)
    lead, tail = start + moves.lead, end - moves.tail
    if moves.entering is not None and moves.lead > 0:
        player.play(list(moves.entering(setup(moves.lead))), start, clock.stamp(lead), fading=1)
    player.still(clock.stamp(lead), clock.stamp(tail), round(moves.lead * 1000))
    if moves.leaving is not None and moves.tail > 0:
        player.play(list(moves.leaving(setup(moves.tail))), tail, clock.stamp(end), offset=tail - start, fading=-1)
    return True


def _repeated(player: Player, moves: Moves, setup: Callable[[float], Stage], start: float, end: float) -> bool:
    clock = player.sheet.clock
    cues: list[Cue] = list(moves.repeating(setup(moves.period))) if moves.repeating else []
    rounds = ceil((end - start) / moves.period - 1e-6)
    if rounds * len(cues) * len(player.layers) > MOST_EVENTS:
        player.still(clock.stamp(start), clock.stamp(end))
        return False
    for number in range(rounds):
        at = number * moves.period
        player.play(cues, start + at, clock.stamp(end), offset=at)
    return True


def stage_for(player: Player, canvas: Canvas, em: float) -> Callable[[float], Stage]:
    """The stage of a text, for a motion of so many seconds."""
    frame = frame_of(player.block, player.layers)
    text = "".join(sign.text for row in player.block.rows for sign in row.line)
    seed = zlib.crc32(text.encode("utf-8", "replace"))
    whole = Rect(0, 0, canvas.width, canvas.height)
    signs = player.block.count()
    return lambda length: Stage(
        length=length,
        em=em,
        rect=player.block.rect,
        frame=frame,
        canvas=whole,
        seed=seed,
        units=player.units,
        signs=signs,
    )
